//! Floating catchments that count every resident and all supply once.

use super::decay::Decay;
use super::level::{Level, SiteRatio, level};
use super::minutes::{AccessError, Minutes};
use super::two_step::{has_way, weights};

/// What came of the balanced shares.
#[derive(Debug, Clone, PartialEq)]
pub struct Balanced {
    /// Residents who turn to each site. They add up to
    /// [`Balanced::residents_in_reach`].
    pub demand: Vec<f64>,
    /// Supply of each site for each resident who turns to it.
    pub ratios: Vec<SiteRatio>,
    /// Level of service at each origin: the ratios, each shared among the
    /// origins that reach the site. They add up to the sum of the ratios.
    pub levels: Vec<Level>,
    /// Supply that the residents of each origin receive; it adds up to
    /// [`Balanced::supply_used`]. Zero where nobody lives.
    pub received: Vec<f64>,
    /// Residents with a site in reach.
    pub residents_in_reach: f64,
    /// Residents without one; they turn nowhere and are not lost.
    pub residents_without: f64,
    /// Supply of sites that somebody turns to.
    pub supply_used: f64,
    /// Supply of sites that nobody turns to.
    pub supply_unused: f64,
}

/// Supply over demand with both shared out, so that nothing counts twice.
///
/// Residents of origin i turn to site j in the share `p_ij = f_ij / Σ_j f_ij`.
/// `L_j = S_j / Σ_i P_i p_ij` is what the site has for each. Its level is
/// shared among the origins in reach by `s_ij = f_ij / Σ_i f_ij`, which gives
/// `A_i = Σ_j L_j s_ij`. So `Σ_j Σ_i P_i p_ij` is the population, and
/// `Σ_i A_i = Σ_j L_j`. What the residents of i receive is `Σ_j P_i p_ij L_j`,
/// which adds up to the supply. Sites that nobody turns to have no level and
/// stand out of both sums.
///
/// # Errors
/// [`AccessError`] for numbers that are none and lists that do not match.
///
/// # Source
/// Páez, Higgins and Vivona 2019, PLOS ONE 14(6) e0218773;
/// `docs/methods/access.md`.
pub fn balanced(
    minutes: &Minutes,
    residents: &[f64],
    supply: &[f64],
    decay: &Decay,
) -> Result<Balanced, AccessError> {
    minutes.check(residents, supply)?;
    let origins = 0..residents.len();
    let of_origin: Vec<f64> =
        origins.clone().map(|origin| weights(minutes, origin, decay).map(|(_, w)| w).sum()).collect();
    let (mut of_site, mut demand) = (vec![0.0; supply.len()], vec![0.0; supply.len()]);
    for origin in origins.clone() {
        for (site, weight) in weights(minutes, origin, decay) {
            of_site[site] += weight;
            demand[site] += residents[origin] * (weight / of_origin[origin]);
        }
    }
    let ratios: Vec<SiteRatio> = supply.iter().zip(&demand).map(|(s, d)| SiteRatio::new(*s, *d)).collect();
    let ratio = |site: usize| ratios[site].value().unwrap_or(0.0);
    let level_of = |origin: usize| {
        let sum = weights(minutes, origin, decay).map(|(site, w)| ratio(site) * (w / of_site[site])).sum();
        level(sum, of_origin[origin] > 0.0, has_way(minutes, origin))
    };
    let received_by = |origin: usize| {
        let share = |(site, w): (usize, f64)| residents[origin] * (w / of_origin[origin]) * ratio(site);
        weights(minutes, origin, decay).map(share).sum()
    };
    let levels = origins.clone().map(level_of).collect();
    let received = origins.map(received_by).collect();
    let in_reach = |wanted: bool| {
        residents
            .iter()
            .zip(&of_origin)
            .filter(|(_, sum)| (**sum > 0.0) == wanted)
            .map(|(people, _)| people)
            .sum()
    };
    let used = |wanted: bool| {
        supply
            .iter()
            .zip(&demand)
            .filter(|(_, demand)| (**demand > 0.0) == wanted)
            .map(|(supply, _)| supply)
            .sum()
    };
    Ok(Balanced {
        levels,
        received,
        residents_in_reach: in_reach(true),
        residents_without: in_reach(false),
        supply_used: used(true),
        supply_unused: used(false),
        demand,
        ratios,
    })
}
