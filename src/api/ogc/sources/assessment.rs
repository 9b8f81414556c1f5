//! The areas of an assessment, with scores, ranks, ranges and flags.

use std::borrow::Cow;
use std::sync::Arc;

use geo_types::Coord;

use crate::api::ogc::source::Source;
use crate::engine::{Assessed, Engine};
use crate::export::assessment::AssessedAreas;
use crate::export::{Features, Property, Shape, ShapeKind, Value};
use crate::geom::Grid;
use crate::model::Missing;

/// The assessed areas as features.
pub(in crate::api::ogc) struct Scores<'a> {
    engine: &'a Engine,
    areas: AssessedAreas<'a, Arc<Assessed>>,
}

impl<'a> Scores<'a> {
    pub(in crate::api::ogc) fn new(engine: &'a Engine, assessed: Arc<Assessed>) -> Self {
        Self { engine, areas: AssessedAreas::new(engine, assessed) }
    }
}

impl Features for Scores<'_> {
    fn properties(&self) -> &[Property] {
        self.areas.properties()
    }

    fn shapes(&self) -> ShapeKind {
        self.areas.shapes()
    }

    fn len(&self) -> usize {
        self.areas.len()
    }

    fn value(&self, row: usize, property: usize) -> Result<Value<'_>, Missing> {
        self.areas.value(row, property)
    }

    fn shape(&self, row: usize) -> Option<Shape<'_>> {
        self.areas.shape(row)
    }
}

impl Source for Scores<'_> {
    fn id(&self, row: usize) -> Cow<'_, str> {
        Cow::Borrowed(self.areas.assessed().areas[row].code.as_str())
    }

    fn find(&self, id: &str) -> Option<usize> {
        self.areas.assessed().position(id)
    }

    fn near(&self, min: Coord<f64>, max: Coord<f64>) -> Vec<usize> {
        self.engine.near_box(&self.areas.assessed().spec.areas, Grid::from(min), Grid::from(max))
    }
}
