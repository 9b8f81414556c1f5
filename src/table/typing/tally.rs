//! What the cells of a column could be, counted, and the kind that follows.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::draft::Cell;
use crate::table::ColumnKind;
use crate::table::day_text::DayForm;
use crate::table::number::is_digit_string;

use super::read_cell::{Gaps, day_of, flag_of, number_of};

/// How many records a fault names one by one.
pub(super) const NAMED_ROWS: usize = 5;

/// What the cells of a column could be.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) filled: u64,
    pub(super) numbers: u64,
    pub(super) dressed: u64,
    pub(super) days: [u64; DayForm::ALL.len()],
    pub(super) flags: u64,
    pub(super) flag_words: BTreeSet<&'static str>,
    pub(super) digit_strings: bool,
    pub(super) others: Vec<(u64, String)>,
    pub(super) typed_text: bool,
}

impl Tally {
    pub(super) fn add(&mut self, row: u64, cell: &Cell) {
        if Gaps::OfFigures.of(cell).is_some() {
            // A mark such as `x` is a gap among figures and a word among words.
            self.typed_text |= Gaps::OfText.of(cell).is_none();
            return;
        }
        self.filled += 1;
        if let Some((_, dressed)) = number_of(cell) {
            self.numbers += 1;
            self.dressed += u64::from(dressed);
            return;
        }
        let mut known = false;
        for (count, form) in self.days.iter_mut().zip(DayForm::ALL) {
            if day_of(cell, form).is_some() {
                *count += 1;
                known = true;
            }
        }
        if let Some((_, word)) = flag_of(cell) {
            self.flags += 1;
            self.flag_words.insert(word);
        }
        if let Cell::Text(text) = cell {
            self.digit_strings |= is_digit_string(text);
        }
        if !known && self.others.len() < NAMED_ROWS {
            self.others.push((row, cell.display().trim().chars().take(40).collect()));
        }
    }

    pub(super) fn choose(&self) -> Choice {
        if self.filled == 0 {
            return Choice::Text;
        }
        if self.numbers == self.filled {
            return Choice::Number;
        }
        if let Some((form, _)) =
            DayForm::ALL.into_iter().zip(self.days).find(|(_, count)| *count == self.filled)
        {
            return Choice::Day(form);
        }
        // One letter alone is no answer: a column of F may speak of women.
        let words_differ = self.flag_words.len() > 1 || self.flag_words.iter().all(|word| word.len() > 1);
        if self.flags == self.filled && words_differ && !self.typed_text {
            return Choice::Flag;
        }
        Choice::Text
    }
}

/// The kind that a column is given.
pub(super) enum Choice {
    Number,
    Text,
    Flag,
    Day(DayForm),
}

impl Choice {
    pub(super) fn kind(&self) -> ColumnKind {
        match self {
            Self::Number => ColumnKind::Number,
            Self::Text => ColumnKind::Text,
            Self::Flag => ColumnKind::Flag,
            Self::Day(_) => ColumnKind::Day,
        }
    }

    pub(super) fn day_of(&self, cell: &Cell) -> Option<Date> {
        match self {
            Self::Day(form) => day_of(cell, *form),
            _ => None,
        }
    }
}
