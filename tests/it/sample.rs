//! The sample place is what its generator says, and Squareborough what its README says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use geo::{Area as _, Validation as _};
use wardwise::check::report::Verdict;
use wardwise::crosswalk::locate;
use wardwise::engine::Engine;
use wardwise::import::{self, ImportOptions, Manifest, Silent};
use wardwise::index::Areas;
use wardwise::ingest::manifest::{Plan, parse_manifest};
use wardwise::model::{EditionKey, EvidenceKind};
use wardwise::sample::{self, SampleOptions, Scale};
use wardwise::store::PlaceStore;

use crate::support;

/// The files that a manifest names.
fn named_files(plan: &Plan) -> BTreeSet<String> {
    let layers = plan.layers.iter().flat_map(|layer| &layer.editions);
    let registers = plan.registers.iter().flat_map(|register| &register.editions);
    let tables = plan.tables.iter().flat_map(|table| &table.editions);
    let networks = plan.networks.iter().flat_map(|network| &network.editions);
    let editions = layers.chain(registers).chain(tables).chain(networks);
    editions
        .map(|edition| edition.file.clone())
        .chain(plan.recipes.iter().cloned())
        .chain(plan.searches.iter().cloned())
        .chain(plan.trials.iter().map(|(_, file)| file.clone()))
        .collect()
}

/// Every file below a folder, by its path inside it.
fn files_below(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(dir).expect("below").to_str().expect("UTF-8").replace('\\', "/");
            files.insert(name, std::fs::read(&path).expect("a file"));
        }
    }
    files
}

fn write_town(seed: u64) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let options = SampleOptions { seed, scale: Scale::Town };
    sample::write(&options, dir.path(), &mut |_| {}).expect("a town");
    dir
}

fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample")
}

#[test]
fn the_manifest_of_squareborough_is_right_and_its_files_are_there() {
    let plan = parse_manifest(&support::squareborough_manifest()).expect("a plan");
    for file in named_files(&plan) {
        assert!(support::squareborough().join(&file).is_file(), "{file}");
    }
}

