//! Excel workbooks: one sheet of rows, one of notes.
//!
//! Texts are text cells with the number format "Text", so codes keep their
//! noughts in front and nothing is ever run as a formula. A gap is an empty
//! cell with its reason in the column beside it.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Write};

use jiff::tz::TimeZone;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as Look, Workbook, Worksheet, XlsxError};

use crate::model::Missing;

use super::about::About;
use super::columns::{Column, Content, columns_with_places, note};
use super::features::Features;
use super::rows::Value;

/// Rows of a sheet below its header.
const SHEET_ROWS: usize = 1_048_575;
/// UTF-16 units that a cell holds.
const CELL_UNITS: usize = 32_767;
/// What stands at the end of a text that a cell cannot hold.
const CUT: &str = " [cut]";
/// How wide columns are, in characters, at the most.
const WIDEST: usize = 40;

/// How cells look.
struct Looks {
    head: Look,
    text: Look,
    day: Look,
}

/// Writes rows as one workbook.
pub(super) fn write(features: &dyn Features, about: &About, file: &mut File) -> io::Result<()> {
    let mut book = Workbook::new();
    fill(&mut book, features, about).map_err(io::Error::other)?;
    book.save_to_writer(&mut *file).map_err(io::Error::other)?;
    file.flush()
}

fn fill(book: &mut Workbook, features: &dyn Features, about: &About) -> Result<(), XlsxError> {
    book.set_properties(&properties(about)?);
    let looks = Looks {
        head: Look::new().set_bold().set_num_format("@"),
        text: Look::new().set_num_format("@"),
        day: Look::new().set_num_format("yyyy-mm-dd"),
    };
    let columns = columns_with_places(features);
    let mut cut = 0;
    // A place without rows still has a sheet with its header.
    for (number, start) in (0..features.len().max(1)).step_by(SHEET_ROWS).enumerate() {
        let rows = start..(start + SHEET_ROWS).min(features.len());
        let sheet = book.add_worksheet_with_constant_memory()?;
        let name = if number == 0 { "Data".to_owned() } else { format!("Data {}", number + 1) };
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        cut += write_rows(sheet, features, &columns, rows, &looks)?;
    }
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name("Notes")?;
    write_notes(sheet, &notes(features, about, &columns, cut), &looks)
}

/// The time in them is that of the version, not of the clock.
fn properties(about: &About) -> Result<DocProperties, XlsxError> {
    let made = about.made.to_zoned(TimeZone::UTC);
    let year = u16::try_from(made.year()).unwrap_or(1970);
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    let made = ExcelDateTime::from_ymd(year, part(made.month()), part(made.day()))?.and_hms(
        u16::from(part(made.hour())),
        part(made.minute()),
        f64::from(part(made.second())),
    )?;
    Ok(DocProperties::new()
        .set_title(&about.title)
        .set_author(crate::views::SOFTWARE)
        .set_comment(&about.sentence)
        .set_creation_datetime(&made))
}

/// Writes a header and rows; tells how many texts were cut.
fn write_rows(
    sheet: &mut Worksheet,
    features: &dyn Features,
    columns: &[Column],
    rows: std::ops::Range<usize>,
    looks: &Looks,
) -> Result<usize, XlsxError> {
    let mut cut = 0;
    for (at, column) in (0_u16..).zip(columns) {
        let width = column.header.chars().count().clamp(8, WIDEST);
        sheet.set_column_width(at, width as f64 + 2.0)?;
    }
    for (at, column) in (0_u16..).zip(columns) {
        cut += text(sheet, (0, at), &column.header, &looks.head)?;
    }
    for (line, row) in (1_u32..).zip(rows) {
        for (at, column) in (0_u16..).zip(columns) {
            cut += cell(sheet, (line, at), features, (row, column), looks)?;
        }
    }
    Ok(cut)
}

fn cell(
    sheet: &mut Worksheet,
    (line, at): (u32, u16),
    features: &dyn Features,
    (row, column): (usize, &Column),
    looks: &Looks,
) -> Result<usize, XlsxError> {
    match column.content {
        Content::Value(property) => match features.value(row, property) {
            Ok(Value::Number(number)) => sheet.write_number(line, at, number).map(|_| 0),
            Ok(Value::Flag(flag)) => sheet.write_boolean(line, at, flag).map(|_| 0),
            Ok(Value::Day(day)) => write_day(sheet, (line, at), day, looks),
            Ok(Value::Text(words)) => text(sheet, (line, at), &words, &looks.text),
            Err(_reason) => Ok(0),
        },
        Content::Note(property) => match note(features, row, property) {
            Some(words) => text(sheet, (line, at), words, &looks.text),
            None => Ok(0),
        },
        // Written as numbers with the digits that they have in every format.
        Content::Place(coordinate) => match coordinate.of_row(features, row).map(|n| n.parse::<f64>()) {
            Some(Ok(number)) => sheet.write_number(line, at, number).map(|_| 0),
            _ => Ok(0),
        },
    }
}

