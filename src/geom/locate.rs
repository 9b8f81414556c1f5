//! Whether a polygon holds a point: fast, and with a rule for its edges.
//!
//! # The tie rule
//! A point exactly on a boundary belongs to the area that lies a hair to the
//! **east** of it; where the boundary runs due east-west, to the area a hair
//! to the **north**. Every point on an edge that two neighbours share is
//! therefore held by exactly one of them, whatever the order in which they
//! are asked. (The point is moved, in thought, by an infinitely small step
//! east and an infinitely smaller one north.)
//!
//! # Source
//! Crossing parity with half-open edges (W. R. Franklin's `pnpoly`), with the
//! exact orientation predicate of Shewchuk (1997) in place of a division, so
//! that both neighbours of an edge come to the same verdict.

use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo_types::{Coord, MultiPolygon};

use super::point::Grid;

/// Below this many edges a plain loop is as fast as bands.
const BANDS_FROM_EDGES: usize = 40;

/// Edges that a band holds on average, before those that cross several bands.
const EDGES_PER_BAND: usize = 4;

/// Shape prepared for many questions about points.
///
/// The edges are kept in horizontal bands, so that a question looks only at
/// the edges of about the point's own northing.
#[derive(Debug, Clone)]
pub struct Prepared {
    min: Coord<f64>,
    max: Coord<f64>,
    /// The corners of all rings, ring after ring; each ring ends where it starts.
    corners: Box<[Coord<f64>]>,
    /// Where each ring but the first starts among the corners.
    breaks: Box<[u32]>,
    /// `band_edges[starts[b]..starts[b + 1]]` start the edges of band `b`; empty without bands.
    starts: Box<[u32]>,
    band_edges: Box<[u32]>,
    bands_per_m: f64,
}

/// An edge, lower end first, so that both of its neighbours reckon alike.
#[derive(Debug, Clone, Copy)]
struct Edge {
    low: Coord<f64>,
    high: Coord<f64>,
}

impl Prepared {
    /// Prepares a shape with finite coordinates.
    #[must_use]
    pub fn new(shape: &MultiPolygon<f64>) -> Self {
        let rings =
            || shape.0.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
        let mut corners = Vec::with_capacity(rings().map(|ring| ring.0.len()).sum());
        let mut breaks = Vec::new();
        for ring in rings().filter(|ring| !ring.0.is_empty()) {
            // The first ring starts at 0, which needs no note.
            if !corners.is_empty() {
                breaks.push(u32::try_from(corners.len()).unwrap_or(u32::MAX));
            }
            corners.extend_from_slice(&ring.0);
        }
        let (mut min, mut max) = (FAR_NORTH_EAST, FAR_SOUTH_WEST);
        for c in &corners {
            min = Coord { x: min.x.min(c.x), y: min.y.min(c.y) };
            max = Coord { x: max.x.max(c.x), y: max.y.max(c.y) };
        }
        let mut prepared = Self {
            min,
            max,
            corners: corners.into(),
            breaks: breaks.into(),
            starts: Box::default(),
            band_edges: Box::default(),
            bands_per_m: 0.0,
        };
        prepared.build_bands();
        prepared
    }

    /// South-west and north-east corner of the smallest box around the shape.
    #[must_use]
    pub fn bounds(&self) -> (Grid, Grid) {
        (Grid::from(self.min), Grid::from(self.max))
    }

    /// Whether the shape holds the point, by the tie rule on boundaries.
    #[must_use]
    pub fn contains(&self, point: Grid) -> bool {
        let p = Coord::from(point);
        // `x == max.x` can never be inside: a boundary there has the area to its west.
        if !(p.x >= self.min.x && p.x < self.max.x && p.y >= self.min.y && p.y < self.max.y) {
            return false;
        }
        if self.starts.is_empty() {
            return self.edges().fold(false, |inside, edge| inside ^ edge.is_east_of(p));
        }
        let band = self.bands_between(p.y, p.y);
        band.iter().fold(false, |inside, &at| inside ^ self.edge(at).is_east_of(p))
    }

    /// Whether the point lies within `tolerance_m` of the boundary.
    #[must_use]
    pub fn is_near_boundary(&self, point: Grid, tolerance_m: f64) -> bool {
        let p = Coord::from(point);
        let near = |edge: Edge| edge.distance_squared(p) <= tolerance_m * tolerance_m;
        if self.starts.is_empty() {
            return self.edges().any(near);
        }
        let candidates = self.bands_between(p.y - tolerance_m, p.y + tolerance_m);
        candidates.iter().any(|&at| near(self.edge(at)))
    }

    /// Whether the boundary may come into a box: `false` is certain, and then
    /// the shape holds all of the box or none of it.
    #[must_use]
    pub fn may_enter(&self, min: Grid, max: Grid) -> bool {
        let touches = |edge: Edge| {
            edge.low.y <= max.n
                && edge.high.y >= min.n
                && edge.low.x.min(edge.high.x) <= max.e
                && edge.low.x.max(edge.high.x) >= min.e
        };
        if self.starts.is_empty() {
            return self.edges().any(touches);
        }
        self.bands_between(min.n, max.n).iter().any(|&at| touches(self.edge(at)))
    }

