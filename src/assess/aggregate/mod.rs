//! Aggregation: scores of parts become the score of a whole.

mod copeland;
mod means;
mod weights;

pub use copeland::copeland;
pub(crate) use copeland::wins_by_part;
pub(crate) use means::Bend;
pub use means::weighted_mean;
pub use weights::{Weighing, WeightSum, weighing};

use super::figure::Figure;
use crate::model::Missing;

/// How the parts are put together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Aggregation {
    /// Weighted sum: a bad part can be made good by another in full.
    Arithmetic(WeightSum),
    /// Weighted geometric mean: the lower the low parts, the less the high ones count.
    Geometric,
    /// Weighted harmonic mean: stronger still.
    Harmonic,
    /// (Σ w x^p / Σ w)^(1/p); above 1, high scores count more.
    Power {
        /// The power; neither 0 (that is the geometric mean) nor infinite.
        p: f64,
    },
    /// Wins less losses in pairwise contests, from 0 to 100: nothing is made good.
    Copeland,
}

/// What a gap among the parts does to the whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Gaps {
    /// The whole is a gap too, for the same reason.
    Refuse,
    /// The other parts take over its weight, as long as they hold enough of it.
    Reweight {
        /// Share of the weight that must be there, 0 to 1.
        least_present: f64,
    },
}

impl Gaps {
    /// Why the whole has no score, if it has none.
    pub(crate) fn verdict(self, missing: Option<Missing>, present: f64, all: f64) -> Option<Missing> {
        let gap = missing?;
        match self {
            Self::Refuse => Some(gap),
            Self::Reweight { least_present } => {
                (present <= 0.0 || present < least_present * all).then_some(gap)
            }
        }
    }
}

impl Aggregation {
    /// The name used in files and on the wire.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Arithmetic(_) => "arithmetic",
            Self::Geometric => "geometric",
            Self::Harmonic => "harmonic",
            Self::Power { .. } => "power",
            Self::Copeland => "copeland",
        }
    }

    /// Whether every part must be above nought.
    #[must_use]
    pub fn needs_positive(&self) -> bool {
        match self {
            Self::Arithmetic(_) | Self::Copeland => false,
            Self::Geometric | Self::Harmonic | Self::Power { .. } => true,
        }
    }

    /// Faults of the setting itself.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn check(&self) -> Result<(), String> {
        match self {
            Self::Power { p } if *p == 0.0 => Err("a power of 0 is the geometric mean: name that".to_owned()),
            Self::Power { p } if !p.is_finite() || p.abs() > 50.0 => {
                Err(format!("a power of {p}: from -50 to 50 it can be reckoned"))
            }
            _ => Ok(()),
        }
    }
}

/// Why parts could not be put together.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AggregateFault {
    /// The setting itself is impossible.
    #[error("{0}")]
    Setting(String),
    /// A weight below nought or not a number.
    #[error("the weight of part {at} is {value}: weights are numbers from nought")]
    BadWeight {
        /// Position of the part.
        at: usize,
        /// Its weight.
        value: f64,
    },
    /// No weight is above nought.
    #[error("no part has a weight above nought")]
    NoWeight,
    /// A score that the mean cannot take.
    #[error("the score of part {part} in area {area} is {value}: this mean needs scores above nought")]
    NotPositive {
        /// Position of the part.
        part: usize,
        /// Position of the area.
        area: usize,
        /// The score.
        value: f64,
    },
    /// Parts of different length, or another number of weights.
    #[error("{found} where {wanted} are needed")]
    WrongLength {
        /// How many are needed.
        wanted: usize,
        /// How many there are.
        found: usize,
    },
    /// A contest needs two areas.
    #[error("a contest needs at least two areas with scores")]
    OneArea,
}

/// Puts columns of scores together, area by area.
///
/// A part with a weight of nought has no say and its gaps do no harm.
///
/// # Units
/// Unit of the scores; Copeland: 0 to 100.
///
/// # Errors
/// [`AggregateFault`].
///
/// # Examples
/// ```
/// use wardwise::assess::aggregate::{aggregate, Aggregation, Gaps};
/// let (a, b) = ([Ok(1.0), Ok(9.0)], [Ok(4.0), Ok(9.0)]);
/// let whole = aggregate(&[&a, &b], &[1.0, 1.0], Aggregation::Geometric, Gaps::Refuse)?;
/// assert!((whole[0].unwrap() - 2.0).abs() < 1e-12 && (whole[1].unwrap() - 9.0).abs() < 1e-12);
/// # Ok::<(), wardwise::assess::aggregate::AggregateFault>(())
/// ```
///
/// # Source
/// OECD and JRC, "Handbook on constructing composite indicators", 2008, step 6.
pub fn aggregate(
    parts: &[&[Figure]],
    weights: &[f64],
    method: Aggregation,
    gaps: Gaps,
) -> Result<Vec<Figure>, AggregateFault> {
    method.check().map_err(AggregateFault::Setting)?;
    check_shape(parts, weights)?;
    match method {
        Aggregation::Copeland => copeland(parts, weights, gaps),
        mean => weighted_mean(parts, weights, mean, gaps),
    }
}

fn check_shape(parts: &[&[Figure]], weights: &[f64]) -> Result<(), AggregateFault> {
    if parts.len() != weights.len() {
        return Err(AggregateFault::WrongLength { wanted: parts.len(), found: weights.len() });
    }
    if let Some(at) = weights.iter().position(|weight| !weight.is_finite() || *weight < 0.0) {
        return Err(AggregateFault::BadWeight { at, value: weights[at] });
    }
    if weights.iter().all(|weight| *weight == 0.0) {
        return Err(AggregateFault::NoWeight);
    }
    let wanted = parts.first().map_or(0, |part| part.len());
    let odd = parts.iter().find(|part| part.len() != wanted);
    odd.map_or(Ok(()), |part| Err(AggregateFault::WrongLength { wanted, found: part.len() }))
}

#[cfg(test)]
mod tests;
