//! From a row of an edition back to the record of the published file.

use jiff::Timestamp;

use crate::ingest::read::{Format, Limits, ReadOptions, SourceBytes, read};
use crate::model::{Checksum, EditionKey, Licence};

use super::StoreError;
use super::folder::Folder;
use super::raw::read_raw;
use super::revision::Revision;

/// One record as it stands in its published file, read again and verified.
#[derive(Debug, Clone, PartialEq)]
pub struct OriginRow {
    /// The edition that holds the row.
    pub edition: EditionKey,
    /// Path of the published file inside the source folder.
    pub file: String,
    /// Sheet, container layer or archive member.
    pub part: Option<String>,
    /// 1-based record; the starting line in text tables.
    pub row: u64,
    /// Published header and published cell, in the file's order.
    pub cells: Vec<(String, String)>,
    /// SHA-256 of the file, just verified.
    pub checksum: Checksum,
    /// Where the publisher offers the file.
    pub source: Option<String>,
    /// Terms of use.
    pub licence: Licence,
    /// When the file was imported.
    pub imported_at: Timestamp,
    /// The program that imported it, with its version.
    pub software: String,
}

/// Reads the record again from the raw file.
pub(super) fn origin_row(
    folder: &Folder,
    revision: &Revision,
    files: &[(String, String, String)],
    row: u64,
) -> Result<OriginRow, StoreError> {
    let mut loaded = Vec::with_capacity(files.len());
    for (extension, path, stored) in files {
        loaded.push((extension.clone(), path, stored, read_raw(folder, stored)?));
    }
    let mut loaded = loaded.into_iter();
    let (_, path, stored, bytes) =
        loaded.next().ok_or_else(|| StoreError::damaged(&folder.database(), "a revision without a file"))?;
    let source = SourceBytes {
        file: path,
        bytes: &bytes,
        companions: loaded.map(|(extension, _, _, bytes)| (extension, bytes)).collect(),
    };
    let options = ReadOptions {
        format: revision.format.as_deref().and_then(Format::from_key),
        part: revision.part.clone(),
        encoding: revision.encoding.clone(),
    };
    let draft = read(&source, &options, &Limits::default()).map_err(|faults| StoreError::Unreadable {
        stored: stored.clone(),
        what: faults.first().map_or_else(String::new, |fault| fault.message.clone()),
    })?;
    let record = draft.rows.iter().find(|record| record.number == row);
    let record = record.ok_or_else(|| StoreError::UnknownRow { edition: revision.key.clone(), row })?;
    let cells = draft.columns.iter().zip(&record.cells);
    Ok(OriginRow {
        edition: revision.key.clone(),
        file: revision.file.clone(),
        part: draft.part.clone(),
        row,
        cells: cells.map(|(header, cell)| (header.clone(), cell.display().into_owned())).collect(),
        checksum: revision.checksum.clone(),
        source: revision.source.clone(),
        licence: revision.licence.clone(),
        imported_at: revision.imported_at,
        software: revision.software.clone(),
    })
}
