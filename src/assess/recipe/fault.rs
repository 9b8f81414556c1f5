//! Faults of a recipe and its inputs, each with its place.

use std::fmt;

use crate::assess::aggregate::AggregateFault;
use crate::assess::figure::ColumnFault;
use crate::assess::intervals::IntervalError;

/// One fault and where it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Where: ids from the index down, or the name of a setting.
    pub at: String,
    /// What is wrong.
    pub what: FaultKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FaultKind {
    /// Fewer than two areas.
    #[error("{0} areas: at least two are needed to compare")]
    TooFewAreas(usize),
    /// An area twice.
    #[error("area {0} is listed twice")]
    AreaTwice(String),
    /// The figures are on other areas than the recipe's, or in another order.
    #[error("the figures are not on the recipe's areas: {0}")]
    OtherAreas(String),
    /// An id twice.
    #[error("the id {0} is used twice")]
    IdTwice(String),
    /// A group without parts.
    #[error("the group has no parts")]
    EmptyGroup,
    /// Too many levels.
    #[error("more than {0} levels of weights")]
    TooDeep(usize),
    /// A weight below nought or not a number.
    #[error("the weight is {0}: weights are numbers from nought")]
    BadWeight(f64),
    /// Only weights of nought.
    #[error("no part has a weight above nought")]
    NoWeight,
    /// A setting that cannot be.
    #[error("{0}")]
    Setting(String),
    /// A mean that needs scores above nought, over scores that may not be.
    #[error("a {mean} mean needs scores above nought: {scores} does not promise them")]
    NotPositive {
        /// The aggregation.
        mean: String,
        /// What makes the scores.
        scores: String,
    },
    /// No figures.
    #[error("there are no figures of this indicator")]
    NoFigures,
    /// A column of another length than there are areas.
    #[error("{found} {what} for {wanted} areas")]
    WrongLength {
        /// What the column holds.
        what: &'static str,
        /// Areas.
        wanted: usize,
        /// Figures.
        found: usize,
    },
    /// A grouping that the inputs lack.
    #[error("there is no grouping named {0}")]
    NoGrouping(String),
    /// Shrinkage without counts.
    #[error("shrinkage needs shares made of counts")]
    CannotShrink,
    /// No benchmark.
    #[error("{0}")]
    NoBenchmark(String),
    /// A setting that would change nothing.
    #[error("this setting cannot be applied: {0}")]
    NotApplied(String),
    /// Figures and the counts behind them disagree.
    #[error("area {area}: the figure is {figure}, its counts make {counted}")]
    Disagrees {
        /// The area.
        area: String,
        /// The figure.
        figure: f64,
        /// What the counts make.
        counted: f64,
    },
    /// Counts that cannot be.
    #[error("area {area}: {fault}")]
    Counts {
        /// The area.
        area: String,
        /// What is wrong with them.
        fault: IntervalError,
    },
    /// A column that the method cannot deal with.
    #[error("{0}")]
    Column(#[from] ColumnFault),
    /// Parts that could not be put together.
    #[error("{0}")]
    Aggregate(#[from] AggregateFault),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.what)
    }
}

/// All faults found, at least one.
#[derive(Debug, Clone, PartialEq)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

impl Faults {
    /// `Ok` where there are none.
    pub(crate) fn unless_empty(faults: Vec<Fault>) -> Result<(), Self> {
        if faults.is_empty() { Ok(()) } else { Err(Self(faults)) }
    }

    /// One fault.
    pub(crate) fn one(at: impl Into<String>, what: impl Into<FaultKind>) -> Self {
        Self(vec![Fault { at: at.into(), what: what.into() }])
    }
}
