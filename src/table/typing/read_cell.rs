//! One cell as a gap, a number, a day, yes or no, or text.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::draft::Cell;
use crate::model::Missing;
use crate::table::day_text::DayForm;
use crate::table::number::read_number;

/// Which marks stand for a gap: among figures all of them, among words only
/// those that no word is written like.
#[derive(Debug, Clone, Copy)]
pub(super) enum Gaps {
    OfFigures,
    OfText,
}

impl Gaps {
    pub(super) fn of(self, cell: &Cell) -> Option<Missing> {
        let text = match cell {
            Cell::Empty => return Some(Missing::NotGiven),
            Cell::Text(text) => text,
            _ => return None,
        };
        let reason = Missing::from_mark(text)?;
        let mark = text.trim();
        let plain = matches!(mark, "x" | "c" | "z" | "." | ":" | "*" | "~");
        match self {
            Self::OfText if plain => None,
            _ => Some(reason),
        }
    }
}

pub(super) fn number_of(cell: &Cell) -> Option<(f64, bool)> {
    match cell {
        Cell::Number(number) => Some((*number, false)),
        Cell::Text(text) => read_number(text).map(|number| (number.value, number.dressed)),
        _ => None,
    }
}

pub(super) fn day_of(cell: &Cell, form: DayForm) -> Option<Date> {
    match cell {
        Cell::Day(day) => Some(*day),
        Cell::Text(text) => form.read(text),
        _ => None,
    }
}

/// Yes or no, and the word's own spelling in lower case.
pub(super) fn flag_of(cell: &Cell) -> Option<(bool, &'static str)> {
    const WORDS: [(&str, bool); 8] = [
        ("true", true),
        ("false", false),
        ("yes", true),
        ("no", false),
        ("t", true),
        ("f", false),
        ("y", true),
        ("n", false),
    ];
    match cell {
        Cell::Flag(flag) => Some((*flag, if *flag { "true" } else { "false" })),
        Cell::Text(text) => {
            let text = text.trim();
            WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(word, flag)| (*flag, *word))
        }
        _ => None,
    }
}

/// Text as published; a number that a format types as one as people write it.
pub(super) fn text_of(cell: &Cell) -> Box<str> {
    match cell.display() {
        Cow::Borrowed(text) => text.into(),
        Cow::Owned(text) => text.into(),
    }
}
