//! Reading rows back, column by column.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use crate::engine::EditionData;
use crate::layer::{Area, Layer, Repair};
use crate::model::{AreaCode, DatasetKind, EditionKey, Missing, Scheme, Validity};
use crate::network::{Segment, Streets, Walk};
use crate::register::{Precision, Record, Register};
use crate::store::geopackage::geometry::{decode_area, decode_line, decode_point};
use crate::table::{ColumnBuilder, ColumnInfo, KeyedTable, Table, TableError};

use super::layout::Layout;

/// What is needed to read one edition's rows.
#[derive(Debug)]
pub struct Reading {
    /// Which edition.
    pub edition: EditionKey,
    /// When it is in force.
    pub validity: Validity,
    /// Name of the table.
    pub table: String,
    /// Its columns.
    pub layout: Layout,
    /// How many rows to expect.
    pub rows: usize,
    /// Scheme of a layer's codes.
    pub scheme: Option<Scheme>,
    /// Column of a table's codes.
    pub code_column: Option<usize>,
    /// Column of a register's postcodes.
    pub postcode_column: Option<usize>,
    /// Edition that a table's codes belong to.
    pub geography: Option<EditionKey>,
    /// Columns of a register that are offered as filters.
    pub facets: Vec<usize>,
    /// Why cells are empty, by column and row.
    pub gaps: BTreeMap<(usize, usize), Missing>,
}

/// Why rows cannot be read back.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    /// The database refused.
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
    /// A cell holds what was never written there.
    #[error("row {row}, column {column} holds something that does not belong there")]
    Cell {
        /// Row from 1.
        row: usize,
        /// Name of the column.
        column: String,
    },
    /// The columns do not form a table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The table has another number of rows than were written.
    #[error("there are {found} rows where {expected} were written")]
    Count {
        /// Rows found.
        found: usize,
        /// Rows written.
        expected: usize,
    },
}

/// Reads all rows of an edition.
///
/// # Errors
/// [`RowsError`], which names the row and the column.
pub fn read_rows(connection: &Connection, reading: &Reading) -> Result<EditionData, RowsError> {
    match reading.layout.kind {
        DatasetKind::Layer => {
            let (areas, attributes) = read(connection, reading, 7, area)?;
            Ok(EditionData::Layer(Arc::new(Layer {
                edition: reading.edition.clone(),
                validity: reading.validity,
                scheme: reading.scheme.unwrap_or(Scheme::Own),
                areas,
                attributes,
            })))
        }
        DatasetKind::Register => {
            let (records, attributes) = read(connection, reading, 5, record)?;
            Ok(EditionData::Register(Arc::new(Register {
                edition: reading.edition.clone(),
                validity: reading.validity,
                records,
                attributes,
                facets: reading.facets.clone(),
                postcode_column: reading.postcode_column,
            })))
        }
        DatasetKind::Network => {
            let (segments, attributes) = read(connection, reading, 8, segment)?;
            Ok(EditionData::Network(Arc::new(Streets {
                edition: reading.edition.clone(),
                validity: reading.validity,
                segments: segments.into(),
                attributes,
            })))
        }
        DatasetKind::Table => {
            let (_, table) = read(connection, reading, 1, |_| Ok(()))?;
            Ok(EditionData::Table(Arc::new(KeyedTable {
                edition: reading.edition.clone(),
                table,
                code_column: reading.code_column,
                geography: reading.geography.clone(),
            })))
        }
    }
}

