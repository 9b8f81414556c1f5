//! `wardwise crosswalk` on plain files.

use std::path::Path;
use std::process::{Command, Output};

use super::support::{data_dir, squareborough};

fn crosswalk(from: &Path, to: &Path, codes: (&str, &str), more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wardwise"))
        .args(["crosswalk", "--format", "json", "--from-code", codes.0, "--to-code", codes.1])
        .args([from, to])
        .args(more)
        .output()
        .expect("the built program runs")
}

fn balance(output: &Output) -> serde_json::Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one JSON document")
}

#[test]
fn wards_of_squareborough_go_to_the_police_in_quarters() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("wards-to-police.csv");
    let (from, to) =
        (squareborough().join("wards_2018.geojson"), squareborough().join("police_neighbourhoods.geojson"));
    let said = crosswalk(&from, &to, ("WD18CD", "code"), &["--out", &out.display().to_string()]);
    let balance = balance(&said);
    assert_eq!(balance["pairs"], 25);
    assert_eq!(balance["shared_m2"], 6_250_000.0);
    assert_eq!(balance["from_areas_more_than_1_percent_outside"], 5);
    let text = std::fs::read_to_string(out).expect("the crosswalk");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "from_code,to_code,area_m2,weight,rung,relation");
    assert_eq!(lines[1], "E05970001,SQ01,250000,0.25,area,overlaps");
    assert_eq!(lines.len(), 26);
}

#[test]
fn a_crosswalk_as_parquet_holds_the_same_rows() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("again.parquet");
    let wards = squareborough().join("wards_2018.geojson");
    balance(&crosswalk(&wards, &wards, ("WD18CD", "WD18CD"), &["--out", &out.display().to_string()]));
    let file = std::fs::File::open(out).expect("the crosswalk");
    let reader =
        parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    let names: Vec<String> = reader.schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(names, ["from_code", "to_code", "area_m2", "weight", "rung", "relation"]);
    let rows: usize = reader.build().expect("rows").map(|batch| batch.expect("a batch").num_rows()).sum();
    assert_eq!(rows, 9);
}

#[test]
fn degrees_are_refused_until_they_may_be_projected() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("degrees.geojson");
    let square = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"A"},
        "geometry":{"type":"Polygon","coordinates":[[[-1.9,52.4],[-1.8,52.4],[-1.8,52.5],[-1.9,52.5],[-1.9,52.4]]]}}]}"#;
    std::fs::write(&file, square).expect("a file");
    let out = dir.path().join("out.csv").display().to_string();
    let refused = crosswalk(&file, &file, ("code", "code"), &["--out", &out]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--project"));
    let balance = balance(&crosswalk(&file, &file, ("code", "code"), &["--out", &out, "--project"]));
    assert_eq!(balance["pairs"], 1);
    let wrong = crosswalk(&file, &file, ("code", "name"), &["--out", &out, "--project"]);
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("no column 'name'"));
}

#[test]
fn output_areas_of_birmingham_that_lie_outside_the_old_wards_are_counted() {
    let Some(data) = data_dir() else { return };
    let boundaries = data.join("birmingham/boundaries");
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("oa-to-ward.csv").display().to_string();
    let (from, to) = (boundaries.join("oa_2011.geojson"), boundaries.join("wards_2013_old40.geojson"));
    let balance = balance(&crosswalk(&from, &to, ("OA11CD", "WD13CD"), &["--out", &out, "--project"]));
    assert_eq!(balance["from_areas"], 3_223);
    assert_eq!(balance["to_areas"], 40);
    assert_eq!(balance["from_areas_more_than_1_percent_outside"], 76);
}

