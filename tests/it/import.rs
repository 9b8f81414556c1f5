//! From a manifest and a source folder to a version of a place, and back to
//! the published record.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use jiff::Timestamp;
use wardwise::check::Rule;
use wardwise::import::{
    EditionState, ImportError, ImportOptions, Manifest, Outcome, Progress, Silent, Stage, add_edition,
    check_manifest, run,
};
use wardwise::model::{EditionKey, Missing};
use wardwise::store::{PlaceStore, StoreError};

use crate::support::{squareborough, squareborough_manifest};

fn now() -> Timestamp {
    "2026-11-22T03:04:05Z".parse().expect("a moment")
}

fn key(text: &str) -> EditionKey {
    text.parse().expect("a key")
}

fn manifest(text: &str) -> Manifest {
    Manifest::parse(text).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn options() -> ImportOptions {
    ImportOptions::at(now())
}

fn import(source: &Path, place: &Path) -> Outcome {
    run(&manifest(&squareborough_manifest()), source, place, &options(), &Silent).expect("an import")
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Squareborough's files, to be changed.
fn own_source() -> tempfile::TempDir {
    let dir = folder();
    for entry in fs::read_dir(squareborough()).expect("listed") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), dir.path().join(entry.file_name())).expect("copied");
    }
    dir
}

fn state(outcome: &Outcome, edition: &str) -> EditionState {
    let found = outcome.editions.iter().find(|e| e.key == key(edition));
    found.unwrap_or_else(|| panic!("no {edition}")).state
}

fn faults(outcome: &Outcome, edition: &str) -> Vec<(Rule, String)> {
    let found = outcome.editions.iter().find(|e| e.key == key(edition)).expect("the edition");
    found.report.faults.iter().map(|fault| (fault.rule, fault.message.clone())).collect()
}

#[test]
fn squareborough_is_imported_whole_and_again_without_a_change() {
    let dir = folder();
    let outcome = import(&squareborough(), dir.path());
    let stopped: Vec<_> = outcome.stopped().map(|e| faults(&outcome, &e.key.to_string())).collect();
    assert!(stopped.is_empty(), "{stopped:?}");
    assert_eq!((outcome.version_before, outcome.version_after), (0, 1));
    assert_eq!(outcome.count(EditionState::Published), 10);
    let store = PlaceStore::open(dir.path()).expect("a place");
    let snapshot = store.snapshot().expect("a snapshot");
    let rows = |text: &str| {
        let key = key(text);
        snapshot.edition(&key.dataset, &key.edition).expect("the edition").attributes().len()
    };
    assert_eq!([rows("wards@2018"), rows("wards@2023"), rows("output-areas@2021")], [9, 8, 36]);
    let claimants = snapshot.edition(&key("claimants@2018").dataset, &key("claimants@2018").edition);
    let table = claimants.expect("the table").attributes();
    let column = table.column("claimants").expect("the column");
    assert_eq!(table.number(2, column), Err(Missing::NotGiven), "Cedar");
    assert_eq!(table.number(5, column), Err(Missing::Suppressed), "Fir");
    assert_eq!(table.number(6, column), Ok(0.0), "Gorse");
    assert_eq!(store.manifest().expect("the manifest"), squareborough_manifest());
    assert_eq!(store.reports().expect("reports").len(), 10);

    let before = fs::read(dir.path().join("place.gpkg")).expect("bytes");
    let again = import(&squareborough(), dir.path());
    assert!(!again.is_change() && again.count(EditionState::Unchanged) == 10);
    assert!(fs::read(dir.path().join("place.gpkg")).expect("bytes") == before, "the file changed");
}

#[test]
fn two_imports_of_the_same_files_at_the_same_moment_are_the_same_bytes() {
    let (a, b) = (folder(), folder());
    import(&squareborough(), a.path());
    import(&squareborough(), b.path());
    let bytes = |dir: &tempfile::TempDir| fs::read(dir.path().join("place.gpkg")).expect("bytes");
    assert!(bytes(&a) == bytes(&b), "the two files differ");
}

