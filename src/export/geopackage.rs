//! OGC GeoPackage: made in a folder of its own, then handed on.

use std::fs::File;
use std::io::{self, Write};

use jiff::Timestamp;

use crate::engine::Edition;
use crate::store::write_geopackage;
use crate::views::CitationView;

use super::{ExportError, citation_text};

/// Writes an edition as a GeoPackage in British National Grid.
///
/// A GeoPackage is a data base, which cannot be written from front to back:
/// it is made in a temporary folder first.
pub(super) fn write(
    edition: &Edition,
    citation: &CitationView,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("edition.gpkg");
    write_geopackage(&path, edition, &citation_text(citation), Timestamp::now())?;
    io::copy(&mut File::open(&path)?, out)?;
    Ok(())
}
