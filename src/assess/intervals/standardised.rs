//! Directly standardised rates: what the rate would be if every area had the
//! standard population's ages.

use super::level::{Estimate, IntervalError, Level, check_count, check_denominator};
use super::poisson::count_interval;

/// One age group (or other stratum) of an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// Events counted.
    pub count: f64,
    /// People of the area in it.
    pub population: f64,
    /// People of the standard population in it.
    pub standard: f64,
}

/// The directly standardised rate per `per`, with Dobson's limits on Byar's.
///
/// # Units
/// Events per `per` persons of the standard population.
///
/// # Errors
/// [`IntervalError::TooFew`] below ten events in all, where the practice is to give no rate;
/// [`IntervalError::ZeroDenominator`] for a stratum without people (its rate
/// is not nought but unknown) or an empty standard; [`IntervalError::Negative`];
/// [`IntervalError::NotFinite`].
///
/// # Source
/// A. J. Dobson et al., "Confidence intervals for weighted sums of Poisson
/// parameters", Statistics in Medicine 10, 1991; UKHSA technical guide.
pub fn directly_standardised_rate(
    strata: &[Stratum],
    per: f64,
    level: Level,
) -> Result<Estimate, IntervalError> {
    strata.iter().try_for_each(check_stratum)?;
    check_denominator("unit of the rate", per)?;
    let total: f64 = strata.iter().map(|stratum| stratum.count).sum();
    let standard: f64 = strata.iter().map(|stratum| stratum.standard).sum();
    check_denominator("standard population", standard)?;
    if total < 10.0 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 10")]
        return Err(IntervalError::TooFew { what: "events", found: total as usize, needed: 10 });
    }
    let weighted = |power: i32| -> f64 {
        strata.iter().map(|s| (s.standard / s.population).powi(power) * s.count).sum()
    };
    let value = weighted(1) / standard;
    let variance = weighted(2) / (standard * standard);
    let stretch = (variance / total).sqrt();
    let events = count_interval(total, level)?;
    let limit = |events: f64| (value + stretch * (events - total)) * per;
    let interval = super::Interval { low: limit(events.low), high: limit(events.high) };
    Ok(Estimate { value: value * per, interval })
}

fn check_stratum(stratum: &Stratum) -> Result<(), IntervalError> {
    check_count("count of a stratum", stratum.count)?;
    check_count("standard population of a stratum", stratum.standard)?;
    check_denominator("population of a stratum", stratum.population)
}
