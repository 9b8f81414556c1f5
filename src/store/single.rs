//! One edition as a GeoPackage of its own, for a download.

use std::path::Path;

use jiff::Timestamp;

use crate::engine::{Edition, EditionData};
use crate::model::DatasetKind;

use super::content::{Layout, write_rows};
use super::geopackage::{self, Entry, names};
use super::landing::last_change;
use super::{StoreError, connect};

/// The tables of the standard, without those of Wardwise.
const SCHEMA: &str = include_str!("schema/v1.sql");

/// Writes one edition into a new GeoPackage. `metadata` goes into the file
/// beside the table: source, licence, attribution, version.
///
/// # Errors
/// [`StoreError::NotEmpty`] when the file is there already, [`StoreError::Sql`]
/// when it cannot be written.
pub fn write_geopackage(
    path: &Path,
    edition: &Edition,
    metadata: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    if path.metadata().is_ok_and(|file| file.len() > 0) {
        return Err(StoreError::NotEmpty(path.to_owned()));
    }
    let mut connection = connect::create(path)?;
    super::schema::mark(&connection).map_err(StoreError::sql("write the GeoPackage"))?;
    let write = |connection: &rusqlite::Connection| -> rusqlite::Result<()> {
        connection.execute_batch(standard_tables())?;
        let table = names::table_name(&edition.key, &|_| false);
        let kind = match edition.data {
            EditionData::Layer(_) => DatasetKind::Layer,
            EditionData::Register(_) => DatasetKind::Register,
            EditionData::Table(_) => DatasetKind::Table,
            EditionData::Network(_) => DatasetKind::Network,
        };
        let layout = Layout::plan(kind, edition.attributes().columns());
        let written = write_rows(connection, &table, &layout, &edition.data)?;
        let entry = Entry {
            table: &table,
            geometry: layout.geometry(),
            identifier: &edition.title,
            last_change: &last_change(at),
            extent: written.extent(),
        };
        geopackage::list(connection, &entry)?;
        let words = format!("{} ({}); {}", edition.title, edition.validity, edition.licence.name);
        geopackage::describe(connection, &table, &words, metadata)?;
        if layout.geometry().is_some() {
            geopackage::build_rtree(connection, &table, &written.boxes)?;
        }
        Ok(())
    };
    let transaction = connection.transaction().map_err(StoreError::sql("write the GeoPackage"))?;
    write(&transaction).map_err(StoreError::sql("write the GeoPackage"))?;
    transaction.commit().map_err(StoreError::sql("write the GeoPackage"))
}

/// The part of the first schema that belongs to the standard.
fn standard_tables() -> &'static str {
    SCHEMA.split("-- Which schema this file has").next().unwrap_or(SCHEMA)
}
