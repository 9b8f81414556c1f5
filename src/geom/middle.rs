//! One point that stands for a whole shape.

use geo::{Centroid, Contains, InteriorPoint};
use geo_types::{MultiPolygon, Point};

use super::Grid;

/// The centroid of a shape where it lies inside, else a point that does.
/// `None` for a shape without an inside.
///
/// # Examples
/// ```
/// use geo_types::{polygon, MultiPolygon};
/// use wardwise::geom::middle::middle;
/// let hook = MultiPolygon(vec![polygon![
///     (x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.), (x: 8., y: 9.), (x: 8., y: 1.), (x: 0., y: 1.)
/// ]]);
/// let point = middle(&hook).expect("a hook has an inside");
/// assert!(point.n < 1.0 || point.e > 8.0);
/// ```
#[must_use]
pub fn middle(shape: &MultiPolygon<f64>) -> Option<Grid> {
    let centre = shape.centroid().filter(|centre| shape.contains(centre));
    centre.or_else(|| shape.interior_point()).map(|point: Point<f64>| Grid { e: point.x(), n: point.y() })
}

/// A point well inside a shape: in the middle of the widest stretch of ground
/// at half its height. `None` for a shape without an inside.
///
/// It lies inside whatever the shape, so one rule serves all areas; the
/// centroid of [`middle`] is nearer to where an area's ground is.
#[must_use]
pub fn inner(shape: &MultiPolygon<f64>) -> Option<Grid> {
    shape.interior_point().map(|point| Grid { e: point.x(), n: point.y() })
}
