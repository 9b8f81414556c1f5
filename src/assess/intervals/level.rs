//! How sure an interval is, and what comes out of every interval method.

/// The chance with which an interval holds the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 95 %, two standard errors: the usual one.
    P95,
    /// 99.8 %, three standard errors: the alarm line of control charts.
    P998,
}

impl Level {
    /// Both, from the narrower to the wider.
    pub const ALL: [Self; 2] = [Self::P95, Self::P998];

    /// The chance of missing the truth, both sides together.
    #[must_use]
    pub fn alpha(self) -> f64 {
        match self {
            Self::P95 => 0.05,
            Self::P998 => 0.002,
        }
    }

    /// The normal quantile that leaves half of [`alpha`](Self::alpha) above it.
    #[must_use]
    pub fn z(self) -> f64 {
        // Written out, since every interval asks for it; `tests.rs` reckons them.
        match self {
            Self::P95 => 1.959_963_984_540_054,
            Self::P998 => 3.090_232_306_167_813_5,
        }
    }

    /// The name used in files and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::P95 => "95",
            Self::P998 => "99.8",
        }
    }

    /// The level of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.key() == key)
    }
}

/// A lower and an upper limit, in the unit of the figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower limit.
    pub low: f64,
    /// The upper limit.
    pub high: f64,
}

impl Interval {
    /// Whether a value lies between the limits, limits included.
    #[must_use]
    pub fn holds(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Both limits times a factor above nought.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self { low: self.low * factor, high: self.high * factor }
    }
}

/// A figure with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// What it may be, at the level asked for.
    pub interval: Interval,
}

/// Why there is no interval.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum IntervalError {
    /// A count below nought.
    #[error("the {what} is {value}: counts are not negative")]
    Negative {
        /// Which count.
        what: &'static str,
        /// The count.
        value: f64,
    },
    /// A denominator of nought (or below).
    #[error("the {what} is {value}: nothing can be divided by it")]
    ZeroDenominator {
        /// Which denominator.
        what: &'static str,
        /// The denominator.
        value: f64,
    },
    /// More counted than there are.
    #[error("{count} are counted out of {total}")]
    MoreThanAll {
        /// What is counted.
        count: f64,
        /// Out of how many.
        total: f64,
    },
    /// An infinite number or none.
    #[error("the {what} is not a finite number")]
    NotFinite {
        /// Which number.
        what: &'static str,
    },
    /// Too few events or values for the method.
    #[error("{found} {what}: the method needs at least {needed}")]
    TooFew {
        /// What is too few.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many are needed.
        needed: usize,
    },
}

pub(super) fn check_count(what: &'static str, value: f64) -> Result<(), IntervalError> {
    if !value.is_finite() {
        return Err(IntervalError::NotFinite { what });
    }
    if value < 0.0 {
        return Err(IntervalError::Negative { what, value });
    }
    Ok(())
}

pub(super) fn check_denominator(what: &'static str, value: f64) -> Result<(), IntervalError> {
    if !value.is_finite() {
        return Err(IntervalError::NotFinite { what });
    }
    if value <= 0.0 {
        return Err(IntervalError::ZeroDenominator { what, value });
    }
    Ok(())
}

pub(super) fn check_share(count: f64, total: f64) -> Result<(), IntervalError> {
    check_count("count", count)?;
    check_denominator("total", total)?;
    if count > total {
        return Err(IntervalError::MoreThanAll { count, total });
    }
    Ok(())
}