/// Workbooks know no day before 1900, which becomes text.
fn write_day(
    sheet: &mut Worksheet,
    (line, at): (u32, u16),
    day: jiff::civil::Date,
    looks: &Looks,
) -> Result<usize, XlsxError> {
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    let year = u16::try_from(day.year()).ok().filter(|year| (1900..=9999).contains(year));
    match year.map(|year| ExcelDateTime::from_ymd(year, part(day.month()), part(day.day()))) {
        Some(Ok(moment)) => sheet.write_datetime_with_format(line, at, &moment, &looks.day).map(|_| 0),
        _ => text(sheet, (line, at), &day.to_string(), &looks.text),
    }
}

/// Writes a text cell; tells 1 where it had to be cut.
fn text(sheet: &mut Worksheet, (line, at): (u32, u16), words: &str, look: &Look) -> Result<usize, XlsxError> {
    let held = held(words);
    let cut = usize::from(held.len() < words.len());
    sheet.write_string_with_format(line, at, held.as_ref(), look).map(|_| cut)
}

/// As much of a text as a cell holds.
fn held(words: &str) -> Cow<'_, str> {
    // A text has at most as many UTF-16 units as bytes.
    if words.len() <= CELL_UNITS || words.encode_utf16().count() <= CELL_UNITS {
        return Cow::Borrowed(words);
    }
    let room = CELL_UNITS - CUT.len();
    let mut units = 0;
    let kept = words.chars().take_while(|c| {
        units += c.len_utf16();
        units <= room
    });
    Cow::Owned(kept.chain(CUT.chars()).collect())
}

/// What the sheet of notes says, heading by heading.
fn notes(
    features: &dyn Features,
    about: &About,
    columns: &[Column],
    cut: usize,
) -> Vec<(Cow<'static, str>, String)> {
    let mut notes: Vec<(Cow<'static, str>, String)> = vec![("What this is".into(), about.title.clone())];
    notes.extend(about.facts.iter().map(|(name, fact)| (Cow::Borrowed(*name), fact.clone())));
    notes.push((
        "Empty cells".into(),
        "An empty cell is a figure that is missing, never nought. Where the publisher said why, the column \
         \u{201c}… (note)\u{201d} beside it says so"
            .to_owned(),
    ));
    notes.extend(
        Missing::ALL.map(|reason| (format!("Reason: {}", reason.key()).into(), reason.words().to_owned())),
    );
    if cut > 0 {
        notes.push((
            "Cut texts".into(),
            format!(
                "{cut} texts are longer than a cell of a workbook can hold; they end in \u{201c}{}\u{201d}. \
                     The other formats have them whole",
                CUT.trim()
            ),
        ));
    }
    notes.extend(
        columns.iter().map(|column| (format!("Column: {}", column.header).into(), meaning(features, column))),
    );
    notes
}

fn meaning(features: &dyn Features, column: &Column) -> String {
    match column.content {
        Content::Value(at) => {
            let property = &features.properties()[at];
            format!("{} ({})", property.title, property.kind.key())
        }
        Content::Note(at) => format!("Why {} is empty", features.properties()[at].name),
        Content::Place(coordinate) => {
            format!("{} of the point; empty where it is not known", coordinate.name())
        }
    }
}

fn write_notes(
    sheet: &mut Worksheet,
    notes: &[(Cow<'static, str>, String)],
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 32.0)?;
    sheet.set_column_width(1, 100.0)?;
    for (line, (name, words)) in (0_u32..).zip(notes) {
        text(sheet, (line, 0), name, &looks.head)?;
        text(sheet, (line, 1), words, &looks.text)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_a_cell_ends_and_never_inside_a_letter() {
        for short in ["", "Ynys Môn", "=1+1", "007", &"x".repeat(CELL_UNITS)] {
            assert_eq!(held(short), short);
        }
        // Two units each, so an odd limit falls inside one.
        let long = "🦔".repeat(CELL_UNITS);
        let kept = held(&long);
        assert!(kept.ends_with("🦔 [cut]"));
        assert!((CELL_UNITS - 2..=CELL_UNITS).contains(&kept.encode_utf16().count()));
    }
}
