//! Recipes that a place keeps: those of its manifest, and those that people saved.

use std::sync::Arc;

use jiff::Timestamp;
use wardwise::engine::AssessmentOrigin;
use wardwise::import::EditionState;
use wardwise::ingest::recipe::read_recipe;
use wardwise::model::AssessmentId;
use wardwise::store::{PlaceStore, StoreError};

use super::ground::{Ground, indicator, recipe};

const NAMED: &str = "[[assessment]]\nfile = \"ours.toml\"\n";

fn id(text: &str) -> AssessmentId {
    text.parse().expect("an id")
}

fn ours() -> String {
    recipe("row@2024", &indicator("good", "good", ""), "")
}

#[test]
fn a_recipe_of_the_manifest_belongs_to_the_version_and_is_run_once() {
    let ground = Ground::new(NAMED, &[("ours.toml", &ours())]);
    let store = ground.store();
    let engine = store.engine().expect("an engine");
    let entries = engine.assessments();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].origin, AssessmentOrigin::Manifest { file: "ours.toml".into() });
    let first = engine.assessed(&id("ours")).expect("an assessment");
    assert!(Arc::ptr_eq(&first, &engine.assessed(&id("ours")).expect("kept")));
    let unknown = engine.assessed(&id("theirs")).expect_err("unknown").to_string();
    assert!(unknown.contains("no assessment 'theirs'; it has ours"), "{unknown}");
    assert!(store.verify().expect("verified").is_empty());
    let raw = std::fs::read_dir(ground.place.path().join("raw")).expect("raw files");
    assert!(raw.filter_map(Result::ok).any(|file| file.file_name().to_string_lossy().ends_with("ours.toml")));
    // Changed, it makes a new version; unchanged, none.
    assert_eq!(ground.import(NAMED).version_after, 1);
    ground.write("ours.toml", &ours().replace("worst = 2", "worst = 3"));
    let outcome = ground.import(NAMED);
    assert_eq!((outcome.version_after, outcome.assessments[0].state), (2, EditionState::Published));
    let engine = ground.store().engine().expect("an engine");
    assert_eq!(engine.assessment(&id("ours")).expect("a recipe").rules.worst, 3);
    // Rolled back, the recipe of then is back.
    let change = store.plan_rollback(1).expect("a plan");
    store.apply(&change, "", Timestamp::UNIX_EPOCH).expect("rolled back");
    let engine = ground.store().engine().expect("an engine");
    assert_eq!(engine.assessment(&id("ours")).expect("a recipe").rules.worst, 2);
}

#[test]
fn a_faulty_recipe_is_stopped_with_all_its_faults_and_the_one_before_stays() {
    let ground = Ground::new(NAMED, &[("ours.toml", &ours())]);
    let faulty =
        ours().replace("\"good\"\ndirection", "\"nowhere\"\ndirection").replace("row@2024", "row@1999");
    ground.write("ours.toml", &faulty);
    let outcome = ground.import(NAMED);
    let one = &outcome.assessments[0];
    assert_eq!(one.state, EditionState::Stopped);
    let all = one.faults.join("\n");
    assert!(all.contains("there is no edition row@1999; there are row@2024"), "{all}");
    assert!(all.contains("good: the manifest describes no measure 'nowhere'"), "{all}");
    ground.write("ours.toml", &ours().replace("seed = 1", "seed = 1\ncolour = 2"));
    let outcome = ground.import(NAMED);
    assert_eq!(outcome.assessments[0].faults.len(), 1, "{:?}", outcome.assessments);
    assert!(outcome.assessments[0].faults[0].starts_with("line 8, assessment: the key 'colour'"));
    let engine = ground.store().engine().expect("an engine");
    assert_eq!(engine.assessments().len(), 1, "the one before stays");
    assert!(engine.assessed(&id("ours")).is_ok());
}

#[test]
fn two_recipes_of_one_id_are_refused_and_a_missing_file_is_named() {
    let both = "[[assessment]]\nfile = \"ours.toml\"\n[[assessment]]\nfile = \"more.toml\"\n[[assessment]]\nfile = \"gone.toml\"\n";
    let ground = Ground::new(both, &[("ours.toml", &ours()), ("more.toml", &ours())]);
    let outcome = ground.import(both);
    let told: Vec<String> = outcome.assessments.iter().map(|one| one.faults.join("; ")).collect();
    assert_eq!(told[0], "");
    assert!(told[1].contains("another assessment of the manifest has the id 'ours'"), "{told:?}");
    assert!(told[2].contains("there is no file gone.toml beside the manifest"), "{told:?}");
}

