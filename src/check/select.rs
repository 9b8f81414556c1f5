//! Which records of a draft are looked at: blank ones are left out and told,
//! and the manifest's own filter sets others aside.

use crate::draft::{Cell, Draft, DraftRow};
use crate::fault::{Fault, Place, Rule};
use crate::table::typing::names_in_use;

use super::listing::Listing;
use super::{Counts, Filter};

/// A draft with the records that count, and what happened to the others.
pub(super) struct Selected {
    pub(super) draft: Draft,
    pub(super) counts: Counts,
    pub(super) faults: Vec<Fault>,
}

/// Leaves out blank records and those that the filters do not keep.
pub(super) fn select(mut draft: Draft, only: &[Filter]) -> Selected {
    let mut counts = Counts { read: draft.rows.len() as u64, ..Counts::default() };
    let filters: Vec<(usize, &str)> = only
        .iter()
        .filter_map(|filter| Some((column_of(&draft, &filter.column)?, filter.value.trim())))
        .collect();
    let mut blank = Vec::new();
    draft.rows.retain(|row| {
        if is_blank(row) {
            blank.push(row.number);
            return false;
        }
        let kept = filters.iter().all(|(column, value)| holds(row, *column, value));
        counts.filtered += u64::from(!kept);
        kept
    });
    counts.left_out = blank.len() as u64;
    counts.kept = draft.rows.len() as u64;
    let mut faults: Vec<Fault> = blank_rows(&blank);
    if counts.kept == 0 && counts.filtered > 0 {
        let wanted: Vec<_> = only.iter().map(|f| format!("{} = '{}'", f.column, f.value)).collect();
        let message =
            format!("no record holds {}; all {} are set aside", wanted.join(" and "), counts.filtered);
        faults.push(
            Fault::new(Rule::ColumnAbsent, Place::default(), message).advise("Mend 'only' in the manifest."),
        );
    }
    Selected { draft, counts, faults }
}

/// The position of a column by its published name or its name in use.
pub(super) fn column_of(draft: &Draft, name: &str) -> Option<usize> {
    let in_use = || names_in_use(&draft.columns).iter().position(|column| column == name.trim());
    draft.column(name).or_else(in_use)
}

/// One fault for each column that is asked for and not there. `wanted` pairs
/// what the column is for with its name.
pub(super) fn absent_columns<'a>(
    draft: &Draft,
    wanted: impl IntoIterator<Item = (&'static str, &'a str)>,
) -> Vec<Fault> {
    let absent = wanted.into_iter().filter(|(_, name)| column_of(draft, name).is_none());
    absent.map(|(purpose, name)| absent_column(draft, purpose, name)).collect()
}

fn absent_column(draft: &Draft, purpose: &str, name: &str) -> Fault {
    let plain = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let close = draft.columns.iter().find(|column| plain(column) == plain(name));
    let listed: Vec<_> =
        draft.columns.iter().take(LISTED_COLUMNS).map(|c| format!("'{}'", c.trim())).collect();
    let more = draft.columns.len().saturating_sub(LISTED_COLUMNS);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let message = format!("the manifest names '{name}' as {purpose}, but the file has no such column");
    let advice = match close {
        Some(close) => format!("Write '{}' in the manifest.", close.trim()),
        None => format!("The columns are {}{more}.", listed.join(", ")),
    };
    Fault::new(Rule::ColumnAbsent, Place::field(name), message).advise(advice)
}

const LISTED_COLUMNS: usize = 30;

fn is_blank(row: &DraftRow) -> bool {
    row.geometry.is_none() && row.cells.iter().all(Cell::is_blank)
}

fn holds(row: &DraftRow, column: usize, value: &str) -> bool {
    row.cells.get(column).is_some_and(|cell| cell.display().trim() == value)
}

fn blank_rows(rows: &[u64]) -> Vec<Fault> {
    let mut listing = Listing::default();
    for row in rows {
        let fault =
            Fault::new(Rule::BlankRow, Place::row(*row), "every cell of the record is blank; it is left out");
        listing.add(fault.advise("Accept 'blank-row' in the manifest if nothing is lost."));
    }
    listing.into_faults()
}
