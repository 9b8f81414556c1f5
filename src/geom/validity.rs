//! Every defect of a shape, with its place.
//!
//! A shape is right when its rings neither cross nor touch themselves, holes
//! lie inside their shells and apart from each other, rings of one part touch
//! at single points without cutting the part in two, and parts do not overlap
//! (OGC Simple Features 06-103r4, 6.1.11 and 6.1.14).

use std::collections::{BTreeMap, BTreeSet};

use geo_types::{Coord, Line, LineString, MultiPolygon, Polygon};

use super::locate::Prepared;
use super::measure::signed_ring_area_m2;
use super::point::Grid;
use super::segment::{Extent2, Meeting, meeting, visit_touching};

/// A ring whose area is below this counts as having none.
pub const NO_AREA_M2: f64 = 1e-6;

/// How many defects of one shape are listed before the search stops.
const MAX_DEFECTS: usize = 1_000;

/// How many pairs of edges of one shape are looked at before the search stops.
const MAX_PAIRS: u64 = 300_000_000;

/// One thing wrong with a shape. Parts, rings and points count from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Defect {
    /// What is wrong.
    pub kind: DefectKind,
    /// The part of the shape.
    pub part: u32,
    /// The ring of the part; 1 is the shell.
    pub ring: u32,
    /// The point of the ring at which the edge in question starts.
    pub point: Option<u32>,
}

/// What is wrong with a shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DefectKind {
    /// A coordinate is not a finite number.
    NotFinite,
    /// Fewer than three distinct points.
    TooFewPoints,
    /// The ring covers no ground.
    NoArea,
    /// A point stands twice in a row. Harmless: it is left out when the shape is put right.
    RepeatedPoint,
    /// The ring crosses itself here.
    CrossesItself(Grid),
    /// The ring touches itself here.
    TouchesItself(Grid),
    /// The ring runs back along itself from here.
    RunsAlongItself(Grid),
    /// The ring crosses another ring of its part here.
    CrossesRing(u32, Grid),
    /// The ring runs along another ring of its part from here.
    RunsAlongRing(u32, Grid),
    /// The hole lies outside the shell, or reaches out of it.
    HoleOutsideShell,
    /// The hole overlaps another hole of its part.
    HoleInHole(u32),
    /// Rings touch in such a way that the part falls into several.
    CutApart,
    /// The part overlaps another part.
    OverlapsPart(u32),
    /// The part shares an edge with another part.
    SharesEdgeWithPart(u32, Grid),
    /// More defects, or more edges over one another, than are looked into.
    TooEntangled,
}

impl DefectKind {
    /// Whether the shape cannot be used as it stands.
    #[must_use]
    pub fn is_grave(self) -> bool {
        self != Self::RepeatedPoint
    }
}

impl std::fmt::Display for DefectKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = |p: &Grid| format!("{:.3}, {:.3}", p.e, p.n);
        match self {
            Self::NotFinite => f.write_str("has a coordinate that is not a number"),
            Self::TooFewPoints => f.write_str("has fewer than three distinct points"),
            Self::NoArea => f.write_str("covers no ground"),
            Self::RepeatedPoint => f.write_str("has a point twice in a row"),
            Self::CrossesItself(p) => write!(f, "crosses itself at {}", at(p)),
            Self::TouchesItself(p) => write!(f, "touches itself at {}", at(p)),
            Self::RunsAlongItself(p) => write!(f, "runs back along itself from {}", at(p)),
            Self::CrossesRing(ring, p) => write!(f, "crosses ring {ring} at {}", at(p)),
            Self::RunsAlongRing(ring, p) => write!(f, "runs along ring {ring} from {}", at(p)),
            Self::HoleOutsideShell => f.write_str("is a hole that reaches outside its shell"),
            Self::HoleInHole(ring) => write!(f, "is a hole that overlaps the hole of ring {ring}"),
            Self::CutApart => f.write_str("touches other rings so that the part falls into several"),
            Self::OverlapsPart(part) => write!(f, "overlaps part {part}"),
            Self::SharesEdgeWithPart(part, p) => write!(f, "shares an edge with part {part} from {}", at(p)),
            Self::TooEntangled => f.write_str("has more defects than can be listed"),
        }
    }
}

/// Finds every defect of a shape, in the order of parts, rings and points.
///
/// # Examples
/// ```
/// use geo_types::{polygon, MultiPolygon};
/// use wardwise::geom::validity::{find_defects, DefectKind};
/// use wardwise::geom::Grid;
/// let bow_tie = polygon![(x: 0., y: 0.), (x: 10., y: 10.), (x: 10., y: 0.), (x: 0., y: 10.)];
/// let defects = find_defects(&MultiPolygon(vec![bow_tie]));
/// assert_eq!(defects[0].kind, DefectKind::CrossesItself(Grid { e: 5.0, n: 5.0 }));
/// ```
#[must_use]
pub fn find_defects(shape: &MultiPolygon<f64>) -> Vec<Defect> {
    let mut search = Search::default();
    search.look_at_points(shape);
    let hopeless = |defect: &Defect| matches!(defect.kind, DefectKind::NotFinite);
    if !search.defects.iter().any(hopeless) {
        search.look_at_edges();
        let entangled = search.defects.iter().any(|defect| defect.kind.is_grave());
        if !entangled {
            search.look_at_nesting(shape);
        }
    }
    search.finish()
}

