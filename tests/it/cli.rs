//! The built program, run as a person or a script runs it.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::{squareborough, squareborough_manifest};

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

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", text(&output.stdout)))
}

fn manifest_path() -> String {
    squareborough().join("squareborough.toml").display().to_string()
}

fn import_into(place: &Path) -> Output {
    wardwise(&["import", &manifest_path(), "--place", &place.display().to_string(), "--format", "json"])
}

fn check_code(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}\n{}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn help_teaches_with_an_example_for_every_command() {
    let all = text(&wardwise(&["--help"]).stdout);
    for command in [
        "init",
        "check",
        "import",
        "where",
        "area",
        "assess",
        "assessments",
        "diff",
        "indicators",
        "export",
        "map",
        "editions",
        "align",
        "backtest",
        "crosswalk",
        "crosswalks",
        "lineage",
        "locate",
        "misfit",
        "profiles",
        "scenario",
        "series",
        "backup",
        "restore",
        "sample",
        "serve",
    ] {
        assert!(all.contains(command), "{command} in\n{all}");
        let help = wardwise(&[command, "--help"]);
        check_code(&help, 0);
        assert!(text(&help.stdout).contains("Example"), "{command}");
    }
}

#[test]
fn wrong_arguments_end_with_2_and_a_hint() {
    let output = wardwise(&["where", "--place", "x", "--postcode", "B1 1BB", "--lonlat", "1,2"]);
    check_code(&output, 2);
    assert!(text(&output.stderr).contains("cannot be used with"), "{}", text(&output.stderr));
}

#[test]
fn an_import_lands_once_and_the_second_changes_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let place = dir.path().join("place");
    let first = import_into(&place);
    check_code(&first, 0);
    assert_eq!(json(&first)["version_after"], 1);
    let second = import_into(&place);
    check_code(&second, 0);
    assert_eq!(json(&second)["version_after"], 1);
}

#[test]
fn a_dry_run_says_what_would_happen_and_leaves_no_place() {
    let dir = tempfile::tempdir().expect("a folder");
    let place = dir.path().join("place");
    let shown = place.display().to_string();
    let output = wardwise(&["import", &manifest_path(), "--place", &shown, "--dry-run"]);
    check_code(&output, 0);
    assert!(text(&output.stdout).contains("This would make version 1"), "{}", text(&output.stdout));
    assert!(!place.exists());
}

#[test]
fn a_stopped_file_is_told_by_exit_code_3_and_its_report() {
    let dir = tempfile::tempdir().expect("a folder");
    let manifest = dir.path().join("town.toml");
    let start = squareborough_manifest();
    let accept = start.find("accept = [").expect("a tick to take away");
    let end = accept + start[accept..].find("]\n").expect("its end") + 2;
    std::fs::write(&manifest, format!("{}{}", &start[..accept], &start[end..])).expect("a manifest");
    let (manifest, source) = (manifest.display().to_string(), squareborough().display().to_string());
    let output = wardwise(&["check", &manifest, "--source", &source]);
    check_code(&output, 3);
    assert!(text(&output.stdout).contains("waits for a tick on"), "{}", text(&output.stdout));
}

#[test]
fn every_fault_of_a_manifest_is_in_the_message() {
    let dir = tempfile::tempdir().expect("a folder");
    let manifest = dir.path().join("town.toml");
    let wrong = squareborough_manifest().replace("licence = \"", "licence = \"no-such-");
    std::fs::write(&manifest, wrong).expect("a manifest");
    let output = wardwise(&["check", &manifest.display().to_string()]);
    check_code(&output, 1);
    let lines = text(&output.stderr).lines().filter(|line| line.contains("is not described")).count();
    assert!(lines > 1, "{}", text(&output.stderr));
}

#[test]
fn where_answers_for_a_point_and_says_when_nothing_holds_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let place = dir.path().join("place");
    check_code(&import_into(&place), 0);
    let shown = place.display().to_string();
    let far = wardwise(&["where", "--place", &shown, "--grid", "HP 10 10"]);
    check_code(&far, 4);
    assert!(text(&far.stdout).contains("No area of the place holds it"), "{}", text(&far.stdout));
    let bad = wardwise(&["where", "--place", &shown, "--lonlat", "north"]);
    check_code(&bad, 1);
}

