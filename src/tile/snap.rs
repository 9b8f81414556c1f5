//! Rounding a network of lines to a lattice so that no two come to cross.
//!
//! # Method
//! Snap rounding (Hobby, 1999): the square of one step around each rounded
//! vertex is hot, and a line through a hot square is bent to its vertex. Lines
//! that met at vertices only then still do, or run together; none cross.

use std::collections::HashMap;

use super::address::{Corner, nearest};

/// A place before rounding, in lattice steps.
pub(super) type Place = (f64, f64);

/// Rounds closed rings together. Each comes out closed without its last
/// point, and without immediate repetitions; it may have fallen together.
pub(super) fn snap(rings: &[Vec<Place>]) -> Vec<Vec<Corner>> {
    let hot = Hot::of(rings.iter().flatten().map(|place| nearest(*place)));
    rings.iter().map(|ring| snap_ring(ring, &hot)).collect()
}

fn snap_ring(ring: &[Place], hot: &Hot) -> Vec<Corner> {
    let mut out: Vec<Corner> = Vec::with_capacity(ring.len());
    for (at, from) in ring.iter().enumerate() {
        let to = ring[(at + 1) % ring.len()];
        out.push(nearest(*from));
        out.extend(hot.between(*from, to));
    }
    out.dedup();
    while out.len() > 1 && out.first() == out.last() {
        out.pop();
    }
    out
}

/// The hot squares, by cells.
struct Hot {
    shift: u32,
    cells: HashMap<(i32, i32), Vec<Corner>>,
}

impl Hot {
    fn of(corners: impl Iterator<Item = Corner>) -> Self {
        let mut all: Vec<Corner> = corners.collect();
        all.sort_unstable();
        all.dedup();
        let shift = shift_for(&all);
        let mut cells: HashMap<(i32, i32), Vec<Corner>> = HashMap::new();
        for corner in all {
            cells.entry((corner.x >> shift, corner.y >> shift)).or_default().push(corner);
        }
        Self { shift, cells }
    }

    /// The hot vertices that the line between two places passes, in its order,
    /// its own ends left out. The same for both directions, turned round.
    fn between(&self, from: Place, to: Place) -> Vec<Corner> {
        let turned = (to.0, to.1) < (from.0, from.1);
        let (a, b) = if turned { (to, from) } else { (from, to) };
        let (start, end) = (nearest(a), nearest(b));
        let mut passed: Vec<(f64, Corner)> = Vec::new();
        self.near(a, b, |corner| {
            if corner != start && corner != end && passes(a, b, corner) {
                passed.push((along(a, b, corner), corner));
            }
        });
        passed.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
        let mut found: Vec<Corner> = passed.into_iter().map(|(_, corner)| corner).collect();
        if turned {
            found.reverse();
        }
        found
    }

    /// Calls `each` with every hot vertex whose square the line may pass. `a` lies west of `b`.
    fn near(&self, a: Place, b: Place, mut each: impl FnMut(Corner)) {
        let side = f64::from(1_u32 << self.shift);
        let cell = |value: f64| nearest((value, 0.0)).x >> self.shift;
        let (low, high) = (a.1.min(b.1) - 1.0, a.1.max(b.1) + 1.0);
        for row in cell(low)..=cell(high) {
            let south = f64::from(row) * side;
            let (west, east) = stretch(a, b, south - 1.0, south + side + 1.0);
            for column in cell(west - 1.0)..=cell(east + 1.0) {
                self.cells.get(&(column, row)).into_iter().flatten().for_each(|corner| each(*corner));
            }
        }
    }
}

/// How far a line reaches from west to east within a band. `a` lies west of `b`.
fn stretch(a: Place, b: Place, south: f64, north: f64) -> (f64, f64) {
    let rise = b.1 - a.1;
    if rise.abs() < 1e-9 {
        return (a.0, b.0);
    }
    let at = |y: f64| a.0 + (b.0 - a.0) * ((y - a.1) / rise).clamp(0.0, 1.0);
    let (one, other) = (at(south), at(north));
    (one.min(other), one.max(other))
}

/// Cells that hold about two vertices each.
fn shift_for(corners: &[Corner]) -> u32 {
    let range = |of: fn(&Corner) -> i32| {
        let values = corners.iter().map(of);
        let (low, high) = values.fold((i32::MAX, i32::MIN), |(low, high), v| (low.min(v), high.max(v)));
        (f64::from(high) - f64::from(low)).max(1.0)
    };
    let each = range(|c| c.x) * range(|c| c.y) / corners.len().max(1) as f64;
    let mut shift = 2;
    while shift < 16 && f64::from(1_u32 << shift) < (2.0 * each).sqrt() {
        shift += 1;
    }
    shift
}

/// Whether a line passes the square of one step around a vertex.
fn passes(a: Place, b: Place, corner: Corner) -> bool {
    let (x, y) = (f64::from(corner.x), f64::from(corner.y));
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for (from, to, middle) in [(a.0, b.0, x), (a.1, b.1, y)] {
        let (low, high, run) = (middle - 0.5, middle + 0.5, to - from);
        if run.abs() < f64::EPSILON {
            if from < low || from >= high {
                return false;
            }
            continue;
        }
        let (one, other) = ((low - from) / run, (high - from) / run);
        enters = enters.max(one.min(other));
        leaves = leaves.min(one.max(other));
    }
    enters < leaves
}

/// How far along a line a vertex stands.
fn along(a: Place, b: Place, corner: Corner) -> f64 {
    (f64::from(corner.x) - a.0) * (b.0 - a.0) + (f64::from(corner.y) - a.1) * (b.1 - a.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corner(x: i32, y: i32) -> Corner {
        Corner { x, y }
    }

    #[test]
    fn a_line_is_bent_to_a_vertex_that_it_would_come_to_cross() {
        // The point of the flat triangle lies a hair above the long edge and
        // would be rounded onto or below it.
        let long = vec![(0.0, 0.0), (10.0, 0.4), (10.0, -5.0)];
        let flat = vec![(0.0, 9.0), (5.2, 0.3), (10.0, 9.0)];
        let out = snap(&[long, flat]);
        assert_eq!(out[1], [corner(0, 9), corner(5, 0), corner(10, 9)]);
        assert_eq!(out[0], [corner(0, 0), corner(5, 0), corner(10, 0), corner(10, -5)]);
    }

    #[test]
    fn a_line_is_bent_alike_from_both_of_its_sides() {
        let there = vec![(0.2, 0.1), (9.7, 3.2), (4.0, -9.0)];
        let back = vec![(9.7, 3.2), (0.2, 0.1), (5.0, 1.7)];
        let out = snap(&[there, back]);
        // The third vertex of the second ring is hot, and both sides of the edge are bent to it.
        assert_eq!(out[0][..3], [corner(0, 0), corner(5, 2), corner(10, 3)]);
        assert_eq!(out[1][..3], [corner(10, 3), corner(5, 2), corner(0, 0)]);
    }

    #[test]
    fn a_ring_smaller_than_a_step_falls_together() {
        let out = snap(&[vec![(1.1, 1.1), (1.2, 1.1), (1.2, 1.2)]]);
        assert_eq!(out, [vec![corner(1, 1)]]);
    }
}
