//! Faults of the kinds that real files have, put in on purpose.

use geo_types::{LineString, MultiPolygon, Polygon};

use super::super::line::{Point, point};
use super::super::rng::Rng;

/// Gives some shapes an outline that crosses itself: a loop of about half a
/// metre at one point, as hasty editing leaves behind.
pub(crate) fn cross_themselves(shapes: &mut [MultiPolygon<f64>], n: usize, rng: &mut Rng) {
    let mut order: Vec<usize> = (0..shapes.len()).collect();
    rng.shuffle(&mut order);
    for &i in order.iter().take(n) {
        let Some(polygon) = shapes[i].0.first() else { continue };
        let mut points = polygon.exterior().0.clone();
        let at = points.len() / 2;
        let p = points[at];
        points.splice(at..=at, [p, p + point(0.6, 0.2), p + point(0.2, 0.6), p]);
        shapes[i].0[0] = Polygon::new(LineString::new(points), polygon.interiors().to_vec());
    }
}

/// Pads a postcode to eight characters, as fixed-width systems do: `EV1  2AB`.
pub(crate) fn padded(postcode: &str) -> String {
    let (district, inward) = postcode.split_once(' ').unwrap_or((postcode, ""));
    format!("{district:<5}{inward}")
}

/// Moves a point to the nearest crossing of a grid, as published incident
/// files do to protect people.
pub(crate) fn snapped(p: Point, grid_m: f64) -> Point {
    point((p.x / grid_m).round() * grid_m, (p.y / grid_m).round() * grid_m)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area as _, Validation as _};

    #[test]
    fn a_crossing_outline_is_invalid_and_hardly_larger() {
        let corners = vec![point(0.0, 0.0), point(90.0, 0.0), point(90.0, 90.0), point(0.0, 90.0)];
        let square = Polygon::new(LineString::new(corners), Vec::new());
        let mut shapes = vec![MultiPolygon::new(vec![square.clone()]); 3];
        cross_themselves(&mut shapes, 2, &mut Rng::named(1, "test"));
        assert_eq!(shapes.iter().filter(|shape| !shape.is_valid()).count(), 2);
        assert!(shapes.iter().all(|shape| (shape.unsigned_area() - 8_100.0).abs() < 1.0));
    }

    #[test]
    fn a_padded_postcode_has_eight_characters() {
        assert_eq!(padded("EV1 2AB"), "EV1  2AB");
    }
}
