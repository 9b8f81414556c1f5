//! Series over time: periods that are missing, steps that are too large.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::{Fault, Place, Rule};
use crate::table::{Table, header_words};

use super::figures::{Figure, Nature};
use super::robust::{FAR, Spread};

/// A year or a month, as a running number that goes up by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Period {
    Year(i32),
    Month(i32),
}

impl Period {
    /// `2019`, `2019-05`, `2019-05-01`.
    fn read(text: &str) -> Option<Self> {
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

    fn number(self) -> i32 {
        match self {
            Self::Year(number) | Self::Month(number) => number,
        }
    }

    /// The period of the same kind with another number.
    fn with(self, number: i32) -> Self {
        match self {
            Self::Year(_) => Self::Year(number),
            Self::Month(_) => Self::Month(number),
        }
    }

    fn words(self) -> String {
        match self {
            Self::Year(year) => year.to_string(),
            Self::Month(month) => format!("{}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1),
        }
    }
}

/// The column of years or months, where the table has one: by its header, and
/// every cell must be a period.
pub(super) fn period_column(table: &Table) -> Option<usize> {
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

fn period_at(table: &Table, row: usize, column: usize) -> Option<Period> {
    Period::read(&table.cell(row, column).display())
}

/// Periods missing between others, in the whole table and in single series.
/// `keys` are the columns that tell series apart.
pub(super) fn time_gaps(table: &Table, column: usize, keys: &[usize]) -> Vec<Fault> {
    let mut all = BTreeSet::new();
    let mut series: BTreeMap<Vec<String>, BTreeSet<Period>> = BTreeMap::new();
    for row in 0..table.len() {
        let Some(period) = period_at(table, row, column) else { continue };
        all.insert(period);
        let key = keys.iter().map(|key| table.cell(row, *key).display().into_owned()).collect();
        series.entry(key).or_default().insert(period);
    }
    let name = table.columns()[column].name.as_str();
    let mut faults: Vec<Fault> = Vec::new();
    let missing = between(&all);
    if !missing.is_empty() {
        let message = format!("{} missing between {}", listed(&missing), ends(&all));
        faults.push(
            Fault::new(Rule::TimeGap, Place::field(name), message)
                .advise("Ask the publisher for them; a missing period is not a zero.")
                .counting(missing.len() as u64),
        );
    }
    if keys.is_empty() {
        return faults;
    }
    let short: Vec<_> = series.iter().filter(|(_, periods)| periods.len() < all.len()).collect();
    // Series that come and go are no gaps: most of them must be whole.
    if let (Some((key, periods)), true) = (short.first(), short.len() * 2 < series.len()) {
        let absent: Vec<Period> = all.difference(periods).copied().collect();
        let message = format!(
            "{} of {} series lack periods that the others have (first: {} lacks {})",
            short.len(),
            series.len(),
            key.join(" / "),
            listed(&absent)
        );
        faults.push(
            Fault::new(Rule::TimeGap, Place::field(name).of(key.join(" / ")), message)
                .advise("A missing period is not a zero.")
                .counting(short.len() as u64),
        );
    }
    faults
}

/// Years missing among column headers such as `2011`, `2012`, `2014`.
pub(super) fn header_gaps(table: &Table) -> Option<Fault> {
    const FEWEST: usize = 3;
    let years: BTreeSet<Period> = table
        .columns()
        .iter()
        .filter_map(|column| Period::read(&column.name))
        .filter(|p| matches!(p, Period::Year(_)))
        .collect();
    let missing = between(&years);
    if years.len() < FEWEST || missing.is_empty() {
        return None;
    }
    let message = format!("columns for {} are missing between {}", listed(&missing), ends(&years));
    Some(Fault::new(Rule::TimeGap, Place::default(), message).counting(missing.len() as u64))
}

/// Steps from one period to the next that lie far from all other steps of the
/// same column and group. Counts are compared by their square roots, so that
/// large and small areas can be set side by side.
pub(super) fn jumps(
    table: &Table,
    column: usize,
    code: usize,
    groups: &[usize],
    figures: &[Figure],
) -> Vec<Fault> {
    const FEWEST_PERIODS: usize = 5;
    let mut by_group: BTreeMap<Vec<String>, BTreeMap<String, Vec<(Period, usize)>>> = BTreeMap::new();
    for row in 0..table.len() {
        let Some(period) = period_at(table, row, column) else { continue };
        let text = |column: usize| table.cell(row, column).display().into_owned();
        let key = groups.iter().map(|group| text(*group)).collect();
        by_group.entry(key).or_default().entry(text(code)).or_default().push((period, row));
    }
    for series in by_group.values_mut().flat_map(BTreeMap::values_mut) {
        series.sort_unstable();
    }
    let longest = by_group.values().flat_map(BTreeMap::values).map(Vec::len).max().unwrap_or(0);
    if longest < FEWEST_PERIODS {
        return Vec::new();
    }
    let amounts = figures.iter().filter(|figure| figure.nature.is_amount());
    amounts.filter_map(|figure| column_jumps(table, figure, &by_group)).collect()
}

type SeriesByGroup = BTreeMap<Vec<String>, BTreeMap<String, Vec<(Period, usize)>>>;

fn column_jumps(table: &Table, figure: &Figure, by_group: &SeriesByGroup) -> Option<Fault> {
    let whole = figure.filled().all(|(_, value)| value >= 0.0) && figure.nature == Nature::Count;
    let scale = |value: f64| if whole { 2.0 * value.sqrt() } else { value };
    let mut far: Vec<(f64, usize, String)> = Vec::new();
    for (group, series) in by_group {
        let mut steps: Vec<(f64, usize, usize)> = Vec::new();
        for rows in series.values() {
            for pair in rows.windows(2) {
                let ((before, from), (after, to)) = (pair[0], pair[1]);
                if after.number() != before.number() + 1 {
                    continue;
                }
                if let (Some(a), Some(b)) = (figure.values[from], figure.values[to]) {
                    steps.push((scale(b) - scale(a), from, to));
                }
            }
        }
        let sizes: Vec<f64> = steps.iter().map(|step| step.0).collect();
        let Some(spread) = Spread::of(&sizes) else { continue };
        let values = |row: usize| figure.values[row].unwrap_or(f64::NAN);
        far.extend(
            steps
                .iter()
                .map(|(step, from, to)| (spread.distance(*step), *from, *to))
                .filter(|(d, ..)| *d > FAR)
                .map(|(d, from, to)| {
                    let words = format!(
                        "{} to {} ({d:.1} robust SD{})",
                        values(from),
                        values(to),
                        group_words(group)
                    );
                    (d, to, words)
                }),
        );
    }
    far.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let (_, row, words) = far.first()?;
    let message = format!(
        "{} steps of '{}' from one period to the next lie more than {FAR} robust standard deviations from the others; the largest goes from {words}",
        far.len(),
        figure.name
    );
    let place = Place::row(table.source_row(*row)).in_field(figure.name.as_str());
    Some(Fault::new(Rule::Jump, place, message).counting(far.len() as u64))
}

fn group_words(group: &[String]) -> String {
    if group.is_empty() { String::new() } else { format!(", {}", group.join(" / ")) }
}

/// The periods that a run of them lacks inside. Long runs are cut.
fn between(periods: &BTreeSet<Period>) -> Vec<Period> {
    const MOST: i32 = 2_400;
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Vec::new() };
    let (from, to) = (first.number(), last.number().min(first.number() + MOST));
    if std::mem::discriminant(first) != std::mem::discriminant(last) {
        return Vec::new();
    }
    (from..to).map(|number| first.with(number)).filter(|period| !periods.contains(period)).collect()
}

fn listed(periods: &[Period]) -> String {
    const NAMED: usize = 6;
    let words: Vec<_> = periods.iter().take(NAMED).map(|period| period.words()).collect();
    let more = periods.len().saturating_sub(NAMED);
    if more == 0 { words.join(", ") } else { format!("{} and {more} more", words.join(", ")) }
}

fn ends(periods: &BTreeSet<Period>) -> String {
    let word = |period: Option<&Period>| period.map(|p| p.words()).unwrap_or_default();
    format!("{} and {}", word(periods.first()), word(periods.last()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let periods = ["2017-11", "2018-02"].iter().filter_map(|text| Period::read(text)).collect();
        assert_eq!(listed(&between(&periods)), "2017-12, 2018-01");
    }
}