/// Measures two files in one pass, and whole (asking for their shapes, which
/// needs them whole), and gives both files' bytes.
fn both_ways(from: &Path, to: &Path, codes: (&str, &str), more: &[&str]) -> (Vec<u8>, Vec<u8>) {
    let dir = tempfile::tempdir().expect("a folder");
    let (pass, whole) = (dir.path().join("pass.csv"), dir.path().join("whole.csv"));
    let shapes = dir.path().join("shapes").display().to_string();
    let run = |out: &Path, more_still: &[&str]| {
        let out = out.display().to_string();
        let said = crosswalk(from, to, codes, &[more, &["--out", &out], more_still].concat());
        let told = String::from_utf8_lossy(&said.stderr).into_owned();
        let mut balance = balance(&said);
        balance["out"] = serde_json::Value::Null;
        (balance, told)
    };
    assert_eq!(run(&pass, &[]), run(&whole, &["--shapes", &shapes]), "what is said of them");
    (std::fs::read(pass).expect("one"), std::fs::read(whole).expect("the other"))
}

#[test]
fn one_pass_over_the_files_gives_the_bytes_of_whole_files() {
    let data = squareborough();
    let wards = (data.join("wards_2018.geojson"), "WD18CD");
    let police = (data.join("police_neighbourhoods.geojson"), "code");
    for (from, to) in [(&wards, &police), (&police, &wards), (&wards, &wards)] {
        let (pass, whole) = both_ways(&from.0, &to.0, (from.1, to.1), &[]);
        assert!(pass.len() > 200);
        assert_eq!(pass, whole);
    }
}

#[test]
fn one_pass_over_birminghams_files_gives_the_bytes_of_whole_files() {
    let Some(data) = data_dir() else { return };
    let boundaries = data.join("birmingham/boundaries");
    let output_areas = (boundaries.join("oa_2011.geojson"), "OA11CD");
    let small_areas = (boundaries.join("lsoa_2011_generalised.geojson"), "LSOA11CD");
    let old = (boundaries.join("wards_2013_old40.geojson"), "WD13CD");
    for (from, to) in [(&output_areas, &old), (&old, &output_areas), (&small_areas, &output_areas)] {
        let (pass, whole) = both_ways(&from.0, &to.0, (from.1, to.1), &["--project"]);
        assert!(pass.len() > 10_000);
        assert_eq!(pass, whole);
    }
}

#[test]
fn what_stands_in_the_way_of_one_pass_is_told_as_of_whole_files() {
    let dir = tempfile::tempdir().expect("a folder");
    let square = |code: &str, x: u32| {
        format!(
            r#"{{"type":"Feature","properties":{{"code":{code}}},"geometry":{{"type":"Polygon","coordinates":[[[{x},0],[{0},0],[{0},9],[{x},9],[{x},0]]]}}}}"#,
            x + 9
        )
    };
    let file = |name: &str, features: &[String]| {
        let path = dir.path().join(name);
        let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
        std::fs::write(&path, text).expect("a file");
        path
    };
    let target = file("to.geojson", &[square("\"T\"", 0)]);
    let twice = file("twice.geojson", &[square("\"A\"", 0), square("\"B\"", 9), square("\"A\"", 18)]);
    let empty = file("empty.geojson", &[square("\"A\"", 0), square("null", 9)]);
    let point =
        r#"{"type":"Feature","properties":{"code":"P"},"geometry":{"type":"Point","coordinates":[1,2]}}"#;
    let pointed = file("point.geojson", &[square("\"A\"", 0), point.to_owned()]);
    let none = file("none.geojson", &[point.replace(r#"{"type":"Point","coordinates":[1,2]}"#, "null")]);
    let cut = file("cut.geojson", &[square("\"A\"", 0), "{".to_owned()]);
    let out = dir.path().join("out.csv").display().to_string();
    for (from, words) in [
        (&twice, "records 1 and 3 both have the code 'A'"),
        (&empty, "record 2"),
        (&pointed, "record 2, 'P'"),
        (&none, "no record has a shape"),
        (&cut, "not JSON as it should be"),
    ] {
        let said = crosswalk(from, &target, ("code", "code"), &["--crs", "EPSG:27700", "--out", &out]);
        let told = String::from_utf8_lossy(&said.stderr).into_owned();
        assert_eq!(said.status.code(), Some(1), "{told}");
        assert!(told.contains(words), "{told}");
    }
}
