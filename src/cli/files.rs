//! What several commands read from disk: manifests, folders, places, the moment.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jiff::Timestamp;

use crate::engine::Engine;
use crate::import::Manifest;
use crate::model::{DatasetKind, EditionKey};
use crate::store::PlaceStore;

/// Reads a manifest, with every fault in the message.
pub fn read_manifest(path: &Path) -> anyhow::Result<Manifest> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("the manifest '{}' cannot be read", path.display()))?;
    Manifest::parse(text).map_err(|faults| {
        let list: Vec<String> = faults.iter().map(|fault| format!("\n  {fault}")).collect();
        let things = if faults.len() == 1 { "one thing is" } else { "these things are" };
        anyhow::anyhow!("{things} wrong in the manifest '{}':{}", path.display(), list.concat())
    })
}

/// The source folder: the one named, else the manifest's own folder.
#[must_use]
pub fn source_folder(named: Option<&PathBuf>, manifest: &Path) -> PathBuf {
    let own = manifest.parent().filter(|folder| !folder.as_os_str().is_empty());
    named.cloned().unwrap_or_else(|| own.unwrap_or(Path::new(".")).to_owned())
}

/// Opens a place and indexes what it shows.
pub fn open_engine(place: &Path) -> anyhow::Result<(PlaceStore, Engine)> {
    let store = PlaceStore::open(place)?;
    let snapshot = store.snapshot()?;
    Ok((store, Engine::new(std::sync::Arc::new(snapshot))))
}

/// An edition of a layer by its name: `wards@2018`, or `wards` for the newest.
pub fn layer_edition(engine: &Engine, name: &str) -> anyhow::Result<EditionKey> {
    let snapshot = engine.snapshot();
    let layers = || snapshot.datasets.values().filter(|dataset| dataset.kind == DatasetKind::Layer);
    let found = match name.parse::<EditionKey>() {
        Ok(key) => engine.layer(&key).map(|_| key),
        Err(_no_edition) => layers()
            .find(|dataset| dataset.id.as_str() == name)
            .and_then(|dataset| dataset.editions.first())
            .map(|edition| edition.key.clone()),
    };
    found.with_context(|| {
        let known: Vec<String> =
            layers().flat_map(|dataset| &dataset.editions).map(|edition| edition.key.to_string()).collect();
        format!("the place shows no layer '{name}'; it shows {}", known.join(", "))
    })
}

/// The moment that a change bears: now, or `SOURCE_DATE_EPOCH` (seconds since
/// 1970) where a build that must be repeatable sets it.
pub fn now() -> anyhow::Result<Timestamp> {
    let Some(epoch) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(Timestamp::now()) };
    let text = epoch.to_string_lossy();
    let seconds = text.parse::<i64>().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    seconds.with_context(|| format!("SOURCE_DATE_EPOCH = '{text}' is not a number of seconds since 1970"))
}
