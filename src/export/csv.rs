//! Comma-separated text: UTF-8 with a byte-order mark, numbers as they are.
//!
//! A gap is an empty cell. Where some gaps of a column have a reason worth
//! telling apart from "not given", a column `NAME (note)` after it says which.
//! A text cell that a spreadsheet would take for a formula gets an apostrophe.

use std::borrow::Cow;
use std::io::{self, Write};

use super::columns::{Column, Content, columns_with_places, note};
use super::features::Features;
use super::rows::Value;

/// Writes rows as one CSV file.
pub(super) fn write(features: &dyn Features, out: &mut dyn Write) -> io::Result<()> {
    let columns = columns_with_places(features);
    // Without the mark, spreadsheets take the file for windows-1252 and garble Welsh names.
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(columns.iter().map(|column| guard(&column.header).into_owned()))?;
    for row in 0..features.len() {
        writer.write_record(columns.iter().map(|column| cell(features, row, column)))?;
    }
    writer.flush()
}

fn cell(features: &dyn Features, row: usize, column: &Column) -> String {
    match column.content {
        Content::Value(at) => match features.value(row, at) {
            Ok(Value::Text(text)) => guard(&text).into_owned(),
            Ok(value) => value.plain().into_owned(),
            Err(_reason) => String::new(),
        },
        Content::Note(at) => note(features, row, at).unwrap_or_default().to_owned(),
        Content::Place(coordinate) => coordinate.of_row(features, row).unwrap_or_default(),
    }
}

/// Puts an apostrophe before a text that a spreadsheet would run as a formula.
#[must_use]
pub fn guard(text: &str) -> Cow<'_, str> {
    if matches!(text.as_bytes().first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r')) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_would_run_gets_an_apostrophe() {
        for text in ["=1+1", "+44 121", "-", "@SUM(1)", "\tx", "\rx"] {
            assert_eq!(guard(text), format!("'{text}"));
        }
        for text in ["", "Aston", "1-2", " =x", "'quoted"] {
            assert_eq!(guard(text), text);
        }
    }
}
