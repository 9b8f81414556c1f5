//! First-order and total shares of variance.

use rayon::prelude::*;

use crate::assess::random::Random;
use crate::assess::recipe::{FaultKind, Faults};
use crate::assess::run::Run;
use crate::assess::uncertainty::{Factor, Study};

/// First-order and total share of one input in the variance of an output.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Indices {
    /// S = V(E(Y|x)) / V(Y): what fixing this input alone would take away.
    pub first: f64,
    /// `S_T` = E(V(Y|all others)) / V(Y): what it does with all that depends on it.
    pub total: f64,
    /// Standard error of `first`, by the bootstrap.
    pub first_error: f64,
    /// Standard error of `total`, by the bootstrap.
    pub total_error: f64,
}

/// One factor's share.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorShare {
    /// The factor.
    pub factor: Factor,
    /// Its shares.
    pub indices: Indices,
}

/// What moves the ranks.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// By factor, in the order of [`factors`](crate::assess::uncertainty::factors).
    pub factors: Vec<FactorShare>,
    /// Mean of Y: by how many ranks an area moves on average.
    pub mean_shift: f64,
    /// Variance of Y.
    pub variance: f64,
    /// How many times the assessment was run.
    pub runs: usize,
}

/// First-order and total shares of every drawn choice, Y being the mean absolute rank shift.
///
/// It takes `base` · (factors + 2) runs; 500 to 2,000 are usual. An area
/// without a score in a draw does not count in that draw's mean.
///
/// # Errors
/// [`Faults`] where there is nothing to draw, a draw cannot be
/// reckoned, fewer than 64 base draws are asked for, or no choice moves any rank.
///
/// # Source
/// A. Saltelli et al., "Variance based sensitivity analysis of model output",
/// Computer Physics Communications 181, 2010 (first order); M. J. W. Jansen,
/// "Analysis of variance designs for model output", 1999 (total); Y: Saisana et al. 2005.
pub fn sensitivity(run: &Run, base: usize) -> Result<Sensitivity, Faults> {
    let fault = |reason: String| Faults::one("sensitivity", FaultKind::NotApplied(reason));
    if base < 64 {
        return Err(fault(format!("{base} base draws are too few for shares of variance: at least 64")));
    }
    let study = Study::of(run)?;
    let own = study.own_ranks();
    let shift = |keys: Vec<u64>| study.ranks(&keys).map(|ranks| mean_shift(&own, &ranks));
    let matrix = |offset: u64, row: usize| study.random_draw(2 * row as u64 + offset);
    let rows = |offset: u64| -> Result<Vec<f64>, Faults> {
        (0..base).into_par_iter().map(|row| shift(matrix(offset, row))).collect()
    };
    let (ya, yb) = (rows(0)?, rows(1)?);
    let mixed = |factor: usize| -> Result<Vec<f64>, Faults> {
        let row = |row: usize| {
            let mut keys = matrix(0, row);
            keys[factor] = matrix(1, row)[factor];
            shift(keys)
        };
        (0..base).into_par_iter().map(row).collect()
    };
    let mut shares = Vec::new();
    for (at, factor) in study.factors.iter().enumerate() {
        let indices = sobol_indices(&ya, &yb, &mixed(at)?, run.recipe.seed)
            .ok_or_else(|| fault("no choice moves any rank: the variance is nought".to_owned()))?;
        shares.push(FactorShare { factor: factor.clone(), indices });
    }
    let (mean_shift, variance) = moments(&ya, &yb);
    Ok(Sensitivity { runs: base * (shares.len() + 2), factors: shares, mean_shift, variance })
}

fn mean_shift(own: &[u32], ranks: &[u32]) -> f64 {
    let both = || own.iter().zip(ranks).filter(|(own, drawn)| **own > 0 && **drawn > 0);
    let sum: u64 = both().map(|(own, drawn)| u64::from(own.abs_diff(*drawn))).sum();
    sum as f64 / both().count().max(1) as f64
}

/// The shares of one input from outputs at two sets of points and at the first
/// set with that input taken from the second.
///
/// `None` where the output does not vary, or there are fewer than two points.
#[must_use]
pub fn sobol_indices(ya: &[f64], yb: &[f64], mixed: &[f64], seed: u64) -> Option<Indices> {
    let all: Vec<usize> = (0..ya.len().min(yb.len()).min(mixed.len())).collect();
    let (first, total) = estimate(ya, yb, mixed, &all)?;
    let mut random = Random::stream(seed, u64::MAX);
    let mut again = Vec::new();
    for _ in 0..200 {
        let rows: Vec<usize> = all.iter().map(|_| random.below(all.len())).collect();
        again.extend(estimate(ya, yb, mixed, &rows));
    }
    let error = |pick: fn(&(f64, f64)) -> f64| {
        let values: Vec<f64> = again.iter().map(pick).collect();
        crate::assess::figure::standard_deviation(&values)
    };
    Some(Indices { first, total, first_error: error(|pair| pair.0), total_error: error(|pair| pair.1) })
}

fn estimate(ya: &[f64], yb: &[f64], mixed: &[f64], rows: &[usize]) -> Option<(f64, f64)> {
    let count = rows.len() as f64;
    let mean = rows.iter().map(|row| ya[*row] + yb[*row]).sum::<f64>() / (2.0 * count);
    let square = |value: f64| (value - mean) * (value - mean);
    let variance = rows.iter().map(|row| square(ya[*row]) + square(yb[*row])).sum::<f64>() / (2.0 * count);
    if rows.len() < 2 || variance <= 0.0 {
        return None;
    }
    let first = rows.iter().map(|row| (yb[*row] - mean) * (mixed[*row] - ya[*row])).sum::<f64>() / count;
    let total = rows.iter().map(|row| (ya[*row] - mixed[*row]).powi(2)).sum::<f64>() / (2.0 * count);
    Some((first / variance, total / variance))
}

fn moments(ya: &[f64], yb: &[f64]) -> (f64, f64) {
    let values: Vec<f64> = ya.iter().chain(yb).copied().collect();
    (crate::assess::figure::mean(&values), crate::assess::figure::standard_deviation(&values).powi(2))
}
