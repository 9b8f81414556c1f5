//! The published files: each read once, with its companions, within limits.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::check::{Fault, Place, Rule};
use crate::ingest::read::{Limits, SourceBytes};
use crate::store::RawFile;

/// Files that belong to a `.shp`, by extension.
const COMPANIONS: [&str; 4] = ["dbf", "shx", "prj", "cpg"];

/// One published file in memory.
#[derive(Debug)]
pub(super) struct Loaded {
    pub path: String,
    pub bytes: Vec<u8>,
    /// Extension and bytes.
    pub companions: Vec<(String, Vec<u8>)>,
    /// The file and its companions as they will lie in the place.
    pub raw: Vec<RawFile>,
}

impl Loaded {
    pub fn source(&self) -> SourceBytes<'_> {
        SourceBytes { file: &self.path, bytes: &self.bytes, companions: self.companions.clone() }
    }

    /// The bytes of each raw file, in the order of `raw`.
    pub fn parts(&self) -> impl Iterator<Item = (&RawFile, &[u8])> {
        let bytes =
            std::iter::once(self.bytes.as_slice()).chain(self.companions.iter().map(|(_, b)| b.as_slice()));
        self.raw.iter().zip(bytes)
    }
}

type Slot = Arc<OnceLock<Result<Arc<Loaded>, Fault>>>;

/// The source folder of one import. A file that several editions use is read
/// once and let go after its last use.
#[derive(Debug)]
pub(super) struct SourceFolder {
    dir: PathBuf,
    limits: Limits,
    uses: Mutex<BTreeMap<String, (usize, Slot)>>,
}

impl SourceFolder {
    pub fn new<'a>(dir: &Path, limits: Limits, files: impl Iterator<Item = &'a str>) -> Self {
        let mut uses: BTreeMap<String, (usize, Slot)> = BTreeMap::new();
        for file in files {
            uses.entry(file.to_owned()).or_default().0 += 1;
        }
        Self { dir: dir.to_owned(), limits, uses: Mutex::new(uses) }
    }

    /// Takes a file for one of its uses.
    pub fn take(&self, path: &str) -> Result<Arc<Loaded>, Fault> {
        let slot = {
            let mut uses = self.uses.lock().unwrap_or_else(PoisonError::into_inner);
            match uses.get_mut(path) {
                Some((left, slot)) => {
                    let slot = Arc::clone(slot);
                    *left = left.saturating_sub(1);
                    if *left == 0 {
                        uses.remove(path);
                    }
                    slot
                }
                None => Slot::default(),
            }
        };
        slot.get_or_init(|| load(&self.dir, path, &self.limits).map(Arc::new)).clone()
    }
}

fn load(dir: &Path, path: &str, limits: &Limits) -> Result<Loaded, Fault> {
    let from = inside(dir, path)?;
    let bytes = read(&from, path, limits)?;
    let mut raw = vec![RawFile::of(path, &bytes)];
    let mut companions = Vec::new();
    for (extension, path, from) in companions_of(path, &from) {
        let bytes = read(&from, &path, limits)?;
        raw.push(RawFile { extension: extension.clone(), ..RawFile::of(&path, &bytes) });
        companions.push((extension, bytes));
    }
    Ok(Loaded { path: path.to_owned(), bytes, companions, raw })
}

/// The file's real place, which must lie inside the source folder: a link
/// that leads elsewhere is not followed.
fn inside(dir: &Path, path: &str) -> Result<PathBuf, Fault> {
    let absent = |error: &std::io::Error| {
        unreadable(format!("{path} cannot be read from the source folder: {error}"))
            .advise("Put the file where the manifest says, or correct 'file' in the manifest.")
    };
    let dir = fs::canonicalize(dir).map_err(|error| absent(&error))?;
    let from = fs::canonicalize(dir.join(path)).map_err(|error| absent(&error))?;
    if !from.starts_with(&dir) {
        return Err(unreadable(format!("{path} leads out of the source folder")));
    }
    if !from.is_file() {
        return Err(unreadable(format!("{path} is not a file")));
    }
    Ok(from)
}

