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
