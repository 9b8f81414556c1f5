//! A corpus of hostile files: each ends in a clear error, or is read, within
//! its time and its memory.
//!
//! The files are made here, by code. Each is read in a process of its own, so
//! that its peak memory can be told from that of the other tests.

use std::io::{Cursor, Write as _};
use std::process::Command;
use std::time::{Duration, Instant};

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use zip::write::{SimpleFileOptions, ZipWriter};

use wardwise::check::Rule;
use wardwise::ingest::read::{Limits, ReadOptions, SourceBytes, read};

use super::readers::{
    flatgeobuf_of, geojson_of, geopackage_of, geoparquet_of, kml_of, shapefile_of, topojson_of,
};

/// Names the case that a child process is to read.
const CASE: &str = "WARDWISE_HOSTILE_CASE";

/// How long a file of this corpus may take. Far above what is needed, for
/// machines that do other work.
const PATIENCE: Duration = Duration::from_secs(60);

/// How much memory may be taken beyond the bytes of the file.
const MEMORY_MB: u64 = 512;

/// Limits as a small service would set them.
fn limits() -> Limits {
    Limits { bytes: 256 << 20, rows: 200_000, cells: 5_000_000, points: 3_000_000, ..Limits::default() }
}

struct Case {
    name: &'static str,
    file: &'static str,
    make: fn() -> (Vec<u8>, Option<Vec<u8>>),
    expected: Expected,
}

#[derive(Debug, Clone, Copy)]
enum Expected {
    /// The first fault breaks this rule.
    Refused(Rule),
    /// It is read, with so many rows.
    Read(usize),
}

use Expected::{Read, Refused};

const fn case(
    name: &'static str,
    file: &'static str,
    make: fn() -> (Vec<u8>, Option<Vec<u8>>),
    expected: Expected,
) -> Case {
    Case { name, file, make, expected }
}

const CASES: &[Case] = &[
    case("zip-bomb", "a.zip", || alone(packed(&[("a.shp", &vec![0; 64 << 20])])), Refused(Rule::OverLimit)),
    case(
        "zip-escape",
        "a.zip",
        || alone(packed(&[("../a.shp", b"x"), ("a.dbf", b"x")])),
        Refused(Rule::Unreadable),
    ),
    case(
        "zip-in-zip",
        "a.zip",
        || alone(packed(&[("b.zip", &packed(&[("a.shp", b"x")]))])),
        Refused(Rule::Unreadable),
    ),
    case("zip-of-many", "a.zip", zip_of_many, Refused(Rule::OverLimit)),
    case(
        "kmz-bomb",
        "a.kmz",
        || alone(packed(&[("doc.kml", &vec![b' '; 64 << 20])])),
        Refused(Rule::OverLimit),
    ),
    case("ring-of-a-million-geojson", "a.geojson", || alone(geojson_of(&circle())), Read(1)),
    case("ring-of-a-million-shapefile", "a.shp", || pair(shapefile_of(&circle())), Read(1)),
    case("ring-of-a-million-geopackage", "a.gpkg", || alone(geopackage_of(&circle())), Read(1)),
    case("ring-of-a-million-kml", "a.kml", || alone(kml_of(&circle())), Read(1)),
    case("not-a-number-shapefile", "a.shp", || pair(shapefile_of(&broken())), Refused(Rule::NotFinite)),
    case("not-a-number-geopackage", "a.gpkg", || alone(geopackage_of(&broken())), Refused(Rule::NotFinite)),
    case(
        "not-a-number-geoparquet",
        "a.parquet",
        || alone(geoparquet_of(&broken())),
        Refused(Rule::NotFinite),
    ),
    case("not-a-number-flatgeobuf", "a.fgb", || alone(flatgeobuf_of(&broken())), Refused(Rule::NotFinite)),
    case("not-a-number-kml", "a.kml", || alone(kml_of(&broken())), Refused(Rule::NotFinite)),
    case("deep-lists", "a.geojson", || alone("[".repeat(100_000).into_bytes()), Refused(Rule::OverLimit)),
    case(
        "deep-objects",
        "a.geojson",
        || alone("{\"a\":".repeat(100_000).into_bytes()),
        Refused(Rule::OverLimit),
    ),
    case("deep-topology", "a.topojson", deep_topology, Refused(Rule::OverLimit)),
    case("deep-elements", "a.kml", deep_elements, Refused(Rule::OverLimit)),
    case("entities", "a.kml", billion_laughs, Read(1)),
    case("one-arc-ten-thousand-times", "a.topojson", repeated_arc, Refused(Rule::OverLimit)),
    case("a-column-a-feature", "a.geojson", column_a_feature, Refused(Rule::OverLimit)),
    case("wide-and-long", "a.geojson", wide_and_long, Refused(Rule::OverLimit)),
    case("a-million-empty-features", "a.geojson", empty_features, Refused(Rule::OverLimit)),
    case("a-million-empty-points", "a.geojson", empty_rings, Refused(Rule::OverLimit)),
    case("a-huge-cell", "a.geojson", huge_cell, Refused(Rule::OverLimit)),
    case("huge-table-count", "a.shp", || huge_count(4..8), Refused(Rule::Unreadable)),
    case("huge-record-length", "a.shp", || huge_count(10..12), Refused(Rule::Unreadable)),
    case("huge-header-length", "a.shp", || huge_count(8..10), Refused(Rule::Unreadable)),
    case("huge-shape-counts", "a.shp", huge_shape_counts, Refused(Rule::Unreadable)),
    case("huge-feature-length", "a.fgb", huge_feature_length, Refused(Rule::Unreadable)),
    case("bad-blobs", "a.gpkg", bad_blobs, Refused(Rule::WrongGeometry)),
    case("torn-pages", "a.gpkg", torn_pages, Refused(Rule::Unreadable)),
    case("endless-view", "a.gpkg", endless_view, Refused(Rule::Unreadable)),
    case("small-workbook", "a.xlsx", || alone(small_workbook()), Read(1)),
    case("million-empty-rows", "a.xlsx", million_empty_rows, Read(0)),
    case("far-cell", "a.xlsx", far_cell, Refused(Rule::OverLimit)),
    case("commas", "a.csv", || alone(vec![b','; 32 << 20]), Refused(Rule::OverLimit)),
    case("open-quote", "a.csv", open_quote, Refused(Rule::OverLimit)),
    case(
        "endless-line-ends",
        "a.csv",
        || alone([b"a,b\n".as_slice(), &vec![b'\n'; 8 << 20]].concat()),
        Read(0),
    ),
];

