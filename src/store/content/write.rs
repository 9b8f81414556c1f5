//! Writing rows.

use rusqlite::{Connection, Statement};

use crate::engine::EditionData;
use crate::layer::Area;
use crate::model::Missing;
use crate::network::Segment;
use crate::register::Record;
use crate::store::geopackage::Extent;
use crate::store::geopackage::geometry::{encode_area, encode_line, encode_point};
use crate::table::{ColumnInfo, Table};

use super::cells::{Held, held};
use super::layout::Layout;

/// What was written besides the rows themselves.
#[derive(Debug, Default)]
pub struct Written {
    /// Row id and box of each shape.
    pub boxes: Vec<(i64, Extent)>,
    /// Gaps with a reason other than "not given": column, row (from 0), reason.
    pub gaps: Vec<(usize, usize, Missing)>,
}

impl Written {
    /// The box around all shapes.
    pub fn extent(&self) -> Option<Extent> {
        let around = |a: Extent, b: Extent| [a[0].min(b[0]), a[1].max(b[1]), a[2].min(b[2]), a[3].max(b[3])];
        self.boxes.iter().map(|(_, sides)| *sides).reduce(around)
    }
}

/// Makes the table of an edition and writes all its rows, in order, with row
/// ids from 1.
pub fn write_rows(
    connection: &Connection,
    table: &str,
    layout: &Layout,
    data: &EditionData,
) -> rusqlite::Result<Written> {
    connection.execute_batch(&layout.create(table))?;
    let statement = connection.prepare(&layout.insert(table))?;
    let mut rows = Rows { statement, next: 1, own: layout.own_columns(), written: Written::default() };
    match data {
        EditionData::Layer(layer) => {
            for (row, area) in layer.areas.iter().enumerate() {
                rows.area(area, layer.attributes.source_row(row))?;
                rows.published(&layer.attributes, row)?;
            }
        }
        EditionData::Register(register) => {
            for (row, record) in register.records.iter().enumerate() {
                rows.record(record, register.attributes.source_row(row))?;
                rows.published(&register.attributes, row)?;
            }
        }
        EditionData::Network(streets) => {
            for (row, segment) in streets.segments.iter().enumerate() {
                rows.segment(segment, streets.attributes.source_row(row))?;
                rows.published(&streets.attributes, row)?;
            }
        }
        EditionData::Table(keyed) => {
            for row in 0..keyed.table.len() {
                rows.statement.raw_bind_parameter(1, rows.next)?;
                rows.statement.raw_bind_parameter(2, whole(keyed.table.source_row(row)))?;
                rows.published(&keyed.table, row)?;
            }
        }
    }
    Ok(rows.written)
}

struct Rows<'c> {
    statement: Statement<'c>,
    next: i64,
    own: usize,
    written: Written,
}

impl Rows<'_> {
    fn area(&mut self, area: &Area, source_row: u64) -> rusqlite::Result<()> {
        // A layer holds no empty shape, so there is always something to encode.
        let (blob, extent) = encode_area(&area.shape).unzip();
        self.written.boxes.extend(extent.map(|extent| (self.next, extent)));
        let bind = &mut self.statement;
        bind.raw_bind_parameter(1, self.next)?;
        bind.raw_bind_parameter(2, blob)?;
        bind.raw_bind_parameter(3, area.code.as_str())?;
        bind.raw_bind_parameter(4, area.name.as_deref())?;
        bind.raw_bind_parameter(5, area.area_m2)?;
        bind.raw_bind_parameter(6, area.repair.map(|repair| repair.before_m2))?;
        bind.raw_bind_parameter(7, area.repair.map(|repair| repair.after_m2))?;
        bind.raw_bind_parameter(8, whole(source_row))
    }

    fn record(&mut self, record: &Record, source_row: u64) -> rusqlite::Result<()> {
        let (blob, extent) = record.location.and_then(|(point, _)| encode_point(point)).unzip();
        self.written.boxes.extend(extent.map(|extent| (self.next, extent)));
        let bind = &mut self.statement;
        bind.raw_bind_parameter(1, self.next)?;
        bind.raw_bind_parameter(2, blob)?;
        bind.raw_bind_parameter(3, record.id.as_str())?;
        bind.raw_bind_parameter(4, record.name.as_deref())?;
        bind.raw_bind_parameter(5, record.location.map(|(_, precision)| precision.key()))?;
        bind.raw_bind_parameter(6, whole(source_row))
    }

    fn segment(&mut self, segment: &Segment, source_row: u64) -> rusqlite::Result<()> {
        // A segment has two points or more, so there is always something to encode.
        let (blob, extent) = encode_line(&segment.line).unzip();
        self.written.boxes.extend(extent.map(|extent| (self.next, extent)));
        let bind = &mut self.statement;
        bind.raw_bind_parameter(1, self.next)?;
        bind.raw_bind_parameter(2, blob)?;
        bind.raw_bind_parameter(3, segment.from)?;
        bind.raw_bind_parameter(4, segment.to)?;
        bind.raw_bind_parameter(5, segment.length_m)?;
        bind.raw_bind_parameter(6, segment.walk.key())?;
        bind.raw_bind_parameter(7, segment.steps)?;
        bind.raw_bind_parameter(8, segment.ferry)?;
        bind.raw_bind_parameter(9, whole(source_row))
    }

    fn published(&mut self, table: &Table, row: usize) -> rusqlite::Result<()> {
        for (index, column) in table.columns().iter().enumerate() {
            self.cell(table, row, index, column)?;
        }
        self.statement.raw_execute()?;
        self.next += 1;
        Ok(())
    }

    fn cell(&mut self, table: &Table, row: usize, index: usize, column: &ColumnInfo) -> rusqlite::Result<()> {
        let place = self.own + index + 1;
        match held(table, row, index, column.kind) {
            Held::Number(number) => self.statement.raw_bind_parameter(place, number),
            Held::Text(text) => self.statement.raw_bind_parameter(place, text),
            Held::Flag(flag) => self.statement.raw_bind_parameter(place, flag),
            Held::Day(day) => self.statement.raw_bind_parameter(place, day.to_string()),
            Held::Gap(reason) => {
                if reason != Missing::NotGiven {
                    self.written.gaps.push((index, row, reason));
                }
                self.statement.raw_bind_parameter(place, rusqlite::types::Null)
            }
        }
    }
}

/// Record numbers fit: no file that is read has more than a few million.
fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
