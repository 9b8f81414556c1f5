//! Settings of the whole: each can be applied, or is a fault.

use super::Found;
use crate::assess::aggregate::Aggregation;
use crate::assess::figure;
use crate::assess::impute::Imputation;
use crate::assess::normalise::{Direction, Normalisation};
use crate::assess::recipe::{Comparator, Evidence, FaultKind, Indicator, Inputs, Recipe, Uncertainty};

/// The most draws: ranks do not become surer with more, and someone waits for them.
const MOST_DRAWS: usize = 10_000;

pub(super) fn check_settings(recipe: &Recipe, inputs: &Inputs, found: &mut Found) {
    check_rules(recipe, found);
    check_comparator(recipe, inputs, found);
    if let Some(uncertainty) = &recipe.uncertainty {
        check_numbers(uncertainty, found);
        check_alternatives(recipe, inputs, uncertainty, found);
        check_errors(recipe, inputs, uncertainty, found);
    }
}

/// What can be wrong whatever the figures are.
pub(super) fn check_alone(recipe: &Recipe, found: &mut Found) {
    check_shares(recipe, found);
    if recipe.rules.worst == 0 {
        found.add("worst", FaultKind::NotApplied("the worst 0 areas are none".to_owned()));
    }
    match &recipe.comparator {
        Comparator::Neighbours { count: 0, .. } => {
            found.add("comparator", FaultKind::NotApplied("0 neighbours are none".to_owned()));
        }
        Comparator::Neighbours { covariates, .. } if covariates.is_empty() => {
            let reason = "no covariate is named by which areas are alike".to_owned();
            found.add("comparator", FaultKind::NotApplied(reason));
        }
        _ => {}
    }
    if let Some(uncertainty) = &recipe.uncertainty {
        check_numbers(uncertainty, found);
        check_methods(recipe, uncertainty, found);
    }
}

fn check_rules(recipe: &Recipe, found: &mut Found) {
    check_shares(recipe, found);
    let rules = recipe.rules;
    if rules.worst == 0 || rules.worst >= recipe.areas.len().max(2) {
        let reason = format!("the worst {} of {} areas", rules.worst, recipe.areas.len());
        found.add("worst", FaultKind::NotApplied(reason));
    }
}

fn check_shares(recipe: &Recipe, found: &mut Found) {
    let rules = recipe.rules;
    for (name, share) in [("most_imputed", rules.most_imputed), ("least_cover", rules.least_cover)] {
        if !(0.0..=1.0).contains(&share) {
            found.add(name, FaultKind::Setting(format!("{share} is no share: it goes from 0 to 1")));
        }
    }
}

fn check_comparator(recipe: &Recipe, inputs: &Inputs, found: &mut Found) {
    match &recipe.comparator {
        Comparator::Published { name } => {
            for indicator in recipe.index.indicators() {
                if !inputs.benchmarks.get(&indicator.id).is_some_and(|value| value.is_finite()) {
                    let reason = format!("no figure of {name} is given for {}", indicator.id);
                    found.add("comparator", FaultKind::NoBenchmark(reason));
                }
            }
        }
        Comparator::Place => check_weighable(recipe, inputs, found),
        Comparator::Patch { grouping } => {
            if inputs.groupings.contains_key(grouping) {
                check_weighable(recipe, inputs, found);
            } else {
                found.add("comparator", FaultKind::NoGrouping(grouping.clone()));
            }
        }
        Comparator::Neighbours { count, covariates } => {
            if *count == 0 || *count >= recipe.areas.len() {
                let reason = format!("{count} neighbours among {} areas", recipe.areas.len());
                found.add("comparator", FaultKind::NotApplied(reason));
            }
            if covariates.is_empty() {
                let reason = "no covariate is named by which areas are alike".to_owned();
                found.add("comparator", FaultKind::NotApplied(reason));
            }
            for id in covariates {
                check_covariate(id, recipe, inputs, found);
            }
            check_weighable(recipe, inputs, found);
        }
    }
}

fn check_covariate(id: &str, recipe: &Recipe, inputs: &Inputs, found: &mut Found) {
    let at = format!("comparator / {id}");
    let Some(given) = inputs.indicators.get(id) else { return found.add(&at, FaultKind::NoFigures) };
    let wanted = recipe.areas.len();
    if given.figures.len() != wanted {
        let what = FaultKind::WrongLength { what: "figures", wanted, found: given.figures.len() };
        return found.add(&at, what);
    }
    if let Err(fault) = figure::comparable(&given.figures) {
        found.add(&at, fault);
    }
}

/// The figure of many areas is weighed by people: never a plain mean.
fn check_weighable(recipe: &Recipe, inputs: &Inputs, found: &mut Found) {
    if !inputs.people.is_empty() {
        return;
    }
    for indicator in recipe.index.indicators() {
        let counted = inputs
            .indicators
            .get(&indicator.id)
            .is_none_or(|figures| matches!(figures.evidence, Evidence::Share { .. } | Evidence::Rate { .. }));
        if !counted {
            let reason = format!("{} has no counts, and the people of the areas are not given", indicator.id);
            found.add("comparator", FaultKind::NoBenchmark(reason));
        }
    }
}

