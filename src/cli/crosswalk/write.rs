//! Crosswalks as CSV and Parquet, and shapes as measured.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use geo_types::MultiPolygon;
use parquet::arrow::ArrowWriter;

use crate::crosswalk::{Crosswalk, Overlap, Relation};

use super::plain::PlainLayer;

/// Refuses a name whose ending does not say what to write.
pub(super) fn check_name(path: &Path) -> anyhow::Result<()> {
    match extension(path).as_str() {
        "csv" | "parquet" => Ok(()),
        _ => bail!("'{}' should end in .csv or .parquet", path.display()),
    }
}

/// Writes a crosswalk: one row a pair.
pub(super) fn crosswalk(path: &Path, crosswalk: &Crosswalk) -> anyhow::Result<()> {
    let told = || format!("'{}' cannot be written", path.display());
    let file = BufWriter::new(File::create(path).with_context(told)?);
    if extension(path) == "parquet" { parquet(file, crosswalk) } else { csv(file, crosswalk) }
        .with_context(told)
}

fn csv(file: BufWriter<File>, crosswalk: &Crosswalk) -> anyhow::Result<()> {
    let mut out = csv::Writer::from_writer(file);
    out.write_record(["from_code", "to_code", "area_m2", "weight", "relation"])?;
    let (mut area, mut weight) = (String::new(), String::new());
    for (source, link) in crosswalk.links() {
        area.clear();
        if let Some(area_m2) = link.area_m2 {
            write!(area, "{area_m2}")?;
        }
        weight.clear();
        write!(weight, "{}", link.weight)?;
        out.write_record([
            crosswalk.from.codes[source].as_str(),
            crosswalk.to.codes[link.target as usize].as_str(),
            &area,
            &weight,
            link.relation.map_or("", Relation::key),
        ])?;
    }
    out.flush()?;
    Ok(())
}

fn parquet(file: BufWriter<File>, crosswalk: &Crosswalk) -> anyhow::Result<()> {
    let links: Vec<_> = crosswalk.links().collect();
    let from = links.iter().map(|(source, _)| Some(crosswalk.from.codes[*source].as_str()));
    let to = links.iter().map(|(_, link)| Some(crosswalk.to.codes[link.target as usize].as_str()));
    let relation = links.iter().map(|(_, link)| link.relation.map(Relation::key));
    let columns: [(&str, ArrayRef); 5] = [
        ("from_code", Arc::new(from.collect::<StringArray>())),
        ("to_code", Arc::new(to.collect::<StringArray>())),
        ("area_m2", Arc::new(links.iter().map(|(_, link)| link.area_m2).collect::<Float64Array>())),
        ("weight", Arc::new(links.iter().map(|(_, link)| Some(link.weight)).collect::<Float64Array>())),
        ("relation", Arc::new(relation.collect::<StringArray>())),
    ];
    let batch = RecordBatch::try_from_iter(columns)?;
    let mut out = ArrowWriter::try_new(file, batch.schema(), None)?;
    out.write(&batch)?;
    out.close()?;
    Ok(())
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

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}
