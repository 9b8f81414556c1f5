//! The co-location finder over 20,000 buildings.
//!
//! `cargo bench --bench colocate` makes a place of 20,000 buildings, 5,000
//! services and 2,000 small areas, half of them in towns, reads the estate off
//! its registers, and prints wall and CPU seconds (least of several runs) of
//! reading and of a whole search: pairs with gates, criteria and front, hubs,
//! gaps and possible duplicates. Everything is drawn from a fixed seed; the
//! counts it prints do not change.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench reports to the terminal and stops where it cannot go on"
)]

#[path = "overlay/clock.rs"]
mod clock;

use std::collections::BTreeMap;
use std::time::Instant;

use wardwise::assess::random::Random;
use wardwise::colocate::{
    Demand, DemandPoint, Distances, DuplicateRules, Estate, Factors, GapRules, GateRules, HubRules, Kind,
    Listed, Most, Scales, SearchSpec, Setting, Stability, Ties, Which, equal_weights, find,
};
use wardwise::geom::{Grid, StraightLine};
use wardwise::model::{EstateSource, Holds, Validity};
use wardwise::register::{Precision, Record, Register};
use wardwise::table::{ColumnBuilder, ColumnInfo, ColumnKind, Table};

use clock::{cpu_seconds, peak_mb};

const BUILDINGS: usize = 20_000;
const SERVICES: usize = 5_000;
const AREAS: usize = 2_000;
const RUNS: usize = 5;

/// A city region: 40 km square, with towns of 2 km about their middles.
const SIDE_M: f64 = 40_000.0;
const TOWNS: usize = 60;

fn main() {
    println!(
        "{} threads; {BUILDINGS} buildings, {SERVICES} services, {AREAS} small areas",
        rayon::current_num_threads()
    );
    let mut random = Random::new(5);
    let towns: Vec<Grid> = (0..TOWNS).map(|_| spot(&mut random)).collect();
    let buildings = buildings(&mut random, &towns);
    let services = services(&mut random, &towns);
    let demand = demand(&mut random, &towns);
    let sources = [source("assets", Holds::Buildings), source("services", Holds::Services)];
    let listed = [
        Listed { source: &sources[0], register: &buildings },
        Listed { source: &sources[1], register: &services },
    ];
    let estate = least("reading the estate", || Estate::build(&listed));
    let (spec, ties) = (spec(), Ties::default());
    let walk = StraightLine { detour: spec.distances.detour, km_per_hour: spec.distances.km_per_hour };
    let setting = Setting { estate: &estate, demand: &demand, walk: &walk, ties: &ties };
    for kinds in
        [vec![Kind::Pairs], vec![Kind::Hubs], vec![Kind::Gaps], vec![Kind::Duplicates], Kind::ALL.to_vec()]
    {
        let spec = SearchSpec { find: kinds.iter().copied().collect(), ..spec.clone() };
        let name: Vec<&str> = kinds.iter().map(|kind| kind.key()).collect();
        let found = least(&name.join(", "), || find(&spec, setting));
        println!(
            "    {} pairs within reach, {} rank, {} hubs, {} gaps, {} duplicates",
            found.tally.within_reach,
            found.ranked,
            found.hubs.len(),
            found.gaps.len(),
            found.duplicates.len()
        );
    }
    println!("{:.0} MiB at the most", peak_mb());
}

fn least<T>(name: &str, mut work: impl FnMut() -> T) -> T {
    let mut best = (f64::INFINITY, f64::INFINITY);
    let mut last = None;
    for _ in 0..RUNS {
        let (cpu, wall) = (cpu_seconds(), Instant::now());
        last = Some(work());
        best = (best.0.min(wall.elapsed().as_secs_f64()), best.1.min(cpu_seconds() - cpu));
    }
    println!("{name}: {:.3} s wall, {:.3} s CPU", best.0, best.1);
    last.unwrap()
}

fn spot(random: &mut Random) -> Grid {
    Grid { e: 400_000.0 + random.between(0.0, SIDE_M), n: 300_000.0 + random.between(0.0, SIDE_M) }
}

/// Half of all things lie in towns.
fn place(random: &mut Random, towns: &[Grid]) -> Grid {
    if random.unit() < 0.5 {
        return spot(random);
    }
    let town = towns[random.below(towns.len())];
    Grid { e: town.e + 1_000.0 * random.normal(), n: town.n + 1_000.0 * random.normal() }
}

fn pick<'a>(random: &mut Random, texts: &[&'a str]) -> &'a str {
    texts[random.below(texts.len())]
}

