//! The folder of a place: the names in it, and writing that survives a crash.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::model::Checksum;

use super::StoreError;

/// The longest part of a published file name that is kept in `raw/`, in bytes.
const MAX_NAME_BYTES: usize = 120;
const INCOMING: &str = ".incoming-";

/// Where the parts of a place lie.
#[derive(Debug, Clone)]
pub(super) struct Folder(PathBuf);

impl Folder {
    pub fn new(dir: &Path) -> Self {
        Self(dir.to_owned())
    }

    pub fn dir(&self) -> &Path {
        &self.0
    }

    pub fn database(&self) -> PathBuf {
        self.0.join("place.gpkg")
    }

    pub fn manifest(&self) -> PathBuf {
        self.0.join("place.toml")
    }

    pub fn raw(&self) -> PathBuf {
        self.0.join("raw")
    }

    pub fn lock(&self) -> PathBuf {
        self.0.join("wardwise.lock")
    }

    pub fn raw_file(&self, stored: &str) -> PathBuf {
        self.raw().join(stored)
    }

    /// Where a raw file waits until its import lands.
    pub fn incoming(&self, stored: &str) -> PathBuf {
        self.raw().join(format!("{INCOMING}{stored}"))
    }
}

/// The name of a raw file: its checksum, then its published name.
pub(super) fn stored_name(checksum: &Checksum, published: &str) -> String {
    let base = published.rsplit(['/', '\\']).next().unwrap_or(published);
    let safe: String = base.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let start = safe.len().saturating_sub(MAX_NAME_BYTES);
    format!("{checksum}-{}", &safe[start..])
}

/// Whether a name in `raw/` is one that [`stored_name`] makes.
pub(super) fn is_stored_name(name: &str) -> bool {
    let Some((checksum, rest)) = name.split_once('-') else { return false };
    Checksum::parse(checksum).is_some() && !rest.is_empty() && rest.chars().all(is_plain)
}

/// Whether a name in `raw/` was left by an import that did not land.
pub(super) fn is_incoming(name: &str) -> bool {
    name.strip_prefix(INCOMING).is_some_and(is_stored_name)
}

/// The checksum that a stored name begins with.
pub(super) fn checksum_of(stored: &str) -> Option<Checksum> {
    Checksum::parse(stored.split_once('-')?.0)
}

/// Writes a file whole and makes sure that it is on the disk.
pub(super) fn write_through(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut file = File::create(path).map_err(StoreError::io("write", path))?;
    file.write_all(bytes).map_err(StoreError::io("write", path))?;
    file.sync_all().map_err(StoreError::io("write", path))
}

/// Replaces a file in one step: readers see the old text or the new one.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let waiting = path.with_file_name(name);
    write_through(&waiting, bytes)?;
    fs::rename(&waiting, path).map_err(StoreError::io("replace", path))?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes sure that the names in a folder are on the disk.
pub(super) fn sync_folder(dir: &Path) -> Result<(), StoreError> {
    let file = File::open(dir).map_err(StoreError::io("open", dir))?;
    file.sync_all().map_err(StoreError::io("write", dir))
}

/// Makes a folder, and is content when it is there.
pub(super) fn make_folder(dir: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(dir).map_err(StoreError::io("make the folder", dir))
}

/// Removes a file, and is content when it is not there.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::io("remove", path)(error))
        }
        _ => Ok(()),
    }
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(published: &str, ends: &str) {
        let name = stored_name(&Checksum::of(b""), published);
        assert!(name.ends_with(ends), "{name}");
        assert!(is_stored_name(&name), "{name}");
        assert_eq!(checksum_of(&name), Some(Checksum::of(b"")));
    }

    #[test]
    fn a_stored_name_is_safe_whatever_the_published_one() {
        check("boundaries/wards 2018.zip", "-wards_2018.zip");
        check("..\\..\\etc/pass wd", "-pass_wd");
        check("Gütersloh.csv", "-G_tersloh.csv");
        check(&format!("{}.csv", "a".repeat(400)), "aaa.csv");
    }

    #[test]
    fn other_names_are_not_taken_for_ours() {
        assert!(!is_stored_name("notes.txt"));
        assert!(!is_stored_name("abc-notes.txt"));
        assert!(!is_incoming(&stored_name(&Checksum::of(b""), "a.csv")));
        assert!(is_incoming(&format!("{INCOMING}{}", stored_name(&Checksum::of(b""), "a.csv"))));
    }

    #[test]
    fn a_replaced_file_holds_the_new_text_alone() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("place.toml");
        replace(&path, b"a long first text").expect("written");
        replace(&path, b"second").expect("written");
        assert_eq!(fs::read(&path).expect("read"), b"second");
        assert_eq!(fs::read_dir(dir.path()).expect("listed").count(), 1);
    }
}
