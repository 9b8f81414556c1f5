//! Custom areas on Squareborough-like squares whose answers can be checked in the head.

use std::sync::Arc;

use geo_types::{Coord, MultiPolygon, Rect};

use super::{CustomAsk, EstimateAsk};
use crate::crosswalk::Rung;
use crate::custom::{CustomArea, CustomError};
use crate::engine::{
    AlignedFigure, CustomFigure, Dataset, Edition, EditionData, Engine, KeyedTable, PlaceInfo, Snapshot,
};
use crate::geom::Grid;
use crate::layer::{Area, Layer};
use crate::model::{
    AreaCode, Catalogue, Checksum, DatasetKind, EvidenceKind, EvidenceSource, Licence, Measure, MeasureKind,
    MeasureSource, Missing, Postcode, Reckoning, Scheme, Validity, Weighed,
};
use crate::register::{Precision, Record, Register};
use crate::table::{ColumnBuilder, ColumnInfo, Table};

const E0: f64 = 400_000.0;
const N0: f64 = 300_000.0;

/// A rectangle of the town: its corners in metres from the south-west corner.
fn rect(west: f64, south: f64, east: f64, north: f64) -> MultiPolygon<f64> {
    let at = |x: f64, y: f64| Coord { x: E0 + x, y: N0 + y };
    MultiPolygon(vec![Rect::new(at(west, south), at(east, north)).to_polygon()])
}

fn column(name: &str, cells: ColumnBuilder) -> (ColumnInfo, ColumnBuilder) {
    (ColumnInfo { name: name.into(), published: name.into(), kind: cells.kind() }, cells)
}

fn texts(cells: &[&str]) -> ColumnBuilder {
    ColumnBuilder::Text(cells.iter().map(|cell| Ok((*cell).into())).collect())
}

fn dataset(key: &str, kind: DatasetKind, data: EditionData) -> Dataset {
    let key: crate::model::EditionKey = key.parse().expect("a key");
    let edition = Edition {
        title: key.to_string(),
        validity: Validity::default(),
        period: Some("2021".into()),
        file: "file".into(),
        part: None,
        checksum: Checksum::of(b""),
        source: None,
        licence: Licence { name: "CC0".into(), url: None, attribution: String::new() },
        content: key.to_string(),
        since_version: 1,
        data,
        key: key.clone(),
    };
    Dataset {
        id: key.dataset.clone(),
        kind,
        title: String::new(),
        description: String::new(),
        editions: vec![edition],
    }
}

/// Two areas of 1 km side by side; W has 100 people in 50 homes, E is held back.
fn layer() -> Dataset {
    let area = |code: &str, shape| Area {
        code: AreaCode::parse(code).expect("a code"),
        name: None,
        shape,
        area_m2: 1e6,
        repair: None,
    };
    let layer = Layer {
        edition: "wards@2021".parse().expect("a key"),
        validity: Validity::default(),
        scheme: Scheme::Own,
        areas: vec![area("W", rect(0.0, 0.0, 1000.0, 1000.0)), area("E", rect(1000.0, 0.0, 2000.0, 1000.0))],
        attributes: Table::empty(),
    };
    dataset("wards@2021", DatasetKind::Layer, EditionData::Layer(Arc::new(layer)))
}

fn people() -> Dataset {
    let counts = ColumnBuilder::Number(vec![Ok(100.0), Err(Missing::Suppressed)]);
    let scores = ColumnBuilder::Number(vec![Ok(10.0), Ok(20.0)]);
    let columns = vec![column("ward", texts(&["W", "E"])), column("people", counts), column("need", scores)];
    let table = KeyedTable {
        edition: "people@2021".parse().expect("a key"),
        table: Table::build(vec![2, 3], columns).expect("a table"),
        code_column: Some(0),
        geography: Some("wards@2021".parse().expect("a key")),
    };
    dataset("people@2021", DatasetKind::Table, EditionData::Table(Arc::new(table)))
}

