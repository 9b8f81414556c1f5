//! The nearest points: halves near the spot are looked into first.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::geom::Grid;

use super::super::tree::{Around, Tree};
use super::Spot;

/// A point that may be among the nearest; the farther and later is the greater.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    distance_m: f64,
    at: u32,
}

/// The nearest so far, the farthest of them on top.
struct Nearest {
    found: BinaryHeap<Candidate>,
    count: usize,
    /// The square of a distance beyond which nothing can be among them.
    limit2: f64,
}

/// The `count` nearest points and their distances in metres, nearest first,
/// equally near ones by position.
pub(super) fn nearest(tree: &Tree<Spot>, point: Grid, count: usize) -> Vec<(usize, f64)> {
    let count = count.min(tree.things.len());
    if count == 0 || !(point.e.is_finite() && point.n.is_finite()) {
        return Vec::new();
    }
    let mut nearest = Nearest { found: BinaryHeap::with_capacity(count), count, limit2: f64::INFINITY };
    nearest.look(tree, 1, point);
    nearest.found.into_sorted_vec().into_iter().map(|found| (found.at as usize, found.distance_m)).collect()
}

impl Nearest {
    fn look(&mut self, tree: &Tree<Spot>, node: usize, point: Grid) {
        if let Some(leaf) = tree.as_leaf(node) {
            for spot in tree.leaf(leaf) {
                let distance2 = spot.distance2(point);
                if distance2 <= self.limit2 {
                    self.offer(Candidate { distance_m: distance2.sqrt(), at: spot.at });
                }
            }
            return;
        }
        let here = Around::at(point);
        let gap2 = |node: usize| tree.around(node).gap2(&here);
        let (left, right) = (2 * node, 2 * node + 1);
        let (left_gap2, right_gap2) = (gap2(left), gap2(right));
        let (near, far, near_gap2, far_gap2) = if left_gap2 <= right_gap2 {
            (left, right, left_gap2, right_gap2)
        } else {
            (right, left, right_gap2, left_gap2)
        };
        if near_gap2 <= self.limit2 {
            self.look(tree, near, point);
        }
        if far_gap2 <= self.limit2 {
            self.look(tree, far, point);
        }
    }

    fn offer(&mut self, candidate: Candidate) {
        if self.found.len() < self.count {
            self.found.push(candidate);
        } else if let Some(mut last) = self.found.peek_mut()
            && candidate < *last
        {
            *last = candidate;
        }
        if self.found.len() == self.count
            && let Some(last) = self.found.peek()
        {
            // Squares a hair larger may have the same root.
            self.limit2 = last.distance_m * last.distance_m * (1.0 + 8.0 * f64::EPSILON);
        }
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.distance_m.total_cmp(&other.distance_m).then(self.at.cmp(&other.at))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate {}
