//! Values far from those of the other areas.

use std::collections::BTreeMap;

use crate::fault::{Fault, Place, Rule};
use crate::table::Table;

use super::figures::Figure;
use super::robust::{FAR, Spread};
use super::words::counted;

/// A note for each column with values more than four robust standard
/// deviations from the median. In a long table values are set against those
/// of the same group (age band, tenure, year ...): `groups` are its columns.
pub(super) fn outliers(
    table: &Table,
    figures: &[Figure],
    groups: &[usize],
    code: Option<usize>,
) -> Vec<Fault> {
    let mut split: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for row in 0..table.len() {
        let key = groups.iter().map(|group| table.cell(row, *group).display().into_owned()).collect();
        split.entry(key).or_default().push(row);
    }
    let amounts = figures.iter().filter(|figure| figure.nature.is_amount());
    let mut found: Vec<_> =
        amounts.filter_map(|figure| column_outliers(table, figure, split.values(), code)).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let rest: u64 = found.iter().skip(COLUMNS_LISTED).map(|(_, fault)| fault.count).sum();
    let columns = found.len();
    let mut faults: Vec<Fault> = found.into_iter().take(COLUMNS_LISTED).map(|(_, fault)| fault).collect();
    if rest > 0 {
        let message = format!(
            "{} that far off in {}; the {COLUMNS_LISTED} columns with the furthest are listed",
            counted(rest, "more value lies", "more values lie"),
            counted((columns - COLUMNS_LISTED) as u64, "other column", "other columns")
        );
        faults.push(Fault::new(Rule::Outlier, Place::default(), message).counting(rest));
    }
    faults
}

/// How many columns are told of one by one.
const COLUMNS_LISTED: usize = 10;

fn column_outliers<'a>(
    table: &Table,
    figure: &Figure,
    groups: impl Iterator<Item = &'a Vec<usize>>,
    code: Option<usize>,
) -> Option<(f64, Fault)> {
    const NAMED: usize = 3;
    let mut far: Vec<(f64, usize, f64)> = Vec::new();
    for rows in groups {
        let values: Vec<f64> = rows.iter().filter_map(|row| figure.values[*row]).collect();
        let Some(spread) = Spread::of(&values) else { continue };
        let filled = rows.iter().filter_map(|row| Some((*row, figure.values[*row]?)));
        far.extend(
            filled.map(|(row, value)| (spread.distance(value), row, value)).filter(|(d, ..)| *d > FAR),
        );
    }
    far.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let (furthest, first, _) = *far.first()?;
    let label = |row: usize| match code {
        Some(column) => table.cell(row, column).display().into_owned(),
        None => format!("row {}", table.source_row(row)),
    };
    let named: Vec<_> = far
        .iter()
        .take(NAMED)
        .map(|(d, row, value)| format!("{}: {value} ({d:.1} robust SD)", label(*row)))
        .collect();
    let message = format!(
        "{} more than {FAR} robust standard deviations from the median of '{}'; furthest {}",
        counted(far.len() as u64, "value lies", "values lie"),
        figure.name,
        named.join(", ")
    );
    let place = Place::row(table.source_row(first)).in_field(figure.name.as_str());
    Some((furthest, Fault::new(Rule::Outlier, place, message).counting(far.len() as u64)))
}
