//! Editions written as files that other programs open.
//!
//! Each file says where its figures come from and under which terms. A gap is
//! an empty cell or a null, never a nought, and its reason stands beside it.
//! Files are written row by row, so a large edition needs no more memory than
//! a small one. Read `rows.rs` for what a row says in every format.

pub mod assessment;
pub mod candidates;
mod citation_files;
pub mod crosswalk;
pub mod csv;
pub mod csvw;
mod fields;
mod format;
pub mod geojson;
mod geopackage;
pub mod lineage;
mod number;
pub mod overlaps;
pub mod profile;
mod rows;
pub mod series;
pub mod splits;

pub use citation_files::citation_text;
pub use fields::{Field, FieldSource};
pub use format::Format;
pub use rows::{Rows, Value, value_of};

use std::io::{self, Write};

use crate::engine::{Edition, Engine};
use crate::model::EditionKey;
use crate::store::StoreError;
use crate::views::CitationView;

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
    /// The GeoPackage could not be made.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file could not be written.
    #[error("the file could not be written: {0}")]
    Io(#[from] io::Error),
}

/// Writes one edition in one format.
///
/// # Errors
/// [`ExportError::NoEdition`], [`ExportError::NoGeometry`] for a table as
/// GeoJSON, [`ExportError::Store`] when a GeoPackage cannot be made, and
/// [`ExportError::Io`] when `out` cannot take the bytes.
pub fn write(
    engine: &Engine,
    key: &EditionKey,
    format: Format,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let edition = engine.edition(key).ok_or_else(|| ExportError::NoEdition(key.clone()))?;
    check(edition, format)?;
    let citation = CitationView::new(engine.snapshot(), edition);
    // Rows are written piece by piece: gather the pieces on their way.
    let mut out = io::BufWriter::with_capacity(PIECE_BYTES, out);
    match format {
        Format::GeoJson => geojson::write_collection(edition, &citation, &mut out)?,
        Format::Csv => csv::write(edition, &mut out)?,
        Format::CsvMetadata => csvw::write(edition, &citation, &mut out)?,
        Format::GeoPackage => geopackage::write(edition, &citation, &mut out)?,
    }
    out.flush()?;
    Ok(())
}

/// Whether an edition can be written in a format.
///
/// # Errors
/// [`ExportError::NoGeometry`].
pub fn check(edition: &Edition, format: Format) -> Result<(), ExportError> {
    if format == Format::GeoJson && edition.table().is_some() {
        let (edition, kind, format) = (edition.key.clone(), "table", "GeoJSON");
        return Err(ExportError::NoGeometry { edition, kind, format });
    }
    Ok(())
}
