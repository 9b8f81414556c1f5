//! Points against polygons: the index beside its peers.
//!
//! `cargo bench --bench points` runs the timed benches (index built and asked
//! apart). Two more ways to run it, for the table in `docs/benchmarks.md`:
//!
//! - `cargo bench --bench points -- --report` prints wall time, CPU seconds,
//!   the number of points placed and a checksum of the answers, and the
//!   distribution of single lookups in twelve layers;
//! - `cargo bench --bench points -- --write DIR` writes polygons and points as
//!   flat binary, for `benches/peers/points_geopandas.py` to read.
//!
//! The polygons are a patchwork of noisy quadrilaterals that share their
//! borders, made from a fixed seed: 171,396 of 32 corners, as many as England
//! has small areas; 7,744 of 128 corners, as many as it has wards; and 69 of
//! 48 corners, as many as Birmingham has wards. Cells are 1 km wide.

#![allow(
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "a bench prints what it measured, and its counts are small"
)]

#[path = "overlay/clock.rs"]
mod clock;
#[path = "points/noise.rs"]
mod noise;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use wardwise::engine::{Dataset, Edition, EditionData, Engine, PlaceInfo, Snapshot};
use wardwise::geom::Grid;
use wardwise::geom::measure::area_m2;
use wardwise::index::Areas;
use wardwise::layer::{Area, Layer};
use wardwise::model::{AreaCode, Catalogue, Checksum, DatasetKind, EditionKey, Licence, Scheme, Validity};
use wardwise::table::Table;

use clock::{cpu_seconds, peak_mb};
use noise::noise;

const POINTS: usize = 1_000_000;

/// Rows and columns of the patchwork, and bends in each border.
#[derive(Debug, Clone, Copy)]
struct Size {
    name: &'static str,
    columns: u32,
    rows: u32,
    bends: u32,
}

