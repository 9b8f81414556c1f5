//! From groups of blocks to polygons that share their edges exactly.

use std::collections::BTreeMap;

use geo_types::{LineString, MultiPolygon, Polygon};

use super::line::{Point, holds};
use super::mesh::{Mesh, OUTSIDE};
use super::rng::{real, small};
use super::wiggle::{Course, Detail, bends};

/// Stands for "in no group".
pub(crate) const NONE: u32 = u32::MAX;

/// How a layer is drawn.
#[derive(Clone, Copy)]
pub(crate) struct Style<'a> {
    /// Seed of the bends.
    pub(crate) seed: u64,
    /// Level of detail of each group; the same for all, unless neighbours
    /// were drawn apart from each other.
    pub(crate) detail: &'a dyn Fn(u32) -> Detail,
    /// Puts points where a publisher's number of decimals puts them.
    pub(crate) round: fn(Point) -> Point,
}

/// A ring as edges, each with whether it runs from its first end to its second.
pub(crate) type EdgeRing = Vec<(u32, bool)>;

/// The outline of each group of blocks.
///
/// Shells run anticlockwise and holes clockwise. Neighbours of equal detail
/// share every point of their common edge.
pub(crate) fn outlines(mesh: &Mesh, groups: &[u32], n: usize, style: Style<'_>) -> Vec<MultiPolygon<f64>> {
    let draw_ring = |ring: &EdgeRing, detail| draw(mesh, ring, style, detail);
    edge_rings(mesh, groups, n)
        .iter()
        .enumerate()
        .map(|(g, rings)| {
            let detail = (style.detail)(small(g));
            assemble(rings.iter().map(|ring| draw_ring(ring, detail)).collect())
        })
        .collect()
}

/// The rings of each group, each group on the left of its edges; `groups`
/// holds one entry a block.
pub(crate) fn edge_rings(mesh: &Mesh, groups: &[u32], n: usize) -> Vec<Vec<EdgeRing>> {
    let group = |block: u32| if block == OUTSIDE { NONE } else { groups[block as usize] };
    // For each group: corner → the edge that leaves it.
    let mut leaving: Vec<BTreeMap<u32, (u32, bool)>> = vec![BTreeMap::new(); n];
    for (e, edge) in mesh.edges.iter().enumerate() {
        let (left, right) = (group(edge.blocks[0]), group(edge.blocks[1]));
        if left == right {
            continue;
        }
        if left != NONE {
            leaving[left as usize].insert(edge.ends[0], (small(e), true));
        }
        if right != NONE {
            leaving[right as usize].insert(edge.ends[1], (small(e), false));
        }
    }
    leaving.into_iter().map(|edges| follow(mesh, edges)).collect()
}

/// Follows edges from corner to corner until each ring closes.
fn follow(mesh: &Mesh, mut leaving: BTreeMap<u32, (u32, bool)>) -> Vec<EdgeRing> {
    let mut rings = Vec::new();
    while let Some((start, first)) = leaving.pop_first() {
        let mut ring = vec![first];
        let mut corner = end_of(mesh, first);
        while corner != start {
            let Some(next) = leaving.remove(&corner) else { break };
            ring.push(next);
            corner = end_of(mesh, next);
        }
        rings.push(ring);
    }
    rings
}

fn end_of(mesh: &Mesh, (edge, forward): (u32, bool)) -> u32 {
    mesh.edges[edge as usize].ends[usize::from(forward)]
}

/// The points of a ring, the first not repeated at the end.
fn draw(mesh: &Mesh, ring: &EdgeRing, style: Style<'_>, detail: Detail) -> Vec<Point> {
    let mut points = Vec::new();
    for &(e, forward) in ring {
        let mut line = edge_line(mesh, e, style, detail);
        if !forward {
            line.reverse();
        }
        line.pop();
        points.extend(line);
    }
    points.dedup();
    points
}

/// All points of one edge, both ends included, from its first end to its second.
pub(crate) fn edge_line(mesh: &Mesh, e: u32, style: Style<'_>, detail: Detail) -> Vec<Point> {
    let edge = &mesh.edges[e as usize];
    let [from, to] = edge.ends.map(|end| mesh.corners[end as usize]);
    let mut line = vec![from];
    let course = Course { from, to, clearance_m: edge.clearance_m, kind: edge.kind };
    bends(course, style.seed, u64::from(e), detail, &mut line);
    line.push(to);
    line.into_iter().map(style.round).collect()
}

/// Sorts rings into shells (anticlockwise) and holes, each hole in its shell.
pub(crate) fn assemble(rings: Vec<Vec<Point>>) -> MultiPolygon<f64> {
    let (shells, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|ring| area(ring) > 0.0);
    let mut polygons: Vec<(Vec<Point>, Vec<Vec<Point>>)> =
        shells.into_iter().map(|shell| (shell, Vec::new())).collect();
    for hole in holes {
        let around = polygons.iter().position(|(shell, _)| holds(shell, inner_point(&hole)));
        if let Some(i) = around {
            polygons[i].1.push(hole);
        }
    }
    polygons
        .into_iter()
        .map(|(shell, holes)| Polygon::new(closed(shell), holes.into_iter().map(closed).collect()))
        .collect()
}

/// The middle of a ring's first edge.
fn inner_point(ring: &[Point]) -> Point {
    (ring[0] + ring[1]) / 2.0
}

fn closed(ring: Vec<Point>) -> LineString<f64> {
    let mut line = LineString::new(ring);
    line.close();
    line
}

/// Area of a ring, positive when it runs anticlockwise.
pub(crate) fn area(ring: &[Point]) -> f64 {
    let Some(&origin) = ring.first() else { return 0.0 };
    let twice: f64 = ring.windows(2).map(|pair| super::line::turn(origin, pair[0], pair[1])).sum();
    twice / 2.0
}

/// The middle of a group's blocks.
pub(crate) fn middle(points: &[Point]) -> Point {
    points.iter().fold(Point::default(), |sum, p| sum + *p) / real(points.len().max(1))
}