    /// The edges of all rings. A step from one ring to the next is no edge.
    fn edges(&self) -> impl Iterator<Item = Edge> + '_ {
        let mut from = 0;
        let ends = self.breaks.iter().map(|at| *at as usize).chain(std::iter::once(self.corners.len()));
        ends.flat_map(move |end| {
            let ring = &self.corners[from..end];
            from = end;
            ring.windows(2).map(|pair| Edge::between(pair[0], pair[1]))
        })
    }

    #[inline]
    fn edge(&self, at: u32) -> Edge {
        let at = at as usize;
        Edge::between(self.corners[at], self.corners[at + 1])
    }

    /// Where the edges of all rings start among the corners.
    fn edge_starts(&self) -> impl Iterator<Item = u32> + '_ {
        let mut breaks = self.breaks.iter().copied().peekable();
        let last = u32::try_from(self.corners.len().saturating_sub(1)).unwrap_or(u32::MAX);
        (0..last).filter(move |at| breaks.next_if_eq(&(at + 1)).is_none())
    }

    fn build_bands(&mut self) {
        let height = self.max.y - self.min.y;
        if self.corners.len() <= BANDS_FROM_EDGES || height <= 0.0 {
            return;
        }
        let bands = self.corners.len() / EDGES_PER_BAND;
        #[expect(clippy::cast_precision_loss, reason = "edges are far fewer than 2^52")]
        {
            self.bands_per_m = bands as f64 / height;
        }
        // Sized first so that `band_at` knows the last band.
        self.starts = vec![0; bands + 1].into();
        let mut counts = vec![0_u32; bands];
        for edge in self.edges() {
            for count in &mut counts[self.band_at(edge.low.y)..=self.band_at(edge.high.y)] {
                *count += 1;
            }
        }
        let mut total = 0;
        for (start, count) in self.starts.iter_mut().zip(counts.iter().chain(&[0])) {
            *start = total;
            total += count;
        }
        let mut next: Vec<u32> = self.starts.to_vec();
        let mut band_edges = vec![0; total as usize];
        for at in self.edge_starts() {
            let edge = self.edge(at);
            for slot in &mut next[self.band_at(edge.low.y)..=self.band_at(edge.high.y)] {
                band_edges[*slot as usize] = at;
                *slot += 1;
            }
        }
        self.band_edges = band_edges.into();
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates, and the result is held to the last band"
    )]
    fn band_at(&self, y: f64) -> usize {
        (((y - self.min.y) * self.bands_per_m) as usize).min(self.starts.len() - 2)
    }

    fn bands_between(&self, low: f64, high: f64) -> &[u32] {
        let (first, last) = (self.band_at(low), self.band_at(high));
        &self.band_edges[self.starts[first] as usize..self.starts[last + 1] as usize]
    }
}

const FAR_NORTH_EAST: Coord<f64> = Coord { x: f64::INFINITY, y: f64::INFINITY };
const FAR_SOUTH_WEST: Coord<f64> = Coord { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY };

impl Edge {
    #[inline]
    fn between(a: Coord<f64>, b: Coord<f64>) -> Self {
        if a.y <= b.y { Self { low: a, high: b } } else { Self { low: b, high: a } }
    }

    /// Whether a ray from `p` due east meets the edge: half-open in northing,
    /// strictly east of the point.
    #[inline]
    fn is_east_of(&self, p: Coord<f64>) -> bool {
        if !(self.low.y <= p.y && p.y < self.high.y) {
            return false;
        }
        if p.x < self.low.x.min(self.high.x) {
            return true;
        }
        p.x < self.low.x.max(self.high.x)
            && RobustKernel::orient2d(self.low, self.high, p) == Orientation::CounterClockwise
    }

