//! `wardwise lineage` and `wardwise misfit` on Squareborough and on real files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use geo::Centroid as _;
use serde_json::Value;
use wardwise::crosswalk::lineage::Tie;
use wardwise::crosswalk::{Evidence, Rung, locate};
use wardwise::engine::{Engine, LineageOptions, MisfitOptions};
use wardwise::geom::Grid;
use wardwise::index::Areas;
use wardwise::layer::Area;
use wardwise::model::EditionKey;
use wardwise::store::PlaceStore;

use super::support::{data_dir, squareborough};

fn wardwise(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wardwise"))
        .args(args)
        .env("SOURCE_DATE_EPOCH", "1700000000")
        .output()
        .expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[track_caller]
fn json(args: &[&str]) -> Value {
    let output = wardwise(&[args, &["--format", "json"]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one JSON document")
}

/// A folder with Squareborough in it as `place`.
fn town() -> (tempfile::TempDir, String) {
    let dir = tempfile::tempdir().expect("a folder");
    let place = dir.path().join("place").display().to_string();
    let manifest = squareborough().join("squareborough.toml").display().to_string();
    let said = wardwise(&["import", &manifest, "--place", &place]);
    assert!(said.status.success(), "{}", text(&said.stderr));
    (dir, place)
}

fn events(lines: &Value) -> Vec<String> {
    let of = |line: &Value| {
        let events = line["events"].as_array().expect("events");
        events.iter().map(|event| event.as_str().expect("a word")).collect::<Vec<_>>().join("+")
    };
    lines.as_array().expect("lines").iter().map(of).collect()
}

#[test]
fn the_wards_of_squareborough_have_the_lineage_that_their_readme_draws() {
    let (_dir, place) = town();
    let lineage = json(&["lineage", "wards", "--place", &place]);
    assert_eq!((&lineage["from"], &lineage["to"]), (&"wards@2018".into(), &"wards@2023".into()));
    let old = ["same", "merge", "merge", "shift", "shift", "shift", "renamed+recoded", "shift", "split"];
    assert_eq!(events(&lineage["old"]), old);
    let new = ["same", "merge", "shift", "shift", "renamed+recoded", "shift", "split", "split"];
    assert_eq!(events(&lineage["new"]), new);
    let elm = &lineage["old"][4];
    let heirs: Vec<&str> =
        elm["ties"].as_array().expect("ties").iter().filter_map(|tie| tie["code"].as_str()).collect();
    assert_eq!(heirs, ["E05970011", "E05970012", "E05970014"]);
    assert_eq!(elm["moved"], serde_json::json!({ "ground": 0.5, "people": 0.5 }));
    assert_eq!(lineage["counted_by"], "small-area-population");
    assert_eq!(lineage["codes_reused"], serde_json::json!([]));
    assert_eq!(lineage["names_reused"].as_array().map(Vec::len), Some(3));
    // Both commands tell the same story; editions that may be out of view are compared by ground.
    let compared = json(&["editions", "compare", "wards@2018", "wards@2023", "--place", &place]);
    assert_eq!(
        (events(&compared["old"]), events(&compared["new"])),
        (events(&lineage["old"]), events(&lineage["new"]))
    );
    assert_eq!(compared["counted_by"], Value::Null);
}

#[test]
fn a_lineage_is_printed_for_people_and_written_as_a_table() {
    let (dir, place) = town();
    let out = dir.path().join("lineage.csv").display().to_string();
    let said = wardwise(&["lineage", "wards", "--place", &place, "--out", &out]);
    let said = text(&said.stdout);
    assert!(said.contains("old areas: 1 same, 1 renamed, 1 recoded, 1 split, 2 merge, 4 shift"), "{said}");
    assert!(said.contains("by people (small area population), ground where there are none"), "{said}");
    assert!(said.contains("do not join by name: Dogwood, Fir, Hazel"), "{said}");
    let table = std::fs::read_to_string(&out).expect("the table");
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines[0].starts_with("from_code,from_name,from_events,to_code"), "{}", lines[0]);
    assert_eq!(
        lines[1],
        "E05970001,Alder,same,E05970001,Alder,same,1000000,1,1,400,1,1,same,wards@2018,wards@2023,small-area-population"
    );
    assert_eq!(lines.len(), 1 + 12);
    assert!(
        table.contains(
            "E05970005,Elm,shift,E05970012,Fir,shift,250000,0.25,0.2,200,0.25,0.3333333333333333,overlaps"
        ),
        "{table}"
    );
    let again = wardwise(&["lineage", "wards", "--place", &place, "--out", &out]);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("--force"));
    let forced = wardwise(&["lineage", "wards", "--place", &place, "--out", &out, "--force"]);
    assert!(forced.status.success());
    assert_eq!(std::fs::read_to_string(&out).expect("the table"), table);
}

#[test]
fn the_least_share_and_the_tolerance_decide_what_is_a_predecessor() {
    let (_dir, place) = town();
    let heirs = |more: &[&str]| {
        let lineage = json(&[&["lineage", "wards", "--place", &place], more].concat());
        lineage["old"][4]["ties"].as_array().map(Vec::len)
    };
    assert_eq!(heirs(&[]), Some(3));
    // A quarter of Elm holds a third of the people of the new Fir and of the new Hazel.
    assert_eq!(heirs(&["--least", "33"]), Some(3));
    assert_eq!(heirs(&["--least", "34"]), Some(1));
    // A strip of 100 m round a ward of 4 km outline is 400,000 m²: quarters are slivers, halves are not.
    assert_eq!(heirs(&["--tolerance", "100"]), Some(1));
    let bad = wardwise(&["lineage", "wards", "--place", &place, "--least", "101"]);
    assert_eq!(bad.status.code(), Some(2));
}

#[test]
fn what_cannot_be_compared_is_named() {
    let (_dir, place) = town();
    let failed = |args: &[&str], words: &str| {
        let output = wardwise(&[args, &["--place", &place]].concat());
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
        assert!(text(&output.stderr).contains(words), "{}", text(&output.stderr));
    };
    failed(&["lineage", "police"], "there is no edition before police@2020");
    failed(&["lineage", "assets"], "it has: nhs-localities, output-areas, police, wards");
    failed(&["lineage", "wards", "--from", "1999"], "wards@2023, wards@2018");
    failed(&["lineage", "wards", "--out", "x.txt"], "should end in .csv");
    failed(&["misfit", "wards", "wards"], "wards@2023 is named twice");
    failed(&["misfit", "wards", "--date", "2001-01-01"], "no edition of 'wards' is in force on 2001-01-01");
}

#[test]
fn the_misfit_of_squares_moved_by_half_is_three_quarters() {
    let (dir, place) = town();
    let out = dir.path().join("matrix.csv").display().to_string();
    let both = json(&["misfit", "wards", "police", "--date", "2019-01-01", "--place", &place, "--out", &out]);
    let [wards, police] = both.as_array().expect("two views").as_slice() else { panic!("{both}") };
    assert_eq!((&wards["layer"], &wards["against"]), (&"wards@2018".into(), &"police@2020".into()));
    for view in [wards, police] {
        let misfit = view["by_ground"]["misfit"].as_f64().expect("a share");
        assert!((misfit - 0.75).abs() < 1e-9, "{view}");
        assert_eq!(view["counted_by"], "small-area-population");
        assert_eq!(view["split"].as_array().map(Vec::len), Some(4));
        assert_eq!(view["split"][0]["parts"].as_array().map(Vec::len), Some(4));
    }
    // Every ward has a quarter of its people in each police area that it meets;
    // police areas on the edge have all of theirs in fewer wards.
    let by_people = |view: &Value| view["by_people"]["misfit"].as_f64().expect("a share");
    assert!((by_people(wards) - 0.75).abs() < 1e-9 && by_people(police) < 0.75, "{police}");
    let table = std::fs::read_to_string(&out).expect("the matrix");
    assert_eq!(table.lines().count(), 1 + 25);
    assert!(table.contains("wards@2018,E05970001,Alder,police@2020,SQ01,"), "{table}");
}

#[test]
fn one_layer_is_measured_against_all_others_and_none_means_all() {
    let (_dir, place) = town();
    let names = |args: &[&str]| -> Vec<String> {
        let views = json(&[&["misfit", "--place", &place], args].concat());
        let pair = |view: &Value| format!("{}-{}", view["layer"], view["against"]).replace('"', "");
        views.as_array().expect("views").iter().map(pair).collect()
    };
    // 14 November 2023, the day that the tests run on.
    assert_eq!(names(&[]).len(), 4 * 3);
    let against = names(&["output-areas"]);
    assert_eq!(against.len(), 6);
    assert!(against.contains(&"output-areas@2021-wards@2023".to_owned()), "{against:?}");
    let nested = json(&["misfit", "output-areas", "wards@2018", "--place", &place]);
    assert_eq!(nested[0]["by_ground"], serde_json::json!({ "misfit": 0.0, "outside": 0.0 }));
    let said = text(&wardwise(&["misfit", "wards", "police", "--place", &place]).stdout);
    assert!(said.contains("police@2020 split by wards@2023: Alder Neighbourhood (3)"), "{said}");
}

#[test]
fn a_day_without_two_layers_has_no_answer() {
    let (_dir, place) = town();
    for layer in ["wards@2018", "wards@2023", "output-areas@2021", "nhs-localities@2020"] {
        let gone = wardwise(&["editions", "withdraw", layer, "--place", &place, "--apply"]);
        assert!(gone.status.success(), "{}", text(&gone.stderr));
    }
    assert_eq!(wardwise(&["misfit", "--place", &place]).status.code(), Some(4));
    // Editions out of view can still be compared before they are shown.
    let held = wardwise(&["editions", "compare", "wards@2018", "wards@2023", "--place", &place]);
    assert!(text(&held.stdout).contains("What became of the old areas"), "{}", text(&held.stderr));
}

/// The layers of Birmingham that these questions are about, without the rest.
fn birmingham(data: &Path) -> (tempfile::TempDir, String) {
    let whole =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/places/birmingham.toml"))
            .expect("the manifest");
    let mut blocks = whole.split("\n[[").map(str::to_owned);
    let mut manifest = blocks.next().expect("the head").replace("postcodes = \"postcodes\"\n", "");
    let mut wanted = false;
    for block in blocks {
        if !block.starts_with("layer.edition") {
            let kept = ["wards", "wards-bsol", "lsoa", "constituencies", "nhs-localities", "oa"];
            wanted = block.starts_with("layer]]")
                && kept.iter().any(|id| block.contains(&format!("id = \"{id}\"")));
        }
        if wanted && !block.contains("lsoa_2011_full") {
            write!(manifest, "\n[[{block}").expect("text grows");
        }
    }
    let dir = tempfile::tempdir().expect("a folder");
    let (file, place) = (dir.path().join("some.toml"), dir.path().join("place").display().to_string());
    std::fs::write(&file, manifest).expect("a manifest");
    let (file, source) = (file.display().to_string(), data.display().to_string());
    let said = wardwise(&["import", &file, "--source", &source, "--place", &place]);
    assert!(said.status.success(), "{}\n{}", text(&said.stdout), text(&said.stderr));
    (dir, place)
}

#[test]
fn birmingham_old_and_new_wards_and_their_partners() {
    let Some(data) = data_dir() else { return };
    let (dir, place) = birmingham(&data);
    old_wards_become_new(&place, &dir.path().join("lineage.csv").display().to_string());
    partners_fit_badly(&place);
    the_grid_edition_and_its_successor_are_the_same(&place);
    people_moved_and_not_only_ground(&place, &data);
}

/// Figures of the second to fourth check are shapely's on the same shapes.
fn old_wards_become_new(place: &str, out: &str) {
    let lineage = json(&["lineage", "wards", "--place", place, "--out", out]);
    let count = |side: &str| -> Vec<usize> {
        let lines = lineage[side].as_array().expect("lines");
        lines.iter().map(|line| line["ties"].as_array().map_or(0, Vec::len)).collect()
    };
    let (old, new) = (count("old"), count("new"));
    assert_eq!((old.len(), new.len()), (40, 69));
    // Of 266 pieces, 129 hold a hundredth of a new ward and one more a hundredth of an old one.
    assert_eq!((old.iter().sum::<usize>(), new.iter().sum::<usize>()), (130, 130));
    assert_eq!((old.iter().max(), new.iter().max()), (Some(&7), Some(&4)));
    assert!(new.iter().all(|ties| *ties > 0), "every new ward has a predecessor");
    let within = lineage["new"].as_array().expect("lines").iter().filter(|line| line["within_one"] == true);
    assert_eq!(within.count(), 25);
    assert_eq!(lineage["names_reused"].as_array().map(Vec::len), Some(23));
    assert_eq!(lineage["codes_reused"], serde_json::json!([]));
    assert_eq!(std::fs::read_to_string(out).expect("the table").lines().count(), 131);
}

/// Misfits were reckoned with shapely on the same shapes, by the same rule of one metre.
fn partners_fit_badly(place: &str) {
    let layers = ["wards", "lsoa", "constituencies", "nhs-localities"];
    let views = json(&[&["misfit"], &layers[..], &["--place", place, "--date", "2024-08-01"]].concat());
    let check = |layer: &str, against: &str, areas: u64, misfit: f64, split: usize| {
        let is_it = |view: &&Value| view["layer"] == layer && view["against"] == against;
        let view = views.as_array().expect("views").iter().find(is_it).expect("the pair");
        let found = view["by_ground"]["misfit"].as_f64().expect("a share");
        assert!((found - misfit).abs() < 1e-9, "{layer} against {against}: {found}");
        assert_eq!(view["areas_taking_part"], areas, "{layer} against {against}");
        assert_eq!(view["split"].as_array().map(Vec::len), Some(split), "{layer} against {against}");
    };
    check("lsoa@2021", "wards@2018", 659, 0.126_210_174_939_368_2, 19);
    check("wards@2018", "constituencies@2024", 69, 0.020_312_313_865_246_6, 0);
    check("constituencies@2024", "wards@2018", 10, 0.746_848_380_819_960_3, 10);
    check("wards@2018", "nhs-localities@current", 69, 0.022_781_858_403_836_4, 0);
    check("nhs-localities@current", "wards@2018", 5, 0.836_876_921_114_836_1, 5);
    check("nhs-localities@current", "constituencies@2024", 6, 0.361_392_641_845_365_4, 2);
}

/// The 69 wards stand in both files; the other 17 are Solihull's.
fn the_grid_edition_and_its_successor_are_the_same(place: &str) {
    let lineage = json(&["editions", "compare", "wards@2018", "wards-bsol@2022", "--place", place]);
    assert!(events(&lineage["old"]).iter().all(|events| events == "same"), "{}", lineage["old_counts"]);
    assert_eq!(events(&lineage["new"]).iter().filter(|events| *events == "added").count(), 17);
}

/// Residents of 2015 at the centroids of their output areas; the expected
/// figures were counted with shapely.
fn people_moved_and_not_only_ground(place: &str, data: &Path) {
    let store = PlaceStore::open(Path::new(place)).expect("the place");
    let engine = Engine::new(Arc::new(store.snapshot().expect("what it shows")));
    let (old, new, parts) = (key("wards@2013"), key("wards@2018"), key("constituencies@2024"));
    let residents = residents(&engine, data);
    let people = counted(&engine, &residents, &old, &new);
    let lineage = engine.lineage(&old, &new, Some(&people), LineageOptions::default()).expect("two layers");
    let check = |from: &str, to: &str, people: f64, of_old: f64, of_new: f64| {
        let at =
            lineage.before.side.codes.iter().position(|code| code.as_str() == from).expect("an old ward");
        let is_to = |tie: &&Tie| lineage.after.code(tie.area).as_str() == to;
        let tie = lineage.old[at].ties.iter().find(is_to).expect("a successor");
        assert_eq!(tie.people, Some(people), "{from} {to}");
        let near =
            |share: Option<f64>, expected: f64| share.is_some_and(|share| (share - expected).abs() < 1e-12);
        assert!(near(tie.of_this.people, of_old) && near(tie.of_that.people, of_new), "{tie:?}");
    };
    check("E05001179", "E05011156", 11_935.0, 0.375_290_862_209_923_9, 1.0);
    check("E05001179", "E05011121", 18_692.0, 0.587_761_775_988_931_5, 0.824_889_673_433_362_7);
    check("E05001200", "E05011121", 3_968.0, 0.163_628_865_979_381_45, 0.175_110_326_566_637_25);
    check("E05001193", "E05011151", 27_328.0, 0.756_505_370_390_875_8, 1.0);
    let people = counted(&engine, &residents, &new, &parts);
    let fitting = engine.misfit(&new, &parts, Some(&people), MisfitOptions::default()).expect("two layers");
    let misfit = fitting.first.people.expect("people").misfit;
    assert!((misfit - 0.020_188_840_707_383_3).abs() < 1e-9, "{misfit}");
}

fn key(text: &str) -> EditionKey {
    text.parse().expect("a key")
}

fn residents(engine: &Engine, data: &Path) -> Vec<(Grid, f64)> {
    let file = data.join("birmingham/stats/population_mid2015_oa11_by_age.csv");
    let mut table = csv::Reader::from_path(file).expect("the table");
    let row = |row: csv::StringRecord| (row[0].to_owned(), row[2].parse::<f64>().expect("a count"));
    let people: BTreeMap<String, f64> = table.records().map(|record| row(record.expect("a row"))).collect();
    let areas = &engine.layer(&key("oa@2011")).expect("output areas").areas;
    let point = |area: &Area| {
        let centre = area.shape.centroid().expect("a shape");
        (Grid { e: centre.x(), n: centre.y() }, people[area.code.as_str()])
    };
    areas.iter().map(point).collect()
}

fn counted(engine: &Engine, people: &[(Grid, f64)], from: &EditionKey, to: &EditionKey) -> Evidence {
    let areas = |key: &EditionKey| {
        Areas::new(engine.layer(key).expect("a layer").areas.iter().map(|area| &area.shape))
    };
    Evidence { rung: Rung::SmallAreaPopulation, points: locate(people, &areas(from), &areas(to)) }
}
