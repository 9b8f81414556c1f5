//! Counts of events, and crude rates made of them.

use super::level::{Estimate, Interval, IntervalError, Level, check_count, check_denominator};
use super::quantile;

/// Below this many events the exact method is used.
pub const EXACT_BELOW: f64 = 10.0;

/// The limits of a count by Byar's approximation.
///
/// Good to a fraction of an event from 10 events on; [`count_interval`]
/// chooses the exact method below.
///
/// # Units
/// Events.
///
/// # Errors
/// [`IntervalError::Negative`], [`IntervalError::NotFinite`];
/// [`IntervalError::TooFew`] below one event, where the formula has no lower limit.
///
/// # Examples
/// ```
/// use wardwise::assess::intervals::{byar, Level};
/// let limits = byar(100.0, Level::P95).unwrap();
/// assert!((limits.low - 81.3621).abs() < 1e-4 && (limits.high - 121.6279).abs() < 1e-4);
/// ```
///
/// # Source
/// N. E. Breslow and N. E. Day, "Statistical methods in cancer research II", IARC 1987, p. 69.
pub fn byar(count: f64, level: Level) -> Result<Interval, IntervalError> {
    check_count("count", count)?;
    if count < 1.0 {
        return Err(IntervalError::TooFew { what: "events", found: 0, needed: 1 });
    }
    Ok(byar_limits(count, level.z()))
}

pub(super) fn byar_limits(count: f64, z: f64) -> Interval {
    let next = count + 1.0;
    let low = count * (1.0 - 1.0 / (9.0 * count) - z / (3.0 * count.sqrt())).powi(3);
    let high = next * (1.0 - 1.0 / (9.0 * next) + z / (3.0 * next.sqrt())).powi(3);
    // The cube of a negative number is a limit below nought, which no count has.
    Interval { low: low.max(0.0), high }
}

/// The exact limits of a count of events that come singly and at random.
///
/// # Units
/// Events.
///
/// # Errors
/// [`IntervalError::Negative`], [`IntervalError::NotFinite`].
///
/// # Source
/// F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28, 1936.
pub fn exact_poisson(count: f64, level: Level) -> Result<Interval, IntervalError> {
    check_count("count", count)?;
    let half = level.alpha() / 2.0;
    Ok(Interval {
        low: quantile::chi_squared(half, 2.0 * count) / 2.0,
        high: quantile::chi_squared(1.0 - half, 2.0 * count + 2.0) / 2.0,
    })
}

/// The limits of a count: exact below ten events, Byar's from ten on.
///
/// # Errors
/// [`IntervalError::Negative`], [`IntervalError::NotFinite`].
///
/// # Source
/// UKHSA, technical guide to confidence intervals.
pub fn count_interval(count: f64, level: Level) -> Result<Interval, IntervalError> {
    if count < EXACT_BELOW { exact_poisson(count, level) } else { byar(count, level) }
}

/// A crude rate: events per `per` of the population, with its limits.
///
/// # Units
/// Events per `per` persons (or dwellings, or hours).
///
/// # Errors
/// [`IntervalError::Negative`] count, [`IntervalError::ZeroDenominator`]
/// for a population or `per` of nought, [`IntervalError::NotFinite`].
pub fn rate(count: f64, population: f64, per: f64, level: Level) -> Result<Estimate, IntervalError> {
    check_denominator("population", population)?;
    check_denominator("unit of the rate", per)?;
    let factor = per / population;
    let interval = count_interval(count, level)?.scaled(factor);
    Ok(Estimate { value: count * factor, interval })
}
