//! Normalisation: figures of many units become scores that can be added.
//!
//! A score points to need: the higher, the worse. Which end of an indicator is
//! the worse one is its [`Direction`].

mod fit;
mod imd;

pub use fit::{Fitted, normalise};
pub use imd::{imd_exponential, scaled_rank};

/// Which end of an indicator is the worse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// High figures are worse: claimants, crimes.
    HighIsWorse,
    /// High figures are better: qualifications, green space.
    HighIsBetter,
    /// Neither: for information, without a say in a score.
    Neither,
}

impl Direction {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::HighIsWorse, Self::HighIsBetter, Self::Neither];

    /// The name used in recipes and on the wire: that of a measure's polarity.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::HighIsWorse => "higher-is-worse",
            Self::HighIsBetter => "lower-is-worse",
            Self::Neither => "neither",
        }
    }

    /// The direction of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|direction| direction.key() == key)
    }
}

/// How figures become scores.
#[derive(Debug, Clone, PartialEq)]
pub enum Normalisation {
    /// The best area gets `low`, the worst `high`, the rest lie between on a straight line.
    MinMax {
        /// Score of the best area.
        low: f64,
        /// Score of the worst area.
        high: f64,
    },
    /// Standard deviations from the mean.
    ZScore,
    /// 1.4826 median absolute deviations from the median.
    RobustZ,
    /// One for the best area; equal areas share the lower number.
    Rank,
    /// Share of the other areas that are better, 0 to 1.
    Percentile,
    /// The exponential transformation of the English Indices of Deprivation, up to 100.
    ImdExponential,
    /// How far an area is from a target: 0 where it is met, 1 for the worst area.
    DistanceToTarget {
        /// The target, in the unit of the figures.
        target: f64,
    },
    /// How far an area is from the best, as a share of the best figure.
    DistanceToBest,
    /// Scores for the categories that the figures are codes of.
    Categorical {
        /// Code and score.
        scores: Vec<(f64, f64)>,
    },
}

impl Normalisation {
    /// The name used in files and on the wire.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::MinMax { .. } => "min-max",
            Self::ZScore => "z",
            Self::RobustZ => "robust-z",
            Self::Rank => "rank",
            Self::Percentile => "percentile",
            Self::ImdExponential => "imd-exponential",
            Self::DistanceToTarget { .. } => "distance-to-target",
            Self::DistanceToBest => "distance-to-best",
            Self::Categorical { .. } => "categorical",
        }
    }

    /// Whether every score is above nought whatever the figures, as
    /// geometric and harmonic means need.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        match self {
            Self::MinMax { low, .. } => *low > 0.0,
            Self::Rank | Self::ImdExponential => true,
            Self::Categorical { scores } => scores.iter().all(|(_, score)| *score > 0.0),
            _ => false,
        }
    }

    /// Faults of the setting itself.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn check(&self, direction: Direction) -> Result<(), String> {
        match self {
            _ if direction == Direction::Neither => {
                Err("an indicator without a worse end has no score".to_owned())
            }
            Self::MinMax { low, high } if !(low.is_finite() && high.is_finite() && low < high) => {
                Err(format!("scores from {low} to {high}: the first must be the lower"))
            }
            Self::DistanceToTarget { target } if !target.is_finite() => {
                Err("the target is not a finite number".to_owned())
            }
            Self::Categorical { scores } => check_categories(scores, direction),
            _ => Ok(()),
        }
    }
}

fn check_categories(scores: &[(f64, f64)], direction: Direction) -> Result<(), String> {
    if direction == Direction::HighIsBetter {
        return Err(
            "scores of categories point to need themselves: the direction is high-is-worse".to_owned()
        );
    }
    if scores.is_empty() || scores.iter().any(|(code, score)| !code.is_finite() || !score.is_finite()) {
        return Err("categories need codes and scores that are finite numbers".to_owned());
    }
    for (at, (code, _)) in scores.iter().enumerate() {
        #[expect(clippy::float_cmp, reason = "codes are equal or they are not")]
        if scores[..at].iter().any(|(earlier, _)| earlier == code) {
            return Err(format!("category {code} has two scores"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
