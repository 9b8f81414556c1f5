//! The back-test of a whole place: the question, the command, the page.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, OnceLock};

use wardwise::crosswalk::uncertainty::{Calibration, Company, Promise};
use wardwise::crosswalk::{Rung, backtest::Kind};
use wardwise::engine::{BacktestAsk, Engine, NoBacktest};
use wardwise::import::{ImportOptions, Manifest, Silent, run};
use wardwise::ingest::manifest::parse_manifest;
use wardwise::model::EditionKey;
use wardwise::store::PlaceStore;

use crate::support::{data_dir, squareborough, squareborough_manifest};

struct Town {
    _dir: tempfile::TempDir,
    place: PathBuf,
    engine: Engine,
}

fn import(manifest: &str, source: &Path) -> Town {
    let dir = tempfile::tempdir().expect("a folder");
    let place = dir.path().join("place");
    let manifest = Manifest::parse(manifest.to_owned()).expect("a manifest");
    let options = ImportOptions::at("2026-11-25T09:00:00Z".parse().expect("a moment"));
    run(&manifest, source, &place, &options, &Silent).expect("an import");
    let snapshot = PlaceStore::open(&place).expect("a place").snapshot().expect("a snapshot");
    Town { _dir: dir, place, engine: Engine::new(Arc::new(snapshot)) }
}

fn sample_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample")
}

fn sample_manifest() -> String {
    std::fs::read_to_string(sample_folder().join("sample.toml")).expect("the manifest")
}

/// Elverham, imported once for all tests of this file.
fn elverham() -> &'static Town {
    static TOWN: OnceLock<Town> = OnceLock::new();
    TOWN.get_or_init(|| import(&sample_manifest(), &sample_folder()))
}

/// Birmingham, imported once; `None` without the real files.
fn birmingham() -> Option<&'static Town> {
    static CITY: OnceLock<Option<Town>> = OnceLock::new();
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/places/birmingham.toml");
    let import_city = |data: PathBuf| import(&std::fs::read_to_string(manifest).expect("a manifest"), &data);
    CITY.get_or_init(|| data_dir().map(import_city)).as_ref()
}

fn wardwise(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wardwise")).args(args).output().expect("the program runs")
}

fn key(text: &str) -> EditionKey {
    text.parse().expect("a key")
}

fn named(test: &str) -> BacktestAsk {
    BacktestAsk { test: Some(test.parse().expect("an id")), ..BacktestAsk::default() }
}

#[test]
fn the_made_up_town_is_tested_as_its_manifest_says() {
    let found = elverham().engine.backtest(&BacktestAsk::default()).expect("a back-test");
    assert_eq!(found.plan.from, key("lsoa@2021"));
    assert_eq!(found.plan.to, key("wards@2023"));
    assert_eq!(found.truths.len(), 19);
    assert_eq!(found.truths[0], "Aged 0-4");
    let reach = found.reach;
    assert_eq!((reach.small_areas, reach.tested, reach.without_figures), (803, 803, 0));
    let rungs: Vec<Rung> = found.weighers.iter().map(|weigher| weigher.rung).collect();
    let ladder = [Rung::Addresses, Rung::PostcodeHouseholds, Rung::SmallAreaPopulation, Rung::Area];
    assert_eq!(rungs, ladder);
    assert!(found.unused.is_empty());
    let error = |rung| {
        let row = found.report.row(rung, Company::Alone, Kind::Count).expect("a row");
        row.record.mean_error
    };
    // Every postcode lies whole in an output area: both know the same of it.
    assert!((error(Rung::Addresses) - error(Rung::PostcodeHouseholds)).abs() < 1e-12);
    assert!(error(Rung::SmallAreaPopulation) < error(Rung::Area));
    assert!(error(Rung::Addresses) < error(Rung::Area));
}

