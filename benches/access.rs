//! Walking times on a network of the size of a city.
//!
//! `cargo bench --bench access` makes a city and prints CPU and wall seconds
//! (least of several runs) of building its network, of snapping 2,000 origins
//! and 500 sites, and of the times between all of them: as far as the streets
//! go, within an hour and within half an hour; then two-step and balanced
//! catchments. `-- --write DIR` leaves the city as flat binary for
//! `benches/peers/access_scipy.py`.
//!
//! The city: 450 × 450 junctions about 45 m apart, each moved by up to 12 m;
//! one street in five is left out; a river of half a kilometre's bends from
//! west to east has a bridge every 25 streets. One street in fifty is a
//! one-way walk, so that both searches, there and back, are needed. Origins
//! and sites lie at junctions, so that other tools need no snapping.

#![expect(clippy::print_stdout, reason = "a bench reports to the terminal")]

#[path = "overlay/clock.rs"]
mod clock;
#[path = "points/noise.rs"]
mod noise;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use geo_types::LineString;
use wardwise::access::{Decay, Leg, Minutes, balanced, two_step};
use wardwise::geom::Grid;
use wardwise::network::{Bound, Modes, Network, Pace, Reach, Segment, Snap, SnapRule, Times, Walk};

use clock::{cpu_seconds, peak_mb};
use noise::noise;

const SIDE: u32 = 450;
const APART_M: f64 = 45.0;
const MOVED_M: f64 = 12.0;
const ORIGINS: u32 = 2_000;
const SITES: u32 = 500;
const RUNS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => report(),
        ["--write", folder] => write(Path::new(folder)),
        _ => println!("usage: [--write DIR]"),
    }
}

fn report() {
    println!("{} threads", rayon::current_num_threads());
    let streets: Arc<[Segment]> = streets().into();
    let city = least("network of the city", || Network::build(&streets, Modes::default()));
    println!(
        "  {} junctions, {} streets, {:.0} km, {} pieces",
        city.n_nodes(),
        city.n_edges(),
        city.length_m() / 1000.0,
        city.pieces().len()
    );
    let (origins, sites) = (spots(ORIGINS, 1), spots(SITES, 2));
    let snap = |points: &[Grid]| {
        let points: Vec<Option<Grid>> = points.iter().copied().map(Some).collect();
        city.snap_all(&points, &SnapRule { least_piece_m: 0.0, ..SnapRule::default() })
    };
    let snapped = least("snapping 2,500 points", || (snap(&origins), snap(&sites)));
    for bound in [Bound::Unlimited, Bound::Minutes(60.0), Bound::Minutes(30.0)] {
        let times = least(&format!("{ORIGINS} origins × {SITES} sites, {bound:?}"), || {
            city.times(&snapped.0, &snapped.1, bound, Pace::WALK)
        });
        tell(&times);
    }
    catchments(&city, &snapped);
    println!("peak memory {:.0} MiB", peak_mb());
}

/// Counts and a sum that other tools must come to as well.
fn tell(times: &Times) {
    let all = (0..times.n_origins()).flat_map(|o| (0..times.n_sites()).map(move |s| times.reach(o, s)));
    let found: Vec<f64> = all.filter_map(|reach| Some(reach.time()?.metres)).collect();
    println!("  {} pairs reached, {:.3} km in all", found.len(), found.iter().sum::<f64>() / 1000.0);
}

fn catchments(city: &Network, (origins, sites): &(Vec<Snap>, Vec<Snap>)) {
    let times = city.times(origins, sites, Bound::Minutes(30.0), Pace::WALK);
    let leg = |reach| match reach {
        Reach::Walked(time) => Leg::Minutes(time.minutes),
        Reach::Beyond { .. } => Leg::Beyond,
        Reach::NoWay | Reach::OffNetwork(_) => Leg::Unreachable,
    };
    let legs = (0..times.n_origins()).flat_map(|o| (0..times.n_sites()).map(move |s| (o, s)));
    let legs: Vec<Leg> = legs.map(|(o, s)| leg(times.reach(o, s))).collect();
    let minutes = Minutes::new(times.n_origins(), times.n_sites(), legs).expect("one leg a pair");
    let residents: Vec<f64> = (0..u64::from(ORIGINS)).map(|at| 500.0 + 1_000.0 * chance(7, at)).collect();
    let supply: Vec<f64> = (0..u64::from(SITES)).map(|at| 10.0 + 40.0 * chance(8, at)).collect();
    let decay = Decay::Gaussian { threshold_min: 30.0 };
    let plain = least("two-step catchments", || two_step(&minutes, &residents, &supply, &decay));
    let shared = least("balanced catchments", || balanced(&minutes, &residents, &supply, &decay));
    if let (Ok(plain), Ok(shared)) = (plain, shared) {
        let served = plain.levels.iter().filter(|level| level.value().is_some()).count();
        println!(
            "  {served} origins served; {:.3} of {:.3} supply used",
            shared.supply_used,
            supply.iter().sum::<f64>()
        );
    }
}

