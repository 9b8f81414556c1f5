//! Connections to `place.gpkg`, for readers and for the one writer.
//!
//! The database keeps a rollback journal, not a write-ahead log, so that
//! between imports `place.gpkg` is one whole file: it can be copied, sent and
//! opened from a read-only disk (`docs/adr`).

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::ffi::{Error, SQLITE_BUSY};
use rusqlite::{Connection, OpenFlags};

use super::StoreError;
use super::folder::Folder;

/// How long a reader or the writer waits for the other side to let go.
const PATIENCE: Duration = Duration::from_secs(30);
/// Pages that a writer may hold before it has to lock readers out, in KiB.
const WRITER_CACHE_KIB: i64 = 2 * 1024 * 1024;

/// A connection that only reads. It is opened so that a journal left by a
/// killed import can be rolled back by whoever comes first.
pub(super) fn read(folder: &Folder) -> Result<Connection, StoreError> {
    let connection = open(folder, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.pragma_update(None, "query_only", true).map_err(|e| told(&folder.database(), e))?;
    Ok(connection)
}

/// The writer's connection. Nothing is spilt before the commit, so that
/// readers are held up for the moment of the commit alone.
pub(super) fn write(folder: &Folder) -> Result<Connection, StoreError> {
    let connection = open(folder, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    settle_writer(&connection).map_err(|e| told(&folder.database(), e))?;
    Ok(connection)
}

/// A new database file, which must not be there yet.
pub(super) fn create(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|e| told(path, e))?;
    settle_writer(&connection).map_err(|e| told(path, e))?;
    Ok(connection)
}

/// Copies the database of a connection, as it is at one moment, into a new file.
pub(super) fn copy(from: &Connection, to: &Path) -> rusqlite::Result<()> {
    let mut target = Connection::open(to)?;
    // All pages in one step: in several, a commit in between would begin it anew.
    let done = Backup::new(from, &mut target)?.step(-1)?;
    match done {
        StepResult::Done => Ok(()),
        _ => Err(rusqlite::Error::SqliteFailure(Error::new(SQLITE_BUSY), None)),
    }
}

fn open(folder: &Folder, flags: OpenFlags) -> Result<Connection, StoreError> {
    let path = folder.database();
    if !path.is_file() {
        return Err(StoreError::NotAPlace(folder.dir().to_owned()));
    }
    let connection = Connection::open_with_flags(&path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|e| told(&path, e))?;
    connection.busy_timeout(PATIENCE).map_err(|e| told(&path, e))?;
    connection.set_prepared_statement_cache_capacity(64);
    // Reading the header now gives "not a database" here and not somewhere later.
    connection
        .query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get::<_, i64>(0))
        .map_err(|e| told(&path, e))?;
    Ok(connection)
}

fn settle_writer(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "DELETE")?;
    connection.pragma_update(None, "synchronous", "EXTRA")?;
    connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    connection.pragma_update(None, "cache_spill", false)?;
    connection.pragma_update(None, "foreign_keys", true)
}

fn told(path: &Path, error: rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    match error.sqlite_error_code() {
        Some(DatabaseCorrupt) => StoreError::damaged(path, "the database is damaged"),
        Some(NotADatabase) => StoreError::damaged(path, "this is not a database"),
        _ => StoreError::Sql { doing: "open", source: error },
    }
}
