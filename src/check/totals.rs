//! Sums: against published totals, of rows that sum up others, of totals that
//! repeat, and of shares that should make one.

use std::collections::BTreeMap;

use crate::fault::{Fault, Place, Rule};
use crate::table::Table;

use super::cells::rows_named;
use super::codes::{Codes, is_total_word};
use super::figures::{Figure, Nature};

/// How far a sum may lie from its published total, as a share of the total.
const TOLERANCE: f64 = 0.005;

/// Sums that miss the totals of the manifest.
pub(super) fn control_totals(
    table: &Table,
    figures: &[Figure],
    control: &BTreeMap<String, f64>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, total) in control {
        let Some(figure) = table.column(name).and_then(|column| figures.iter().find(|f| f.column == column))
        else {
            if table.column(name).is_some() {
                let message =
                    format!("'{name}' has the control total {total}, but it is no column of numbers");
                faults.push(Fault::new(Rule::ControlTotal, Place::field(name.as_str()), message));
            }
            continue;
        };
        let sum = figure.sum();
        let off = (sum - total).abs();
        if off > TOLERANCE * total.abs() {
            let share = if *total == 0.0 { f64::INFINITY } else { 100.0 * off / total.abs() };
            let message = format!(
                "'{name}' adds up to {sum}, the published total is {total}: {share:.2} % off (0.5 % allowed)"
            );
            let advice = "Look for missing, doubled or filtered records, or mend the total in the manifest.";
            faults.push(Fault::new(Rule::ControlTotal, Place::field(name.as_str()), message).advise(advice));
        }
    }
    faults
}

/// Rows that sum up others: named so, coded as a whole country, or equal to
/// the sum of all other rows in nearly every column of counts.
pub(super) fn total_rows(
    table: &Table,
    codes: Option<&Codes>,
    name: Option<usize>,
    figures: &[Figure],
) -> Vec<Fault> {
    let sums: Vec<(&Figure, f64)> = figures
        .iter()
        .filter(|figure| figure.nature == Nature::Count && figure.filled().all(|(_, value)| value >= 0.0))
        .map(|figure| (figure, figure.sum()))
        .filter(|(_, sum)| *sum > 0.0)
        .collect();
    let mut faults = Vec::new();
    for row in 0..table.len() {
        let code = codes.map(|codes| table.cell(row, codes.column));
        let code = code.as_ref().map(|cell| cell.display().trim().to_owned()).unwrap_or_default();
        let named = name.and_then(|column| table.text(row, column)).is_some_and(is_total_word);
        let reason = if is_total_word(&code) || named {
            "its code or name says so"
        } else if is_country(&code) {
            "its code is that of a whole country"
        } else if table.len() > 3 && sums_all_others(row, &sums) {
            "its counts are the sums of all other rows"
        } else {
            continue;
        };
        let place = Place::row(table.source_row(row)).of(code);
        let advice = "Leave it out with 'only' in the manifest, so that sums do not count everything twice.";
        faults.push(
            Fault::new(Rule::TotalRow, place, format!("the row sums up others: {reason}")).advise(advice),
        );
    }
    faults
}

fn is_country(code: &str) -> bool {
    matches!(
        code,
        "E92000001" | "W92000004" | "S92000003" | "N92000002" | "K02000001" | "K03000001" | "K04000001"
    )
}

fn sums_all_others(row: usize, sums: &[(&Figure, f64)]) -> bool {
    const FEWEST: usize = 2;
    let equal = |figure: &Figure, sum: f64| {
        figure.values[row].is_some_and(|value| value > 0.0 && (2.0 * value - sum).abs() <= 1e-6 * sum)
    };
    sums.len() >= FEWEST
        && sums.iter().filter(|(figure, sum)| equal(figure, *sum)).count() * 10 >= sums.len() * 9
}

