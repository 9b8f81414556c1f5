//! Gi*: hot and cold spots.

use super::fdr::benjamini_hochberg;
use super::neighbours::{Known, Neighbours};
use super::permute::{Test, check_test, conditional};
use super::{Local, SpatialFault, Spot, Tested, Untestable};
use crate::assess::figure::{self, Figure};
use crate::assess::intervals::quantile;

/// How an area and its neighbours are weighed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scheme {
    /// Neighbours and the area itself count 1 each.
    Binary,
    /// Neighbours and the area itself count alike and sum to 1.
    Shares,
    /// Neighbours count what their links weigh.
    AsGiven {
        /// What the area itself counts.
        own: f64,
    },
}

/// Gi* of every area, tested with the false-discovery rate held at `rate`.
///
/// The statistic is a z-score with the general variance, right for any weights:
///
/// Gi* = (Σ w x − x̄ Σ w) / (S √[(n Σ w² − (Σ w)²) / (n − 1)])
///
/// # Units
/// Standard deviations: above nought where high figures lie together.
///
/// # Errors
/// [`SpatialFault`].
///
/// # Source
/// J. K. Ord and A. Getis, "Local spatial autocorrelation statistics",
/// Geographical Analysis 27, 1995.
pub fn hot_spots(
    column: &[Figure],
    neighbours: &Neighbours,
    scheme: Scheme,
    test: Test,
    rate: f64,
) -> Result<Vec<Local>, SpatialFault> {
    let known = Known::of(column, neighbours)?;
    check_test(test, rate, known.linked())?;
    let own = match scheme {
        Scheme::Binary | Scheme::Shares => 1.0,
        Scheme::AsGiven { own } if own.is_finite() && own >= 0.0 => own,
        Scheme::AsGiven { own } => return Err(SpatialFault::BadWeight { from: 0, to: 0, weight: own }),
    };
    let known = weighed(known, scheme);
    let statistics = statistics(&known, scheme, own);
    // The order of sums is that of the neighbours' part alone, whatever the scale.
    let p = match test {
        Test::Normal => statistics.iter().map(|z| z.map_or(1.0, quantile::normal_two_sided)).collect(),
        Test::Permutations { count, seed } => conditional(&known, count, seed),
    };
    Ok(judged(column, &known, &statistics, &p, rate))
}

fn weighed(mut known: Known, scheme: Scheme) -> Known {
    if !matches!(scheme, Scheme::AsGiven { .. }) {
        known.rows.iter_mut().flatten().for_each(|(_, weight)| *weight = 1.0);
    }
    known
}

/// `None` where the row covers all areas alike.
fn statistics(known: &Known, scheme: Scheme, own: f64) -> Vec<Option<f64>> {
    let n = known.values.len() as f64;
    let centre = figure::mean(&known.values);
    let squares: f64 = known.values.iter().map(|value| (value - centre).powi(2)).sum();
    let spread = (squares / n).sqrt();
    let one = |(row, value): (&Vec<(usize, f64)>, &f64)| {
        let sum: f64 = own + row.iter().map(|(_, weight)| weight).sum::<f64>();
        let scale = if scheme == Scheme::Shares { 1.0 / sum } else { 1.0 };
        let weights =
            || std::iter::once((own, *value)).chain(row.iter().map(|(to, w)| (*w, known.values[*to])));
        let total: f64 = weights().map(|(weight, _)| weight * scale).sum();
        let square: f64 = weights().map(|(weight, _)| (weight * scale).powi(2)).sum();
        let above: f64 = weights().map(|(weight, value)| weight * scale * (value - centre)).sum();
        let variance = (n * square - total * total) / (n - 1.0);
        (variance > 1e-12 * n * square).then(|| above / (spread * variance.sqrt()))
    };
    known.rows.iter().zip(&known.values).map(one).collect()
}

fn judged(column: &[Figure], known: &Known, statistics: &[Option<f64>], p: &[f64], rate: f64) -> Vec<Local> {
    let tested = |at: usize| statistics[at].filter(|_| !known.rows[at].is_empty());
    let made: Vec<Option<f64>> = (0..p.len()).map(|at| tested(at).map(|_| p[at])).collect();
    let adjusted = benjamini_hochberg(&made);
    let mut result: Vec<Local> = column
        .iter()
        .map(|figure| Local::NotTestable(figure.map_or_else(Untestable::Gap, |_| Untestable::Isolated)))
        .collect();
    for (at, place) in known.places.iter().enumerate() {
        result[*place] = match (tested(at), adjusted[at]) {
            (Some(statistic), Some(adjusted)) => {
                let spot = (adjusted <= rate).then_some(if statistic > 0.0 { Spot::Hot } else { Spot::Cold });
                Local::Tested(Tested { statistic, p: p[at], adjusted, spot })
            }
            _ if known.rows[at].is_empty() => Local::NotTestable(Untestable::Isolated),
            _ => Local::NotTestable(Untestable::NothingElsewhere),
        };
    }
    result
}
