//! Shares: how many of a number are or do something.

use super::level::{Estimate, Interval, IntervalError, Level, check_denominator, check_share};

/// Wilson's limits of a share.
///
/// They stay between 0 and 1 and are honest for small numbers and shares near either end.
///
/// # Units
/// Share, 0 to 1.
///
/// # Errors
/// [`IntervalError::Negative`], [`IntervalError::ZeroDenominator`],
/// [`IntervalError::MoreThanAll`], [`IntervalError::NotFinite`].
///
/// # Source
/// E. B. Wilson, "Probable inference, the law of succession, and statistical
/// inference", Journal of the American Statistical Association 22, 1927.
pub fn wilson(count: f64, total: f64, level: Level) -> Result<Interval, IntervalError> {
    check_share(count, total)?;
    let z = level.z();
    let square = z * z;
    let middle = 2.0 * count + square;
    let reach = z * (square + 4.0 * count * (1.0 - count / total)).sqrt();
    let below = 2.0 * (total + square);
    let share = count / total;
    // Rounding must carry no limit past what a share can be, nor past the share itself.
    Ok(Interval {
        low: ((middle - reach) / below).max(0.0).min(share),
        high: ((middle + reach) / below).min(1.0).max(share),
    })
}

/// A share expressed per `per` (1 or 100), with Wilson's limits.
///
/// # Errors
/// As [`wilson`].
pub fn share(count: f64, total: f64, per: f64, level: Level) -> Result<Estimate, IntervalError> {
    check_denominator("unit of the share", per)?;
    let interval = wilson(count, total, level)?.scaled(per);
    Ok(Estimate { value: count / total * per, interval })
}
