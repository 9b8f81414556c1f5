//! One reader a format: bytes in, a draft out, within limits.

use crate::check::Fault;
use crate::draft::Draft;

/// What a reader may use up before it gives in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file, and of anything unpacked from it.
    pub bytes: u64,
    /// Records of one file.
    pub rows: u64,
    /// Columns of one file.
    pub columns: usize,
    /// Points of one file's shapes together.
    pub points: u64,
    /// Bytes of one cell.
    pub cell_bytes: usize,
    /// Nesting of JSON, XML and geometry collections.
    pub depth: usize,
    /// How many times larger an archive member may be than its packed bytes.
    pub unpack_ratio: u64,
}

impl Default for Limits {
    /// Roomy for a whole country's layers, far below what a machine of 4 GB can hold.
    fn default() -> Self {
        Self {
            bytes: 2 << 30,
            rows: 5_000_000,
            columns: 4_096,
            points: 100_000_000,
            cell_bytes: 1 << 20,
            depth: 64,
            unpack_ratio: 200,
        }
    }
}

/// A published format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// ESRI Shapefile, zipped or loose.
    Shapefile,
    /// GeoJSON, RFC 7946 or older.
    GeoJson,
    /// TopoJSON.
    TopoJson,
    /// OGC GeoPackage.
    GeoPackage,
    /// FlatGeobuf.
    FlatGeobuf,
    /// KML, or KMZ.
    Kml,
    /// Parquet, with or without the "geo" metadata of GeoParquet.
    Parquet,
    /// Comma-separated text (or semicolons, found from the file).
    Csv,
    /// Tab-separated text.
    Tsv,
    /// Excel workbook.
    Xlsx,
}

/// What to read out of a file, beyond what the file says itself.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Set by the manifest; found from the file where `None`.
    pub format: Option<Format>,
    /// Sheet, container layer or archive member.
    pub part: Option<String>,
    /// Text encoding label.
    pub encoding: Option<String>,
}

/// The bytes of a published file, with its loose companions (`.dbf`, `.shx`,
/// `.prj`, `.cpg` beside a `.shp`), by lower-case extension.
#[derive(Debug, Clone)]
pub struct SourceBytes<'a> {
    /// Path inside the source folder.
    pub file: &'a str,
    /// Bytes of the file itself.
    pub bytes: &'a [u8],
    /// Companions by lower-case extension without the dot.
    pub companions: Vec<(String, Vec<u8>)>,
}

/// Reads one file into a draft.
///
/// # Errors
/// The faults that stopped the reader, each with its place in the file.
pub fn read(source: &SourceBytes<'_>, options: &ReadOptions, limits: &Limits) -> Result<Draft, Vec<Fault>> {
    let _ = (source, options, limits);
    Err(Vec::new())
}
