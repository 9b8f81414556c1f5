//! Crosswalks as files named on the command line, and shapes as measured.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context as _;
use geo_types::MultiPolygon;

use crate::crosswalk::{Crosswalk, Overlap};
use crate::export::crosswalk::{CrosswalkFormat, PairRow, pair_rows, saved_rows, write_pairs};
use crate::store::SavedPair;

use super::plain::PlainLayer;

/// Refuses a name whose ending does not say what to write.
pub(super) fn check_name(path: &Path) -> anyhow::Result<()> {
    format_of(path).map(drop)
}

/// Writes a crosswalk: one row a pair.
pub(super) fn crosswalk(path: &Path, crosswalk: &Crosswalk) -> anyhow::Result<()> {
    rows_to(path, pair_rows(crosswalk))
}

/// Writes a crosswalk that a place keeps, as [`crosswalk`] does.
pub(super) fn saved(path: &Path, pairs: &[SavedPair]) -> anyhow::Result<()> {
    rows_to(path, saved_rows(pairs))
}

fn rows_to<'a>(path: &Path, rows: impl Iterator<Item = PairRow<'a>>) -> anyhow::Result<()> {
    let format = format_of(path)?;
    let told = || format!("'{}' cannot be written", path.display());
    let mut file = BufWriter::new(File::create(path).with_context(told)?);
    write_pairs(format, rows, &[], &mut file).and_then(|()| file.flush()).with_context(told)
}

fn format_of(path: &Path) -> anyhow::Result<CrosswalkFormat> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    CrosswalkFormat::from_extension(&ending)
        .with_context(|| format!("'{}' should end in .csv or .parquet", path.display()))
}

/// Leaves both layers' shapes and the pairs' areas, by position, for another tool.
///
/// `files_small.wkb` and `files_wards.wkb` hold, for each shape, its length in
/// bytes as a little-endian `u32` and a WKB multipolygon; `files_pairs.csv`
/// the shared areas. `benches/peers/layers.py` and the overlay bench read them.
pub(super) fn shapes(
    folder: &Path,
    from: &PlainLayer,
    to: &PlainLayer,
    overlap: &Overlap,
) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("'{}' cannot be made", folder.display()))?;
    for (name, layer) in [("files_small.wkb", from), ("files_wards.wkb", to)] {
        let mut out = BufWriter::new(File::create(folder.join(name))?);
        for shape in layer.shapes() {
            let bytes = wkb_of(shape)?;
            out.write_all(&u32::try_from(bytes.len())?.to_le_bytes())?;
            out.write_all(&bytes)?;
        }
        out.flush()?;
    }
    let mut out = BufWriter::new(File::create(folder.join("files_pairs.csv"))?);
    writeln!(out, "source,target,area_m2")?;
    for pair in &overlap.pairs {
        writeln!(out, "{},{},{:?}", pair.source, pair.target, pair.area_m2)?;
    }
    out.flush()?;
    Ok(())
}

fn wkb_of(shape: &MultiPolygon<f64>) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let options = wkb::writer::WriteOptions { endianness: wkb::Endianness::LittleEndian };
    wkb::writer::write_multi_polygon(&mut bytes, shape, &options)?;
    Ok(bytes)
}