fn least<T>(what: &str, work: impl Fn() -> T) -> T {
    let run = || {
        let (cpu, wall) = (cpu_seconds(), Instant::now());
        let value = work();
        (cpu_seconds() - cpu, wall.elapsed().as_secs_f64(), value)
    };
    let mut best = run();
    for _ in 1..RUNS {
        let again = run();
        if again.1 < best.1 {
            best = again;
        }
    }
    println!("{what}: {:.3} CPU s, {:.3} s wall", best.0, best.1);
    best.2
}

/// A fixed number in `0..1`, of one of several streams.
fn chance(stream: u64, at: u64) -> f64 {
    noise((stream << 40) + at)
}

fn junction(column: u32, row: u32) -> Grid {
    let at = u64::from(row) * u64::from(SIDE) + u64::from(column);
    let moved = |seed| MOVED_M * (2.0 * chance(seed, at) - 1.0);
    Grid {
        e: 400_000.0 + APART_M * f64::from(column) + moved(3),
        n: 280_000.0 + APART_M * f64::from(row) + moved(4),
    }
}

/// The row of junctions north of which the river runs, by column.
fn river(column: u32) -> u32 {
    SIDE / 2 + column.abs_diff(SIDE / 2) / 20
}

fn streets() -> Vec<Segment> {
    let mut streets = Vec::new();
    for row in 0..SIDE {
        for column in 0..SIDE {
            if column + 1 < SIDE && river(column) == river(column + 1) || row != river(column) {
                streets.extend(street((column, row), (column + 1, row), 5));
            }
            let over = row == river(column);
            if !over || column % 25 == 0 {
                streets.extend(street((column, row), (column, row + 1), 6));
            }
        }
    }
    streets
}

fn street(from: (u32, u32), to: (u32, u32), seed: u64) -> Option<Segment> {
    let number = |(column, row): (u32, u32)| row * SIDE + column;
    let at = u64::from(number(from));
    if to.0 >= SIDE || to.1 >= SIDE || chance(seed, at) < 0.2 {
        return None;
    }
    let (a, b) = (junction(from.0, from.1), junction(to.0, to.1));
    let walk = if chance(seed + 10, at) < 0.02 { Walk::Forward } else { Walk::Both };
    Some(Segment {
        from: number(from),
        to: number(to),
        line: LineString::from(vec![(a.e, a.n), (b.e, b.n)]),
        length_m: (a.e - b.e).hypot(a.n - b.n),
        walk,
        steps: false,
        ferry: false,
    })
}

/// Junctions at which somebody lives or something stands: those of two streets or more.
fn spots(n: u32, seed: u64) -> Vec<Grid> {
    spot_numbers(n, seed).into_iter().map(|at| junction(at % SIDE, at / SIDE)).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the junctions")]
fn spot_numbers(n: u32, seed: u64) -> Vec<u32> {
    let used: std::collections::BTreeSet<u32> = streets().iter().flat_map(|s| [s.from, s.to]).collect();
    let used: Vec<u32> = used.into_iter().collect();
    (0..u64::from(n)).map(|at| used[(chance(seed, at) * used.len() as f64) as usize]).collect()
}

fn write(folder: &Path) {
    let streets = streets();
    let mut edges = Vec::new();
    for street in &streets {
        for number in [f64::from(street.from), f64::from(street.to), street.length_m] {
            edges.extend(number.to_le_bytes());
        }
        edges.extend(f64::from(u8::from(street.walk == Walk::Both)).to_le_bytes());
    }
    let nodes = (0..SIDE * SIDE).map(|at| junction(at % SIDE, at / SIDE));
    let nodes: Vec<u8> = nodes.flat_map(|at| [at.e.to_le_bytes(), at.n.to_le_bytes()].concat()).collect();
    let numbers = |n, seed| -> Vec<u8> {
        spot_numbers(n, seed).iter().flat_map(|at| f64::from(*at).to_le_bytes()).collect()
    };
    let files =
        [("edges", edges), ("nodes", nodes), ("origins", numbers(ORIGINS, 1)), ("sites", numbers(SITES, 2))];
    for (name, bytes) in files {
        let path = folder.join(format!("{name}.f64"));
        match fs::write(&path, bytes) {
            Ok(()) => println!("wrote {}", path.display()),
            Err(error) => println!("{} cannot be written: {error}", path.display()),
        }
    }
}
