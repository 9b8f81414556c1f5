//! Apache Parquet; with shapes as GeoParquet 1.1: well-known binary in grid
//! metres and a column `bbox` by which readers pass over what lies elsewhere.
//!
//! Rows are written in batches, so a large edition needs no more memory than
//! one group of rows.

use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray,
    StructArray,
};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{DataType, Field, Fields, Schema};
use geo::BoundingRect;
use geo_types::{Coord, Point, Rect};
use jiff::civil::{Date, date};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use serde_json::json;
use wkb::Endianness;
use wkb::writer::{WriteOptions, write_line_string, write_multi_polygon, write_point};

use crate::table::ColumnKind;

use super::about::About;
use super::columns::{Column, Content, columns, note};
use super::features::{Features, Shape, ShapeKind};
use super::number::whole;
use super::rows::Value;

/// Rows that are put together at a time.
const BATCH: usize = 4_096;
/// Rows of a group: what a reader takes or leaves by its box.
const GROUP: usize = 16_384;
/// The day that Parquet counts from.
const EPOCH: Date = date(1970, 1, 1);
/// British National Grid as PROJJSON, written down from EPSG:27700.
const GRID: &str = include_str!("grid.projjson");
const BOX: [&str; 4] = ["xmin", "ymin", "xmax", "ymax"];
const OPTIONS: WriteOptions = WriteOptions { endianness: Endianness::LittleEndian };

/// Writes rows as one Parquet file.
pub(super) fn write(features: &dyn Features, about: &About, file: &mut File) -> io::Result<()> {
    let columns = columns(features);
    let schema = Arc::new(schema(features, &columns));
    let level = ZstdLevel::try_new(3).map_err(io::Error::other)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_max_row_group_row_count(Some(GROUP))
        .set_created_by(crate::views::SOFTWARE.to_owned())
        .build();
    let mut writer = ArrowWriter::try_new(&mut *file, Arc::clone(&schema), Some(properties))?;
    let mut extent: Option<Rect<f64>> = None;
    for start in (0..features.len()).step_by(BATCH) {
        let rows = start..(start + BATCH).min(features.len());
        let mut cells: Vec<ArrayRef> =
            columns.iter().map(|column| cells(features, column, rows.clone())).collect();
        if features.shapes() != ShapeKind::Nothing {
            let shapes: Vec<Option<Shape<'_>>> = rows.map(|row| features.shape(row)).collect();
            let boxes: Vec<Option<Rect<f64>>> =
                shapes.iter().map(|shape| shape.as_ref().and_then(around)).collect();
            extent = boxes.iter().flatten().copied().chain(extent).reduce(joined);
            cells.push(binary(&shapes)?);
            cells.push(box_column(&boxes));
        }
        let batch = RecordBatch::try_new(Arc::clone(&schema), cells).map_err(io::Error::other)?;
        writer.write(&batch)?;
    }
    for (name, text) in notes(features, about, extent) {
        writer.append_key_value_metadata(KeyValue::new(name, text));
    }
    writer.close()?;
    file.flush()
}

fn schema(features: &dyn Features, columns: &[Column]) -> Schema {
    let mut fields: Vec<Field> =
        columns.iter().map(|column| Field::new(&column.header, data_type(features, column), true)).collect();
    if features.shapes() != ShapeKind::Nothing {
        fields.push(Field::new("geometry", DataType::Binary, true));
        fields.push(Field::new("bbox", DataType::Struct(box_fields()), true));
    }
    Schema::new(fields)
}

fn data_type(features: &dyn Features, column: &Column) -> DataType {
    let Content::Value(at) = column.content else { return DataType::Utf8 };
    let property = &features.properties()[at];
    match property.kind {
        ColumnKind::Text => DataType::Utf8,
        ColumnKind::Number if property.is_whole => DataType::Int64,
        ColumnKind::Number => DataType::Float64,
        ColumnKind::Flag => DataType::Boolean,
        ColumnKind::Day => DataType::Date32,
    }
}

fn cells(features: &dyn Features, column: &Column, rows: std::ops::Range<usize>) -> ArrayRef {
    let at = match column.content {
        Content::Value(at) => at,
        Content::Note(at) => {
            return Arc::new(rows.map(|row| note(features, row, at)).collect::<StringArray>());
        }
        Content::Place(_) => return Arc::new(rows.map(|_| None::<&str>).collect::<StringArray>()),
    };
    let values = rows.map(|row| features.value(row, at).ok());
    match data_type(features, column) {
        DataType::Float64 => Arc::new(values.map(number).collect::<Float64Array>()),
        DataType::Int64 => Arc::new(values.map(|value| number(value).map(whole)).collect::<Int64Array>()),
        DataType::Boolean => Arc::new(
            values
                .map(|value| match value {
                    Some(Value::Flag(flag)) => Some(flag),
                    _ => None,
                })
                .collect::<BooleanArray>(),
        ),
        DataType::Date32 => Arc::new(
            values
                .map(|value| match value {
                    Some(Value::Day(day)) => Some(days(day)),
                    _ => None,
                })
                .collect::<Date32Array>(),
        ),
        _ => Arc::new(
            values.map(|value| value.map(|value| value.plain().into_owned())).collect::<StringArray>(),
        ),
    }
}

