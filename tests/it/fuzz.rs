//! Mutated files of every format: readers never panic and stay within limits.
//!
//! Runs for `WARDWISE_FUZZ_SECONDS` a format (2 if unset), from a fixed seed,
//! so that a failure comes back. An input that fails is written beside the
//! build's other temporary files and named.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use geo_types::{Coord, LineString, MultiPolygon, Polygon};

use wardwise::ingest::read::{Format, Limits, ReadOptions, SourceBytes, read};

use super::readers::{
    flatgeobuf_of, geojson_of, geopackage_of, geoparquet_of, kml_of, shapefile_of, topojson_of,
};

/// How long one small input may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A file and its table, where it has one.
#[derive(Clone)]
struct Input {
    bytes: Vec<u8>,
    dbf: Option<Vec<u8>>,
}

thread_local! {
    /// Where the last panic of this thread began, while it fuzzes.
    static PANICKED: RefCell<Option<String>> = const { RefCell::new(None) };
    static FUZZING: RefCell<bool> = const { RefCell::new(false) };
}

/// A small generator of numbers (xorshift64*), the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.roll() % most.max(1) as u64).unwrap_or(0)
    }
}

fn limits() -> Limits {
    Limits {
        bytes: 32 << 20,
        rows: 10_000,
        columns: 200,
        cells: 500_000,
        points: 500_000,
        cell_bytes: 1 << 16,
        ..Limits::default()
    }
}

fn shapes() -> Vec<MultiPolygon<f64>> {
    let square = |x: f64, side: f64| {
        let corners = [(x, 0.0), (x, side), (x + side, side), (x + side, 0.0), (x, 0.0)];
        LineString(corners.map(Coord::from).to_vec())
    };
    (0..6)
        .map(|i| {
            let x = f64::from(i) * 10.0;
            let area = Polygon::new(square(x, 4.0), vec![square(x + 1.0, 1.0)]);
            MultiPolygon(if i % 2 == 0 {
                vec![area]
            } else {
                vec![area, Polygon::new(square(x + 5.0, 2.0), vec![])]
            })
        })
        .collect()
}

fn fixture(name: &str) -> Vec<u8> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats");
    std::fs::read(root.join(name)).expect("a fixture")
}

fn alone(bytes: Vec<u8>) -> Input {
    Input { bytes, dbf: None }
}

fn seeds(format: Format) -> Vec<Input> {
    let shapes = shapes();
    match format {
        Format::Shapefile => {
            let (bytes, dbf) = shapefile_of(&shapes);
            let other = Input { bytes: fixture("shp/areas.shp"), dbf: Some(fixture("shp/areas.dbf")) };
            vec![Input { bytes, dbf: Some(dbf) }, other, alone(fixture("areas_shp.zip"))]
        }
        Format::GeoJson => {
            let odd = br#"{"type":"Feature","id":1,"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2,3]}]},"properties":{"a":[1,{"b":null}],"c":true}}"#;
            vec![alone(geojson_of(&shapes)), alone(fixture("areas_grid.geojson")), alone(odd.to_vec())]
        }
        Format::TopoJson => vec![alone(topojson_of(&shapes)), alone(fixture("areas.topojson"))],
        Format::GeoPackage => vec![alone(geopackage_of(&shapes)), alone(fixture("areas.gpkg"))],
        Format::FlatGeobuf => vec![alone(flatgeobuf_of(&shapes)), alone(fixture("areas.fgb"))],
        Format::Kml => vec![alone(kml_of(&shapes)), alone(fixture("areas.kml")), alone(fixture("areas.kmz"))],
        Format::Parquet => vec![alone(geoparquet_of(&shapes))],
        Format::Csv => vec![
            alone(b"code,name,n\nA,\"x, y\",1\nB,\"line\nend\",\"1,234\"\n".to_vec()),
            alone(b"\xef\xbb\xbfa;b\r\n1;\xe9\r\n".to_vec()),
        ],
        Format::Tsv => vec![alone(b"code\tname\rA\tx\rB\ty\r".to_vec())],
        Format::Xlsx => vec![alone(super::hostile::small_workbook())],
        Format::OsmPbf => vec![alone(super::osm::hamlet().bytes())],
        Format::OpenReferral => vec![alone(
            br#"{"contents":[{"id":"s","name":"Advice","organization":{"name":"A"},"schedules":[{"byday":"MO","opens_at":"09:00","closes_at":"10:00"}],"service_at_locations":[{"id":"a","location":{"latitude":52.5,"longitude":"-1.9","addresses":[{"postal_code":"B1 1BB"}]}}]}]}"#.to_vec(),
        )],
    }
}

/// Changes an input a little: bits, bytes, lengths, pieces.
fn mutate(dice: &mut Dice, bytes: &mut Vec<u8>, other: &[u8]) {
    const LENGTHS: [u32; 8] = [0, 1, 0x7f, 0xff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];
    for _ in 0..=dice.below(4) {
        let length = bytes.len();
        if length == 0 {
            return;
        }
        let at = dice.below(length);
        match dice.below(8) {
            0 | 1 => bytes[at] ^= 1 << dice.below(8),
            2 => bytes[at] = dice.roll().to_le_bytes()[0],
            3 | 4 => {
                let value = LENGTHS[dice.below(LENGTHS.len())];
                let word = if dice.below(2) == 0 { value.to_le_bytes() } else { value.to_be_bytes() };
                let end = (at + 4).min(length);
                bytes[at..end].copy_from_slice(&word[..end - at]);
            }
            5 => bytes.truncate(at),
            6 => {
                let end = (at + dice.below(200)).min(length);
                let piece = bytes[at..end].to_vec();
                let to = dice.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            _ => {
                let from = dice.below(other.len());
                let end = (from + dice.below(200)).min(other.len());
                let stop = (at + end - from).min(length);
                bytes.splice(at..stop, other[from..end].iter().copied());
            }
        }
    }
    bytes.truncate(1 << 20);
}

fn seconds() -> f64 {
    std::env::var("WARDWISE_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2.0)
}

/// Notes where a panic of a fuzzing thread began; all others go on as before.
fn watch_panics() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if FUZZING.with_borrow(|fuzzing| *fuzzing) {
                let at =
                    info.location().map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line()));
                PANICKED.with_borrow_mut(|panicked| *panicked = Some(at));
            } else {
                before(info);
            }
        }));
    });
}