#[test]
fn the_committed_sample_is_what_the_generator_writes_byte_for_byte() {
    let written = write_town(sample::DEFAULT_SEED);
    let (written, committed) = (files_below(written.path()), files_below(&committed()));
    assert_eq!(written.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    let changed: Vec<_> = written.iter().filter(|(name, bytes)| committed[*name] != **bytes).collect();
    let names: Vec<_> = changed.iter().map(|(name, _)| name).collect();
    assert!(names.is_empty(), "run `wardwise sample --out data/sample`; these differ: {names:?}");
}

#[test]
fn the_committed_sample_stays_small() {
    let bytes: usize = files_below(&committed()).values().map(Vec::len).sum();
    assert!(bytes < 6_000_000, "{bytes} bytes");
}

#[test]
fn the_manifest_of_the_sample_names_every_file_once() {
    let text = std::fs::read_to_string(committed().join("sample.toml")).expect("the manifest");
    let plan = parse_manifest(&text).expect("a plan");
    let mut present: BTreeSet<String> = files_below(&committed()).into_keys().collect();
    present.remove("sample.toml");
    assert_eq!(named_files(&plan), present);
}

#[test]
fn another_seed_gives_another_town_whose_manifest_is_right() {
    let (one, two) = (files_below(write_town(2).path()), files_below(&committed()));
    assert_ne!(one["boundaries/wards_2023.zip"], two["boundaries/wards_2023.zip"]);
    let manifest = String::from_utf8(one["sample.toml"].clone()).expect("UTF-8");
    parse_manifest(&manifest).expect("a plan");
}

#[test]
fn every_outline_of_the_country_is_valid_and_the_layers_cover_the_same_ground() {
    let country = sample::national(1, 1.0 / 256.0);
    for (code, shape) in country.small_areas.iter().chain(&country.wards) {
        assert!(shape.is_valid(), "{code}: {:?}", shape.validation_errors());
    }
    let area =
        |areas: &[sample::CodedArea]| areas.iter().map(|(_, shape)| shape.unsigned_area()).sum::<f64>();
    let (small_areas, wards) = (area(&country.small_areas), area(&country.wards));
    assert!((small_areas / wards - 1.0).abs() < 1e-3, "{small_areas} against {wards}");
    assert!((small_areas - wards).abs() > 1.0, "the layers are generalised apart");
}

#[test]
fn flaws_are_put_into_the_share_of_areas_that_is_asked_for() {
    let country = sample::national(1, 1.0 / 256.0).with_flaws(1, 0.1);
    let invalid = country.small_areas.iter().filter(|(_, shape)| !shape.is_valid()).count();
    assert_eq!(invalid, (country.small_areas.len() + 5) / 10);
}

#[test]
fn the_sample_imports_with_every_warning_accepted_and_no_waiver_to_spare() {
    let place = tempfile::tempdir().expect("a folder");
    let text = std::fs::read_to_string(committed().join("sample.toml")).expect("the manifest");
    let manifest = Manifest::parse(text).expect("a plan");
    let options = ImportOptions::at(jiff::Timestamp::UNIX_EPOCH);
    let outcome = import::run(&manifest, &committed(), place.path(), &options, &Silent).expect("an import");
    let not_ready: Vec<_> = outcome
        .editions
        .iter()
        .filter(|edition| edition.report.verdict() != Verdict::Ready)
        .map(|edition| (edition.key.to_string(), edition.report.summary()))
        .collect();
    assert!(not_ready.is_empty(), "{not_ready:#?}");
    let counts = |key: &str| {
        let edition = outcome.editions.iter().find(|edition| edition.key.to_string() == key);
        edition.map(|edition| edition.report.counts).expect(key)
    };
    assert_eq!((counts("wards@2023").kept, counts("wards@2012").kept), (24, 18));
    assert_eq!((counts("oa@2021").kept, counts("oa@2021").repaired), (803, 4));
    assert_eq!((counts("service-requests@2024").kept, counts("gp-practices@2024").located), (5_000, 32));
}

/// The place that the committed sample makes.
fn elverham() -> (tempfile::TempDir, Engine) {
    let place = tempfile::tempdir().expect("a folder");
    let text = std::fs::read_to_string(committed().join("sample.toml")).expect("the manifest");
    let manifest = Manifest::parse(text).expect("a plan");
    let options = ImportOptions::at(jiff::Timestamp::UNIX_EPOCH);
    import::run(&manifest, &committed(), place.path(), &options, &Silent).expect("an import");
    let snapshot = PlaceStore::open(place.path()).expect("a place").snapshot().expect("a snapshot");
    (place, Engine::new(Arc::new(snapshot)))
}

#[test]
fn dwellings_and_households_at_postcodes_make_up_the_census_households_of_every_output_area() {
    let (_place, engine) = elverham();
    let oa: EditionKey = "oa@2021".parse().expect("a key");
    let census: EditionKey = "population@2021".parse().expect("a key");
    let (layer, table) = (engine.layer(&oa).expect("areas"), engine.edition(&census).expect("a table"));
    let table = table.table().expect("a table");
    let column = |name| table.table.column(name).expect(name);
    let (code, households) = (column("OA21CD"), column("Households"));
    let counted: BTreeMap<&str, f64> = (0..table.table.len())
        .map(|row| {
            let code = table.table.text(row, code).expect("a code");
            (code, table.table.number(row, households).expect("a number"))
        })
        .collect();
    let areas = Areas::new(layer.areas.iter().map(|area| &area.shape));
    let kinds: Vec<_> = engine.evidence().iter().map(|placed| placed.kind).collect();
    assert_eq!(kinds, EvidenceKind::ALL[..3], "best first");
    for placed in &engine.evidence()[..2] {
        let mut found = BTreeMap::new();
        for point in locate(&placed.points, &areas, &areas) {
            let at = point.source.expect("every point lies in an output area");
            *found.entry(layer.areas[at as usize].code.as_str()).or_insert(0.0) += point.weight;
        }
        let expected: BTreeMap<&str, f64> =
            counted.iter().filter(|(_, n)| **n > 0.0).map(|(code, n)| (*code, *n)).collect();
        assert_eq!(found, expected, "{:?}", placed.kind);
    }
}
