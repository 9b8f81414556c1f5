//! From a point to the street that one steps out on.

use geo_types::Coord;
use rstar::{AABB, PointDistance, RTree, RTreeObject};

use crate::geom::Grid;

use super::graph::{Edge, Network};
use super::lines;
use super::streets::Segment;

/// How far the street may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SnapRule {
    /// Points farther than this from any street are outside the network, in metres.
    pub limit_m: f64,
    /// Pieces of network shorter than this are passed over where a longer one
    /// lies within the limit: a path in a courtyard that is mapped without its
    /// gate would else cut a whole address off. In metres; 0 takes the nearest.
    pub least_piece_m: f64,
}

impl Default for SnapRule {
    fn default() -> Self {
        Self { limit_m: 500.0, least_piece_m: 1_000.0 }
    }
}

/// Where a point meets the network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anchor {
    /// Position of the segment among the streets.
    pub segment: u32,
    /// The piece of network it lies on; 0 is the longest.
    pub piece: u32,
    /// Distance along the segment from its first point, in metres.
    pub along_m: f64,
    /// Distance between the point and the street, in metres. It is walked.
    pub off_m: f64,
    /// The point of the street.
    pub at: Grid,
    /// Whether a nearer street was passed over because its piece is too short.
    pub passed_over: bool,
    pub(super) edge: u32,
}

/// What came of looking for a street.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Snap {
    /// The street to step out on.
    On(Anchor),
    /// No street lies within the limit.
    Outside {
        /// Distance to the nearest street in metres; `None` in an empty network.
        nearest_m: Option<f64>,
    },
    /// The point itself is not known.
    NoPoint,
}

impl Snap {
    /// Where the point meets the network, if it does.
    #[must_use]
    pub fn anchor(&self) -> Option<&Anchor> {
        match self {
            Self::On(anchor) => Some(anchor),
            Self::Outside { .. } | Self::NoPoint => None,
        }
    }
}

/// One straight hop of a segment's line, as the tree holds it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hop {
    a: [f64; 2],
    b: [f64; 2],
    edge: u32,
    /// Distance along the segment at `a`, in metres.
    start_m: f64,
}

impl RTreeObject for Hop {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.a, self.b)
    }
}

impl PointDistance for Hop {
    fn distance_2(&self, point: &[f64; 2]) -> f64 {
        let at = self.nearest(coord(*point)).0;
        (at.x - point[0]).powi(2) + (at.y - point[1]).powi(2)
    }
}

impl Hop {
    /// The nearest point, and its distance along the segment.
    fn nearest(&self, p: Coord<f64>) -> (Coord<f64>, f64) {
        let (a, b) = (coord(self.a), coord(self.b));
        let share = lines::nearest_share(a, b, p);
        let length = (b.x - a.x).hypot(b.y - a.y);
        (lines::between(a, b, share), self.start_m + share * length)
    }
}

fn coord(point: [f64; 2]) -> Coord<f64> {
    Coord { x: point[0], y: point[1] }
}

/// The tree over every hop of every edge.
pub(super) fn tree(segments: &[Segment], edges: &[Edge]) -> RTree<Hop> {
    let mut hops = Vec::new();
    for (at, edge) in (0_u32..).zip(edges) {
        let mut start_m = 0.0;
        for line in segments[edge.segment as usize].line.lines() {
            let (a, b) = ([line.start.x, line.start.y], [line.end.x, line.end.y]);
            hops.push(Hop { a, b, edge: at, start_m });
            start_m += line.delta().x.hypot(line.delta().y);
        }
    }
    RTree::bulk_load(hops)
}

impl Network {
    /// Finds the street nearest to a point. Of streets that lie level the one
    /// published first is taken.
    #[must_use]
    pub fn snap(&self, point: Grid, rule: &SnapRule) -> Snap {
        let p = [point.e, point.n];
        let mut nearest_m = None;
        let mut short: Option<(f64, Hop)> = None;
        let mut long: Option<(f64, Hop)> = None;
        for (hop, squared) in self.hops.nearest_neighbor_iter_with_distance_2(&p) {
            nearest_m = nearest_m.or(Some(squared.sqrt()));
            let settled = long.is_some_and(|(best, _)| squared > best);
            if settled || squared > rule.limit_m * rule.limit_m {
                break;
            }
            let piece = self.pieces()[self.piece_of(hop.edge) as usize];
            let kept = if piece.length_m >= rule.least_piece_m { &mut long } else { &mut short };
            if kept.is_none_or(|(best, first)| squared.total_cmp(&best).is_eq() && hop.edge < first.edge) {
                *kept = Some((squared, *hop));
            }
        }
        match (long, short) {
            (Some((_, hop)), short) => Snap::On(self.anchor(point, &hop, short.is_some())),
            (None, Some((_, hop))) => Snap::On(self.anchor(point, &hop, false)),
            (None, None) => Snap::Outside { nearest_m },
        }
    }

    /// Finds the street of each point, on all cores, in the order given.
    #[must_use]
    pub fn snap_all(&self, points: &[Option<Grid>], rule: &SnapRule) -> Vec<Snap> {
        use rayon::prelude::*;
        points.par_iter().map(|point| point.map_or(Snap::NoPoint, |point| self.snap(point, rule))).collect()
    }

    fn anchor(&self, point: Grid, hop: &Hop, passed_over: bool) -> Anchor {
        let (at, along_m) = hop.nearest(point.into());
        let segment = self.edges[hop.edge as usize].segment;
        Anchor {
            segment,
            piece: self.piece_of(hop.edge),
            along_m: along_m.min(self.segments[segment as usize].length_m),
            off_m: point.metres_to(at.into()),
            at: at.into(),
            passed_over,
            edge: hop.edge,
        }
    }
}