fn register(key: &str, rows: &[(&str, &str, f64, f64, f64)]) -> Dataset {
    let ids = texts(&rows.iter().map(|row| row.0).collect::<Vec<_>>());
    let postcodes = texts(&rows.iter().map(|row| row.1).collect::<Vec<_>>());
    let homes = ColumnBuilder::Number(rows.iter().map(|row| Ok(row.2)).collect());
    let columns = vec![column("id", ids), column("postcode", postcodes), column("homes", homes)];
    let record = |row: &(&str, &str, f64, f64, f64)| Record {
        id: row.0.into(),
        name: None,
        location: Some((Grid { e: E0 + row.3, n: N0 + row.4 }, Precision::Coordinates)),
    };
    let register = Register {
        edition: key.parse().expect("a key"),
        validity: Validity::default(),
        records: rows.iter().map(record).collect(),
        attributes: Table::build((1..=rows.len() as u64).collect(), columns).expect("a table"),
        facets: Vec::new(),
        postcode_column: Some(1),
    };
    dataset(key, DatasetKind::Register, EditionData::Register(Arc::new(register)))
}

/// Homes: 10 and 30 in the west of W at two postcodes, 10 at a third in its
/// east; 5 in E. One building of B1 1AA stands east of B1 1AB's point.
fn town() -> Engine {
    town_of(&HOMES)
}

/// Id, postcode, homes and where of each building.
const HOMES: [(&str, &str, f64, f64, f64); 4] = [
    ("1", "B1 1AA", 10.0, 200.0, 500.0),
    ("2", "B1 1AB", 30.0, 400.0, 500.0),
    ("3", "B1 1AD", 10.0, 800.0, 500.0),
    ("4", "B1 1AE", 5.0, 1500.0, 500.0),
];

fn measure(id: &str, kind: MeasureKind, reckoning: Reckoning) -> Measure {
    Measure {
        about: crate::model::MeasureAbout::default(),
        id: id.parse().expect("an id"),
        title: id.into(),
        unit: String::new(),
        kind,
        per: 1.0,
        sources: vec![MeasureSource {
            table: "people".parse().expect("an id"),
            edition: None,
            reckoning,
            only: Vec::new(),
            period: None,
            adds_rows: false,
            repeats_denominator: false,
            located: None,
        }],
    }
}

fn town_of(homes: &[(&str, &str, f64, f64, f64)]) -> Engine {
    let addresses = register("homes@2021", homes);
    let postcodes = register(
        "codes@2021",
        &[
            ("B1 1AA", "B1 1AA", 10.0, 200.0, 500.0),
            ("B1 1AB", "B1 1AB", 30.0, 400.0, 500.0),
            ("B1 1AD", "B1 1AD", 10.0, 800.0, 500.0),
            ("B1 1AE", "B1 1AE", 5.0, 1500.0, 500.0),
        ],
    );
    let need = Reckoning::Score { column: "need".into(), over: None };
    let measures = vec![
        measure("people", MeasureKind::Count, Reckoning::Count { column: "people".into() }),
        measure("need", MeasureKind::Score, need),
    ];
    let evidence = EvidenceSource {
        kind: EvidenceKind::Addresses,
        dataset: "homes".parse().expect("an id"),
        edition: None,
        weighed: Weighed::AtRecords { column: Some("homes".into()) },
    };
    let info = PlaceInfo {
        id: "town".into(),
        name: "Town".into(),
        description: String::new(),
        main_layer: Some("wards".parse().expect("an id")),
        catalogue: Catalogue {
            measures,
            evidence: vec![evidence],
            lookups: Vec::new(),
            ..Catalogue::default()
        },
    };
    Engine::new(Arc::new(Snapshot::new(4, info, vec![layer(), people(), addresses, postcodes])))
}

