//! Moran's I: whether near areas are alike, over the whole map.

use super::SpatialFault;
use super::neighbours::{Known, Neighbours};
use super::permute::Test;
use crate::assess::figure::{self, Figure};
use crate::assess::intervals::quantile;
use crate::assess::random::Random;

/// Moran's I and its test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moran {
    /// The statistic: above its expectation where near areas are alike.
    pub value: f64,
    /// What chance gives on average: −1 / (n − 1).
    pub expected: f64,
    /// Its standard deviation if the figures were dealt out at random.
    pub deviation: f64,
    /// Deviations from the expectation.
    pub z: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// How many areas have a figure.
    pub areas: usize,
    /// How many of them have no neighbour; they count in n and in nothing else.
    pub isolated: usize,
}

/// Moran's I of a column.
///
/// Areas without a figure are left out, with the links to them.
///
/// # Errors
/// [`SpatialFault::Column`] for a constant or empty column, or below four figures;
/// [`SpatialFault::NoNeighbours`]; [`SpatialFault::TooFewPermutations`] below 39.
///
/// # Source
/// P. A. P. Moran, "Notes on continuous stochastic phenomena", Biometrika 37,
/// 1950; A. D. Cliff and J. K. Ord, "Spatial processes", 1981 (variance under randomisation).
pub fn moran(column: &[Figure], neighbours: &Neighbours, test: Test) -> Result<Moran, SpatialFault> {
    let known = Known::of(column, neighbours)?;
    let areas = known.values.len();
    if areas < 4 {
        let reason = format!("{areas} figures: the variance of Moran's I needs at least four");
        return Err(figure::ColumnFault::Unfit { reason }.into());
    }
    super::permute::check_test(test, 0.05, 1)?;
    let centre = figure::mean(&known.values);
    let mut centred: Vec<f64> = known.values.iter().map(|value| value - centre).collect();
    let (value, expected) = (statistic(&known, &centred), -1.0 / (areas as f64 - 1.0));
    let deviation = deviation(&known, &centred, expected);
    let z = (value - expected) / deviation;
    let p = match test {
        Test::Normal => quantile::normal_two_sided(z),
        Test::Permutations { count, seed } => permuted(&known, &mut centred, value, count, seed),
    };
    let isolated = areas - known.linked();
    Ok(Moran { value, expected, deviation, z, p, areas, isolated })
}

fn statistic(known: &Known, centred: &[f64]) -> f64 {
    let links = known.rows.iter().zip(centred).flat_map(|(row, own)| row.iter().map(move |link| (own, link)));
    let (cross, all) = links
        .fold((0.0, 0.0), |sum, (own, (to, weight))| (sum.0 + weight * own * centred[*to], sum.1 + weight));
    let squares: f64 = centred.iter().map(|value| value * value).sum();
    centred.len() as f64 / all * cross / squares
}

fn deviation(known: &Known, centred: &[f64], expected: f64) -> f64 {
    let n = centred.len() as f64;
    let (mut s0, mut s1) = (0.0, 0.0);
    let mut totals = vec![0.0; centred.len()];
    for (from, row) in known.rows.iter().enumerate() {
        for (to, weight) in row {
            let back =
                known.rows[*to].iter().find(|(other, _)| *other == from).map_or(0.0, |(_, back)| *back);
            s0 += weight;
            // Each direction counts (w + w')² / 2; a link that goes one way only counts for both.
            s1 += if back > 0.0 { (weight + back).powi(2) / 2.0 } else { weight * weight };
            totals[from] += weight;
            totals[*to] += weight;
        }
    }
    let s2: f64 = totals.iter().map(|total| total * total).sum();
    let moment = |power| centred.iter().map(|value| value.powi(power)).sum::<f64>() / n;
    let kurtosis = moment(4) / moment(2).powi(2);
    let first = n * ((n * n - 3.0 * n + 3.0) * s1 - n * s2 + 3.0 * s0 * s0);
    let second = kurtosis * ((n * n - n) * s1 - 2.0 * n * s2 + 6.0 * s0 * s0);
    let below = (n - 1.0) * (n - 2.0) * (n - 3.0) * s0 * s0;
    ((first - second) / below - expected * expected).max(0.0).sqrt()
}

fn permuted(known: &Known, centred: &mut [f64], found: f64, count: usize, seed: u64) -> f64 {
    let mut random = Random::new(seed);
    let (mut above, mut below) = (0_usize, 0_usize);
    for _ in 0..count {
        let all = centred.len();
        random.choose(centred, all);
        let value = statistic(known, centred);
        above += usize::from(value >= found - 1e-12);
        below += usize::from(value <= found + 1e-12);
    }
    (2.0 * (above.min(below) + 1) as f64 / (count + 1) as f64).min(1.0)
}
