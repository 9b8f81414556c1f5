//! Parting blocks into connected, compact areas of about equal weight.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::line::{Point, distance};
use super::mesh::Mesh;
use super::rings::NONE;
use super::rng::{Rng, real, small};

/// What to part, and how.
pub(crate) struct Task<'a> {
    pub(crate) mesh: &'a Mesh,
    /// The blocks to be parted, which hang together.
    pub(crate) members: &'a [u32],
    /// What is to be equal between the parts; one entry a block of the mesh.
    pub(crate) weights: &'a [f64],
    /// How much longer than its length the way across an edge counts:
    /// boundaries settle on edges that are dear to cross.
    pub(crate) toll: &'a dyn Fn(u32) -> f64,
    /// How many parts.
    pub(crate) parts: usize,
}

impl Task<'_> {
    /// The part of each member, `0..parts`, in the order of `members`.
    ///
    /// Seeds settle by k-means on the ground; then each block goes to the seed
    /// with the shortest way, and seeds of parts that grew too heavy are
    /// handicapped (an additively weighted Voronoi diagram of the network), so
    /// every part hangs together.
    pub(crate) fn solve(&self, rng: &mut Rng) -> Vec<u32> {
        let parts = self.parts.min(self.members.len());
        if parts <= 1 {
            return vec![0; self.members.len()];
        }
        let mut seeds = self.seeds(parts, rng);
        let mut group = Vec::new();
        let mut handicap = vec![0.0; parts];
        for round in 0..24 {
            let limits = limits(&seeds.iter().map(|&s| self.site(s)).collect::<Vec<_>>());
            for (h, limit) in handicap.iter_mut().zip(&limits) {
                *h = f64::clamp(*h, -limit, *limit);
            }
            group = self.grow(&seeds, &handicap);
            self.adjust(&group, &limits, &mut handicap);
            if round < 14 {
                seeds = self.recentre(&group, &seeds);
            }
        }
        let limits = limits(&seeds.iter().map(|&s| self.site(s)).collect::<Vec<_>>());
        for (h, limit) in handicap.iter_mut().zip(&limits) {
            *h = f64::clamp(*h, -limit, *limit);
        }
        let last = self.grow(&seeds, &handicap);
        if last.len() == self.members.len() { last } else { group }
    }

    fn site(&self, block: u32) -> Point {
        self.mesh.sites[block as usize]
    }

    /// Spread out: each next seed is the best of some candidates, far from the
    /// seeds so far and in heavy ground.
    fn seeds(&self, parts: usize, rng: &mut Rng) -> Vec<u32> {
        let weights: Vec<f64> = self.members.iter().map(|&b| self.weights[b as usize] + 1e-6).collect();
        let mut seeds: Vec<u32> = Vec::new();
        let mut taken = BTreeSet::new();
        while seeds.len() < parts {
            let candidates = (0..24).map(|_| self.members[rng.weighted(&weights)]);
            let best = candidates
                .filter(|b| !taken.contains(b))
                .map(|b| {
                    let gap = seeds.iter().map(|&s| distance(self.site(s), self.site(b))).fold(1e9, f64::min);
                    (gap, b)
                })
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let free = || self.members.iter().copied().find(|b| !taken.contains(b));
            let Some(seed) = best.map(|(_, b)| b).or_else(free) else { break };
            taken.insert(seed);
            seeds.push(seed);
        }
        seeds
    }

    /// The seed with the shortest way, for each member (Dijkstra from all seeds at once).
    fn grow(&self, seeds: &[u32], handicap: &[f64]) -> Vec<u32> {
        let low = handicap.iter().copied().fold(0.0, f64::min);
        let mut group = vec![NONE; self.mesh.sites.len()];
        let mut is_member = vec![false; self.mesh.sites.len()];
        for &block in self.members {
            is_member[block as usize] = true;
        }
        let mut queue: BinaryHeap<Reverse<(Metres, u32, u32)>> = seeds
            .iter()
            .zip(handicap)
            .enumerate()
            .map(|(g, (&seed, h))| Reverse((Metres(h - low), seed, small(g))))
            .collect();
        while let Some(Reverse((Metres(so_far), block, g))) = queue.pop() {
            if group[block as usize] != NONE {
                continue;
            }
            group[block as usize] = g;
            for &(next, edge) in &self.mesh.neighbours[block as usize] {
                if is_member[next as usize] && group[next as usize] == NONE {
                    let way = distance(self.site(block), self.site(next)) * (self.toll)(edge);
                    queue.push(Reverse((Metres(so_far + way), next, g)));
                }
            }
        }
        self.members.iter().map(|&b| if group[b as usize] == NONE { 0 } else { group[b as usize] }).collect()
    }

    fn adjust(&self, group: &[u32], limits: &[f64], handicap: &mut [f64]) {
        let mut sums = vec![0.0; handicap.len()];
        for (&block, &g) in self.members.iter().zip(group) {
            sums[g as usize] += self.weights[block as usize];
        }
        let mean = (sums.iter().sum::<f64>() / real(sums.len())).max(1e-9);
        for ((h, sum), limit) in handicap.iter_mut().zip(sums).zip(limits) {
            *h += 0.35 * limit * (sum / mean - 1.0).clamp(-1.0, 1.0);
        }
    }

    /// The member nearest to the weighted middle of each part.
    fn recentre(&self, group: &[u32], seeds: &[u32]) -> Vec<u32> {
        let mut sums = vec![(Point::default(), 0.0); seeds.len()];
        for (&block, &g) in self.members.iter().zip(group) {
            let weight = self.weights[block as usize] + 1e-6;
            let sum = &mut sums[g as usize];
            *sum = (sum.0 + self.site(block) * weight, sum.1 + weight);
        }
        let mut best: Vec<(f64, u32)> = seeds.iter().map(|&s| (f64::INFINITY, s)).collect();
        for (&block, &g) in self.members.iter().zip(group) {
            let (sum, weight) = sums[g as usize];
            let d = distance(self.site(block), sum / weight);
            if d < best[g as usize].0 {
                best[g as usize] = (d, block);
            }
        }
        best.into_iter().map(|(_, block)| block).collect()
    }
}

/// How far a handicap may go before a seed would lose its own ground: a little
/// under half the way to the nearest other seed.
fn limits(sites: &[Point]) -> Vec<f64> {
    let nearest = |i: usize| {
        let others = sites.iter().enumerate().filter(|&(j, _)| j != i);
        others.map(|(_, &other)| distance(sites[i], other)).fold(f64::INFINITY, f64::min)
    };
    (0..sites.len()).map(|i| 0.45 * nearest(i)).collect()
}

/// Metres that can be put in order; never "not a number" here.
#[derive(PartialEq)]
struct Metres(f64);

impl Eq for Metres {}

impl PartialOrd for Metres {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Metres {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}