fn fuzz(format: Format) {
    watch_panics();
    FUZZING.with_borrow_mut(|fuzzing| *fuzzing = true);
    let outcome = catch_unwind(AssertUnwindSafe(|| run(format)));
    FUZZING.with_borrow_mut(|fuzzing| *fuzzing = false);
    let failure = outcome.unwrap_or_else(|_| Some("the fuzzer itself broke".into()));
    assert!(failure.is_none(), "{}: {}", format.key(), failure.unwrap_or_default());
}

fn run(format: Format) -> Option<String> {
    let seeds = seeds(format);
    let mut dice = Dice(0x5eed_0000 + format as u64 + 1);
    let deadline = Instant::now() + Duration::from_secs_f64(seconds());
    let (mut inputs, mut read_whole, mut foreign) = (0_u64, 0_u64, std::collections::BTreeSet::new());
    while Instant::now() < deadline {
        let mut input = seeds[dice.below(seeds.len())].clone();
        let other = &seeds[dice.below(seeds.len())];
        match &mut input.dbf {
            Some(dbf) if dice.below(3) == 0 => {
                mutate(&mut dice, dbf, other.dbf.as_deref().unwrap_or(&other.bytes));
            }
            _ => mutate(&mut dice, &mut input.bytes, &other.bytes),
        }
        inputs += 1;
        match one(format, &input) {
            Ok(whole) => read_whole += u64::from(whole),
            Err(Broken::Foreign(at)) => {
                foreign.insert(at);
            }
            Err(Broken::Ours(why)) => return Some(format!("{why}; the input is {}", keep(format, &input))),
        }
    }
    println!(
        "fuzz: {}: {inputs} inputs, {read_whole} still read, decoders that gave up at {foreign:?}",
        format.key()
    );
    None
}

enum Broken {
    /// A third-party decoder panicked, which the reader turned into a fault.
    Foreign(String),
    /// Our own code panicked, took too long or left a draft out of shape.
    Ours(String),
}

fn one(format: Format, input: &Input) -> Result<bool, Broken> {
    PANICKED.with_borrow_mut(Option::take);
    let mut source = SourceBytes::new("fuzz.bin", &input.bytes);
    source.companions.extend(input.dbf.clone().map(|dbf| ("dbf".to_owned(), dbf)));
    let options = ReadOptions { format: Some(format), ..ReadOptions::default() };
    let start = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| read(&source, &options, &limits())));
    let took = start.elapsed();
    let panicked = PANICKED.with_borrow_mut(Option::take);
    if took > PATIENCE {
        return Err(Broken::Ours(format!("took {took:.1?}")));
    }
    match (outcome, panicked) {
        (Err(_), at) => Err(Broken::Ours(format!("a panic got out of the reader, from {at:?}"))),
        (Ok(_), Some(at)) if at.starts_with("src/") => Err(Broken::Ours(format!("a panic at {at}"))),
        (Ok(_), Some(at)) => Err(Broken::Foreign(at.rsplit("/registry/").next().unwrap_or(&at).to_owned())),
        (Ok(Ok(draft)), None) => {
            if draft.rows.iter().any(|row| row.cells.len() != draft.columns.len()) {
                return Err(Broken::Ours("rows and columns of a draft do not fit".into()));
            }
            Ok(true)
        }
        (Ok(Err(faults)), None) if faults.is_empty() => Err(Broken::Ours("refused without a fault".into())),
        (Ok(Err(_)), None) => Ok(false),
    }
}

/// Writes a failing input where it can be picked up.
fn keep(format: Format, input: &Input) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(format!("{}.bin", format.key()));
    std::fs::write(&path, &input.bytes).expect("a file");
    if let Some(dbf) = &input.dbf {
        std::fs::write(path.with_extension("dbf"), dbf).expect("a file");
    }
    path.display().to_string()
}

#[test]
fn mutated_shapefiles_never_break_the_reader() {
    fuzz(Format::Shapefile);
}

#[test]
fn mutated_geojson_never_breaks_the_reader() {
    fuzz(Format::GeoJson);
}

#[test]
fn mutated_topojson_never_breaks_the_reader() {
    fuzz(Format::TopoJson);
}

#[test]
fn mutated_geopackages_never_break_the_reader() {
    fuzz(Format::GeoPackage);
}

#[test]
fn mutated_flatgeobuf_never_breaks_the_reader() {
    fuzz(Format::FlatGeobuf);
}

#[test]
fn mutated_kml_never_breaks_the_reader() {
    fuzz(Format::Kml);
}

#[test]
fn mutated_parquet_never_breaks_the_reader() {
    fuzz(Format::Parquet);
}

#[test]
fn mutated_text_tables_never_break_the_reader() {
    fuzz(Format::Csv);
    fuzz(Format::Tsv);
}

#[test]
fn mutated_workbooks_never_break_the_reader() {
    fuzz(Format::Xlsx);
}

#[test]
fn mutated_street_extracts_never_break_the_reader() {
    fuzz(Format::OsmPbf);
}

#[test]
fn mutated_open_referral_never_breaks_the_reader() {
    fuzz(Format::OpenReferral);
}
