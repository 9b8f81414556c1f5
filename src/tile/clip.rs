//! Cutting ground to a window of the lattice.
//!
//! # Method
//! Each ring is cut at the four sides in turn (Sutherland and Hodgman, 1974).
//! What that lays along the sides is then split at every vertex there and
//! cancelled, so that ground which leaves the window and comes back is whole.
//! Where an edge meets a side is worked out alike from both of its ends, so
//! two areas that share an edge share the cut.

use super::address::{Corner, Window};
use super::trace::{Part, edges_of, trace};

/// The ground of some parts that lies in a window.
pub(super) fn clip(parts: &[Part], window: Window) -> Vec<Part> {
    let rings = || parts.iter().flat_map(|part| std::iter::once(&part.shell).chain(&part.holes));
    if rings().flatten().all(|corner| window.holds(*corner)) {
        return parts.to_vec();
    }
    let cut: Vec<Vec<Corner>> = rings().map(|ring| clip_ring(ring, window)).collect();
    let stops = Stops::of(&cut, window);
    trace(cut.iter().flat_map(|ring| edges_of(ring)).flat_map(|(a, b)| stops.split(a, b)))
}

/// A side of a window: a line, and which way lies inside.
#[derive(Debug, Clone, Copy)]
struct Side {
    /// Whether the line runs north.
    upright: bool,
    at: i32,
    /// Whether greater coordinates are inside.
    beyond: bool,
}

impl Side {
    fn all(window: Window) -> [Self; 4] {
        let Window { min, max } = window;
        [
            Self { upright: true, at: min.x, beyond: true },
            Self { upright: true, at: max.x, beyond: false },
            Self { upright: false, at: min.y, beyond: true },
            Self { upright: false, at: max.y, beyond: false },
        ]
    }

    fn holds(self, corner: Corner) -> bool {
        let value = if self.upright { corner.x } else { corner.y };
        if self.beyond { value >= self.at } else { value <= self.at }
    }

    /// Where an edge meets the line, to the nearest step.
    fn meets(self, a: Corner, b: Corner) -> Corner {
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        if self.upright {
            Corner { x: self.at, y: between(self.at, (a.x, a.y), (b.x, b.y)) }
        } else {
            Corner { x: between(self.at, (a.y, a.x), (b.y, b.x)), y: self.at }
        }
    }
}

/// The second coordinate, where the first is `at`, on the line through two points.
#[expect(clippy::cast_possible_truncation, reason = "the answer lies between two coordinates")]
fn between(at: i32, a: (i32, i32), b: (i32, i32)) -> i32 {
    let (run, rise) = (i64::from(b.0) - i64::from(a.0), i64::from(b.1) - i64::from(a.1));
    let along = (i64::from(at) - i64::from(a.0)) * run.signum();
    let run = run.abs().max(1);
    // To the nearest, halves up.
    (i64::from(a.1) + (2 * along * rise + run).div_euclid(2 * run)) as i32
}

fn clip_ring(ring: &[Corner], window: Window) -> Vec<Corner> {
    let mut ring = ring.to_vec();
    for side in Side::all(window) {
        let mut cut = Vec::with_capacity(ring.len());
        for (a, b) in edges_of(&ring) {
            match (side.holds(a), side.holds(b)) {
                (true, true) => cut.push(a),
                (true, false) => cut.extend([a, side.meets(a, b)]),
                (false, true) => cut.push(side.meets(a, b)),
                (false, false) => {}
            }
        }
        ring = cut;
    }
    ring
}

/// The vertices on each side of a window, at which edges along it are split.
struct Stops {
    window: Window,
    /// West, east (by `y`), south, north (by `x`).
    on: [Vec<i32>; 4],
}

impl Stops {
    fn of(rings: &[Vec<Corner>], window: Window) -> Self {
        let mut on: [Vec<i32>; 4] = Default::default();
        let Window { min, max } = window;
        for corner in rings.iter().flatten() {
            for (side, hit, value) in [
                (0, corner.x == min.x, corner.y),
                (1, corner.x == max.x, corner.y),
                (2, corner.y == min.y, corner.x),
                (3, corner.y == max.y, corner.x),
            ] {
                if hit {
                    on[side].push(value);
                }
            }
        }
        for side in &mut on {
            side.sort_unstable();
            side.dedup();
        }
        Self { window, on }
    }

    fn split(&self, a: Corner, b: Corner) -> Vec<(Corner, Corner)> {
        let Window { min, max } = self.window;
        let (side, upright) = match (a.x == b.x, a.y == b.y) {
            (true, _) if a.x == min.x => (0, true),
            (true, _) if a.x == max.x => (1, true),
            (_, true) if a.y == min.y => (2, false),
            (_, true) if a.y == max.y => (3, false),
            _ => return vec![(a, b)],
        };
        let (from, to) = if upright { (a.y, b.y) } else { (a.x, b.x) };
        let stops = &self.on[side];
        let inside =
            stops.partition_point(|v| *v <= from.min(to))..stops.partition_point(|v| *v < from.max(to));
        let place =
            |value: i32| if upright { Corner { x: a.x, y: value } } else { Corner { x: value, y: a.y } };
        let mut corners = vec![a];
        let between = stops[inside].iter().map(|value| place(*value));
        if from < to {
            corners.extend(between);
        } else {
            corners.extend(between.rev());
        }
        corners.push(b);
        corners.windows(2).map(|pair| (pair[0], pair[1])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::trace::twice_area;
    use super::*;

    fn part(points: &[(i32, i32)]) -> Vec<Part> {
        vec![Part { shell: points.iter().map(|(x, y)| Corner { x: *x, y: *y }).collect(), holes: Vec::new() }]
    }

    fn window(min: i32, max: i32) -> Window {
        Window { min: Corner { x: min, y: min }, max: Corner { x: max, y: max } }
    }

    fn area(parts: &[Part]) -> i64 {
        parts
            .iter()
            .flat_map(|p| std::iter::once(&p.shell).chain(&p.holes))
            .map(|ring| twice_area(ring))
            .sum()
    }

    #[test]
    fn ground_that_leaves_the_window_and_comes_back_is_two_parts() {
        // A comb with two teeth whose back lies outside.
        let comb = part(&[(20, 0), (20, 9), (0, 9), (0, 6), (15, 6), (15, 3), (0, 3), (0, 0)]);
        let cut = clip(&comb, window(0, 10));
        assert_eq!(cut.len(), 2);
        assert_eq!(area(&cut), 2 * (30 + 30));
    }

    #[test]
    fn a_window_inside_the_ground_is_filled() {
        let cut = clip(&part(&[(-50, -50), (50, -50), (50, 50), (-50, 50)]), window(0, 10));
        assert_eq!((cut.len(), area(&cut)), (1, 200));
    }

    #[test]
    fn ground_around_the_window_but_not_in_it_is_nothing() {
        let around = part(&[
            (-50, -50),
            (50, -50),
            (50, 50),
            (-50, 50),
            (-50, -40),
            (-40, -40),
            (-40, 40),
            (40, 40),
            (40, -40),
            (-50, -40),
        ]);
        assert!(clip(&around, window(0, 10)).is_empty());
    }
}
