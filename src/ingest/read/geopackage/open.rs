//! Opens the bytes of a database that is not trusted.

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;

use super::super::Limits;
use super::super::found::{Halt, unreadable};
use super::damaged;

/// How many steps of SQLite's machine may pass for each byte of the file. A
/// plain scan needs a few; only a schema made to stall needs more.
const STEPS_PER_BYTE: u64 = 20;

/// Steps that even the smallest file may take.
const MIN_STEPS: u64 = 50_000_000;

/// Opens a copy in memory, read-only, with every door shut that SQLite has:
/// <https://www.sqlite.org/security.html>.
pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Connection, Halt> {
    let header = bytes.get(..100).ok_or_else(|| {
        unreadable(
            format!("the GeoPackage ends after {} bytes, inside its header", bytes.len()),
            "Fetch the file again.",
        )
    })?;
    let mut head = [0; 100];
    head.copy_from_slice(header);
    // A database in memory has no write-ahead log beside it; bytes 18 and 19
    // say which form the file is in (SQLite file format, section 1.3.3).
    head[18] = 1;
    head[19] = 1;
    let mut connection = Connection::open_in_memory().map_err(|error| damaged(&error))?;
    let reader = std::io::Read::chain(head.as_slice(), &bytes[100..]);
    connection.deserialize_read_exact("main", reader, bytes.len(), true).map_err(|error| damaged(&error))?;
    harden(&connection, bytes.len() as u64, limits).map_err(|error| damaged(&error))?;
    Ok(connection)
}

fn harden(connection: &Connection, bytes: u64, limits: &Limits) -> rusqlite::Result<()> {
    for (setting, value) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    ] {
        connection.set_db_config(setting, value)?;
    }
    let most = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let blob = usize::try_from(limits.points).unwrap_or(usize::MAX).saturating_mul(32);
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, most(blob.min(1 << 30)))?;
    connection.set_limit(Limit::SQLITE_LIMIT_COLUMN, most(limits.columns))?;
    connection.set_limit(Limit::SQLITE_LIMIT_EXPR_DEPTH, 100)?;
    connection.set_limit(Limit::SQLITE_LIMIT_COMPOUND_SELECT, 3)?;
    connection.set_limit(Limit::SQLITE_LIMIT_VDBE_OP, 250_000)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "query_only", true)?;
    const STRIDE: u16 = 10_000;
    let mut left = bytes.saturating_mul(STEPS_PER_BYTE).max(MIN_STEPS) / u64::from(STRIDE);
    connection.progress_handler(
        i32::from(STRIDE.min(i16::MAX.unsigned_abs())),
        Some(move || {
            left = left.saturating_sub(1);
            left == 0
        }),
    )?;
    Ok(())
}
