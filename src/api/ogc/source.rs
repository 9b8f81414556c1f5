//! Where the features of a collection come from.

use std::borrow::Cow;
use std::cell::OnceCell;

use geo_types::{Coord, MultiPolygon, Point};

use crate::cql2::{FieldKind, Ground, Subject, Value as Operand};
use crate::export::Value;
use crate::geom::Grid;
use crate::model::Missing;
use crate::table::ColumnKind;

/// A property that every feature of a collection has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Its name, unique in the collection.
    pub name: String,
    /// What it is, for people.
    pub title: String,
    /// What its values are.
    pub kind: ColumnKind,
    /// Whether all its numbers are whole, so that clients may take it as a
    /// column of integers.
    pub is_whole: bool,
}

/// Where a feature lies, in grid metres.
#[derive(Debug, Clone)]
pub enum Shape<'a> {
    /// At a point.
    Point(Grid),
    /// On an area.
    Area(Cow<'a, MultiPolygon<f64>>),
}

/// The kinds of shape that a collection holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShapeKind {
    /// Points.
    Points,
    /// Areas.
    Areas,
    /// None: rows without a place on the ground.
    Nothing,
}

/// The features of one collection, in an order that stays.
pub trait Source: Send + Sync {
    /// What every feature has.
    fn properties(&self) -> &[Property];
    /// What its features look like on a map.
    fn shapes(&self) -> ShapeKind;
    /// How many features there are.
    fn len(&self) -> usize;
    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The id of a feature, unique in the collection.
    fn id(&self, row: usize) -> Cow<'_, str>;
    /// The feature of an id.
    fn find(&self, id: &str) -> Option<usize>;
    /// What a property of a feature holds.
    ///
    /// # Errors
    /// Why it holds nothing.
    fn value(&self, row: usize, property: usize) -> Result<Value<'_>, Missing>;
    /// Where a feature lies; `None` where that is not known.
    fn shape(&self, row: usize) -> Option<Shape<'_>>;
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
            Shape::Area(shape) => Ground::Area(shape),
        })
    }
}

impl Property {
    /// A property of a kind.
    #[must_use]
    pub fn new(name: &str, title: &str, kind: ColumnKind) -> Self {
        Self { name: name.to_owned(), title: title.to_owned(), kind, is_whole: false }
    }

    /// The kind as filters have it.
    #[must_use]
    pub fn operand(&self) -> FieldKind {
        match self.kind {
            ColumnKind::Text => FieldKind::Text,
            ColumnKind::Number => FieldKind::Number,
            ColumnKind::Flag => FieldKind::Flag,
            ColumnKind::Day => FieldKind::Day,
        }
    }
}
