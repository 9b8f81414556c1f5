//! FlatGeobuf: shapes in grid metres with a spatial index, so that a client
//! can fetch what lies in a box by parts of the file.
//!
//! The crate sorts features in a file of its own, so a large edition needs no
//! more memory than a small one.

use std::fs::File;
use std::io::{self, Write};

use flatgeobuf::geozero::ColumnValue;
use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo_types::{Geometry, Point};

use crate::table::ColumnKind;

use super::about::About;
use super::columns::{Column, Content, columns, note};
use super::features::{Features, Property, Shape, ShapeKind};
use super::number::whole;
use super::rows::Value;

/// Writes rows as one FlatGeobuf file. Rows without a place come with an
/// empty geometry, and then the file has no index, which cannot hold them.
pub(super) fn write(features: &dyn Features, about: &About, file: &mut File) -> io::Result<()> {
    let columns = columns(features);
    let is_placed = (0..features.len()).all(|row| features.shape(row).is_some());
    let metadata = about.json().to_string();
    let options = FgbWriterOptions {
        write_index: is_placed && !features.is_empty(),
        detect_type: false,
        promote_to_multi: false,
        crs: FgbCrs {
            org: Some("EPSG"),
            code: 27_700,
            name: Some("OSGB36 / British National Grid"),
            ..FgbCrs::default()
        },
        title: Some(&about.title),
        description: Some(&about.sentence),
        metadata: Some(&metadata),
        ..FgbWriterOptions::default()
    };
    let mut writer = FgbWriter::create_with_options(&about.name, kind(features.shapes()), options)
        .map_err(io::Error::other)?;
    for column in &columns {
        let title = match column.content {
            Content::Value(at) => Some(&features.properties()[at].title),
            _ => None,
        };
        writer.add_column(&column.header, column_type(features, column), |buffer, of| {
            of.title = title.map(|title| buffer.create_string(title));
        });
    }
    for row in 0..features.len() {
        let geometry = geometry(features, row);
        let mut fault = None;
        writer
            .add_feature_geom(geometry, |feature| {
                for (at, column) in columns.iter().enumerate() {
                    if let Err(error) = put(features, row, column, at, feature) {
                        fault.get_or_insert(error);
                    }
                }
            })
            .map_err(io::Error::other)?;
        if let Some(fault) = fault {
            return Err(io::Error::other(fault));
        }
    }
    writer.write(&mut *file).map_err(io::Error::other)?;
    file.flush()
}

fn kind(shapes: ShapeKind) -> GeometryType {
    match shapes {
        ShapeKind::Points => GeometryType::Point,
        ShapeKind::Lines => GeometryType::LineString,
        ShapeKind::Areas => GeometryType::MultiPolygon,
        ShapeKind::Nothing => GeometryType::Unknown,
    }
}

fn column_type(features: &dyn Features, column: &Column) -> ColumnType {
    let Content::Value(at) = column.content else { return ColumnType::String };
    let property: &Property = &features.properties()[at];
    match property.kind {
        ColumnKind::Text => ColumnType::String,
        ColumnKind::Number if property.is_whole => ColumnType::Long,
        ColumnKind::Number => ColumnType::Double,
        ColumnKind::Flag => ColumnType::Bool,
        ColumnKind::Day => ColumnType::DateTime,
    }
}

/// Where a row lies; without a place, the empty geometry of its kind. The
/// empty point has no numbers for coordinates, as in well-known binary.
fn geometry(features: &dyn Features, row: usize) -> Geometry<f64> {
    match (features.shape(row), features.shapes()) {
        (Some(Shape::Point(point)), _) => Point::new(point.e, point.n).into(),
        (Some(Shape::Line(line)), _) => line.into_owned().into(),
        (Some(Shape::Area(area)), _) => area.into_owned().into(),
        (None, ShapeKind::Lines) => geo_types::LineString::new(Vec::new()).into(),
        (None, ShapeKind::Areas) => geo_types::MultiPolygon(Vec::new()).into(),
        (None, ShapeKind::Points | ShapeKind::Nothing) => Point::new(f64::NAN, f64::NAN).into(),
    }
}

/// Puts a cell into a feature. A gap is left out, which readers take as null.
fn put(
    features: &dyn Features,
    row: usize,
    column: &Column,
    at: usize,
    feature: &mut impl flatgeobuf::geozero::PropertyProcessor,
) -> flatgeobuf::geozero::error::Result<()> {
    let mut write = |value: &ColumnValue<'_>| feature.property(at, &column.header, value).map(|_ends| ());
    let property = match column.content {
        Content::Value(property) => property,
        Content::Note(property) => {
            return note(features, row, property).map_or(Ok(()), |words| write(&ColumnValue::String(words)));
        }
        Content::Place(_) => return Ok(()),
    };
    match features.value(row, property) {
        Ok(Value::Number(number)) if features.properties()[property].is_whole => {
            write(&ColumnValue::Long(whole(number)))
        }
        Ok(Value::Number(number)) => write(&ColumnValue::Double(number)),
        Ok(Value::Flag(flag)) => write(&ColumnValue::Bool(flag)),
        Ok(Value::Day(day)) => write(&ColumnValue::DateTime(&day.to_string())),
        Ok(Value::Text(text)) => write(&ColumnValue::String(&text)),
        Err(_reason) => Ok(()),
    }
}