fn read<T>(
    connection: &Connection,
    reading: &Reading,
    source_row: usize,
    own: impl Fn(&Row<'_>) -> Result<T, &'static str>,
) -> Result<(Vec<T>, Table), RowsError> {
    let mut things = Vec::with_capacity(reading.rows);
    let mut numbers: Vec<u64> = Vec::with_capacity(reading.rows);
    let columns = reading.layout.columns.iter();
    let mut builders: Vec<(ColumnInfo, ColumnBuilder)> = columns
        .map(|(_, info)| (info.clone(), ColumnBuilder::with_capacity(info.kind, reading.rows)))
        .collect();
    let first = reading.layout.own_columns();
    let mut statement = connection.prepare(&reading.layout.select(&reading.table))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let at = things.len();
        let wrong = |column: &str| RowsError::Cell { row: at + 1, column: column.to_owned() };
        things.push(own(row).map_err(wrong)?);
        let number = row.get::<_, i64>(source_row)?;
        numbers.push(u64::try_from(number).map_err(|_negative| wrong("source_row"))?);
        for (index, (info, cells)) in builders.iter_mut().enumerate() {
            let gap = || reading.gaps.get(&(index, at)).copied().unwrap_or(Missing::NotGiven);
            push(cells, row.get_ref(first + index)?, gap).ok_or_else(|| wrong(&info.name))?;
        }
    }
    if things.len() != reading.rows {
        return Err(RowsError::Count { found: things.len(), expected: reading.rows });
    }
    Ok((things, Table::build(numbers, builders)?))
}

fn push(cells: &mut ColumnBuilder, value: ValueRef<'_>, gap: impl Fn() -> Missing) -> Option<()> {
    match (cells, value) {
        (cells, ValueRef::Null) => cells.push_gap(gap()),
        (ColumnBuilder::Number(cells), ValueRef::Real(number)) => cells.push(Ok(number)),
        (ColumnBuilder::Flag(cells), ValueRef::Integer(flag @ (0 | 1))) => cells.push(Ok(flag == 1)),
        (ColumnBuilder::Text(cells), ValueRef::Text(text)) => {
            cells.push(Ok(std::str::from_utf8(text).ok()?.into()));
        }
        (ColumnBuilder::Day(cells), ValueRef::Text(day)) => {
            cells.push(Ok(std::str::from_utf8(day).ok()?.parse().ok()?));
        }
        _ => return None,
    }
    Some(())
}

fn area(row: &Row<'_>) -> Result<Area, &'static str> {
    let repair = match (row.get(5), row.get(6)) {
        (Ok(Some(before_m2)), Ok(Some(after_m2))) => Some(Repair { before_m2, after_m2 }),
        (Ok(None), Ok(None)) => None::<Repair>,
        _ => return Err("repaired_before_m2"),
    };
    let code: Option<String> = row.get(2).ok();
    Ok(Area {
        code: code.and_then(|code| AreaCode::parse(&code).ok()).ok_or("code")?,
        name: row.get(3).ok().ok_or("name")?,
        shape: row.get_ref(1).ok().and_then(|v| decode_area(v.as_blob().ok()?)).ok_or("geom")?,
        area_m2: row.get(4).ok().ok_or("area_m2")?,
        repair,
    })
}

fn record(row: &Row<'_>) -> Result<Record, &'static str> {
    let point = match row.get_ref(1) {
        Ok(ValueRef::Null) => None,
        Ok(ValueRef::Blob(blob)) => Some(decode_point(blob).ok_or("geom")?),
        _ => return Err("geom"),
    };
    let precision: Option<String> = row.get(4).ok().ok_or("located_by")?;
    let location = match (point, precision) {
        (Some(point), Some(key)) => Some((point, Precision::from_key(&key).ok_or("located_by")?)),
        (None, None) => None,
        _ => return Err("located_by"),
    };
    Ok(Record { id: row.get(2).ok().ok_or("id")?, name: row.get(3).ok().ok_or("name")?, location })
}

fn segment(row: &Row<'_>) -> Result<Segment, &'static str> {
    let walk: Option<String> = row.get(5).ok();
    Ok(Segment {
        line: row.get_ref(1).ok().and_then(|v| decode_line(v.as_blob().ok()?)).ok_or("geom")?,
        from: row.get(2).ok().ok_or("from_node")?,
        to: row.get(3).ok().ok_or("to_node")?,
        length_m: row.get(4).ok().ok_or("length_m")?,
        walk: walk.and_then(|key| Walk::from_key(&key)).ok_or("walk")?,
        steps: row.get(6).ok().ok_or("steps")?,
        ferry: row.get(7).ok().ok_or("ferry")?,
    })
}
