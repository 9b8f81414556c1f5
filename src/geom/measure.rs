//! Areas of shapes, however their rings are wound.

use geo::BooleanOps;
use geo_types::{LineString, MultiPolygon};

/// Planar area of a valid shape in m²: shells less holes, whichever way they run.
///
/// # Examples
/// ```
/// use geo_types::{polygon, MultiPolygon};
/// use wardwise::geom::measure::area_m2;
/// let clockwise = polygon![(x: 0., y: 0.), (x: 0., y: 10.), (x: 10., y: 10.), (x: 10., y: 0.)];
/// assert_eq!(area_m2(&MultiPolygon(vec![clockwise])), 100.0);
/// ```
#[must_use]
pub fn area_m2(shape: &MultiPolygon<f64>) -> f64 {
    shape.0.iter().map(geo::Area::unsigned_area).sum()
}

/// Twice-signed area of a ring halved: positive when it runs anticlockwise.
///
/// The first point is taken as origin, so that large grid coordinates cost no digits.
#[must_use]
pub fn signed_ring_area_m2(ring: &LineString<f64>) -> f64 {
    let Some(origin) = ring.0.first().copied() else { return 0.0 };
    let doubled: f64 = ring
        .lines()
        .map(|line| {
            let (a, b) = (line.start - origin, line.end - origin);
            a.x * b.y - a.y * b.x
        })
        .sum();
    doubled / 2.0
}

/// The area that a shape covers by the even-odd rule: ground is inside when a
/// way out of it crosses the rings an odd number of times. Defined for rings
/// that cross themselves; reckoned by overlay, to about 1e-9 of the extent.
#[must_use]
pub fn even_odd_area_m2(shape: &MultiPolygon<f64>) -> f64 {
    area_m2(&shape.union(&MultiPolygon(Vec::new())))
}

/// The area as each ring's winding gives it: ground that a ring circles twice
/// counts twice. Equal to the even-odd area where no ring crosses itself.
#[must_use]
pub fn winding_area_m2(shape: &MultiPolygon<f64>) -> f64 {
    let ring_area = |ring: &LineString<f64>| signed_ring_area_m2(ring).abs();
    shape
        .0
        .iter()
        .map(|part| ring_area(part.exterior()) - part.interiors().iter().map(ring_area).sum::<f64>())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::Polygon;

    fn shape(ring: &[(f64, f64)]) -> MultiPolygon<f64> {
        MultiPolygon(vec![Polygon::new(LineString::from(ring.to_vec()), vec![])])
    }

    #[test]
    fn a_bow_tie_covers_both_of_its_wings() {
        let bow_tie = shape(&[(0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 10.0)]);
        assert!((even_odd_area_m2(&bow_tie) - 50.0).abs() < 1e-6);
        assert!(winding_area_m2(&bow_tie).abs() < 1e-9);
    }

    #[test]
    fn far_from_the_origin_no_digits_are_lost() {
        let (e, n) = (651_409.804, 1_213_177.45);
        let unit = shape(&[(e, n), (e + 0.25, n), (e + 0.25, n + 0.25), (e, n + 0.25)]);
        assert!((winding_area_m2(&unit) - 0.0625).abs() < 1e-9);
    }
}
