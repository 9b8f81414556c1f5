//! One reader a format: bytes in, a draft out, within limits.
//!
//! `format.rs` names the formats and tells them apart, `limits.rs` says what
//! a reader may use up, and each format has a file or folder of its own. All
//! readers of shapes fill an `intake.rs`, which counts what comes in and
//! collects faults. A reader never panics: what a third-party decoder throws
//! is caught here and becomes a fault.

mod archive;
mod crs_text;
mod delimited;
mod encoding;
mod flatgeobuf;
mod format;
mod found;
mod geojson;
mod geopackage;
mod intake;
mod json;
mod kml;
mod limits;
mod open_referral;
mod options;
mod osm;
mod parquet;
mod record_guard;
mod rings;
mod shapefile;
mod sheet_cells;
mod sheet_header;
mod text_lines;
mod topojson;
mod wkb;
mod wkt;
mod workbook;

use std::io::Read;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::check::{Fault, Place, Rule};
use crate::draft::{Draft, DraftRow};

pub use format::Format;
pub use limits::Limits;
pub use options::{ReadOptions, SourceBytes};
pub use osm::read_streets;

/// Reads one file into a draft.
///
/// # Errors
/// The faults that stopped the reader, each with its place in the file:
/// [`Rule::Unreadable`] for bytes that are not of the format,
/// [`Rule::OverLimit`] for a file past a limit, [`Rule::NotFinite`] for
/// coordinates that are no numbers. What does not stop the file is in
/// [`Draft::noticed`].
pub fn read(source: &SourceBytes<'_>, options: &ReadOptions, limits: &Limits) -> Result<Draft, Vec<Fault>> {
    let format = format_of(source, options, limits)?;
    guarded(format, || read_as(format, source, options, limits, None))
}

/// Takes the records of a file as they are read, with the draft as it stands
/// then: its columns so far, its coordinate system so far, no rows.
/// [`ControlFlow::Break`] ends the reading.
pub type Taker<'t> = &'t mut dyn FnMut(&Draft, DraftRow) -> ControlFlow<()>;

/// Reads one file record by record and keeps none of them.
///
/// The draft that comes back has no rows. Its columns and its coordinate
/// system are what counts: a GeoJSON file may name more columns, or its
/// system, after its features, and faults may be met after records were taken.
/// A GeoJSON feature's own `id` is not among the cells. Formats other than
/// GeoJSON and FlatGeobuf are read whole before the first record is taken.
///
/// # Errors
/// As [`read`], and one fault if `taker` ends the reading.
pub fn read_each<'a>(
    source: &SourceBytes<'_>,
    options: &ReadOptions,
    limits: &'a Limits,
    taker: Taker<'a>,
) -> Result<Draft, Vec<Fault>> {
    let format = format_of(source, options, limits)?;
    if matches!(format, Format::GeoJson | Format::FlatGeobuf) {
        return guarded(format, || read_as(format, source, options, limits, Some(taker)));
    }
    let mut draft = guarded(format, || read_as(format, source, options, limits, None))?;
    for row in std::mem::take(&mut draft.rows) {
        if taker(&draft, row).is_break() {
            return Err(vec![*found::ended()]);
        }
    }
    Ok(draft)
}

/// Reads a FlatGeobuf file as it streams by: as [`read_each`], with no more of
/// the file in memory than a record and a window.
///
/// # Errors
/// As [`read_each`]; an error of `input` is [`Rule::Unreadable`].
pub fn stream_flatgeobuf<'a>(
    file: &str,
    input: impl Read,
    limits: &'a Limits,
    taker: Taker<'a>,
) -> Result<Draft, Vec<Fault>> {
    guarded(Format::FlatGeobuf, || flatgeobuf::stream(file, input, limits, taker))
}

/// The format of a file that is not past the limits and holds data.
fn format_of(source: &SourceBytes<'_>, options: &ReadOptions, limits: &Limits) -> Result<Format, Vec<Fault>> {
    if source.bytes.is_empty() {
        return Err(vec![
            Fault::new(Rule::Unreadable, Place::default(), "the file is empty (0 bytes)")
                .advise("Fetch the file again from its publisher."),
        ]);
    }
    let size = source.bytes.len() as u64;
    if size > limits.bytes {
        let message = format!("the file has {size} bytes; at most {} are read", limits.bytes);
        return Err(vec![*found::over_limit(Place::default(), message)]);
    }
    if let Some(fault) = not_data(source.bytes) {
        return Err(vec![fault]);
    }
    let format = options.format.or_else(|| Format::detect(source.file, source.bytes));
    format.ok_or_else(|| vec![unknown_format(source.file)])
}

