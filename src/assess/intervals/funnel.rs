//! Funnel plots: how far from the benchmark chance alone would carry an area of a size.

use super::level::{IntervalError, Level, check_count, check_denominator, check_share};
use super::{Interval, poisson};

/// The limits of a funnel at one size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelLimits {
    /// The benchmark.
    pub baseline: f64,
    /// Within these, 95 % of areas like the benchmark lie.
    pub two_sd: Interval,
    /// Within these, 99.8 % do.
    pub three_sd: Interval,
}

/// Where an area stands in a funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Below the 99.8 % limit.
    VeryLow,
    /// Below the 95 % limit.
    Low,
    /// Within the 95 % limits: chance explains it.
    Ordinary,
    /// Above the 95 % limit.
    High,
    /// Above the 99.8 % limit.
    VeryHigh,
}

impl Verdict {
    /// The words beside the mark.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::VeryLow => "far lower than chance explains",
            Self::Low => "lower than chance explains",
            Self::Ordinary => "within what chance explains",
            Self::High => "higher than chance explains",
            Self::VeryHigh => "far higher than chance explains",
        }
    }
}

impl FunnelLimits {
    /// Where a value of this size stands; on a limit it is within.
    #[must_use]
    pub fn judge(&self, value: f64) -> Verdict {
        if value < self.three_sd.low {
            Verdict::VeryLow
        } else if value < self.two_sd.low {
            Verdict::Low
        } else if value > self.three_sd.high {
            Verdict::VeryHigh
        } else if value > self.two_sd.high {
            Verdict::High
        } else {
            Verdict::Ordinary
        }
    }
}

/// Funnel limits of a share for areas of `population`, around `count` of `total`.
///
/// p ± z √(p (1 − p) / n), within 0 and 1: an area is outside exactly where the
/// benchmark is outside the area's Wilson interval.
///
/// # Units
/// Share times `per` (1 or 100).
///
/// # Errors
/// As [`wilson`](super::wilson); [`IntervalError::ZeroDenominator`] for an area without people.
///
/// # Source
/// D. J. Spiegelhalter, "Funnel plots for comparing institutional
/// performance", Statistics in Medicine 24, 2005; UKHSA's practice.
pub fn funnel_limits_of_share(
    population: f64,
    count: f64,
    total: f64,
    per: f64,
) -> Result<FunnelLimits, IntervalError> {
    check_share(count, total)?;
    check_denominator("population", population)?;
    check_denominator("unit of the share", per)?;
    let baseline = count / total;
    let deviation = (baseline * (1.0 - baseline) / population).sqrt();
    let limits = |level: Level| {
        let reach = level.z() * deviation;
        Interval { low: (baseline - reach).max(0.0), high: (baseline + reach).min(1.0) }.scaled(per)
    };
    Ok(FunnelLimits { baseline: baseline * per, two_sd: limits(Level::P95), three_sd: limits(Level::P998) })
}

/// Funnel limits of a rate for areas of `population`, around `count` events among `total`.
///
/// The counts whose own interval (exact below ten events, Byar's from ten on)
/// just reaches the benchmark. So an area is outside exactly where the
/// benchmark is outside its interval; where even no event at all would not be low, the limit is nought.
///
/// # Units
/// Events per `per`.
///
/// # Errors
/// [`IntervalError::Negative`], [`IntervalError::ZeroDenominator`], [`IntervalError::NotFinite`].
pub fn funnel_limits_of_rate(
    population: f64,
    count: f64,
    total: f64,
    per: f64,
) -> Result<FunnelLimits, IntervalError> {
    check_count("count", count)?;
    check_denominator("total", total)?;
    check_denominator("population", population)?;
    check_denominator("unit of the rate", per)?;
    let expected = count / total * population;
    let limits = |level| reaching(expected, level).map(|limits| limits.scaled(per / population));
    let baseline = count / total * per;
    Ok(FunnelLimits { baseline, two_sd: limits(Level::P95)?, three_sd: limits(Level::P998)? })
}

/// The lowest and the highest count whose interval holds the expected one.
fn reaching(expected: f64, level: Level) -> Result<Interval, IntervalError> {
    let holds = |count: f64| poisson::count_interval(count, level).map(|interval| interval.holds(expected));
    let low = if holds(0.0)? { 0.0 } else { edge(0.0, expected, &holds)? };
    let far = 2.0 * expected + 10.0 * level.z() * (expected + 1.0).sqrt();
    Ok(Interval { low, high: edge(far, expected, &holds)? })
}

/// Where a count stops being in, between one that is out and one that is in.
fn edge(
    mut out: f64,
    mut inside: f64,
    holds: &impl Fn(f64) -> Result<bool, IntervalError>,
) -> Result<f64, IntervalError> {
    for _ in 0..60 {
        let middle = 0.5 * (out + inside);
        if holds(middle)? {
            inside = middle;
        } else {
            out = middle;
        }
    }
    Ok(inside)
}

/// Where an area with `count` of `population` stands among areas with `all_count` of `all_total`.
///
/// # Errors
/// As [`funnel_limits_of_share`].
pub fn judge_share(
    count: f64,
    population: f64,
    all_count: f64,
    all_total: f64,
) -> Result<Verdict, IntervalError> {
    check_share(count, population)?;
    Ok(funnel_limits_of_share(population, all_count, all_total, 1.0)?.judge(count / population))
}
