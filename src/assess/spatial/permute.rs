//! p-values: from the normal distribution, or by dealing the other figures out anew.

use rayon::prelude::*;

use super::SpatialFault;
use super::neighbours::Known;
use crate::assess::random::Random;

/// How p-values are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// By permutations: right for any distribution of the figures.
    Permutations {
        /// How many for each area; 9,999 is usual.
        count: usize,
        /// Where random numbers start.
        seed: u64,
    },
    /// By the normal approximation: fast, and too sure where figures are
    /// skewed or neighbours few.
    Normal,
}

/// Refuses rates that are no share and permutations so few that the smallest
/// possible p-value could never be found among so many tests.
pub(super) fn check_test(test: Test, rate: f64, areas: usize) -> Result<(), SpatialFault> {
    if !(rate > 0.0 && rate < 1.0) {
        return Err(SpatialFault::BadRate(rate));
    }
    let Test::Permutations { count, .. } = test else { return Ok(()) };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of areas over a share"
    )]
    let needed = (2.0 * areas as f64 / rate).ceil() as usize - 1;
    if count < needed {
        Err(SpatialFault::TooFewPermutations { given: count, areas, needed })
    } else {
        Ok(())
    }
}

/// Two-sided p-values of each area's sum over its neighbours, the other figures dealt out anew.
///
/// An area keeps its own figure. p = 2 (k + 1) / (m + 1), k the number of
/// deals at least as far out on the nearer side, at most 1; 1 for an area without neighbours.
pub(super) fn conditional(known: &Known, count: usize, seed: u64) -> Vec<f64> {
    (0..known.values.len()).into_par_iter().map(|area| conditional_of(known, area, count, seed)).collect()
}

fn conditional_of(known: &Known, area: usize, count: usize, seed: u64) -> f64 {
    let row = &known.rows[area];
    let found: f64 = row.iter().map(|(to, weight)| weight * known.values[*to]).sum();
    let mut others: Vec<f64> =
        known.values.iter().enumerate().filter(|(at, _)| *at != area).map(|(_, value)| *value).collect();
    let mut random = Random::stream(seed, known.places[area] as u64);
    // A deal that gives the same sum but for rounding is as far out.
    let hair = 1e-12 * row.iter().map(|(to, weight)| (weight * known.values[*to]).abs()).sum::<f64>();
    let (mut above, mut below) = (0_usize, 0_usize);
    for _ in 0..count {
        random.choose(&mut others, row.len());
        let sum: f64 = row.iter().zip(&others).map(|((_, weight), value)| weight * value).sum();
        above += usize::from(sum >= found - hair);
        below += usize::from(sum <= found + hair);
    }
    (2.0 * (above.min(below) + 1) as f64 / (count + 1) as f64).min(1.0)
}
