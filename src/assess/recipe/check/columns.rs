//! The columns of the indicators: there, whole, in step with their counts, and usable.

use super::Found;
use crate::assess::figure::ColumnFault;
use crate::assess::impute::Imputation;
use crate::assess::intervals::Level;
use crate::assess::normalise::{Direction, Normalisation};
use crate::assess::pipeline;
use crate::assess::recipe::{
    Evidence, FaultKind, Indicator, IndicatorFigures, Inputs, Recipe, Shrinkage, Uncertainty,
};

pub(super) fn check_columns(recipe: &Recipe, inputs: &Inputs, found: &mut Found) {
    for (name, grouping) in &inputs.groupings {
        check_length(name, "groups", grouping.len(), recipe, found);
    }
    if !inputs.people.is_empty() {
        check_length("people", "figures", inputs.people.len(), recipe, found);
        if inputs.people.iter().flatten().any(|people| !people.is_finite() || *people < 0.0) {
            found.add(
                "people",
                FaultKind::Setting("a number of people is below nought or not a number".to_owned()),
            );
        }
    }
    check_methods(recipe, found);
    for indicator in recipe.index.indicators() {
        let at = &indicator.id;
        check_groupings(indicator, inputs, found);
        match inputs.indicators.get(at) {
            None => found.add(at, FaultKind::NoFigures),
            Some(figures) => check_figures(indicator, figures, recipe, found),
        }
    }
}

/// The methods of each indicator by themselves.
pub(super) fn check_methods(recipe: &Recipe, found: &mut Found) {
    for indicator in recipe.index.indicators() {
        let at = &indicator.id;
        found.setting(at, indicator.treatment.check());
        if indicator.weight > 0.0 || indicator.direction != Direction::Neither {
            found.setting(at, indicator.normalisation.check(indicator.direction));
        }
    }
}

fn check_length(at: &str, what: &'static str, length: usize, recipe: &Recipe, found: &mut Found) {
    let wanted = recipe.areas.len();
    if length != wanted {
        found.add(at, FaultKind::WrongLength { what, wanted, found: length });
    }
}

fn check_groupings(indicator: &Indicator, inputs: &Inputs, found: &mut Found) {
    let imputed = match &indicator.imputation {
        Imputation::GroupMean { grouping } => Some(grouping),
        _ => None,
    };
    let shrunk = match &indicator.shrinkage {
        Shrinkage::Within(grouping) => Some(grouping),
        _ => None,
    };
    for grouping in imputed.into_iter().chain(shrunk) {
        if !inputs.groupings.contains_key(grouping) {
            found.add(&indicator.id, FaultKind::NoGrouping(grouping.clone()));
        }
    }
}

fn check_figures(indicator: &Indicator, figures: &IndicatorFigures, recipe: &Recipe, found: &mut Found) {
    let at = &indicator.id;
    let before = found.faults.len();
    check_length(at, "figures", figures.figures.len(), recipe, found);
    if !figures.cover.is_empty() {
        check_length(at, "covers", figures.cover.len(), recipe, found);
    }
    if !figures.too_rough.is_empty() {
        check_length(at, "marks of rough figures", figures.too_rough.len(), recipe, found);
    }
    if !figures.alignment_error.is_empty() {
        check_length(at, "alignment errors", figures.alignment_error.len(), recipe, found);
    }
    match &figures.evidence {
        Evidence::None => {}
        Evidence::Share { parts, .. } | Evidence::Rate { parts, .. } => {
            check_length(at, "counts", parts.len(), recipe, found);
        }
        Evidence::Error(errors) => check_length(at, "standard errors", errors.len(), recipe, found),
    }
    if indicator.shrinkage != Shrinkage::Off && !matches!(figures.evidence, Evidence::Share { .. }) {
        found.add(at, FaultKind::CannotShrink);
    }
    if found.faults.len() == before {
        check_numbers(at, figures, found);
        check_counts(at, figures, recipe, found);
    }
}

fn check_numbers(at: &str, figures: &IndicatorFigures, found: &mut Found) {
    if let Some(area) = figures.figures.iter().position(|figure| figure.is_ok_and(|value| !value.is_finite()))
    {
        found.add(at, ColumnFault::NotFinite { at: area });
    }
    if figures.cover.iter().any(|share| !(0.0..=1.0 + 1e-9).contains(share)) {
        found.add(at, FaultKind::Setting("a cover is no share from 0 to 1".to_owned()));
    }
    let bad = |error: &Option<f64>| error.is_some_and(|error| !error.is_finite() || error < 0.0);
    if figures.alignment_error.iter().any(bad) {
        found.add(at, FaultKind::Setting("an error of alignment is below nought or not a number".to_owned()));
    }
    if let Evidence::Error(errors) = &figures.evidence
        && errors.iter().any(|error| bad(error) || *error == Some(0.0))
    {
        let reason = "a standard error is not above nought: leave it out where it is not known".to_owned();
        found.add(at, FaultKind::Setting(reason));
    }
}

/// Every area's counts make an interval, and make its figure.
fn check_counts(at: &str, figures: &IndicatorFigures, recipe: &Recipe, found: &mut Found) {
    if !matches!(figures.evidence, Evidence::Share { .. } | Evidence::Rate { .. }) {
        return;
    }
    for (area, figure) in figures.figures.iter().enumerate() {
        let name = recipe.areas[area].to_string();
        match (figures.estimate(area, Level::P95), figure) {
            (Err(fault), _) => found.add(at, FaultKind::Counts { area: name, fault }),
            (Ok(Some(estimate)), Ok(figure)) if differs(estimate.value, *figure) => {
                let what = FaultKind::Disagrees { area: name, figure: *figure, counted: estimate.value };
                found.add(at, what);
            }
            _ => {}
        }
    }
}

fn differs(counted: f64, figure: f64) -> bool {
    (counted - figure).abs() > 1e-6 * counted.abs().max(figure.abs()).max(1e-9)
}

/// Runs each column through its own stages, and through every alternative that
/// may be drawn, to find what its methods cannot deal with.
pub(super) fn try_columns(recipe: &Recipe, inputs: &Inputs, found: &mut Found) {
    for indicator in recipe.index.indicators() {
        match pipeline::start(indicator, inputs) {
            Err(fault) => found.add(&indicator.id, fault),
            Ok(start) => try_choices(indicator, &start, recipe.uncertainty.as_ref(), inputs, found),
        }
    }
}

fn try_choices(
    indicator: &Indicator,
    start: &pipeline::Start,
    uncertainty: Option<&Uncertainty>,
    inputs: &Inputs,
    found: &mut Found,
) {
    let outcome = |imputation: &Imputation, normalisation: &Normalisation| {
        pipeline::stage(indicator, &start.figures, imputation, normalisation, inputs).map(|_| ())
    };
    let (imputation, normalisation) = (&indicator.imputation, &indicator.normalisation);
    if let Err(fault) = outcome(imputation, normalisation) {
        return found.add(&indicator.id, fault);
    }
    let Some(uncertainty) = uncertainty else { return };
    let is_categorical = matches!(normalisation, Normalisation::Categorical { .. });
    for other in uncertainty.normalisations.iter().filter(|_| !is_categorical) {
        if let Err(fault) = outcome(imputation, other) {
            found.add(&format!("uncertainty / normalisations / {} / {}", other.key(), indicator.id), fault);
        }
    }
    for other in &uncertainty.imputations {
        if let Err(fault) = outcome(other, normalisation) {
            found.add(&format!("uncertainty / imputations / {}", indicator.id), fault);
        }
    }
}
