//! The exponential transformation of the English Indices of Deprivation.

use crate::assess::intervals::IntervalError;

/// A rank among `count` areas, rank 1 the most deprived, on a scale from 1/N to 1.
///
/// # Units
/// Share: 1 for the most deprived area, 1/N for the least.
///
/// # Errors
/// [`IntervalError::ZeroDenominator`] for no areas; [`IntervalError::MoreThanAll`]
/// for a rank beyond them; [`IntervalError::TooFew`] for a rank below 1.
pub fn scaled_rank(rank: f64, count: f64) -> Result<f64, IntervalError> {
    if !rank.is_finite() || !count.is_finite() {
        return Err(IntervalError::NotFinite { what: "rank" });
    }
    if count <= 0.0 {
        return Err(IntervalError::ZeroDenominator { what: "number of areas", value: count });
    }
    if rank > count {
        return Err(IntervalError::MoreThanAll { count: rank, total: count });
    }
    if rank < 1.0 {
        return Err(IntervalError::TooFew { what: "as a rank", found: 0, needed: 1 });
    }
    Ok((count - rank + 1.0) / count)
}

/// X = −23 ln(1 − R (1 − e^(−100/23))) of a scaled rank R.
///
/// It spreads the most deprived tenth over half of the scale, so that being
/// very badly off in one domain is not made good by being well off in another.
///
/// # Units
/// From near 0 up to 100 for R = 1.
///
/// # Examples
/// ```
/// use wardwise::assess::normalise::imd_exponential;
/// assert!((imd_exponential(0.9) - 50.4267).abs() < 1e-4);
/// assert!((imd_exponential(1.0) - 100.0).abs() < 1e-9);
/// ```
///
/// # Source
/// "The English Indices of Deprivation 2019: technical report", MHCLG, appendix E.
#[must_use]
pub fn imd_exponential(scaled_rank: f64) -> f64 {
    let reach = -(-100.0_f64 / 23.0).exp_m1();
    -23.0 * (-scaled_rank * reach).ln_1p()
}