fn drawn(engine: &Engine, shape: MultiPolygon<f64>) -> CustomArea {
    engine.custom_area(CustomAsk::Shapes { shapes: vec![shape], file: None }).expect("an area")
}

fn listed(engine: &Engine, postcodes: &[&str]) -> Result<CustomArea, CustomError> {
    let list = postcodes.iter().map(|text| Postcode::parse(text).expect("a postcode"));
    engine.custom_area(CustomAsk::Postcodes(list.collect()))
}

fn people_of(engine: &Engine, area: &CustomArea) -> CustomFigure {
    estimate(engine, area, "people")
}

fn estimate(engine: &Engine, area: &CustomArea, measure: &str) -> CustomFigure {
    let ask = EstimateAsk { measure: measure.parse().expect("an id"), table: None, period: None };
    engine.estimate(area, &ask).expect("an answer")
}

fn check(figure: &CustomFigure, expected: Result<f64, Missing>) {
    let AlignedFigure::Number(estimate) = &figure.figure else { panic!("a number") };
    match (estimate.value, expected) {
        (Ok(found), Ok(expected)) => assert!((found - expected).abs() < 1e-6, "{found} for {expected}"),
        (found, expected) => assert_eq!(found, expected),
    }
}

#[test]
fn a_drawn_area_gets_the_share_of_homes_inside_it() {
    let engine = town();
    let figure = people_of(&engine, &drawn(&engine, rect(100.0, 400.0, 500.0, 600.0)));
    check(&figure, Ok(80.0));
    assert_eq!((figure.sources, figure.whole, figure.gaps.len()), (1, 0, 0));
    let balance = figure.balance.expect("a balance");
    assert!((balance.total - 100.0).abs() < 1e-9 && (balance.spilled - 20.0).abs() < 1e-6);
}

#[test]
fn an_area_smaller_than_any_source_with_one_building_gets_an_answer() {
    let engine = town();
    check(&people_of(&engine, &drawn(&engine, rect(198.0, 498.0, 202.0, 502.0))), Ok(20.0));
}

#[test]
fn an_area_where_nobody_is_known_to_live_gets_a_reason() {
    let engine = town();
    let figure = people_of(&engine, &drawn(&engine, rect(10.0, 10.0, 90.0, 90.0)));
    check(&figure, Err(Missing::NotCovered));
    assert!(figure.reason.expect("a reason").contains("nobody is known to live here"));
}

#[test]
fn a_suppressed_source_keeps_the_estimate_suppressed_and_is_named() {
    let engine = town();
    let figure = people_of(&engine, &drawn(&engine, rect(500.0, 0.0, 2000.0, 1000.0)));
    check(&figure, Err(Missing::Suppressed));
    assert_eq!(figure.gaps[0].code.as_str(), "E");
    assert_eq!(figure.reason.as_deref(), Some("1 of the 2 areas it rests on: 1 suppressed (E)"));
    let AlignedFigure::Number(estimate) = figure.figure else { panic!("a number") };
    assert!((estimate.known_part - 20.0).abs() < 1e-6);
}

#[test]
fn a_list_of_postcodes_and_a_drawing_around_the_same_homes_agree() {
    let engine = town();
    let list = listed(&engine, &["b11aa", "B1 1AB"]).expect("an area");
    check(&people_of(&engine, &list), Ok(80.0));
    check(&people_of(&engine, &drawn(&engine, rect(100.0, 400.0, 500.0, 600.0))), Ok(80.0));
    assert!(list.area_m2 > 0.0 && list.notes.is_empty());
}

#[test]
fn a_list_of_areas_has_the_published_figure() {
    let engine = town();
    let edition = "wards@2021".parse().expect("a key");
    let area = CustomAsk::Areas { edition, codes: vec![" W ".into(), "W".into()] };
    check(&people_of(&engine, &engine.custom_area(area).expect("an area")), Ok(100.0));
}

