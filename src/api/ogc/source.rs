//! Where the features of a collection come from.

use std::borrow::Cow;
use std::cell::OnceCell;

use geo_types::{Coord, Point};

use crate::cql2::{FieldKind, Ground, Subject, Value as Operand};
use crate::export::{Features, Property, Shape, Value};
use crate::table::ColumnKind;

/// The features of one collection, in an order that stays.
pub trait Source: Features {
    /// The id of a feature, unique in the collection.
    fn id(&self, row: usize) -> Cow<'_, str>;
    /// The feature of an id.
    fn find(&self, id: &str) -> Option<usize>;
    /// The features that may have ground in a box, ascending, and more.
    fn near(&self, min: Coord<f64>, max: Coord<f64>) -> Vec<usize>;
    /// A number for the row that a page may start at, which rises from row to row.
    fn mark(&self, row: usize) -> u64 {
        row as u64
    }
    /// The first row whose mark is at least this.
    fn row_of_mark(&self, mark: u64) -> usize {
        usize::try_from(mark).unwrap_or(usize::MAX).min(self.len())
    }
}

/// One feature, as a filter sees it.
pub struct Row<'a> {
    source: &'a dyn Source,
    at: usize,
    shape: OnceCell<Option<Shape<'a>>>,
}

impl<'a> Row<'a> {
    /// A feature of a source.
    #[must_use]
    pub fn new(source: &'a dyn Source, row: usize) -> Self {
        Self { source, at: row, shape: OnceCell::new() }
    }

    /// Where it lies, worked out once.
    pub fn shape(&self) -> Option<&Shape<'a>> {
        self.shape.get_or_init(|| self.source.shape(self.at)).as_ref()
    }
}

impl Subject for Row<'_> {
    fn value(&self, field: usize) -> Option<Operand<'_>> {
        Some(match self.source.value(self.at, field).ok()? {
            Value::Text(text) => Operand::Text(text),
            Value::Number(number) => Operand::Number(number),
            Value::Flag(flag) => Operand::Flag(flag),
            Value::Day(day) => Operand::Day(day),
        })
    }

    fn ground(&self) -> Option<Ground<'_>> {
        Some(match self.shape()? {
            Shape::Point(point) => Ground::Point(Point::new(point.e, point.n)),
            Shape::Line(line) => Ground::Line(line),
            Shape::Area(shape) => Ground::Area(shape),
        })
    }
}

/// The kind of a property as filters have it.
#[must_use]
pub fn operand(property: &Property) -> FieldKind {
    match property.kind {
        ColumnKind::Text => FieldKind::Text,
        ColumnKind::Number => FieldKind::Number,
        ColumnKind::Flag => FieldKind::Flag,
        ColumnKind::Day => FieldKind::Day,
    }
}
