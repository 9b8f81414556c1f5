//! The ground that a place covers, to tell what lies beyond it.

use geo_types::MultiPolygon;

use crate::geom::Grid;
use crate::geom::overlay::{Options, Prepared, Refused, shared_areas};
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

    /// The part of each shape's area that lies on the ground of the place, in
    /// `0..=1`. Slivers along a border that two publishers generalised apart
    /// count, so an area inside the place rarely comes to exactly 1.
    ///
    /// # Errors
    /// The points that no area can be computed with; a checked layer has none.
    pub fn shares_inside(&self, shapes: &[&MultiPolygon<f64>]) -> Result<Vec<f64>, Vec<Refused>> {
        let (wanted, ground) = (Prepared::new(shapes.iter().copied())?, Prepared::new(self.shapes.iter())?);
        let mut inside = vec![0.0; shapes.len()];
        for shared in shared_areas(&wanted, &ground, Options::default()) {
            inside[shared.source as usize] += shared.area_m2;
        }
        let share = |(at, inside_m2): (usize, f64)| match wanted.area(at) {
            Some(area_m2) if area_m2 > 0.0 => (inside_m2 / area_m2).clamp(0.0, 1.0),
            _ => 0.0,
        };
        Ok(inside.into_iter().enumerate().map(share).collect())
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
        let shapes = [square(15.0), square(5.0), square(30.0)];
        let shares = place.shares_inside(&shapes.iter().collect::<Vec<_>>()).expect("finite");
        assert_eq!(shares, [0.5, 1.0, 0.0]);
        assert!(place.contains(Grid { e: 12.0, n: 3.0 }) && !place.contains(Grid { e: 25.0, n: 3.0 }));
    }
}
