//! One file that holds a whole place.
//!
//! A backup is a zip with `place.gpkg` (one consistent moment of it), the raw
//! files that it names, `place.toml`, and `backup.json`: version, schema,
//! program, and the length and SHA-256 of every file. Any zip tool opens it.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::folder::{Folder, checksum_of, sync_folder};
use super::place::{PlaceStore, known_files};
use super::{StoreError, connect, schema, version};

/// Name of the list inside a backup.
pub(super) const LIST: &str = "backup.json";
/// The form of the list; a reader refuses a later one.
pub(super) const FORM: u32 = 1;

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct List {
    pub form: u32,
    pub software: String,
    pub schema: u32,
    pub version: u64,
    pub files: Vec<Listed>,
}

/// One file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listed {
    pub path: String,
    pub bytes: u64,
    pub sha256: String,
}

/// What went into a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackedUp {
    /// The version of the place.
    pub version: u64,
    /// Files, the database among them.
    pub files: usize,
    /// Their bytes before packing.
    pub bytes: u64,
}

/// Writes a backup of a place to a new file. A server may read and an import
/// may run meanwhile: the backup holds the version that was whole when it began.
///
/// # Errors
/// [`StoreError::NotEmpty`] when the file is there already,
/// [`StoreError::RawFile`] when a raw file is gone or damaged.
pub fn backup(place: &PlaceStore, to: &Path) -> Result<BackedUp, StoreError> {
    if to.exists() {
        return Err(StoreError::NotEmpty(to.to_owned()));
    }
    let folder = Folder::new(place.dir());
    let beside = to.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let work = tempfile::Builder::new().prefix(".wardwise-backup-").tempdir_in(beside);
    let work = work.map_err(StoreError::io("write in", beside))?;
    let moment = work.path().join("place.gpkg");
    let connection = connect::read(&folder)?;
    connect::copy(&connection, &moment).map_err(StoreError::sql("copy the database"))?;
    drop(connection);
    let copy = Folder::new(work.path());
    let connection = connect::read(&copy)?;
    let schema = schema::version(&connection, &copy)?;
    let number = version::current(&connection).map_err(StoreError::sql("read the version"))?;
    let raw = known_files(&connection)?;
    let manifest = version::face(&connection, number).map_err(StoreError::sql("read the manifest"))?;
    drop(connection);
    let packed = work.path().join("backup.zip");
    let mut writer = Packer::new(&packed)?;
    writer.add("place.gpkg", &moment, None)?;
    if let Some(manifest) = manifest.filter(|face| !face.manifest.is_empty()) {
        let path = work.path().join("place.toml");
        fs::write(&path, manifest.manifest).map_err(StoreError::io("write", &path))?;
        writer.add("place.toml", &path, None)?;
    }
    for stored in &raw {
        writer.add(&format!("raw/{stored}"), &folder.raw_file(stored), Some(stored))?;
    }
    let done = writer.finish(schema, number)?;
    fs::rename(&packed, to).map_err(StoreError::io("write", to))?;
    sync_folder(beside)?;
    Ok(done)
}

struct Packer<'a> {
    path: &'a Path,
    zip: ZipWriter<BufWriter<File>>,
    files: Vec<Listed>,
}

impl<'a> Packer<'a> {
    fn new(path: &'a Path) -> Result<Self, StoreError> {
        let file = File::create_new(path).map_err(StoreError::io("write", path))?;
        Ok(Self { path, zip: ZipWriter::new(BufWriter::new(file)), files: Vec::new() })
    }

    /// Adds a file; where its checksum is known, the bytes that went in must have it.
    fn add(&mut self, name: &str, from: &Path, stored: Option<&str>) -> Result<(), StoreError> {
        let wrong = |what: String| StoreError::RawFile { stored: stored.unwrap_or(name).to_owned(), what };
        let mut source = File::open(from).map_err(|error| wrong(format!("cannot be read: {error}")))?;
        let options = SimpleFileOptions::default().large_file(true);
        self.zip.start_file(name, options).map_err(|error| self.told(error.into()))?;
        let mut counted = Counted { to: &mut self.zip, sum: Sha256::new(), bytes: 0 };
        io::copy(&mut source, &mut counted).map_err(StoreError::io("write", self.path))?;
        let (sum, bytes) = (counted.sum.finalize(), counted.bytes);
        let sha256: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
        if stored.and_then(checksum_of).is_some_and(|known| known.as_str() != sha256) {
            return Err(wrong("the bytes are not those that were imported".into()));
        }
        self.files.push(Listed { path: name.to_owned(), bytes, sha256 });
        Ok(())
    }

    fn finish(mut self, schema: u32, version: u64) -> Result<BackedUp, StoreError> {
        let done = BackedUp {
            version,
            files: self.files.len(),
            bytes: self.files.iter().map(|file| file.bytes).sum(),
        };
        let files = std::mem::take(&mut self.files);
        let list = List { form: FORM, software: super::SOFTWARE.to_owned(), schema, version, files };
        let text = serde_json::to_string_pretty(&list).map_err(|error| self.told(error.into()))?;
        let options = SimpleFileOptions::default();
        self.zip.start_file(LIST, options).map_err(|error| self.told(error.into()))?;
        self.zip.write_all(text.as_bytes()).map_err(|error| self.told(error))?;
        let path = self.path;
        let told = |error: io::Error| StoreError::io("write", path)(error);
        let file = self.zip.finish().map_err(|error| told(error.into()))?;
        let file = file.into_inner().map_err(|error| told(error.into_error()))?;
        file.sync_all().map_err(told)?;
        Ok(done)
    }

    fn told(&self, error: io::Error) -> StoreError {
        StoreError::io("write", self.path)(error)
    }
}

struct Counted<'a, W> {
    to: &'a mut W,
    sum: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Counted<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.to.write(bytes)?;
        self.sum.update(&bytes[..n]);
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
