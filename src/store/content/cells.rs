//! Looking at one cell of a table without copying it.

use jiff::civil::Date;

use crate::draft::Cell;
use crate::model::Missing;
use crate::table::{ColumnKind, Table};

/// What a cell holds, or why it holds nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Held<'a> {
    Number(f64),
    Text(&'a str),
    Flag(bool),
    Day(Date),
    Gap(Missing),
}

/// Looks at the cell of a column whose kind is known.
pub fn held(table: &Table, row: usize, column: usize, kind: ColumnKind) -> Held<'_> {
    let gap = || Held::Gap(table.gap(row, column).unwrap_or(Missing::NotGiven));
    match kind {
        ColumnKind::Number => table.number(row, column).map_or_else(Held::Gap, Held::Number),
        ColumnKind::Text => table.text(row, column).map_or_else(gap, Held::Text),
        ColumnKind::Day => table.day(row, column).map_or_else(gap, Held::Day),
        ColumnKind::Flag => match table.cell(row, column) {
            Cell::Flag(flag) => Held::Flag(flag),
            _ => gap(),
        },
    }
}
