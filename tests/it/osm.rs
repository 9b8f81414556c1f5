//! OpenStreetMap extracts: what is read, what is refused, and the streets of a real county.

use std::io::Write as _;

use wardwise::check::{Counts, NetworkRules, Rule, check_network};
use wardwise::draft::{Cell, Draft, StreetDraft};
use wardwise::ingest::read::{Limits, ReadOptions, SourceBytes, read, read_streets};
use wardwise::model::Validity;
use wardwise::sample::extract::{Extract, Node, Tags, Way, framed};

use crate::support;

fn tags(of: &[(&str, &str)]) -> Tags {
    of.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn node(id: i64, lon: f64, lat: f64, of: &[(&str, &str)]) -> Node {
    Node { id, lon, lat, tags: tags(of) }
}

fn way(id: i64, refs: &[i64], of: &[(&str, &str)]) -> Way {
    Way { id, refs: refs.to_vec(), tags: tags(of) }
}

/// Two streets that meet, a motorway, a library as a building and a surgery as a point.
pub fn hamlet() -> Extract {
    Extract {
        nodes: vec![
            node(1, -1.90, 52.48, &[]),
            node(2, -1.89, 52.48, &[]),
            node(3, -1.89, 52.49, &[("barrier", "gate"), ("access", "private")]),
            node(4, -1.895, 52.481, &[]),
            node(5, -1.894, 52.481, &[]),
            node(6, -1.894, 52.482, &[]),
            node(7, -1.895, 52.482, &[]),
            node(8, -1.891, 52.4805, &[("amenity", "doctors"), ("name", "The Surgery"), ("phone", "1")]),
            node(9, -1.892, 52.4805, &[("amenity", "bench")]),
        ],
        ways: vec![
            way(10, &[1, 2], &[("highway", "residential"), ("name", "Low Street"), ("oneway", "yes")]),
            way(11, &[2, 3, 99], &[("highway", "path")]),
            way(12, &[1, 3], &[("highway", "motorway")]),
            way(13, &[4, 5, 6, 7, 4], &[("amenity", "library"), ("building", "yes"), ("name", "Library")]),
        ],
    }
}

fn streets(bytes: &[u8], limits: &Limits) -> Result<StreetDraft, Vec<wardwise::check::Fault>> {
    read_streets(&SourceBytes::new("town.osm.pbf", bytes), &ReadOptions::default(), limits)
}

fn places(bytes: &[u8]) -> Draft {
    read(&SourceBytes::new("town.osm.pbf", bytes), &ReadOptions::default(), &Limits::default())
        .expect("places")
}

fn refused(bytes: &[u8], limits: &Limits) -> (Rule, String) {
    let fault = streets(bytes, limits).expect_err("refused").remove(0);
    (fault.rule, fault.message)
}

#[test]
fn streets_come_with_their_points_and_break_where_one_is_not_there() {
    let draft = streets(&hamlet().bytes(), &Limits::default()).expect("streets");
    let ids: Vec<i64> = draft.ways.iter().map(|way| way.id).collect();
    assert_eq!(ids, [10, 11, 12], "the library is no street");
    assert_eq!(draft.ways[1].runs, [vec![1, 2]]);
    assert_eq!(draft.ways[1].absent, 1);
    assert_eq!(draft.ways[0].tags.get("name"), Some("Low Street"));
    assert_eq!(draft.points.len(), 3);
    assert_eq!(draft.points[2].tags.get("access"), Some("private"));
    assert!((draft.points[0].at.lon + 1.90).abs() < 1e-7);
}

#[test]
fn places_are_points_or_the_middle_of_their_building() {
    let draft = places(&hamlet().bytes());
    let column = |name: &str| draft.column(name).expect("a column");
    let text = |row: usize, name: &str| draft.rows[row].cells[column(name)].display().into_owned();
    assert_eq!(draft.rows.len(), 2, "a bench is no place to go to");
    assert_eq!((text(0, "kind"), text(0, "osm id")), ("doctors".into(), "node/8".into()));
    assert_eq!(draft.rows[0].cells[column("phone")], Cell::text("1"));
    assert_eq!((text(1, "name"), text(1, "other tags")), ("Library".into(), "building=yes".into()));
    let Some(geo_types::Geometry::Point(middle)) = draft.rows[1].geometry else { panic!("a point") };
    assert!((middle.x() + 1.8945).abs() < 1e-6 && (middle.y() - 52.4815).abs() < 1e-6, "{middle:?}");
}

#[test]
fn an_extract_that_is_cut_anywhere_is_refused_or_ends_between_two_blobs() {
    let whole = hamlet().bytes();
    let mut ends = 0;
    for length in 1..whole.len() {
        match streets(&whole[..length], &Limits::default()) {
            Err(faults) => assert_eq!(faults[0].rule, Rule::Unreadable, "{length}"),
            // A file that ends after a whole blob cannot be told from a shorter one.
            Ok(_) => ends += 1,
        }
    }
    assert_eq!(ends, 2, "after the header and after the points");
}

#[test]
fn bytes_that_are_changed_never_bring_the_reader_down() {
    let whole = hamlet().bytes();
    for at in 0..whole.len() {
        for change in [0x00, 0x7f, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] = change;
            let _ = streets(&bytes, &Limits::default());
            let _ = read(&SourceBytes::new("x.osm.pbf", &bytes), &ReadOptions::default(), &Limits::default());
        }
    }
}

