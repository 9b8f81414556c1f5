//! Years and months, and runs of them.

use std::collections::BTreeSet;

use crate::table::Table;

/// A year or a month, as a running number that goes up by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Period {
    Year(i32),
    Month(i32),
}

impl Period {
    /// `2019`, `2019-05`, `2019-05-01`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let year: i32 = text.get(..4)?.parse().ok().filter(|year| (1800..=2200).contains(year))?;
        if text.len() == 4 {
            return Some(Self::Year(year));
        }
        let month: i32 = text.get(4..)?.strip_prefix('-')?.get(..2)?.parse().ok()?;
        let rest = text.get(7..)?;
        let plain = rest.is_empty() || rest.starts_with('-');
        (plain && (1..=12).contains(&month)).then_some(Self::Month(year * 12 + month - 1))
    }

    pub(super) fn number(self) -> i32 {
        match self {
            Self::Year(number) | Self::Month(number) => number,
        }
    }

    /// The period of the same kind with another number.
    pub(super) fn with(self, number: i32) -> Self {
        match self {
            Self::Year(_) => Self::Year(number),
            Self::Month(_) => Self::Month(number),
        }
    }

    pub(super) fn words(self) -> String {
        match self {
            Self::Year(year) => year.to_string(),
            Self::Month(month) => format!("{}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1),
        }
    }
}

/// The period in a cell, if it holds one.
pub(super) fn period_at(table: &Table, row: usize, column: usize) -> Option<Period> {
    Period::read(&table.cell(row, column).display())
}

/// The periods that a run of them lacks inside. Long runs are cut.
///
/// A run goes forward by its own step, the largest that meets all its
/// periods: quarters lack no months, censuses no years. A run that has more
/// holes than periods was never meant to be whole, and lacks nothing.
pub(super) fn between(periods: &BTreeSet<Period>) -> Vec<Period> {
    const MOST: i32 = 2_400;
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Vec::new() };
    if std::mem::discriminant(first) != std::mem::discriminant(last) {
        return Vec::new();
    }
    let (from, to) = (first.number(), last.number().min(first.number().saturating_add(MOST)));
    let step = periods.iter().fold(0, |step, period| common_step(step, period.number() - from));
    let Ok(step) = usize::try_from(step.max(1)) else { return Vec::new() };
    let wanted = (from..to).step_by(step).map(|number| first.with(number));
    let missing: Vec<Period> = wanted.filter(|period| !periods.contains(period)).collect();
    if missing.len() < periods.len() { missing } else { Vec::new() }
}

/// The largest step of which both are multiples.
fn common_step(a: i32, b: i32) -> i32 {
    if b == 0 { a } else { common_step(b, a % b) }
}

/// Periods as a sentence names them: the first few, and how many more.
pub(super) fn listed(periods: &[Period]) -> String {
    const NAMED: usize = 6;
    let words: Vec<_> = periods.iter().take(NAMED).map(|period| period.words()).collect();
    let more = periods.len().saturating_sub(NAMED);
    if more == 0 { words.join(", ") } else { format!("{} and {more} more", words.join(", ")) }
}

/// The first and the last: `2011 and 2019`.
pub(super) fn ends(periods: &BTreeSet<Period>) -> String {
    let word = |period: Option<&Period>| period.map(|p| p.words()).unwrap_or_default();
    format!("{} and {}", word(periods.first()), word(periods.last()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(periods: &[&str]) -> String {
        listed(&between(&periods.iter().filter_map(|text| Period::read(text)).collect()))
    }

    #[test]
    fn years_and_months_are_read() {
        assert_eq!(Period::read("2019"), Some(Period::Year(2019)));
        assert_eq!(Period::read("2017-11").map(Period::words), Some("2017-11".to_owned()));
        assert_eq!(Period::read("2017-11-05").map(Period::words), Some("2017-11".to_owned()));
        for text in ["1112", "201", "2017-13", "2017/11", "20171", "", "Aston"] {
            assert_eq!(Period::read(text), None, "{text}");
        }
    }

    #[test]
    fn missing_periods_are_those_between_others() {
        assert_eq!(missing(&["2017-11", "2017-12", "2018-03"]), "2018-01, 2018-02");
        assert_eq!(missing(&["2011", "2012", "2014"]), "2013");
    }

    #[test]
    fn a_run_is_held_to_its_own_step() {
        assert_eq!(missing(&["2001", "2011", "2021"]), "");
        assert_eq!(missing(&["2020-01", "2020-04", "2020-10"]), "2020-07");
    }

    #[test]
    fn releases_at_odd_years_lack_none() {
        assert_eq!(missing(&["2004", "2007", "2010", "2015", "2019", "2025"]), "");
    }
}
