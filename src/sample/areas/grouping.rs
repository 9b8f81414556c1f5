//! A geography as groups of street blocks.

use crate::sample::rings::NONE;
use crate::sample::rng::small;

/// One geography: the group of each block.
#[derive(Debug, Clone)]
pub(crate) struct Grouping {
    /// Group of each block, or [`NONE`].
    pub(crate) of: Vec<u32>,
    /// How many groups.
    pub(crate) n: usize,
}

impl Grouping {
    /// The blocks of each group.
    pub(crate) fn blocks(&self) -> Vec<Vec<u32>> {
        let mut blocks = vec![Vec::new(); self.n];
        for (block, &group) in self.of.iter().enumerate() {
            if group != NONE {
                blocks[group as usize].push(small(block));
            }
        }
        blocks
    }

    /// The sum of something over the blocks of each group.
    pub(crate) fn sum(&self, of: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; self.n];
        for (block, &group) in self.of.iter().enumerate() {
            if group != NONE {
                sums[group as usize] += of(block);
            }
        }
        sums
    }

    /// For each group, the group of `other` that holds most of `weights`.
    pub(crate) fn best_fit(&self, other: &Grouping, weights: &[f64]) -> Vec<u32> {
        let fit = |blocks: &Vec<u32>| {
            let mut sums = vec![0.0; other.n];
            for &block in blocks {
                sums[other.of[block as usize] as usize] += weights[block as usize];
            }
            let best = sums.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
            best.map_or(0, |(group, _)| small(group))
        };
        self.blocks().iter().map(fit).collect()
    }
}

/// The members of each part of a partition.
pub(crate) fn members(all: &[u32], parts: &[u32]) -> Vec<Vec<u32>> {
    let n = parts.iter().max().map_or(0, |&last| last as usize + 1);
    let mut lists = vec![Vec::new(); n];
    for (&member, &part) in all.iter().zip(parts) {
        lists[part as usize].push(member);
    }
    lists
}

/// Renumbers groups so that none is empty, in the order of their old numbers.
pub(super) fn compact(grouping: &Grouping) -> Grouping {
    let mut used: Vec<u32> = grouping.of.iter().copied().filter(|&g| g != NONE).collect();
    used.sort_unstable();
    used.dedup();
    let place = |g: u32| used.binary_search(&g).map_or(NONE, small);
    Grouping { of: grouping.of.iter().map(|&g| place(g)).collect(), n: used.len() }
}
