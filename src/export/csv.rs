//! Comma-separated text: UTF-8 with a byte-order mark, numbers as they are.
//!
//! A gap is an empty cell. Where some gaps of a column have a reason worth
//! telling apart from "not given", a column `NAME (note)` after it says which.
//! A text cell that a spreadsheet would take for a formula gets an apostrophe.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::engine::{Edition, EditionData};
use crate::geom::{Grid, crs};
use crate::model::Missing;

use super::fields::{Field, FieldSource};
use super::rows::{Rows, Value};

/// One column of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// Header, before any guard.
    pub header: String,
    /// What stands in its cells.
    pub content: Content,
}

/// What stands in the cells of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// The values of a field.
    Value(Field),
    /// Why values of a field are missing.
    Note(Field),
    /// A coordinate of the record's point.
    Place(Coordinate),
}

/// One coordinate of a record's point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coordinate {
    Easting,
    Northing,
    Longitude,
    Latitude,
}

impl Coordinate {
    pub(super) const ALL: [Self; 4] = [Self::Easting, Self::Northing, Self::Longitude, Self::Latitude];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Easting => "easting",
            Self::Northing => "northing",
            Self::Longitude => "longitude",
            Self::Latitude => "latitude",
        }
    }

    fn of(self, point: Grid) -> Option<String> {
        match self {
            Self::Easting => Some(shortest(point.e, 3)),
            Self::Northing => Some(shortest(point.n, 3)),
            Self::Longitude => crs::grid_to_lonlat(point).ok().map(|p| shortest(p.lon, 7)),
            Self::Latitude => crs::grid_to_lonlat(point).ok().map(|p| shortest(p.lat, 7)),
        }
    }
}

/// Writes an edition as one CSV file.
pub(super) fn write(edition: &Edition, out: &mut dyn Write) -> io::Result<()> {
    let rows = Rows::new(edition);
    let columns = columns(&rows);
    // Without the mark, spreadsheets take the file for windows-1252 and garble Welsh names.
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(columns.iter().map(|column| guard(&column.header).into_owned()))?;
    for row in 0..rows.len() {
        writer.write_record(columns.iter().map(|column| cell(&rows, row, column)))?;
    }
    writer.flush()
}

/// The columns of the file of an edition.
pub(super) fn columns(rows: &Rows<'_>) -> Vec<Column> {
    let mut columns = Vec::new();
    for field in rows.fields() {
        columns.push(Column { header: field.property.clone(), content: Content::Value(field.clone()) });
        if has_reasons(rows, field) {
            let header = format!("{} (note)", field.property);
            columns.push(Column { header, content: Content::Note(field.clone()) });
        }
    }
    if rows.edition().register().is_some() {
        columns.extend(
            Coordinate::ALL.map(|c| Column { header: c.name().to_owned(), content: Content::Place(c) }),
        );
    }
    columns
}

fn has_reasons(rows: &Rows<'_>, field: &Field) -> bool {
    let FieldSource::Column(column) = field.source else { return false };
    let table = rows.edition().attributes();
    (0..table.len()).any(|row| table.gap(row, column).is_some_and(|reason| reason != Missing::NotGiven))
}

fn cell(rows: &Rows<'_>, row: usize, column: &Column) -> String {
    match &column.content {
        Content::Value(field) => match rows.value(row, field) {
            Ok(Value::Text(text)) => guard(&text).into_owned(),
            Ok(value) => value.plain().into_owned(),
            Err(_reason) => String::new(),
        },
        Content::Note(field) => match rows.value(row, field) {
            Err(reason) if reason != Missing::NotGiven => reason.words().to_owned(),
            _ => String::new(),
        },
        Content::Place(coordinate) => {
            point(rows.edition(), row).and_then(|point| coordinate.of(point)).unwrap_or_default()
        }
    }
}

fn point(edition: &Edition, row: usize) -> Option<Grid> {
    match &edition.data {
        EditionData::Register(register) => Some(register.records.get(row)?.location?.0),
        _ => None,
    }
}

/// Puts an apostrophe before a text that a spreadsheet would run as a formula.
#[must_use]
pub fn guard(text: &str) -> Cow<'_, str> {
    if matches!(text.as_bytes().first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r')) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn shortest(value: f64, decimals: usize) -> String {
    let mut text = Vec::new();
    match super::number::write_coordinate(&mut text, value, decimals) {
        Ok(()) => String::from_utf8_lossy(&text).into_owned(),
        Err(_full) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_would_run_gets_an_apostrophe() {
        for text in ["=1+1", "+44 121", "-", "@SUM(1)", "\tx", "\rx"] {
            assert_eq!(guard(text), format!("'{text}"));
        }
        for text in ["", "Aston", "1-2", " =x", "'quoted"] {
            assert_eq!(guard(text), text);
        }
    }
}