#[test]
fn a_dry_run_tells_and_writes_nothing() {
    let dir = folder();
    let place = dir.path().join("place");
    let dry = ImportOptions { dry_run: true, ..options() };
    let told = run(&manifest(&squareborough_manifest()), &squareborough(), &place, &dry, &Silent);
    let told = told.expect("a dry run");
    assert!(told.dry_run && !place.exists());
    assert_eq!((told.version_before, told.version_after), (0, 1));
    let done = import(&squareborough(), &place);
    let states =
        |outcome: &Outcome| outcome.editions.iter().map(|e| (e.key.clone(), e.state)).collect::<Vec<_>>();
    assert_eq!(states(&told), states(&done));
    let told = run(&manifest(&squareborough_manifest()), &squareborough(), &place, &dry, &Silent);
    assert!(!told.expect("a dry run").is_change());
}

#[test]
fn a_stopped_file_takes_what_leans_on_it_along_and_says_so() {
    let (source, dir) = (own_source(), folder());
    fs::write(source.path().join("oa_2021.geojson"), b"{ \"type\": \"FeatureCollection\", \"feat")
        .expect("cut");
    let outcome = import(source.path(), dir.path());
    assert_eq!(state(&outcome, "output-areas@2021"), EditionState::Stopped);
    assert_eq!(state(&outcome, "people@2021"), EditionState::Stopped);
    let told = faults(&outcome, "people@2021");
    assert!(
        told.iter().any(|(rule, why)| *rule == Rule::Dependency && why.contains("output-areas@2021")),
        "{told:?}"
    );
    assert_eq!(state(&outcome, "wards@2018"), EditionState::Published);
    let store = PlaceStore::open(dir.path()).expect("a place");
    assert_eq!(store.stopped().expect("stopped").len(), 2);
    let raw = fs::read_dir(dir.path().join("raw")).expect("listed");
    assert!(raw.into_iter().all(|e| !e.expect("an entry").file_name().to_string_lossy().contains("oa_2021")));
}

#[test]
fn the_earlier_edition_of_a_stopped_file_stays_and_is_leaned_on() {
    let (source, dir) = (own_source(), folder());
    import(source.path(), dir.path());
    fs::write(source.path().join("oa_2021.geojson"), b"not JSON").expect("spoilt");
    let people = fs::read_to_string(source.path().join("people_oa_2021.csv")).expect("the table");
    fs::write(source.path().join("people_oa_2021.csv"), people.replace(",100,25", ",100,26"))
        .expect("changed");
    let outcome = import(source.path(), dir.path());
    assert_eq!(outcome.version_after, 2);
    assert_eq!(state(&outcome, "output-areas@2021"), EditionState::Stopped);
    assert_eq!(
        state(&outcome, "people@2021"),
        EditionState::Published,
        "{:?}",
        faults(&outcome, "people@2021")
    );
    assert_eq!(state(&outcome, "wards@2018"), EditionState::Unchanged);
    let snapshot = PlaceStore::open(dir.path()).and_then(|store| store.snapshot()).expect("a snapshot");
    let areas = key("output-areas@2021");
    assert_eq!(snapshot.edition(&areas.dataset, &areas.edition).expect("the layer").attributes().len(), 36);
}

