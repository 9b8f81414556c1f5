//! Text tables, with the habits of different publishers.

use super::Sheet;

/// How a publisher's program writes text tables.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Habits {
    pub(crate) separator: char,
    pub(crate) line_end: &'static str,
    /// A byte-order mark before the first header.
    pub(crate) mark: bool,
    /// Bytes of windows-1252 instead of UTF-8.
    pub(crate) windows_1252: bool,
}

impl Habits {
    /// As the standard (RFC 4180) has it, with plain line feeds.
    pub(crate) const PLAIN: Self = Self { separator: ',', line_end: "\n", mark: false, windows_1252: false };
    /// As a spreadsheet program on Windows saves "CSV UTF-8".
    pub(crate) const SPREADSHEET: Self = Self { line_end: "\r\n", mark: true, ..Self::PLAIN };
    /// As a spreadsheet program on Windows saves plain "CSV".
    pub(crate) const OLD_SPREADSHEET: Self = Self { line_end: "\r\n", windows_1252: true, ..Self::PLAIN };
    /// As an old Macintosh program saves it: lines end in a bare carriage return.
    pub(crate) const CARRIAGE_RETURNS: Self = Self { line_end: "\r", ..Self::PLAIN };
    /// Tabs between cells.
    pub(crate) const TABS: Self = Self { separator: '\t', ..Self::PLAIN };
}

/// The bytes of a table.
pub(crate) fn bytes(sheet: &Sheet, habits: Habits) -> Vec<u8> {
    let mut text = String::new();
    if habits.mark {
        text.push('\u{feff}');
    }
    line(&mut text, sheet.columns.iter().cloned(), habits);
    for row in &sheet.rows {
        line(&mut text, row.iter().map(super::Value::written), habits);
    }
    if habits.windows_1252 {
        encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()
    } else {
        text.into_bytes()
    }
}

fn line(text: &mut String, cells: impl Iterator<Item = String>, habits: Habits) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            text.push(habits.separator);
        }
        if cell.contains([habits.separator, '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    text.push_str(habits.line_end);
}
