//! Figures carried from one geography to another, in Squareborough and Birmingham.

use std::path::Path;
use std::sync::OnceLock;

use wardwise::engine::{AlignAsk, AlignError, Aligned, AlignedFigure, Engine, Way};
use wardwise::import::{ImportOptions, Manifest, Silent, run};
use wardwise::model::{EditionKey, Missing};
use wardwise::store::{NewCrosswalk, PlaceStore};

use crate::support::{data_dir, squareborough, squareborough_manifest};

fn place(manifest: &str, source: &Path) -> (tempfile::TempDir, PlaceStore) {
    let dir = tempfile::tempdir().expect("a folder");
    let manifest = Manifest::parse(manifest.to_owned()).expect("a manifest");
    let options = ImportOptions::at("2026-11-25T09:00:00Z".parse().expect("a moment"));
    let place = dir.path().join("place");
    let outcome = run(&manifest, source, &place, &options, &Silent).expect("an import");
    let stopped: Vec<String> = outcome.stopped().map(|edition| edition.key.to_string()).collect();
    assert!(stopped.is_empty(), "{stopped:?}");
    (dir, PlaceStore::open(&place).expect("a place"))
}

fn engine_of(store: &PlaceStore) -> Engine {
    Engine::new(std::sync::Arc::new(store.snapshot().expect("a snapshot")))
}

/// Squareborough, imported once for all tests of this file.
fn town() -> &'static Engine {
    static TOWN: OnceLock<Engine> = OnceLock::new();
    TOWN.get_or_init(|| engine_of(&place(&squareborough_manifest(), &squareborough()).1))
}

fn key(text: &str) -> EditionKey {
    text.parse().expect("a key")
}

fn align(engine: &Engine, measure: &str, to: &str, way: Way) -> Result<Aligned, AlignError> {
    engine.align(&AlignAsk {
        measure: measure.parse().expect("an id"),
        table: None,
        period: None,
        to: key(to),
        way,
    })
}

fn value(aligned: &Aligned, code: &str) -> Result<f64, Missing> {
    let row = aligned.rows.iter().find(|row| row.code.as_str() == code).expect("an area");
    row.figure.number()
}

fn assert_near(found: Result<f64, Missing>, expected: f64) {
    let found = found.expect("a figure");
    assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
}

#[test]
fn a_count_moves_to_new_wards_and_its_gaps_move_with_it() {
    for way in [Way::Area, Way::Points] {
        let aligned = align(town(), "claimants", "wards@2023", way).expect("aligned");
        assert_near(value(&aligned, "E05970001"), 20.0);
        // Dogwood and half of Elm.
        assert_near(value(&aligned, "E05970011"), 60.0 + 100.0);
        // Gorse has none, and that is a figure.
        assert_near(value(&aligned, "E05970013"), 0.0);
        assert_near(value(&aligned, "E05970015"), 5.0);
        assert_eq!(value(&aligned, "E05970010"), Err(Missing::NotGiven), "Cedar is not given");
        assert_eq!(value(&aligned, "E05970012"), Err(Missing::Suppressed), "Fir is suppressed");
        let balance = aligned.balance.expect("a balance");
        assert_eq!((balance.total, balance.missing), (330.0, 3));
        assert!((balance.placed - 330.0).abs() < 1e-9 && balance.spilled.abs() < 1e-9);
    }
}

#[test]
fn people_outside_every_police_area_are_spilt_and_not_spread() {
    let aligned = align(town(), "people", "police@2020", Way::Best).expect("aligned");
    let balance = aligned.balance.expect("a balance");
    assert!((balance.total - 4_000.0).abs() < 1e-9);
    // The southern row and the western column of output areas: eleven of 100.
    assert!((balance.spilled - 1_100.0).abs() < 1e-9, "{}", balance.spilled);
    let corner = aligned.rows.last().expect("a police area");
    assert_near(corner.figure.number(), 100.0);
    let AlignedFigure::Number(estimate) = &corner.figure else { panic!("a count") };
    assert!((estimate.cover.expect("shapes are known") - 0.25).abs() < 1e-9);
}

#[test]
fn a_rate_is_the_carried_numerator_over_the_carried_denominator() {
    let aligned = align(town(), "over-65", "wards@2018", Way::Best).expect("aligned");
    let people = align(town(), "people", "wards@2018", Way::Best).expect("aligned");
    for (rate, people) in aligned.rows.iter().zip(&people.rows) {
        assert!(people.figure.number().is_ok());
        assert!((0.0..=100.0).contains(&rate.figure.number().expect("a rate")));
    }
    assert_near(value(&people, "E05970005"), 800.0);
}

#[test]
fn a_score_is_weighed_by_the_people_behind_it() {
    let aligned = align(town(), "claimant-share", "wards@2023", Way::Area).expect("aligned");
    // Dogwood 0.3 of 200 people, and half of Elm's 0.5 of 400.
    assert_near(value(&aligned, "E05970011"), (0.3 * 200.0 + 0.5 * 200.0) / 400.0);
    assert_eq!(value(&aligned, "E05970012"), Err(Missing::Suppressed));
}

