//! From directed edges to rings.
//!
//! The ground lies to the left of each edge. Edges that run against each other
//! cancel: what has fallen together to a line is no ground. What is left is
//! followed around, keeping left, and comes out as shells and holes that touch
//! at single points at the most.

use super::address::Corner;

/// A piece of ground: a shell that runs anticlockwise and holes that run
/// clockwise, without their closing points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The outer ring.
    pub shell: Vec<Corner>,
    /// The rings cut out of it.
    pub holes: Vec<Vec<Corner>>,
}

/// The ground to the left of some edges.
pub(super) fn trace(edges: impl IntoIterator<Item = (Corner, Corner)>) -> Vec<Part> {
    let edges = left_over(edges);
    let mut shells = Vec::new();
    let mut holes = Vec::new();
    for walk in walks(&edges) {
        for ring in simple_loops(walk) {
            match twice_area(&ring) {
                0 => {}
                area if area > 0 => shells.push(Part { shell: ring, holes: Vec::new() }),
                _ => holes.push(ring),
            }
        }
    }
    for hole in holes {
        let around = shells.iter_mut().filter(|part| is_inside(&hole, &part.shell));
        // The smallest of the shells around it; there is always one, or the hole was outside.
        if let Some(part) = around.min_by_key(|part| twice_area(&part.shell)) {
            part.holes.push(hole);
        }
    }
    shells.sort_by(|a, b| a.shell.cmp(&b.shell));
    shells
}

/// The directed edges of closed rings.
pub(super) fn edges_of(ring: &[Corner]) -> impl Iterator<Item = (Corner, Corner)> + '_ {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| (*a, *b)).filter(|(a, b)| a != b)
}

/// Twice the area of a ring; positive where it runs anticlockwise.
pub(super) fn twice_area(ring: &[Corner]) -> i64 {
    edges_of(ring).map(|(a, b)| i64::from(a.x) * i64::from(b.y) - i64::from(b.x) * i64::from(a.y)).sum()
}

/// Edges without those that cancel, sorted by their starts.
fn left_over(edges: impl IntoIterator<Item = (Corner, Corner)>) -> Vec<(Corner, Corner)> {
    let mut signed: Vec<(Corner, Corner, i32)> = edges
        .into_iter()
        .filter(|(a, b)| a != b)
        .map(|(a, b)| if a < b { (a, b, 1) } else { (b, a, -1) })
        .collect();
    signed.sort_unstable();
    let mut left = Vec::new();
    let mut rest = signed.as_slice();
    while let Some((low, high, _)) = rest.first().copied() {
        let same = rest.iter().take_while(|(a, b, _)| (*a, *b) == (low, high)).count();
        let net: i32 = rest[..same].iter().map(|(_, _, sign)| sign).sum();
        match net.signum() {
            1 => left.push((low, high)),
            -1 => left.push((high, low)),
            _ => {}
        }
        rest = &rest[same..];
    }
    left.sort_unstable();
    left
}

/// Closed walks that use each edge once, keeping to the left at every vertex.
fn walks(edges: &[(Corner, Corner)]) -> Vec<Vec<Corner>> {
    let mut used = vec![false; edges.len()];
    let mut walks = Vec::new();
    for first in 0..edges.len() {
        if used[first] {
            continue;
        }
        let mut walk = Vec::new();
        let mut at = first;
        loop {
            used[at] = true;
            walk.push(edges[at].0);
            match next(edges, &used, at) {
                Some(following) => at = following,
                None => break,
            }
        }
        // A walk that could not be closed bounds nothing.
        if edges[at].1 == walk[0] {
            walks.push(walk);
        }
    }
    walks
}

/// The unused edge that follows: the first one clockwise from where we came.
fn next(edges: &[(Corner, Corner)], used: &[bool], at: usize) -> Option<usize> {
    let (from, here) = edges[at];
    let start = edges.partition_point(|(a, _)| *a < here);
    let out = (start..edges.len()).take_while(|i| edges[*i].0 == here).filter(|i| !used[*i]);
    let back = step(here, from);
    out.min_by(|a, b| clockwise(back, step(here, edges[*a].1), step(here, edges[*b].1)))
}

fn step(from: Corner, to: Corner) -> (i64, i64) {
    (i64::from(to.x) - i64::from(from.x), i64::from(to.y) - i64::from(from.y))
}

fn cross(a: (i64, i64), b: (i64, i64)) -> i64 {
    a.0 * b.1 - a.1 * b.0
}

/// Which of two directions comes first, turning clockwise from `back`.
fn clockwise(back: (i64, i64), a: (i64, i64), b: (i64, i64)) -> std::cmp::Ordering {
    let half = |d: (i64, i64)| match cross(back, d) {
        turn if turn < 0 => 0,
        0 if back.0 * d.0 + back.1 * d.1 < 0 => 1,
        turn if turn > 0 => 2,
        _ => 3,
    };
    half(a).cmp(&half(b)).then_with(|| cross(a, b).cmp(&0))
}

/// The loops of a walk that comes back to some of its vertices.
fn simple_loops(walk: Vec<Corner>) -> Vec<Vec<Corner>> {
    let mut loops = Vec::new();
    let mut path: Vec<Corner> = Vec::with_capacity(walk.len());
    let mut seen = std::collections::HashMap::with_capacity(walk.len());
    for corner in walk {
        if let Some(&start) = seen.get(&corner) {
            let closed: Vec<Corner> = path.drain(start..).collect();
            closed.iter().skip(1).for_each(|c| {
                seen.remove(c);
            });
            loops.push(closed);
        }
        seen.insert(corner, path.len());
        path.push(corner);
    }
    loops.push(path);
    loops.retain(|ring| ring.len() >= 3);
    loops
}

