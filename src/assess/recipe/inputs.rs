//! What a recipe is fed with: figures on its areas, and what stands behind them.

use std::collections::BTreeMap;

use crate::assess::figure::Figure;
use crate::assess::intervals::{self, Estimate, Interval, IntervalError, Level};
use crate::assess::shrink::Part;
use crate::model::{AreaCode, Missing};

/// Everything that a recipe is fed with. All columns follow [`areas`](Self::areas).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inputs {
    /// The areas.
    pub areas: Vec<AreaCode>,
    /// Figures by indicator id.
    pub indicators: BTreeMap<String, IndicatorFigures>,
    /// Groupings by name: the group of each area, if it has one.
    pub groupings: BTreeMap<String, Vec<Option<String>>>,
    /// People of each area, behind figures that are no counts; empty where not known.
    pub people: Vec<Figure>,
    /// Published figure of the larger area, by indicator id.
    pub benchmarks: BTreeMap<String, f64>,
}

/// The figures of one indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorFigures {
    /// One figure an area.
    pub figures: Vec<Figure>,
    /// What their intervals rest on.
    pub evidence: Evidence,
    /// Standard error that the alignment to these areas added; empty where nothing was aligned.
    pub alignment_error: Vec<Option<f64>>,
    /// Share of each area that the sources cover; empty where all is covered.
    pub cover: Vec<f64>,
    /// Areas whose figure is too rough to be the only ground for a colour;
    /// empty where none is.
    pub too_rough: Vec<bool>,
    /// What the figures can be.
    pub bounds: Bounds,
    /// Which data and which boundaries they are of.
    pub provenance: Provenance,
}

/// What the intervals of figures rest on.
#[derive(Debug, Clone, PartialEq)]
pub enum Evidence {
    /// Nothing is known of their error.
    None,
    /// Shares: so many of so many, per 1 or 100.
    Share {
        /// Counted and out of how many.
        parts: Vec<Result<Part, Missing>>,
        /// What the figures are expressed per.
        per: f64,
    },
    /// Rates of events, which may outnumber the people.
    Rate {
        /// Events and people.
        parts: Vec<Result<Part, Missing>>,
        /// What the figures are expressed per.
        per: f64,
    },
    /// Published standard errors.
    Error(Vec<Option<f64>>),
}

/// The least and the most that a figure can be, where there is such a thing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bounds {
    /// The least.
    pub least: Option<f64>,
    /// The most.
    pub most: Option<f64>,
}

/// Which data and which boundaries figures are of; opaque names that are compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// The data: table, edition, period.
    pub data: String,
    /// The boundaries and the crosswalk.
    pub boundary: String,
}

impl Bounds {
    /// A figure that random error must not carry past what can be.
    #[must_use]
    pub fn within(self, value: f64) -> f64 {
        let raised = self.least.map_or(value, |least| value.max(least));
        self.most.map_or(raised, |most| raised.min(most))
    }
}

impl IndicatorFigures {
    /// Figures of which nothing but themselves is known.
    #[must_use]
    pub fn bare(figures: Vec<Figure>) -> Self {
        Self {
            figures,
            evidence: Evidence::None,
            alignment_error: Vec::new(),
            cover: Vec::new(),
            too_rough: Vec::new(),
            bounds: Bounds::default(),
            provenance: Provenance::default(),
        }
    }

    /// Shares made of counts, per `per`; a total of nought is a gap ("not applicable").
    #[must_use]
    pub fn shares(parts: Vec<Result<Part, Missing>>, per: f64) -> Self {
        let bounds = Bounds { least: Some(0.0), most: Some(per) };
        let (figures, parts) = divided(parts, per);
        Self { evidence: Evidence::Share { parts, per }, bounds, ..Self::bare(figures) }
    }