#[test]
fn only_a_lookup_with_a_publisher_makes_figures_official() {
    let best_fit = align(town(), "claimants", "wards@2023", Way::Lookup).expect("aligned");
    assert!(best_fit.crosswalk.as_ref().expect("a crosswalk").is_official());
    assert_near(value(&best_fit, "E05970011"), 60.0 + 200.0);
    assert_near(value(&best_fit, "E05970015"), 10.0);
    assert_eq!(value(&best_fit, "E05970016"), Err(Missing::NotCovered), "Ivy East has no ward sent to it");
    let better = align(town(), "claimants", "wards@2023", Way::Best).expect("aligned");
    assert!(!better.crosswalk.expect("a crosswalk").is_official());
}

#[test]
fn figures_of_these_very_areas_are_handed_on_as_published() {
    let aligned = align(town(), "claimants", "wards@2018", Way::Best).expect("aligned");
    assert!(aligned.crosswalk.is_none());
    assert_eq!(value(&aligned, "E05970005"), Ok(200.0));
    assert_eq!(value(&aligned, "E05970006"), Err(Missing::Suppressed));
}

#[test]
fn what_is_not_there_is_told_by_name() {
    let told = |result: Result<Aligned, AlignError>| result.expect_err("an error").to_string();
    assert!(told(align(town(), "rents", "wards@2023", Way::Best)).contains("no measure 'rents'"));
    assert!(told(align(town(), "people", "wards@1999", Way::Best)).contains("wards@1999"));
    let error = told(align(town(), "people", "police@2020", Way::Lookup));
    assert!(error.contains("output-areas@2021") && error.contains("police@2020"), "{error}");
}

#[test]
fn a_second_row_of_an_area_is_refused_unless_rows_add_up() {
    let dir = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(squareborough()).expect("listed") {
        let path = entry.expect("an entry").path();
        std::fs::copy(&path, dir.path().join(path.file_name().expect("a name"))).expect("copied");
    }
    let people = std::fs::read_to_string(dir.path().join("people_oa_2021.csv")).expect("people");
    let half = |line: &str| -> String {
        let cells: Vec<&str> = line.split(',').collect();
        let people: u32 = cells[1].parse().expect("a number");
        format!("{},{},{}\n", cells[0], people / 2, cells[2])
    };
    let rows: String = people.lines().skip(1).map(|line| half(line).repeat(2)).collect();
    let halves = format!("{}\n{rows}", people.lines().next().expect("a header"));
    std::fs::write(dir.path().join("people_oa_2021.csv"), halves).expect("written");
    let (_kept, store) = place(&squareborough_manifest(), dir.path());
    let error = align(&engine_of(&store), "people", "wards@2018", Way::Area).expect_err("refused");
    let AlignError::RepeatedArea { rows, first, second, .. } = &error else { panic!("{error}") };
    assert_eq!((*rows, *first, *second), (2, 2, 3));
    let adding = squareborough_manifest().replace(
        "column = \"people\"\n\n[[measure]]\nid = \"over-65\"",
        "column = \"people\"\nadd_rows = true\n\n[[measure]]\nid = \"over-65\"",
    );
    let (_kept, store) = place(&adding, dir.path());
    let aligned = align(&engine_of(&store), "people", "wards@2018", Way::Area).expect("aligned");
    assert_near(value(&aligned, "E05970005"), 800.0);
}

#[test]
fn a_column_that_a_measure_reads_must_be_in_the_file() {
    let manifest = squareborough_manifest().replace("column = \"claimants\"", "column = \"Claimants\"");
    let dir = tempfile::tempdir().expect("a folder");
    let manifest = Manifest::parse(manifest).expect("a manifest");
    let options = ImportOptions::at("2026-11-25T09:00:00Z".parse().expect("a moment"));
    let outcome =
        run(&manifest, &squareborough(), &dir.path().join("place"), &options, &Silent).expect("an outcome");
    let report = outcome.editions.iter().find(|e| e.key == key("claimants@2018")).expect("claimants");
    let faults: Vec<String> = report.report.faults.iter().map(|fault| fault.message.clone()).collect();
    assert!(faults.iter().any(|fault| fault.contains("'Claimants' as a column of a measure")), "{faults:?}");
}

#[test]
fn a_change_of_what_figures_mean_makes_a_version() {
    let dir = tempfile::tempdir().expect("a folder");
    let place = dir.path().join("place");
    let options = ImportOptions::at("2026-11-25T09:00:00Z".parse().expect("a moment"));
    let import = |text: String| {
        let manifest = Manifest::parse(text).expect("a manifest");
        run(&manifest, &squareborough(), &place, &options, &Silent).expect("an import").version_after
    };
    assert_eq!(import(squareborough_manifest()), 1);
    assert_eq!(import(squareborough_manifest()), 1);
    assert_eq!(import(squareborough_manifest().replace("per = 100", "per = 1000")), 2);
    let engine = engine_of(&PlaceStore::open(&place).expect("a place"));
    let measure = engine.measure(&"over-65".parse().expect("an id")).expect("a measure");
    assert!((measure.per - 1_000.0).abs() < f64::EPSILON);
}

