//! The pieces that an area falls into where other areas lie over it, as shapes.
//!
//! For eyes alone: what pieces measure is asked of `overlay`, which reckons
//! shared areas without building a polygon.

use geo::BooleanOps;
use geo_types::MultiPolygon;

/// The ground that two valid shapes have in common; empty where they only touch.
///
/// # Examples
/// ```
/// use geo_types::{polygon, MultiPolygon};
/// use wardwise::geom::{measure::area_m2, pieces::common};
/// let square = |x: f64| MultiPolygon(vec![polygon![
///     (x: x, y: 0.), (x: x + 10., y: 0.), (x: x + 10., y: 10.), (x: x, y: 10.)
/// ]]);
/// assert!((area_m2(&common(&square(0.), &square(4.))) - 60.0).abs() < 1e-6);
/// assert!(common(&square(0.), &square(10.)).0.is_empty());
/// ```
#[must_use]
pub fn common(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    a.intersection(b)
}

/// What is left of a valid shape when others are taken away.
///
/// # Examples
/// ```
/// use geo_types::{polygon, MultiPolygon};
/// use wardwise::geom::{measure::area_m2, pieces::rest};
/// let square = |x: f64| MultiPolygon(vec![polygon![
///     (x: x, y: 0.), (x: x + 10., y: 0.), (x: x + 10., y: 10.), (x: x, y: 10.)
/// ]]);
/// assert!((area_m2(&rest(&square(0.), &[&square(4.), &square(-9.)])) - 30.0).abs() < 1e-6);
/// ```
#[must_use]
pub fn rest(shape: &MultiPolygon<f64>, others: &[&MultiPolygon<f64>]) -> MultiPolygon<f64> {
    others.iter().fold(shape.clone(), |left, other| left.difference(*other))
}
