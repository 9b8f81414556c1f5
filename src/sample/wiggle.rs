//! The bends of an edge: the same for both neighbours, at any level of detail.

use super::line::{Point, between, distance, point};
use super::rng::unit_at;
use super::terrain::Kind;

/// How much of the bends a layer shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Detail {
    /// Bends smaller than this are left out, in metres: what publishers call
    /// the tolerance of a generalised layer.
    pub(crate) tolerance_m: f64,
}

/// One edge to be drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Course {
    pub(crate) from: Point,
    pub(crate) to: Point,
    pub(crate) clearance_m: f64,
    pub(crate) kind: Kind,
}

/// Adds the points between the ends of an edge, both ends left out.
///
/// The middle moves sideways by a share of the room there is, then so do the
/// middles of the halves. Each half keeps to a lens within its parent's lens,
/// and lenses of different edges never meet: whatever the detail, lines of
/// one layer do not cross. (Midpoint displacement: Fournier, Fussell and
/// Carpenter, "Computer rendering of stochastic models", CACM 1982.)
pub(crate) fn bends(course: Course, seed: u64, edge: u64, detail: Detail, out: &mut Vec<Point>) {
    let length = distance(course.from, course.to);
    let room = course.clearance_m.min(0.22 * length) * 0.9;
    let roughness = match course.kind {
        Kind::River => 0.75,
        Kind::Plain => 0.62,
        Kind::Outline => 0.5,
        Kind::Road | Kind::Railway => 0.22,
    };
    let bender = Bender { seed, edge, roughness, tolerance_m: detail.tolerance_m };
    bender.bend(course.from, course.to, room, 1, out);
}

struct Bender {
    seed: u64,
    edge: u64,
    roughness: f64,
    tolerance_m: f64,
}

impl Bender {
    /// Bends the stretch from `a` to `b`; `at` numbers the stretches as a
    /// binary heap does, so that a coarser drawing keeps a subset of points.
    fn bend(&self, a: Point, b: Point, room: f64, at: u64, out: &mut Vec<Point>) {
        let length = distance(a, b);
        if room * self.roughness < self.tolerance_m || length < 4.0 * self.tolerance_m || at > 64 {
            return;
        }
        let sideways = room * self.roughness * (2.0 * unit_at(self.seed, self.edge, at) - 1.0);
        let along = (b - a) / length;
        let middle = between(a, b, 0.5) + point(-along.y, along.x) * sideways;
        let left = 0.45 * (room - sideways.abs());
        self.bend(a, middle, left, 2 * at, out);
        out.push(middle);
        self.bend(middle, b, left, 2 * at + 1, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drawn(seed: u64, tolerance_m: f64) -> Vec<Point> {
        let course =
            Course { from: point(0.0, 0.0), to: point(400.0, 90.0), clearance_m: 120.0, kind: Kind::Plain };
        let mut out = Vec::new();
        bends(course, seed, 7, Detail { tolerance_m }, &mut out);
        out
    }

    proptest! {
        #[test]
        fn a_coarser_drawing_keeps_some_of_the_points_in_order(seed: u64, tolerance_m in 1.0..40.0) {
            let fine = drawn(seed, 0.8);
            let mut left = fine.iter();
            for p in drawn(seed, tolerance_m) {
                prop_assert!(left.any(|q| *q == p));
            }
        }

        #[test]
        fn a_line_stays_within_its_clearance(seed: u64) {
            let ends = [point(0.0, 0.0), point(400.0, 90.0)];
            for p in drawn(seed, 0.8) {
                prop_assert!(super::super::line::distance_to(&ends, p) < 0.9 * 120.0);
            }
        }
    }
}
