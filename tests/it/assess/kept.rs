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
    assert!(told[1].contains("another recipe of the manifest has the id 'ours'"), "{told:?}");
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
