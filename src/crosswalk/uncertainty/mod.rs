//! How far a figure carried over a crosswalk may be off, and why.
//!
//! Three things make an aligned figure uncertain: who is where inside a source
//! that is split, that other evidence would split it differently, and what
//! the figure itself was sampled with. Their variances add up to a 95 % range
//! and a [`Grade`]. The constants come from a [`Calibration`], the printed
//! result of a back-test (`crosswalk::backtest`).
//!
//! Read `assess.rs` first. Formulas and figures: `docs/methods/error-range.md`.

mod assess;
mod builtin;
mod calibration;
mod category;
mod count;
mod grade;
mod promise;
mod quantity;
mod rate;
mod route;
mod score;

pub use calibration::{Calibration, Company, Constants, Entry, Provenance, Record};
pub use grade::Grade;
pub use promise::{LEAST_HELD, MOST_HELD, Promise};
pub use route::Route;

pub(super) use assess::{Judged, assess, between, judged};
pub(super) use count::Counts;
pub(super) use quantity::Quantity;
pub(super) use rate::Rates;
pub(super) use score::Scores;

use super::apply::Figure;
use super::weights::{Crosswalk, Rung};

/// The normal quantile of a 95 % range.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// What is known about errors beside the crosswalk itself.
#[derive(Debug, Clone, Copy)]
pub struct Uncertainty<'a> {
    /// The constants of each rung.
    pub calibration: &'a Calibration,
    /// The same two layers by other evidence, to compare with.
    pub others: &'a [&'a Crosswalk],
    /// A standard error for each source figure (of a rate: its numerator),
    /// taken to be independent; `None` where the figures are full counts.
    pub sampling: Option<&'a [f64]>,
}

impl<'a> Uncertainty<'a> {
    /// No other evidence and no sampling.
    #[must_use]
    pub fn by(calibration: &'a Calibration) -> Self {
        Self { calibration, others: &[], sampling: None }
    }
}

/// A figure with what may be wrong with it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assessed {
    /// The figure, as the crosswalk gives it.
    pub value: Figure,
    /// Its error. Absent where the figure is, and where it comes from a
    /// best-fit lookup that splits sources with nothing to compare it with.
    pub margin: Option<Margin>,
}

/// The error of a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Margin {
    /// Where the truth lies in 95 of 100 cases.
    pub range: Range,
    /// The range in one letter.
    pub grade: Grade,
    /// What the error is made of.
    pub variance: Variance,
    /// What the constants rest on.
    pub basis: Basis,
}

/// A 95 % range, ends included, in the unit of the figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The low end; of a count never below what is certain.
    pub low: f64,
    /// The high end.
    pub high: f64,
}

/// The three parts of the squared standard error, in the figure's unit squared.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Variance {
    /// Who is where inside sources that are split.
    pub split: f64,
    /// How differently other evidence splits them.
    pub between: f64,
    /// What the source figures were sampled with.
    pub sampling: f64,
}

/// What the constants of a figure's error rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis {
    /// The evidence of most of what is split, or of all where nothing is.
    pub rung: Rung,
    /// The rung whose constants were used: a worse one where `rung` has none of its own.
    pub calibrated_on: Rung,
    /// What other evidence there was to compare with.
    pub company: Company,
}

impl Variance {
    /// All parts together.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.split + self.between + self.sampling
    }

    /// The standard error.
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        self.total().sqrt()
    }
}

impl Range {
    /// Whether a figure lies in it, within rounding.
    #[must_use]
    pub fn holds(&self, figure: f64) -> bool {
        let rounding = 1e-9 * (1.0 + self.low.abs().max(self.high.abs()));
        self.low - rounding <= figure && figure <= self.high + rounding
    }

    /// How wide it is.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

impl Assessed {
    /// The range, where there is one.
    #[must_use]
    pub fn range(&self) -> Option<Range> {
        self.margin.map(|margin| margin.range)
    }

    /// The grade, where there is one.
    #[must_use]
    pub fn grade(&self) -> Option<Grade> {
        self.margin.map(|margin| margin.grade)
    }
}

impl Basis {
    /// Whether the rung had no constants of its own.
    #[must_use]
    pub fn is_borrowed(&self) -> bool {
        self.rung != self.calibrated_on
    }
}