/// Whether a hole lies in a shell, whose edges do not cross.
fn is_inside(hole: &[Corner], shell: &[Corner]) -> bool {
    for corner in hole {
        // On the shell itself another corner must tell.
        if let Some(inside) = side(*corner, shell) {
            return inside;
        }
    }
    // All corners touch the shell: the middle of an edge tells.
    edges_of(hole).any(|(a, b)| middle_is_inside(a, b, shell))
}

/// Whether a point lies in a ring; `None` on the ring.
fn side(p: Corner, ring: &[Corner]) -> Option<bool> {
    side_of((2 * i64::from(p.x), 2 * i64::from(p.y)), ring)
}

fn middle_is_inside(a: Corner, b: Corner, ring: &[Corner]) -> bool {
    let middle = (i64::from(a.x) + i64::from(b.x), i64::from(a.y) + i64::from(b.y));
    side_of(middle, ring) == Some(true)
}

/// The same with doubled coordinates, so that the middle of an edge is whole.
fn side_of(p: (i64, i64), ring: &[Corner]) -> Option<bool> {
    let mut inside = false;
    for (a, b) in edges_of(ring) {
        let (a, b) = ((2 * i64::from(a.x), 2 * i64::from(a.y)), (2 * i64::from(b.x), 2 * i64::from(b.y)));
        let turn = cross((b.0 - a.0, b.1 - a.1), (p.0 - a.0, p.1 - a.1));
        let between = |v: i64, one: i64, other: i64| v >= one.min(other) && v <= one.max(other);
        if turn == 0 && between(p.0, a.0, b.0) && between(p.1, a.1, b.1) {
            return None;
        }
        if (a.1 > p.1) != (b.1 > p.1) && (turn > 0) == (b.1 > a.1) {
            inside = !inside;
        }
    }
    Some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(i32, i32)]) -> Vec<Corner> {
        points.iter().map(|(x, y)| Corner { x: *x, y: *y }).collect()
    }

    fn traced(rings: &[&[(i32, i32)]]) -> Vec<Part> {
        let rings: Vec<_> = rings.iter().map(|points| ring(points)).collect();
        trace(rings.iter().flat_map(|ring| edges_of(ring).collect::<Vec<_>>()))
    }

    fn area(parts: &[Part]) -> i64 {
        parts
            .iter()
            .flat_map(|part| std::iter::once(&part.shell).chain(&part.holes))
            .map(|r| twice_area(r))
            .sum()
    }

    #[test]
    fn a_square_with_a_hole_is_one_part() {
        let parts = traced(&[&[(0, 0), (9, 0), (9, 9), (0, 9)], &[(3, 3), (3, 6), (6, 6), (6, 3)]]);
        assert_eq!((parts.len(), parts[0].holes.len()), (1, 1));
        assert_eq!(area(&parts), 2 * (81 - 9));
    }

    #[test]
    fn a_spike_that_fell_to_a_line_is_no_ground() {
        let parts = traced(&[&[(0, 0), (4, 0), (4, 2), (8, 2), (4, 2), (4, 4), (0, 4)]]);
        assert_eq!(parts.len(), 1);
        assert_eq!(area(&parts), 32);
        assert!(!parts[0].shell.contains(&Corner { x: 8, y: 2 }));
    }

    #[test]
    fn a_waist_that_closed_leaves_two_parts() {
        let parts = traced(&[&[
            (0, 0),
            (4, 0),
            (4, 2),
            (8, 2),
            (8, 0),
            (12, 0),
            (12, 4),
            (8, 4),
            (8, 2),
            (4, 2),
            (4, 4),
            (0, 4),
        ]]);
        assert_eq!(parts.len(), 2);
        assert_eq!(area(&parts), 64);
    }

    #[test]
    fn lobes_that_touch_at_a_point_are_parts_of_their_own() {
        let parts = traced(&[&[(0, 0), (4, 0), (4, 4), (8, 4), (8, 8), (4, 8), (4, 4), (0, 4)]]);
        assert_eq!(parts.len(), 2);
        assert_eq!(area(&parts), 64);
    }

    #[test]
    fn a_hole_that_touches_its_shell_at_a_point_stays_a_hole() {
        let parts = traced(&[&[(0, 0), (9, 0), (9, 9), (0, 9)], &[(0, 0), (3, 6), (6, 3)]]);
        assert_eq!((parts.len(), parts[0].holes.len()), (1, 1));
    }

    #[test]
    fn an_island_in_a_hole_is_a_part_and_takes_no_hole_that_is_not_its_own() {
        let parts = traced(&[
            &[(0, 0), (20, 0), (20, 20), (0, 20)],
            &[(2, 2), (2, 18), (18, 18), (18, 2)],
            &[(5, 5), (15, 5), (15, 15), (5, 15)],
            &[(7, 7), (7, 9), (9, 9), (9, 7)],
        ]);
        assert_eq!(parts.iter().map(|part| part.holes.len()).collect::<Vec<_>>(), [1, 1]);
    }

    #[test]
    fn a_ring_that_fell_together_is_nothing() {
        assert!(traced(&[&[(0, 0), (5, 0)], &[(3, 3)]]).is_empty());
    }
}
