//! A measure carried to another geography: one answer with all that it rests on.

use std::sync::Arc;

use crate::crosswalk::uncertainty::Margin;
use crate::crosswalk::{Balance, Crosswalk, Estimate, Figure, Mixture};
use crate::engine::Engine;
use crate::model::{AreaCode, EditionKey, MeasureId, MeasureKind, Missing};

use super::carry::carried;
use super::margin::margins;
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
    /// How far the figure may be off: its 95 % range, its grade and what they
    /// rest on. `None` where the figure is missing, as published, a mixture, or
    /// carried by a lookup with nothing to compare it with.
    pub margin: Option<Margin>,
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
            Some(built) => self.carried(built, &source.values, per)?,
        };
        let margins = match &crosswalk {
            None => vec![None; layer.areas.len()],
            Some(built) => self.margins(built, &source, to, per)?,
        };
        let rows = layer.areas.iter().zip(figures).zip(margins).map(|((area, figure), margin)| AlignedRow {
            code: area.code.clone(),
            name: area.name.clone(),
            figure,
            margin,
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

impl Engine {
    /// How far each carried figure may be off, with the same layers by other
    /// evidence for company.
    fn margins(
        &self,
        built: &BuiltCrosswalk,
        source: &SourceFigures,
        to: &EditionKey,
        per: f64,
    ) -> Result<Vec<Option<Margin>>, AlignError> {
        let others: Vec<Arc<BuiltCrosswalk>> = [Way::Points, Way::Area]
            .into_iter()
            .filter(|way| *way != built.way)
            .filter_map(|way| self.crosswalk(&source.geography, to, way).ok())
            .collect();
        let others: Vec<&Crosswalk> = others.iter().map(|other| &other.crosswalk).collect();
        margins(&built.crosswalk, &others, &source.values, per, &self.constants().calibration, || {
            self.sizes(built)
        })
    }
}

impl Engine {
    /// Carries figures of any kind over a crosswalk between two editions.
    fn carried(
        &self,
        built: &BuiltCrosswalk,
        values: &Values,
        per: f64,
    ) -> Result<(Vec<AlignedFigure>, Option<Balance>), AlignError> {
        carried(&built.crosswalk, values, per, || self.sizes(built))
    }

    /// How large each source is as what a score is a mean over. A lookup knows
    /// no sizes, and areas of equal say would be wrong: people are taken from
    /// the better estimate.
    fn sizes(&self, built: &BuiltCrosswalk) -> Result<Vec<f64>, AlignError> {
        let ground = &built.overlap.source_m2;
        let (from, to) = (&built.crosswalk.from.edition, &built.crosswalk.to.edition);
        match (built.way, from, to) {
            (Way::Lookup, Some(from), Some(to)) => {
                Ok(self.crosswalk(from, to, Way::Best)?.crosswalk.comparable_sizes(ground)?)
            }
            _ => Ok(built.crosswalk.comparable_sizes(ground)?),
        }
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
