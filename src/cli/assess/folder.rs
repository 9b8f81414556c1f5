//! A folder that is written whole or not at all.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

/// The file by which a folder of an earlier run is known.
const KNOWN_BY: &str = "run.json";

/// A folder to be written.
pub(super) struct NewFolder<'a> {
    path: &'a Path,
}

/// A file's name, and what fills it.
pub(super) type Filled<'f> = (String, Box<dyn Fn(&mut dyn Write) -> anyhow::Result<()> + 'f>);

impl<'a> NewFolder<'a> {
    /// Whether the folder may be written: it is not there, or an earlier run
    /// wrote it and may be replaced.
    pub fn check(path: &'a Path, replace: bool) -> anyhow::Result<Self> {
        if path.file_name().is_none() {
            bail!("'{}' names no folder of its own", path.display());
        }
        if path.exists() {
            if !replace {
                bail!("'{}' is there already; add --force to replace it", path.display());
            }
            if !path.join(KNOWN_BY).is_file() {
                bail!("'{}' was not written by this command and is left alone", path.display());
            }
        }
        Ok(Self { path })
    }

    /// Writes the files beside the folder first, then gives them its name.
    pub fn write(&self, files: &[Filled<'_>]) -> anyhow::Result<PathBuf> {
        let beside = self.path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let told = || format!("'{}' cannot be written to", beside.display());
        let draft =
            tempfile::Builder::new().prefix(".wardwise-assess-").tempdir_in(beside).with_context(told)?;
        for (name, fill) in files {
            let mut out = BufWriter::new(File::create(draft.path().join(name))?);
            fill(&mut out)?;
            out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        }
        readable(draft.path())?;
        self.replace(draft, beside)
    }

    /// The folder before stands aside until the new one has its name.
    fn replace(&self, draft: tempfile::TempDir, beside: &Path) -> anyhow::Result<PathBuf> {
        let told = || format!("'{}' cannot be written", self.path.display());
        let aside = tempfile::Builder::new().prefix(".wardwise-before-").tempdir_in(beside)?;
        let before = aside.path().join("before");
        let was_there = self.path.exists();
        if was_there {
            fs::rename(self.path, &before).with_context(told)?;
        }
        // From here on it is ours to keep: the folder is not removed when the draft is dropped.
        let kept = draft.keep();
        if let Err(error) = fs::rename(&kept, self.path) {
            if was_there && let Err(error) = fs::rename(&before, self.path) {
                // Dropped, the folder aside would take the run before with it.
                let kept = aside.keep().join("before");
                let told = || format!("{}; the run before is in '{}'", told(), kept.display());
                return Err(error).with_context(told);
            }
            // What cannot be removed is a hidden folder that harms nobody.
            let _ = fs::remove_dir_all(&kept);
            return Err(error).with_context(told);
        }
        Ok(self.path.to_owned())
    }
}

/// A folder for others to read: temporary ones start out private.
#[cfg(unix)]
fn readable(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn readable(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}
