//! What can go wrong with a place on disk.

use std::path::{Path, PathBuf};

use crate::model::EditionKey;

/// Why the place on disk could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder holds no place.
    #[error("{} is not a place: it holds no place.gpkg; make one with 'wardwise import'", .0.display())]
    NotAPlace(PathBuf),
    /// The folder holds a place already.
    #[error("{} holds a place already", .0.display())]
    Exists(PathBuf),
    /// A restore or a backup would overwrite something.
    #[error("{} is there already and is not overwritten; choose another name or empty it first", .0.display())]
    NotEmpty(PathBuf),
    /// A file or folder could not be read or written.
    #[error("{}: cannot {doing}: {source}", path.display())]
    Io {
        /// What was being done, such as "write".
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database refused.
    #[error("place.gpkg: cannot {doing}: {source}")]
    Sql {
        /// What was being done.
        doing: &'static str,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The file is no database, or a damaged one.
    #[error("{}: {what}; restore the place from a backup", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The schema is newer than this program.
    #[error(
        "place.gpkg has schema {found}, and this Wardwise knows schemas up to {known}; use the newer Wardwise that wrote it"
    )]
    NewerSchema {
        /// The schema of the file.
        found: u32,
        /// The newest schema known here.
        known: u32,
    },
    /// The file was last written by a program that did not keep our tables.
    #[error("{} is a GeoPackage, but not a place of Wardwise: it has no table wardwise_schema", .0.display())]
    NotOurs(PathBuf),
    /// Another import holds the lock.
    #[error("another import is writing to {}; wait until it has ended and try again", .0.display())]
    Locked(PathBuf),
    /// No such crosswalk in the place.
    #[error("the place keeps no crosswalk '{0}'; 'wardwise crosswalks' lists those it keeps")]
    UnknownCrosswalk(String),
    /// A crosswalk between plain files was to be saved.
    #[error("only a crosswalk between two editions of the place can be saved in it")]
    PlainCrosswalk,
    /// No such custom area in the place.
    #[error("the place keeps no custom area '{0}'")]
    UnknownCustomArea(String),
    /// Another custom area has this name.
    #[error("a custom area is called '{0}' already; choose another name")]
    CustomNameTaken(String),
    /// The place keeps as many custom areas as it may.
    #[error("the place keeps {0} custom areas, which is as many as it may; delete one first")]
    TooManyCustomAreas(usize),
    /// No such saved assessment in the place.
    #[error("the place keeps no assessment '{0}' that stands")]
    UnknownAssessment(String),
    /// The manifest names an assessment of this id.
    #[error("the manifest names an assessment '{0}'; save this one under another id")]
    AssessmentOfManifest(String),
    /// The place keeps as many saved versions of assessments as it may.
    #[error("the place keeps {0} saved versions of assessments, which is as many as it may")]
    TooManyAssessments(usize),
    /// No such edition in the place.
    #[error("the place holds no edition {0}")]
    UnknownEdition(EditionKey),
    /// No such revision of an edition.
    #[error("edition {edition} has no revision {number}")]
    UnknownRevision {
        /// The edition.
        edition: EditionKey,
        /// The revision asked for.
        number: u64,
    },
    /// The edition has no row that came from this record.
    #[error("edition {edition} has no row from record {row} of its file")]
    UnknownRow {
        /// The edition.
        edition: EditionKey,
        /// The record asked for.
        row: u64,
    },
    /// No such version of the place.
    #[error("the place has no version {0}")]
    UnknownVersion(u64),
    /// The place moved on between the plan and its application.
    #[error(
        "the plan was made for version {planned}, and the place is at version {current} by now; plan again"
    )]
    Moved {
        /// The version that the plan was made for.
        planned: u64,
        /// The version now.
        current: u64,
    },
    /// The plan would change nothing.
    #[error("nothing would change: {0}")]
    NothingToDo(String),
    /// No more decisions fit.
    #[error("the place keeps {0} decisions already, the most that it can")]
    TooManyDecisions(u64),
    /// Nothing of this kind was saved under the id.
    #[error("the place keeps no {kind} '{id}'")]
    UnknownTrial {
        /// What was looked for.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// No more searches and scenarios fit.
    #[error("the place keeps {0} saved searches and scenarios already, the most that it can")]
    TooManyTrials(u64),
    /// The scenario has a pack for the decision.
    #[error("the evidence for decision '{0}' is kept already and is never changed")]
    PackIsKept(String),
    /// A raw file is not there or not what it was.
    #[error("raw/{stored}: {what}")]
    RawFile {
        /// Name inside `raw/`.
        stored: String,
        /// What is wrong with it.
        what: String,
    },
    /// A table has more columns than a database table can have.
    #[error("{edition} has {found} columns; a place holds at most {most} in one table")]
    TooManyColumns {
        /// The edition.
        edition: EditionKey,
        /// Its columns.
        found: usize,
        /// The most that fit.
        most: usize,
    },
    /// A backup file cannot be trusted.
    #[error("{}: {what}", path.display())]
    BadBackup {
        /// The backup.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The raw file no longer reads as it did at the import.
    #[error("raw/{stored} cannot be read again: {what}")]
    Unreadable {
        /// Name inside `raw/`.
        stored: String,
        /// The first fault of the reader.
        what: String,
    },
}

impl StoreError {
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }

    pub(super) fn sql(doing: &'static str) -> impl FnOnce(rusqlite::Error) -> Self {
        move |source| Self::Sql { doing, source }
    }

    pub(super) fn damaged(path: &Path, what: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), what: what.into() }
    }

    /// Whether the same question may well succeed in a moment.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
        match self {
            Self::Locked(_) | Self::Moved { .. } => true,
            Self::Sql { source, .. } => {
                matches!(source.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked))
            }
            _ => false,
        }
    }
}
