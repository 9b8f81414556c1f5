//! `wardwise profiles`: all profiles as files, going on after a stop.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use wardwise::model::Checksum;

use super::sample;

fn profiles(out: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wardwise"))
        .args(["profiles", "priorities", "--format", "json", "--place"])
        .arg(sample().folder.path())
        .arg("--out")
        .arg(out)
        .output()
        .expect("the program runs")
}

fn told(output: &Output) -> (i32, Value) {
    let text = String::from_utf8_lossy(&output.stdout);
    let code = output.status.code().expect("an exit code");
    (
        code,
        serde_json::from_str(&text)
            .unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr))),
    )
}

fn manifest(out: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(out.join("profiles.json")).expect("a list")).expect("JSON")
}

#[test]
fn every_ward_has_its_files_and_their_hashes_are_true() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("profiles");
    let started = std::time::Instant::now();
    let (code, summary) = told(&profiles(&out));
    println!("{} profiles in {:?}", summary["written"], started.elapsed());
    let wards = sample().assessed.areas.len();
    assert_eq!((code, &summary["written"], &summary["errors"]), (0, &wards.into(), &serde_json::json!([])));
    let list = manifest(&out);
    assert_eq!(list["complete"], true);
    for own in list["profiles"].as_array().expect("profiles") {
        for kind in ["html", "csv"] {
            let bytes = std::fs::read(out.join(own[kind].as_str().expect("a name"))).expect("a file");
            assert_eq!(own[format!("{kind}_sha256")], Checksum::of(&bytes).as_str(), "{own}");
        }
    }
    let index = std::fs::read_to_string(out.join("index.html")).expect("the list");
    assert_eq!(index.matches("<li>").count(), wards);
    let again = folder.path().join("again");
    profiles(&again);
    assert_eq!(manifest(&again), list, "the same place gives the same bytes");
}

#[test]
fn a_second_run_keeps_what_is_whole_and_makes_the_rest_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().to_owned();
    profiles(&out);
    let list = manifest(&out);
    let name = |at: usize, kind: &str| out.join(list["profiles"][at][kind].as_str().expect("a name"));
    std::fs::remove_file(name(0, "html")).expect("removed");
    std::fs::write(name(1, "csv"), "spoilt").expect("spoilt");
    let (code, summary) = told(&profiles(&out));
    let wards = sample().assessed.areas.len();
    assert_eq!((code, &summary["written"], &summary["kept"]), (0, &2.into(), &(wards - 2).into()));
    assert_eq!(manifest(&out), list);
}

#[test]
fn one_bad_ward_holds_up_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().to_owned();
    profiles(&out);
    let first = manifest(&out)["profiles"][0].clone();
    let page = out.join(first["html"].as_str().expect("a name"));
    std::fs::remove_file(&page).expect("removed");
    std::fs::create_dir(&page).expect("a folder in the way");
    let (code, summary) = told(&profiles(&out));
    assert_eq!(code, 3);
    let errors = summary["errors"].as_array().expect("errors");
    assert_eq!((errors.len(), &errors[0]["code"]), (1, &first["code"]));
    let list = manifest(&out);
    assert_eq!(list["profiles"].as_array().expect("profiles").len() + 1, sample().assessed.areas.len());
    assert_eq!((&list["complete"], &list["errors"]), (&true.into(), &summary["errors"]));
    std::fs::remove_dir(&page).expect("out of the way");
    assert_eq!(told(&profiles(&out)).0, 0, "the next run makes up for it");
}

#[test]
fn a_folder_of_other_things_and_an_unknown_assessment_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("letter.txt"), "mine").expect("written");
    let refused = profiles(folder.path());
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("is not empty"));
    let unknown = Command::new(env!("CARGO_BIN_EXE_wardwise"))
        .args(["profiles", "nothing", "--out", "x", "--place"])
        .arg(sample().folder.path())
        .output()
        .expect("the program runs");
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("it has priorities"), "{unknown:?}");
}
