//! A measure carried to another geography: one answer with all that it rests on.

use std::sync::Arc;

use crate::crosswalk::{Balance, Crosswalk, Estimate, Figure, Mixture};
use crate::engine::Engine;
use crate::model::{AreaCode, EditionKey, MeasureId, MeasureKind, Missing};

use super::{AlignError, BuiltCrosswalk, SourceFigures, Values, Way};

/// What is asked: which measure, to which layer, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlignAsk {
    /// The measure.
    pub measure: MeasureId,
    /// The table edition to read it from; `None` takes the first of its sources in view.
    pub table: Option<EditionKey>,
    /// The period, where a table holds several; `None` takes the latest.
    pub period: Option<String>,
    /// The edition whose areas the figures are wanted for.
    pub to: EditionKey,
    /// How the weights are found.
    pub way: Way,
}

/// A measure carried to another geography.
#[derive(Debug, Clone)]
pub struct Aligned {
    /// Which measure.
    pub measure: MeasureId,
    /// What kind of figure it is.
    pub kind: MeasureKind,
    /// For rates, what they are expressed per: values are multiplied by it already.
    pub per: f64,
    /// The figures as published.
    pub source: Arc<SourceFigures>,
    /// The areas that they were carried to.
    pub to: EditionKey,
    /// The weights; `None` where the figures are of these very areas already.
    pub crosswalk: Option<Arc<BuiltCrosswalk>>,
    /// One row an area, in the layer's order.
    pub rows: Vec<AlignedRow>,
    /// For counts, what became of the total.
    pub balance: Option<Balance>,
}

/// One area's figure.
#[derive(Debug, Clone, PartialEq)]
pub struct AlignedRow {
    /// Its code.
    pub code: AreaCode,
    /// Its name, where the layer gives one.
    pub name: Option<String>,
    /// The figure, or what it is made of.
    pub figure: AlignedFigure,
}

/// A figure of any kind.
#[derive(Debug, Clone, PartialEq)]
pub enum AlignedFigure {
    /// A count, rate or score.
    Number(Estimate),
    /// Shares of categories.
    Mixture(Mixture),
}

impl Engine {
    /// Carries a measure to the areas of a layer edition.
    ///
    /// Figures that are of these areas already are handed on as published.
    ///
    /// # Errors
    /// [`AlignError`]: no such measure, table, layer, evidence or lookup, or a
    /// table that cannot be read as the measure says.
    pub fn align(&self, ask: &AlignAsk) -> Result<Aligned, AlignError> {
        let measure = self.measure(&ask.measure)?;
        let tables = self.measure_tables(measure);
        let chosen =
            tables.iter().find(|(_, edition)| ask.table.as_ref().is_none_or(|key| edition.key == *key));
        let (source, edition) = chosen.ok_or_else(|| AlignError::NoFigures(ask.measure.clone()))?;
        let figures = self.figures(source, &edition.key, ask.period.as_deref())?;
        self.align_figures(&ask.measure, measure.kind, measure.per, figures, &ask.to, ask.way)
    }

    /// Carries figures that were read to the areas of a layer edition.
    ///
    /// # Errors
    /// As [`Engine::align`].
    pub fn align_figures(
        &self,
        measure: &MeasureId,
        kind: MeasureKind,
        per: f64,
        source: SourceFigures,
        to: &EditionKey,
        way: Way,
    ) -> Result<Aligned, AlignError> {
        let layer = self.wanted_layer(to)?;
        let crosswalk =
            if source.geography == *to { None } else { Some(self.crosswalk(&source.geography, to, way)?) };
        let (figures, balance) = match &crosswalk {
            None => (as_published(&source.values, per), None),
            Some(built) => carried(&built.crosswalk, &source.values, per)?,
        };
        let rows = layer.areas.iter().zip(figures).map(|(area, figure)| AlignedRow {
            code: area.code.clone(),
            name: area.name.clone(),
            figure,
        });
        Ok(Aligned {
            measure: measure.clone(),
            kind,
            per,
            to: to.clone(),
            crosswalk,
            rows: rows.collect(),
            balance,
            source: Arc::new(source),
        })
    }
}

