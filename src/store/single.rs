//! Rows as a GeoPackage of their own, for a download.

use std::path::Path;

use geo_types::{LineString, MultiPolygon};
use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::types::Null;

use crate::draft::Cell;
use crate::geom::Grid;
use crate::table::ColumnKind;

use super::content::sql_type;
use super::geopackage::geometry::{encode_area, encode_line, encode_point};
use super::geopackage::{self, Entry, Extent, names};
use super::landing::last_change;
use super::{StoreError, connect};

/// The tables of the standard, without those of Wardwise.
const SCHEMA: &str = include_str!("schema/v1.sql");
/// The columns that every table starts with, one with shapes having both.
const OWN: [&str; 2] = ["fid", "geom"];

/// What the one table of a GeoPackage is like.
#[derive(Debug)]
pub struct SingleTable<'a> {
    /// What it is called after: ids, which become a plain name.
    pub name: &'a str,
    /// Name for people.
    pub title: &'a str,
    /// What it holds, in a sentence.
    pub description: &'a str,
    /// Source, licence, attribution, version, for the metadata of the file.
    pub metadata: &'a str,
    /// `MULTIPOLYGON`, `LINESTRING` or `POINT`; `None` for rows without shapes.
    pub geometry: Option<&'static str>,
    /// Name and kind of each column, and whether all its numbers are whole.
    pub columns: Vec<(&'a str, ColumnKind, bool)>,
    /// When the rows were written.
    pub at: Timestamp,
}

/// Where a row lies, in grid metres.
#[derive(Debug)]
pub enum SingleShape<'a> {
    /// At a point.
    Point(Grid),
    /// Along a line.
    Line(&'a LineString<f64>),
    /// On an area.
    Area(&'a MultiPolygon<f64>),
}

/// The rows of the one table of a GeoPackage, asked for one after another.
pub trait SingleRows {
    /// How many rows there are.
    fn len(&self) -> usize;
    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// What stands in a cell.
    fn cell(&self, row: usize, column: usize) -> Cell;
    /// Hands on where a row lies; nothing where that is not known.
    fn shape(&self, row: usize, hand_on: &mut dyn FnMut(SingleShape<'_>));
}

/// Writes rows into a new GeoPackage, a table of their own.
///
/// # Errors
/// [`StoreError::NotEmpty`] when the file is there already, [`StoreError::Sql`]
/// when it cannot be written.
pub fn write_geopackage(
    path: &Path,
    about: &SingleTable<'_>,
    rows: &dyn SingleRows,
) -> Result<(), StoreError> {
    if path.metadata().is_ok_and(|file| file.len() > 0) {
        return Err(StoreError::NotEmpty(path.to_owned()));
    }
    let failed = || StoreError::sql("write the GeoPackage");
    let mut connection = connect::create(path)?;
    super::schema::mark(&connection).map_err(failed())?;
    let transaction = connection.transaction().map_err(failed())?;
    fill(&transaction, about, rows).map_err(failed())?;
    transaction.commit().map_err(failed())
}

fn fill(connection: &Connection, about: &SingleTable<'_>, rows: &dyn SingleRows) -> rusqlite::Result<()> {
    connection.execute_batch(standard_tables())?;
    let table = names::plain_table(about.name);
    connection.execute_batch(&create(&table, about))?;
    let boxes = insert(connection, &table, about, rows)?;
    let entry = Entry {
        table: &table,
        geometry: about.geometry,
        identifier: about.title,
        last_change: &last_change(about.at),
        extent: boxes.iter().map(|(_, extent)| *extent).reduce(joined),
    };
    geopackage::list(connection, &entry)?;
    geopackage::describe(connection, &table, about.description, about.metadata)?;
    if about.geometry.is_some() {
        geopackage::build_rtree(connection, &table, &boxes)?;
    }
    Ok(())
}

/// The part of the first schema that belongs to the standard.
fn standard_tables() -> &'static str {
    SCHEMA.split("-- Which schema this file has").next().unwrap_or(SCHEMA)
}

fn create(table: &str, about: &SingleTable<'_>) -> String {
    let mut columns = vec!["\"fid\" INTEGER PRIMARY KEY NOT NULL".to_owned()];
    columns.extend(about.geometry.map(|kind| format!("\"geom\" {kind}")));
    let stored = names::column_names(&OWN, about.columns.iter().map(|(name, _, _)| *name));
    columns.extend(stored.iter().zip(&about.columns).map(|(name, (_, kind, is_whole))| {
        let kind = if *is_whole { "INTEGER" } else { sql_type(*kind) };
        format!("{} {kind}", names::quoted(name))
    }));
    format!("CREATE TABLE {} (\n  {}\n)", names::quoted(table), columns.join(",\n  "))
}

/// Writes all rows, with row ids from 1; gives their boxes.
fn insert(
    connection: &Connection,
    table: &str,
    about: &SingleTable<'_>,
    rows: &dyn SingleRows,
) -> rusqlite::Result<Vec<(i64, Extent)>> {
    let own = 1 + usize::from(about.geometry.is_some());
    let places = vec!["?"; own + about.columns.len()].join(", ");
    let mut statement =
        connection.prepare(&format!("INSERT INTO {} VALUES ({places})", names::quoted(table)))?;
    let mut boxes = Vec::new();
    for (fid, row) in (1_i64..).zip(0..rows.len()) {
        statement.raw_bind_parameter(1, fid)?;
        if about.geometry.is_some() {
            let (blob, extent) = encoded(rows, row).unzip();
            boxes.extend(extent.map(|extent| (fid, extent)));
            statement.raw_bind_parameter(2, blob)?;
        }
        for (column, (_, _, is_whole)) in about.columns.iter().enumerate() {
            let at = own + column + 1;
            match rows.cell(row, column) {
                Cell::Empty => statement.raw_bind_parameter(at, Null)?,
                Cell::Text(text) => statement.raw_bind_parameter(at, &*text)?,
                Cell::Number(number) if *is_whole => statement.raw_bind_parameter(at, whole(number))?,
                Cell::Number(number) => statement.raw_bind_parameter(at, number)?,
                Cell::Flag(flag) => statement.raw_bind_parameter(at, flag)?,
                Cell::Day(day) => statement.raw_bind_parameter(at, day.to_string())?,
            }
        }
        statement.raw_execute()?;
    }
    Ok(boxes)
}

fn encoded(rows: &dyn SingleRows, row: usize) -> Option<(Vec<u8>, Extent)> {
    let mut encoded = None;
    rows.shape(row, &mut |shape| {
        encoded = match shape {
            SingleShape::Point(point) => encode_point(point),
            SingleShape::Line(line) => encode_line(line),
            SingleShape::Area(area) => encode_area(area),
        };
    });
    encoded
}

fn joined(a: Extent, b: Extent) -> Extent {
    [a[0].min(b[0]), a[1].max(b[1]), a[2].min(b[2]), a[3].max(b[3])]
}

#[expect(clippy::cast_possible_truncation, reason = "a whole column holds whole numbers below 2^53")]
fn whole(number: f64) -> i64 {
    number as i64
}
