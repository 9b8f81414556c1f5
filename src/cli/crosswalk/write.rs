//! Crosswalks as CSV and Parquet, and shapes as measured.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use geo_types::MultiPolygon;
use parquet::arrow::ArrowWriter;

use crate::crosswalk::{Crosswalk, Overlap, Relation};
use crate::store::SavedPair;

use super::plain::PlainLayer;

/// Refuses a name whose ending does not say what to write.
pub(super) fn check_name(path: &Path) -> anyhow::Result<()> {
    match extension(path).as_str() {
        "csv" | "parquet" => Ok(()),
        _ => bail!("'{}' should end in .csv or .parquet", path.display()),
    }
}

/// One pair as it is written.
struct Row<'a> {
    from_code: &'a str,
    to_code: &'a str,
    area_m2: Option<f64>,
    weight: f64,
    rung: &'a str,
    relation: Option<&'a str>,
}

/// Writes a crosswalk: one row a pair.
pub(super) fn crosswalk(path: &Path, crosswalk: &Crosswalk) -> anyhow::Result<()> {
    let rows = crosswalk.links().map(|(source, link)| Row {
        from_code: crosswalk.from.codes[source].as_str(),
        to_code: crosswalk.to.codes[link.target as usize].as_str(),
        area_m2: link.area_m2,
        weight: link.weight,
        rung: link.rung.key(),
        relation: link.relation.map(Relation::key),
    });
    rows_to(path, &rows.collect::<Vec<_>>())
}

/// Writes a crosswalk that a place keeps, as [`crosswalk`] does.
pub(super) fn saved(path: &Path, pairs: &[SavedPair]) -> anyhow::Result<()> {
    let rows = pairs.iter().map(|pair| Row {
        from_code: &pair.from_code,
        to_code: &pair.to_code,
        area_m2: pair.area_m2,
        weight: pair.weight,
        rung: &pair.rung,
        relation: pair.relation.as_deref(),
    });
    rows_to(path, &rows.collect::<Vec<_>>())
}

fn rows_to(path: &Path, rows: &[Row<'_>]) -> anyhow::Result<()> {
    let told = || format!("'{}' cannot be written", path.display());
    let file = BufWriter::new(File::create(path).with_context(told)?);
    if extension(path) == "parquet" { parquet(file, rows) } else { csv(file, rows) }.with_context(told)
}

fn csv(file: BufWriter<File>, rows: &[Row<'_>]) -> anyhow::Result<()> {
    let mut out = csv::Writer::from_writer(file);
    out.write_record(["from_code", "to_code", "area_m2", "weight", "rung", "relation"])?;
    for row in rows {
        out.write_record([
            row.from_code,
            row.to_code,
            &row.area_m2.map_or_else(String::new, |area| area.to_string()),
            &row.weight.to_string(),
            row.rung,
            row.relation.unwrap_or(""),
        ])?;
    }
    out.flush()?;
    Ok(())
}

fn parquet(file: BufWriter<File>, rows: &[Row<'_>]) -> anyhow::Result<()> {
    let text = |pick: fn(&Row<'_>) -> Option<String>| -> ArrayRef {
        Arc::new(rows.iter().map(pick).collect::<StringArray>())
    };
    let number = |pick: fn(&Row<'_>) -> Option<f64>| -> ArrayRef {
        Arc::new(rows.iter().map(pick).collect::<Float64Array>())
    };
    let columns: [(&str, ArrayRef); 6] = [
        ("from_code", text(|row| Some(row.from_code.to_owned()))),
        ("to_code", text(|row| Some(row.to_code.to_owned()))),
        ("area_m2", number(|row| row.area_m2)),
        ("weight", number(|row| Some(row.weight))),
        ("rung", text(|row| Some(row.rung.to_owned()))),
        ("relation", text(|row| row.relation.map(str::to_owned))),
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
/// the shared areas. `benches/peers/overlay_shapely.py` reads them.
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
