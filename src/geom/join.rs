//! Several shapes made into one.

use geo::{BooleanOps, unary_union};
use geo_types::MultiPolygon;

use super::repair::wound;

/// The ground that any of some shapes covers, without inner lines.
///
/// Its points lie within a millionth of a metre of those given: for shapes to
/// keep and to show, not for comparing one area with another.
#[must_use]
pub fn join<'a>(shapes: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> MultiPolygon<f64> {
    wound(&unary_union(shapes))
}

/// The ground that two shapes have in common.
#[must_use]
pub fn common(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    wound(&a.intersection(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::measure::area_m2;
    use geo_types::{Coord, Rect};

    fn square(x: f64, y: f64) -> MultiPolygon<f64> {
        let corner = Coord { x, y };
        MultiPolygon(vec![Rect::new(corner, corner + Coord { x: 1000.0, y: 1000.0 }).to_polygon()])
    }

    #[test]
    fn neighbours_become_one_part_and_what_overlaps_counts_once() {
        let both = join([&square(400_000.0, 0.0), &square(401_000.0, 0.0), &square(400_500.0, 0.0)]);
        assert_eq!(both.0.len(), 1);
        assert!((area_m2(&both) - 2e6).abs() < 1e-3);
    }

    #[test]
    fn squares_moved_by_half_have_a_quarter_in_common() {
        let shared = common(&square(400_000.0, 0.0), &square(400_500.0, 500.0));
        assert!((area_m2(&shared) - 2.5e5).abs() < 1e-3);
        assert!(common(&square(0.0, 0.0), &square(5_000.0, 0.0)).0.is_empty());
    }
}
