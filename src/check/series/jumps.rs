//! Steps from one period to the next that are too large to be believed.

use std::collections::BTreeMap;

use crate::check::figures::{Figure, Nature};
use crate::check::robust::{FAR, Spread};
use crate::fault::{Fault, Place, Rule};
use crate::table::Table;

use super::period::{Period, period_at};

/// Steps from one period to the next that lie far from all other steps of the
/// same column and group. Counts are compared by their square roots, so that
/// large and small areas can be set side by side.
pub(in crate::check) fn jumps(
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
