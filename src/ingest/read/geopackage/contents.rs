//! What a GeoPackage holds, and the one table that is wanted of it.

use rusqlite::{Connection, OptionalExtension};

use crate::draft::DeclaredCrs;

use super::super::crs_text;
use super::super::found::{Halt, unreadable};
use super::damaged;

/// The table that is to be read.
#[derive(Debug)]
pub(super) struct Contents {
    /// Its name.
    pub(super) table: String,
    /// Its columns, in order.
    pub(super) columns: Vec<Column>,
    /// What the file declares of its coordinates.
    pub(super) crs: DeclaredCrs,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// Its name.
    pub(super) name: String,
    /// What it declares to hold.
    pub(super) kind: Kind,
}

/// What a column declares to hold, as far as it changes a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The shape of the record.
    Shape,
    /// `BOOLEAN`.
    Flag,
    /// `DATE`.
    Day,
    /// `BLOB`, and further columns of shapes.
    Blob,
    /// Text and numbers, told apart by what stands in each cell.
    Plain,
}

impl Contents {
    /// The columns that are read: all but blobs.
    pub(super) fn read(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.kind != Kind::Blob)
    }

    /// The statement that reads them, in the order of the table.
    pub(super) fn select(&self) -> String {
        let columns: Vec<_> = self.read().map(|column| quoted(&column.name)).collect();
        let columns = if columns.is_empty() { "NULL".to_owned() } else { columns.join(", ") };
        format!("SELECT {columns} FROM {}", quoted(&self.table))
    }
}

/// Finds the layer or table that the manifest names, or the only one there is.
pub(super) fn choose(connection: &Connection, part: Option<&str>) -> Result<Contents, Halt> {
    let tables = listed(connection)?;
    let offer = format!("Choose one in the manifest: part = one of {}.", tables.join(", "));
    let table = match (part, tables.as_slice()) {
        (Some(part), _) if tables.iter().any(|table| table == part) => part.to_owned(),
        (Some(part), _) => return Err(unreadable(format!("the GeoPackage has no layer '{part}'"), offer)),
        (None, [only]) => only.clone(),
        (None, []) => {
            return Err(unreadable(
                "the GeoPackage holds no layer and no attribute table",
                "Pictures (tiles) are not read; export a vector layer.",
            ));
        }
        (None, several) => {
            return Err(unreadable(format!("the GeoPackage holds {} layers", several.len()), offer));
        }
    };
    check_is_table(connection, &table)?;
    let geometry = geometry_column(connection, &table)?;
    let columns = columns_of(connection, &table, geometry.as_ref().map(|(name, _)| name.as_str()))?;
    let crs = match geometry {
        Some((_, srs_id)) => declared(connection, srs_id)?,
        None => DeclaredCrs::None,
    };
    Ok(Contents { table, columns, crs })
}

/// Layers first, as the file lists them. Files from before 1.2 know no
/// `attributes`, and GDAL wrote `aspatial` for a while.
fn listed(connection: &Connection) -> Result<Vec<String>, Halt> {
    const SQL: &str = "SELECT table_name FROM gpkg_contents
        WHERE data_type IN ('features', 'attributes', 'aspatial') ORDER BY data_type <> 'features', rowid LIMIT 1000";
    let mut statement = connection.prepare(SQL).map_err(|error| {
        let text = error.to_string();
        if text.contains("no such table") {
            return unreadable(
                "the database has no gpkg_contents table, so it is not a GeoPackage",
                "Export the layer as GeoPackage.",
            );
        }
        damaged(&error)
    })?;
    let names = statement.query_map([], |row| row.get(0)).map_err(|error| damaged(&error))?;
    names.collect::<Result<_, _>>().map_err(|error| damaged(&error))
}

/// Views are code of the file's author: they are not run.
fn check_is_table(connection: &Connection, table: &str) -> Result<(), Halt> {
    let kind: Option<String> = connection
        .query_row("SELECT type FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE", [table], |row| row.get(0))
        .optional()
        .map_err(|error| damaged(&error))?;
    match kind.as_deref() {
        Some("table") => Ok(()),
        Some(_) => Err(unreadable(
            format!("'{table}' is a view, and views in files are not run"),
            "Save the layer as a table of its own.",
        )),
        None => {
            Err(unreadable(format!("the GeoPackage lists '{table}' but does not hold it"), "Fetch it again."))
        }
    }
}

fn geometry_column(connection: &Connection, table: &str) -> Result<Option<(String, i64)>, Halt> {
    const SQL: &str =
        "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?1 COLLATE NOCASE LIMIT 1";
    let found = connection.query_row(SQL, [table], |row| Ok((row.get(0)?, row.get(1)?))).optional();
    match found {
        // A package of attribute tables alone need not have this table.
        Err(error) if error.to_string().contains("no such table") => Ok(None),
        other => other.map_err(|error| damaged(&error)),
    }
}

fn columns_of(connection: &Connection, table: &str, shape: Option<&str>) -> Result<Vec<Column>, Halt> {
    let mut statement = connection
        .prepare("SELECT name, upper(type) FROM pragma_table_info(?1)")
        .map_err(|error| damaged(&error))?;
    let columns = statement
        .query_map([table], |row| {
            let (name, declared): (String, String) = (row.get(0)?, row.get(1)?);
            let is_shape = shape.is_some_and(|shape| shape.eq_ignore_ascii_case(&name));
            let kind = if is_shape { Kind::Shape } else { kind_of(&declared) };
            Ok(Column { name, kind })
        })
        .map_err(|error| damaged(&error))?;
    columns.collect::<Result<_, _>>().map_err(|error| damaged(&error))
}

fn kind_of(declared: &str) -> Kind {
    const SHAPES: [&str; 8] = [
        "GEOMETRY",
        "POINT",
        "LINESTRING",
        "POLYGON",
        "MULTIPOINT",
        "MULTILINESTRING",
        "MULTIPOLYGON",
        "GEOMETRYCOLLECTION",
    ];
    match declared {
        "BOOLEAN" | "BOOL" => Kind::Flag,
        "DATE" => Kind::Day,
        text if text.starts_with("BLOB") || SHAPES.contains(&text) => Kind::Blob,
        _ => Kind::Plain,
    }
}

/// By the standard, -1 and 0 mean an undefined plane and undefined degrees.
fn declared(connection: &Connection, srs_id: i64) -> Result<DeclaredCrs, Halt> {
    const SQL: &str = "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys
        WHERE srs_id = ?1";
    let row: Option<(Option<String>, Option<i64>, Option<String>)> = connection
        .query_row(SQL, [srs_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()
        .map_err(|error| damaged(&error))?;
    let Some((organization, code, definition)) = row else {
        return Ok(crs_text::unknown(&format!("srs_id {srs_id}, which the file does not describe")));
    };
    let epsg = organization.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("EPSG"));
    if let Some(known) = code.filter(|_| epsg).and_then(crs_text::from_epsg) {
        return Ok(DeclaredCrs::Known(known));
    }
    if epsg {
        return Ok(crs_text::unknown(&format!("EPSG:{}", code.unwrap_or_default())));
    }
    let definition = definition.unwrap_or_default();
    Ok(match crs_text::from_wkt(&definition) {
        known @ DeclaredCrs::Known(_) => known,
        _ => crs_text::unknown(&format!("srs_id {srs_id}: {definition}")),
    })
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
