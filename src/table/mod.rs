//! Rows and typed columns, each row with its place in the published file.
//!
//! The columns live in a polars frame; this module is the only one that knows.
//! A gap keeps its reason, because missing is never zero.

mod build;
mod day_text;
mod header_words;
mod keyed;
mod number;
pub mod typing;

pub use build::{ColumnBuilder, TableError};
pub use header_words::{header_words, names_identifiers};
pub use keyed::KeyedTable;

use std::collections::BTreeMap;

use jiff::civil::Date;
use polars::prelude::{AnyValue, DataFrame};

use crate::draft::Cell;
use crate::model::Missing;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// Finite numbers.
    Number,
    /// Text, codes and identifiers among it.
    Text,
    /// Yes or no.
    Flag,
    /// Calendar days.
    Day,
}

impl ColumnKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Number, Self::Text, Self::Flag, Self::Day];

    /// The name used in the store and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Text => "text",
            Self::Flag => "flag",
            Self::Day => "day",
        }
    }

    /// The kind of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// One column's name and kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnInfo {
    /// The name in use: outer spaces gone, unique within the table.
    pub name: String,
    /// The name exactly as published.
    pub published: String,
    /// What its cells are.
    pub kind: ColumnKind,
}

/// An immutable table.
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<ColumnInfo>,
    frame: DataFrame,
    rows: Vec<u64>,
    /// Gaps with a reason other than [`Missing::NotGiven`], by column and row.
    gaps: BTreeMap<(usize, usize), Missing>,
}

impl Table {
    /// A table without rows and columns.
    #[must_use]
    pub fn empty() -> Self {
        Self { columns: Vec::new(), frame: DataFrame::empty(), rows: Vec::new(), gaps: BTreeMap::new() }
    }

    /// The columns, in published order.
    #[must_use]
    pub fn columns(&self) -> &[ColumnInfo] {
        &self.columns
    }

    /// The position of a column by the name in use, or by its published name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        let in_use = self.columns.iter().position(|column| column.name == name);
        in_use.or_else(|| self.columns.iter().position(|column| column.published == name))
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The 1-based record of the published file that a row came from.
    #[must_use]
    pub fn source_row(&self, row: usize) -> u64 {
        self.rows[row]
    }

    /// One cell, as it is held. `row` and `column` are positions from 0.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Cell {
        match self.any_value(row, column) {
            AnyValue::Float64(number) => Cell::Number(number),
            AnyValue::Boolean(flag) => Cell::Flag(flag),
            AnyValue::String(text) => Cell::Text(text.into()),
            AnyValue::StringOwned(text) => Cell::Text(text.as_str().into()),
            AnyValue::Int32(day) => build::day_of(day).map_or(Cell::Empty, Cell::Day),
            _ => Cell::Empty,
        }
    }

    /// The number in a cell, or why there is none.
    ///
    /// # Errors
    /// The reason for the gap; a cell that is no number is [`Missing::NotApplicable`].
    pub fn number(&self, row: usize, column: usize) -> Result<f64, Missing> {
        match self.any_value(row, column) {
            AnyValue::Float64(number) => Ok(number),
            AnyValue::Null => Err(self.gap(row, column).unwrap_or(Missing::NotGiven)),
            _ => Err(Missing::NotApplicable),
        }
    }

    /// The text in a cell; `None` for a gap or another kind of column.
    #[must_use]
    pub fn text(&self, row: usize, column: usize) -> Option<&str> {
        match self.any_value(row, column) {
            AnyValue::String(text) => Some(text),
            _ => None,
        }
    }

    /// A cell as it reads, whatever its kind; `None` for a gap.
    #[must_use]
    pub fn written(&self, row: usize, column: usize) -> Option<String> {
        let cell = self.cell(row, column);
        (!matches!(cell, Cell::Empty)).then(|| cell.display().into_owned())
    }

    /// The day in a cell; `None` for a gap or another kind of column.
    #[must_use]
    pub fn day(&self, row: usize, column: usize) -> Option<Date> {
        match self.any_value(row, column) {
            AnyValue::Int32(day) => build::day_of(day),
            _ => None,
        }
    }

    /// Why a cell is empty; `None` where it holds something.
    #[must_use]
    pub fn gap(&self, row: usize, column: usize) -> Option<Missing> {
        if !matches!(self.any_value(row, column), AnyValue::Null) {
            return None;
        }
        Some(self.gaps.get(&(column, row)).copied().unwrap_or(Missing::NotGiven))
    }

    /// The columns as a polars frame, for group-by, join and sort. Days are
    /// held as days since 1970-01-01 in an `Int32` column.
    #[must_use]
    pub fn frame(&self) -> &DataFrame {
        &self.frame
    }

    fn any_value(&self, row: usize, column: usize) -> AnyValue<'_> {
        self.frame.columns().get(column).and_then(|c| c.get(row).ok()).unwrap_or(AnyValue::Null)
    }
}
