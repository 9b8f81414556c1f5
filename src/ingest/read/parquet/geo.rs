//! The "geo" metadata of GeoParquet: which column holds the shapes, and in
//! which coordinate system.

use parquet::file::metadata::KeyValue;
use serde_json::Value;

use crate::draft::DeclaredCrs;
use crate::geom::Crs;

use super::super::found::{Halt, unreadable};
use super::super::json::{check_depth, syntax};
use super::super::{Limits, crs_text};

/// What the metadata says of the shapes.
#[derive(Debug, PartialEq)]
pub(super) struct Geo {
    /// The column that holds the shapes.
    pub(super) primary: String,
    /// Their coordinate system. A file that names none is in CRS84 by the
    /// standard; one that names `null` leaves it open.
    pub(super) crs: DeclaredCrs,
    /// Columns of boxes.
    pub(super) coverings: Vec<String>,
}

impl Geo {
    /// Finds the metadata; `None` in a plain Parquet file.
    pub(super) fn of(pairs: Option<&Vec<KeyValue>>, limits: &Limits) -> Result<Option<Self>, Halt> {
        let pair = pairs.into_iter().flatten().find(|pair| pair.key == "geo");
        let Some(text) = pair.and_then(|pair| pair.value.as_deref()) else { return Ok(None) };
        if text.len() > limits.cell_bytes {
            return Err(damaged("it is too long"));
        }
        check_depth(text, limits)?;
        let value: Value = serde_json::from_str(text).map_err(|error| syntax(&error))?;
        Self::from_json(&value).map(Some)
    }

    fn from_json(value: &Value) -> Result<Self, Halt> {
        let columns = value.get("columns").and_then(Value::as_object);
        let primary = value.get("primary_column").and_then(Value::as_str);
        let (Some(columns), Some(primary)) = (columns, primary) else {
            return Err(damaged("it names no primary column"));
        };
        let Some(column) = columns.get(primary) else {
            return Err(damaged("it does not describe its primary column"));
        };
        let encoding = column.get("encoding").and_then(Value::as_str).unwrap_or("WKB");
        if encoding != "WKB" {
            return Err(unreadable(
                format!("the shapes are written as '{}'", encoding.chars().take(40).collect::<String>()),
                "Write the file with geometry encoding WKB.",
            ));
        }
        let crs = match column.get("crs") {
            None => DeclaredCrs::Known(Crs::LonLat),
            Some(Value::Null) => DeclaredCrs::None,
            Some(Value::String(text)) => named(text),
            Some(crs) => crs_text::from_projjson(crs),
        };
        let boxes = column.pointer("/covering/bbox/xmin/0").and_then(Value::as_str);
        let coverings = boxes.into_iter().chain(["bbox"]).map(str::to_owned).collect();
        Ok(Self { primary: primary.to_owned(), crs, coverings })
    }
}

/// Early files wrote well-known text where PROJJSON belongs.
fn named(text: &str) -> DeclaredCrs {
    if text.contains('[') { crs_text::from_wkt(text) } else { crs_text::from_name(text) }
}

fn damaged(why: &str) -> Halt {
    unreadable(format!("the \"geo\" metadata of the file is damaged: {why}"), "Write the file again.")
}
