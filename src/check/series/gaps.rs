//! Periods that a series lacks.

use std::collections::BTreeSet;

use crate::fault::{Fault, Place, Rule};
use crate::table::Table;

use super::column::Series;
use super::period::{Period, between, ends, listed};

/// Periods that rows lack which nothing tells apart: a list of periods, or
/// things that happened. `whole` where each period should have its row, as in
/// a table; a register may have none in a quiet year.
pub(in crate::check) fn gaps_of_rows(table: &Table, column: usize, whole: bool) -> Option<Fault> {
    let name = table.columns()[column].name.as_str();
    let series = Series::of(table, column, &[]);
    let missing = series.missing(name, whole);
    absent_everywhere(name, &series.rows.keys().copied().collect(), &missing)
}

/// Periods missing between others, in the whole table and in single series.
/// `keys` are the columns that tell series apart.
pub(in crate::check) fn gaps_of_series(table: &Table, column: usize, keys: &[usize]) -> Vec<Fault> {
    let series = Series::of(table, column, keys);
    if !series.come_back() {
        return Vec::new();
    }
    let name = table.columns()[column].name.as_str();
    let all: BTreeSet<Period> = series.rows.keys().copied().collect();
    let whole = absent_everywhere(name, &all, &between(&all));
    whole.into_iter().chain(short_series(name, &all, &series)).collect()
}

fn absent_everywhere(name: &str, all: &BTreeSet<Period>, missing: &[Period]) -> Option<Fault> {
    if missing.is_empty() {
        return None;
    }
    let message = format!("{} missing between {}", listed(missing), ends(all));
    let fault = Fault::new(Rule::TimeGap, Place::field(name), message);
    let advice = "Ask the publisher for them; a missing period is not a zero.";
    Some(fault.advise(advice).counting(missing.len() as u64))
}

/// Series that lack periods which the others have. Series that come and go
/// are no gaps: most of them must be whole.
fn short_series(name: &str, all: &BTreeSet<Period>, series: &Series) -> Option<Fault> {
    let short: Vec<_> = series.periods.iter().filter(|(_, periods)| periods.len() < all.len()).collect();
    let (key, periods) = short.first()?;
    if short.len() * 2 >= series.periods.len() {
        return None;
    }
    let absent: Vec<Period> = all.difference(periods).copied().collect();
    let message = format!(
        "{} of {} series lack periods that the others have (first: {} lacks {})",
        short.len(),
        series.periods.len(),
        key.join(" / "),
        listed(&absent)
    );
    let fault = Fault::new(Rule::TimeGap, Place::field(name).of(key.join(" / ")), message);
    Some(fault.advise("A missing period is not a zero.").counting(short.len() as u64))
}

/// Years missing among column headers such as `2011`, `2012`, `2014`.
pub(in crate::check) fn header_gaps(table: &Table) -> Option<Fault> {
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