#[test]
fn saved_assessments_are_kept_in_versions_and_outlive_imports() {
    let ground = Ground::new("", &[]);
    let store = ground.store();
    let spec = read_recipe(&ours()).expect("a recipe");
    let first = store.save_assessment(&spec, Timestamp::UNIX_EPOCH).expect("saved");
    assert_eq!(first.number, 1);
    assert!(matches!(store.save_assessment(&spec, Timestamp::UNIX_EPOCH), Err(StoreError::NothingToDo(_))));
    let mut changed = spec.clone();
    changed.seed = 2;
    assert_eq!(store.save_assessment(&changed, Timestamp::UNIX_EPOCH).expect("saved").number, 2);
    ground.write(
        "figures.csv",
        &std::fs::read_to_string(ground.source.path().join("figures.csv"))
            .expect("text")
            .replace("10,100", "11,100"),
    );
    assert_eq!(ground.import("").version_after, 2);
    let store = PlaceStore::open(ground.place.path()).expect("a place");
    let engine = store.engine().expect("an engine");
    assert_eq!(engine.assessments()[0].version, 2);
    assert_eq!(engine.assessed(&id("ours")).expect("run").spec.seed, 2);
    let standing = || store.standing_assessments().expect("read");
    assert_eq!(standing(), [("ours".to_owned(), 2)]);
    store.withdraw_assessment(&id("ours"), 2, Timestamp::UNIX_EPOCH).expect("withdrawn");
    engine.take_saved(store.saved_assessments().expect("read"));
    assert_eq!(standing(), [("ours".to_owned(), 1)]);
    assert_eq!(engine.assessed(&id("ours")).expect("run").spec.seed, 1, "the version before stands again");
    let versions = store.assessment_versions(&id("ours")).expect("versions");
    assert_eq!(versions.iter().map(|one| one.number).collect::<Vec<_>>(), [2, 1]);
    assert!(versions[0].withdrawn_at.is_some());
    assert_eq!(store.save_assessment(&changed, Timestamp::UNIX_EPOCH).expect("saved").number, 3);
    assert!(matches!(
        store.withdraw_assessment(&id("ours"), 9, Timestamp::UNIX_EPOCH),
        Err(StoreError::UnknownAssessment(_))
    ));
}

#[test]
fn nobody_saves_under_the_id_of_the_manifest() {
    let ground = Ground::new(NAMED, &[("ours.toml", &ours())]);
    let spec = read_recipe(&ours()).expect("a recipe");
    let refused = ground.store().save_assessment(&spec, Timestamp::UNIX_EPOCH).expect_err("refused");
    assert!(refused.to_string().contains("the manifest names an assessment 'ours'"), "{refused}");
}

fn program(args: &[&str], place: &std::path::Path) -> (i32, String, String) {
    let place = place.display().to_string();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_wardwise"))
        .args(args)
        .args(["--place", &place])
        .output()
        .expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("a code"), text(&output.stdout), text(&output.stderr))
}

#[test]
fn saved_versions_are_listed_run_and_set_side_by_side_on_the_command_line() {
    let ground = Ground::new(NAMED, &[("ours.toml", &ours())]);
    let store = ground.store();
    let both = [indicator("good", "good", ""), indicator("other", "uneven", "")].concat();
    let both = recipe("row@2024", &both, "").replace("id = \"ours\"", "id = \"mine\"");
    let heavier = both.replacen("measure = \"good\"", "measure = \"good\"\nweight = 3", 1);
    for text in [&both, &heavier] {
        let spec = read_recipe(text).expect("a recipe");
        store.save_assessment(&spec, Timestamp::UNIX_EPOCH).expect("saved");
    }
    let place = ground.place.path();

    let (code, listed, _) = program(&["assessments"], place);
    assert_eq!(code, 0);
    for words in ["ours", "ours.toml", "mine@1", "mine@2", "stands"] {
        assert!(listed.contains(words), "{words} in\n{listed}");
    }
    let (_, listed, _) = program(&["assessments", "--format", "json"], place);
    let listed: serde_json::Value = serde_json::from_str(&listed).expect("JSON");
    assert_eq!(
        (&listed["assessments"][0]["id"], &listed["saved"][1]["version"]),
        (&"ours".into(), &2.into())
    );

    let out = tempfile::tempdir().expect("a folder");
    let folder = |name: &str| out.path().join(name).display().to_string();
    for name in ["mine@1", "mine@2", "mine"] {
        let (code, _, told) =
            program(&["assess", name, "--out", &folder(name), "--without-sensitivity"], place);
        assert_eq!(code, 0, "{name}: {told}");
    }
    let run = |name: &str| std::fs::read(out.path().join(name).join("scores.csv")).expect("scores");
    assert_eq!(run("mine"), run("mine@2"), "the last version stands");
    assert_ne!(run("mine@1"), run("mine@2"));

    let (code, between, told) = program(&["diff", "mine@1", "mine@2", "--format", "json"], place);
    assert_eq!(code, 0, "{told}");
    let between: serde_json::Value = serde_json::from_str(&between).expect("JSON");
    let causes = |value: &serde_json::Value| -> Vec<String> {
        let areas = value["areas"].as_array().expect("areas").iter();
        let steps = areas.flat_map(|area| area["steps"].as_array().expect("steps"));
        steps.map(|step| step["cause"].as_str().expect("a cause").to_owned()).collect()
    };
    assert!(!causes(&between).is_empty() && causes(&between).iter().all(|cause| cause == "weights"));
    // A folder of then beside the version of now says the same.
    let (code, mixed, told) = program(&["diff", &folder("mine@1"), "mine", "--format", "json"], place);
    assert_eq!(code, 0, "{told}");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&mixed).expect("JSON")["areas"], between["areas"]);

    let refused = |name: &str| program(&["diff", name, "mine"], place).2;
    assert!(refused("mine@9").contains("'mine' has no version '9'; it has 1, 2"), "{}", refused("mine@9"));
    assert!(refused("ours@1").contains("'ours' is named by the manifest"), "{}", refused("ours@1"));
    assert!(refused("theirs").contains("no assessment 'theirs'; it has ours, mine"), "{}", refused("theirs"));
}

#[test]
fn the_indicators_of_a_place_are_listed_with_what_each_lacks() {
    let ground = Ground::new("", &[]);
    let (code, listed, _) = program(&["indicators"], ground.place.path());
    assert_eq!(code, 0);
    let of = |id: &str| listed.lines().find(|line| line.starts_with(&format!("{id} "))).expect("a line");
    assert!(of("share").contains("higher-is-worse") && of("share").contains("2024"), "{listed}");
    let bare = of("bare").trim_end();
    assert!(bare.ends_with("unit, polarity, owner, next_update, numerator"), "{bare}");
}
