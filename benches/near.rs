//! Points near points: `index::Points` beside a k-d tree.
//!
//! `cargo bench --bench near` prints, for points spread evenly over a country
//! and for points of which half lie in towns: CPU and wall seconds (least of
//! several runs) of building the index, of the five nearest of 200,000 points
//! to 20,000 spots, and of all pairs within 800 m, each with its counts and a
//! sum that other tools must come to as well. `-- --write DIR` leaves the
//! points as flat binary for `benches/peers/near_scipy.py`.

#![expect(clippy::print_stdout, reason = "a bench reports to the terminal")]

#[path = "overlay/clock.rs"]
mod clock;
#[path = "points/noise.rs"]
mod noise;

use std::fs;
use std::path::Path;
use std::time::Instant;

use wardwise::geom::Grid;
use wardwise::index::Points;

use clock::{cpu_seconds, peak_mb};
use noise::noise;

const POINTS: u32 = 200_000;
const SPOTS: u32 = 20_000;
const NEAREST: usize = 5;
const RADIUS_M: f64 = 800.0;
const RUNS: usize = 7;

/// Side of the country, and the reach of a town.
const COUNTRY_M: f64 = 360_000.0;
const TOWN_M: f64 = 6_000.0;
const TOWNS: u64 = 300;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => report_all(),
        ["--write", folder] => write(Path::new(folder)),
        _ => println!("usage: [--write DIR]"),
    }
}

fn report_all() {
    println!("{} threads", rayon::current_num_threads());
    for (name, in_towns) in [("even", false), ("towns", true)] {
        report(name, &scatter(POINTS, 1, in_towns), &scatter(SPOTS, 2, in_towns));
    }
    println!("peak memory {:.0} MiB", peak_mb());
}

fn report(name: &str, points: &[Grid], spots: &[Grid]) {
    let index = least(&format!("{name}: index of {POINTS} points"), || {
        Points::new((0..).zip(points.iter().copied()))
    });
    let found = least(&format!("{name}: {NEAREST} nearest to {SPOTS} spots"), || {
        spots.iter().map(|spot| index.nearest(*spot, NEAREST)).collect::<Vec<_>>()
    });
    let (count, sum) =
        (found.iter().flatten().count(), found.iter().flatten().map(|near| near.0).sum::<usize>());
    println!("  {count} found, sum of positions {sum}");
    let pairs = least(&format!("{name}: pairs within {RADIUS_M} m"), || index.pairs_within(RADIUS_M));
    let sum: u64 = pairs.iter().map(|pair| u64::from(pair.first) + u64::from(pair.second)).sum();
    println!("  {} pairs, sum of positions {sum}", pairs.len());
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
        if again.0 < best.0 {
            best = again;
        }
    }
    println!("{what}: {:.4} CPU s, {:.4} s wall", best.0, best.1);
    best.2
}

/// Points all over the country or, every other one, in one of its towns,
/// where they grow sparser outwards.
fn scatter(count: u32, salt: u64, in_towns: bool) -> Vec<Grid> {
    let at = |key: u64| Grid { e: noise(key) * COUNTRY_M, n: noise(key + 1) * COUNTRY_M };
    let place = |number: u32| {
        let key = (u64::from(number) << 8) + (salt << 48);
        if !in_towns || number.is_multiple_of(2) {
            return at(key);
        }
        let town = at((u64::from(number) / 2 % TOWNS) << 8);
        let (reach, turn) = (noise(key + 2), noise(key + 3) * std::f64::consts::TAU);
        Grid { e: town.e + TOWN_M * reach * turn.cos(), n: town.n + TOWN_M * reach * turn.sin() }
    };
    (0..count).map(place).collect()
}

fn write(folder: &Path) {
    fs::create_dir_all(folder).expect("a folder that can be written");
    for (name, in_towns) in [("even", false), ("towns", true)] {
        for (what, count, salt) in [("points", POINTS, 1), ("spots", SPOTS, 2)] {
            let points = scatter(count, salt, in_towns);
            let bytes: Vec<u8> = points.iter().flat_map(|p| [p.e, p.n]).flat_map(f64::to_le_bytes).collect();
            fs::write(folder.join(format!("{name}_{what}.f64")), bytes).expect("a file that can be written");
        }
    }
}
