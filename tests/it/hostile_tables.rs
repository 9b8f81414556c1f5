//! Hostile text tables and workbooks: each ends in a clear error or a bounded draft.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

use wardwise::check::{Fault, Rule};
use wardwise::draft::{Cell, Draft};
use wardwise::ingest::read::{Limits, ReadOptions, SourceBytes, read};

/// Limits as a server with little memory would set them.
fn limits() -> Limits {
    Limits { bytes: 64 << 20, rows: 2_000_000, columns: 512, cells: 8_000_000, ..Limits::default() }
}

fn try_read(file: &str, bytes: &[u8], part: Option<&str>) -> Result<Draft, Vec<Fault>> {
    let options = ReadOptions { part: part.map(str::to_owned), ..ReadOptions::default() };
    let start = Instant::now();
    let result = read(&SourceBytes::new(file, bytes), &options, &limits());
    assert!(start.elapsed() < Duration::from_secs(60), "{file} took {:?}", start.elapsed());
    result
}

fn refused(file: &str, bytes: &[u8], rule: Rule, words: &str) {
    let faults = try_read(file, bytes, None).expect_err("a refusal");
    assert_eq!(faults[0].rule, rule, "{file}: {faults:?}");
    assert!(faults[0].message.contains(words), "{file}: {}", faults[0].message);
    assert!(!faults[0].advice.is_empty(), "{file}: {}", faults[0].message);
}

/// A workbook of sheets, each given as the XML between `<sheetData>` and its end.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const DOC: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut listed = String::new();
    let mut related = String::new();
    for (number, (name, _)) in (1..).zip(sheets) {
        write!(listed, "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>").expect("text");
        write!(
            related,
            "<Relationship Id=\"rId{number}\" Type=\"{DOC}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        )
        .expect("text");
    }
    let mut members = vec![
        (
            "[Content_Types].xml".to_owned(),
            format!(
                "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
                 <Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                "{HEAD}<Relationships xmlns=\"{PACKAGE}\">\
                 <Relationship Id=\"rId1\" Type=\"{DOC}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{DOC}\"><sheets>{listed}</sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("{HEAD}<Relationships xmlns=\"{PACKAGE}\">{related}</Relationships>"),
        ),
    ];
    for (number, (_, data)) in (1..).zip(sheets) {
        members.push((
            format!("xl/worksheets/sheet{number}.xml"),
            format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>{data}</sheetData></worksheet>"),
        ));
    }
    let borrowed: Vec<(&str, &[u8])> =
        members.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    archive(&borrowed)
}

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member");
        zip.write_all(bytes).expect("bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

fn text(reference: &str, text: &str) -> String {
    format!("<c r=\"{reference}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn header_and_row() -> String {
    format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}<c r=\"B2\"><v>5</v></c></row>",
        text("A1", "code"),
        text("B1", "count"),
        text("A2", "E05011118")
    )
}

#[test]
fn a_plain_workbook_is_read() {
    let draft = try_read("a.xlsx", &workbook(&[("Data", &header_and_row())]), None).expect("a draft");
    assert_eq!(draft.columns, ["code", "count"]);
    assert_eq!(draft.part.as_deref(), Some("Data"));
    assert_eq!(draft.rows[0].number, 2);
    assert_eq!(draft.rows[0].cells, [Cell::text("E05011118"), Cell::Number(5.0)]);
}

#[test]
fn several_sheets_are_listed_and_one_is_chosen_by_name() {
    let bytes = workbook(&[("Notes", &text("A1", "hello")), ("Table 1", &header_and_row())]);
    refused("a.xlsx", &bytes, Rule::Unreadable, "'Notes', 'Table 1'");
    assert_eq!(try_read("a.xlsx", &bytes, Some("Table 1")).expect("a draft").rows.len(), 1);
    let faults = try_read("a.xlsx", &bytes, Some("Table 2")).expect_err("no such sheet");
    assert!(faults[0].message.contains("'Table 1'"), "{}", faults[0].message);
}

#[test]
fn a_million_empty_rows_cost_nothing() {
    let mut data = header_and_row();
    for row in 3..=1_000_002 {
        write!(data, "<row r=\"{row}\"/>").expect("text");
    }
    write!(data, "<row r=\"1000003\">{}</row>", text("A1000003", "E05011119")).expect("text");
    let draft = try_read("a.xlsx", &workbook(&[("Data", &data)]), None).expect("a draft");
    assert_eq!(draft.rows.len(), 2);
    assert_eq!(draft.rows[1].number, 1_000_003);
    let blank = draft.noticed.iter().find(|fault| fault.rule == Rule::BlankRow).expect("a note");
    assert_eq!(blank.count, 1_000_000);
}

