//! The candidates of a search for co-location, as lines.

use std::borrow::Cow;
use std::sync::Arc;

use geo::{BoundingRect, Intersects};
use geo_types::{Coord, Rect};

use crate::api::ogc::source::Source;
use crate::engine::Colocated;
use crate::export::candidates::Candidates;
use crate::export::{Features, Property, Shape, ShapeKind, Value};
use crate::model::Missing;

/// The candidates of a search as features, the best first.
pub(in crate::api::ogc) struct Pairs(Candidates<Arc<Colocated>>);

impl Pairs {
    pub(in crate::api::ogc) fn new(found: Arc<Colocated>) -> Self {
        Self(Candidates::new(found))
    }
}

impl Features for Pairs {
    fn properties(&self) -> &[Property] {
        self.0.properties()
    }

    fn shapes(&self) -> ShapeKind {
        self.0.shapes()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn value(&self, row: usize, property: usize) -> Result<Value<'_>, Missing> {
        self.0.value(row, property)
    }

    fn shape(&self, row: usize) -> Option<Shape<'_>> {
        self.0.shape(row)
    }
}

impl Source for Pairs {
    fn id(&self, row: usize) -> Cow<'_, str> {
        Cow::Borrowed(self.0.id(row))
    }

    fn find(&self, id: &str) -> Option<usize> {
        (0..self.0.len()).find(|row| self.0.id(*row) == id)
    }

    fn near(&self, min: Coord<f64>, max: Coord<f64>) -> Vec<usize> {
        let wanted = Rect::new(min, max);
        let meets = |row: &usize| match self.0.shape(*row) {
            Some(Shape::Line(line)) => line.bounding_rect().is_some_and(|rect| rect.intersects(&wanted)),
            _ => false,
        };
        (0..self.0.len()).filter(meets).collect()
    }
}