/// What a reader makes of a file; what its decoder throws is a fault.
fn guarded(format: Format, reader: impl FnOnce() -> Result<Draft, Vec<Fault>>) -> Result<Draft, Vec<Fault>> {
    catch_unwind(AssertUnwindSafe(reader)).unwrap_or_else(|_thrown| Err(vec![broken(format)]))
}

fn read_as<'a>(
    format: Format,
    source: &SourceBytes<'_>,
    options: &ReadOptions,
    limits: &'a Limits,
    taker: Option<Taker<'a>>,
) -> Result<Draft, Vec<Fault>> {
    match format {
        Format::Shapefile => shapefile::read(source, options, limits),
        Format::GeoJson => geojson::read(source, options, limits, taker),
        Format::TopoJson => topojson::read(source, options, limits),
        Format::GeoPackage => geopackage::read(source, options, limits),
        Format::FlatGeobuf => flatgeobuf::read(source, limits, taker),
        Format::Kml => kml::read(source, options, limits),
        Format::Parquet => parquet::read(source, options, limits),
        Format::Csv | Format::Tsv => delimited::read(source, options, limits),
        Format::Xlsx => workbook::read(source, options, limits),
        Format::OsmPbf => osm::read(source, options, limits),
        Format::OpenReferral => open_referral::read(source, options, limits),
    }
}

/// What publishers' sites hand out in place of a file: a page that says why
/// there is none, or the first part of an archive.
fn not_data(bytes: &[u8]) -> Option<Fault> {
    let start = bytes.trim_ascii_start();
    let begins = |word: &[u8]| start.get(..word.len()).is_some_and(|s| s.eq_ignore_ascii_case(word));
    if begins(b"<!doctype html") || begins(b"<html") {
        let fault = Fault::new(Rule::Unreadable, Place::default(), "the file is a web page (HTML), not data");
        let advice =
            "Open its address in a browser: the file may have moved, or the site may ask for a login first.";
        return Some(fault.advise(advice));
    }
    if bytes.starts_with(b"PK\x03\x04") && zip::ZipArchive::new(std::io::Cursor::new(bytes)).is_err() {
        let message = "the zip archive is cut or damaged: the list of its members, which stands at its end, cannot be read";
        let fault = Fault::new(Rule::Unreadable, Place::default(), message);
        return Some(fault.advise("Fetch the file again, and compare its size with the publisher's."));
    }
    None
}

fn unknown_format(file: &str) -> Fault {
    let names: Vec<_> = Format::ALL.iter().map(|format| format.key()).collect();
    let message = format!("the format of '{file}' is not recognised by its name or its first bytes");
    let advice = format!("Name it in the manifest: format = one of {}.", names.join(", "));
    Fault::new(Rule::Unreadable, Place::default(), message).advise(advice)
}

fn broken(format: Format) -> Fault {
    let message = format!("the file is not a whole {} file: its decoder gave up", format.title());
    Fault::new(Rule::Unreadable, Place::default(), message)
        .advise("Fetch the file again, or open it in the program that made it and save it anew.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(file: &str, bytes: &[u8]) -> String {
        let faults = read(&SourceBytes::new(file, bytes), &ReadOptions::default(), &Limits::default());
        faults.expect_err("faults").remove(0).message
    }

    #[test]
    fn a_web_page_in_place_of_a_file_is_told() {
        for page in ["<html>404</html>", "\n <!DOCTYPE html><p>Log in</p>"] {
            assert!(refused("wards.geojson", page.as_bytes()).contains("a web page"), "{page}");
            assert!(refused("wards.csv", page.as_bytes()).contains("a web page"), "{page}");
        }
    }

    #[test]
    fn an_archive_that_is_cut_is_told() {
        assert!(refused("wards.zip", b"PK\x03\x04 and no more").contains("cut or damaged"));
    }
}
