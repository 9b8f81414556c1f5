//! All faults of a specification by itself, before any figure is known.

use crate::assess::impute::Imputation;
use crate::assess::normalise::Normalisation;
use crate::assess::recipe::{Comparator, Fault, FaultKind, Indicator, Shrinkage, check_settings};

use super::AssessmentSpec;

/// What a rate may be expressed per.
const PER: [f64; 4] = [1.0, 100.0, 1_000.0, 100_000.0];

/// How far weights may miss the sum that they must add up to.
const SUM_WITHIN: f64 = 1e-9;

/// All faults that do not depend on figures; none where there is nothing to find.
#[must_use]
pub fn check(spec: &AssessmentSpec) -> Vec<Fault> {
    let mut faults = check_settings(&spec.recipe(Vec::new()));
    let mut add = |at: &str, what: String| {
        faults.push(Fault { at: at.to_owned(), what: FaultKind::Setting(what) });
    };
    check_words(spec, &mut add);
    check_figures(spec, &mut add);
    check_sums(spec, &mut add);
    check_groupings(spec, &mut add);
    check_comparator(spec, &mut add);
    faults
}

type Add<'a> = &'a mut dyn FnMut(&str, String);

fn check_words(spec: &AssessmentSpec, add: Add<'_>) {
    for (name, text) in [("title", &spec.title), ("purpose", &spec.purpose)] {
        if text.trim().is_empty() {
            add("assessment", format!("'{name}' is empty: write a sentence that a reader understands"));
        }
    }
}

fn check_figures(spec: &AssessmentSpec, add: Add<'_>) {
    let indicators = spec.index.indicators();
    for indicator in &indicators {
        match spec.figures_of(&indicator.id) {
            None => add(&indicator.id, "no measure is named".to_owned()),
            Some(from) => {
                if let Some(over) = from.over.as_ref().filter(|over| !PER.contains(&over.per)) {
                    add(&indicator.id, format!("per {}: a rate is per 1, 100, 1000 or 100000", over.per));
                }
                check_categories(indicator, !from.categories.is_empty(), add);
            }
        }
    }
    for id in spec.figures.keys().filter(|id| !indicators.iter().any(|own| own.id == **id)) {
        add(id, "figures are named, and there is no such indicator".to_owned());
    }
}

fn check_categories(indicator: &Indicator, has_scores: bool, add: Add<'_>) {
    let is_categorical = matches!(indicator.normalisation, Normalisation::Categorical { .. });
    match (is_categorical, has_scores) {
        (true, false) => add(&indicator.id, "categorical needs a score for each category".to_owned()),
        (false, true) => {
            let key = indicator.normalisation.key();
            add(&indicator.id, format!("scores of categories are given, and the normalisation is {key}"));
        }
        _ => {}
    }
}

fn check_sums(spec: &AssessmentSpec, add: Add<'_>) {
    let groups = spec.index.groups();
    for (id, wanted) in &spec.sums {
        let Some(group) = groups.iter().find(|group| group.id == *id) else {
            add(id, "a sum of weights is given, and there is no such group".to_owned());
            continue;
        };
        let found: f64 = group.parts.iter().map(crate::assess::recipe::Node::weight).sum();
        // Comparing this way round also finds what is not a number.
        let is_near = (found - wanted).abs() <= SUM_WITHIN * wanted.abs().max(1.0);
        if !is_near {
            let shown = (found * 1e9).round() / 1e9;
            add(id, format!("the weights of its parts add up to {shown}, and must add up to {wanted}"));
        }
    }
}

fn check_groupings(spec: &AssessmentSpec, add: Add<'_>) {
    let mut wanted: Vec<(&str, &str)> = Vec::new();
    for indicator in spec.index.indicators() {
        if let Shrinkage::Within(name) = &indicator.shrinkage {
            wanted.push((&indicator.id, name));
        }
        if let Imputation::GroupMean { grouping } = &indicator.imputation {
            wanted.push((&indicator.id, grouping));
        }
    }
    if let Comparator::Patch { grouping } = &spec.comparator {
        wanted.push(("comparator", grouping));
    }
    for imputation in spec.uncertainty.iter().flat_map(|uncertainty| &uncertainty.imputations) {
        if let Imputation::GroupMean { grouping } = imputation {
            wanted.push(("uncertainty", grouping));
        }
    }
    for (at, name) in &wanted {
        if !spec.groupings.contains_key(*name) {
            add(at, format!("there is no grouping '{name}'; describe it under [grouping.{name}]"));
        }
    }
    for name in spec.groupings.keys() {
        if !wanted.iter().any(|(_, used)| used == name) {
            add(&format!("grouping {name}"), "nothing uses this grouping: take it out".to_owned());
        }
    }
}

fn check_comparator(spec: &AssessmentSpec, add: Add<'_>) {
    let ids: Vec<&str> = spec.index.indicators().iter().map(|indicator| indicator.id.as_str()).collect();
    let is_published = matches!(spec.comparator, Comparator::Published { .. });
    if !is_published && !spec.benchmarks.is_empty() {
        let what = "published figures are given, and areas are not compared with them".to_owned();
        add("comparator", what);
    }
    for (id, benchmark) in &spec.benchmarks {
        let at = format!("comparator / {id}");
        if !ids.contains(&id.as_str()) {
            add(&at, "a published figure is given, and there is no such indicator".to_owned());
        }
        if benchmark.source.trim().is_empty() {
            add(&at, "'source' is empty: say where the figure is published".to_owned());
        }
        if !benchmark.value.is_finite() {
            add(&at, "the published figure is not a finite number".to_owned());
        }
    }
    if is_published {
        for id in ids.iter().filter(|id| !spec.benchmarks.contains_key(**id)) {
            add(&format!("comparator / {id}"), "there is no published figure of this indicator".to_owned());
        }
    }
    if let Comparator::Neighbours { covariates, .. } = &spec.comparator {
        for id in covariates.iter().filter(|id| !ids.contains(&id.as_str())) {
            let what = "areas are to be alike by it, and there is no such indicator".to_owned();
            add(&format!("comparator / {id}"), what);
        }
    }
}