#[test]
fn a_crosswalk_has_one_id_wherever_it_is_built_and_is_kept_once() {
    let (_dir, store) = place(&squareborough_manifest(), &squareborough());
    let engine = engine_of(&store);
    let built = |engine: &Engine, way| {
        engine.crosswalk(&key("wards@2018"), &key("wards@2023"), way).expect("a crosswalk")
    };
    let (here, there) = (built(&engine, Way::Points), built(town(), Way::Best));
    assert_eq!(here.id, there.id);
    assert_ne!(here.id, built(&engine, Way::Area).id);
    assert_ne!(built(&engine, Way::Area).id, built(&engine, Way::AreaKeptInside).id);
    let new = NewCrosswalk {
        id: &here.id,
        crosswalk: &here.crosswalk,
        basis: &here.basis(),
        place_version: engine.version(),
    };
    let now = "2026-11-25T10:00:00Z".parse().expect("a moment");
    let first = store.save_crosswalk(&new, now).expect("saved");
    let later = "2026-11-26T10:00:00Z".parse().expect("a moment");
    assert_eq!(store.save_crosswalk(&new, later).expect("held"), first);
    assert_eq!(store.saved_crosswalks().expect("a list").len(), 1);
    let (saved, pairs) = store.saved_crosswalk(&here.id).expect("kept");
    assert_eq!(saved.pairs, pairs.len() as u64);
    assert_eq!(pairs.len(), here.crosswalk.n_links());
    let elm: f64 = pairs.iter().filter(|p| p.from_code == "E05970005").map(|p| p.weight).sum();
    assert!((elm - 1.0).abs() < 1e-12);
    assert!(store.verify().expect("verified").is_empty());
    assert!(store.saved_crosswalk("xw-none").expect_err("unknown").to_string().contains("xw-none"));
}

#[test]
fn a_chain_through_output_areas_ends_where_the_direct_way_does() {
    let stops = [key("wards@2018"), key("output-areas@2021"), key("wards@2023")];
    let chain = town().chain(&stops, Way::Area, false).expect("a chain");
    let direct = town().crosswalk(&stops[0], &stops[2], Way::Area).expect("a crosswalk");
    let (chained, direct) = (chain.crosswalk().expect("two stops"), &direct.crosswalk);
    assert_eq!(chained.n_links(), direct.n_links());
    for ((_, a), (_, b)) in chained.links().zip(direct.links()) {
        assert!(a.target == b.target && (a.weight - b.weight).abs() < 1e-12);
    }
    let back = town().chain(&stops[..2], Way::Area, true).expect("turned round");
    assert_eq!(back.crosswalk().expect("a crosswalk").from.len(), 36);
    assert!(back.basis().ends_with("turned round"));
}

#[test]
fn one_year_is_one_point_of_a_series_and_the_table_passed_over_is_named() {
    let series = town().series(&"claimants".parse().expect("an id"), &key("wards@2023"), Way::Best);
    let series = series.expect("a series");
    assert_eq!(series.points.len(), 1);
    assert_eq!((series.points[0].period.as_str(), series.points[0].year), ("2018", Some(2018)));
    assert!(series.passed_over.is_empty());
}

#[test]
fn twelve_years_of_residents_stand_on_todays_wards_of_birmingham() {
    let Some(data) = data_dir() else { return };
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/places/birmingham.toml");
    let (_dir, store) = place(&std::fs::read_to_string(manifest).expect("a manifest"), &data);
    let engine = engine_of(&store);
    let residents = "residents".parse().expect("an id");
    let series = engine.series(&residents, &key("wards@2018"), Way::Best).expect("a series");
    let years: Vec<i16> = series.points.iter().filter_map(|point| point.year).collect();
    assert_eq!(years, (2011..=2022).chain([2024]).collect::<Vec<i16>>());
    // Published for these wards up to 2022; carried from small areas after that.
    for point in &series.points {
        assert_eq!(point.aligned.crosswalk.is_some(), point.year == Some(2024), "{}", point.period);
        let total: f64 = point.aligned.rows.iter().filter_map(|row| row.figure.number().ok()).sum();
        assert!((1_050_000.0..1_250_000.0).contains(&total), "{}: {total}", point.period);
    }
    assert_eq!(series.passed_over.len(), 2, "{:?}", series.passed_over);

    let lookup = engine.crosswalk(&key("lsoa@2021"), &key("wards@2018"), Way::Lookup).expect("the lookup");
    let official = lookup.crosswalk.best_fit();
    let wrong = |way| {
        let built = engine.crosswalk(&key("lsoa@2021"), &key("wards@2018"), way).expect("a crosswalk");
        let best = built.crosswalk.best_fit();
        official.iter().zip(&best).filter(|(official, best)| official.is_some() && official != best).count()
    };
    let (by_area, by_people) = (wrong(Way::Area), wrong(Way::Points));
    println!(
        "LSOA 2021 to ward, against the official lookup: {by_area} wrong by area, {by_people} by people"
    );
    assert_eq!(by_area, 31);
    assert!(by_people < by_area);
}
