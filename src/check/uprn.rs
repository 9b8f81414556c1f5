//! Unique property reference numbers: their form, and those that repeat.

use std::collections::BTreeMap;

use crate::fault::{Fault, Place, Rule};
use crate::model::Uprn;
use crate::table::Table;

use super::cells::rows_named;
use super::listing::Listing;
use super::words::counted;

/// Tells UPRNs that cannot be right, and those that stand on several records.
pub(super) fn check_uprns(table: &Table, column: usize, listing: &mut Listing) {
    let name = table.columns()[column].name.as_str();
    let mut rows: BTreeMap<Uprn, Vec<u64>> = BTreeMap::new();
    let mut filled = 0_u64;
    for row in 0..table.len() {
        let cell = table.cell(row, column);
        let text = cell.display();
        if text.trim().is_empty() {
            continue;
        }
        filled += 1;
        let source = table.source_row(row);
        match Uprn::parse(&text) {
            Some(uprn) => rows.entry(uprn).or_default().push(source),
            None => listing.add(
                Fault::new(
                    Rule::InvalidUprn,
                    Place::row(source).in_field(name),
                    format!("'{}' is no UPRN", text.trim()),
                )
                .advise("A UPRN has 1 to 12 figures; a spreadsheet may have turned it into 1.00E+11."),
            ),
        }
    }
    listing_repeats(
        rows.iter().map(|(uprn, rows)| (uprn.to_string(), rows.as_slice())),
        name,
        filled,
        listing,
    );
}

/// Tells the ids that stand on several records, one fault for all of a column.
pub(super) fn listing_repeats<'a>(
    ids: impl Iterator<Item = (String, &'a [u64])>,
    name: &str,
    filled: u64,
    listing: &mut Listing,
) {
    const NAMED: usize = 5;
    let repeated: Vec<_> = ids.filter(|(_, rows)| rows.len() > 1).collect();
    let extra: u64 = repeated.iter().map(|(_, rows)| rows.len() as u64 - 1).sum();
    let Some((_, first)) = repeated.first() else { return };
    let named: Vec<_> =
        repeated.iter().take(NAMED).map(|(id, rows)| format!("{id} on {}", rows_named(rows))).collect();
    let more = if repeated.len() > NAMED { ", ..." } else { "" };
    let message = format!(
        "{extra} of {filled} values of '{name}' repeat an earlier one; {} on several records ({}{more})",
        counted(repeated.len() as u64, "value stands", "values stand"),
        named.join("; ")
    );
    let place = Place::row(first[0]).in_field(name);
    let advice =
        "Several holdings of one property may share a number; accept the warning if that is so here.";
    listing.add(Fault::new(Rule::RepeatedId, place, message).advise(advice).counting(extra));
}