    fn distance_squared(&self, p: Coord<f64>) -> f64 {
        let along = self.high - self.low;
        let length_squared = along.x * along.x + along.y * along.y;
        let to_p = p - self.low;
        let share = if length_squared > 0.0 {
            ((to_p.x * along.x + to_p.y * along.y) / length_squared).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let off = to_p - along * share;
        off.x * off.x + off.y * off.y
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Contains;
    use geo_types::{LineString, Point, Polygon};
    use proptest::prelude::*;

    fn square(west: f64, south: f64, side: f64) -> MultiPolygon<f64> {
        let ring =
            vec![(west, south), (west + side, south), (west + side, south + side), (west, south + side)];
        MultiPolygon(vec![Polygon::new(LineString::from(ring), vec![])])
    }

    /// A noisy star around the origin.
    fn star(radii: &[f64]) -> MultiPolygon<f64> {
        #[expect(clippy::cast_precision_loss, reason = "a handful of points")]
        let angle = |at: usize| at as f64 / radii.len() as f64 * std::f64::consts::TAU;
        let ring: Vec<(f64, f64)> =
            radii.iter().enumerate().map(|(at, r)| (r * angle(at).cos(), r * angle(at).sin())).collect();
        MultiPolygon(vec![Polygon::new(LineString::from(ring), vec![])])
    }

    #[test]
    fn a_shared_edge_belongs_to_the_area_in_the_east_or_north() {
        let (west, east, north) = (square(0.0, 0.0, 10.0), square(10.0, 0.0, 10.0), square(0.0, 10.0, 10.0));
        let holds = |shape: &MultiPolygon<f64>, e, n| Prepared::new(shape).contains(Grid { e, n });
        assert!(!holds(&west, 10.0, 5.0) && holds(&east, 10.0, 5.0));
        assert!(!holds(&west, 5.0, 10.0) && holds(&north, 5.0, 10.0));
        assert!(holds(&west, 0.0, 0.0) && !holds(&west, 10.0, 10.0));
    }

    #[test]
    fn a_point_in_a_hole_is_not_held() {
        let hole = square(2.0, 2.0, 2.0).0.remove(0).exterior().clone();
        let shell = square(0.0, 0.0, 10.0).0.remove(0).exterior().clone();
        let prepared = Prepared::new(&MultiPolygon(vec![Polygon::new(shell, vec![hole])]));
        assert!(!prepared.contains(Grid { e: 3.0, n: 3.0 }));
        assert!(prepared.contains(Grid { e: 5.0, n: 5.0 }));
    }

    #[test]
    fn a_shape_without_edges_holds_nothing() {
        let prepared = Prepared::new(&MultiPolygon(vec![]));
        assert!(!prepared.contains(Grid { e: 0.0, n: 0.0 }));
        assert!(!prepared.is_near_boundary(Grid { e: 0.0, n: 0.0 }, 1.0));
    }

    #[test]
    fn a_step_from_one_ring_to_the_next_is_no_edge() {
        // Enough corners for bands, and a gap between the parts that a false edge would cross.
        let ring = |west: f64| {
            star(&[5.0; 60]).0.remove(0).exterior().0.iter().map(|c| (c.x + west, c.y)).collect::<Vec<_>>()
        };
        let part = |west: f64| Polygon::new(LineString::from(ring(west)), vec![]);
        let prepared = Prepared::new(&MultiPolygon(vec![part(0.0), part(40.0)]));
        assert!(prepared.contains(Grid { e: 0.0, n: 0.1 }) && prepared.contains(Grid { e: 40.0, n: 0.1 }));
        assert!(!prepared.contains(Grid { e: 20.0, n: 0.1 }));
        assert!(!prepared.may_enter(Grid { e: 15.0, n: -1.0 }, Grid { e: 25.0, n: 1.0 }));
        assert!(prepared.may_enter(Grid { e: 4.0, n: -1.0 }, Grid { e: 6.0, n: 1.0 }));
    }

    #[test]
    fn a_point_near_the_boundary_is_told() {
        let prepared = Prepared::new(&square(0.0, 0.0, 10.0));
        assert!(prepared.is_near_boundary(Grid { e: 10.0004, n: 5.0 }, 0.001));
        assert!(!prepared.is_near_boundary(Grid { e: 10.01, n: 5.0 }, 0.001));
    }

    proptest! {
        #[test]
        fn away_from_the_boundary_the_answer_is_that_of_the_geometry_library(
            radii in prop::collection::vec(1.0..10.0_f64, 3..80),
            x in -10.0..10.0_f64,
            y in -10.0..10.0_f64,
        ) {
            let shape = star(&radii);
            let prepared = Prepared::new(&shape);
            let point = Grid { e: x, n: y };
            prop_assume!(!prepared.is_near_boundary(point, 1e-9));
            prop_assert_eq!(prepared.contains(point), shape.contains(&Point::new(x, y)));
        }

        #[test]
        fn every_point_of_a_cut_belongs_to_exactly_one_side(
            radii in prop::collection::vec(1.0..10.0_f64, 4..60),
            from in 0..1000_usize,
            to in 0..1000_usize,
            share in 0.0..=1.0_f64,
        ) {
            let ring = &star(&radii).0[0].exterior().0.clone();
            let corners = ring.len() - 1;
            let (from, to) = (from % corners, to % corners);
            prop_assume!(from != to);
            // Both sides of a fan around the origin share the two spokes.
            let origin = Coord { x: 0.0, y: 0.0 };
            let walk = |a: usize, b: usize| {
                let steps = (b + corners - a) % corners;
                let mut side = vec![origin];
                side.extend((0..=steps).map(|s| ring[(a + s) % corners]));
                MultiPolygon(vec![Polygon::new(LineString(side), vec![])])
            };
            let sides = [Prepared::new(&walk(from, to)), Prepared::new(&walk(to, from))];
            let on_spoke = Grid { e: ring[from].x * share, n: ring[from].y * share };
            let whole = Prepared::new(&star(&radii));
            prop_assume!(!whole.is_near_boundary(on_spoke, 1e-9));
            let holders = sides.iter().filter(|side| side.contains(on_spoke)).count();
            prop_assert_eq!(holders, 1);
        }
    }
}
