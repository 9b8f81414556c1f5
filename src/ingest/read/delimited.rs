//! Text tables: CSV and TSV, and semicolons or bars where the file uses them.
//!
//! The `csv` crate parses. This file adds what it leaves out: the line on
//! which each record starts, blank lines, the delimiter, the kind of line
//! ends, and every record whose number of cells is wrong.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};

use crate::check::{Fault, Place, Rule};
use crate::draft::{Cell, Draft};

use super::encoding::text_of;
use super::found::{Found, Halt, unreadable};
use super::intake::Intake;
use super::record_guard::{RecordGuard, TooMuch};
use super::text_lines::{LineCounter, TextShape};
use super::{Format, Limits, ReadOptions, SourceBytes};

/// Reads one text table. Row numbers are the lines on which records start;
/// a blank line between records is a record of empty cells.
pub(super) fn read(
    source: &SourceBytes<'_>,
    options: &ReadOptions,
    limits: &Limits,
) -> Result<Draft, Vec<Fault>> {
    let mut intake = Intake::new(source.file, None, limits);
    if let Err(halt) = refuse_part(options) {
        return intake.halt(halt);
    }
    let bytes = with_bytes_in_order(source.bytes);
    let text = match text_of(&bytes, options.encoding.as_deref(), &mut intake.found) {
        Ok(text) => text,
        Err(halt) => return intake.halt(halt),
    };
    let wanted = options.format.or_else(|| Format::detect(source.file, source.bytes));
    let shape = TextShape::of(&text, wanted == Some(Format::Tsv));
    if let Some(note) = line_ends_note(&shape) {
        intake.found.add(note);
    }
    let mut ragged = Found::default();
    match fill(&mut intake, &mut ragged, &text, &shape, limits) {
        Ok(()) => {}
        Err(halt) => return intake.halt(halt),
    }
    let mut draft = intake.finish()?;
    draft.noticed.extend(ragged.into_faults());
    Ok(draft)
}

fn refuse_part(options: &ReadOptions) -> Result<(), Halt> {
    match &options.part {
        None => Ok(()),
        Some(part) => Err(unreadable(
            format!("a text table has no parts, but the manifest asks for '{part}'"),
            "Take 'part' out of the manifest.",
        )),
    }
}

/// UTF-16 without a byte-order mark shows itself by a zero in every other
/// byte; a mark is put before it, so that it is read as what it is.
fn with_bytes_in_order(bytes: &[u8]) -> Cow<'_, [u8]> {
    const LOOKED_AT: usize = 512;
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    let zeros = |offset: usize| start.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = start.len() / 4;
    let mark: &[u8] = if start.len() >= 4 && odd > most && even == 0 {
        b"\xff\xfe"
    } else if start.len() >= 4 && even > most && odd == 0 {
        b"\xfe\xff"
    } else {
        return Cow::Borrowed(bytes);
    };
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Cow::Borrowed(bytes);
    }
    Cow::Owned([mark, bytes].concat())
}

fn fill(
    intake: &mut Intake<'_>,
    ragged: &mut Found,
    text: &str,
    shape: &TextShape,
    limits: &Limits,
) -> Result<(), Halt> {
    let guarded = RecordGuard::new(text.as_bytes(), shape.delimiter, limits);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(shape.delimiter)
        .from_reader(guarded);
    let mut lines = LineCounter::new(text.as_bytes());
    let mut record = StringRecord::new();
    let mut width = None;
    while reader.read_record(&mut record).map_err(broken)? {
        let from = record.position().map_or(0, csv::Position::byte);
        let start = lines.skip_blank(from);
        let Some(width) = width else {
            for name in &record {
                intake.add_column(name)?;
            }
            width = Some(record.len());
            continue;
        };
        for line in start.blank {
            intake.push(line, None, Vec::new())?;
        }
        let cells = cells_of(&record, width, start.line, ragged);
        intake.push(start.line, None, cells)?;
    }
    if width.is_none() {
        return Err(unreadable("the file holds no header and no record", "Fetch the file again."));
    }
    Ok(())
}

/// The record's cells, as many as there are columns. What is too much or too
/// little is told.
fn cells_of(record: &StringRecord, width: usize, line: u64, ragged: &mut Found) -> Vec<Cell> {
    let is_blank = record.iter().all(|text| text.trim().is_empty());
    if record.len() != width && !is_blank {
        ragged.add(ragged_row(record, width, line));
    }
    record.iter().take(width).map(Cell::text).collect()
}

fn ragged_row(record: &StringRecord, width: usize, line: u64) -> Fault {
    let found = record.len();
    let cells = if found == 1 { "cell" } else { "cells" };
    let message = format!("{found} {cells} where the header names {width} columns");
    let spare_is_empty = found > width && record.iter().skip(width).all(|text| text.trim().is_empty());
    if spare_is_empty {
        let message = format!("{message}; the spare cells are empty and left off");
        return Fault::new(Rule::RaggedRow, Place::row(line), message).at(crate::check::Severity::Note);
    }
    let holds_line_ends = record.iter().any(|text| text.contains(['\n', '\r']));
    let advice = if holds_line_ends {
        "A quotation mark may be opened on this line and never closed; close it, or double it if it belongs to the text."
    } else if line <= 2 || found > width {
        "Put quotation marks round cells that hold the delimiter; if lines of title stand above the header, delete them."
    } else {
        "Complete the record in the file, or delete it if it is not one."
    };
    Fault::new(Rule::RaggedRow, Place::row(line), message).advise(advice)
}

#[expect(clippy::needless_pass_by_value, reason = "it is the shape of map_err")]
fn broken(error: csv::Error) -> Halt {
    if let csv::ErrorKind::Io(error) = error.kind()
        && let Some(too_much) = TooMuch::of(error)
    {
        return too_much.into();
    }
    unreadable(format!("the text table cannot be read on: {error}"), "Fetch the file again.")
}

