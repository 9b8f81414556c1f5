//! Building a table column by column.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use polars::prelude::{Column, DataFrame, NamedFrom, Series};

use crate::model::Missing;

use super::{ColumnInfo, ColumnKind, Table};

/// Why columns cannot become a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// A column has another length than there are rows.
    #[error("column '{column}' has {found} cells, but there are {rows} rows")]
    Length {
        /// The column's name.
        column: String,
        /// Its cells.
        found: usize,
        /// The rows of the table.
        rows: usize,
    },
    /// Two columns have one name.
    #[error("two columns are named '{0}'")]
    DoubledName(String),
    /// The frame library refused the columns.
    #[error("the columns do not form a table: {0}")]
    Frame(String),
}

/// The cells of one column, in row order. A gap carries its reason.
#[derive(Debug, Clone)]
pub enum ColumnBuilder {
    /// Finite numbers.
    Number(Vec<Result<f64, Missing>>),
    /// Text.
    Text(Vec<Result<Box<str>, Missing>>),
    /// Yes or no.
    Flag(Vec<Result<bool, Missing>>),
    /// Calendar days.
    Day(Vec<Result<Date, Missing>>),
}

impl ColumnBuilder {
    /// An empty column of a kind, with room for `rows` cells.
    #[must_use]
    pub fn with_capacity(kind: ColumnKind, rows: usize) -> Self {
        match kind {
            ColumnKind::Number => Self::Number(Vec::with_capacity(rows)),
            ColumnKind::Text => Self::Text(Vec::with_capacity(rows)),
            ColumnKind::Flag => Self::Flag(Vec::with_capacity(rows)),
            ColumnKind::Day => Self::Day(Vec::with_capacity(rows)),
        }
    }

    /// What the cells are.
    #[must_use]
    pub fn kind(&self) -> ColumnKind {
        match self {
            Self::Number(_) => ColumnKind::Number,
            Self::Text(_) => ColumnKind::Text,
            Self::Flag(_) => ColumnKind::Flag,
            Self::Day(_) => ColumnKind::Day,
        }
    }

    /// How many cells there are so far.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Number(cells) => cells.len(),
            Self::Text(cells) => cells.len(),
            Self::Flag(cells) => cells.len(),
            Self::Day(cells) => cells.len(),
        }
    }

    /// Whether there is no cell yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a gap.
    pub fn push_gap(&mut self, reason: Missing) {
        match self {
            Self::Number(cells) => cells.push(Err(reason)),
            Self::Text(cells) => cells.push(Err(reason)),
            Self::Flag(cells) => cells.push(Err(reason)),
            Self::Day(cells) => cells.push(Err(reason)),
        }
    }

    fn gaps(&self) -> Vec<(usize, Missing)> {
        fn reasons<T>(cells: &[Result<T, Missing>]) -> Vec<(usize, Missing)> {
            let gaps = cells.iter().enumerate().filter_map(|(row, cell)| Some((row, *cell.as_ref().err()?)));
            gaps.filter(|(_, reason)| *reason != Missing::NotGiven).collect()
        }
        match self {
            Self::Number(cells) => reasons(cells),
            Self::Text(cells) => reasons(cells),
            Self::Flag(cells) => reasons(cells),
            Self::Day(cells) => reasons(cells),
        }
    }

    fn into_series(self, name: &str) -> Series {
        match self {
            Self::Number(cells) => {
                Series::new(name.into(), cells.into_iter().map(Result::ok).collect::<Vec<Option<f64>>>())
            }
            Self::Text(cells) => Series::new(
                name.into(),
                cells.into_iter().map(|cell| cell.ok().map(String::from)).collect::<Vec<Option<String>>>(),
            ),
            Self::Flag(cells) => {
                Series::new(name.into(), cells.into_iter().map(Result::ok).collect::<Vec<Option<bool>>>())
            }
            Self::Day(cells) => Series::new(
                name.into(),
                cells.into_iter().map(|cell| cell.ok().map(day_number)).collect::<Vec<Option<i32>>>(),
            ),
        }
    }
}

