//! Means of measurements.

use super::level::{Estimate, Interval, IntervalError, Level, check_denominator};
use super::quantile;
use crate::assess::figure;

/// The mean of values with Student's limits.
///
/// # Units
/// Unit of the values.
///
/// # Errors
/// [`IntervalError::TooFew`] below two values, [`IntervalError::NotFinite`].
///
/// # Source
/// "Student", "The probable error of a mean", Biometrika 6, 1908.
pub fn mean_of_values(values: &[f64], level: Level) -> Result<Estimate, IntervalError> {
    if values.iter().any(|value| !value.is_finite()) {
        return Err(IntervalError::NotFinite { what: "value" });
    }
    if values.len() < 2 {
        return Err(IntervalError::TooFew { what: "values", found: values.len(), needed: 2 });
    }
    let count = values.len() as f64;
    let error = figure::standard_deviation(values) / count.sqrt();
    let reach = quantile::student(1.0 - level.alpha() / 2.0, count - 1.0) * error;
    let value = figure::mean(values);
    Ok(Estimate { value, interval: Interval { low: value - reach, high: value + reach } })
}

/// The interval of a figure whose standard error is known, on normal quantiles.
///
/// # Errors
/// [`IntervalError::NotFinite`]; [`IntervalError::ZeroDenominator`] for a
/// standard error of nought or below.
pub fn mean_with_error(value: f64, standard_error: f64, level: Level) -> Result<Estimate, IntervalError> {
    if !value.is_finite() {
        return Err(IntervalError::NotFinite { what: "value" });
    }
    check_denominator("standard error", standard_error)?;
    let reach = level.z() * standard_error;
    Ok(Estimate { value, interval: Interval { low: value - reach, high: value + reach } })
}
