//! A place from a backup: everything is verified before anything is shown.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::Path;

use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::StoreError;
use super::backup::{FORM, LIST, List, Listed};
use super::folder::{is_stored_name, make_folder, sync_folder};
use super::place::PlaceStore;

/// The longest list that is read, in bytes.
const MAX_LIST_BYTES: u64 = 64 << 20;
/// The most that a backup may unpack to, in bytes.
const MAX_BYTES: u64 = 256 << 30;
/// How many times larger a file may be than its packed bytes: deflate itself
/// cannot do better than about 1,030.
const MAX_RATIO: u64 = 1_100;

/// What came out of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// The version of the place.
    pub version: u64,
    /// Files, the database among them.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
}

/// Makes a place from a backup, in a folder that is empty or not there yet.
/// The folder appears whole, in one step, after every checksum was right.
///
/// # Errors
/// [`StoreError::NotEmpty`] when the folder holds something,
/// [`StoreError::BadBackup`] when the backup is damaged, incomplete, or holds
/// anything that no backup holds.
pub fn restore(from: &Path, dir: &Path) -> Result<Restored, StoreError> {
    refuse_full(dir)?;
    let bad = |what: String| StoreError::BadBackup { path: from.to_owned(), what };
    let file = File::open(from).map_err(StoreError::io("read", from))?;
    let mut zip = ZipArchive::new(BufReader::new(file))
        .map_err(|error| bad(format!("this is not a backup, or it is cut short ({error})")))?;
    let list = read_list(&mut zip).map_err(bad)?;
    check_list(&zip, &list).map_err(bad)?;
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    make_folder(parent)?;
    let work = tempfile::Builder::new().prefix(".wardwise-restore-").tempdir_in(parent);
    let work = work.map_err(StoreError::io("write in", parent))?;
    let place = work.path().join("place");
    make_folder(&place.join("raw"))?;
    for listed in &list.files {
        unpack(&mut zip, listed, &place).map_err(bad)?;
    }
    sync_folder(&place.join("raw"))?;
    sync_folder(&place)?;
    check_place(&place, &list).map_err(bad)?;
    refuse_full(dir)?;
    fs::rename(&place, dir).map_err(StoreError::io("write", dir))?;
    sync_folder(parent)?;
    let bytes = list.files.iter().map(|file| file.bytes).sum();
    Ok(Restored { version: list.version, files: list.files.len(), bytes })
}

fn refuse_full(dir: &Path) -> Result<(), StoreError> {
    match fs::read_dir(dir).map(|mut entries| entries.next().is_some()) {
        Ok(true) => Err(StoreError::NotEmpty(dir.to_owned())),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io("read", dir)(error)),
        _ => Ok(()),
    }
}

fn read_list<R: io::Read + io::Seek>(zip: &mut ZipArchive<R>) -> Result<List, String> {
    let entry = zip.by_name(LIST).map_err(|error| format!("it holds no {LIST} ({error})"))?;
    let mut text = String::new();
    entry.take(MAX_LIST_BYTES).read_to_string(&mut text).map_err(|error| format!("{LIST}: {error}"))?;
    let list: List = serde_json::from_str(&text).map_err(|error| format!("{LIST}: {error}"))?;
    if list.form > FORM {
        return Err(format!(
            "it has form {}, and this Wardwise knows form {FORM}; use a newer one",
            list.form
        ));
    }
    Ok(list)
}

/// Every entry is listed, every listed file is there, and each has a name
/// that a place has: nothing can land outside the folder.
fn check_list<R: io::Read + io::Seek>(zip: &ZipArchive<R>, list: &List) -> Result<(), String> {
    let mut listed = BTreeSet::new();
    for file in &list.files {
        let raw = file.path.strip_prefix("raw/").is_some_and(is_stored_name);
        if !raw && file.path != "place.gpkg" && file.path != "place.toml" {
            return Err(format!("'{}' is no file of a place", file.path));
        }
        if !listed.insert(file.path.as_str()) {
            return Err(format!("'{}' is listed twice", file.path));
        }
    }
    let mut names = BTreeSet::new();
    for name in zip.file_names() {
        names.insert(name.map_err(|error| format!("a file in it has no readable name ({error})"))?);
    }
    if let Some(stray) = names.iter().find(|name| **name != LIST && !listed.contains(&***name)) {
        return Err(format!("it holds '{stray}', which is not listed in {LIST}"));
    }
    if let Some(absent) = listed.iter().find(|name| !names.contains(**name)) {
        return Err(format!("'{absent}' is listed in {LIST} and not there"));
    }
    if !listed.contains("place.gpkg") {
        return Err("it holds no place.gpkg".into());
    }
    let bytes = list.files.iter().try_fold(0_u64, |sum, file| sum.checked_add(file.bytes));
    if bytes.is_none_or(|bytes| bytes > MAX_BYTES) {
        return Err(format!("it would unpack to more than {MAX_BYTES} bytes"));
    }
    Ok(())
}

fn unpack<R: io::Read + io::Seek>(
    zip: &mut ZipArchive<R>,
    listed: &Listed,
    place: &Path,
) -> Result<(), String> {
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", listed.path);
    let entry = zip.by_name(&listed.path).map_err(|error| told(&error))?;
    if listed.bytes / MAX_RATIO > entry.compressed_size() {
        return Err(format!("{} would grow {MAX_RATIO} times and more in unpacking", listed.path));
    }
    let to = place.join(&listed.path);
    let mut file = File::create_new(&to).map_err(|error| told(&error))?;
    // One byte more than listed is enough to know that it is too long.
    let mut bytes = entry.take(listed.bytes.saturating_add(1));
    let (mut sum, mut buffer, mut length) = (Sha256::new(), vec![0; 1 << 16], 0_u64);
    loop {
        let n = bytes.read(&mut buffer).map_err(|error| told(&error))?;
        if n == 0 {
            break;
        }
        sum.update(&buffer[..n]);
        length += n as u64;
        io::Write::write_all(&mut file, &buffer[..n]).map_err(|error| told(&error))?;
    }
    file.sync_all().map_err(|error| told(&error))?;
    let sum: String = sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    if length != listed.bytes || sum != listed.sha256 {
        return Err(format!("{} is not the file that was backed up: its checksum is wrong", listed.path));
    }
    Ok(())
}

/// The unpacked place must open, be whole, and be what the list says.
fn check_place(place: &Path, list: &List) -> Result<(), String> {
    let store = PlaceStore::open(place).map_err(|error| error.to_string())?;
    let wrong = store.verify().map_err(|error| error.to_string())?;
    if let Some(first) = wrong.first() {
        return Err(format!("the place in it is damaged: {first}"));
    }
    let version = store.version().map_err(|error| error.to_string())?;
    if version != list.version {
        return Err(format!("it says version {}, and the place in it is at {version}", list.version));
    }
    // Opening leaves a lock file only when the schema was upgraded.
    match fs::remove_file(place.join("wardwise.lock")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.to_string()),
        _ => Ok(()),
    }
}
