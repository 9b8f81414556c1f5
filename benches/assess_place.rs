//! How long a place's own assessment takes, from its recipe to its ranks.
//!
//! Run: `cargo bench --bench assess_place`. The sample place, and Birmingham
//! where `WARDWISE_DATA` names the folder of its real files.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use divan::black_box;
use wardwise::assess::recipe::Node;
use wardwise::assess::spec::AssessmentSpec;
use wardwise::assess::uncertainty::rank_ranges;
use wardwise::engine::{Assessed, Engine};
use wardwise::import::{self, ImportOptions, Manifest, Silent};
use wardwise::store::PlaceStore;

fn main() {
    divan::main();
}

/// The manifests that can be imported here, and the folders of their files.
fn places() -> Vec<&'static str> {
    if std::env::var_os("WARDWISE_DATA").is_some() { vec!["sample", "birmingham"] } else { vec!["sample"] }
}

/// Opening an engine aside: figures carried, run, changes sought.
#[divan::bench(args = places(), sample_count = 3, sample_size = 1)]
fn figures_carried_and_run(bencher: divan::Bencher<'_, '_>, place: &str) {
    let made = made(place);
    bencher.with_inputs(|| made.store.engine().expect("an engine")).bench_values(|engine| {
        // The constants of error ranges come with the place, not with the assessment.
        let _ = engine.constants();
        engine.assess_quickly(black_box(&made.spec))
    });
}

#[divan::bench(args = places(), sample_count = 5, sample_size = 1)]
fn a_thousand_draws(bencher: divan::Bencher<'_, '_>, place: &str) {
    let made = made(place);
    bencher.bench_local(|| rank_ranges(black_box(&made.assessed.run)));
}

/// One move of a weight on the builder's page.
#[divan::bench(args = places(), sample_count = 50)]
fn rerun_with_another_weight(bencher: divan::Bencher<'_, '_>, place: &str) {
    let made = made(place);
    let mut changed = made.spec.clone();
    changed.sums.clear();
    if let Some(Node::Group(first)) = changed.index.parts.first_mut() {
        first.weight *= 1.5;
    }
    bencher.bench_local(|| made.assessed.rerun(black_box(&changed)));
}

#[divan::bench(args = places(), sample_count = 3, sample_size = 1)]
fn hot_spots_and_ranges(bencher: divan::Bencher<'_, '_>, place: &str) {
    let made = made(place);
    let bare = made.assessed.rerun(&made.spec).expect("a rerun");
    bencher.with_inputs(|| bare.clone()).bench_values(Assessed::completed);
}

struct Made {
    store: PlaceStore,
    spec: AssessmentSpec,
    assessed: Assessed,
    _dir: tempfile::TempDir,
}

fn made(place: &str) -> &'static Made {
    static SAMPLE: OnceLock<Made> = OnceLock::new();
    static BIRMINGHAM: OnceLock<Made> = OnceLock::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    if place == "sample" {
        let source = root.join("sample");
        return SAMPLE.get_or_init(|| make(&source.join("sample.toml"), &source));
    }
    let source = std::env::var_os("WARDWISE_DATA").map(PathBuf::from).expect("named in places()");
    BIRMINGHAM.get_or_init(|| make(&root.join("places/birmingham.toml"), &source))
}

fn make(manifest: &Path, source: &Path) -> Made {
    let dir = tempfile::tempdir().expect("a folder");
    let text = std::fs::read_to_string(manifest).expect("the manifest");
    let folder = manifest.parent().expect("a folder");
    let manifest = Manifest::parse(text).expect("a plan").lying_in(folder);
    let options = ImportOptions::at(jiff::Timestamp::UNIX_EPOCH);
    import::run(&manifest, source, dir.path(), &options, &Silent).expect("an import");
    let store = PlaceStore::open(dir.path()).expect("a place");
    let engine: Engine = store.engine().expect("an engine");
    let id = engine.assessments().first().expect("an assessment").id.clone();
    let spec = (*engine.assessment(&id).expect("its recipe")).clone();
    let assessed = engine.assess_quickly(&spec).expect("an assessment");
    Made { store, spec, assessed, _dir: dir }
}
