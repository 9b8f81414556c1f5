//! Weighted means of any power.

use super::weights::WeightSum;
use super::{AggregateFault, Aggregation, Gaps};
use crate::assess::figure::Figure;

/// The bend of a mean: mean = bend⁻¹(Σ w · bend(x) / Σ w).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Bend {
    Straight,
    Log,
    Power(f64),
}

impl Bend {
    /// The bend of an aggregation; `None` for contests.
    pub(crate) fn of(method: Aggregation) -> Option<Self> {
        match method {
            Aggregation::Arithmetic(_) => Some(Self::Straight),
            Aggregation::Geometric => Some(Self::Log),
            Aggregation::Harmonic => Some(Self::Power(-1.0)),
            Aggregation::Power { p } => Some(Self::Power(p)),
            Aggregation::Copeland => None,
        }
    }

    pub(crate) fn bent(self, value: f64) -> f64 {
        match self {
            Self::Straight => value,
            Self::Log => value.ln(),
            Self::Power(p) => value.powf(p),
        }
    }

    pub(crate) fn unbent(self, value: f64) -> f64 {
        match self {
            Self::Straight => value,
            Self::Log => value.exp(),
            Self::Power(p) => value.powf(1.0 / p),
        }
    }

    /// Slope of the chord between two values; of the curve, where they are one.
    pub(crate) fn chord(self, a: f64, b: f64) -> f64 {
        if self == Self::Straight {
            return 1.0;
        }
        if (a - b).abs() > 1e-7 * a.abs().max(b.abs()) {
            return (self.bent(a) - self.bent(b)) / (a - b);
        }
        let middle = 0.5 * (a + b);
        match self {
            Self::Straight => 1.0,
            Self::Log => middle.recip(),
            Self::Power(p) => p * middle.powf(p - 1.0),
        }
    }
}

/// The weighted mean of each area; see [`aggregate`](super::aggregate).
///
/// # Errors
/// [`AggregateFault::NotPositive`] where the mean needs scores above nought;
/// [`AggregateFault::Setting`] for [`Aggregation::Copeland`], which is no mean.
pub fn weighted_mean(
    parts: &[&[Figure]],
    weights: &[f64],
    method: Aggregation,
    gaps: Gaps,
) -> Result<Vec<Figure>, AggregateFault> {
    let Some(bend) = Bend::of(method) else {
        return Err(AggregateFault::Setting("contests are no mean".to_owned()));
    };
    let as_given = method == Aggregation::Arithmetic(WeightSum::AsGiven);
    let all: f64 = weights.iter().sum();
    let areas = parts.first().map_or(0, |part| part.len());
    let mean_of = |area: usize| {
        let (mut sum, mut present, mut missing) = (0.0, 0.0, None);
        for (at, (part, weight)) in parts.iter().zip(weights).enumerate() {
            if *weight == 0.0 {
                continue;
            }
            match part[area] {
                Ok(value) if method.needs_positive() && value <= 0.0 => {
                    return Err(AggregateFault::NotPositive { part: at, area, value });
                }
                Ok(value) => {
                    sum += weight * bend.bent(value);
                    present += weight;
                }
                Err(gap) => missing = missing.or(Some(gap)),
            }
        }
        if let Some(gap) = gaps.verdict(missing, present, all) {
            return Ok(Err(gap));
        }
        // As given, a sum that lacks a part is brought up to the whole weight.
        let scale = if as_given { all } else { 1.0 };
        Ok(Ok(bend.unbent(sum / present) * scale))
    };
    (0..areas).map(mean_of).collect()
}
