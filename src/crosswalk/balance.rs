//! What went where: the balance sheet of a crosswalk and of each figure carried.

use super::overlap::share_of;
use super::weights::{Crosswalk, Rung};

/// What a crosswalk covers and what it leaves out.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Sources of which nothing finds a target.
    pub sources_nowhere: Vec<usize>,
    /// Sources of which more than the asked-for share falls outside every
    /// target, with that share.
    pub sources_spilling: Vec<(usize, f64)>,
    /// Targets that no source reaches.
    pub targets_without_source: Vec<usize>,
    /// Targets of which more than the asked-for share lies outside every
    /// source, with that share. Empty where shapes are not known.
    pub targets_uncovered: Vec<(usize, f64)>,
    /// How many sources rest on each rung, best first; rungs without any are left out.
    pub sources_by_rung: Vec<(Rung, usize)>,
}

/// What became of the total of a count.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Balance {
    /// Sum of all source figures that are known.
    pub total: f64,
    /// What reached a target.
    pub placed: f64,
    /// What lies outside every target.
    pub spilled: f64,
    /// How many source figures are missing and so stand nowhere in the total.
    pub missing: usize,
}

impl Crosswalk {
    /// The balance sheet; shares up to `least_share` are not listed.
    #[must_use]
    pub fn sheet(&self, least_share: f64) -> Sheet {
        let placed: Vec<f64> = (0..self.from.len()).map(|source| self.placed_share(source)).collect();
        let spill = |at: usize| (at, (1.0 - placed[at]).max(0.0));
        let mut reached = vec![false; self.to.len()];
        for (_, link) in self.links() {
            reached[link.target as usize] = true;
        }
        let uncovered = self.target_cover.iter().flatten().enumerate().map(|(at, cover)| (at, 1.0 - cover));
        let rung_of = |source| self.links_of(source).first().map(|link| link.rung);
        let by_rung = Rung::ALL
            .map(|rung| (rung, (0..self.from.len()).filter(|source| rung_of(*source) == Some(rung)).count()));
        Sheet {
            sources_nowhere: (0..placed.len()).filter(|at| placed[*at] == 0.0).collect(),
            sources_spilling: (0..placed.len())
                .map(spill)
                .filter(|(_, share)| *share > least_share)
                .collect(),
            targets_without_source: (0..reached.len()).filter(|at| !reached[*at]).collect(),
            targets_uncovered: uncovered.filter(|(_, share)| *share > least_share).collect(),
            sources_by_rung: by_rung.into_iter().filter(|(_, count)| *count > 0).collect(),
        }
    }
}

impl Balance {
    /// The share of the known total that reached a target.
    #[must_use]
    pub fn placed_share(&self) -> f64 {
        share_of(self.placed, self.total)
    }
}
