//! Whole assessments: of the sample place, and of Birmingham's real files.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use wardwise::engine::Engine;
use wardwise::import::{self, ImportOptions, Manifest, Silent};
use wardwise::store::PlaceStore;

use super::ground::places;
use crate::support::data_dir;

fn wardwise(args: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_wardwise")).args(args).output().expect("the program runs");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{words}");
    output
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn import(manifest: &Path, source: &Path) -> (tempfile::TempDir, Engine) {
    let place = tempfile::tempdir().expect("a folder");
    let text = std::fs::read_to_string(manifest).expect("the manifest");
    let manifest = Manifest::parse(text).expect("a plan").lying_in(manifest.parent().expect("a folder"));
    let options = ImportOptions::at(jiff::Timestamp::UNIX_EPOCH);
    let outcome = import::run(&manifest, source, place.path(), &options, &Silent).expect("an import");
    let faults: Vec<_> = outcome.assessments.iter().flat_map(|one| &one.faults).collect();
    assert!(faults.is_empty() && !outcome.assessments.is_empty(), "{faults:#?}");
    let engine = PlaceStore::open(place.path()).expect("a place").engine().expect("an engine");
    (place, engine)
}

/// Every file of a folder.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("a file"))
        })
        .collect()
}

/// Runs an assessment twice and gives its files, which are the same both times.
fn assessed_twice(place: &Path, id: &str, more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let dir = tempfile::tempdir().expect("a folder");
    let (one, two) = (dir.path().join("one"), dir.path().join("two"));
    for out in [&one, &two] {
        let (place, out) = (shown(place), shown(out));
        wardwise(&[&["assess", id, "--place", &place, "--out", &out, "--quiet"], more].concat());
    }
    let found = files(&one);
    assert_eq!(found, files(&two), "the same bytes");
    let names: Vec<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(names, ["areas.geojson", "report.html", "run.json", "scores.csv", "stages.csv"]);
    for name in ["areas.geojson", "run.json", "scores.csv", "stages.csv"] {
        let text = String::from_utf8_lossy(&found[name]);
        assert!(!text.contains("NaN") && !text.contains("inf,"), "{name}");
    }
    let same = wardwise(&["diff", &shown(&one), &shown(&two)]);
    assert!(String::from_utf8_lossy(&same.stdout).contains("No score and no rank changed."));
    let again = Command::new(env!("CARGO_BIN_EXE_wardwise"))
        .args(["assess", id, "--place", &shown(place), "--out", &shown(&one)])
        .output()
        .expect("the program runs");
    assert_eq!(again.status.code(), Some(1), "a folder that is there is not overwritten");
    found
}

#[test]
fn the_sample_place_carries_an_assessment_that_runs_whole() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let (place, engine) = import(&sample.join("sample.toml"), &sample);
    let id = engine.assessments()[0].id.clone();
    let assessed = engine.assessed(&id).expect("an assessment");
    assert_eq!((assessed.areas.len(), assessed.sources.len()), (24, 12));
    let ranked = assessed.run.index().standings.iter().filter(|one| one.rank().is_some()).count();
    assert_eq!(ranked, 24);
    let stand_ins: usize = assessed
        .run
        .indicators
        .iter()
        .map(|one| one.imputed.stand_ins.iter().filter(|is| **is).count())
        .sum();
    assert!(stand_ins > 0, "a gap with a stand-in is there to be seen");
    assert!(assessed.ranges.as_ref().is_some_and(|ranges| ranges.draws == 1_000));
    assert!(assessed.sources.iter().any(|source| source.figures.crosswalk.is_some()));
    assert!(
        assessed.sources.iter().all(|source| source.figures.period != "2025" || source.figures.is_newest)
    );
    let files = assessed_twice(place.path(), id.as_str(), &[]);
    let geojson: serde_json::Value = serde_json::from_slice(&files["areas.geojson"]).expect("JSON");
    assert_eq!(geojson["features"].as_array().map(Vec::len), Some(24));
    every_domain_says_how_sure_its_ranks_are(&assessed, &files, &geojson);
    let report = String::from_utf8_lossy(&files["report.html"]).into_owned();
    for part in ["<h1>Ward priorities 2025</h1>", "<svg", "Hot spots", "Sensitivity", "Sources and licences"]
    {
        assert!(report.contains(part), "{part}");
    }
    assert!(!report.contains("<script") && !report.contains("http://"), "it stands by itself");
}

