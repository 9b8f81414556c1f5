//! OGC GeoPackage in British National Grid: made in a folder of its own, then
//! handed on.

use std::fs::File;
use std::io::{self, Write};

use crate::draft::Cell;
use crate::store::{SingleRows, SingleShape, SingleTable, write_geopackage};
use crate::table::ColumnKind;

use super::about::About;
use super::columns::{Column, Content, columns, note};
use super::features::{Features, Shape, ShapeKind};
use super::rows::Value;

/// Writes rows as a GeoPackage with one table.
///
/// A GeoPackage is a data base, which cannot be written from front to back:
/// it is made in a temporary folder first.
pub(super) fn write(features: &dyn Features, about: &About, out: &mut dyn Write) -> io::Result<()> {
    let columns = columns(features);
    let metadata = about.text();
    let table = SingleTable {
        name: &about.name,
        title: &about.title,
        description: &about.sentence,
        metadata: &metadata,
        geometry: geometry(features.shapes()),
        columns: columns.iter().map(|column| described(features, column)).collect(),
        at: about.made,
    };
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("rows.gpkg");
    let rows = TableRows { features, columns: &columns };
    write_geopackage(&path, &table, &rows).map_err(io::Error::other)?;
    io::copy(&mut File::open(&path)?, out)?;
    Ok(())
}

fn geometry(shapes: ShapeKind) -> Option<&'static str> {
    match shapes {
        ShapeKind::Points => Some("POINT"),
        ShapeKind::Lines => Some("LINESTRING"),
        ShapeKind::Areas => Some("MULTIPOLYGON"),
        ShapeKind::Nothing => None,
    }
}

fn described<'a>(features: &dyn Features, column: &'a Column) -> (&'a str, ColumnKind, bool) {
    match column.content {
        Content::Value(at) => {
            let property = &features.properties()[at];
            (&column.header, property.kind, property.is_whole)
        }
        Content::Note(_) | Content::Place(_) => (&column.header, ColumnKind::Text, false),
    }
}

/// Rows with their columns, as the store asks for them.
struct TableRows<'a> {
    features: &'a dyn Features,
    columns: &'a [Column],
}

impl SingleRows for TableRows<'_> {
    fn len(&self) -> usize {
        self.features.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell {
        match self.columns[column].content {
            Content::Value(at) => match self.features.value(row, at) {
                Ok(Value::Text(text)) => Cell::Text(text.into()),
                Ok(Value::Number(number)) => Cell::Number(number),
                Ok(Value::Flag(flag)) => Cell::Flag(flag),
                Ok(Value::Day(day)) => Cell::Day(day),
                Err(_reason) => Cell::Empty,
            },
            Content::Note(at) => {
                note(self.features, row, at).map_or(Cell::Empty, |words| Cell::Text(words.into()))
            }
            Content::Place(_) => Cell::Empty,
        }
    }

    fn shape(&self, row: usize, hand_on: &mut dyn FnMut(SingleShape<'_>)) {
        match self.features.shape(row) {
            Some(Shape::Point(point)) => hand_on(SingleShape::Point(point)),
            Some(Shape::Line(line)) => hand_on(SingleShape::Line(&line)),
            Some(Shape::Area(area)) => hand_on(SingleShape::Area(&area)),
            None => {}
        }
    }
}
