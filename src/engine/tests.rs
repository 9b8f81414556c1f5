use std::sync::Arc;

use geo_types::{LineString, MultiPolygon, Polygon};
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::geom::Grid;
use crate::geom::locate::Prepared;
use crate::geom::measure::area_m2;
use crate::model::{AreaCode, Catalogue, Checksum, DatasetKind, Licence, Postcode, Scheme, Validity};
use crate::register::{Precision, Record};
use crate::table::{ColumnBuilder, ColumnInfo, ColumnKind, Table};

fn square(west: f64, south: f64, side: f64) -> MultiPolygon<f64> {
    let ring = vec![(west, south), (west + side, south), (west + side, south + side), (west, south + side)];
    MultiPolygon(vec![Polygon::new(LineString::from(ring), vec![])])
}

fn layer(key: &str, validity: Validity, areas: &[(&str, Option<&str>, MultiPolygon<f64>)]) -> EditionData {
    let areas = areas.iter().map(|(code, name, shape)| Area {
        code: AreaCode::parse(code).expect("a code"),
        name: name.map(str::to_owned),
        area_m2: area_m2(shape),
        shape: shape.clone(),
        repair: None,
    });
    EditionData::Layer(Arc::new(Layer {
        edition: key.parse().expect("a key"),
        validity,
        scheme: Scheme::Own,
        areas: areas.collect(),
        attributes: Table::empty(),
    }))
}

fn register(key: &str, records: &[(&str, Option<&str>, f64, f64)]) -> EditionData {
    let ids = records.iter().map(|(id, ..)| Ok((*id).into())).collect();
    let info = ColumnInfo { name: "id".into(), published: "id".into(), kind: ColumnKind::Text };
    let rows = (1..=records.len() as u64).collect();
    let attributes = Table::build(rows, vec![(info, ColumnBuilder::Text(ids))]).expect("a table");
    let records = records.iter().map(|(id, name, e, n)| Record {
        id: (*id).to_owned(),
        name: name.map(str::to_owned),
        location: Some((Grid { e: *e, n: *n }, Precision::Coordinates)),
    });
    EditionData::Register(Arc::new(Register {
        edition: key.parse().expect("a key"),
        validity: Validity::default(),
        records: records.collect(),
        attributes,
        facets: Vec::new(),
        postcode_column: Some(0),
    }))
}

fn dataset(kind: DatasetKind, editions: Vec<(&str, Validity, EditionData)>) -> Dataset {
    let editions: Vec<Edition> = editions
        .into_iter()
        .map(|(key, validity, data)| Edition {
            key: key.parse().expect("a key"),
            title: format!("Title of {key}"),
            validity,
            period: None,
            file: "file".into(),
            part: None,
            checksum: Checksum::of(key.as_bytes()),
            source: None,
            licence: Licence { name: "OGL".into(), url: None, attribution: String::new() },
            content: String::new(),
            since_version: 1,
            data,
        })
        .collect();
    let id = editions[0].key.dataset.clone();
    Dataset { id, kind, title: "A set".into(), description: String::new(), editions }
}

fn engine(datasets: Vec<Dataset>) -> Engine {
    let info = PlaceInfo {
        id: "town".into(),
        name: "Town".into(),
        description: String::new(),
        main_layer: Some("wards".parse().expect("an id")),
        catalogue: Catalogue::default(),
    };
    Engine::new(Arc::new(Snapshot::new(3, info, datasets)))
}