fn read(from: &Path, path: &str, limits: &Limits) -> Result<Vec<u8>, Fault> {
    let told = |error: std::io::Error| unreadable(format!("{path} cannot be read: {error}"));
    let file = File::open(from).map_err(told)?;
    let length = file.metadata().map_err(told)?.len();
    let too_long = || {
        let message =
            format!("{path} is longer than {} bytes, the most that is read of one file", limits.bytes);
        Fault::new(Rule::OverLimit, Place::default(), message)
    };
    if length > limits.bytes {
        return Err(too_long());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    file.take(limits.bytes + 1).read_to_end(&mut bytes).map_err(told)?;
    if bytes.len() as u64 > limits.bytes {
        return Err(too_long());
    }
    Ok(bytes)
}

/// The files beside a `.shp` that have its name, whatever their case.
fn companions_of(path: &str, from: &Path) -> Vec<(String, String, PathBuf)> {
    let extension = |p: &Path| p.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    if extension(from).as_deref() != Some("shp") {
        return Vec::new();
    }
    let entries = from.parent().and_then(|dir| fs::read_dir(dir).ok()).into_iter().flatten();
    let mut found: Vec<(String, String, PathBuf)> = entries
        .filter_map(|entry| {
            let beside = entry.ok()?.path();
            let extension = extension(&beside).filter(|e| COMPANIONS.contains(&e.as_str()))?;
            let name = beside.file_name()?.to_str()?.to_owned();
            let same = beside.file_stem()?.eq_ignore_ascii_case(from.file_stem()?) && beside.is_file();
            let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
            same.then(|| (extension, format!("{folder}{name}"), beside))
        })
        .collect();
    found.sort();
    found.dedup_by(|a, b| a.0 == b.0);
    found
}

fn unreadable(message: String) -> Fault {
    Fault::new(Rule::Unreadable, Place::default(), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("a folder");
        for (name, bytes) in files {
            fs::write(dir.path().join(name), bytes).expect("written");
        }
        dir
    }

    fn load_from(dir: &tempfile::TempDir, file: &str, bytes: u64) -> Result<Arc<Loaded>, Fault> {
        let limits = Limits { bytes, ..Limits::default() };
        SourceFolder::new(dir.path(), limits, std::iter::once(file)).take(file)
    }

    #[test]
    fn a_shapefile_brings_its_companions_whatever_their_case() {
        let dir =
            folder(&[("a.shp", b"1"), ("A.DBF", b"2"), ("a.prj", b"3"), ("b.dbf", b"4"), ("a.txt", b"5")]);
        let loaded = load_from(&dir, "a.shp", 100).expect("loaded");
        let companions: Vec<_> = loaded.companions.iter().map(|(e, b)| (e.as_str(), b.as_slice())).collect();
        assert_eq!(companions, [("dbf", &b"2"[..]), ("prj", &b"3"[..])]);
        assert_eq!(loaded.parts().count(), 3);
    }

    #[test]
    fn a_file_past_the_limit_is_not_read() {
        let dir = folder(&[("a.csv", b"12345")]);
        assert!(load_from(&dir, "a.csv", 5).is_ok());
        assert_eq!(load_from(&dir, "a.csv", 4).expect_err("a fault").rule, Rule::OverLimit);
    }

    #[test]
    fn an_absent_file_is_named() {
        let dir = folder(&[]);
        let fault = load_from(&dir, "a.csv", 5).expect_err("a fault");
        assert_eq!(fault.rule, Rule::Unreadable);
        assert!(fault.message.contains("a.csv"), "{}", fault.message);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_not_followed() {
        let (dir, other) = (folder(&[]), folder(&[("secret.csv", b"1")]));
        std::os::unix::fs::symlink(other.path().join("secret.csv"), dir.path().join("a.csv"))
            .expect("a link");
        assert!(load_from(&dir, "a.csv", 5).is_err());
    }

    #[test]
    fn a_file_used_twice_is_read_once() {
        let dir = folder(&[("a.csv", b"1")]);
        let source = SourceFolder::new(dir.path(), Limits::default(), ["a.csv", "a.csv"].into_iter());
        let first = source.take("a.csv").expect("loaded");
        fs::remove_file(dir.path().join("a.csv")).expect("removed");
        let second = source.take("a.csv").expect("loaded still");
        assert!(Arc::ptr_eq(&first, &second));
    }
}
