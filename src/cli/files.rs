//! What several commands read from disk: manifests, folders, places, the moment.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use jiff::Timestamp;

use crate::engine::Engine;
use crate::import::Manifest;
use crate::model::{DatasetKind, EditionKey};
use crate::store::PlaceStore;

/// Reads a manifest, with every fault in the message.
pub fn read_manifest(path: &Path) -> anyhow::Result<Manifest> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("the manifest '{}' cannot be read", path.display()))?;
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Manifest::parse(text).map(|manifest| manifest.lying_in(dir)).map_err(|faults| {
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
    let engine = store.engine()?;
    Ok((store, engine))
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

/// A file that an answer is to be written to, found free before the work begins.
#[derive(Debug)]
pub struct Fresh<'a>(&'a Path);

impl<'a> Fresh<'a> {
    /// A table: the name ends in .csv, and the file is not there or may be replaced.
    pub fn csv(path: &'a Path, replace: bool) -> anyhow::Result<Self> {
        let is_csv = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        if !is_csv {
            bail!("'{}' should end in .csv", path.display());
        }
        Self::any(path, replace)
    }

    /// A file of any kind that is not there or may be replaced.
    pub fn any(path: &'a Path, replace: bool) -> anyhow::Result<Self> {
        if path.exists() && !replace {
            bail!("'{}' is there already; add --force to replace it", path.display());
        }
        Ok(Self(path))
    }

    /// Writes beside the file first, so that a failure leaves no half of it.
    pub fn write(&self, fill: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<PathBuf> {
        let mut draft = draft_beside(self.0)?;
        let mut buffer = BufWriter::new(draft.as_file_mut());
        fill(&mut buffer)?;
        buffer.flush()?;
        drop(buffer);
        finish(draft, self.0)
    }
}

/// A file without a name of its own yet, in the folder of the one it will become.
pub fn draft_beside(out: &Path) -> anyhow::Result<tempfile::NamedTempFile<File>> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    tempfile::Builder::new()
        .prefix(".wardwise-export-")
        .tempfile_in(folder)
        .with_context(|| format!("'{}' cannot be written to", folder.display()))
}

/// Gives a draft its name in one step.
pub fn finish(mut draft: tempfile::NamedTempFile<File>, out: &Path) -> anyhow::Result<PathBuf> {
    draft.as_file_mut().flush()?;
    let kept = draft.persist(out).with_context(|| format!("'{}' cannot be written", out.display()))?;
    kept.sync_all()?;
    readable(&kept)?;
    Ok(out.to_owned())
}

/// A file for others to read: temporary files start out private.
#[cfg(unix)]
fn readable(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_file: &File) -> std::io::Result<()> {
    Ok(())
}

/// The moment that a change bears: now, or `SOURCE_DATE_EPOCH` (seconds since
/// 1970) where a build that must be repeatable sets it.
pub fn now() -> anyhow::Result<Timestamp> {
    let Some(epoch) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(Timestamp::now()) };
    let text = epoch.to_string_lossy();
    let seconds = text.parse::<i64>().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    seconds.with_context(|| format!("SOURCE_DATE_EPOCH = '{text}' is not a number of seconds since 1970"))
}
