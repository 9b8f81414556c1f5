//! What the cells of a column are, decided column by column.
//!
//! A column is what all of its cells are: numbers, days, yes or no, else text.
//! Codes and identifiers stay text whatever they look like, and a gap keeps
//! its reason: no gap ever becomes 0. `read_cell.rs` says what one cell can be,
//! `tally.rs` what a whole column is.

mod names;
mod read_cell;
mod tally;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::draft::{Cell, Draft};
use crate::fault::{Fault, Place, Rule};
use crate::model::Missing;

use super::header_words::names_identifiers;
use super::{ColumnBuilder, ColumnInfo, Table};

use read_cell::{Gaps, flag_of, number_of, text_of};
use tally::{Choice, NAMED_ROWS, Tally};

pub use names::names_in_use;

/// Types the columns of a draft. `keep_text` names columns (as published, or
/// as in use) that stay text whatever they look like; so do columns whose
/// headers name identifiers (UPRN, code, postcode, telephone ...) and columns
/// with leading zeros or with more digits than a number can hold.
///
/// The faults are notes and warnings: [`Rule::MissingValues`] and
/// [`Rule::NumberFormat`] with their counts, [`Rule::MixedTypes`] with the
/// records that stand against their column.
#[must_use]
pub fn type_draft(draft: &Draft, keep_text: &[String]) -> (Table, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut columns = Vec::with_capacity(draft.columns.len());
    for (position, name) in names_in_use(&draft.columns).into_iter().enumerate() {
        let published = &draft.columns[position];
        let kept = keep_text.iter().any(|kept| kept == published || kept.trim() == name);
        let column = Column { draft, position, name: &name };
        let (cells, found) = column.typed(kept || names_identifiers(&name));
        faults.extend(found);
        let kind = cells.kind();
        columns.push((ColumnInfo { name, published: published.clone(), kind }, cells));
    }
    let rows = draft.rows.iter().map(|row| row.number).collect();
    match Table::build(rows, columns) {
        Ok(table) => (table, faults),
        Err(error) => {
            faults.push(Fault::new(Rule::Unreadable, Place::default(), error.to_string()));
            (Table::empty(), faults)
        }
    }
}

/// One column of a draft.
struct Column<'a> {
    draft: &'a Draft,
    position: usize,
    name: &'a str,
}

impl Column<'_> {
    fn cells(&self) -> impl Iterator<Item = (u64, &Cell)> {
        self.draft.rows.iter().map(|row| (row.number, row.cells.get(self.position).unwrap_or(&Cell::Empty)))
    }

    fn typed(&self, is_identifier: bool) -> (ColumnBuilder, Vec<Fault>) {
        let mut faults = Vec::new();
        let tally = self.tally();
        let kind = if is_identifier { Choice::Text } else { tally.choose() };
        let mostly_numbers = !is_identifier && !tally.digit_strings && 2 * tally.numbers >= tally.filled;
        let gaps = if matches!(kind, Choice::Text) && !(mostly_numbers && tally.numbers > 0) {
            Gaps::OfText
        } else {
            Gaps::OfFigures
        };
        if let (Choice::Text, false) = (&kind, is_identifier) {
            faults.extend(self.mixed(&tally));
        }
        if matches!(kind, Choice::Number) && tally.dressed > 0 {
            faults.push(self.number_format(tally.dressed));
        }
        let cells = self.build(&kind, gaps);
        faults.extend(self.missing(&cells));
        (cells, faults)
    }

    fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for (row, cell) in self.cells() {
            tally.add(row, cell);
        }
        tally
    }

    fn build(&self, choice: &Choice, gaps: Gaps) -> ColumnBuilder {
        let mut cells = ColumnBuilder::with_capacity(choice.kind(), self.draft.rows.len());
        for (_, cell) in self.cells() {
            let gap = gaps.of(cell);
            match (&mut cells, gap) {
                (_, Some(reason)) => cells.push_gap(reason),
                (ColumnBuilder::Number(numbers), None) => {
                    numbers.push(number_of(cell).map(|n| n.0).ok_or(Missing::NotGiven));
                }
                (ColumnBuilder::Flag(flags), None) => {
                    flags.push(flag_of(cell).map(|flag| flag.0).ok_or(Missing::NotGiven));
                }
                (ColumnBuilder::Day(days), None) => days.push(choice.day_of(cell).ok_or(Missing::NotGiven)),
                (ColumnBuilder::Text(texts), None) => texts.push(Ok(text_of(cell))),
            }
        }
        cells
    }

    fn number_format(&self, dressed: u64) -> Fault {
        let message = format!(
            "{dressed} cells of '{}' hold numbers written with separators, signs, brackets or outer spaces",
            self.name
        );
        Fault::new(Rule::NumberFormat, Place::field(self.name), message).counting(dressed)
    }

    /// A column is mixed when most of it is numbers or days and the rest is not.
    fn mixed(&self, tally: &Tally) -> Option<Fault> {
        let days = tally.days.iter().copied().max().unwrap_or(0);
        let (most, words) = if tally.numbers >= days { (tally.numbers, "numbers") } else { (days, "days") };
        if most == 0 || most == tally.filled || 2 * most <= tally.filled || tally.digit_strings {
            return None;
        }
        let rest = tally.filled - most;
        let named: Vec<_> = tally.others.iter().map(|(row, text)| format!("row {row}: '{text}'")).collect();
        let message = format!(
            "'{}' holds {most} {words} and {rest} cells that are something else ({}{}); it is kept as text",
            self.name,
            named.join(", "),
            if rest > NAMED_ROWS as u64 { ", ..." } else { "" }
        );
        let place = Place { row: tally.others.first().map(|other| other.0), ..Place::field(self.name) };
        let advice = "Mend the cells in the file; if the column is meant to be text, list it under 'text' in the manifest.";
        Some(Fault::new(Rule::MixedTypes, place, message).advise(advice).counting(rest))
    }

    fn missing(&self, cells: &ColumnBuilder) -> Option<Fault> {
        let reasons = cells.reasons();
        let gaps: u64 = reasons.values().sum();
        if gaps == 0 {
            return None;
        }
        let rows = cells.len() as u64;
        let each: Vec<_> = reasons.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
        let message = if gaps == rows {
            format!("'{}' holds nothing in any of {rows} records", self.name)
        } else {
            format!("{gaps} of {rows} cells of '{}' hold no value ({})", self.name, each.join(", "))
        };
        Some(Fault::new(Rule::MissingValues, Place::field(self.name), message).counting(gaps))
    }
}

impl ColumnBuilder {
    /// How many gaps there are, by reason.
    fn reasons(&self) -> BTreeMap<Missing, u64> {
        fn count<T>(cells: &[Result<T, Missing>]) -> BTreeMap<Missing, u64> {
            let mut reasons = BTreeMap::new();
            for reason in cells.iter().filter_map(|cell| cell.as_ref().err()) {
                *reasons.entry(*reason).or_insert(0) += 1;
            }
            reasons
        }
        match self {
            Self::Number(cells) => count(cells),
            Self::Text(cells) => count(cells),
            Self::Flag(cells) => count(cells),
            Self::Day(cells) => count(cells),
        }
    }
}
