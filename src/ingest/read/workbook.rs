//! Excel workbooks (`.xlsx`), one sheet a draft.
//!
//! `calamine` parses. Cells are streamed and only rows that hold something
//! are kept, so that a sheet of a million empty rows costs no memory. Before
//! anything is parsed the members of the archive are unpacked into nothing,
//! to see that they keep within the limits whatever sizes they declare.

use std::io::{Cursor, Read};

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::check::{Fault, Place, Rule, Severity};
use crate::draft::{Cell, Draft};

use super::found::{Halt, over_limit, unreadable};
use super::intake::Intake;
use super::sheet_cells::{SheetCells, SheetRow};
use super::sheet_header::{Header, LOOKED_AT, find_header};
use super::{Limits, ReadOptions, SourceBytes};

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads one sheet. Row numbers are those of the sheet.
pub(super) fn read(
    source: &SourceBytes<'_>,
    options: &ReadOptions,
    limits: &Limits,
) -> Result<Draft, Vec<Fault>> {
    let opened = refuse_bombs(source.bytes, limits)
        .and_then(|()| Workbook::new(Cursor::new(source.bytes)).map_err(|error| broken(&error)));
    let mut workbook = opened.map_err(|halt| vec![*halt])?;
    let sheet = choose(&workbook, options.part.as_deref()).map_err(|halt| vec![*halt])?;
    let mut intake = Intake::new(source.file, Some(sheet.clone()), limits);
    match fill(&mut intake, &mut workbook, &sheet, limits) {
        Ok(ragged) => {
            let mut draft = intake.finish()?;
            draft.noticed.extend(ragged);
            Ok(draft)
        }
        Err(halt) => intake.halt(halt),
    }
}

/// How much a member may unpack to before its ratio is looked at: small
/// files of empty rows pack very well and do no harm.
const RATIO_FLOOR: u64 = 16 << 20;

fn refuse_bombs(bytes: &[u8], limits: &Limits) -> Result<(), Halt> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| not_an_archive(&error))?;
    let mut total = 0_u64;
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).map_err(|error| not_an_archive(&error))?;
        let room = limits.bytes.saturating_sub(total);
        let most = room.min(RATIO_FLOOR.max(member.compressed_size().saturating_mul(limits.unpack_ratio)));
        let unpacked = std::io::copy(&mut member.by_ref().take(most.saturating_add(1)), &mut std::io::sink())
            .map_err(|error| not_an_archive(&error))?;
        if unpacked > most {
            let message = format!("the workbook unpacks to more than {most} bytes in one member");
            return Err(over_limit(Place::default(), message));
        }
        total += unpacked;
    }
    Ok(())
}

/// The sheet that the manifest names, or the only visible one.
fn choose(workbook: &Workbook<'_>, part: Option<&str>) -> Result<String, Halt> {
    let sheets: Vec<_> =
        workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).collect();
    let names = || sheets.iter().map(|sheet| format!("'{}'", sheet.name)).collect::<Vec<_>>().join(", ");
    if let Some(part) = part {
        let exact = sheets.iter().find(|sheet| sheet.name == part);
        let close = || sheets.iter().find(|sheet| sheet.name.trim().eq_ignore_ascii_case(part.trim()));
        return exact.or_else(close).map(|sheet| sheet.name.clone()).ok_or_else(|| {
            unreadable(
                format!("the workbook has no sheet '{part}'; its sheets are {}", names()),
                "Write the sheet's name as 'part' in the manifest.",
            )
        });
    }
    let visible: Vec<_> = sheets.iter().filter(|sheet| sheet.visible == SheetVisible::Visible).collect();
    match visible.as_slice() {
        [only] => Ok(only.name.clone()),
        [] => Err(unreadable("the workbook has no sheet of cells that is shown", "Save it with one sheet.")),
        _ => Err(unreadable(
            format!("the workbook has {} sheets: {}", sheets.len(), names()),
            "Say which one to read: part = \"its name\" in the manifest.",
        )),
    }
}

