//! How long location models take to proof: 3,223 and 1,500 demand points × 200 sites.
//!
//! Run: `cargo bench --bench locate [-- DIR]`. With a folder, the matrices are
//! written to it for `benches/peers/locate_spopt.py`, and what was found as
//! `wardwise.csv` beside them.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

#[path = "overlay/clock.rs"]
mod clock;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use clock::{cpu_seconds, peak_mb};
use wardwise::assess::random::Random;
use wardwise::locate::{
    Answer, Assignment, Costs, Count, Demand, Fate, GroupCover, Limits, Model, Outcome, Problem, Rules, Site,
    solve,
};

const SITES: usize = 200;
const CHOSEN: usize = 20;
/// To proof; long enough for a machine that is busy with other work, for CPU seconds are what is compared.
const PROOF: Limits = Limits { seconds: 600.0, gap: 0.0, seed: 1 };
/// What a person waits for.
const NEAR: Limits = Limits { seconds: 60.0, gap: 0.01, seed: 1 };

fn main() {
    let folder: Option<PathBuf> =
        std::env::args().skip(1).find(|argument| !argument.starts_with("--")).map(PathBuf::from);
    let mut found =
        String::from("demand,model,sites,within,objective,bound,gap,status,seconds,cpu_seconds\n");
    println!(
        "{:>6} {:<26} {:>16} {:>16} {:>9} {:<10} {:>8} {:>8}",
        "demand", "model", "objective", "bound", "gap", "status", "s", "CPU s"
    );
    for points in [3_223, 1_500] {
        let town = Town::new(points, 200);
        if let Some(folder) = &folder {
            town.write(folder);
        }
        for (name, model) in town.models() {
            let problem = town.problem(model, Rules::default());
            let (answer, seconds, cpu) = timed(&problem, PROOF);
            tell(points, name, answer.as_ref(), seconds, cpu);
            let Some(answer) = answer else { continue };
            let (sites, within) =
                (model.sites().map_or(0, |sites| sites.range().1), model.within().unwrap_or(0.0));
            let _ = writeln!(
                found,
                "{points},{name},{sites},{within},{},{},{},{},{seconds},{cpu}",
                answer.objective,
                answer.bound,
                answer.gap,
                answer.status.key()
            );
        }
    }
    if let Some(folder) = &folder {
        std::fs::write(folder.join("wardwise.csv"), found).expect("the folder can be written to");
    }
    with_rules(PROOF);
    println!("with a gap of {} % at the most, in {} s:", NEAR.gap * 100.0, NEAR.seconds);
    with_rules(NEAR);
    println!("peak memory {:.0} MiB", peak_mb());
}

/// The same town of 1,500 points with each rule.
fn with_rules(limits: Limits) {
    let town = Town::new(1_500, 200);
    for (name, rules) in town.rules() {
        for (model_name, model) in town.models() {
            let (answer, seconds, cpu) = timed(&town.problem(model, rules.clone()), limits);
            tell(1_500, &format!("{model_name} {name}"), answer.as_ref(), seconds, cpu);
        }
    }
}

fn tell(points: usize, name: &str, answer: Option<&Answer>, seconds: f64, cpu: f64) {
    let Some(answer) = answer else {
        println!("{points:>6} {name:<26} nothing found in {seconds:.3} s, {cpu:.3} CPU s");
        return;
    };
    println!(
        "{points:>6} {name:<26} {:>16.3} {:>16.3} {:>9.6} {:<10} {seconds:>8.3} {cpu:>8.3}",
        answer.objective,
        answer.bound,
        answer.gap,
        answer.status.key()
    );
}

/// `None` where nothing was found in time.
fn timed(problem: &Problem, limits: Limits) -> (Option<Answer>, f64, f64) {
    let (start, used) = (Instant::now(), cpu_seconds());
    let outcome =
        solve(problem, &limits, &|| start.elapsed().as_secs_f64()).expect("a problem without faults");
    let seconds = start.elapsed().as_secs_f64();
    let cpu = cpu_seconds() - used;
    match outcome {
        Outcome::Solved(answer) => (Some(*answer), seconds, cpu),
        _ => (None, seconds, cpu),
    }
}

/// A made-up town: crowds around sixty middles, sites among the people.
struct Town {
    weights: Vec<f64>,
    older: Vec<f64>,
    metres: Vec<Vec<f64>>,
}