fn register(id: &str, rows: &[Vec<String>], header: &[&str], places: &[Grid]) -> Register {
    let columns = header.iter().enumerate().map(|(at, name)| {
        let cells = rows.iter().map(|row| {
            if row[at].is_empty() {
                Err(wardwise::model::Missing::NotGiven)
            } else {
                Ok(row[at].as_str().into())
            }
        });
        let info = ColumnInfo { name: (*name).into(), published: (*name).into(), kind: ColumnKind::Text };
        (info, ColumnBuilder::Text(cells.collect()))
    });
    let records = places.iter().enumerate().map(|(at, place)| Record {
        id: format!("{id}{at}"),
        name: Some(format!("{id} {at}")),
        location: Some((*place, Precision::Coordinates)),
    });
    Register {
        edition: format!("{id}@1").parse().unwrap(),
        validity: Validity::default(),
        records: records.collect(),
        attributes: Table::build((1..).take(rows.len()).collect(), columns.collect()).unwrap(),
        facets: Vec::new(),
        postcode_column: None,
    }
}

const HOURS: [&str; 5] =
    ["Mon-Fri 09:00-17:00", "Mon-Sat 07:00-22:00", "Mon, Wed, Fri 10:00-16:00", "By arrangement", ""];
const YES: [&str; 4] = ["Yes", "Yes", "No", ""];

fn buildings(random: &mut Random, towns: &[Grid]) -> Register {
    let header = [
        "Owner",
        "Tenure",
        "Lease End",
        "Spare Desks",
        "Opening Hours",
        "Step-free",
        "Condition",
        "Running Cost",
        "Floor Area",
        "Secure Room",
        "Compliance Until",
        "Services",
    ];
    let owners = [
        "Town Council",
        "Elver NHS Trust",
        "Police",
        "Fire Service",
        "Homes Housing",
        "Church",
        "Voluntary Action",
    ];
    let rows: Vec<Vec<String>> = (0..BUILDINGS)
        .map(|_| {
            let owner = format!("{} {}", pick(random, &owners), random.below(40));
            [
                owner.as_str(),
                pick(random, &["Freehold", "Freehold", "Leasehold", "Licence", ""]),
                pick(random, &["2040-01-01", "2027-01-01", ""]),
                &random.below(20).to_string(),
                pick(random, &HOURS),
                pick(random, &YES),
                pick(random, &["A", "B", "C", "D", ""]),
                &(10_000 + 1_000 * random.below(90)).to_string(),
                &(100 + 10 * random.below(200)).to_string(),
                pick(random, &YES),
                pick(random, &["2027-06-01", "2024-06-01", ""]),
                pick(random, &["Library", "Clinic; Podiatry", "", "", ""]),
            ]
            .map(str::to_owned)
            .to_vec()
        })
        .collect();
    let places: Vec<Grid> = rows.iter().map(|_| place(random, towns)).collect();
    register("assets", &rows, &header, &places)
}

fn services(random: &mut Random, towns: &[Grid]) -> Register {
    let header =
        ["Provider", "Term", "Needs Desks", "Opening Hours", "Needs Secure Room", "Needs Separation"];
    let rows: Vec<Vec<String>> = (0..SERVICES)
        .map(|_| {
            [
                format!("Voluntary Action {}", random.below(40)),
                format!("Kind {}", random.below(60)),
                random.below(12).to_string(),
                pick(random, &HOURS).to_owned(),
                pick(random, &YES).to_owned(),
                pick(random, &["No", "No", "Yes", ""]).to_owned(),
            ]
            .to_vec()
        })
        .collect();
    let places: Vec<Grid> = rows.iter().map(|_| place(random, towns)).collect();
    register("services", &rows, &header, &places)
}

fn demand(random: &mut Random, towns: &[Grid]) -> Demand {
    let points = (0..AREAS).map(|at| {
        let people = 1_000.0 + random.between(0.0, 1_500.0);
        DemandPoint {
            code: at.to_string(),
            name: at.to_string(),
            at: place(random, towns),
            people,
            groups: vec![Some(people * random.between(0.05, 0.3))],
            need: Some(random.unit()),
        }
    });
    Demand {
        groups: vec!["Disabled".into()],
        need_from: Some("need".into()),
        points: points.collect(),
        unknown: 0,
    }
}

fn source(id: &str, holds: Holds) -> EstateSource {
    EstateSource {
        holds,
        register: id.parse().unwrap(),
        edition: None,
        fields: BTreeMap::new(),
        only: Vec::new(),
        leave_out: Vec::new(),
        join: None,
        tied_to: BTreeMap::new(),
    }
}

fn spec() -> SearchSpec {
    SearchSpec {
        id: "bench".parse().unwrap(),
        title: "Bench".into(),
        purpose: "To be timed.".into(),
        date: jiff::civil::date(2025, 1, 1),
        find: Kind::ALL.into(),
        buildings: Which::default(),
        services: Which::default(),
        same_owner: false,
        distances: Distances::default(),
        people: None,
        gates: GateRules::default(),
        weights: equal_weights(),
        scales: Scales::default(),
        duplicates: DuplicateRules::default(),
        hubs: HubRules::default(),
        gaps: GapRules {
            terms: vec!["Kind 1".into(), "Kind 2".into(), "Library".into()],
            least_people: 500.0,
        },
        factors: Factors::default(),
        stability: Stability::default(),
        most: Most::default(),
    }
}
