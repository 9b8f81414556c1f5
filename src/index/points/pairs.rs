//! All pairs of points that lie near each other: leaf against leaf.

use rayon::prelude::*;

use super::super::tree::{Around, Placed, Tree};
use super::Spot;

/// Leaves that one task takes on.
const LEAVES_PER_TASK: usize = 256;

/// Two points and how far apart they lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearPair {
    /// Position of the one given first.
    pub first: u32,
    /// Position of the other.
    pub second: u32,
    /// Distance in metres.
    pub distance_m: f64,
}

/// All pairs at most `radius_m` apart, by position of the first, then of the second.
pub(super) fn pairs_within(tree: &Tree<Spot>, radius_m: f64) -> Vec<NearPair> {
    if radius_m.is_nan() || radius_m < 0.0 {
        return Vec::new();
    }
    let radius2 = radius_m * radius_m;
    let tasks = tree.leaves().div_ceil(LEAVES_PER_TASK);
    let parts: Vec<Vec<NearPair>> = (0..tasks)
        .into_par_iter()
        .map(|task| {
            let first = task * LEAVES_PER_TASK;
            let mut found = Vec::new();
            for leaf in first..(first + LEAVES_PER_TASK).min(tree.leaves()) {
                pairs_of_leaf(tree, leaf, radius2, &mut found);
            }
            found
        })
        .collect();
    in_order(&parts)
}

/// Pairs by the position of the first, then of the second: counted into place
/// by the first, as each has only a few.
fn in_order(parts: &[Vec<NearPair>]) -> Vec<NearPair> {
    let pairs = || parts.iter().flatten();
    let Some(last) = pairs().map(|pair| pair.first).max() else { return Vec::new() };
    let mut next = vec![0_usize; last as usize + 2];
    for pair in pairs() {
        next[pair.first as usize + 1] += 1;
    }
    for at in 1..next.len() {
        next[at] += next[at - 1];
    }
    let mut sorted = vec![NearPair { first: 0, second: 0, distance_m: 0.0 }; next[next.len() - 1]];
    for pair in pairs() {
        let slot = &mut next[pair.first as usize];
        sorted[*slot] = *pair;
        *slot += 1;
    }
    for run in sorted.chunk_by_mut(|a, b| a.first == b.first) {
        run.sort_unstable_by_key(|pair| pair.second);
    }
    sorted
}

/// The pairs of a leaf's points with each other and with those of later leaves.
fn pairs_of_leaf(tree: &Tree<Spot>, leaf: usize, radius2: f64, found: &mut Vec<NearPair>) {
    let spots = tree.leaf(leaf);
    for (at, spot) in spots.iter().enumerate() {
        add_pairs(*spot, &spots[at + 1..], radius2, found);
    }
    let around = tree.around(tree.leaves() + leaf);
    let near = |other: &Around| other.gap2(around) <= radius2;
    tree.visit(leaf + 1, near, |other| {
        let there = tree.around(tree.leaves() + other);
        for spot in spots {
            if there.gap2(&spot.around()) <= radius2 {
                add_pairs(*spot, tree.leaf(other), radius2, found);
            }
        }
    });
}

#[inline]
fn add_pairs(spot: Spot, others: &[Spot], radius2: f64, found: &mut Vec<NearPair>) {
    let here = spot.point();
    for other in others {
        let distance2 = other.distance2(here);
        if distance2 <= radius2 {
            found.push(NearPair {
                first: spot.at.min(other.at),
                second: spot.at.max(other.at),
                distance_m: distance2.sqrt(),
            });
        }
    }
}
