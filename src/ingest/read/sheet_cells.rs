//! The cells of a sheet, row by row, as they stream in.

use std::io::{Read, Seek};

use calamine::{DataRef, ExcelDateTime, XlsxCellReader};
use jiff::civil::Date;

use crate::check::{Fault, Place, Rule, Severity};
use crate::draft::Cell;

use super::found::Found;
use super::workbook::Stopped;

/// A row that holds something.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SheetRow {
    /// 1-based row of the sheet.
    pub(super) number: u64,
    /// 0-based columns with their cells; empty cells are not among them.
    pub(super) cells: Vec<(u32, Cell)>,
}

/// Collects cells into rows.
pub(super) struct SheetCells<'a, RS: Read + Seek> {
    reader: XlsxCellReader<'a, RS>,
    columns: usize,
    /// The first cell of the row to come.
    ahead: Option<(u64, u32, Cell)>,
    /// The last cell has been read; asking the reader again would be an error.
    at_end: bool,
    errors: Found,
}

impl<'a, RS: Read + Seek> SheetCells<'a, RS> {
    pub(super) fn new(reader: XlsxCellReader<'a, RS>, columns: usize) -> Self {
        Self { reader, columns, ahead: None, at_end: false, errors: Found::default() }
    }

    /// The next row that holds something.
    pub(super) fn next_row(&mut self) -> Result<Option<SheetRow>, Stopped> {
        let start = match self.ahead.take() {
            Some(cell) => Some(cell),
            None => self.next_cell()?,
        };
        let Some((number, column, cell)) = start else { return Ok(None) };
        let mut row = SheetRow { number, cells: vec![(column, cell)] };
        while let Some((next, column, cell)) = self.next_cell()? {
            if next < number {
                return Err(Stopped::OutOfOrder(next));
            }
            if next > number {
                self.ahead = Some((next, column, cell));
                break;
            }
            row.cells.push((column, cell));
            // A file may name one cell over and over.
            if row.cells.len() > 2 * self.columns {
                return Err(Stopped::TooWide(number));
            }
        }
        Ok(Some(row))
    }

    /// The cells whose formula failed.
    pub(super) fn into_errors(self) -> Vec<Fault> {
        self.errors.into_faults()
    }

    fn next_cell(&mut self) -> Result<Option<(u64, u32, Cell)>, Stopped> {
        if self.at_end {
            return Ok(None);
        }
        while let Some(cell) = self.reader.next_cell().map_err(Stopped::Broken)? {
            let (row, column) = cell.get_position();
            let number = u64::from(row) + 1;
            if let DataRef::Error(error) = cell.get_value() {
                self.errors.add(failed_formula(number, column, &error.to_string()));
                continue;
            }
            let value = cell_of(cell.get_value());
            if value == Cell::Empty {
                continue;
            }
            if usize::try_from(column).map_or(true, |column| column >= self.columns) {
                return Err(Stopped::TooWide(number));
            }
            return Ok(Some((number, column, value)));
        }
        self.at_end = true;
        Ok(None)
    }
}

/// The letters of a 0-based column: A, Z, AA.
pub(super) fn column_letters(column: u32) -> String {
    let mut left = column;
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        if left < 26 {
            break;
        }
        left = left / 26 - 1;
    }
    letters.iter().rev().collect()
}

/// `#N/A` is written on purpose; any other error is a formula that failed.
fn failed_formula(row: u64, column: u32, error: &str) -> Fault {
    let severity = if error == "#N/A" { Severity::Note } else { Severity::Warning };
    let message = format!("cell {}{row} holds {error}; it is read as not given", column_letters(column));
    let fault = Fault::new(Rule::MissingValues, Place::row(row), message).at(severity);
    if severity == Severity::Note {
        fault
    } else {
        fault.advise("Mend the formula, or ask the publisher for the figure.")
    }
}

fn cell_of(value: &DataRef<'_>) -> Cell {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "a sheet holds its numbers as f64 to begin with")]
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) if number.is_finite() => Cell::Number(*number),
        DataRef::Float(number) => Cell::Text(number.to_string().into()),
        DataRef::String(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::DateTime(time) => date_time(time),
        DataRef::DateTimeIso(text) => iso_date_time(text),
        DataRef::DurationIso(text) => Cell::text(text),
        DataRef::Error(_) | DataRef::Empty => Cell::Empty,
    }
}

/// A day without a time of day is a day; anything else stays text.
fn date_time(time: &ExcelDateTime) -> Cell {
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    if time.is_duration() {
        return Cell::Text(format!("{} days", time.as_f64()).into());
    }
    if (0.0..1.0).contains(&time.as_f64()) {
        return Cell::Text(clock.into());
    }
    let date = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
    let date = date.and_then(|((year, month), day)| Date::new(year, month, day).ok());
    match date {
        Some(date) if (hour, minute, second, milli) == (0, 0, 0, 0) => Cell::Day(date),
        Some(date) => Cell::Text(format!("{date} {clock}").into()),
        // The sheet's calendar has a 29 February 1900, which never was.
        None => Cell::Text(format!("{year}-{month:02}-{day:02}").into()),
    }
}

fn iso_date_time(text: &str) -> Cell {
    let (day, clock) = text.split_once('T').unwrap_or((text, ""));
    let midnight = clock.chars().all(|c| matches!(c, '0' | ':' | '.' | 'Z'));
    match day.parse::<Date>() {
        Ok(day) if midnight => Cell::Day(day),
        _ => Cell::text(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;
    use jiff::civil::date;

    #[test]
    fn columns_are_lettered_as_in_a_sheet() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
        {
            assert_eq!(column_letters(column), letters);
        }
    }

    #[test]
    fn a_day_is_a_day_and_a_time_stays_text() {
        let cell = |value| date_time(&ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false));
        assert_eq!(cell(43_223.0), Cell::Day(date(2018, 5, 3)));
        assert_eq!(cell(43_223.5), Cell::text("2018-05-03 12:00:00"));
        assert_eq!(cell(0.5), Cell::text("12:00:00"));
        assert_eq!(iso_date_time("2018-05-03T00:00:00"), Cell::Day(date(2018, 5, 3)));
        assert_eq!(iso_date_time("soon"), Cell::text("soon"));
    }
}