/// Old wards until 3 May 2018, new wards after; two practices; three postcodes.
fn town() -> Engine {
    let until = Validity { from: None, to: Some(date(2018, 5, 3)) };
    let since = Validity { from: Some(date(2018, 5, 3)), to: None };
    let old = layer(
        "wards@2013",
        until,
        &[
            ("W1", Some("Aston"), square(0.0, 0.0, 1000.0)),
            ("W2", Some("Moseley & King's Heath"), square(1000.0, 0.0, 1000.0)),
        ],
    );
    let new = layer(
        "wards@2018",
        since,
        &[
            ("W1", Some("Aston"), square(0.0, 0.0, 1000.0)),
            ("W2", Some("Moseley"), square(1000.0, 0.0, 500.0)),
            ("W9", Some("Brandwood"), square(2000.0, 0.0, 1000.0)),
        ],
    );
    let beats = layer("beats@1", Validity::default(), &[("North", None, square(500.0, 0.0, 1000.0))]);
    let practices = register(
        "practices@1",
        &[("P1", Some("Aston Surgery"), 100.0, 100.0), ("P2", Some("Môr Health"), 1000.0, 100.0)],
    );
    let postcodes = register(
        "postcodes@1",
        &[("B1 1AA", None, 100.0, 100.0), ("B1 1AB", None, 300.0, 100.0), ("B14 7AA", None, 1200.0, 50.0)],
    );
    engine(vec![
        dataset(DatasetKind::Layer, vec![("wards@2013", until, old), ("wards@2018", since, new)]),
        dataset(DatasetKind::Layer, vec![("beats@1", Validity::default(), beats)]),
        dataset(DatasetKind::Register, vec![("practices@1", Validity::default(), practices)]),
        dataset(DatasetKind::Register, vec![("postcodes@1", Validity::default(), postcodes)]),
    ])
}

fn at(e: f64, n: f64) -> Grid {
    Grid { e, n }
}

fn whereabouts(point: Grid, on: Option<jiff::civil::Date>) -> Vec<String> {
    town().where_is(point, on).into_iter().map(|found| format!("{} {}", found.edition, found.code)).collect()
}

#[test]
fn a_point_has_an_area_in_every_edition_or_in_those_of_a_day() {
    assert_eq!(whereabouts(at(600.0, 100.0), None), ["beats@1 North", "wards@2018 W1", "wards@2013 W1"]);
    assert_eq!(whereabouts(at(600.0, 100.0), Some(date(2018, 5, 2))), ["beats@1 North", "wards@2013 W1"]);
    assert_eq!(whereabouts(at(600.0, 100.0), Some(date(2018, 5, 3))), ["beats@1 North", "wards@2018 W1"]);
    assert!(whereabouts(at(9000.0, 0.0), None).is_empty());
}

#[test]
fn a_point_on_a_boundary_is_in_one_ward_and_says_so() {
    let found = town().where_is(at(1000.0, 100.0), Some(date(2020, 1, 1)));
    let wards: Vec<_> = found.iter().filter(|f| f.edition.dataset.as_str() == "wards").collect();
    assert_eq!((wards.len(), wards[0].code.as_str(), wards[0].on_boundary), (1, "W2", true));
}

#[test]
fn records_are_found_by_nearness_and_by_area() {
    let town = town();
    let near: Vec<_> =
        town.near(at(100.0, 100.0), 200.0).into_iter().map(|n| (n.edition.to_string(), n.record)).collect();
    let key = |k: &str| k.to_owned();
    assert_eq!(near, [(key("postcodes@1"), 0), (key("practices@1"), 0), (key("postcodes@1"), 1)]);
    let inside = |code: usize| {
        town.records_in(&"practices@1".parse().expect("a key"), &"wards@2013".parse().expect("a key"), code)
    };
    assert_eq!((inside(0), inside(1), inside(2)), (Some(vec![0]), Some(vec![1]), None));
}

fn check_search(text: &str, expected: &[&str]) {
    let hits: Vec<String> =
        town().search(text, 10).into_iter().map(|hit| format!("{} ({})", hit.label, hit.detail)).collect();
    assert_eq!(hits, expected, "{text:?}");
}

