//! Which column of a table counts time, and whether its rows make a series.
//!
//! A column of years does one of two things. It counts time (crimes by month,
//! residents by year), and then a period that is missing is missing. Or it
//! dates a thing (the year a school was opened), and then nothing is missing
//! when no school was opened in 1931. Only the first may be told.

use std::collections::{BTreeMap, BTreeSet};

use crate::table::{Table, header_words};

use super::period::{Period, between, period_at};

/// Words of headers that date a thing which lasts.
const DATES_A_THING: [&str; 24] = [
    "opened",
    "opening",
    "built",
    "build",
    "constructed",
    "construction",
    "completed",
    "established",
    "founded",
    "closed",
    "closing",
    "closure",
    "acquired",
    "updated",
    "modified",
    "surveyed",
    "inspected",
    "inspection",
    "assessed",
    "listed",
    "expiry",
    "expires",
    "renewal",
    "birth",
];

/// The column of years or months, where the table has one: by its header, and
/// every cell must be a period.
pub(in crate::check) fn period_column(table: &Table) -> Option<usize> {
    let named = |name: &str| {
        let words = header_words(name);
        ["year", "month", "period", "date"].iter().any(|known| words.iter().any(|word| word == known))
    };
    (0..table.columns().len()).find(|column| {
        named(&table.columns()[*column].name)
            && !table.is_empty()
            && (0..table.len()).all(|row| period_at(table, row, *column).is_some())
    })
}

/// The rows of a table by period, and by what tells one series from another.
pub(super) struct Series {
    /// How many rows each period has.
    pub(super) rows: BTreeMap<Period, usize>,
    /// The periods of each series.
    pub(super) periods: BTreeMap<Vec<String>, BTreeSet<Period>>,
}

impl Series {
    pub(super) fn of(table: &Table, column: usize, keys: &[usize]) -> Self {
        let mut series = Self { rows: BTreeMap::new(), periods: BTreeMap::new() };
        for row in 0..table.len() {
            let Some(period) = period_at(table, row, column) else { continue };
            *series.rows.entry(period).or_default() += 1;
            let key = keys.iter().map(|key| table.cell(row, *key).display().into_owned()).collect();
            series.periods.entry(key).or_default().insert(period);
        }
        series
    }

    /// Whether most series come back in another period: an area each year.
    pub(super) fn come_back(&self) -> bool {
        let again = self.periods.values().filter(|periods| periods.len() > 1).count();
        again * 2 > self.periods.len()
    }

    /// The periods missing from rows that nothing tells apart.
    ///
    /// Where each period has as many rows as any other, they are a list of
    /// periods. Else they are things that happened, and a period counts as
    /// missing when the periods around it have [`ENOUGH`] rows each: with ten
    /// things a month, a month without any is one in twenty thousand.
    pub(super) fn missing(&self, header: &str, whole: bool) -> Vec<Period> {
        let words = header_words(header);
        if words.iter().any(|word| DATES_A_THING.contains(&word.as_str())) {
            return Vec::new();
        }
        let missing = between(&self.rows.keys().copied().collect());
        let first = self.rows.values().next();
        if whole && self.rows.values().all(|rows| Some(rows) == first) {
            return missing;
        }
        missing.into_iter().filter(|period| self.is_busy_around(*period)).collect()
    }

    fn is_busy_around(&self, period: Period) -> bool {
        const ENOUGH: usize = 10;
        let before = self.rows.range(..period).next_back();
        let after = self.rows.range(period..).next();
        [before, after].into_iter().flatten().all(|(_, rows)| *rows >= ENOUGH)
    }
}