    /// Rates of events, per `per`; a population of nought is a gap ("not applicable").
    #[must_use]
    pub fn rates(parts: Vec<Result<Part, Missing>>, per: f64) -> Self {
        let bounds = Bounds { least: Some(0.0), most: None };
        let (figures, parts) = divided(parts, per);
        Self { evidence: Evidence::Rate { parts, per }, bounds, ..Self::bare(figures) }
    }

    /// Share of an area that the sources cover.
    #[must_use]
    pub fn cover_of(&self, area: usize) -> f64 {
        self.cover.get(area).copied().unwrap_or(1.0)
    }

    /// Whether an area's figure is too rough to be the only ground for a colour.
    #[must_use]
    pub fn is_too_rough(&self, area: usize) -> bool {
        self.too_rough.get(area).copied().unwrap_or(false)
    }

    /// The figure of an area with its interval; `None` where there is no
    /// figure, or nothing is known of its error.
    ///
    /// The error of alignment widens each side: its square is added to that of
    /// what sampling makes of the side. A figure of which nothing but that
    /// error is known has the interval that it makes.
    ///
    /// # Errors
    /// [`IntervalError`] for counts that cannot be.
    pub fn estimate(&self, area: usize, level: Level) -> Result<Option<Estimate>, IntervalError> {
        let aligned = self.alignment_error.get(area).copied().flatten().filter(|error| *error > 0.0);
        let sampled = self.sampled(area, level)?;
        match (sampled, aligned, self.figures[area]) {
            (Some(estimate), Some(error), _) => Ok(Some(widened(estimate, level.z() * error, self.bounds))),
            (None, Some(error), Ok(value)) => {
                let bare = Estimate { value, interval: Interval { low: value, high: value } };
                Ok(Some(widened(bare, level.z() * error, self.bounds)))
            }
            (sampled, _, _) => Ok(sampled),
        }
    }

    /// The figure with the interval that sampling alone makes.
    fn sampled(&self, area: usize, level: Level) -> Result<Option<Estimate>, IntervalError> {
        match &self.evidence {
            Evidence::None => Ok(None),
            Evidence::Share { parts, per } => {
                parts[area].ok().map(|part| intervals::share(part.count, part.total, *per, level)).transpose()
            }
            Evidence::Rate { parts, per } => {
                parts[area].ok().map(|part| intervals::rate(part.count, part.total, *per, level)).transpose()
            }
            Evidence::Error(errors) => match (self.figures[area], errors[area]) {
                (Ok(value), Some(error)) => intervals::mean_with_error(value, error, level).map(Some),
                _ => Ok(None),
            },
        }
    }

    /// Standard error of an area's figure from sampling: for counts, half the
    /// 95 % interval over its normal quantile, which is right for none as well.
    ///
    /// # Errors
    /// [`IntervalError`] for counts that cannot be.
    pub fn sampling_error(&self, area: usize) -> Result<Option<f64>, IntervalError> {
        if let Evidence::Error(errors) = &self.evidence {
            return Ok(errors[area]);
        }
        let estimate = self.sampled(area, Level::P95)?;
        let half = |estimate: Estimate| (estimate.interval.high - estimate.interval.low) / 2.0;
        Ok(estimate.map(|estimate| half(estimate) / Level::P95.z()))
    }
}

/// An interval with another, independent reach put to both its sides.
fn widened(estimate: Estimate, reach: f64, bounds: Bounds) -> Estimate {
    let Estimate { value, interval } = estimate;
    let low = bounds.within(value - (value - interval.low).hypot(reach));
    let high = bounds.within(value + (interval.high - value).hypot(reach));
    Estimate { value, interval: Interval { low: low.min(value), high: high.max(value) } }
}

type Parts = Vec<Result<Part, Missing>>;

fn divided(parts: Parts, per: f64) -> (Vec<Figure>, Parts) {
    let kept: Parts = parts
        .into_iter()
        .map(|part| {
            part.and_then(|part| if part.total == 0.0 { Err(Missing::NotApplicable) } else { Ok(part) })
        })
        .collect();
    (kept.iter().map(|part| part.map(|part| part.count / part.total * per)).collect(), kept)
}