/// In the files as in the library.
fn every_domain_says_how_sure_its_ranks_are(
    assessed: &wardwise::engine::Assessed,
    files: &BTreeMap<String, Vec<u8>>,
    geojson: &serde_json::Value,
) {
    let domains = || assessed.run.nodes.iter().filter(|node| node.level > 0 && node.weighing.is_some());
    assert!(domains().count() > 2);
    let scores = String::from_utf8_lossy(&files["scores.csv"]).into_owned();
    let run: serde_json::Value = serde_json::from_slice(&files["run.json"]).expect("JSON");
    for node in domains() {
        let range = assessed.rank_range(node, 0).expect("a range");
        let code = assessed.areas[0].code.as_str();
        let row =
            scores.lines().find(|line| line.starts_with(code) && line.contains(&format!(",{},", node.id)));
        let ends = format!(",{},{},{},{}", range.median, range.low, range.high, range.among_worst);
        assert!(row.expect(&node.id).ends_with(&ends), "{row:?} ends in {ends}");
        let property =
            |name: &str| &geojson["features"][0]["properties"][format!("domain_{}_{name}", node.id)];
        assert_eq!(
            (property("rank_low_90"), property("rank_high_90")),
            (&range.low.into(), &range.high.into())
        );
        let nodes = run["results"]["nodes"].as_array().expect("nodes");
        let own = nodes.iter().find(|own| own["id"] == node.id.as_str()).expect("its node");
        assert_eq!(own["ranges"][0]["high"], range.high);
    }
}

#[test]
fn a_change_of_weights_is_explained_as_one() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let (place, _) = import(&sample.join("sample.toml"), &sample);
    let dir = tempfile::tempdir().expect("a folder");
    let text = std::fs::read_to_string(sample.join("assessments/priorities.toml")).expect("a recipe");
    let other = dir.path().join("other.toml");
    let changed = text.replace("weight = 30", "weight = 10").replace(
        "weight = 10\n\n[[domain.indicator]]\nid = \"green",
        "weight = 30\n\n[[domain.indicator]]\nid = \"green",
    );
    assert_ne!(changed, text);
    std::fs::write(&other, changed.replace("weights_sum = 100", "weights_sum = 100 # still"))
        .expect("written");
    let (one, two) = (dir.path().join("one"), dir.path().join("two"));
    let recipe = shown(&sample.join("assessments/priorities.toml"));
    for (recipe, out) in [(recipe.as_str(), &one), (&shown(&other), &two)] {
        wardwise(&[
            "assess",
            recipe,
            "--place",
            &shown(place.path()),
            "--out",
            &shown(out),
            "--without-sensitivity",
        ]);
    }
    let csv = dir.path().join("changes.csv");
    let output = wardwise(&["diff", &shown(&one), &shown(&two), "--out", &shown(&csv), "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let areas = answer["areas"].as_array().expect("areas");
    assert_eq!(areas.len(), 24);
    for area in areas {
        let steps = area["steps"].as_array().expect("steps");
        assert_eq!(steps.len(), 1);
        assert_eq!(steps[0]["cause"], "weights");
        let number = |key: &str| area[key].as_f64().expect(key);
        let change = number("score_after") - number("score_before");
        assert!((steps[0]["score"].as_f64().expect("a score") - change).abs() < 1e-9);
    }
    assert_eq!(std::fs::read_to_string(&csv).expect("a table").lines().count(), 25);
}

#[test]
fn birmingham_is_assessed_on_its_real_files_with_its_gaps_as_gaps() {
    let Some(data) = data_dir() else { return };
    let (place, engine) = import(&places().join("birmingham.toml"), &data);
    let id = engine.assessments()[0].id.clone();
    let spec = engine.assessment(&id).expect("a recipe");
    let assessed = engine.assess_quickly(&spec).expect("an assessment");
    assert_eq!((assessed.areas.len(), assessed.sources.len()), (69, 17));
    let gaps = |id: &str| {
        let stages = assessed.run.indicators.iter().find(|one| one.id == id).expect(id);
        stages.raw.iter().filter(|figure| figure.is_err()).count()
    };
    let counted: Vec<(String, usize)> = assessed
        .run
        .indicators
        .iter()
        .map(|one| (one.id.clone(), gaps(&one.id)))
        .filter(|(_, n)| *n > 0)
        .collect();
    assert!(counted.iter().any(|(id, _)| id == "street-reports"), "{counted:?}");
    assert!(counted.iter().any(|(id, _)| id == "older-income"), "{counted:?}");
    assert_eq!(gaps("income-score"), 0);
    let ranked = assessed.run.index().standings.iter().filter(|one| one.rank().is_some()).count();
    assert!(ranked >= 60, "{ranked} of 69 are ranked; gaps: {counted:?}");
    let patients = assessed.source("patients").expect("a source");
    assert!(
        patients.notes.iter().any(|note| note.contains("not in the register gp-practices")),
        "{:?}",
        patients.notes
    );
    let not_compared = assessed.not_compared.iter().map(|one| one.indicator.as_str()).collect::<Vec<_>>();
    assert!(not_compared.contains(&"community-2023"), "{not_compared:?}");
    assessed_twice(place.path(), id.as_str(), &["--without-sensitivity"]);
}
