//! The two-step floating catchment area, plain and enhanced.

use super::decay::Decay;
use super::level::{Level, SiteRatio, level};
use super::minutes::{AccessError, Leg, Minutes};

/// What came of the two steps.
#[derive(Debug, Clone, PartialEq)]
pub struct TwoStep {
    /// Step one: supply of each site over the residents in its reach.
    pub ratios: Vec<SiteRatio>,
    /// Step two: the ratios in reach of each origin, added up.
    pub levels: Vec<Level>,
}

/// Supply over demand in floating catchments.
///
/// `R_j = S_j / Σ_k P_k f(t_kj)`, then `A_i = Σ_j R_j f(t_ij)`, with f the decay.
/// A resident in reach of two sites counts at both, and a site that two
/// origins reach is counted for both: levels compare places, they do not add
/// up to the supply. Use [`super::balanced`] where totals matter.
///
/// # Units
/// Levels are supply (beds, desks, hours) for each resident.
///
/// # Errors
/// [`AccessError`] for numbers that are none and lists that do not match.
///
/// # Source
/// Luo and Wang 2003; with decay Luo and Qi 2009, Dai 2010;
/// `docs/methods/access.md`.
pub fn two_step(
    minutes: &Minutes,
    residents: &[f64],
    supply: &[f64],
    decay: &Decay,
) -> Result<TwoStep, AccessError> {
    minutes.check(residents, supply)?;
    let mut demand = vec![0.0; supply.len()];
    for (origin, people) in residents.iter().enumerate() {
        for (site, weight) in weights(minutes, origin, decay) {
            demand[site] += people * weight;
        }
    }
    let ratios: Vec<SiteRatio> =
        supply.iter().zip(&demand).map(|(supply, demand)| SiteRatio::new(*supply, *demand)).collect();
    let levels = (0..residents.len()).map(|origin| {
        let (mut sum, mut is_in_reach) = (0.0, false);
        for (site, weight) in weights(minutes, origin, decay) {
            is_in_reach = true;
            sum += weight * ratios[site].value().unwrap_or(0.0);
        }
        level(sum, is_in_reach, has_way(minutes, origin))
    });
    let levels = levels.collect();
    Ok(TwoStep { ratios, levels })
}

/// The sites that count for an origin, each with its weight above zero.
pub(super) fn weights(minutes: &Minutes, origin: usize, decay: &Decay) -> impl Iterator<Item = (usize, f64)> {
    minutes.row(origin).iter().enumerate().filter_map(move |(site, leg)| match leg {
        Leg::Minutes(minutes) => Some((site, decay.weight(*minutes))).filter(|(_, weight)| *weight > 0.0),
        Leg::Beyond | Leg::Unreachable => None,
    })
}

/// Whether there is a way from an origin to any site, however long.
pub(super) fn has_way(minutes: &Minutes, origin: usize) -> bool {
    minutes.row(origin).iter().any(|leg| !matches!(leg, Leg::Unreachable))
}
