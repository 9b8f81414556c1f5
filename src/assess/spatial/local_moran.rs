//! Local Moran: clusters, and areas unlike their neighbours.

use super::fdr::benjamini_hochberg;
use super::neighbours::{Known, Neighbours};
use super::permute::{Test, check_test, conditional};
use super::{Local, SpatialFault, Spot, Tested, Untestable};
use crate::assess::figure::{self, Figure};
use crate::assess::intervals::quantile;

/// The local Moran statistic of every area, tested with the false-discovery rate held at `rate`.
///
/// `I_i` = (n − 1) `z_i` `Σ_j` `w_ij` `z_j` / Σ z²: above nought where an area is like its neighbours.
/// The test asks whether the neighbours are further from the rest than chance
/// explains, the area's own figure kept.
///
/// # Errors
/// [`SpatialFault`].
///
/// # Source
/// L. Anselin, "Local indicators of spatial association", Geographical
/// Analysis 27, 1995; moments with the area kept: R. R. Sokal et al.,
/// "Local spatial autocorrelation in a biological model", 1998.
pub fn local_moran(
    column: &[Figure],
    neighbours: &Neighbours,
    test: Test,
    rate: f64,
) -> Result<Vec<Local>, SpatialFault> {
    let known = Known::of(column, neighbours)?;
    check_test(test, rate, known.linked())?;
    let centre = figure::mean(&known.values);
    let centred: Vec<f64> = known.values.iter().map(|value| value - centre).collect();
    let lag = |row: &Vec<(usize, f64)>| row.iter().map(|(to, weight)| weight * centred[*to]).sum::<f64>();
    let lags: Vec<f64> = known.rows.iter().map(lag).collect();
    let p = match test {
        Test::Permutations { count, seed } => conditional(&known, count, seed),
        Test::Normal => (0..lags.len()).map(|at| normal(&known, &centred, lags[at], at)).collect(),
    };
    Ok(judged(column, &known, &centred, &lags, &p, rate))
}

/// p of a sum over neighbours when the other figures are dealt out at random:
/// the moments of a sample without putting back.
fn normal(known: &Known, centred: &[f64], lag: f64, area: usize) -> f64 {
    let others = centred.len() as f64 - 1.0;
    let squares: f64 = centred.iter().map(|value| value * value).sum();
    let mean = -centred[area] / others;
    let variance = (squares - centred[area].powi(2)) / others - mean * mean;
    let row = &known.rows[area];
    let sum: f64 = row.iter().map(|(_, weight)| weight).sum();
    let square: f64 = row.iter().map(|(_, weight)| weight * weight).sum();
    let of_sum = variance * (others * square - sum * sum) / (others - 1.0);
    if of_sum <= 1e-12 * variance * square {
        1.0
    } else {
        quantile::normal_two_sided((lag - mean * sum) / of_sum.sqrt())
    }
}

fn judged(
    column: &[Figure],
    known: &Known,
    centred: &[f64],
    lags: &[f64],
    p: &[f64],
    rate: f64,
) -> Vec<Local> {
    let n = centred.len();
    let squares: f64 = centred.iter().map(|value| value * value).sum();
    // With every other area a neighbour, each deal is the same.
    let testable = |at: usize| !known.rows[at].is_empty() && known.rows[at].len() < n - 1;
    let made: Vec<Option<f64>> = (0..n).map(|at| testable(at).then_some(p[at])).collect();
    let adjusted = benjamini_hochberg(&made);
    let mut result: Vec<Local> = column
        .iter()
        .map(|figure| Local::NotTestable(figure.map_or_else(Untestable::Gap, |_| Untestable::Isolated)))
        .collect();
    for (at, place) in known.places.iter().enumerate() {
        result[*place] = match adjusted[at] {
            Some(adjusted) => {
                let statistic = (n as f64 - 1.0) * centred[at] * lags[at] / squares;
                let spot = (adjusted <= rate).then(|| quadrant(centred[at], lags[at]));
                Local::Tested(Tested { statistic, p: p[at], adjusted, spot })
            }
            None if known.rows[at].is_empty() => Local::NotTestable(Untestable::Isolated),
            None => Local::NotTestable(Untestable::NothingElsewhere),
        };
    }
    result
}

fn quadrant(own: f64, lag: f64) -> Spot {
    match (own > 0.0, lag > 0.0) {
        (true, true) => Spot::Hot,
        (false, false) => Spot::Cold,
        (true, false) => Spot::HighAmongLow,
        (false, true) => Spot::LowAmongHigh,
    }
}
