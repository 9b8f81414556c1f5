//! Editions, assessments as workbooks, Parquet, FlatGeobuf and GeoPackage.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use geo_types::{Coord, MultiPolygon};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::RowAccessor as _;
use wardwise::export::Format;
use wardwise::ingest::read::{Limits, ReadOptions, SourceBytes, read};

use super::town::{app, assessed, get};

const WARDS: &str = "/api/datasets/wards/editions/2018";
const ASSETS: &str = "/api/datasets/assets/editions/2021";
const CLAIMANTS: &str = "/api/datasets/claimants/editions/2018";

async fn fetch(uri: &str, format: Format) -> Vec<u8> {
    let answer = get(&app(), &format!("{uri}/download.{}", format.extension())).await;
    assert_eq!(answer.status.as_u16(), 200, "{uri}: {}", String::from_utf8_lossy(&answer.body));
    assert_eq!(answer.header("content-type"), format.media_type());
    answer.body
}

async fn sheet(uri: &str, name: &str) -> Vec<Vec<Data>> {
    let mut book = Xlsx::new(Cursor::new(fetch(uri, Format::Xlsx).await)).expect("a workbook");
    book.worksheet_range(name).expect("a sheet").rows().map(<[Data]>::to_vec).collect()
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

#[tokio::test]
async fn a_workbook_holds_texts_as_texts_numbers_as_numbers_and_no_formula() {
    let rows = sheet(ASSETS, "Data").await;
    let header: Vec<String> = rows[0].iter().map(ToString::to_string).collect();
    assert_eq!(
        header,
        [
            "id",
            "name",
            "precision",
            "Owner",
            "Desks",
            "published_limit",
            "source_row",
            "easting",
            "northing",
            "longitude",
            "latitude"
        ]
    );
    let first = &rows[1];
    assert_eq!(first[0], text("A1"));
    assert_eq!(first[4], Data::Float(40.0));
    // The very text, without an apostrophe: the cell is a text, which cannot run.
    assert_eq!(first[5], text("=HYPERLINK(\"http://x\")"));
    assert_eq!((&first[7], &first[8]), (&Data::Float(400_250.0), &Data::Float(300_250.0)));
    assert_eq!(rows[2][4], Data::Float(0.0), "nought is nought");
    assert_eq!(rows[3][4], Data::Empty, "a gap is no nought");
    assert_eq!(rows[5][5], text("+44 121"));
    let mut book = Xlsx::new(Cursor::new(fetch(ASSETS, Format::Xlsx).await)).expect("a workbook");
    assert!(book.worksheet_formula("Data").expect("a sheet").is_empty(), "a cell would run");
}

#[tokio::test]
async fn a_workbook_says_why_a_figure_is_missing_and_where_all_come_from() {
    let rows = sheet(CLAIMANTS, "Data").await;
    assert_eq!(rows[0][..4], ["code", "ward", "count", "count (note)"].map(text));
    assert_eq!((&rows[2][2], &rows[2][3]), (&Data::Float(0.0), &Data::Empty));
    assert_eq!((&rows[3][2], &rows[3][3]), (&Data::Empty, &text("suppressed")));
    let notes = sheet(CLAIMANTS, "Notes").await;
    let note = |name: &str| notes.iter().find(|row| row[0] == text(name)).map(|row| row[1].to_string());
    assert_eq!(note("Licence").as_deref(), Some("CC0 1.0"));
    assert_eq!(note("Attribution").as_deref(), Some("Made up."));
    assert_eq!(note("Published at").as_deref(), Some("https://example.org/data"));
    assert!(note("Method").is_some_and(|words| words.contains("a gap stays a gap")));
    assert!(note("Empty cells").is_some_and(|words| words.contains("never nought")));
    assert_eq!(note("SHA-256 of that file").map(|sum| sum.len()), Some(64));
}

#[tokio::test]
async fn every_format_gives_the_same_bytes_again() {
    for uri in [WARDS, ASSETS, CLAIMANTS] {
        for format in Format::ALL.into_iter().filter(|format| uri != CLAIMANTS || has_tables(*format)) {
            assert!(fetch(uri, format).await == fetch(uri, format).await, "{uri} as {}", format.title());
        }
    }
}

fn has_tables(format: Format) -> bool {
    format.holds(wardwise::export::ShapeKind::Nothing)
}

#[tokio::test]
async fn a_table_without_places_is_refused_as_a_map() {
    for format in Format::ALL.into_iter().filter(|format| !has_tables(*format)) {
        let answer = get(&app(), &format!("{CLAIMANTS}/download.{}", format.extension())).await;
        assert_eq!(answer.status.as_u16(), 404, "{}", format.title());
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    let links = get(&app(), CLAIMANTS).await.json()["links"].to_string();
    for format in Format::ALL {
        let is_linked = links.contains(&format!("/download.{}\"", format.extension()));
        assert_eq!(is_linked, has_tables(format), "{}", format.title());
    }
}

#[tokio::test]
async fn a_parquet_file_is_geoparquet_with_types_boxes_gaps_and_terms() {
    let bytes = bytes::Bytes::from(fetch(WARDS, Format::Parquet).await);
    let file = SerializedFileReader::new(bytes).expect("Parquet");
    let kept = file.metadata().file_metadata().key_value_metadata().expect("notes").clone();
    let note = |name: &str| kept.iter().find(|one| one.key == name).and_then(|one| one.value.clone());
    let geo: serde_json::Value = serde_json::from_str(&note("geo").expect("geo")).expect("JSON");
    assert_eq!(geo["version"], "1.1.0");
    let geometry = &geo["columns"]["geometry"];
    assert_eq!(geometry["geometry_types"], serde_json::json!(["MultiPolygon"]));
    assert_eq!(geometry["crs"]["id"]["code"], 27_700);
    assert_eq!(geometry["bbox"], serde_json::json!([400_000.0, 300_000.0, 402_000.0, 302_000.0]));
    assert_eq!(geometry["covering"]["bbox"]["ymax"], serde_json::json!(["bbox", "ymax"]));
    assert!(note("wardwise.citation").is_some_and(|words| words.contains("CC0 1.0")));
    let schema = file.metadata().file_metadata().schema_descr();
    let names: Vec<_> =
        schema.root_schema().get_fields().iter().map(|field| field.name().to_owned()).collect();
    assert_eq!(names[..3], ["code", "name", "area_m2"]);
    assert_eq!(names[names.len() - 2..], ["geometry", "bbox"]);
    let first = file.get_row_iter(None).expect("rows").next().expect("a row").expect("a row");
    assert_eq!(first.get_string(0).expect("a code"), "E05000001");
    let sides = first.get_group(names.len() - 1).expect("a box");
    assert_eq!(sides.get_double(2).ok(), Some(401_000.0));
}

#[tokio::test]
async fn what_is_written_is_read_back_with_every_coordinate() {
    for format in [Format::Parquet, Format::FlatGeobuf, Format::GeoPackage] {
        let bytes = fetch(WARDS, format).await;
        let name = format.file_name("wards");
        let source = SourceBytes::new(&name, &bytes);
        let draft = read(&source, &ReadOptions::default(), &Limits::default()).expect("a draft");
        let mut corners: Vec<(u64, u64)> = Vec::new();
        for geometry in draft.rows.iter().filter_map(|row| row.geometry.as_ref()) {
            let shape: MultiPolygon<f64> = geometry.clone().try_into().expect("areas");
            let lowest = |coord: &Coord<f64>| (coord.x.to_bits(), coord.y.to_bits());
            corners.extend(shape.0.iter().flat_map(|part| part.exterior().0.iter().map(lowest)).min());
        }
        corners.sort_unstable();
        let at = |e: f64, n: f64| (e.to_bits(), n.to_bits());
        let wanted = [
            at(400_000.0, 300_000.0),
            at(400_000.0, 301_000.0),
            at(401_000.0, 300_000.0),
            at(401_000.0, 301_000.0),
        ];
        assert_eq!(corners, wanted, "{}", format.title());
    }
}

#[tokio::test]
async fn the_areas_of_an_assessment_come_with_score_rank_and_flags_in_each_format() {
    let app = assessed();
    for format in wardwise::export::assessment::FORMATS {
        let uri = format!("/api/assessments/priorities/download.{}", format.extension());
        let answer = get(&app, &uri).await;
        assert_eq!(answer.status.as_u16(), 200, "{uri}: {}", String::from_utf8_lossy(&answer.body));
        assert_eq!(answer.header("content-type"), format.media_type());
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    let answer = get(&app, "/api/assessments/priorities/download.xlsx").await;
    let mut book = Xlsx::new(Cursor::new(answer.body)).expect("a workbook");
    let rows: Vec<Vec<Data>> =
        book.worksheet_range("Data").expect("a sheet").rows().map(<[Data]>::to_vec).collect();
    let header: Vec<String> = rows[0].iter().map(ToString::to_string).collect();
    for column in ["code", "score", "rank", "not_ranked", "share_missing", "cover"] {
        assert!(header.iter().any(|name| name == column), "{column} in {header:?}");
    }
    let rank = header.iter().position(|name| name == "rank").expect("a rank");
    let ranked = rows[1..].iter().filter(|row| matches!(row[rank], Data::Float(_))).count();
    assert_eq!((rows.len(), ranked), (5, 2), "two wards have a figure, two do not");
    let geojson = get(&app, "/api/assessments/priorities/download.geojson").await.json();
    assert!(geojson["features"][0]["properties"]["rank"].is_u64(), "{}", geojson["features"][0]);
}
