//! Rows as every format takes them: what each has, what it says, where it lies.

use std::borrow::Cow;

use geo_types::{LineString, MultiPolygon};

use crate::geom::Grid;
use crate::model::Missing;
use crate::table::ColumnKind;

use super::rows::Value;

/// A property that every row has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Its name, unique among the rows' properties.
    pub name: String,
    /// What it is, for people.
    pub title: String,
    /// What its values are.
    pub kind: ColumnKind,
    /// Whether all its numbers are whole, so that clients may take it as a
    /// column of integers.
    pub is_whole: bool,
}

impl Property {
    /// A property of a kind.
    #[must_use]
    pub fn new(name: &str, title: &str, kind: ColumnKind) -> Self {
        Self { name: name.to_owned(), title: title.to_owned(), kind, is_whole: false }
    }

    /// A property whose values are whole numbers.
    #[must_use]
    pub fn whole(name: &str, title: &str) -> Self {
        Self { is_whole: true, ..Self::new(name, title, ColumnKind::Number) }
    }
}

/// Where a row lies, in grid metres.
#[derive(Debug, Clone)]
pub enum Shape<'a> {
    /// At a point.
    Point(Grid),
    /// Along a line.
    Line(Cow<'a, LineString<f64>>),
    /// On an area.
    Area(Cow<'a, MultiPolygon<f64>>),
}

/// The kinds of shape that rows have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShapeKind {
    /// Points.
    Points,
    /// Lines.
    Lines,
    /// Areas.
    Areas,
    /// None: rows without a place on the ground.
    Nothing,
}

/// Rows that can be written in any format, in an order that stays.
pub trait Features: Send + Sync {
    /// What every row has.
    fn properties(&self) -> &[Property];
    /// What the rows look like on a map.
    fn shapes(&self) -> ShapeKind;
    /// How many rows there are.
    fn len(&self) -> usize;
    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// What a property of a row holds.
    ///
    /// # Errors
    /// Why it holds nothing.
    fn value(&self, row: usize, property: usize) -> Result<Value<'_>, Missing>;
    /// Where a row lies; `None` where that is not known.
    fn shape(&self, row: usize) -> Option<Shape<'_>>;
    /// Whether some gap of a property has a reason worth telling apart from
    /// "not given".
    fn has_reasons(&self, property: usize) -> bool {
        let is_told = |reason: Missing| reason != Missing::NotGiven;
        (0..self.len()).any(|row| self.value(row, property).err().is_some_and(is_told))
    }
}
