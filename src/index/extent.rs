//! The ground that a place covers, to tell what lies beyond it.

use geo::BooleanOps;
use geo_types::MultiPolygon;

use crate::geom::Grid;
use crate::geom::locate::Prepared;
use crate::geom::measure::area_m2;
use crate::layer::Layer;

use super::areas::Areas;

/// The ground that a place covers: the areas of one layer taken together.
#[derive(Debug)]
pub struct Extent {
    shapes: Vec<MultiPolygon<f64>>,
    areas: Areas,
}

impl Extent {
    /// The ground of a layer.
    #[must_use]
    pub fn of(layer: &Layer) -> Self {
        Self::of_shapes(layer.areas.iter().map(|area| area.shape.clone()).collect())
    }

    /// The ground of valid shapes in grid metres that do not overlap.
    #[must_use]
    pub fn of_shapes(shapes: Vec<MultiPolygon<f64>>) -> Self {
        let areas = Areas::new(&shapes);
        Self { shapes, areas }
    }

    /// Whether a point lies on the ground of the place.
    #[must_use]
    pub fn contains(&self, point: Grid) -> bool {
        self.areas.first_at(point).is_some()
    }

    /// The part of a shape's area that lies on the ground of the place, in
    /// `0..=1`. Slivers along a border that two publishers generalised apart
    /// count, so an area inside the place rarely comes to exactly 1.
    #[must_use]
    pub fn share_inside(&self, shape: &MultiPolygon<f64>) -> f64 {
        let (min, max) = Prepared::new(shape).bounds();
        let near = self.areas.near_box(min, max);
        let inside: f64 = near.iter().map(|at| area_m2(&shape.intersection(&self.shapes[*at]))).sum();
        let all = area_m2(shape);
        if all > 0.0 { (inside / all).clamp(0.0, 1.0) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{LineString, Polygon};

    fn square(west: f64) -> MultiPolygon<f64> {
        let ring = vec![(west, 0.0), (west + 10.0, 0.0), (west + 10.0, 10.0), (west, 10.0)];
        MultiPolygon(vec![Polygon::new(LineString::from(ring), vec![])])
    }

    #[test]
    fn a_shape_half_outside_is_half_inside() {
        let place = Extent::of_shapes(vec![square(0.0), square(10.0)]);
        assert!((place.share_inside(&square(15.0)) - 0.5).abs() < 1e-9);
        assert!((place.share_inside(&square(5.0)) - 1.0).abs() < 1e-9);
        assert!(place.share_inside(&square(30.0)).abs() < 1e-12);
        assert!(place.contains(Grid { e: 12.0, n: 3.0 }) && !place.contains(Grid { e: 25.0, n: 3.0 }));
    }
}