impl AlignedFigure {
    /// The figure where it is a number; not applicable for categories.
    ///
    /// # Errors
    /// The reason for the gap.
    pub fn number(&self) -> Figure {
        match self {
            Self::Number(estimate) => estimate.value,
            Self::Mixture(_) => Err(Missing::NotApplicable),
        }
    }
}

/// Figures carried over a crosswalk, each kind by its own rule.
///
/// # Errors
/// [`AlignError::Crosswalk`].
pub(in crate::engine) fn carried(
    crosswalk: &Crosswalk,
    values: &Values,
    per: f64,
) -> Result<(Vec<AlignedFigure>, Option<Balance>), AlignError> {
    let numbers = |estimates: Vec<Estimate>| estimates.into_iter().map(AlignedFigure::Number).collect();
    Ok(match values {
        Values::Counts(counts) => {
            let (estimates, balance) = crosswalk.apply_count(counts)?;
            (numbers(estimates), Some(balance))
        }
        Values::Rates { numerators, denominators } => {
            let rates = crosswalk.apply_rate(numerators, denominators)?;
            (numbers(rates.into_iter().map(|rate| times(rate, per)).collect()), None)
        }
        Values::Scores { scores, over } => {
            let (scores, sizes) = match over {
                Some(over) => with_people(scores, over),
                None => (scores.clone(), None),
            };
            (numbers(crosswalk.apply_score(&scores, sizes.as_deref())?), None)
        }
        Values::Categories(categories) => {
            let mixtures = crosswalk.apply_category(categories, None)?;
            (mixtures.into_iter().map(AlignedFigure::Mixture).collect(), None)
        }
    })
}

/// Scores with the people behind them. A score of nobody knows how many makes
/// a gap as wide as a middling area's, so that it is not passed over.
fn with_people(scores: &[Figure], over: &[Figure]) -> (Vec<Figure>, Option<Vec<f64>>) {
    let known: Vec<f64> = over.iter().filter_map(|people| people.ok()).collect();
    let middling = if known.is_empty() { 1.0 } else { known.iter().sum::<f64>() / known.len() as f64 };
    let both = scores.iter().zip(over).map(|(score, people)| people.and(*score)).collect();
    (both, Some(over.iter().map(|people| people.unwrap_or(middling)).collect()))
}

fn as_published(values: &Values, per: f64) -> Vec<AlignedFigure> {
    let number = |value: Figure| {
        let known = f64::from(u8::from(value.is_ok()));
        let known_part = value.unwrap_or(0.0);
        AlignedFigure::Number(Estimate { value, known_part, known_share: known, cover: Some(1.0) })
    };
    match values {
        Values::Counts(figures) | Values::Scores { scores: figures, .. } => {
            figures.iter().map(|figure| number(*figure)).collect()
        }
        Values::Rates { numerators, denominators } => {
            let rate = |(above, below): (&Figure, &Figure)| {
                let (above, below) =
                    (above.as_ref().map_err(|gap| *gap)?, below.as_ref().map_err(|gap| *gap)?);
                if *below > 0.0 { Ok(above / below * per) } else { Err(Missing::NotApplicable) }
            };
            numerators.iter().zip(denominators).map(|pair| number(rate(pair))).collect()
        }
        Values::Categories(categories) => {
            let whole = |category: &Result<String, Missing>| {
                AlignedFigure::Mixture(vec![crate::crosswalk::Share {
                    category: category.clone(),
                    share: 1.0,
                }])
            };
            categories.iter().map(whole).collect()
        }
    }
}

fn times(rate: Estimate, per: f64) -> Estimate {
    Estimate { value: rate.value.map(|value| value * per), known_part: rate.known_part * per, ..rate }
}
