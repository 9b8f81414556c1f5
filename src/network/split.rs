//! From ways over shared nodes to segments between junctions.

use std::collections::BTreeMap;

use geo_types::{Coord, LineString};

use crate::geom::Grid;

use super::lines;
use super::streets::{Segment, Walk};

/// A way that may be walked, over numbered points.
#[derive(Debug, Clone, PartialEq)]
pub struct WalkWay<'a> {
    /// Points in order, as positions in the list of points.
    pub nodes: &'a [u32],
    /// Which way people may walk.
    pub walk: Walk,
    /// Whether it is a flight of steps.
    pub steps: bool,
    /// Whether it is a ferry.
    pub ferry: bool,
}

/// Cuts ways where they share a point with another way or with themselves,
/// and gives each segment with the position of its way.
///
/// Ways connect by shared points alone: a bridge that crosses a road on paper
/// does not meet it. At a `blocked` point (a gate that walkers may not pass)
/// every way ends, and the ends do not meet.
#[must_use]
pub fn split(points: &[Grid], blocked: &[bool], ways: &[WalkWay<'_>]) -> Vec<(usize, Segment)> {
    let mut used = vec![0_u8; points.len()];
    for way in ways {
        for node in way.nodes {
            used[*node as usize] = used[*node as usize].saturating_add(1);
        }
        // The ends of a way are nodes even where nothing else comes there.
        for end in way.nodes.first().into_iter().chain(way.nodes.last()) {
            used[*end as usize] = used[*end as usize].saturating_add(1);
        }
    }
    let mut numbers = Numbers { of: BTreeMap::new(), next: 0 };
    let mut segments = Vec::new();
    for (at, way) in ways.iter().enumerate() {
        for run in runs(way.nodes, |node| used[node as usize] > 1 || blocked[node as usize]) {
            segments.extend(segment(points, blocked, way, run, &mut numbers).map(|s| (at, s)));
        }
    }
    segments
}

/// Numbers for nodes, in the order in which they are met.
struct Numbers {
    of: BTreeMap<u32, u32>,
    next: u32,
}

impl Numbers {
    fn number(&mut self, node: u32, is_blocked: bool) -> u32 {
        let fresh = self.next;
        let number = if is_blocked { fresh } else { *self.of.entry(node).or_insert(fresh) };
        self.next += u32::from(number == fresh);
        number
    }
}

/// The runs of a way between cuts; neighbours share the node at the cut.
fn runs(nodes: &[u32], is_cut: impl Fn(u32) -> bool) -> Vec<&[u32]> {
    let mut runs = Vec::new();
    let mut start = 0;
    for at in 1..nodes.len() {
        if at + 1 == nodes.len() || is_cut(nodes[at]) {
            runs.push(&nodes[start..=at]);
            start = at;
        }
    }
    runs
}

fn segment(
    points: &[Grid],
    blocked: &[bool],
    way: &WalkWay<'_>,
    run: &[u32],
    numbers: &mut Numbers,
) -> Option<Segment> {
    let mut line: Vec<Coord<f64>> = Vec::with_capacity(run.len());
    for node in run {
        lines::push(&mut line, points[*node as usize].into());
    }
    let (first, last) = (*run.first()?, *run.last()?);
    if line.len() < 2 && first == last {
        return None;
    }
    // Two nodes at one point stay joined by a segment without length.
    if let [only] = line[..] {
        line.push(only);
    }
    let line = LineString(line);
    Some(Segment {
        from: numbers.number(first, blocked[first as usize]),
        to: numbers.number(last, blocked[last as usize]),
        length_m: lines::length_m(&line),
        line,
        walk: way.walk,
        steps: way.steps,
        ferry: way.ferry,
    })
}