/// Whether a shape is right.
#[must_use]
pub fn is_right(shape: &MultiPolygon<f64>) -> bool {
    !find_defects(shape).iter().any(|defect| defect.kind.is_grave())
}

#[derive(Default)]
struct Search {
    defects: Vec<Defect>,
    edges: Vec<Edge>,
    /// Points at which two rings of a part touch: (part, point) → rings.
    touches: BTreeMap<(u32, Spot), BTreeSet<u32>>,
    /// Touches of one ring with itself that are already told.
    told: BTreeSet<(u32, u32, Spot)>,
}

/// A coordinate that can be ordered; `0.0` and `-0.0` are the same spot.
type Spot = (u64, u64);

fn spot(at: Coord<f64>) -> Spot {
    ((at.x + 0.0).to_bits(), (at.y + 0.0).to_bits())
}

/// An edge of some length.
#[derive(Debug, Clone, Copy)]
struct Edge {
    line: Line<f64>,
    part: u32,
    ring: u32,
    /// Published point at which it starts, from 1.
    point: u32,
    /// Place among the ring's edges of some length, and how many there are.
    place: u32,
    of: u32,
}

impl Edge {
    fn follows_or_leads(&self, other: &Self) -> bool {
        let next = |a: &Self, b: &Self| (a.place + 1) % a.of == b.place;
        next(self, other) || next(other, self)
    }
}

impl Search {
    fn tell(&mut self, kind: DefectKind, part: u32, ring: u32, point: Option<u32>) {
        self.defects.push(Defect { kind, part, ring, point });
    }

    fn look_at_points(&mut self, shape: &MultiPolygon<f64>) {
        for (part, polygon) in (1..).zip(&shape.0) {
            for (ring, line) in (1..).zip(rings_of(polygon)) {
                self.look_at_ring(part, ring, line);
            }
        }
    }

    fn look_at_ring(&mut self, part: u32, ring: u32, line: &LineString<f64>) {
        let mut finite = true;
        for (point, at) in (1..).zip(&line.0) {
            if !at.x.is_finite() || !at.y.is_finite() {
                self.tell(DefectKind::NotFinite, part, ring, Some(point));
                finite = false;
            }
        }
        if !finite {
            return;
        }
        let first = self.edges.len();
        for (point, edge) in (1..).zip(line.lines()) {
            if edge.start == edge.end {
                self.tell(DefectKind::RepeatedPoint, part, ring, Some(point + 1));
            } else {
                self.edges.push(Edge { line: edge, part, ring, point, place: 0, of: 0 });
            }
        }
        let of = u32::try_from(self.edges.len() - first).unwrap_or(u32::MAX);
        for (place, edge) in (0..).zip(&mut self.edges[first..]) {
            (edge.place, edge.of) = (place, of);
        }
        if of < 3 {
            self.edges.truncate(first);
            self.tell(DefectKind::TooFewPoints, part, ring, None);
        }
    }

    fn look_at_edges(&mut self) {
        let edges = std::mem::take(&mut self.edges);
        let boxes: Vec<Extent2> =
            edges.iter().filter_map(|edge| Extent2::around([edge.line.start, edge.line.end])).collect();
        let walked = visit_touching(&boxes, MAX_PAIRS, |i, j| {
            self.look_at_pair(&edges[i], &edges[j]);
            self.defects.len() < MAX_DEFECTS
        });
        if walked.is_err() || self.defects.len() >= MAX_DEFECTS {
            self.tell(DefectKind::TooEntangled, 1, 1, None);
        }
        self.edges = edges;
    }

    fn look_at_pair(&mut self, a: &Edge, b: &Edge) {
        let kind = match (meeting(a.line, b.line), (a.part, a.ring) == (b.part, b.ring)) {
            (Meeting::Apart, _) => return,
            (Meeting::Cross(p), true) => DefectKind::CrossesItself(p.into()),
            (Meeting::Along(p), true) => DefectKind::RunsAlongItself(p.into()),
            (Meeting::Touch(p), true) => {
                if a.follows_or_leads(b) || !self.told.insert((a.part, a.ring, spot(p))) {
                    return;
                }
                DefectKind::TouchesItself(p.into())
            }
            (Meeting::Cross(p), false) if a.part == b.part => DefectKind::CrossesRing(b.ring, p.into()),
            (Meeting::Along(p), false) if a.part == b.part => DefectKind::RunsAlongRing(b.ring, p.into()),
            (Meeting::Touch(p), false) => {
                if a.part == b.part {
                    self.touches.entry((a.part, spot(p))).or_default().extend([a.ring, b.ring]);
                }
                return;
            }
            (Meeting::Cross(_), false) => DefectKind::OverlapsPart(b.part),
            (Meeting::Along(p), false) => DefectKind::SharesEdgeWithPart(b.part, p.into()),
        };
        self.tell(kind, a.part, a.ring, Some(a.point));
    }