#[test]
fn postcodes_that_are_unknown_are_told_and_a_list_of_them_alone_is_refused() {
    let engine = town();
    let area = listed(&engine, &["B1 1AA", "B9 9ZZ"]).expect("an area");
    assert!(area.notes[0].contains("B9 9ZZ"), "{:?}", area.notes);
    assert_eq!(
        listed(&engine, &["B9 9ZZ"]).expect_err("refused"),
        CustomError::NoPostcodeHere(vec!["B9 9ZZ".into()])
    );
    assert!(matches!(listed(&engine, &[]), Err(CustomError::Nothing(_))));
}

#[test]
fn unknown_codes_and_ground_outside_the_place_are_refused() {
    let engine = town();
    let edition = "wards@2021".parse().expect("a key");
    let ask = CustomAsk::Areas { edition, codes: vec!["W".into(), "X".into()] };
    let error = engine.custom_area(ask).expect_err("refused").to_string();
    assert_eq!(error, "wards@2021 has no area with the code X");
    let far = CustomAsk::Shapes { shapes: vec![rect(9e4, 9e4, 9.1e4, 9.1e4)], file: None };
    assert_eq!(engine.custom_area(far), Err(CustomError::OutsidePlace));
}

#[test]
fn the_ground_of_a_postcode_ends_half_way_to_the_next_and_at_the_edge_of_the_place() {
    let engine = town();
    // Between 300 m and 600 m east, from edge to edge of the wards, but no
    // farther than 500 m from the point.
    let area = listed(&engine, &["B1 1AB"]).expect("an area");
    assert!(area.area_m2 <= 300.0 * 1000.0 && area.area_m2 > 280.0 * 1000.0 * 0.95, "{}", area.area_m2);
}

#[test]
fn all_measures_are_estimated_in_the_order_of_the_manifest() {
    let engine = town();
    let all = engine.estimate_all(&drawn(&engine, rect(0.0, 0.0, 1000.0, 1000.0)));
    assert_eq!(all.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["people", "need"]);
    check(all[0].1.as_ref().expect("an estimate"), Ok(100.0));
}

#[test]
fn a_mean_over_homes_here_and_bare_ground_there_weighs_both_as_ground() {
    // Nobody counted homes in E: W goes by its homes, E by its ground.
    let engine = town_of(&HOMES[..3]);
    let area = drawn(&engine, rect(500.0, 0.0, 2000.0, 1000.0));
    let need = estimate(&engine, &area, "need");
    // 10 of the 50 homes of W, which stand for 0.2 km², and the whole 1 km² of E.
    check(&need, Ok((0.2 * 10.0 + 1.0 * 20.0) / 1.2));
    assert_eq!(need.rungs, [(Rung::Addresses, 1), (Rung::Area, 1)]);
    assert!(need.margin.is_some());
}

#[test]
fn a_mean_over_homes_alone_is_one_over_homes() {
    let engine = town();
    let area = drawn(&engine, rect(500.0, 0.0, 2000.0, 1000.0));
    // 10 homes of W and the 5 of E.
    check(&estimate(&engine, &area, "need"), Ok((10.0 * 10.0 + 5.0 * 20.0) / 15.0));
}

#[test]
fn a_mean_is_that_of_the_wards_put_together_as_from_ward_to_ward() {
    let engine = town_of(&HOMES[..3]);
    let both = drawn(&engine, rect(0.0, 0.0, 2000.0, 1000.0));
    let footing = engine.footing(&both, &"wards@2021".parse().expect("a key")).expect("two wards");
    let sizes = footing.sizes().expect("one unit");
    assert_eq!(sizes, footing.crosswalk.comparable_sizes(&[1e6, 1e6]).expect("one ground each"));
    assert!((sizes[0] - 1e6).abs() < 1e-3 && (sizes[1] - 1e6).abs() < 1e-3, "{sizes:?}");
    check(&estimate(&engine, &both, "need"), Ok(15.0));
}