impl Table {
    /// Puts columns together. `rows` holds the published record of each row.
    ///
    /// # Errors
    /// [`TableError::Length`] and [`TableError::DoubledName`]; a `Number` that
    /// is not finite becomes a gap, never a NaN.
    pub fn build(rows: Vec<u64>, columns: Vec<(ColumnInfo, ColumnBuilder)>) -> Result<Self, TableError> {
        let mut names = BTreeSet::new();
        let mut gaps = BTreeMap::new();
        let mut infos = Vec::with_capacity(columns.len());
        let mut series = Vec::with_capacity(columns.len());
        for (index, (mut info, cells)) in columns.into_iter().enumerate() {
            if cells.len() != rows.len() {
                return Err(TableError::Length { column: info.name, found: cells.len(), rows: rows.len() });
            }
            if !names.insert(info.name.clone()) {
                return Err(TableError::DoubledName(info.name));
            }
            let cells = without_nan(cells);
            gaps.extend(cells.gaps().into_iter().map(|(row, reason)| ((index, row), reason)));
            info.kind = cells.kind();
            // `Column::from` would fold a single row into a scalar, whose text cannot be borrowed.
            series.push(Column::Series(cells.into_series(&info.name).into()));
            infos.push(info);
        }
        let frame = DataFrame::new(rows.len(), series).map_err(|e| TableError::Frame(e.to_string()))?;
        Ok(Self { columns: infos, frame, rows, gaps })
    }
}

fn without_nan(cells: ColumnBuilder) -> ColumnBuilder {
    let ColumnBuilder::Number(cells) = cells else { return cells };
    let finite = |cell: Result<f64, Missing>| match cell {
        Ok(number) if !number.is_finite() => Err(Missing::NotGiven),
        other => other,
    };
    ColumnBuilder::Number(cells.into_iter().map(finite).collect())
}

const EPOCH: Date = date(1970, 1, 1);

fn day_number(day: Date) -> i32 {
    (day - EPOCH).get_days()
}

/// The day that a number of days since 1970-01-01 stands for.
pub(super) fn day_of(number: i32) -> Option<Date> {
    EPOCH.checked_add(jiff::Span::new().try_days(number).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(name: &str) -> ColumnInfo {
        ColumnInfo { name: name.into(), published: name.into(), kind: ColumnKind::Text }
    }

    #[test]
    fn a_gap_keeps_its_reason_and_never_becomes_zero() {
        let cells = ColumnBuilder::Number(vec![Ok(0.0), Err(Missing::Suppressed), Ok(f64::NAN)]);
        let table = Table::build(vec![2, 3, 4], vec![(info("count"), cells)]).expect("a table");
        assert_eq!(table.number(0, 0), Ok(0.0));
        assert_eq!(table.number(1, 0), Err(Missing::Suppressed));
        assert_eq!(table.number(2, 0), Err(Missing::NotGiven));
        assert_eq!(table.gap(0, 0), None);
    }

    #[test]
    fn days_come_back_as_they_went_in() {
        let day = date(2018, 5, 3);
        let cells = ColumnBuilder::Day(vec![Ok(day), Err(Missing::NotGiven)]);
        let table = Table::build(vec![1, 2], vec![(info("from"), cells)]).expect("a table");
        assert_eq!(table.day(0, 0), Some(day));
        assert_eq!(table.day(1, 0), None);
    }

    #[test]
    fn the_text_of_a_single_row_can_be_read() {
        let cells = ColumnBuilder::Text(vec![Ok("Aston".into())]);
        let table = Table::build(vec![1], vec![(info("ward"), cells)]).expect("a table");
        assert_eq!(table.text(0, 0), Some("Aston"));
        assert_eq!(table.gap(0, 0), None);
    }

    #[test]
    fn a_short_column_is_named() {
        let error = Table::build(vec![1], vec![(info("x"), ColumnBuilder::Flag(vec![]))]);
        assert!(matches!(error, Err(TableError::Length { column, .. }) if column == "x"));
    }
}