#[test]
fn what_a_place_holds_is_test_enough_where_the_manifest_says_nothing() {
    let whole = sample_manifest();
    let (before, _) = whole.split_once("[[backtest]]").expect("a back-test");
    let silent = import(before, &sample_folder());
    let found = silent.engine.backtest(&BacktestAsk::default()).expect("a back-test");
    let told = elverham().engine.backtest(&BacktestAsk::default()).expect("a back-test");
    assert_eq!(found.plan.id, None);
    assert_eq!((&found.plan.table, &found.plan.total), (&told.plan.table, &told.plan.total));
    assert_eq!(found.truths, told.truths);
    assert_eq!((&found.plan.to, found.reach.tested), (&told.plan.to, told.reach.tested));
    assert!(found.plan.from.dataset.as_str() == "lsoa", "{}", found.plan.from);
}

#[test]
fn a_place_without_small_areas_is_told_what_a_test_needs() {
    let town = import(&squareborough_manifest(), &squareborough());
    let error = town.engine.backtest(&BacktestAsk::default()).expect_err("nothing to test");
    assert!(matches!(error, NoBacktest::NothingKnown { .. }), "{error}");
    assert!(error.to_string().contains("[[backtest]]"), "{error}");
    let missing = town.engine.backtest(&named("none")).expect_err("no such test");
    assert!(matches!(missing, NoBacktest::NoSuch { .. }), "{missing}");
}

#[test]
fn truths_that_the_weights_are_made_of_are_refused() {
    let circular = sample_manifest().replace(
        "truths = { from = \"Aged 0-4\", to = \"Aged 90+\" }",
        "truths = [\"Aged 0-4\", { from = \"Aged 0-4\", to = \"Aged 90+\" }]",
    );
    let town = import(&circular, &sample_folder());
    let error = town.engine.backtest(&BacktestAsk::default()).expect_err("circular").to_string();
    assert!(error.contains("small-area-population weighs by"), "{error}");
    let twice = BacktestAsk { from: Some(key("wards@2023")), ..BacktestAsk::default() };
    let error = elverham().engine.backtest(&twice).expect_err("one layer");
    assert_eq!(error, NoBacktest::SameLayer(key("wards@2023")));
}

#[test]
fn every_fault_of_a_described_test_is_named() {
    let faults = |change: &dyn Fn(String) -> String| -> String {
        let faults = parse_manifest(&change(sample_manifest())).expect_err("faults");
        faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let check = |from: &str, to: &str, expected: &str| {
        let found = faults(&|text| {
            let (before, test) = text.split_once("[[backtest]]").expect("a back-test");
            format!("{before}[[backtest]]{}", test.replace(from, to))
        });
        assert!(found.contains(expected), "{found}");
    };
    check("from = \"lsoa\"", "from = \"lsoas\"", "no layer 'lsoas'");
    check("from = \"lsoa\"", "from = \"lsoa@1991\"", "lsoa has no edition '1991'");
    check("from = \"lsoa\"", "from = \"oa\"", "layer of the small areas themselves");
    check("table = \"population\"", "table = \"people\"", "no table 'people'");
    check("to = \"Aged 90+\" }\n", "to = \"Aged 90+\", together = 0 }\n", "together = 0");
    check("{ from = \"Aged 0-4\", to = \"Aged 90+\" }", "[]", "'truths' is empty");
    check("{ from = \"Aged 0-4\", to = \"Aged 90+\" }", "5", "truths are a list of columns");
    check("total =", "totals =", "unknown field");
}

#[test]
fn a_column_that_is_not_there_stops_the_file() {
    let text = sample_manifest().replace("truths = { from = \"Aged 0-4\"", "truths = { from = \"Aged 0-5\"");
    let manifest = Manifest::parse(text).expect("a manifest");
    let dir = tempfile::tempdir().expect("a folder");
    let options = ImportOptions::at("2026-11-25T09:00:00Z".parse().expect("a moment"));
    let outcome =
        run(&manifest, &sample_folder(), &dir.path().join("place"), &options, &Silent).expect("an import");
    let stopped: Vec<String> = outcome.stopped().map(|edition| edition.key.to_string()).collect();
    assert_eq!(stopped, ["population@2021"]);
}

#[test]
fn a_place_that_says_so_rests_on_its_own_constants_and_tells_it() {
    let own = sample_manifest()
        .replace("from = \"lsoa\"\nto = \"wards\"", "from = \"lsoa\"\nto = \"wards\"\nuse_constants = true");
    let town = import(&own, &sample_folder());
    let constants = town.engine.constants();
    assert_eq!(constants.own.len(), 1);
    assert!(constants.failed.is_empty());
    let report = town.engine.backtest(&BacktestAsk::default()).expect("a back-test").report;
    let addresses = constants.calibration.entry(Rung::Addresses, Company::Alone);
    assert_eq!(addresses.rung, Rung::Addresses);
    assert!(!Calibration::is_builtin(addresses));
    assert!(report.entries.contains(addresses));
    assert!(elverham().engine.constants().own.is_empty());

    let place = town.place.display().to_string();
    let told = wardwise(&["align", "claimants", "--to", "wards", "--place", &place]);
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains("ranges for addresses: this place, population@2021: 19 counts"), "{told}");
    let builtin = elverham().place.display().to_string();
    let told = wardwise(&["align", "claimants", "--to", "wards", "--place", &builtin]);
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(
        told.contains(
            "ranges for addresses (by the constants of small area population): built in, Birmingham"
        ),
        "{told}"
    );
}