#[test]
fn search_knows_names_codes_and_postcodes() {
    check_search("kings HEATH", &["Moseley & King's Heath (Title of wards@2013, W2)"]);
    check_search(
        "aston",
        &[
            "Aston (Title of wards@2018, W1)",
            "Aston (Title of wards@2013, W1)",
            "Aston Surgery (Title of practices@1, P1)",
        ],
    );
    check_search("w9", &["Brandwood (Title of wards@2018, W9)"]);
    check_search("mor", &["Môr Health (Title of practices@1, P2)"]);
    check_search("b11aa", &["B1 1AA (Postcode)"]);
    check_search("B1 1", &["B1 1AA (Postcode)", "B1 1AB (Postcode)"]);
    check_search("north", &["North (Title of beats@1, North)"]);
    check_search("nowhere", &[]);
    check_search(" ' ", &[]);
}

#[test]
fn search_gives_no_more_than_asked_for() {
    assert_eq!(town().search("a", 1).len(), 1);
    assert!(town().search("a", 0).is_empty());
}

#[test]
fn a_postcode_has_its_own_point_or_that_of_its_sector() {
    let find = |text: &str| town().find_postcode(&Postcode::parse(text).expect("a postcode"), None);
    assert_eq!(
        find("B1 1AB").map(|hit| (hit.at, hit.precision)),
        Some((at(300.0, 100.0), Precision::Postcode))
    );
    assert_eq!(find("B1 1ZZ").map(|hit| hit.precision), Some(Precision::Sector));
    assert_eq!(find("M1 1ZZ"), None);
}

fn key(text: &str) -> EditionKey {
    text.parse().expect("a key")
}

fn events(lines: &[crate::crosswalk::lineage::Line]) -> Vec<String> {
    let words = |line: &crate::crosswalk::lineage::Line| {
        line.events.iter().map(|event| event.key()).collect::<Vec<_>>().join("+")
    };
    lines.iter().map(words).collect()
}

#[test]
fn lineage_tells_what_became_of_each_area() {
    let town = town();
    let (from, to) = (key("wards@2013"), key("wards@2018"));
    let lineage = town.lineage(&from, &to, None, LineageOptions::default()).expect("two layers");
    assert_eq!(events(&lineage.old), ["same", "shift+code-reused"]);
    assert_eq!(events(&lineage.new), ["same", "shift+code-reused", "added"]);
    assert!((lineage.old[1].moved.ground - 0.75).abs() < 1e-9);
    let refused = town.lineage(&from, &key("practices@1"), None, LineageOptions::default());
    assert_eq!(refused, Err(PairError::NoLayer(key("practices@1"))));
}

#[test]
fn a_new_code_on_old_ground_is_told_from_a_new_area() {
    let before = layer(
        "l@1",
        Validity::default(),
        &[("A", None, square(0.0, 0.0, 100.0)), ("B", None, square(100.0, 0.0, 100.0))],
    );
    let after = layer(
        "l@2",
        Validity::default(),
        &[("X", None, square(0.0, 0.0, 100.0)), ("Y", None, square(100.0, 0.0, 90.0))],
    );
    let (EditionData::Layer(before), EditionData::Layer(after)) = (before, after) else { panic!("layers") };
    let lineage = lineage_of(&before, &after, None, LineageOptions::default()).expect("finite shapes");
    assert_eq!(events(&lineage.old), ["recoded", "shift"]);
    assert_eq!(lineage.old[1].ties.len(), 1);
}

#[test]
fn the_editions_to_compare_are_the_two_newest_or_those_named() {
    let town = town();
    let wards = "wards".parse().expect("an id");
    let (old, new) = ("2013".parse().expect("an id"), "2018".parse().expect("an id"));
    let both = (key("wards@2013"), key("wards@2018"));
    assert_eq!(town.editions_to_compare(&wards, None, None), Ok(both.clone()));
    assert_eq!(town.editions_to_compare(&wards, Some(&old), None), Ok(both.clone()));
    assert_eq!(
        town.editions_to_compare(&wards, Some(&new), Some(&old)),
        Ok((both.1.clone(), both.0.clone()))
    );
    let nothing = |found| assert!(matches!(found, Err(PairError::NothingBefore(_))), "{found:?}");
    nothing(town.editions_to_compare(&wards, None, Some(&old)));
    nothing(town.editions_to_compare(&wards, Some(&new), Some(&new)));
    nothing(town.editions_to_compare(&"beats".parse().expect("an id"), None, None));
    let unknown = town.editions_to_compare(&wards, None, Some(&"2099".parse().expect("an id")));
    assert!(unknown.expect_err("no such edition").to_string().contains("wards@2018, wards@2013"));
    let no_layer = town.editions_to_compare(&"practices".parse().expect("an id"), None, None);
    assert!(no_layer.expect_err("a register").to_string().contains("it has: beats, wards"));
}