fn check_numbers(uncertainty: &Uncertainty, found: &mut Found) {
    if uncertainty.draws < 20 {
        let reason = format!("{} draws have no twentieth: at least 20", uncertainty.draws);
        found.add("uncertainty / draws", FaultKind::Setting(reason));
    }
    if uncertainty.draws > MOST_DRAWS {
        let reason = format!("{} draws: at most {MOST_DRAWS}", uncertainty.draws);
        found.add("uncertainty / draws", FaultKind::Setting(reason));
    }
    if !(0.0..1.0).contains(&uncertainty.weight_spread) {
        let reason = format!("a spread of {}: from 0 to below 1", uncertainty.weight_spread);
        found.add("uncertainty / weight_spread", FaultKind::Setting(reason));
    }
}

fn check_alternatives(recipe: &Recipe, inputs: &Inputs, uncertainty: &Uncertainty, found: &mut Found) {
    check_methods(recipe, uncertainty, found);
    check_imputations(recipe, inputs, uncertainty, found);
}

/// Other normalisations and aggregations: possible, and other than what there is.
fn check_methods(recipe: &Recipe, uncertainty: &Uncertainty, found: &mut Found) {
    let at = "uncertainty / normalisations";
    let indicators = recipe.index.indicators();
    for normalisation in &uncertainty.normalisations {
        found.setting(at, normalisation.check(Direction::HighIsWorse));
        if matches!(normalisation, Normalisation::Categorical { .. } | Normalisation::DistanceToTarget { .. })
        {
            let reason = format!("{} belongs to one indicator, not to all", normalisation.key());
            found.add(at, FaultKind::NotApplied(reason));
        }
    }
    let open = || indicators.iter().filter(|i| !matches!(i.normalisation, Normalisation::Categorical { .. }));
    if !uncertainty.normalisations.is_empty() && open().next().is_none() {
        found.add(at, FaultKind::NotApplied("all indicators are categorical".to_owned()));
    }
    for other in &uncertainty.normalisations {
        if open().next().is_some() && open().all(|i| i.normalisation == *other) {
            found.add(
                at,
                FaultKind::NotApplied(format!("{} is what every indicator has already", other.key())),
            );
        }
    }
    for other in &uncertainty.aggregations {
        if recipe.index.groups().iter().all(|group| group.aggregation == *other) {
            let reason = format!("{} is what every group has already", other.key());
            found.add("uncertainty / aggregations", FaultKind::NotApplied(reason));
        }
    }
    for aggregation in &uncertainty.aggregations {
        found.setting("uncertainty / aggregations", aggregation.check());
    }
    check_pairs(recipe, uncertainty, found);
}

/// Any aggregation may be drawn with any normalisation, so all pairs must go together.
fn check_pairs(recipe: &Recipe, uncertainty: &Uncertainty, found: &mut Found) {
    let indicators = recipe.index.indicators();
    let groups = recipe.index.groups();
    let own_mean = groups.iter().map(|group| group.aggregation).find(Aggregation::needs_positive);
    let drawn_mean = uncertainty.aggregations.iter().copied().find(Aggregation::needs_positive);
    if let Some(mean) = own_mean.or(drawn_mean) {
        let wrong = uncertainty.normalisations.iter().filter(|method| !method.is_positive());
        for scores in wrong.map(|method| method.key().to_owned()) {
            let what = FaultKind::NotPositive { mean: mean.key().to_owned(), scores };
            found.add("uncertainty / normalisations", what);
        }
    }
    if let Some(mean) = drawn_mean {
        let wrong = indicators.iter().filter(|i| i.weight > 0.0 && !i.normalisation.is_positive());
        for indicator in wrong {
            let scores = format!("{} of {}", indicator.normalisation.key(), indicator.id);
            let what = FaultKind::NotPositive { mean: mean.key().to_owned(), scores };
            found.add("uncertainty / aggregations", what);
        }
    }
}

fn check_imputations(recipe: &Recipe, inputs: &Inputs, uncertainty: &Uncertainty, found: &mut Found) {
    let at = "uncertainty / imputations";
    if uncertainty.imputations.is_empty() {
        return;
    }
    let has_gap = |indicator: &&Indicator| {
        let figures = inputs.indicators.get(&indicator.id);
        figures.is_some_and(|figures| figures.figures.iter().any(Result::is_err))
    };
    let with_gaps: Vec<&Indicator> = recipe.index.indicators().into_iter().filter(has_gap).collect();
    if with_gaps.is_empty() {
        found.add(at, FaultKind::NotApplied("no indicator has a gap".to_owned()));
    } else if uncertainty.imputations.iter().any(|other| with_gaps.iter().all(|i| i.imputation == *other)) {
        let reason = "one of them is what every indicator with gaps has already".to_owned();
        found.add(at, FaultKind::NotApplied(reason));
    }
    for imputation in &uncertainty.imputations {
        if let Imputation::GroupMean { grouping } = imputation
            && !inputs.groupings.contains_key(grouping)
        {
            found.add(at, FaultKind::NoGrouping(grouping.clone()));
        }
    }
}

fn check_errors(recipe: &Recipe, inputs: &Inputs, uncertainty: &Uncertainty, found: &mut Found) {
    let indicators = recipe.index.indicators();
    let figures = || indicators.iter().filter_map(|indicator| inputs.indicators.get(&indicator.id));
    if uncertainty.sampling && figures().all(|figures| figures.evidence == Evidence::None) {
        let reason = "no indicator has counts or standard errors".to_owned();
        found.add("uncertainty / sampling", FaultKind::NotApplied(reason));
    }
    if uncertainty.alignment && figures().all(|figures| figures.alignment_error.iter().all(Option::is_none)) {
        let reason = "no indicator carries an error of alignment".to_owned();
        found.add("uncertainty / alignment", FaultKind::NotApplied(reason));
    }
}
