//! Measures estimated for a custom area.

use std::collections::BTreeMap;

use crate::crosswalk::uncertainty::{Calibration, Margin};
use crate::crosswalk::{Balance, Crosswalk, Figure, Relation, Rung};
use crate::custom::CustomArea;
use crate::engine::align::{carried, margins};
use crate::engine::{AlignError, AlignedFigure, Engine, SourceFigures, Values};
use crate::model::{AreaCode, EditionKey, Measure, MeasureId, Missing};

use super::footing::Footing;

/// What is asked for a custom area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EstimateAsk {
    /// The measure.
    pub measure: MeasureId,
    /// The table edition to read it from; `None` takes the first of its sources in view.
    pub table: Option<EditionKey>,
    /// The period, where a table holds several; `None` takes the latest.
    pub period: Option<String>,
}

/// A measure estimated for a custom area, with all that it rests on.
#[derive(Debug, Clone)]
pub struct CustomFigure {
    /// The measure.
    pub measure: Measure,
    /// The table edition that the figures stand in.
    pub table: EditionKey,
    /// The edition whose areas they are of.
    pub geography: EditionKey,
    /// The period that they speak of.
    pub period: Option<String>,
    /// The estimate: known or missing, its known part and share, and the
    /// share of the ground that the edition covers.
    pub figure: AlignedFigure,
    /// How far it may be off; `None` where it is missing or a mixture.
    pub margin: Option<Margin>,
    /// For counts: the total of the areas touched, and how much of it is here.
    pub balance: Option<Balance>,
    /// How many areas it is put together from.
    pub sources: usize,
    /// How many of them lie in it whole.
    pub whole: usize,
    /// How many of them are weighed by each kind of evidence, best first.
    pub rungs: Vec<(Rung, usize)>,
    /// Areas among them that have no figure, in the layer's order.
    pub gaps: Vec<Gap>,
    /// Why there is no figure, in a sentence; `None` where there is one.
    pub reason: Option<String>,
}

/// An area without a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Its code.
    pub code: AreaCode,
    /// Why.
    pub reason: Missing,
}

/// A measure by itself or the reason why it cannot be read.
type Estimated = (MeasureId, Result<CustomFigure, AlignError>);

impl Engine {
    /// Estimates one measure for a custom area.
    ///
    /// # Errors
    /// [`AlignError`]: no such measure, table or period, or a table that
    /// cannot be read as the measure says. A figure that is missing is no
    /// error: the answer says why.
    pub fn estimate(&self, area: &CustomArea, ask: &EstimateAsk) -> Result<CustomFigure, AlignError> {
        let (measure, figures) = self.asked_figures(ask)?;
        let footing = self.footing(area, &figures.geography)?;
        estimate_on(&footing, measure, figures, &self.constants().calibration)
    }

    /// Estimates every measure of the place for a custom area, in the
    /// manifest's order.
    #[must_use]
    pub fn estimate_all(&self, area: &CustomArea) -> Vec<Estimated> {
        let mut footings: BTreeMap<EditionKey, Result<Footing, AlignError>> = BTreeMap::new();
        let measures = &self.snapshot.info.catalogue.measures;
        let mut estimate = |measure: &Measure| {
            let ask = EstimateAsk { measure: measure.id.clone(), table: None, period: None };
            let (measure, figures) = self.asked_figures(&ask)?;
            let footing = footings
                .entry(figures.geography.clone())
                .or_insert_with(|| self.footing(area, &figures.geography));
            let footing = footing.as_ref().map_err(Clone::clone)?;
            estimate_on(footing, measure, figures, &self.constants().calibration)
        };
        measures.iter().map(|measure| (measure.id.clone(), estimate(measure))).collect()
    }

    fn asked_figures(&self, ask: &EstimateAsk) -> Result<(&Measure, SourceFigures), AlignError> {
        let measure = self.measure(&ask.measure)?;
        let tables = self.measure_tables(measure);
        let chosen =
            tables.iter().find(|(_, edition)| ask.table.as_ref().is_none_or(|key| edition.key == *key));
        let (source, edition) = chosen.ok_or_else(|| AlignError::NoFigures(ask.measure.clone()))?;
        Ok((measure, self.figures(source, &edition.key, ask.period.as_deref())?))
    }
}