impl Town {
    fn new(points: usize, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let middles: Vec<(f64, f64, f64)> = (0..60)
            .map(|_| {
                (random.between(0.0, 18_000.0), random.between(0.0, 15_000.0), random.between(300.0, 1_500.0))
            })
            .collect();
        let mut spot = || {
            let (x, y, spread) = middles[random.below(middles.len())];
            (x + spread * random.normal(), y + spread * random.normal())
        };
        let people: Vec<(f64, f64)> = (0..points).map(|_| spot()).collect();
        let sites: Vec<(f64, f64)> = (0..SITES).map(|_| spot()).collect();
        let weights: Vec<f64> = (0..points).map(|_| 100.0 + random.below(400) as f64).collect();
        let older = weights.iter().map(|weight| (weight * random.between(0.02, 0.3)).round()).collect();
        // Walks are 1.3 times the straight line, in whole decimetres as a file would have them.
        let walk = |a: &(f64, f64), b: &(f64, f64)| ((a.0 - b.0).hypot(a.1 - b.1) * 13.0).round() / 10.0;
        let metres =
            people.iter().map(|person| sites.iter().map(|site| walk(person, site)).collect()).collect();
        Self { weights, older, metres }
    }

    /// A quarter more than what the furthest has to go to the nearest site.
    fn reach(&self) -> f64 {
        let nearest = self.metres.iter().map(|row| row.iter().copied().fold(f64::INFINITY, f64::min));
        (nearest.fold(0.0, f64::max) * 1.25).round()
    }

    fn models(&self) -> [(&'static str, Model); 4] {
        let sites = Count::Exactly(CHOSEN);
        [
            ("lscp", Model::Lscp { within: self.reach() }),
            ("mclp", Model::Mclp { within: 800.0, sites }),
            ("p-median", Model::PMedian { sites }),
            ("p-centre", Model::PCentre { sites }),
        ]
    }

    fn rules(&self) -> [(&'static str, Rules); 5] {
        let cover = vec![GroupCover { group: 0, share: 0.55, within: Some(1_500.0) }];
        let none = Rules::default();
        [
            ("partners", Rules { partners: Some(4), ..none.clone() }),
            ("budget", Rules { budget: Some(60.0), ..none.clone() }),
            ("cover", Rules { cover: cover.clone(), ..none.clone() }),
            ("split room", Rules { capacity: Some(Assignment::Split), ..none.clone() }),
            ("whole room", Rules { capacity: Some(Assignment::Whole), ..none }),
        ]
    }

    fn problem(&self, model: Model, mut rules: Rules) -> Problem {
        let points = self.weights.iter().zip(&self.older).enumerate();
        let demand = points.map(|(at, (weight, older))| Demand {
            id: format!("d{at}"),
            weight: *weight,
            groups: vec![Some(*older)],
        });
        let all: f64 = self.weights.iter().sum();
        let sites = (0..SITES).map(|at| Site {
            id: format!("s{at}"),
            partner: Some(format!("p{}", at % 7)),
            // Twenty sites have room for about a quarter more than there are people.
            capacity: Some(all / 16.0 * (0.7 + (at % 7) as f64 * 0.1)),
            cost: Some(2.0 + (at % 5) as f64),
            fate: Fate::Free,
        });
        // A reach of the rule beyond that of the model is not served with limited room.
        if let (Some(within), Some(_)) = (model.within(), rules.capacity) {
            rules.cover.iter_mut().for_each(|rule| rule.within = Some(within));
        }
        let rows = self.metres.iter().map(|row| (0..).zip(row.iter().copied()).collect());
        Problem {
            groups: vec!["older".into()],
            demand: demand.collect(),
            sites: sites.collect(),
            costs: Costs::new(rows),
            model,
            rules,
        }
    }

    /// One line a demand point: its weight, then its walks.
    fn write(&self, folder: &std::path::Path) {
        let mut text = String::new();
        for (weight, row) in self.weights.iter().zip(&self.metres) {
            let _ = write!(text, "{weight}");
            for metres in row {
                let _ = write!(text, ",{metres}");
            }
            text.push('\n');
        }
        std::fs::create_dir_all(folder).expect("the folder can be made");
        std::fs::write(folder.join(format!("{}.csv", self.weights.len())), text)
            .expect("the file can be written");
    }
}
