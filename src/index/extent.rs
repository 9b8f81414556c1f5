//! The ground that a place covers, to tell what lies beyond it.

use geo_types::MultiPolygon;

use crate::geom::Grid;
use crate::layer::Layer;

/// The ground that a place covers: the areas of one layer taken together.
#[derive(Debug, Clone)]
pub struct Extent {
    shapes: Vec<MultiPolygon<f64>>,
}

impl Extent {
    /// The ground of a layer.
    #[must_use]
    pub fn of(layer: &Layer) -> Self {
        Self { shapes: layer.areas.iter().map(|area| area.shape.clone()).collect() }
    }

    /// Whether a point lies on the ground of the place.
    #[must_use]
    pub fn contains(&self, point: Grid) -> bool {
        use geo::Contains;
        let point = geo_types::Point::new(point.e, point.n);
        self.shapes.iter().any(|shape| shape.contains(&point))
    }
}