const NATIONAL: Size = Size { name: "171,396 polygons", columns: 414, rows: 414, bends: 7 };
const NATIONAL_WARDS: Size = Size { name: "7,744 wards", columns: 88, rows: 88, bends: 31 };
const WARDS: Size = Size { name: "69 wards", columns: 23, rows: 3, bends: 11 };
const SIZES: [Size; 3] = [NATIONAL, NATIONAL_WARDS, WARDS];

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let flag = |name: &str| args.iter().position(|arg| arg == name);
    if let Some(at) = flag("--write") {
        let folder = args.get(at + 1).expect("--write needs a folder");
        for (size, name) in SIZES.into_iter().zip(["small_areas", "national_wards", "city_wards"]) {
            write(size, &Path::new(folder).join(name));
        }
    } else if flag("--report").is_some() {
        SIZES.into_iter().for_each(report);
        println!("peak memory {:.0} MiB", peak_mb());
        report_single_lookups();
    } else {
        divan::main();
    }
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn build(bencher: divan::Bencher<'_, '_>, size: Size) {
    let shapes = patchwork(size);
    bencher.bench_local(|| Areas::new(&shapes));
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn place_a_million_points(bencher: divan::Bencher<'_, '_>, size: Size) {
    let areas = Areas::new(&patchwork(size));
    let points = scatter(size);
    bencher.bench_local(|| areas.first_at_each(&points));
}

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Width of a cell of the patchwork.
const SIDE_M: f64 = 1000.0;

/// The border from one node of the grid to the next: its start and its bends.
fn border(from: (u32, u32), to: (u32, u32), bends: u32) -> Vec<Coord<f64>> {
    let node =
        |(column, row): (u32, u32)| Coord { x: f64::from(column) * SIDE_M, y: f64::from(row) * SIDE_M };
    let (a, b) = (node(from), node(to));
    let across = Coord { x: b.y - a.y, y: a.x - b.x };
    let name = u64::from(from.0) << 40 | u64::from(from.1) << 20 | u64::from(to.0 + 3 * to.1);
    (0..=bends)
        .map(|step| {
            let share = f64::from(step) / f64::from(bends + 1);
            // Short steps bend less, so that no border meets the next one.
            let bend = 0.1 * (12.0 / f64::from(bends + 1)).min(1.0);
            let off = if step == 0 { 0.0 } else { (noise(name * 64 + u64::from(step)) - 0.5) * bend };
            a + (b - a) * share + across * off
        })
        .collect()
}

fn backwards(from: (u32, u32), to: (u32, u32), bends: u32) -> Vec<Coord<f64>> {
    let mut line = border(from, to, bends);
    line.push(Coord { x: f64::from(to.0) * SIDE_M, y: f64::from(to.1) * SIDE_M });
    line.reverse();
    line.pop();
    line
}

fn patchwork(Size { columns, rows, bends, .. }: Size) -> Vec<MultiPolygon<f64>> {
    let cell = |column: u32, row: u32| {
        let (sw, se) = ((column, row), (column + 1, row));
        let (nw, ne) = ((column, row + 1), (column + 1, row + 1));
        let ring = [
            border(sw, se, bends),
            border(se, ne, bends),
            backwards(nw, ne, bends),
            backwards(sw, nw, bends),
        ]
        .concat();
        MultiPolygon(vec![Polygon::new(LineString(ring), Vec::new())])
    };
    (0..rows).flat_map(|row| (0..columns).map(move |column| cell(column, row))).collect()
}

/// A million points over the patchwork and a little beyond it.
fn scatter(Size { columns, rows, .. }: Size) -> Vec<Grid> {
    let spread =
        |seed: usize, cells: u32| (noise(seed as u64 + (1 << 50)) * 1.02 - 0.01) * f64::from(cells) * SIDE_M;
    (0..POINTS).map(|at| Grid { e: spread(2 * at, columns), n: spread(2 * at + 1, rows) }).collect()
}

fn write(size: Size, folder: &Path) {
    fs::create_dir_all(folder).expect("a folder that can be written");
    let shapes = patchwork(size);
    let mut starts: Vec<u8> = 0_i64.to_le_bytes().to_vec();
    let mut corners = Vec::new();
    for ring in shapes.iter().map(|shape| shape.0[0].exterior()) {
        corners.extend(ring.0.iter().flat_map(|c| [c.x, c.y]).flat_map(f64::to_le_bytes));
        starts.extend((corners.len() as i64 / 16).to_le_bytes());
    }
    let points: Vec<u8> = scatter(size).iter().flat_map(|p| [p.e, p.n]).flat_map(f64::to_le_bytes).collect();
    for (name, bytes) in [("starts.i64", starts), ("corners.f64", corners), ("points.f64", points)] {
        fs::write(folder.join(name), bytes).expect("a file that can be written");
    }
}

fn report(size: Size) {
    let (shapes, points) = (patchwork(size), scatter(size));
    let corners: usize = shapes.iter().map(|shape| shape.0[0].exterior().0.len()).sum();
    println!("{size}, {corners} corners, {POINTS} points, {} threads", rayon::current_num_threads());
    let areas = timed("  build the index", || Areas::new(&shapes));
    let found = timed("  place the points", || areas.first_at_each(&points));
    let placed = found.iter().flatten().count();
    let sum: usize = found.iter().flatten().sum();
    println!("  placed {placed}, sum of positions {sum}");
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (start, before) = (Instant::now(), cpu_seconds());
    let result = work();
    println!("{what}: {:.3} s wall, {:.3} s CPU", start.elapsed().as_secs_f64(), cpu_seconds() - before);
    result
}

/// Areas of twelve layers of a city of about Birmingham's numbers.
const TWELVE: [(u32, u32, u32); 12] = [
    (8, 5, 13),
    (23, 3, 11),
    (23, 3, 11),
    (43, 2, 11),
    (27, 24, 9),
    (28, 28, 170),
    (28, 28, 11),
    (12, 11, 20),
    (14, 12, 20),
    (57, 57, 7),
    (5, 2, 100),
    (4, 3, 600),
];

fn report_single_lookups() {
    let engine = engine_of_twelve();
    engine.warm();
    let spots: Vec<Grid> = (0..200_000)
        .map(|at| Grid { e: noise(2 * at + 9) * 30_000.0, n: noise(2 * at + 10) * 30_000.0 })
        .collect();
    let mut found = 0;
    let mut nanoseconds: Vec<u128> = Vec::with_capacity(spots.len());
    for spot in &spots {
        let start = Instant::now();
        found += engine.where_is(*spot, None).len();
        nanoseconds.push(start.elapsed().as_nanos());
    }
    nanoseconds.sort_unstable();
    let at = |share: f64| nanoseconds[(share * (nanoseconds.len() - 1) as f64) as usize] as f64 / 1000.0;
    println!("one point in 12 layers, {} lookups, {found} areas found", spots.len());
    println!(
        "  median {:.1} µs, p99 {:.1} µs, p99.9 {:.1} µs, slowest {:.1} µs",
        at(0.5),
        at(0.99),
        at(0.999),
        at(1.0)
    );
}

fn engine_of_twelve() -> Engine {
    let datasets = TWELVE.iter().enumerate().map(|(at, &(columns, rows, bends))| {
        let size = Size { name: "", columns, rows, bends };
        // All layers cover the same 30 × 30 km.
        let stretch =
            |c: Coord<f64>| Coord { x: c.x * 30.0 / f64::from(columns), y: c.y * 30.0 / f64::from(rows) };
        let shapes = patchwork(size).into_iter().map(|shape| geo::MapCoords::map_coords(&shape, stretch));
        dataset(at, shapes.collect())
    });
    let info = PlaceInfo {
        id: "bench".into(),
        name: "Bench".into(),
        description: String::new(),
        main_layer: None,
        catalogue: Catalogue::default(),
    };
    Engine::new(Arc::new(Snapshot::new(1, info, datasets.collect())))
}

fn dataset(at: usize, shapes: Vec<MultiPolygon<f64>>) -> Dataset {
    let key: EditionKey = format!("layer-{at}@1").parse().expect("a key");
    let areas = shapes.into_iter().enumerate().map(|(n, shape)| Area {
        code: AreaCode::parse(&format!("A{n}")).expect("a code"),
        name: Some(format!("Area {n}")),
        area_m2: area_m2(&shape),
        shape,
        repair: None,
    });
    let layer = Layer {
        edition: key.clone(),
        validity: Validity::default(),
        scheme: Scheme::Own,
        areas: areas.collect(),
        attributes: Table::empty(),
    };
    let edition = Edition {
        key: key.clone(),
        title: key.to_string(),
        validity: Validity::default(),
        period: None,
        file: String::new(),
        part: None,
        checksum: Checksum::of(b""),
        source: None,
        licence: Licence { name: String::new(), url: None, attribution: String::new() },
        content: String::new(),
        since_version: 1,
        data: EditionData::Layer(Arc::new(layer)),
    };
    Dataset {
        id: key.dataset,
        kind: DatasetKind::Layer,
        title: String::new(),
        description: String::new(),
        editions: vec![edition],
    }
}