#[test]
fn codes_that_fit_one_edition_wholly_need_no_other() {
    let (source, dir) = (own_source(), folder());
    fs::write(source.path().join("wards_2023.geojson"), b"not JSON").expect("spoilt");
    let outcome = import(source.path(), dir.path());
    assert_eq!(
        state(&outcome, "claimants@2018"),
        EditionState::Published,
        "{:?}",
        faults(&outcome, "claimants@2018")
    );
    let told = faults(&outcome, "claimants@2018");
    assert!(
        told.iter().any(|(rule, why)| *rule == Rule::Dependency && why.contains("wards@2018")),
        "{told:?}"
    );
    let claimants = fs::read_to_string(source.path().join("claimants_2018.csv")).expect("the table");
    fs::write(source.path().join("claimants_2018.csv"), claimants.replace("E05970009", "E05970015"))
        .expect("changed");
    let outcome = import(source.path(), dir.path());
    let told = faults(&outcome, "claimants@2018");
    assert_eq!(state(&outcome, "claimants@2018"), EditionState::Stopped, "{told:?}");
    assert!(
        told.iter().any(|(rule, why)| *rule == Rule::Dependency && why.contains("wards@2023")),
        "{told:?}"
    );
}

#[test]
fn without_the_postcodes_what_is_placed_by_them_is_stopped() {
    let (source, dir) = (own_source(), folder());
    fs::remove_file(source.path().join("postcodes.csv")).expect("removed");
    let outcome = import(source.path(), dir.path());
    let told = faults(&outcome, "postcodes@2021");
    assert!(told[0].1.contains("postcodes.csv"), "{told:?}");
    let told = faults(&outcome, "assets@2021");
    assert!(told.iter().any(|(rule, _)| *rule == Rule::Dependency), "{told:?}");
}

#[test]
fn strict_lands_all_or_nothing() {
    let (source, dir) = (own_source(), folder());
    import(source.path(), dir.path());
    let before = fs::read(dir.path().join("place.gpkg")).expect("bytes");
    fs::write(source.path().join("oa_2021.geojson"), b"not JSON").expect("spoilt");
    let wards = fs::read_to_string(source.path().join("wards_2018.geojson")).expect("the wards");
    fs::write(source.path().join("wards_2018.geojson"), wards.replace("Gorse", "Broom")).expect("changed");
    let strict = ImportOptions { strict: true, ..options() };
    let text = squareborough_manifest();
    let outcome = run(&manifest(&text), source.path(), dir.path(), &strict, &Silent).expect("an outcome");
    assert!(outcome.refused && !outcome.is_change());
    assert_eq!(state(&outcome, "wards@2018"), EditionState::NotLanded);
    assert!(fs::read(dir.path().join("place.gpkg")).expect("bytes") == before, "the file changed");
    let waiting = fs::read_dir(dir.path().join("raw")).expect("listed");
    assert!(
        waiting.into_iter().all(|e| !e.expect("an entry").file_name().to_string_lossy().starts_with('.'))
    );
}

#[test]
fn an_edition_that_is_not_to_be_activated_is_held() {
    let dir = folder();
    let text = squareborough_manifest();
    let held = text.replacen("code = \"WD23CD\"", "code = \"WD23CD\"\nactivate = false", 1);
    let outcome =
        run(&manifest(&held), &squareborough(), dir.path(), &options(), &Silent).expect("an import");
    assert_eq!(state(&outcome, "wards@2023"), EditionState::Held);
    let store = PlaceStore::open(dir.path()).expect("a place");
    let wards = key("wards@2023");
    assert!(store.snapshot().expect("a snapshot").edition(&wards.dataset, &wards.edition).is_none());
    let again = run(&manifest(&held), &squareborough(), dir.path(), &options(), &Silent).expect("an import");
    assert_eq!(state(&again, "wards@2023"), EditionState::UnchangedHeld);
    let plan = store.plan_activate(&wards, None).expect("a plan");
    store.apply(&plan, "", now()).expect("applied");
    let again = run(&manifest(&held), &squareborough(), dir.path(), &options(), &Silent).expect("an import");
    assert!(!again.is_change(), "an import does not take out of view what a person brought into view");
}