#[test]
fn layers_fit_badly_into_each_other_both_ways() {
    let town = town();
    let fitting = town.misfit(&key("wards@2013"), &key("beats@1"), None, MisfitOptions::default());
    let fitting = fitting.expect("two layers");
    let index = |misfit: &crate::crosswalk::misfit::Misfit| misfit.ground.expect("ground").misfit;
    assert!((index(&fitting.first) - 0.5).abs() < 1e-9);
    assert!((index(&fitting.second) - 0.5).abs() < 1e-9);
}

#[test]
fn the_layers_of_a_day_are_one_edition_of_each() {
    let town = town();
    let of = |day| -> Vec<String> { town.layers_in_force(day).iter().map(ToString::to_string).collect() };
    assert_eq!(of(date(2018, 5, 2)), ["beats@1", "wards@2013"]);
    assert_eq!(of(date(2018, 5, 3)), ["beats@1", "wards@2018"]);
    let wards = "wards".parse().expect("an id");
    assert_eq!(town.layer_in_force(&wards, date(2018, 5, 2)), Ok(key("wards@2013")));
}

#[test]
fn outlines_are_drawn_once_for_each_step() {
    let town = town();
    let key = "wards@2018".parse().expect("a key");
    let first = town.outline(&key, 7.0).expect("an outline");
    assert!(Arc::ptr_eq(&first, &town.outline(&key, 5.5).expect("an outline")));
    assert_eq!(first.len(), 3);
    assert!(town.outline(&"practices@1".parse().expect("a key"), 7.0).is_none());
}

#[test]
fn areas_are_found_by_code_and_layers_have_bounds() {
    let town = town();
    let key = "wards@2018".parse().expect("a key");
    assert_eq!(
        town.area(&key, "W9").map(|(at, area)| (at, area.label().to_owned())),
        Some((2, "Brandwood".into()))
    );
    assert!(town.area(&key, "W7").is_none());
    assert_eq!(town.bounds(&key), Some(Bounds { min: at(0.0, 0.0), max: at(3000.0, 1000.0) }));
}

proptest! {
    #[test]
    fn the_engine_finds_what_a_scan_of_all_areas_finds(
        kites in prop::collection::vec((0.0..100.0_f64, 0.0..100.0_f64, 1.0..30.0_f64), 1..40),
        points in prop::collection::vec((-10.0..110.0_f64, -10.0..110.0_f64), 1..40),
    ) {
        let codes: Vec<String> = (0..kites.len()).map(|at| format!("K{at}")).collect();
        let areas: Vec<_> = kites
            .iter()
            .zip(&codes)
            .map(|(&(e, n, r), code)| (code.as_str(), None, square(e, n, r)))
            .collect();
        let data = layer("kites@1", Validity::default(), &areas);
        let town = engine(vec![dataset(DatasetKind::Layer, vec![("kites@1", Validity::default(), data)])]);
        for &(e, n) in &points {
            let found: Vec<usize> = town.where_is(at(e, n), None).iter().map(|f| f.area).collect();
            let scan: Vec<usize> =
                (0..areas.len()).filter(|i| Prepared::new(&areas[*i].2).contains(at(e, n))).collect();
            prop_assert_eq!(found, scan);
        }
    }
}