#[test]
fn the_command_says_whether_ranges_hold_and_its_exit_code_with_it() {
    let town = elverham();
    let place = town.place.display().to_string();
    let found = town.engine.backtest(&BacktestAsk::default()).expect("a back-test");
    let missed = found.report.rows.iter().filter(|row| row.record.promise() != Promise::Kept).count();
    let out = town.place.join("ranges.csv").display().to_string();
    let output = wardwise(&["backtest", "--place", &place, "--out", &out]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    println!("{text}");
    assert_eq!(output.status.code(), Some(if missed == 0 { 0 } else { 3 }), "{text}");
    assert_eq!(text.matches("! too ").count(), missed, "{text}");
    let rows = csv::Reader::from_path(&out).expect("a table").records().count();
    assert_eq!(rows, found.report.rows.len());
    let json = wardwise(&["backtest", "age-bands", "--place", &place, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["holds"], serde_json::json!(missed == 0));
    assert_eq!(json["rows"].as_array().map(Vec::len), Some(rows));
    let wrong = wardwise(&["backtest", "--place", &place, "--folds", "1"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn birmingham_gives_the_constants_that_come_with_the_program() {
    let Some(city) = birmingham() else { return };
    let [zones, districts] = ["zones", "districts"].map(|test| {
        let found = city.engine.backtest(&named(test)).expect("a back-test");
        println!("{} {:?}", found.report.data, found.reach);
        found
    });
    assert_eq!((zones.reach.sources, zones.reach.targets, zones.reach.tested), (639, 69, 3_223));
    assert_eq!((districts.reach.sources, districts.reach.targets), (132, 69));
    assert!([&zones, &districts].iter().all(|found| found.report.rows.len() == 15));
    for row in zones.report.rows.iter().chain(&districts.report.rows) {
        assert_eq!(row.record.promise(), Promise::Kept, "{row:?}");
    }
    for entry in Calibration::builtin().entries() {
        let from_zones = entry.provenance.data.contains("639 zones (LSOA 2011)");
        let report = if from_zones { &zones.report } else { &districts.report };
        for (kind, constant, record) in [
            (Kind::Count, entry.constants.count, Some(entry.provenance.counts)),
            (Kind::Rate, entry.constants.apart, entry.provenance.rates),
            (Kind::Score, entry.constants.score, Some(entry.provenance.scores)),
        ] {
            let (row, record) = (report.row(entry.rung, entry.company, kind), record.expect("a record"));
            let row = row.expect("a row");
            let close = |a: f64, b: f64, digits: i32| (a - b).abs() <= 0.51 * 10_f64.powi(-digits);
            let same = close(row.constant.expect("a constant"), constant, 5)
                && row.record.truths == record.truths
                && close(row.record.coverage, record.coverage, 4)
                && close(row.record.mean_width, record.mean_width, 4)
                && close(row.record.mean_error, record.mean_error, 4)
                && close(row.record.worst_error, record.worst_error, 3);
            assert!(same, "{row:?} is not {constant} {record:?}");
        }
    }
}
