//! `wardwise lineage` and `wardwise misfit` on Squareborough and on real files.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

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
    assert_eq!(elm["moved"], serde_json::json!({ "ground": 0.5, "people": null }));
    assert_eq!(lineage["counted_by"], Value::Null);
    assert_eq!(lineage["codes_reused"], serde_json::json!([]));
    assert_eq!(lineage["names_reused"].as_array().map(Vec::len), Some(3));
    // Both commands tell the same story.
    assert_eq!(json(&["editions", "compare", "wards@2018", "wards@2023", "--place", &place]), lineage);
}

#[test]
fn a_lineage_is_printed_for_people_and_written_as_a_table() {
    let (dir, place) = town();
    let out = dir.path().join("lineage.csv").display().to_string();
    let said = wardwise(&["lineage", "wards", "--place", &place, "--out", &out]);
    let said = text(&said.stdout);
    assert!(said.contains("old areas: 1 same, 1 renamed, 1 recoded, 1 split, 2 merge, 4 shift"), "{said}");
    assert!(said.contains("by ground (people were not counted)"), "{said}");
    assert!(said.contains("do not join by name: Dogwood, Fir, Hazel"), "{said}");
    let table = std::fs::read_to_string(&out).expect("the table");
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines[0].starts_with("from_code,from_name,from_events,to_code"), "{}", lines[0]);
    assert_eq!(lines[1], "E05970001,Alder,same,E05970001,Alder,same,1000000,1,1,,,,same");
    assert_eq!(lines.len(), 1 + 12);
    assert!(table.contains("E05970005,Elm,shift,E05970012,Fir,shift,250000,0.25,0.2,,,,overlaps"), "{table}");
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
    // A quarter of Elm is 20 % of the new Fir and of the new Hazel.
    assert_eq!(heirs(&["--least", "26"]), Some(1));
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
        assert_eq!(view["by_people"], Value::Null);
        assert_eq!(view["split"].as_array().map(Vec::len), Some(4));
        assert_eq!(view["split"][0]["parts"].as_array().map(Vec::len), Some(4));
    }
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
    assert!(said.contains("split by police@2020:"), "{said}");
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
            let kept = ["wards", "wards-bsol", "lsoa", "constituencies", "nhs-localities"];
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
}

fn old_wards_become_new(place: &str, out: &str) {
    let lineage = json(&["lineage", "wards", "--place", place, "--out", out]);
    println!("{} / {}", lineage["old_counts"], lineage["new_counts"]);
    let count = |side: &str| -> Vec<usize> {
        let lines = lineage[side].as_array().expect("lines");
        lines.iter().map(|line| line["ties"].as_array().map_or(0, Vec::len)).collect()
    };
    let (old, new) = (count("old"), count("new"));
    assert_eq!((old.len(), new.len()), (40, 69));
    println!("ties {}, most {:?} {:?}", old.iter().sum::<usize>(), old.iter().max(), new.iter().max());
    assert_eq!(old.iter().sum::<usize>(), new.iter().sum::<usize>());
    assert_eq!((old.iter().max(), new.iter().max()), (Some(&6), Some(&4)));
    assert!(new.iter().all(|ties| *ties > 0), "every new ward has a predecessor");
    assert_eq!(lineage["names_reused"].as_array().map(Vec::len), Some(23));
    assert_eq!(lineage["codes_reused"], serde_json::json!([]));
}

fn partners_fit_badly(place: &str) {
    let views = json(&[
        "misfit",
        "wards",
        "lsoa",
        "constituencies",
        "nhs-localities",
        "--place",
        place,
        "--date",
        "2024-08-01",
    ]);
    for view in views.as_array().expect("views") {
        println!(
            "{} against {}: {} of {} take part, misfit {} (outside {}), split {}",
            view["layer"],
            view["against"],
            view["areas_taking_part"],
            view["areas"],
            view["by_ground"]["misfit"],
            view["by_ground"]["outside"],
            view["split"].as_array().map_or(0, Vec::len),
        );
        let misfit = view["by_ground"]["misfit"].as_f64().expect("a share");
        assert!((0.0..=1.0).contains(&misfit), "{view}");
    }
}

/// The 69 wards stand in both files; the other 17 are Solihull's.
fn the_grid_edition_and_its_successor_are_the_same(place: &str) {
    let lineage = json(&["editions", "compare", "wards@2018", "wards-bsol@2022", "--place", place]);
    println!("{} / {}", lineage["old_counts"], lineage["new_counts"]);
    assert!(events(&lineage["old"]).iter().all(|events| events == "same"), "{}", lineage["old_counts"]);
    assert_eq!(events(&lineage["new"]).iter().filter(|events| *events == "added").count(), 17);
}
