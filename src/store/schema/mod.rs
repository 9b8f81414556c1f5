//! The schema of `place.gpkg`, step by step from the first day.
//!
//! GeoPackage uses `user_version` for its own version, so ours stands in the
//! table `wardwise_schema`. A step that has been released is never edited.

use std::path::PathBuf;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::StoreError;
use super::connect;
use super::folder::Folder;
use super::lock::PlaceLock;

/// "GPKG" as a number, where a GeoPackage is told from other databases.
const APPLICATION_ID: i64 = 0x4750_4B47;
/// GeoPackage 1.3.0, the way the standard writes it.
const GEOPACKAGE_VERSION: i64 = 10_300;

/// Steps from an empty file to the newest schema.
const STEPS: [&str; 8] = [
    include_str!("v1.sql"),
    include_str!("v2.sql"),
    include_str!("v3.sql"),
    include_str!("v4.sql"),
    include_str!("v5.sql"),
    include_str!("v6.sql"),
    include_str!("v7.sql"),
    include_str!("v8.sql"),
];

/// The newest schema, which this program writes.
#[expect(clippy::cast_possible_truncation, reason = "there are few steps")]
pub const NEWEST: u32 = STEPS.len() as u32;

/// Makes the tables in an empty file.
pub(super) fn create(connection: &mut Connection) -> Result<(), StoreError> {
    create_up_to(connection, NEWEST).map_err(StoreError::sql("make the tables"))
}

/// Brings an older place up to the newest schema, in one transaction, with a
/// copy of the file made first. Gives the name of the copy.
///
/// # Errors
/// [`StoreError::NewerSchema`] when a newer program wrote the file.
pub(super) fn upgrade(folder: &Folder) -> Result<Option<PathBuf>, StoreError> {
    let found = version(&connect::read(folder)?, folder)?;
    if found == NEWEST {
        return Ok(None);
    }
    let _lock = PlaceLock::take(folder)?;
    let mut connection = connect::write(folder)?;
    let found = version(&connection, folder)?;
    if found == NEWEST {
        return Ok(None);
    }
    let copy = folder.dir().join(format!("place.schema-{found}.gpkg"));
    super::folder::remove(&copy)?;
    connect::copy(&connection, &copy).map_err(StoreError::sql("copy the place before its upgrade"))?;
    run_steps(&mut connection, found).map_err(StoreError::sql("upgrade the schema"))?;
    Ok(Some(copy))
}

/// The schema of a place.
///
/// # Errors
/// [`StoreError::NotOurs`], [`StoreError::NewerSchema`].
pub(super) fn version(connection: &Connection, folder: &Folder) -> Result<u32, StoreError> {
    let ours = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'wardwise_schema'";
    let ours = connection.query_row(ours, [], |_| Ok(())).optional();
    if ours.map_err(StoreError::sql("read the schema"))?.is_none() {
        return Err(StoreError::NotOurs(folder.database()));
    }
    let found: u32 = connection
        .query_row("SELECT coalesce(max(version), 0) FROM wardwise_schema", [], |row| row.get(0))
        .map_err(StoreError::sql("read the schema"))?;
    if found > NEWEST {
        return Err(StoreError::NewerSchema { found, known: NEWEST });
    }
    Ok(found)
}

/// Marks a file as a GeoPackage.
pub(super) fn mark(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", GEOPACKAGE_VERSION)
}

fn create_up_to(connection: &mut Connection, last: u32) -> rusqlite::Result<()> {
    mark(connection)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in 1..=last {
        run_step(&transaction, step)?;
    }
    transaction.commit()
}

fn run_steps(connection: &mut Connection, found: u32) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in found + 1..=NEWEST {
        run_step(&transaction, step)?;
    }
    transaction.commit()
}

fn run_step(connection: &Connection, step: u32) -> rusqlite::Result<()> {
    connection.execute_batch(STEPS[step as usize - 1])?;
    connection.execute(
        "INSERT INTO wardwise_schema (version, software) VALUES (?1, ?2)",
        (step, super::SOFTWARE),
    )?;
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A folder with a place as the first schema had it, holding version 0.
    pub fn first_schema(folder: &Folder) {
        let mut connection = connect::create(&folder.database()).expect("a database");
        create_up_to(&mut connection, 1).expect("schema 1");
        let version_0 = "INSERT INTO wardwise_version VALUES
            (0, '2026-01-01T00:00:00Z', 'create', '', 'wardwise 0.1.0', 'old', 'Old', '', NULL, '')";
        connection.execute(version_0, []).expect("version 0");
    }

    #[test]
    fn a_place_of_the_first_schema_is_upgraded_and_a_copy_is_kept() {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(dir.path());
        first_schema(&folder);
        let copy = upgrade(&folder).expect("an upgrade").expect("a copy");
        assert_eq!(copy.file_name().and_then(|n| n.to_str()), Some("place.schema-1.gpkg"));
        let connection = connect::read(&folder).expect("a connection");
        assert_eq!(version(&connection, &folder).expect("a schema"), NEWEST);
        let kept: i64 = connection
            .query_row("SELECT count(*) FROM wardwise_version", [], |row| row.get(0))
            .expect("a count");
        assert_eq!(kept, 1);
        assert!(upgrade(&folder).expect("nothing to do").is_none());
    }

    #[test]
    fn an_upgraded_place_has_the_tables_of_a_new_one() {
        let tables = |folder: &Folder| -> Vec<String> {
            let connection = connect::read(folder).expect("a connection");
            let mut sql = connection.prepare("SELECT name FROM sqlite_master ORDER BY name").expect("SQL");
            sql.query_map([], |row| row.get(0)).expect("rows").map(|name| name.expect("a name")).collect()
        };
        let (old, new) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let (old, new) = (Folder::new(old.path()), Folder::new(new.path()));
        std::fs::create_dir_all(old.dir()).expect("a folder");
        std::fs::create_dir_all(new.dir()).expect("a folder");
        first_schema(&old);
        upgrade(&old).expect("an upgrade");
        create(&mut connect::create(&new.database()).expect("a database")).expect("the tables");
        assert_eq!(tables(&old), tables(&new));
    }

    #[test]
    fn a_newer_schema_is_refused_in_plain_words() {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(dir.path());
        let mut connection = connect::create(&folder.database()).expect("a database");
        create(&mut connection).expect("the tables");
        connection.execute("INSERT INTO wardwise_schema VALUES (99, 'wardwise 9')", []).expect("a row");
        drop(connection);
        let error = upgrade(&folder).expect_err("refused");
        assert!(error.to_string().contains("schema 99"), "{error}");
    }
}
