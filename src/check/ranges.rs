//! Values that cannot be: counts below zero, shares beyond the whole.

use crate::fault::{Fault, Place, Rule};
use crate::table::Table;

use super::cells::rows_named;
use super::figures::{Figure, Nature};

/// Counts below zero and shares out of range, one fault a column.
pub(super) fn out_of_range(table: &Table, figures: &[Figure]) -> Vec<Fault> {
    figures.iter().filter_map(|figure| column_out_of_range(table, figure)).collect()
}

fn column_out_of_range(table: &Table, figure: &Figure) -> Option<Fault> {
    const ROUNDING: f64 = 1e-9;
    let (rule, low, high, words) = match figure.nature {
        Nature::Count => (Rule::NegativeCount, 0.0, f64::INFINITY, "are below zero"),
        Nature::Share => (Rule::RateOutOfRange, -ROUNDING, 1.0 + ROUNDING, "lie outside 0 to 1"),
        Nature::Percentage => (Rule::RateOutOfRange, -ROUNDING, 100.0 + ROUNDING, "lie outside 0 to 100"),
        _ => return None,
    };
    let wrong: Vec<(usize, f64)> =
        figure.filled().filter(|(_, value)| *value < low || *value > high).collect();
    let (first, value) = *wrong.first()?;
    let rows: Vec<u64> = wrong.iter().map(|(row, _)| table.source_row(*row)).collect();
    let message = format!(
        "{} values of '{}' {words} ({}; the first is {value})",
        wrong.len(),
        figure.name,
        rows_named(&rows)
    );
    let place = Place::row(table.source_row(first)).in_field(figure.name.as_str());
    let advice = "Ask the publisher, or accept the warning in the manifest with what the values mean.";
    Some(Fault::new(rule, place, message).advise(advice).counting(wrong.len() as u64))
}
