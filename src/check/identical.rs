//! Records that are the same in every cell. They are noted and never removed:
//! two crimes of one kind in one street and month are two crimes.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use crate::draft::{Cell, Draft, DraftRow};
use crate::fault::{Fault, Place, Rule};

/// A note of how many records repeat another in every cell, a running number aside.
pub(super) fn identical_rows(draft: &Draft) -> Option<Fault> {
    let index: Vec<usize> =
        (0..draft.columns.len()).filter(|column| is_running_number(draft, *column)).collect();
    let columns: Vec<usize> = (0..draft.columns.len()).filter(|column| !index.contains(column)).collect();
    if columns.is_empty() || draft.has_geometry() {
        return None;
    }
    let mut order: Vec<usize> = (0..draft.rows.len()).collect();
    let hashes: Vec<u64> = draft.rows.iter().map(|row| hash_of(row, &columns)).collect();
    order.sort_by_key(|row| (hashes[*row], *row));
    let alike = |a: &usize, b: &usize| {
        hashes[*a] == hashes[*b]
            && columns.iter().all(|c| draft.rows[*a].cells.get(*c) == draft.rows[*b].cells.get(*c))
    };
    let (mut repeats, mut first) = (0_u64, None);
    for run in order.chunk_by(alike) {
        repeats += run.len() as u64 - 1;
        if run.len() > 1 {
            let row = draft.rows[run[1]].number;
            first = Some(first.map_or(row, |known: u64| known.min(row)));
        }
    }
    let apart = match index.first() {
        Some(column) => {
            let name = draft.columns[*column].trim();
            format!(" apart from the running number in '{name}'")
        }
        None => String::new(),
    };
    let message = format!(
        "{repeats} of {} records are the same as an earlier one in every cell{apart}; all are kept",
        draft.rows.len()
    );
    Some(Fault::new(Rule::IdenticalRows, Place::row(first?), message).counting(repeats))
}

/// Whole numbers that go up by one from each record to the next.
fn is_running_number(draft: &Draft, column: usize) -> bool {
    const FEWEST: usize = 3;
    let number = |row: &DraftRow| match row.cells.get(column) {
        Some(Cell::Text(text)) => text.trim().parse::<i64>().ok(),
        #[expect(clippy::cast_possible_truncation, reason = "only whole numbers are compared")]
        Some(Cell::Number(number)) if number.fract() == 0.0 => Some(*number as i64),
        _ => None,
    };
    draft.rows.len() >= FEWEST
        && draft.rows.windows(2).all(|pair| match (number(&pair[0]), number(&pair[1])) {
            (Some(a), Some(b)) => a.checked_add(1) == Some(b),
            _ => false,
        })
}

fn hash_of(row: &DraftRow, columns: &[usize]) -> u64 {
    // Keys of this hasher are fixed, so the order is the same on every run.
    let mut hasher = DefaultHasher::new();
    for column in columns {
        row.cells.get(*column).map(Cell::display).hash(&mut hasher);
    }
    hasher.finish()
}
