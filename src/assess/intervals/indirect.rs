//! Indirectly standardised rates: events against what the reference rates would give.

use super::level::{Estimate, IntervalError, Level, check_count, check_denominator};
use super::poisson::count_interval;
use super::standardised::Stratum;

/// An indirectly standardised rate and what it is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IndirectRate {
    /// Events counted.
    pub observed: f64,
    /// Events that the reference's rates would give among the area's people.
    pub expected: f64,
    /// Crude rate of the reference, per `per`.
    pub reference: f64,
    /// Observed over expected times the reference rate, with its limits.
    pub rate: Estimate,
}

/// The indirectly standardised rate per `per` of an area with `observed` events.
///
/// `strata` holds the reference's counts and populations; the area's people
/// stand in [`Stratum::standard`], since it is to them that the rates are applied.
///
/// # Errors
/// [`IntervalError::ZeroDenominator`] where no event is expected or a stratum
/// of the reference has no people; [`IntervalError::Negative`]; [`IntervalError::NotFinite`].
///
/// # Source
/// UKHSA, technical guide to confidence intervals; Byar's limits, exact below ten events.
pub fn indirectly_standardised_rate(
    observed: f64,
    strata: &[Stratum],
    per: f64,
    level: Level,
) -> Result<IndirectRate, IntervalError> {
    check_denominator("unit of the rate", per)?;
    for stratum in strata {
        check_count("count of a stratum", stratum.count)?;
        check_count("population of the area in a stratum", stratum.standard)?;
        check_denominator("population of a stratum", stratum.population)?;
    }
    let expected = strata.iter().map(|s| s.count / s.population * s.standard).sum();
    check_denominator("expected count", expected)?;
    let people: f64 = strata.iter().map(|s| s.population).sum();
    let reference = strata.iter().map(|s| s.count).sum::<f64>() / people * per;
    let factor = reference / expected;
    let interval = count_interval(observed, level)?.scaled(factor);
    Ok(IndirectRate { observed, expected, reference, rate: Estimate { value: observed * factor, interval } })
}
