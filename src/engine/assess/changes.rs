//! Change since the period before, where both lie on one set of boundaries.

use crate::assess::Figure;
use crate::assess::change::{self, Change, Period};
use crate::assess::intervals::{Estimate, Level};
use crate::assess::normalise::Direction;
use crate::assess::recipe::IndicatorFigures;
use crate::assess::run::Run;
use crate::assess::spec::{AssessmentSpec, FiguresFrom};
use crate::engine::Engine;
use crate::model::Missing;

use super::choose::last_year;
use super::column::Ground;
use super::source::{FiguresUsed, IndicatorSource};
use super::spatial::FALSE_DISCOVERIES;

/// What changed of an indicator since the period before.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorChange {
    /// The indicator.
    pub indicator: String,
    /// The earlier figures.
    pub earlier: FiguresUsed,
    /// The figures of the earlier period, by area.
    pub before: Vec<Figure>,
    /// The period assessed.
    pub later: String,
    /// By area: later less earlier, with 95 % interval and verdict.
    pub areas: Vec<Result<Change, Missing>>,
}

/// An earlier period that could not be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotCompared {
    /// The indicator.
    pub indicator: String,
    /// The earlier period.
    pub period: String,
    /// Why not.
    pub why: String,
}

impl Engine {
    /// Compares each indicator with the newest earlier period of its measure.
    pub(super) fn changes_of(
        &self,
        spec: &AssessmentSpec,
        run: &Run,
        sources: &[IndicatorSource],
    ) -> (Vec<IndicatorChange>, Vec<NotCompared>) {
        let (mut changes, mut not_compared) = (Vec::new(), Vec::new());
        for indicator in run.recipe.index.indicators() {
            let id = &indicator.id;
            let found = spec.figures_of(id).zip(sources.iter().find(|source| source.indicator == *id));
            let Some((from, source)) = found else { continue };
            let Some(earlier) = self.earlier(from, source, spec) else { continue };
            let period = earlier.period.clone().unwrap_or_default();
            let given = &run.inputs.indicators[id];
            match self.change(&earlier, given, source, indicator.direction, spec) {
                Ok(change) => changes.push(change),
                Err(why) => not_compared.push(NotCompared { indicator: id.clone(), period, why }),
            }
        }
        (changes, not_compared)
    }

    /// The specification of the period before the one in use; `None` where there is none.
    fn earlier(
        &self,
        from: &FiguresFrom,
        source: &IndicatorSource,
        spec: &AssessmentSpec,
    ) -> Option<FiguresFrom> {
        // Of two counts divided, each has periods of its own: they make no series.
        if from.over.is_some() {
            return None;
        }
        let now = last_year(&source.figures.period)?;
        let measure = self.measure(&from.measure).ok()?;
        let periods = self.periods_of(measure, &spec.areas).ok()?;
        let before = periods.into_iter().find(|one| one.last_year.is_some_and(|year| year < now))?;
        Some(FiguresFrom { table: Some(before.table), period: Some(before.period), ..from.clone() })
    }

    fn change(
        &self,
        earlier: &FiguresFrom,
        later: &IndicatorFigures,
        source: &IndicatorSource,
        direction: Direction,
        spec: &AssessmentSpec,
    ) -> Result<IndicatorChange, String> {
        let ground = Ground { to: &spec.areas, date: None, way: spec.way };
        let column = self.column(earlier, ground).map_err(|told| told.join("; "))?;
        let (before, now) = (&column.source.figures, &source.figures);
        let periods = [(before, &column.figures), (now, later)];
        let [first, second] = periods.map(|(used, figures)| {
            let boundary = match &used.crosswalk {
                None => used.geography.to_string(),
                Some(crosswalk) => format!("{} by {}", used.geography, crosswalk.id),
            };
            Ok::<Period, String>(Period {
                name: used.period.clone(),
                boundary,
                estimates: estimates(figures)?,
            })
        });
        let areas = change::changes(&first?, &second?, direction, FALSE_DISCOVERIES);
        Ok(IndicatorChange {
            indicator: source.indicator.clone(),
            earlier: before.clone(),
            before: column.figures.figures.clone(),
            later: now.period.clone(),
            areas: areas.map_err(|fault| fault.to_string())?,
        })
    }
}

/// Figures with their 95 % intervals; a figure without one cannot be compared.
fn estimates(given: &IndicatorFigures) -> Result<Vec<Result<Estimate, Missing>>, String> {
    let mut found = Vec::with_capacity(given.figures.len());
    for (area, figure) in given.figures.iter().enumerate() {
        if let Err(gap) = figure {
            found.push(Err(*gap));
            continue;
        }
        let estimate = given.estimate(area, Level::P95).map_err(|fault| fault.to_string())?;
        found.push(Ok(estimate.ok_or("nothing is known of the error of its figures")?));
    }
    Ok(found)
}
