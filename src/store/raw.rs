//! Raw files: staged under a waiting name, then kept for good and verified.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::model::Checksum;

use super::StoreError;
use super::folder::{
    Folder, checksum_of, is_incoming, is_stored_name, make_folder, remove, stored_name, sync_folder,
    write_through,
};

/// One published file as it lies in `raw/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawFile {
    /// Lower-case extension for a companion (`dbf`, `prj`); the first file of
    /// an edition is the published file itself.
    pub extension: String,
    /// Path inside the source folder.
    pub path: String,
    /// SHA-256 of its bytes.
    pub checksum: Checksum,
    /// Its length in bytes.
    pub bytes: u64,
}

impl RawFile {
    /// Describes a file from its bytes.
    #[must_use]
    pub fn of(path: &str, bytes: &[u8]) -> Self {
        Self::with_checksum(path, Checksum::of(bytes), bytes.len() as u64)
    }

    /// Describes a file whose checksum is known.
    #[must_use]
    pub fn with_checksum(path: &str, checksum: Checksum, bytes: u64) -> Self {
        let extension =
            Path::new(path).extension().map_or(String::new(), |e| e.to_string_lossy().to_lowercase());
        Self { extension, path: path.to_owned(), checksum, bytes }
    }

    /// Its name inside `raw/`.
    #[must_use]
    pub fn stored(&self) -> String {
        stored_name(&self.checksum, &self.path)
    }
}

/// Files that wait for their import to land. What is not kept is removed
/// when this is dropped, or at the next import if the process was killed.
#[derive(Debug)]
pub struct Staging {
    folder: Folder,
    waiting: BTreeSet<String>,
}

impl Staging {
    pub(super) fn new(folder: &Folder) -> Result<Self, StoreError> {
        make_folder(&folder.raw())?;
        Ok(Self { folder: folder.clone(), waiting: BTreeSet::new() })
    }

    /// Writes the bytes of a file under its waiting name, unless the place
    /// holds the very same file already.
    ///
    /// # Errors
    /// [`StoreError::Io`], for example when the disk is full.
    pub fn stage(&mut self, file: &RawFile, bytes: &[u8]) -> Result<(), StoreError> {
        let stored = file.stored();
        if self.waiting.contains(&stored) || is_whole(&self.folder, &stored) {
            return Ok(());
        }
        self.waiting.insert(stored.clone());
        write_through(&self.folder.incoming(&stored), bytes)
    }

    /// Gives the named files their lasting names; they are on the disk after this.
    pub(super) fn keep(&mut self, stored: &BTreeSet<String>) -> Result<(), StoreError> {
        for name in stored {
            if self.waiting.remove(name) {
                let (from, to) = (self.folder.incoming(name), self.folder.raw_file(name));
                fs::rename(&from, &to).map_err(StoreError::io("rename", &from))?;
            }
        }
        sync_folder(&self.folder.raw())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        for name in &self.waiting {
            // Whatever cannot be removed now is removed by the next import.
            let _ = remove(&self.folder.incoming(name));
        }
    }
}

/// Reads a raw file and makes sure that it is what it was.
///
/// # Errors
/// [`StoreError::RawFile`] where it is absent, unreadable or changed.
pub(super) fn read_raw(folder: &Folder, stored: &str) -> Result<Vec<u8>, StoreError> {
    let wrong = |what: String| StoreError::RawFile { stored: stored.to_owned(), what };
    let bytes =
        fs::read(folder.raw_file(stored)).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    if checksum_of(stored).as_ref() == Some(&Checksum::of(&bytes)) {
        return Ok(bytes);
    }
    Err(wrong("the bytes are not those that were imported; restore the place from a backup".into()))
}

/// Removes what imports that did not land left behind: waiting files, and
/// kept ones that no revision names. Other files are left alone.
pub(super) fn clean(folder: &Folder, known: &BTreeSet<String>) -> Result<(), StoreError> {
    let Ok(entries) = fs::read_dir(folder.raw()) else { return Ok(()) };
    for entry in entries {
        let entry = entry.map_err(StoreError::io("list", &folder.raw()))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_incoming(&name) || (is_stored_name(&name) && !known.contains(&name)) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

fn is_whole(folder: &Folder, stored: &str) -> bool {
    folder.raw_file(stored).is_file() && read_raw(folder, stored).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(dir.path());
        (dir, folder)
    }

    #[test]
    fn what_is_not_kept_goes_and_what_is_kept_stays() {
        let (_dir, folder) = folder();
        let mut staging = Staging::new(&folder).expect("staging");
        let (a, b) = (RawFile::of("in/a.csv", b"a"), RawFile::of("in/b.csv", b"b"));
        staging.stage(&a, b"a").expect("staged");
        staging.stage(&b, b"b").expect("staged");
        staging.keep(&BTreeSet::from([a.stored()])).expect("kept");
        drop(staging);
        assert_eq!(read_raw(&folder, &a.stored()).expect("bytes"), b"a");
        assert_eq!(fs::read_dir(folder.raw()).expect("listed").count(), 1);
    }

    #[test]
    fn a_changed_raw_file_is_found_out_and_staged_anew() {
        let (_dir, folder) = folder();
        let a = RawFile::of("a.csv", b"a");
        let mut staging = Staging::new(&folder).expect("staging");
        fs::write(folder.raw_file(&a.stored()), b"x").expect("written");
        assert!(matches!(read_raw(&folder, &a.stored()), Err(StoreError::RawFile { .. })));
        staging.stage(&a, b"a").expect("staged");
        staging.keep(&BTreeSet::from([a.stored()])).expect("kept");
        assert_eq!(read_raw(&folder, &a.stored()).expect("bytes"), b"a");
    }

    #[test]
    fn cleaning_leaves_a_persons_own_files_alone() {
        let (_dir, folder) = folder();
        make_folder(&folder.raw()).expect("a folder");
        let (known, lost) = (RawFile::of("a.csv", b"a").stored(), RawFile::of("b.csv", b"b").stored());
        for path in [
            folder.raw_file("notes.txt"),
            folder.raw_file(&known),
            folder.raw_file(&lost),
            folder.incoming(&lost),
        ] {
            fs::write(path, b"a").expect("written");
        }
        clean(&folder, &BTreeSet::from([known.clone()])).expect("cleaned");
        assert!(folder.raw_file("notes.txt").exists() && folder.raw_file(&known).exists());
        assert!(!folder.raw_file(&lost).exists() && !folder.incoming(&lost).exists());
    }
}