fn fill(
    intake: &mut Intake<'_>,
    workbook: &mut Workbook<'_>,
    sheet: &str,
    limits: &Limits,
) -> Result<Vec<Fault>, Halt> {
    let reader = workbook.worksheet_cells_reader(sheet).map_err(|error| broken(&error))?;
    let mut rows = SheetCells::new(reader, limits.columns);
    let mut first = Vec::new();
    while first.len() < LOOKED_AT
        && let Some(row) = rows.next_row().map_err(|error| stopped(error, limits))?
    {
        first.push(row);
    }
    let Some(header) = find_header(&first) else {
        return Err(unreadable(
            format!("the sheet '{sheet}' holds nothing"),
            "Choose another sheet with 'part' in the manifest.",
        ));
    };
    for name in header.names() {
        intake.add_column(&name)?;
    }
    let mut sheet_rows = Body { header: &header, blank: 0, last: header.row, ragged: Vec::new() };
    for row in first.into_iter().skip(header.position + 1) {
        sheet_rows.take(intake, row)?;
    }
    while let Some(row) = rows.next_row().map_err(|error| stopped(error, limits))? {
        sheet_rows.take(intake, row)?;
    }
    let Body { blank, ragged, .. } = sheet_rows;
    if let Some(note) = blank_note(blank) {
        intake.found.add(note);
    }
    for fault in rows.into_errors() {
        intake.found.add(fault);
    }
    for note in header.notes(&merged_cells(workbook, sheet)) {
        intake.found.add(note);
    }
    Ok(ragged)
}

/// The rows under the header.
struct Body<'a> {
    header: &'a Header,
    blank: u64,
    last: u64,
    ragged: Vec<Fault>,
}

impl Body<'_> {
    fn take(&mut self, intake: &mut Intake<'_>, row: SheetRow) -> Result<(), Halt> {
        self.blank += row.number.saturating_sub(self.last + 1);
        self.last = row.number;
        let mut cells = vec![Cell::Empty; self.header.width()];
        let mut beyond = 0;
        for (column, cell) in row.cells {
            match self.header.position_of(column).and_then(|position| cells.get_mut(position)) {
                Some(place) => *place = cell,
                None => beyond += 1,
            }
        }
        if beyond > 0 && self.ragged.len() < crate::check::report::LISTED_PER_RULE {
            let message = format!("{beyond} cells outside the columns that the header names");
            self.ragged.push(
                Fault::new(Rule::RaggedRow, Place::row(row.number), message)
                    .advise("Give these columns a name in the header, or move notes to another sheet."),
            );
        }
        intake.push(row.number, None, cells)
    }
}

fn blank_note(rows: u64) -> Option<Fault> {
    let message =
        format!("{rows} rows between the first and the last are empty; a sheet's empty rows are no records");
    (rows > 0)
        .then(|| Fault::new(Rule::BlankRow, Place::default(), message).at(Severity::Note).counting(rows))
}

/// Merged cells as (first row, last row, first column, last column), rows from 1 and columns from 0.
fn merged_cells(workbook: &mut Workbook<'_>, sheet: &str) -> Vec<(u64, u64, u32, u32)> {
    let merged = workbook.merge_cells_by_sheet_name(sheet).unwrap_or_default();
    let ends = |area: &calamine::Dimensions| {
        (u64::from(area.start.0) + 1, u64::from(area.end.0) + 1, area.start.1, area.end.1)
    };
    merged.iter().map(ends).collect()
}

/// Why the cells could not be read to their end.
pub(super) enum Stopped {
    /// The parser gave up.
    Broken(XlsxError),
    /// A cell lies right of the last column that may be.
    TooWide(u64),
    /// Rows do not stand in order.
    OutOfOrder(u64),
}

fn stopped(stopped: Stopped, limits: &Limits) -> Halt {
    match stopped {
        Stopped::Broken(error) => broken(&error),
        Stopped::TooWide(row) => {
            over_limit(Place::row(row), format!("a cell lies beyond column {}", limits.columns))
        }
        Stopped::OutOfOrder(row) => unreadable(
            format!("row {row} of the sheet stands after a later row"),
            "Open the workbook in the program that made it and save it anew.",
        ),
    }
}

fn broken(error: &XlsxError) -> Halt {
    unreadable(
        format!("the workbook cannot be read: {error}"),
        "Open it in a spreadsheet program and save it anew as .xlsx, without a password.",
    )
}

fn not_an_archive(error: &dyn std::fmt::Display) -> Halt {
    unreadable(
        format!("the workbook is not a whole archive: {error}"),
        "Fetch the file again, or save it anew as .xlsx, without a password.",
    )
}