#[test]
fn failed_formulas_are_told_and_are_no_figures() {
    let data = format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}<c r=\"B2\" t=\"e\"><v>#DIV/0!</v></c></row>",
        text("A1", "code"),
        text("B1", "count"),
        text("A2", "E05011118")
    );
    let draft = try_read("a.xlsx", &workbook(&[("Data", &data)]), None).expect("a draft");
    assert_eq!(draft.rows[0].cells[1], Cell::Empty);
    let told = draft.noticed.iter().find(|fault| fault.rule == Rule::MissingValues).expect("a fault");
    assert!(told.message.contains("B2") && told.message.contains("#DIV/0!"), "{}", told.message);
}

#[test]
fn a_workbook_that_unpacks_without_end_is_refused_before_it_is_parsed() {
    let zeros = vec![b' '; 80 << 20];
    let bytes = archive(&[("xl/workbook.xml", &zeros), ("[Content_Types].xml", b"<Types/>")]);
    assert!(bytes.len() < 1 << 20);
    refused("a.xlsx", &bytes, Rule::OverLimit, "unpacks to more than");
}

#[test]
fn a_cell_at_the_far_end_of_the_sheet_is_over_the_limit() {
    let data = format!("{}<row r=\"3\">{}</row>", header_and_row(), text("XFD3", "far"));
    refused("a.xlsx", &workbook(&[("Data", &data)]), Rule::OverLimit, "beyond column 512");
}

#[test]
fn workbooks_cut_at_any_place_are_refused() {
    let whole = workbook(&[("Data", &header_and_row())]);
    for length in (0..whole.len()).step_by(37) {
        let faults = try_read("a.xlsx", &whole[..length], None).expect_err("a refusal");
        assert_eq!(faults[0].rule, Rule::Unreadable, "{length} bytes: {faults:?}");
        assert!(!faults[0].advice.is_empty(), "{length} bytes: {}", faults[0].message);
    }
    let empty = workbook(&[("Data", "")]);
    refused("a.xlsx", &empty, Rule::Unreadable, "holds nothing");
}

#[test]
fn rows_out_of_order_are_refused() {
    let data = format!("{}<row r=\"1\">{}</row>", header_and_row(), text("A1", "again"));
    refused("a.xlsx", &workbook(&[("Data", &data)]), Rule::Unreadable, "after a later row");
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_told_with_its_line() {
    let mut text = String::from("a,b\n1,2\n\"3,4\n");
    for row in 0..1_000 {
        writeln!(text, "{row},x").expect("text");
    }
    let draft = try_read("a.csv", text.as_bytes(), None).expect("a draft");
    let ragged = draft.noticed.iter().find(|fault| fault.rule == Rule::RaggedRow).expect("a fault");
    assert_eq!(ragged.place.row, Some(3));
    assert!(ragged.advice.contains("never closed"), "{}", ragged.advice);
    let long = format!("a\n\"{}", "x\n".repeat(1 << 20));
    refused("a.csv", long.as_bytes(), Rule::OverLimit, "cell of");
}

#[test]
fn text_tables_past_a_limit_are_refused() {
    refused("a.csv", ",".repeat(10_000).as_bytes(), Rule::OverLimit, "columns");
    refused("a.csv", "\n1".repeat(2_100_000).as_bytes(), Rule::OverLimit, "records");
    let wide = format!("{}\n{}", vec!["a"; 500].join(","), "1\n".repeat(20_000));
    refused("a.csv", wide.as_bytes(), Rule::OverLimit, "cells");
}

#[test]
fn a_million_blank_lines_are_counted() {
    let text = format!("a\n{}1\n", "\n".repeat(1_000_000));
    let draft = try_read("a.csv", text.as_bytes(), None).expect("a draft");
    assert_eq!(draft.rows.len(), 1_000_001);
    assert_eq!(draft.rows.last().map(|row| row.number), Some(1_000_002));
}

#[test]
fn bytes_that_are_no_text_end_in_a_draft_or_a_clear_error() {
    for bytes in [&b"\0\0\0\0"[..], b"\xff\xfe", b"\xff\xfea", b"\"", b"\r", b",", b"\xef\xbb\xbf"] {
        if let Err(faults) = try_read("a.csv", bytes, None) {
            assert!(!faults[0].message.is_empty() && !faults[0].advice.is_empty(), "{bytes:?}");
        }
    }
}