    fn look_at_nesting(&mut self, shape: &MultiPolygon<f64>) {
        for (part, polygon) in (1..).zip(&shape.0) {
            for (ring, line) in (1..).zip(rings_of(polygon)) {
                if signed_ring_area_m2(line).abs() < NO_AREA_M2 {
                    self.tell(DefectKind::NoArea, part, ring, None);
                }
            }
            if !polygon.interiors().is_empty() {
                self.look_at_holes(part, polygon);
            }
        }
        if shape.0.len() > 1 {
            self.look_at_parts(shape);
        }
        self.look_for_cuts();
    }

    fn look_at_holes(&mut self, part: u32, polygon: &Polygon<f64>) {
        let shell = prepare_ring(polygon.exterior());
        for (ring, hole) in (2..).zip(polygon.interiors()) {
            if some_point_off(hole, &shell, |inside| !inside) {
                self.tell(DefectKind::HoleOutsideShell, part, ring, None);
            }
        }
        let holes = polygon.interiors();
        self.look_at_overlaps(holes, |holes, i, j| {
            let (ring, other) = (ring_number(i), ring_number(j));
            let overlap =
                |a: &LineString<f64>, b: &LineString<f64>| some_point_off(a, &prepare_ring(b), |i| i);
            (overlap(&holes[i], &holes[j]) || overlap(&holes[j], &holes[i])).then_some(Defect {
                kind: DefectKind::HoleInHole(other),
                part,
                ring,
                point: None,
            })
        });
    }

    fn look_at_parts(&mut self, shape: &MultiPolygon<f64>) {
        let shells: Vec<LineString<f64>> = shape.0.iter().map(|part| part.exterior().clone()).collect();
        self.look_at_overlaps(&shells, |shells, i, j| {
            let overlap = |a: usize, b: usize| {
                let other = Prepared::new(&MultiPolygon(vec![shape.0[b].clone()]));
                some_point_off(&shells[a], &other, |inside| inside)
            };
            (overlap(i, j) || overlap(j, i)).then_some(Defect {
                kind: DefectKind::OverlapsPart(ring_number(j) - 1),
                part: ring_number(i) - 1,
                ring: 1,
                point: None,
            })
        });
    }

    fn look_at_overlaps(
        &mut self,
        rings: &[LineString<f64>],
        check: impl Fn(&[LineString<f64>], usize, usize) -> Option<Defect>,
    ) {
        let nowhere = Extent2 { min: Coord { x: 0.0, y: 0.0 }, max: Coord { x: 0.0, y: 0.0 } };
        let boxes: Vec<Extent2> =
            rings.iter().map(|ring| Extent2::around(ring.0.iter().copied()).unwrap_or(nowhere)).collect();
        let walked = visit_touching(&boxes, MAX_PAIRS, |i, j| {
            self.defects.extend(check(rings, i, j));
            self.defects.len() < MAX_DEFECTS
        });
        if walked.is_err() {
            self.tell(DefectKind::TooEntangled, 1, 1, None);
        }
    }

    /// Rings and the points where they touch form a graph; a circle in it
    /// fences off a piece of the part.
    fn look_for_cuts(&mut self) {
        let mut cut_parts = BTreeSet::new();
        let mut groups: BTreeMap<(u32, u32), (u32, u32)> = BTreeMap::new();
        for ((part, _), rings) in &self.touches {
            let mut rings = rings.iter();
            let Some(first) = rings.next() else { continue };
            for ring in rings {
                let (a, b) = (leader(&groups, (*part, *first)), leader(&groups, (*part, *ring)));
                if a == b {
                    cut_parts.insert(*part);
                } else {
                    groups.insert(b, a);
                }
            }
        }
        for part in cut_parts {
            self.tell(DefectKind::CutApart, part, 1, None);
        }
    }

    fn finish(mut self) -> Vec<Defect> {
        self.defects.sort_by_key(|defect| (defect.part, defect.ring, defect.point));
        self.defects
    }
}

fn leader(groups: &BTreeMap<(u32, u32), (u32, u32)>, mut of: (u32, u32)) -> (u32, u32) {
    while let Some(next) = groups.get(&of) {
        of = *next;
    }
    of
}

/// Number of the ring that is the hole at a position: the shell is ring 1.
fn ring_number(hole: usize) -> u32 {
    u32::try_from(hole).unwrap_or(u32::MAX - 2) + 2
}

fn rings_of(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

fn prepare_ring(ring: &LineString<f64>) -> Prepared {
    Prepared::new(&MultiPolygon(vec![Polygon::new(ring.clone(), Vec::new())]))
}

/// Whether some corner or middle of an edge lies off the other's boundary
/// and on the side asked for.
fn some_point_off(ring: &LineString<f64>, other: &Prepared, wanted: impl Fn(bool) -> bool) -> bool {
    let spots = ring.lines().flat_map(|edge| [edge.start, (edge.start + edge.end) / 2.0]);
    spots.map(Grid::from).any(|p| wanted(other.contains(p)) && !other.is_near_boundary(p, 1e-9))
}

#[cfg(test)]
mod tests;