fn alone(bytes: Vec<u8>) -> (Vec<u8>, Option<Vec<u8>>) {
    (bytes, None)
}

fn pair((shp, dbf): (Vec<u8>, Vec<u8>)) -> (Vec<u8>, Option<Vec<u8>>) {
    (shp, Some(dbf))
}

fn packed(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a member");
        writer.write_all(bytes).expect("bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

fn zip_of_many() -> (Vec<u8>, Option<Vec<u8>>) {
    let names: Vec<String> = (0..20_000).map(|i| format!("{i}.shp")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    alone(packed(&members))
}

fn ring(points: Vec<Coord<f64>>) -> Vec<MultiPolygon<f64>> {
    vec![MultiPolygon(vec![Polygon::new(LineString(points), Vec::new())])]
}

/// A ring of a million points.
fn circle() -> Vec<MultiPolygon<f64>> {
    let point = |i: u32| {
        let angle = f64::from(i) / 1e6 * std::f64::consts::TAU;
        Coord { x: 1000.0 * angle.cos(), y: 1000.0 * angle.sin() }
    };
    ring((0..1_000_000).map(point).collect())
}

fn broken() -> Vec<MultiPolygon<f64>> {
    ring([(0.0, 0.0), (1.0, f64::NAN), (f64::INFINITY, 1.0), (0.0, 0.0)].map(Coord::from).to_vec())
}

fn square() -> Vec<MultiPolygon<f64>> {
    ring([(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)].map(Coord::from).to_vec())
}

fn deep_topology() -> (Vec<u8>, Option<Vec<u8>>) {
    let deep = "{\"type\":\"GeometryCollection\",\"geometries\":[".repeat(50_000);
    alone(format!("{{\"type\":\"Topology\",\"objects\":{{\"a\":{deep}").into_bytes())
}

fn deep_elements() -> (Vec<u8>, Option<Vec<u8>>) {
    alone(format!("<kml>{}", "<Folder>".repeat(1_000_000)).into_bytes())
}

fn billion_laughs() -> (Vec<u8>, Option<Vec<u8>>) {
    let mut text = String::from("<!DOCTYPE kml [<!ENTITY a0 \"ha\">");
    for i in 1..30 {
        let before = format!("&a{};", i - 1).repeat(10);
        text.push_str(&format!("<!ENTITY a{i} \"{before}\">"));
    }
    text.push_str("]><kml><Placemark><name>&a29;</name></Placemark></kml>");
    alone(text.into_bytes())
}

fn repeated_arc() -> (Vec<u8>, Option<Vec<u8>>) {
    let arc = "[1,1],".repeat(9_999);
    let uses = "0,".repeat(9_999);
    let text = format!(
        "{{\"type\":\"Topology\",\"objects\":{{\"a\":{{\"type\":\"LineString\",\"arcs\":[{uses}0]}}}},\"arcs\":[[{arc}[1,1]]]}}"
    );
    alone(text.into_bytes())
}

fn features(each: impl Iterator<Item = String>) -> (Vec<u8>, Option<Vec<u8>>) {
    let list: Vec<String> = each.collect();
    alone(format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", list.join(",")).into_bytes())
}

fn feature(properties: &str) -> String {
    format!("{{\"type\":\"Feature\",\"geometry\":null,\"properties\":{{{properties}}}}}")
}

fn column_a_feature() -> (Vec<u8>, Option<Vec<u8>>) {
    features((0..100_000).map(|i| feature(&format!("\"c{i}\":1"))))
}

fn wide_and_long() -> (Vec<u8>, Option<Vec<u8>>) {
    features((0..150_000).map(|i| feature(&format!("\"c{}\":1", i.min(4_000)))))
}

fn empty_features() -> (Vec<u8>, Option<Vec<u8>>) {
    features((0..1_000_000).map(|_| "{}".to_owned()))
}

fn empty_rings() -> (Vec<u8>, Option<Vec<u8>>) {
    alone(format!("{{\"type\":\"Polygon\",\"coordinates\":[{}[]]}}", "[],".repeat(4_000_000)).into_bytes())
}

fn huge_cell() -> (Vec<u8>, Option<Vec<u8>>) {
    features(std::iter::once(feature(&format!("\"a\":[{}0]", "0,".repeat(5_000_000)))))
}

fn huge_count(field: std::ops::Range<usize>) -> (Vec<u8>, Option<Vec<u8>>) {
    let (shp, mut dbf) = shapefile_of(&square());
    dbf[field].fill(0xff);
    (shp, Some(dbf))
}

fn huge_shape_counts() -> (Vec<u8>, Option<Vec<u8>>) {
    let (mut shp, dbf) = shapefile_of(&square());
    // Parts and points of the first record.
    shp[144..152].copy_from_slice(&[0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f]);
    (shp, Some(dbf))
}

fn huge_feature_length() -> (Vec<u8>, Option<Vec<u8>>) {
    let mut bytes = flatgeobuf_of(&square());
    let header = u32::from_le_bytes([bytes[8], bytes[9], bytes[10], bytes[11]]) as usize;
    bytes[12 + header..16 + header].fill(0xff);
    alone(bytes)
}

fn bad_blobs() -> (Vec<u8>, Option<Vec<u8>>) {
    let bytes = geopackage_of(&vec![square().remove(0); 50]);
    // The header of a shape, wherever it stands.
    let mut broken = bytes.clone();
    for at in 0..bytes.len() - 8 {
        if &bytes[at..at + 4] == b"GP\x00\x01" {
            broken[at + 2] = 9;
        }
    }
    alone(broken)
}

fn torn_pages() -> (Vec<u8>, Option<Vec<u8>>) {
    let mut bytes = geopackage_of(&vec![square().remove(0); 2_000]);
    for page in (4096..bytes.len()).step_by(4096).skip(6) {
        bytes[page..page + 64].fill(0xff);
    }
    alone(bytes)
}

fn endless_view() -> (Vec<u8>, Option<Vec<u8>>) {
    let connection = rusqlite::Connection::open_in_memory().expect("memory");
    connection
        .execute_batch(
            "CREATE VIEW gpkg_contents AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                SELECT i AS table_name, 'features' AS data_type, i AS rowid FROM n;",
        )
        .expect("a view");
    alone(connection.serialize("main").expect("bytes").to_vec())
}

fn workbook(sheet: &str) -> (Vec<u8>, Option<Vec<u8>>) {
    const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
    const TOP: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const BOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    const RELS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let sheet = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{sheet}</sheetData></worksheet>"#
    );
    alone(packed(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", TOP.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]))
}

/// A workbook of one sheet with a header and a row, as a seed for the fuzzer.
pub fn small_workbook() -> Vec<u8> {
    let row = r#"<row r="2"><c r="A2"><v>1.5</v></c><c r="B2" t="b"><v>1</v></c></row>"#;
    workbook(&format!("{}{row}", header_row())).0
}

fn header_row() -> String {
    let cell = |at: &str, name: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{name}</t></is></c>");
    format!("<row r=\"1\">{}{}</row>", cell("A1", "code"), cell("B1", "open"))
}

fn million_empty_rows() -> (Vec<u8>, Option<Vec<u8>>) {
    let rows: String =
        (2..=1_000_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"/></row>")).collect();
    workbook(&format!("{}{rows}", header_row()))
}

fn far_cell() -> (Vec<u8>, Option<Vec<u8>>) {
    workbook(&format!("{}<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>", header_row()))
}

fn open_quote() -> (Vec<u8>, Option<Vec<u8>>) {
    alone([b"a,b\n1,\"".as_slice(), &vec![b'x'; 8 << 20]].concat())
}

#[test]
fn every_hostile_file_ends_in_a_clear_error_within_its_time_and_memory() {
    let mut failures = Vec::new();
    for case in CASES {
        let program = std::env::current_exe().expect("this program");
        let output = Command::new(program)
            .args(["hostile::one_hostile_file", "--exact", "--nocapture", "--test-threads=1"])
            .env(CASE, case.name)
            .output()
            .expect("a child process");
        let text = String::from_utf8_lossy(&output.stdout);
        let line = text.lines().find(|line| line.contains("hostile:")).unwrap_or("no outcome").to_owned();
        println!("{line}");
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            let why: Vec<_> = errors.lines().filter(|line| !line.trim().is_empty()).take(4).collect();
            failures.push(format!("{}: {line}: {}", case.name, why.join(" | ")));
        }
    }
    println!("{} hostile files", CASES.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Reads the one file that the environment names; does nothing without it.
#[test]
fn one_hostile_file() {
    let Some(name) = std::env::var_os(CASE) else { return };
    let case = CASES.iter().find(|case| case.name == name).expect("a known case");
    let (bytes, dbf) = (case.make)();
    let mut source = SourceBytes::new(case.file, &bytes);
    source.companions.extend(dbf.map(|dbf| ("dbf".to_owned(), dbf)));
    let before = forget_peak();
    let start = Instant::now();
    let outcome = read(&source, &ReadOptions::default(), &limits());
    let took = start.elapsed();
    let taken = before.and_then(|before| Some(status_mb("VmHWM:")?.saturating_sub(before)));
    let shown = match &outcome {
        Ok(draft) => format!("read, {} rows", draft.rows.len()),
        Err(faults) => {
            format!("{} faults: {}", faults.len(), faults.first().map_or("", |fault| &fault.message))
        }
    };
    println!("hostile: {}, {} bytes, {took:.1?}, {taken:?} MB: {shown}", case.name, bytes.len());
    match (&outcome, case.expected) {
        (Ok(draft), Read(rows)) => assert_eq!(draft.rows.len(), rows),
        (Err(faults), Refused(rule)) => {
            assert_eq!(faults[0].rule, rule, "{shown}");
            assert!(!faults[0].message.contains("gave up"), "a decoder panicked: {shown}");
            assert!(faults.len() < 2_000, "{} faults", faults.len());
        }
        (_, expected) => panic!("expected {expected:?}: {shown}"),
    }
    assert!(took < PATIENCE, "{took:?}");
    assert!(taken.is_none_or(|taken| taken < MEMORY_MB), "{taken:?} MB");
}

/// Starts the count of peak memory afresh and gives what is in use now, in
/// megabytes; `None` where the system does not tell.
fn forget_peak() -> Option<u64> {
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    status_mb("VmRSS:")
}

fn status_mb(field: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(field))?;
    let kilobytes: u64 = line.split_ascii_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}

#[test]
fn a_file_cut_at_any_length_is_refused_or_read_but_never_breaks_a_reader() {
    let shapes = vec![square().remove(0); 20];
    let (shp, dbf) = shapefile_of(&shapes);
    let files = [
        ("a.geojson", geojson_of(&shapes)),
        ("a.topojson", topojson_of(&shapes)),
        ("a.gpkg", geopackage_of(&shapes)),
        ("a.fgb", flatgeobuf_of(&shapes)),
        ("a.kml", kml_of(&shapes)),
        ("a.parquet", geoparquet_of(&shapes)),
        ("a.zip", packed(&[("a.shp", &shp), ("a.dbf", &dbf)])),
        ("a.xlsx", workbook(&header_row()).0),
    ];
    let mut cuts = 0;
    for (name, bytes) in &files {
        let step = (bytes.len() / 300).max(1);
        for length in (0..bytes.len()).step_by(step).chain(bytes.len().saturating_sub(20)..bytes.len()) {
            let outcome = read(&SourceBytes::new(name, &bytes[..length]), &ReadOptions::default(), &limits());
            // A database may lose its last, unused bytes and still be whole.
            let harmless = *name == "a.gpkg" && length + 4096 > bytes.len();
            assert!(outcome.is_err() || harmless, "{name} cut at {length} of {}", bytes.len());
            cuts += 1;
        }
    }
    for (length, dbf_length) in
        [(0, dbf.len()), (99, dbf.len()), (150, dbf.len()), (shp.len(), 0), (shp.len(), 40)]
    {
        let mut source = SourceBytes::new("a.shp", &shp[..length]);
        source.companions.push(("dbf".into(), dbf[..dbf_length].to_vec()));
        assert!(read(&source, &ReadOptions::default(), &limits()).is_err(), "{length}, {dbf_length}");
        cuts += 1;
    }
    println!("{cuts} cut files");
}