/// Columns that repeat one total on every row of a group: a naive sum counts it many times.
pub(super) fn repeated_totals(
    table: &Table,
    codes: &Codes,
    figures: &[Figure],
    periods: &[usize],
) -> Vec<Fault> {
    const FEWEST_GROUPS: usize = 2;
    let groups: Vec<Vec<usize>> =
        groups_of(table, codes, periods).into_iter().filter(|rows| rows.len() > 1).collect();
    if groups.len() < FEWEST_GROUPS {
        return Vec::new();
    }
    let counts = figures.iter().filter(|figure| figure.nature == Nature::Count);
    let mut faults = Vec::new();
    for figure in counts {
        let constant = groups.iter().all(|rows| is_constant(figure, rows));
        let firsts: Vec<f64> = groups.iter().filter_map(|rows| figure.values[rows[0]]).collect();
        let differ = firsts.windows(2).any(|pair| (pair[0] - pair[1]).abs() > f64::EPSILON);
        let others_vary = figures.iter().any(|other| {
            other.column != figure.column && groups.iter().any(|rows| !is_constant(other, rows))
        });
        if !constant || !differ || !others_vary {
            continue;
        }
        let naive = figure.sum();
        let once: f64 =
            groups_of(table, codes, periods).iter().filter_map(|rows| figure.values[rows[0]]).sum();
        let message = format!(
            "'{}' holds one total for each group and repeats it on every row: added up it gives {naive}, {:.1} times the {once} that it stands for",
            figure.name,
            naive / once
        );
        let advice = "Take it once for each area; do not add it up over the rows.";
        let fault =
            Fault::new(Rule::RepeatedTotal, Place::field(figure.name.as_str()), message).advise(advice);
        faults.push(fault.counting(groups.len() as u64));
    }
    faults
}

fn is_constant(figure: &Figure, rows: &[usize]) -> bool {
    rows.windows(2)
        .all(|pair| figure.values[pair[0]] == figure.values[pair[1]] && figure.values[pair[0]].is_some())
}

/// Rows of one code (and of one period, where the table has several).
pub(super) fn groups_of(table: &Table, codes: &Codes, keys: &[usize]) -> Vec<Vec<usize>> {
    let mut groups = Vec::new();
    for rows in codes.rows.values() {
        let mut split: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
        for row in rows {
            let key = keys.iter().map(|key| table.cell(*row, *key).display().into_owned()).collect();
            split.entry(key).or_default().push(*row);
        }
        groups.extend(split.into_values());
    }
    groups
}

/// How far the shares of a row may lie from one.
const NEAR: f64 = 0.005;

/// The sums of rows, where the table is a matrix of shares: many columns, all
/// values from 0 to 1, no row above 1 and some row at 1.
pub(super) fn share_matrix(rows: usize, figures: &[Figure]) -> Option<Vec<f64>> {
    const FEWEST_COLUMNS: usize = 8;
    let all_shares = figures.iter().all(|f| f.filled().all(|(_, value)| (0.0..=1.0).contains(&value)));
    if figures.len() < FEWEST_COLUMNS || !all_shares {
        return None;
    }
    let sums: Vec<f64> =
        (0..rows).map(|row| figures.iter().filter_map(|figure| figure.values[row]).sum()).collect();
    let high = sums.iter().fold(f64::MIN, |high, sum| high.max(*sum));
    (1.0 - NEAR..=1.0 + NEAR).contains(&high).then_some(sums)
}

/// Rows of a matrix of shares that do not add up to one.
pub(super) fn row_sums(table: &Table, sums: &[f64]) -> Option<Fault> {
    let (low, high) =
        sums.iter().fold((f64::MAX, f64::MIN), |(low, high), sum| (low.min(*sum), high.max(*sum)));
    let short: Vec<u64> =
        (0..table.len()).filter(|row| sums[*row] < 1.0 - NEAR).map(|row| table.source_row(row)).collect();
    let message = format!(
        "{} of {} rows of shares do not add up to 1: they make {low:.3} to {high:.3} ({})",
        short.len(),
        table.len(),
        rows_named(&short)
    );
    let advice = "What is short belongs to areas that the file does not list; do not scale it up unasked.";
    let fault = Fault::new(Rule::RowSum, Place::row(*short.first()?), message).advise(advice);
    Some(fault.counting(short.len() as u64))
}
