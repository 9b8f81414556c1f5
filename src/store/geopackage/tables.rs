//! The list of tables that a GeoPackage carries, and what is said of each.

use rusqlite::Connection;

use super::geometry::{Extent, SRS_ID};

const METADATA_STANDARD: &str = "http://purl.org/dc/terms/";

/// What a GeoPackage says of one of its tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'a> {
    /// Name of the table.
    pub table: &'a str,
    /// `MULTIPOLYGON` or `POINT` for features, `None` for attributes.
    pub geometry: Option<&'static str>,
    /// Name for people, unique in the file.
    pub identifier: &'a str,
    /// When the rows were written, as `2026-11-22T03:04:05.000Z`.
    pub last_change: &'a str,
    /// Box around all rows.
    pub extent: Option<Extent>,
}

/// Enters a table into the list.
pub fn list(connection: &Connection, entry: &Entry<'_>) -> rusqlite::Result<()> {
    let [min_x, max_x, min_y, max_y] = entry.extent.map_or([None; 4], |sides| sides.map(Some));
    let (data_type, srs) = match entry.geometry {
        Some(_) => ("features", Some(SRS_ID)),
        None => ("attributes", None),
    };
    connection.execute(
        "INSERT INTO gpkg_contents
           (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id)
         VALUES (?1, ?2, ?3, '', ?4, ?5, ?6, ?7, ?8, ?9)",
        (entry.table, data_type, entry.identifier, entry.last_change, min_x, min_y, max_x, max_y, srs),
    )?;
    if let Some(geometry) = entry.geometry {
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, ?3, 0, 0)",
            (entry.table, geometry, SRS_ID),
        )?;
    }
    connection.execute(
        "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata)
         VALUES ('dataset', ?1, 'text/plain', '')",
        [METADATA_STANDARD],
    )?;
    connection.execute(
        "INSERT INTO gpkg_metadata_reference VALUES ('table', ?1, NULL, NULL, ?2, ?3, NULL)",
        (entry.table, entry.last_change, connection.last_insert_rowid()),
    )?;
    Ok(())
}

/// Sets the words that go with a table: its description, and the longer
/// metadata with source and licence.
pub fn describe(
    connection: &Connection,
    table: &str,
    description: &str,
    metadata: &str,
) -> rusqlite::Result<()> {
    connection.execute(
        "UPDATE gpkg_contents SET description = ?2 WHERE table_name = ?1 AND description IS NOT ?2",
        (table, description),
    )?;
    connection.execute(
        "UPDATE gpkg_metadata SET metadata = ?2 WHERE metadata IS NOT ?2
           AND id = (SELECT md_file_id FROM gpkg_metadata_reference WHERE table_name = ?1)",
        (table, metadata),
    )?;
    Ok(())
}