/// A blob of data packed with zlib that says it unpacks to `declared` bytes.
fn packed(plain: &[u8], declared: u64) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(plain).expect("packed");
    let zlib = encoder.finish().expect("packed");
    let mut blob = vec![0x10];
    varint(&mut blob, declared);
    blob.push(0x1a);
    varint(&mut blob, zlib.len() as u64);
    blob.extend(zlib);
    let mut header = vec![0x0a, 7];
    header.extend(b"OSMData");
    header.push(0x18);
    varint(&mut header, blob.len() as u64);
    let length = u32::try_from(header.len()).expect("short");
    [&length.to_be_bytes()[..], &header, &blob].concat()
}

fn varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(u8::try_from(number & 0x7f).expect("seven bits") | 0x80);
        number >>= 7;
    }
    out.push(u8::try_from(number).expect("seven bits"));
}

fn with_blob(blob: &[u8]) -> Vec<u8> {
    [Extract::default().bytes().as_slice(), blob].concat()
}

#[test]
fn bombs_and_lies_about_length_are_refused_before_they_cost_memory() {
    let zeros = vec![0; 40 << 20];
    let limits = Limits::default();
    // Longer than any blob may be, whether it says so or not.
    let (rule, message) = refused(&with_blob(&packed(&zeros, 40 << 20)), &limits);
    assert!(rule == Rule::OverLimit && message.contains("unpacks to"), "{message}");
    let (rule, message) = refused(&with_blob(&packed(&zeros, 1_000)), &limits);
    assert!(rule == Rule::Unreadable && message.contains("cut or damaged"), "{message}");
    // Within the size of a blob, but blown up a thousandfold.
    let (rule, message) = refused(&with_blob(&packed(&zeros[..30 << 20], 30 << 20)), &limits);
    assert!(rule == Rule::OverLimit && message.contains("times its size"), "{message}");
    // Many blobs that are too much together.
    let small = Limits { bytes: 3_000, ..limits };
    let noise: Vec<u8> =
        (0..2_000_u32).map(|n| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24).expect("a byte")).collect();
    let two = [framed("OSMData", &noise), framed("OSMData", &noise)].concat();
    let (rule, _) = refused(&[Extract::default().bytes(), two].concat(), &Limits { bytes: 5_000, ..small });
    assert_eq!(rule, Rule::Unreadable, "within the limit the noise itself is refused");
    let (rule, message) = refused(
        &[Extract::default().bytes(), [framed("x", &noise), framed("x", &noise)].concat()].concat(),
        &Limits { bytes: 4_050, ..limits },
    );
    assert!(rule == Rule::OverLimit, "{message}");
}

#[test]
fn an_extract_with_more_points_than_the_limit_is_refused() {
    let (rule, message) = refused(&hamlet().bytes(), &Limits { points: 20, ..Limits::default() });
    assert!(rule == Rule::OverLimit && message.contains("more than 20 points"), "{message}");
}

#[test]
fn an_extract_that_asks_for_what_is_not_read_is_refused() {
    let mut header = vec![0x22, 21];
    header.extend(b"HistoricalInformation");
    let (rule, message) = refused(&framed("OSMHeader", &header), &Limits::default());
    assert!(rule == Rule::Unreadable && message.contains("HistoricalInformation"), "{message}");
    let (_, message) = refused(&framed("OSMData", b""), &Limits::default());
    assert!(message.contains("header"), "{message}");
}

#[test]
fn the_streets_of_rutland_are_read_and_every_way_is_accounted_for() {
    let Some(dir) = support::data_dir() else { return };
    let bytes = std::fs::read(dir.join("rutland/rutland_2018.osm.pbf")).expect("the extract");
    let draft = streets(&bytes, &Limits::default()).expect("streets");
    let rules = NetworkRules {
        edition: "streets@2018".parse().expect("a key"),
        validity: Validity::default(),
        checksum: None,
        waivers: Vec::new(),
    };
    let checked = check_network(draft, &rules);
    let Counts { read, kept, filtered, left_out, .. } = checked.report.counts;
    assert_eq!(read, kept + filtered + left_out);
    assert!(read > 3_000 && kept > read / 2, "{:?}", checked.report.counts);
    let streets = checked.value.expect("streets");
    let km: f64 = streets.segments.iter().map(|segment| segment.length_m).sum::<f64>() / 1000.0;
    println!("{:?}; {} segments, {km:.1} km", checked.report.counts, streets.segments.len());
    for fault in &checked.report.faults {
        println!("{}: {}", fault.rule, fault.message);
    }
    assert!((500.0..3_000.0).contains(&km), "{km}");
    let libraries = places(&bytes);
    let kind = libraries.column("kind").expect("a column");
    let found = libraries.rows.iter().filter(|row| row.cells[kind] == Cell::text("library")).count();
    println!("{} places, {found} libraries", libraries.rows.len());
    assert!(found >= 3, "{found}");
}
