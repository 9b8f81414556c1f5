//! When a postcode was in use, as postcode lists say it.

use jiff::civil::{Date, date};

use crate::table::Table;

/// The days on which a postcode was in use: from the first up to, and not
/// including, the second. An open end is unknown or still in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PostcodeDates {
    /// First day in use.
    pub from: Option<Date>,
    /// First day no longer in use.
    pub to: Option<Date>,
}

/// Headers of the day or month in which a postcode came into use, letters and figures only.
const INTRODUCED: [&str; 5] =
    ["doint", "introduced", "dateintroduced", "dateofintroduction", "introductiondate"];
/// Headers of the day or month in which it went out of use.
const TERMINATED: [&str; 5] =
    ["doterm", "terminated", "dateterminated", "dateoftermination", "terminationdate"];

/// The columns of a table that carry these dates.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct DateColumns {
    introduced: Option<usize>,
    terminated: Option<usize>,
}

impl DateColumns {
    pub(super) fn find(table: &Table) -> Self {
        let find = |known: &[&str]| {
            table.columns().iter().position(|column| known.contains(&plain(&column.name).as_str()))
        };
        Self { introduced: find(&INTRODUCED), terminated: find(&TERMINATED) }
    }

    /// A date that cannot be read leaves its end open.
    pub(super) fn read(self, table: &Table, row: usize) -> PostcodeDates {
        let span = |column: Option<usize>| column.and_then(|column| days_of(table, row, column));
        PostcodeDates {
            from: span(self.introduced).map(|(first, _)| first),
            to: span(self.terminated).map(|(_, end)| end),
        }
    }
}

/// The first day that a written date names and the first day after it. A
/// month (`201806`, `2018-06`) names all its days: a postcode that ended in
/// June is in use to the end of June.
fn days_of(table: &Table, row: usize, column: usize) -> Option<(Date, Date)> {
    if let Some(day) = table.day(row, column) {
        return Some((day, day));
    }
    let number = table.number(row, column).map(|number| number.to_string());
    let text = table.text(row, column).map_or_else(|| number.unwrap_or_default(), str::to_owned);
    let figures: String = text.chars().filter(char::is_ascii_digit).collect();
    if text.trim().chars().any(|c| !c.is_ascii_digit() && !matches!(c, '-' | '/')) {
        return None;
    }
    let number = |from: usize, to: usize| figures.get(from..to)?.parse::<i16>().ok();
    let part = |from: usize, to: usize| figures.get(from..to)?.parse::<i8>().ok();
    match figures.len() {
        6 => {
            let first = Date::new(number(0, 4)?, part(4, 6)?, 1).ok()?;
            Some((first, first.last_of_month().tomorrow().unwrap_or(date(9999, 12, 31))))
        }
        8 => {
            let day = Date::new(number(0, 4)?, part(4, 6)?, part(6, 8)?).ok()?;
            Some((day, day))
        }
        _ => None,
    }
}

fn plain(header: &str) -> String {
    header.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
