//! Which way a ring runs.

use geo_types::{Coord, LineString, MultiPolygon, Polygon};

/// The area inside a ring: positive when it runs anticlockwise.
///
/// An open ring is taken as closed. Measured from the ring's first point, so
/// that far-away origins cost no digits.
///
/// # Examples
/// ```
/// use geo_types::line_string;
/// use wardwise::geom::overlay::signed_area;
/// let ring = line_string![(x: 0.0, y: 0.0), (x: 0.0, y: 2.0), (x: 3.0, y: 2.0), (x: 3.0, y: 0.0)];
/// assert_eq!(signed_area(&ring), -6.0);
/// ```
#[must_use]
pub fn signed_area(ring: &LineString<f64>) -> f64 {
    signed_area_of(open(&ring.0))
}

/// Turns shells anticlockwise and holes clockwise.
///
/// The kernel does this for itself; the helper is for those who hand shapes on.
#[must_use]
pub fn orient(shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let polygons = shape.0.iter().map(|polygon| {
        let shell = directed(polygon.exterior(), true);
        let holes = polygon.interiors().iter().map(|hole| directed(hole, false)).collect();
        Polygon::new(shell, holes)
    });
    MultiPolygon(polygons.collect())
}

/// The points of a ring without the one that repeats the first.
pub(super) fn open(points: &[Coord<f64>]) -> &[Coord<f64>] {
    match points {
        [first, inner @ .., last] if first == last && !inner.is_empty() => &points[..=inner.len()],
        _ => points,
    }
}

/// [`signed_area`] of a ring without its closing point.
pub(super) fn signed_area_of(points: &[Coord<f64>]) -> f64 {
    let Some(origin) = points.first() else { return 0.0 };
    let mut twice = 0.0;
    let (mut px, mut py) = (0.0, 0.0);
    for point in &points[1..] {
        let (x, y) = (point.x - origin.x, point.y - origin.y);
        twice += px * y - x * py;
        (px, py) = (x, y);
    }
    twice / 2.0
}

fn directed(ring: &LineString<f64>, anticlockwise: bool) -> LineString<f64> {
    let mut turned = ring.clone();
    if (signed_area(ring) < 0.0) == anticlockwise {
        turned.0.reverse();
    }
    turned
}
