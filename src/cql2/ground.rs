//! Places of filters and features, in grid metres.

use std::sync::Arc;

use geo::{BoundingRect, Contains, CoordsIter, Intersects, Relate};
use geo_types::{Geometry, LineString, MultiPolygon, Point, Rect};

use super::expr::SpatialOp;

/// A shape that a filter brings along.
#[derive(Debug, Clone, PartialEq)]
pub struct Literal {
    shape: Arc<Geometry<f64>>,
    bounds: Option<Rect<f64>>,
}

/// Where a feature lies.
#[derive(Debug, Clone, Copy)]
pub enum Ground<'a> {
    /// At a point.
    Point(Point<f64>),
    /// Along a line.
    Line(&'a LineString<f64>),
    /// On an area.
    Area(&'a MultiPolygon<f64>),
}

impl Literal {
    /// A shape with finite coordinates in grid metres.
    #[must_use]
    pub fn new(shape: Geometry<f64>) -> Self {
        Self { bounds: shape.bounding_rect(), shape: Arc::new(shape) }
    }

    /// The smallest box around it; `None` for an empty shape.
    #[must_use]
    pub fn bounds(&self) -> Option<Rect<f64>> {
        self.bounds
    }

    /// How many points it has.
    #[must_use]
    pub fn points(&self) -> usize {
        self.shape.coords_count()
    }

    pub(super) fn lies(&self, op: SpatialOp, other: &Self) -> bool {
        related(&self.shape, op, &other.shape)
    }

    /// Whether a feature lies to this shape as the operation says.
    pub(super) fn is_met_by(&self, ground: Ground<'_>, op: SpatialOp) -> bool {
        let Some(bounds) = self.bounds else { return op == SpatialOp::Disjoint };
        let apart = match ground {
            Ground::Point(point) => !bounds.intersects(&point),
            Ground::Line(line) => !line.bounding_rect().is_some_and(|rect| rect.intersects(&bounds)),
            Ground::Area(shape) => !shape.bounding_rect().is_some_and(|rect| rect.intersects(&bounds)),
        };
        if apart {
            return op == SpatialOp::Disjoint;
        }
        match (ground, op) {
            (Ground::Point(point), SpatialOp::Intersects) => self.shape.intersects(&point),
            (Ground::Line(line), SpatialOp::Intersects) => self.shape.intersects(line),
            (Ground::Area(shape), SpatialOp::Intersects) => self.shape.intersects(shape),
            (Ground::Point(point), SpatialOp::Disjoint) => !self.shape.intersects(&point),
            (Ground::Line(line), SpatialOp::Disjoint) => !self.shape.intersects(line),
            (Ground::Area(shape), SpatialOp::Disjoint) => !self.shape.intersects(shape),
            (Ground::Point(point), SpatialOp::Within) => self.shape.contains(&point),
            (Ground::Point(point), op) => related(&Geometry::Point(point), op, &self.shape),
            (Ground::Line(line), op) => answer(op, &line.relate(&*self.shape)),
            (Ground::Area(shape), op) => related_area(shape, op, &self.shape),
        }
    }

    /// The same question the other way round: this shape first.
    pub(super) fn meets(&self, ground: Ground<'_>, op: SpatialOp) -> bool {
        self.is_met_by(ground, turned(op))
    }
}

impl Ground<'_> {
    pub(super) fn lies_to_itself(self, op: SpatialOp) -> bool {
        match self {
            Self::Point(point) => related(&Geometry::Point(point), op, &Geometry::Point(point)),
            Self::Line(line) => answer(op, &line.relate(line)),
            Self::Area(shape) => related_area(shape, op, &Geometry::MultiPolygon(shape.clone())),
        }
    }
}

/// The operation that says the same with its places exchanged.
fn turned(op: SpatialOp) -> SpatialOp {
    match op {
        SpatialOp::Within => SpatialOp::Contains,
        SpatialOp::Contains => SpatialOp::Within,
        same => same,
    }
}

fn related(a: &Geometry<f64>, op: SpatialOp, b: &Geometry<f64>) -> bool {
    answer(op, &a.relate(b))
}

fn related_area(a: &MultiPolygon<f64>, op: SpatialOp, b: &Geometry<f64>) -> bool {
    answer(op, &a.relate(b))
}

fn answer(op: SpatialOp, matrix: &geo::relate::IntersectionMatrix) -> bool {
    match op {
        SpatialOp::Intersects => matrix.is_intersects(),
        SpatialOp::Disjoint => matrix.is_disjoint(),
        SpatialOp::Equals => matrix.is_equal_topo(),
        SpatialOp::Touches => matrix.is_touches(),
        SpatialOp::Within => matrix.is_within(),
        SpatialOp::Contains => matrix.is_contains(),
        SpatialOp::Crosses => matrix.is_crosses(),
        SpatialOp::Overlaps => matrix.is_overlaps(),
    }
}
