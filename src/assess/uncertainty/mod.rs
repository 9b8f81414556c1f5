//! How sure ranks are: all plausible choices drawn together, many times.
//!
//! `factors.rs` says what can be drawn, `draw.rs` runs one draw of the whole
//! index, `figure_ranks.rs` draws the figures of one indicator.

mod draw;
mod factors;
mod figure_ranks;

pub(crate) use draw::Study;
pub use factors::{Factor, factors};
pub use figure_ranks::figure_ranks;

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::recipe::{FaultKind, Faults};
use super::run::{NodeResult, Run, ranked};

/// What the draws say of one area.
#[derive(Debug, Clone, PartialEq)]
pub struct RankRange {
    /// Median rank, 1 the worst.
    pub median: f64,
    /// The rank that 5 % of the draws are below.
    pub low: usize,
    /// The rank that 5 % of the draws are above.
    pub high: usize,
    /// Share of the draws in which the area is among the worst.
    pub among_worst: f64,
    /// In how many draws it had a score.
    pub draws: usize,
}

/// Rank ranges of all areas.
#[derive(Debug, Clone, PartialEq)]
pub struct RankRanges {
    /// By area; `None` for areas that are not ranked in the run itself, or had a score in no draw.
    pub areas: Vec<Option<RankRange>>,
    /// The same for each domain, by its id. A domain whose ranks are the same
    /// in every draw is not here: nothing that was drawn bears on it, and a
    /// range would only repeat the rank.
    pub domains: BTreeMap<String, Vec<Option<RankRange>>>,
    /// What was drawn.
    pub factors: Vec<Factor>,
    /// How many draws.
    pub draws: usize,
}

impl RankRanges {
    /// The ranges of the index or of a domain, by area; `None` for an
    /// indicator, and for a domain that no draw moves.
    #[must_use]
    pub fn of(&self, node: &NodeResult) -> Option<&[Option<RankRange>]> {
        match (node.parent, &node.weighing) {
            (None, _) => Some(&self.areas),
            (Some(_), Some(_)) => self.domains.get(&node.id).map(Vec::as_slice),
            (Some(_), None) => None,
        }
    }
}

/// Draws all choices of the recipe's uncertainty together and ranks the areas
/// each time, in the index and in every domain.
///
/// Areas that the run itself does not rank are left out of every draw. The
/// result depends on the seed alone, not on the number of threads.
///
/// # Units
/// Ranks from 1 for the worst; equal areas share the lower number. Shares of draws, 0 to 1.
///
/// # Errors
/// [`Faults`] where the recipe has no uncertainty or nothing to draw, or
/// where a draw cannot be reckoned: no draw is ever left out.
///
/// # Source
/// M. Saisana, A. Saltelli, S. Tarantola, "Uncertainty and sensitivity
/// analysis techniques as tools for the quality assessment of composite
/// indicators", Journal of the Royal Statistical Society A 168, 2005.
pub fn rank_ranges(run: &Run) -> Result<RankRanges, Faults> {
    let study = Study::of(run)?;
    let settings = study.settings;
    let mut ranks: Vec<Vec<Vec<u32>>> = (0..settings.draws)
        .into_par_iter()
        .map(|draw| study.ranks_of_groups(&study.random_draw(draw as u64)))
        .collect::<Result<_, _>>()?;
    let ranges = |of: Vec<Vec<u32>>| ranges(&of, run.recipe.rules.worst);
    let mut domains = BTreeMap::new();
    for id in study.domains().rev() {
        let own: Vec<Vec<u32>> = ranks.iter_mut().filter_map(Vec::pop).collect();
        if own.iter().any(|draw| *draw != own[0]) {
            domains.insert(id.to_owned(), ranges(own));
        }
    }
    let areas = ranges(ranks.into_iter().flatten().collect());
    Ok(RankRanges { areas, domains, factors: study.factors.clone(), draws: settings.draws })
}

/// The ranges of all areas from their ranks in each draw.
fn ranges(ranks: &[Vec<u32>], worst: usize) -> Vec<Option<RankRange>> {
    let of = |area: usize| ranks.iter().map(|draw| draw[area]).filter(|rank| *rank > 0).collect();
    let areas = ranks.first().map_or(0, Vec::len);
    (0..areas).into_par_iter().map(|area| range(of(area), ranks.len(), worst)).collect()
}

fn range(mut ranks: Vec<u32>, draws: usize, worst: usize) -> Option<RankRange> {
    ranks.sort_unstable();
    let count = ranks.len();
    let last = count.checked_sub(1)?;
    // The rank at which the given share of the draws is reached.
    let at = |numerator: usize| ranks[(count * numerator).div_ceil(100).clamp(1, count) - 1] as usize;
    let median = f64::from(ranks[last / 2] + ranks[count / 2]) / 2.0;
    let among = ranks.partition_point(|rank| *rank as usize <= worst);
    Some(RankRange {
        median,
        low: at(5),
        high: at(95),
        among_worst: among as f64 / draws as f64,
        draws: count,
    })
}

/// Ranks of a draw by area; 0 for none.
pub(crate) fn draw_ranks(open: Vec<(usize, f64)>, areas: usize) -> Vec<u32> {
    let mut ranks = vec![0; areas];
    for (rank, sharing) in ranked(open) {
        for area in sharing {
            ranks[area] = u32::try_from(rank).unwrap_or(u32::MAX);
        }
    }
    ranks
}

fn nothing(reason: &str) -> Faults {
    Faults::one("uncertainty", FaultKind::NotApplied(reason.to_owned()))
}

#[cfg(test)]
pub(crate) mod tests;
