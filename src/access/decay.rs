//! How much a site counts, by how far away it is.

/// How much a site counts, from 1 beside it to 0 out of reach.
#[derive(Debug, Clone, PartialEq)]
pub enum Decay {
    /// Every site within the threshold counts in full: the plain 2SFCA
    /// (Luo and Wang 2003).
    Even {
        /// The longest way in minutes, itself included.
        threshold_min: f64,
    },
    /// A bell curve that comes to 0 at the threshold (Dai 2010).
    Gaussian {
        /// Where it comes to 0, in minutes.
        threshold_min: f64,
    },
    /// A straight slope from 1 to 0 at the threshold.
    Linear {
        /// Where it comes to 0, in minutes.
        threshold_min: f64,
    },
    /// Zones, each with its weight (Luo and Qi 2009): minutes up to and
    /// including which the weight holds, in rising order.
    Zones(Vec<(f64, f64)>),
}

/// Why a decay cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum DecayError {
    /// The threshold is not above zero.
    #[error("the threshold is {0}; it must be minutes above zero")]
    Threshold(f64),
    /// There are no zones.
    #[error("there are no zones")]
    NoZones,
    /// A zone does not end after the one before.
    #[error("zone {0} does not end after the one before it")]
    Order(usize),
    /// A weight lies outside 0 to 1, or rises.
    #[error("the weight of zone {0} must lie from 0 to 1 and not above the one before it")]
    Weight(usize),
}

impl Decay {
    /// Looks at thresholds, zones and weights.
    ///
    /// # Errors
    /// [`DecayError`] for the first that cannot be used.
    pub fn check(&self) -> Result<(), DecayError> {
        match self {
            Self::Even { threshold_min: t }
            | Self::Gaussian { threshold_min: t }
            | Self::Linear { threshold_min: t } => {
                (t.is_finite() && *t > 0.0).then_some(()).ok_or(DecayError::Threshold(*t))
            }
            Self::Zones(zones) if zones.is_empty() => Err(DecayError::NoZones),
            Self::Zones(zones) => check_zones(zones),
        }
    }

    /// The weight of a way of so many minutes, in `0..=1`.
    ///
    /// # Source
    /// Gaussian: (exp(−½(d/d₀)²) − exp(−½)) / (1 − exp(−½)).
    #[must_use]
    pub fn weight(&self, minutes: f64) -> f64 {
        match self {
            Self::Even { threshold_min } => f64::from(u8::from(minutes <= *threshold_min)),
            Self::Linear { threshold_min } => (1.0 - minutes / threshold_min).max(0.0),
            Self::Gaussian { threshold_min } if minutes >= *threshold_min => 0.0,
            Self::Gaussian { threshold_min } => {
                let edge = (-0.5_f64).exp();
                ((-0.5 * (minutes / threshold_min).powi(2)).exp() - edge) / (1.0 - edge)
            }
            Self::Zones(zones) => {
                zones.iter().find(|(to, _)| minutes <= *to).map_or(0.0, |(_, weight)| *weight)
            }
        }
    }

    /// Minutes at and beyond which nothing counts.
    #[must_use]
    pub fn reach_min(&self) -> f64 {
        match self {
            Self::Even { threshold_min: t }
            | Self::Gaussian { threshold_min: t }
            | Self::Linear { threshold_min: t } => *t,
            Self::Zones(zones) => zones.last().map_or(0.0, |(to, _)| *to),
        }
    }
}

fn check_zones(zones: &[(f64, f64)]) -> Result<(), DecayError> {
    let (mut end, mut above) = (0.0, 1.0);
    for (at, (to, weight)) in zones.iter().enumerate() {
        if !(to.is_finite() && *to > end) {
            return Err(DecayError::Order(at + 1));
        }
        if !(0.0..=above).contains(weight) {
            return Err(DecayError::Weight(at + 1));
        }
        (end, above) = (*to, *weight);
    }
    Ok(())
}