fn estimate_on(
    footing: &Footing,
    measure: &Measure,
    figures: SourceFigures,
    calibration: &Calibration,
) -> Result<CustomFigure, AlignError> {
    let values = figures.values.of(&footing.sources);
    let crosswalk = &footing.crosswalk;
    let sizes = || Ok(footing.sizes()?);
    let (rows, balance) = carried(crosswalk, &values, measure.per, sizes)?;
    let figure = rows.into_iter().next().unwrap_or(AlignedFigure::Mixture(Vec::new()));
    // What evidence does not see, ground may.
    let margin = margins(crosswalk, &[&footing.by_area], &values, measure.per, calibration, sizes)?;
    let linked = linked(crosswalk);
    let gaps = gaps(footing, crosswalk, &values, &linked);
    let reason = reason(footing, &figure, &linked, &gaps);
    Ok(CustomFigure {
        measure: measure.clone(),
        table: figures.table,
        geography: figures.geography,
        period: figures.period,
        sources: linked.len(),
        whole: linked.iter().filter(|at| crosswalk.placed_share(**at) > 1.0 - 1e-6).count(),
        rungs: rungs(crosswalk, &linked),
        figure,
        margin: margin.into_iter().next().flatten(),
        balance,
        gaps,
        reason,
    })
}

/// The sources that the estimate rests on.
fn linked(crosswalk: &Crosswalk) -> Vec<usize> {
    (0..crosswalk.from.len()).filter(|at| !crosswalk.links_of(*at).is_empty()).collect()
}

fn rungs(crosswalk: &Crosswalk, linked: &[usize]) -> Vec<(Rung, usize)> {
    let of = |rung: Rung| {
        let on = linked.iter().filter(|at| crosswalk.links_of(**at).iter().any(|l| l.rung == rung));
        (rung, on.count())
    };
    Rung::ALL.into_iter().map(of).filter(|(_, count)| *count > 0).collect()
}

/// Gaps that count: two drawings of one line must not make a neighbour's gap one's own.
fn gaps(footing: &Footing, crosswalk: &Crosswalk, values: &Values, linked: &[usize]) -> Vec<Gap> {
    let is_sliver =
        |at: usize| crosswalk.links_of(at).iter().all(|link| link.relation == Some(Relation::Sliver));
    let gap = |at: &usize| {
        let reason = values.gap(*at)?;
        (!is_sliver(*at)).then(|| Gap { code: footing.codes[*at].clone(), reason })
    };
    linked.iter().filter_map(gap).collect()
}

fn reason(footing: &Footing, figure: &AlignedFigure, linked: &[usize], gaps: &[Gap]) -> Option<String> {
    let missing = match figure {
        AlignedFigure::Number(estimate) => estimate.value.err()?,
        AlignedFigure::Mixture(shares) if shares.is_empty() => Missing::NotCovered,
        AlignedFigure::Mixture(_) => return None,
    };
    if footing.sources.is_empty() {
        return Some("no area with figures reaches it: it lies outside what the table covers".to_owned());
    }
    if linked.is_empty() {
        let words = "none of the addresses, households or people that the place knows of lies inside it, so nobody is \
                     known to live here";
        return Some(words.to_owned());
    }
    if missing == Missing::NotApplicable && gaps.is_empty() {
        return Some("there is nobody to reckon it from: the number below the line is nought".to_owned());
    }
    Some(format!("{} of the {} areas it rests on: {}", gaps.len(), linked.len(), words_of(gaps)))
}

/// "2 suppressed (E1, E2), 1 not given (E3)".
fn words_of(gaps: &[Gap]) -> String {
    let of = |reason: Missing| {
        let codes: Vec<String> =
            gaps.iter().filter(|gap| gap.reason == reason).map(|gap| gap.code.to_string()).collect();
        (!codes.is_empty()).then(|| format!("{} {reason} ({})", codes.len(), crate::custom::named(&codes)))
    };
    Missing::ALL.into_iter().filter_map(of).collect::<Vec<_>>().join(", ")
}

impl Values {
    /// The figures at some positions, in their order.
    fn of(&self, positions: &[usize]) -> Self {
        let pick = |all: &[Figure]| positions.iter().map(|at| all[*at]).collect::<Vec<_>>();
        match self {
            Self::Counts(counts) => Self::Counts(pick(counts)),
            Self::Rates { numerators, denominators } => {
                Self::Rates { numerators: pick(numerators), denominators: pick(denominators) }
            }
            Self::Scores { scores, over } => {
                Self::Scores { scores: pick(scores), over: over.as_deref().map(pick) }
            }
            Self::Categories(all) => Self::Categories(positions.iter().map(|at| all[*at].clone()).collect()),
        }
    }

    /// Why the figure at a position cannot be used; `None` where it can.
    fn gap(&self, at: usize) -> Option<Missing> {
        match self {
            Self::Counts(all) => all[at].err(),
            Self::Rates { numerators, denominators } => numerators[at].and(denominators[at]).err(),
            Self::Scores { scores, over } => {
                let over = over.as_ref().map_or(Ok(1.0), |over| over[at]);
                over.and(scores[at]).err()
            }
            Self::Categories(all) => all[at].as_ref().err().copied(),
        }
    }
}