fn line_ends_note(shape: &TextShape) -> Option<Fault> {
    let ends = shape.ends;
    if ends.bare_cr == 0 {
        return None;
    }
    let message = if ends.lf + ends.crlf == 0 {
        format!("all {} lines end in a bare carriage return (CR)", ends.bare_cr)
    } else {
        format!("line ends are mixed: {} CR, {} LF, {} CR LF", ends.bare_cr, ends.lf, ends.crlf)
    };
    Some(Fault::new(Rule::LineEnds, Place::default(), message).counting(ends.bare_cr))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::check::Severity;

    fn draft(bytes: &[u8]) -> Draft {
        read(&SourceBytes::new("a.csv", bytes), &ReadOptions::default(), &Limits::default()).expect("a draft")
    }

    fn rows(draft: &Draft) -> Vec<(u64, Vec<String>)> {
        let text = |cells: &[Cell]| cells.iter().map(|cell| cell.display().into_owned()).collect();
        draft.rows.iter().map(|row| (row.number, text(&row.cells))).collect()
    }

    fn noticed(draft: &Draft, rule: Rule) -> Vec<String> {
        draft.noticed.iter().filter(|f| f.rule == rule).map(|f| f.message.clone()).collect()
    }

    #[test]
    fn a_record_is_numbered_by_the_line_on_which_it_starts() {
        let draft = draft(b"a,b\r\n1,\"x\ny\"\r\n2,z\r\n");
        assert_eq!(rows(&draft), [(2, vec!["1".into(), "x\ny".into()]), (4, vec!["2".into(), "z".into()])]);
    }

    #[test]
    fn bare_carriage_returns_end_lines_and_are_noted() {
        let draft = draft(b"a,b\r1,2\r3,4\r");
        assert_eq!(rows(&draft).len(), 2);
        assert_eq!(rows(&draft)[1].0, 3);
        assert_eq!(noticed(&draft, Rule::LineEnds), ["all 3 lines end in a bare carriage return (CR)"]);
    }

    #[test]
    fn a_blank_line_is_a_record_of_empty_cells() {
        let draft = draft(b"a,b\n1,2\n\n,\n3,4\n\n");
        let found = rows(&draft);
        assert_eq!(found.iter().map(|row| row.0).collect::<Vec<_>>(), [2, 3, 4, 5]);
        assert!(draft.rows[1].cells.iter().all(Cell::is_blank));
        assert_eq!(draft.rows[1].cells.len(), 2);
    }

    #[test]
    fn ragged_records_are_all_told_with_their_lines() {
        let draft = draft(b"a,b\n1\n1,2,3\n1,2,\n");
        let ragged: Vec<_> = draft.noticed.iter().filter(|f| f.rule == Rule::RaggedRow).collect();
        assert_eq!(ragged.iter().map(|f| f.place.row).collect::<Vec<_>>(), [Some(2), Some(3), Some(4)]);
        assert_eq!(ragged[2].severity, Severity::Note);
        assert!(draft.rows.iter().all(|row| row.cells.len() == 2));
    }

    #[test]
    fn duplicate_and_empty_headers_are_renamed_and_noted() {
        let draft = draft(b"Organisation,Organisation,, UPRN\n1,2,3,4\n");
        assert_eq!(draft.columns, ["Organisation", "Organisation (2)", "column 3", " UPRN"]);
        assert_eq!(noticed(&draft, Rule::Header).len(), 3);
        assert_eq!(draft.column("UPRN"), Some(3));
    }

    #[test]
    fn other_encodings_are_read_and_noted() {
        let old = draft(b"name\nCaf\xe9\xa0\n");
        assert_eq!(old.rows[0].cells[0], Cell::text("Caf\u{e9}\u{a0}"));
        assert_eq!(noticed(&old, Rule::Encoding).len(), 1);
        let wide: Vec<u8> = "a;b\n1;2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(rows(&draft(&wide)), [(2, vec!["1".into(), "2".into()])]);
        assert_eq!(noticed(&draft(b"\xef\xbb\xbfa\n1\n"), Rule::ByteOrderMark).len(), 1);
    }

    #[test]
    fn limits_hold() {
        let refused = |bytes: &[u8], limits: Limits| {
            let faults = read(&SourceBytes::new("a.csv", bytes), &ReadOptions::default(), &limits)
                .expect_err("faults");
            assert_eq!(faults[0].rule, Rule::OverLimit, "{faults:?}");
        };
        refused(b"a\n1\n2\n3\n", Limits { rows: 2, ..Limits::default() });
        refused(b"a,b,c\n", Limits { columns: 2, ..Limits::default() });
        refused(b"a\nxxxxxxxxxx\n", Limits { cell_bytes: 5, ..Limits::default() });
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_is_written_is_read_back(
            cells in prop::collection::vec(prop::collection::vec("[ a-zA-Z0-9,;\"\n\r\u{e9}]{0,8}", 3), 1..8),
        ) {
            let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
            writer.write_record(["a", "b", "c"]).expect("a header");
            for row in &cells {
                writer.write_record(row).expect("a row");
            }
            let bytes = writer.into_inner().expect("bytes");
            let read: Vec<Vec<String>> = rows(&draft(&bytes)).into_iter().map(|row| row.1).collect();
            prop_assert_eq!(read, cells);
        }

        #[test]
        fn any_bytes_end_in_a_draft_or_a_fault(bytes in prop::collection::vec(any::<u8>(), 1..300)) {
            let _ = read(&SourceBytes::new("a.csv", &bytes), &ReadOptions::default(), &Limits::default());
        }
    }
}