#[test]
fn an_edition_is_exported_withdrawn_and_brought_back() {
    let dir = tempfile::tempdir().expect("a folder");
    let place = dir.path().join("place");
    check_code(&import_into(&place), 0);
    let shown = place.display().to_string();
    let list = json(&wardwise(&["editions", "list", "--place", &shown, "--format", "json"]));
    let edition = list[0]["edition"].as_str().expect("an edition").to_owned();
    for ending in ["geojson", "csv", "gpkg"] {
        let file = dir.path().join(format!("export.{ending}"));
        let out = file.display().to_string();
        check_code(&wardwise(&["export", &edition, "--place", &shown, "--out", &out]), 0);
        assert!(file.metadata().expect("the file").len() > 0, "{ending}");
        check_code(&wardwise(&["export", &edition, "--place", &shown, "--out", &out]), 1);
    }
    let planned = json(&wardwise(&["editions", "withdraw", &edition, "--place", &shown, "--format", "json"]));
    assert_eq!(planned["applied"], false);
    let done =
        wardwise(&["editions", "withdraw", &edition, "--place", &shown, "--apply", "--format", "json"]);
    assert_eq!(json(&done)["version"], 2);
    let back = wardwise(&["editions", "rollback", "1", "--place", &shown, "--apply", "--format", "json"]);
    assert_eq!(json(&back)["version"], 3);
}

#[test]
fn a_backup_becomes_the_same_place_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let (place, other) = (dir.path().join("place"), dir.path().join("other"));
    check_code(&import_into(&place), 0);
    let backup = dir.path().join("backup.zip").display().to_string();
    check_code(&wardwise(&["backup", "--place", &place.display().to_string(), "--out", &backup]), 0);
    check_code(&wardwise(&["restore", &backup, "--place", &other.display().to_string()]), 0);
    let list = |place: &Path| {
        let place = place.display().to_string();
        json(&wardwise(&["editions", "list", "--place", &place, "--format", "json"]))
    };
    assert_eq!(list(&place), list(&other));
}

/// The start of each kind of file: what tells a workbook, a GeoPackage, Parquet and FlatGeobuf apart.
fn begins(path: &Path, start: &[u8]) -> bool {
    std::fs::read(path).expect("a file").starts_with(start)
}

#[test]
fn candidates_and_assessments_come_in_the_forms_of_other_programs() {
    let dir = tempfile::tempdir().expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let (manifest, source) = (root.join("sample.toml").display().to_string(), root.display().to_string());
    let at = |name: &str| dir.path().join(name).display().to_string();
    let place = at("town");
    check_code(&wardwise(&["import", &manifest, "--source", &source, "--place", &place, "--quiet"]), 0);
    for (name, start) in
        [("c.xlsx", &b"PK"[..]), ("c.gpkg", b"SQLite format 3"), ("c.parquet", b"PAR1"), ("c.fgb", b"fgb")]
    {
        let done = wardwise(&["colocate", "rooms-for-advice", "--place", &place, "--out", &at(name)]);
        check_code(&done, 0);
        assert!(begins(&dir.path().join(name), start), "{name}");
    }
    let wrong = wardwise(&["colocate", "rooms-for-advice", "--place", &place, "--out", &at("c.docx")]);
    check_code(&wrong, 1);
    assert!(text(&wrong.stderr).contains("should end in .geojson, .xlsx"), "{}", text(&wrong.stderr));
    assert!(!dir.path().join("c.docx").exists());
    let run = |out: &str| {
        wardwise(&[
            "assess",
            "priorities",
            "--place",
            &place,
            "--out",
            &at(out),
            "--without-sensitivity",
            "--also",
            "xlsx",
            "--also",
            "gpkg",
        ])
    };
    check_code(&run("a"), 0);
    check_code(&run("b"), 0);
    for (name, start) in [("areas.xlsx", &b"PK"[..]), ("areas.gpkg", b"SQLite format 3")] {
        assert!(begins(&dir.path().join("a").join(name), start), "{name}");
        let bytes = |folder: &str| std::fs::read(dir.path().join(folder).join(name)).expect("a file");
        assert_eq!(bytes("a"), bytes("b"), "{name} is the same again");
    }
    let unknown = wardwise(&["assess", "priorities", "--place", &place, "--out", &at("d"), "--also", "docx"]);
    check_code(&unknown, 2);
    assert!(text(&unknown.stderr).contains("xlsx, gpkg, parquet, fgb"), "{}", text(&unknown.stderr));
}
