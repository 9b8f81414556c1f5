//! Editions written as files that other programs open.
//!
//! Each file says where its figures come from and under which terms. A gap is
//! an empty cell or a null, never a nought, and its reason stands beside it.
//! Files are written row by row, so a large edition needs no more memory than
//! a small one. Read `rows.rs` for what a row says in every format.

mod about;
pub mod assessment;
pub mod candidates;
mod columns;
pub mod crosswalk;
pub mod csv;
pub mod csvw;
mod edition_rows;
mod features;
mod fields;
mod flatgeobuf;
mod format;
pub mod geojson;
mod geopackage;
mod geoparquet;
pub mod lineage;
mod number;
pub mod overlaps;
pub mod profile;
mod rows;
pub mod series;
pub mod siting;
pub mod splits;
mod xlsx;

pub use about::About;
pub use edition_rows::{properties, shape_of, shapes_of};
pub use features::{Features, Property, Shape, ShapeKind};
pub use fields::{Field, FieldSource};
pub use format::Format;
pub use rows::{Rows, Value, value_of};

use std::fs::File;
use std::io::{self, Seek, Write};

use crate::engine::{Edition, Engine};
use crate::model::EditionKey;
use crate::views::CitationView;

use edition_rows::EditionFeatures;

/// How many bytes are gathered before they are handed on.
const PIECE_BYTES: usize = 64 << 10;

/// Why an edition could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The place holds no such active edition.
    #[error("there is no edition {0}")]
    NoEdition(EditionKey),
    /// The format cannot hold this kind of data.
    #[error("{edition} is a {kind}, which {format} cannot hold: it has no places on the ground")]
    NoGeometry {
        /// The edition.
        edition: EditionKey,
        /// What it is.
        kind: &'static str,
        /// The format asked for.
        format: &'static str,
    },
    /// The file could not be written.
    #[error("the file could not be written: {0}")]
    Io(#[from] io::Error),
}

/// Writes one edition in one format.
///
/// # Errors
/// [`ExportError::NoEdition`], [`ExportError::NoGeometry`] for a table in a
/// format of shapes, and [`ExportError::Io`] when `out` cannot take the bytes
/// or a temporary file cannot be made.
pub fn write(
    engine: &Engine,
    key: &EditionKey,
    format: Format,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let edition = engine.edition(key).ok_or_else(|| ExportError::NoEdition(key.clone()))?;
    check(edition, format)?;
    let citation = CitationView::new(engine.snapshot(), edition);
    let about = About::edition(engine.snapshot(), edition);
    // Rows are written piece by piece: gather the pieces on their way.
    let mut out = io::BufWriter::with_capacity(PIECE_BYTES, out);
    match format {
        Format::GeoJson => geojson::write_collection(edition, &citation, &mut out)?,
        Format::CsvMetadata => csvw::write(&EditionFeatures::new(edition), &about, &citation, &mut out)?,
        Format::Csv => csv::write(&EditionFeatures::new(edition), &mut out)?,
        Format::Xlsx | Format::GeoPackage | Format::Parquet | Format::FlatGeobuf => {
            write_rows(&EditionFeatures::with_origin(edition), &about, format, &mut out)?;
        }
    }
    out.flush()?;
    Ok(())
}

/// Writes rows in a format that takes rows of any kind.
fn write_rows(features: &dyn Features, about: &About, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::GeoPackage => geopackage::write(features, about, out),
        Format::Xlsx => by_file(out, |file| xlsx::write(features, about, file)),
        Format::Parquet => by_file(out, |file| geoparquet::write(features, about, file)),
        Format::FlatGeobuf => by_file(out, |file| flatgeobuf::write(features, about, file)),
        _ => csv::write(features, out),
    }
}

/// Writes into a temporary file first: these formats are not written from
/// front to back, and what fails has then sent nothing.
fn by_file(out: &mut dyn Write, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let mut file = tempfile::tempfile()?;
    write(&mut file)?;
    file.rewind()?;
    io::copy(&mut file, out)?;
    Ok(())
}

/// Whether an edition can be written in a format.
///
/// # Errors
/// [`ExportError::NoGeometry`].
pub fn check(edition: &Edition, format: Format) -> Result<(), ExportError> {
    if format.holds(shapes_of(edition)) {
        return Ok(());
    }
    Err(ExportError::NoGeometry { edition: edition.key.clone(), kind: "table", format: format.title() })
}