#[test]
fn every_row_leads_back_to_its_published_record() {
    let dir = folder();
    import(&squareborough(), dir.path());
    let store = PlaceStore::open(dir.path()).expect("a place");
    for edition in ["wards@2018", "assets@2021", "claimants@2018"] {
        let loaded = store.load(&key(edition), None).expect("loaded");
        let table = loaded.attributes();
        for row in 0..table.len() {
            let origin = store.origin_row(&key(edition), table.source_row(row)).expect("the record");
            assert_eq!(origin.checksum, loaded.checksum);
            for (index, column) in table.columns().iter().enumerate() {
                let published = origin.cells.iter().find(|(header, _)| *header == column.published);
                let published = &published.expect("the published column").1;
                if let Some(text) = table.text(row, index) {
                    assert_eq!(text, published.trim(), "{edition} row {row} {}", column.name);
                }
            }
        }
    }
    assert!(matches!(
        store.origin_row(&key("wards@2018"), 4711),
        Err(StoreError::UnknownRow { row: 4711, .. })
    ));
}

#[test]
fn one_edition_is_added_to_a_manifest_that_a_person_wrote() {
    let (dir, upload) = (folder(), own_source());
    import(&squareborough(), dir.path());
    let store = PlaceStore::open(dir.path()).expect("a place");
    fs::rename(upload.path().join("claimants_2018.csv"), upload.path().join("new.csv")).expect("renamed");
    let entry = "[[table]]\nid = \"claimants\"\ntitle = \"Claimants\"\n[[table.edition]]\nid = \"2019\"\n\
                 file = \"new.csv\"\ncode = \"WD18CD\"\nname = \"WD18NM\"\nlicence = \"none\"\n";
    let dry = ImportOptions { dry_run: true, ..options() };
    let told = add_edition(dir.path(), upload.path(), entry, &dry, &Silent).expect("a dry run");
    assert_eq!(
        state(&told, "claimants@2019"),
        EditionState::Published,
        "{:?}",
        faults(&told, "claimants@2019")
    );
    assert_eq!(fs::read_to_string(store.manifest_file()).expect("a manifest"), squareborough_manifest());
    let outcome = add_edition(dir.path(), upload.path(), entry, &options(), &Silent).expect("added");
    assert_eq!((outcome.editions.len(), outcome.version_after), (1, 2));
    let text = fs::read_to_string(store.manifest_file()).expect("a manifest");
    assert!(text.starts_with("# Squareborough: a made-up town"), "comments stay");
    assert_eq!(manifest(&text).plan().tables[1].editions.len(), 2);
    assert_eq!(store.snapshot().expect("a snapshot").datasets.len(), 9);
    let wrong = entry.replace("licence = \"none\"", "licence = \"x\"");
    let error = add_edition(dir.path(), upload.path(), &wrong, &options(), &Silent).expect_err("refused");
    assert!(matches!(error, ImportError::Manifest(_)), "{error}");
    assert_eq!(store.version().expect("a version"), 2);
}

#[test]
fn a_source_folder_that_is_not_there_is_told_before_anything_is_made() {
    let dir = folder();
    let place = dir.path().join("place");
    let absent = dir.path().join("absent");
    let error = run(&manifest(&squareborough_manifest()), &absent, &place, &options(), &Silent);
    assert!(matches!(error, Err(ImportError::NoSource(_))));
    assert!(!place.exists());
}

#[test]
fn progress_counts_every_file_once() {
    #[derive(Default)]
    struct Heard(Mutex<Vec<(Option<Stage>, u64)>>);
    impl Progress for Heard {
        fn begin(&self, stage: Stage, total: u64) {
            self.0.lock().expect("the list").push((Some(stage), total));
        }
        fn advance(&self, _what: &str) {
            self.0.lock().expect("the list").push((None, 1));
        }
        fn finish(&self) {}
    }
    let heard = Heard::default();
    let text = squareborough_manifest();
    check_manifest(&manifest(&text), &squareborough(), None, &options(), &heard).expect("a check");
    let heard = heard.0.into_inner().expect("the list");
    assert_eq!(heard[0], (Some(Stage::Check), 10));
    assert_eq!(heard.len(), 11);
}