fn number(value: Option<Value<'_>>) -> Option<f64> {
    match value {
        Some(Value::Number(number)) => Some(number),
        _ => None,
    }
}

fn days(day: Date) -> i32 {
    let since = day.since((jiff::Unit::Day, EPOCH)).map_or(0, |span| span.get_days());
    debug_assert!(EPOCH.checked_add(jiff::Span::new().days(since)).is_ok_and(|back| back == day));
    since
}

fn binary(shapes: &[Option<Shape<'_>>]) -> io::Result<ArrayRef> {
    let written: Vec<Option<Vec<u8>>> = shapes
        .iter()
        .map(|shape| shape.as_ref().map(well_known_binary).transpose())
        .collect::<io::Result<_>>()?;
    Ok(Arc::new(written.iter().map(Option::as_deref).collect::<BinaryArray>()))
}

fn well_known_binary(shape: &Shape<'_>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match shape {
        Shape::Point(point) => write_point(&mut bytes, &Point::new(point.e, point.n), &OPTIONS),
        Shape::Line(line) => write_line_string(&mut bytes, &**line, &OPTIONS),
        Shape::Area(area) => write_multi_polygon(&mut bytes, &**area, &OPTIONS),
    }
    .map_err(io::Error::other)?;
    Ok(bytes)
}

fn around(shape: &Shape<'_>) -> Option<Rect<f64>> {
    match shape {
        Shape::Point(point) => {
            let corner = Coord { x: point.e, y: point.n };
            Some(Rect::new(corner, corner))
        }
        Shape::Line(line) => line.bounding_rect(),
        Shape::Area(area) => area.bounding_rect(),
    }
}

fn joined(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let (low, high) = ((a.min(), b.min()), (a.max(), b.max()));
    Rect::new(
        Coord { x: low.0.x.min(low.1.x), y: low.0.y.min(low.1.y) },
        Coord { x: high.0.x.max(high.1.x), y: high.0.y.max(high.1.y) },
    )
}

fn box_fields() -> Fields {
    BOX.map(|name| Field::new(name, DataType::Float64, true)).to_vec().into()
}

fn box_column(boxes: &[Option<Rect<f64>>]) -> ArrayRef {
    let side = |of: fn(&Rect<f64>) -> f64| -> ArrayRef {
        Arc::new(boxes.iter().map(|one| one.as_ref().map(of)).collect::<Float64Array>())
    };
    let sides = vec![
        side(|one| one.min().x),
        side(|one| one.min().y),
        side(|one| one.max().x),
        side(|one| one.max().y),
    ];
    let is_there: NullBuffer = boxes.iter().map(Option::is_some).collect::<Vec<bool>>().into();
    Arc::new(StructArray::new(box_fields(), sides, Some(is_there)))
}

/// What the file says of itself, as its metadata.
fn notes(features: &dyn Features, about: &About, extent: Option<Rect<f64>>) -> Vec<(String, String)> {
    let mut notes = vec![
        ("wardwise.title".to_owned(), about.title.clone()),
        ("wardwise.citation".to_owned(), about.sentence.clone()),
        ("wardwise.about".to_owned(), about.json().to_string()),
    ];
    let kind = match features.shapes() {
        ShapeKind::Points => "Point",
        ShapeKind::Lines => "LineString",
        ShapeKind::Areas => "MultiPolygon",
        ShapeKind::Nothing => return notes,
    };
    let crs: serde_json::Value = serde_json::from_str(GRID).unwrap_or_default();
    let side = |name: &str| json!(["bbox", name]);
    let mut geometry = json!({
        "encoding": "WKB",
        "geometry_types": [kind],
        "crs": crs,
        "orientation": "counterclockwise",
        "edges": "planar",
        "covering": { "bbox": {
            "xmin": side("xmin"), "ymin": side("ymin"), "xmax": side("xmax"), "ymax": side("ymax"),
        } },
    });
    if let Some(extent) = extent {
        geometry["bbox"] = json!([extent.min().x, extent.min().y, extent.max().x, extent.max().y]);
    }
    let geo =
        json!({ "version": "1.1.0", "primary_column": "geometry", "columns": { "geometry": geometry } });
    notes.insert(0, ("geo".to_owned(), geo.to_string()));
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_counted_from_1970() {
        for (day, count) in
            [(EPOCH, 0), (date(1969, 12, 31), -1), (date(2024, 2, 29), 19_782), (date(1900, 1, 1), -25_567)]
        {
            assert_eq!(days(day), count, "{day}");
        }
    }

    #[test]
    fn the_grid_is_told_by_its_number() {
        let crs: serde_json::Value = serde_json::from_str(GRID).expect("JSON");
        assert_eq!(crs["id"], json!({ "authority": "EPSG", "code": 27700 }));
    }
}
