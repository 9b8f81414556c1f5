//! All shared areas of small areas and wards, from 1/16 of a country to a whole one.
//!
//! Run: `cargo bench --bench overlay`. It prints, for each scale: shapes,
//! vertices, pairs, CPU and wall seconds (best of several runs) of looking the
//! shapes over and of the overlay, on one thread and on all, and what the
//! overlay allocates.
//!
//! For `benches/peers/run.py`, which times other tools on the same shapes:
//!
//! - `-- --export DIR` leaves each pair of layers as well-known binary, with
//!   the pairs that were found;
//! - `-- --read DIR NAME` reads such a pair of layers (`wardwise crosswalk
//!   --shapes DIR` leaves them too), measures it on `RAYON_NUM_THREADS` threads
//!   and prints one line of JSON.

#![expect(unsafe_code, reason = "an allocator that counts")]
#![expect(clippy::print_stdout, reason = "a bench reports to the terminal")]

#[path = "overlay/clock.rs"]
mod clock;
#[path = "overlay/country.rs"]
mod country;
#[path = "overlay/files.rs"]
mod files;
#[path = "overlay/meter.rs"]
mod meter;

use geo_types::MultiPolygon;
use wardwise::geom::overlay::{Options, Prepared, SharedArea, shared_areas};

use clock::peak_mb;
use country::Country;
use files::Folder;
use meter::{Cost, Counting, measure};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const RUNS: usize = 7;

/// A pair of layers from files is measured so many times that it takes this long.
const LEAST_MEASURED_S: f64 = 0.1;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => all_scales(None),
        ["--export", folder] => all_scales(Some(&Folder(folder.into()))),
        ["--read", folder, pair] => report_pair(&Folder(folder.into()), pair),
        _ => println!("usage: [--export DIR | --read DIR NAME]"),
    }
}

fn all_scales(export: Option<&Folder>) {
    println!(
        "scale    small areas   wards   vertices    pairs   stage      threads  CPU s    wall s   allocations  MB"
    );
    for (name, wards_a_side) in [("1/16", 22), ("1/4", 44), ("1", 88)] {
        let country = Country::build(wards_a_side);
        let pairs = report(name, &country);
        if let Some(folder) = export {
            let pair = name.replace('/', "of");
            folder.write_layer(&pair, "small", &country.small_areas);
            folder.write_layer(&pair, "wards", &country.wards);
            folder.write_pairs(&pair, &pairs);
        }
    }
}

/// One pair of layers from files: looking over and overlay together.
fn report_pair(folder: &Folder, pair: &str) {
    let (small, wards) = (folder.read_layer(pair, "small"), folder.read_layer(pair, "wards"));
    let work = || shared_areas(&prepared(&small), &prepared(&wards), Options::default());
    // Linux counts a thread's time in steps too coarse for a small pair.
    let (once, shared) = measure(work);
    let rounds = (LEAST_MEASURED_S / once.wall_s).ceil().max(1.0);
    let (cost, ()) = best(|| {
        let mut left = rounds;
        while left > 0.0 {
            std::hint::black_box(work());
            left -= 1.0;
        }
    });
    folder.write_pairs(pair, &shared);
    println!(
        "{{\"tool\": \"Wardwise\", \"pair\": \"{pair}\", \"cpu_s\": {}, \"wall_s\": {}, \"peak_mb\": {}, \
         \"small\": {}, \"wards\": {}, \"vertices\": {}, \"note\": \"{} threads\"}}",
        cost.cpu_s / rounds,
        cost.wall_s / rounds,
        peak_mb(),
        small.len(),
        wards.len(),
        country::vertices(&small) + country::vertices(&wards),
        rayon::current_num_threads(),
    );
}

fn report(name: &str, country: &Country) -> Vec<SharedArea> {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool of one thread");
    let (prepare, _) = best(|| (prepared(&country.small_areas), prepared(&country.wards)));
    let (small, wards) = (prepared(&country.small_areas), prepared(&country.wards));
    let (single, pairs) = best(|| one.install(|| shared_areas(&small, &wards, Options::default())));
    let (many, again) = best(|| shared_areas(&small, &wards, Options::default()));
    assert!(same_bits(&pairs, &again), "one thread and many must give the same bits");
    let vertices = country::vertices(&country.small_areas) + country::vertices(&country.wards);
    for (stage, threads, cost) in
        [("look over", 1, prepare), ("overlay", 1, single), ("overlay", rayon::current_num_threads(), many)]
    {
        println!(
            "{name:<6} {:>13} {:>7} {vertices:>10} {:>8}   {stage:<10} {threads:>6}  {:>7.4} {:>8.4} {:>12} {:>4.0}",
            small.len(),
            wards.len(),
            pairs.len(),
            cost.cpu_s,
            cost.wall_s,
            cost.allocations,
            cost.allocated_mb,
        );
    }
    pairs
}

fn prepared(shapes: &[MultiPolygon<f64>]) -> Prepared<'_> {
    Prepared::new(shapes).expect("the generator makes finite shapes")
}

fn best<T>(mut run: impl FnMut() -> T) -> (Cost, T) {
    let (mut least, mut value) = measure(&mut run);
    for _ in 1..RUNS {
        let (cost, again) = measure(&mut run);
        if cost.cpu_s < least.cpu_s {
            (least, value) = (cost, again);
        }
    }
    (least, value)
}

fn same_bits(a: &[SharedArea], b: &[SharedArea]) -> bool {
    let bits = |pair: &SharedArea| (pair.source, pair.target, pair.area_m2.to_bits());
    a.len() == b.len() && a.iter().map(bits).eq(b.iter().map(bits))
}
