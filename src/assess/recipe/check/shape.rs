//! Areas, and the shape of the tree.

use std::collections::BTreeSet;

use super::Found;
use crate::assess::aggregate::{Aggregation, Gaps, WeightSum};
use crate::assess::recipe::{FaultKind, Group, Inputs, MAX_LEVELS, Node, Recipe};

pub(super) fn check_areas(recipe: &Recipe, inputs: &Inputs, found: &mut Found) {
    if recipe.areas.len() < 2 {
        found.add("areas", FaultKind::TooFewAreas(recipe.areas.len()));
    }
    let mut seen = BTreeSet::new();
    for area in &recipe.areas {
        if !seen.insert(area) {
            found.add("areas", FaultKind::AreaTwice(area.to_string()));
        }
    }
    if recipe.areas != inputs.areas {
        found.add("areas", FaultKind::OtherAreas(difference(recipe, inputs)));
    }
}

fn difference(recipe: &Recipe, inputs: &Inputs) -> String {
    let (wanted, given) = (&recipe.areas, &inputs.areas);
    if let Some(at) = wanted.iter().position(|area| !given.contains(area)) {
        return format!("{} has none", wanted[at]);
    }
    if let Some(at) = given.iter().position(|area| !wanted.contains(area)) {
        return format!("{} is not an area of the recipe", given[at]);
    }
    "they stand in another order".to_owned()
}

pub(super) fn check_tree(recipe: &Recipe, found: &mut Found) {
    let mut ids = BTreeSet::new();
    #[expect(clippy::float_cmp, reason = "the one weight that means nothing is written 1")]
    if recipe.index.weight != 1.0 {
        found.add(&recipe.index.id, FaultKind::Setting("the weight of the index itself is 1".to_owned()));
    }
    check_group(&recipe.index, &recipe.index.id, 0, &mut ids, found);
}

fn check_group<'a>(
    group: &'a Group,
    path: &str,
    depth: usize,
    ids: &mut BTreeSet<&'a str>,
    found: &mut Found,
) {
    check_id(&group.id, path, ids, found);
    found.setting(path, group.aggregation.check());
    if let Gaps::Reweight { least_present } = group.gaps
        && !(0.0..=1.0).contains(&least_present)
    {
        found.add(
            path,
            FaultKind::Setting(format!("{least_present} is no share of the weight: it goes from 0 to 1")),
        );
    }
    if group.parts.is_empty() {
        return found.add(path, FaultKind::EmptyGroup);
    }
    if depth == MAX_LEVELS {
        return found.add(path, FaultKind::TooDeep(MAX_LEVELS));
    }
    if group.parts.iter().all(|part| part.weight() == 0.0) {
        found.add(path, FaultKind::NoWeight);
    }
    for part in &group.parts {
        let below = format!("{path} / {}", part.id());
        if !part.weight().is_finite() || part.weight() < 0.0 {
            found.add(&below, FaultKind::BadWeight(part.weight()));
        }
        match part {
            Node::Group(inner) => check_group(inner, &below, depth + 1, ids, found),
            Node::Indicator(indicator) => check_id(&indicator.id, &below, ids, found),
        }
        if group.aggregation.needs_positive() && part.weight() > 0.0 {
            check_positive(part, group.aggregation, &below, found);
        }
    }
}

fn check_id<'a>(id: &'a str, path: &str, ids: &mut BTreeSet<&'a str>, found: &mut Found) {
    if id.trim().is_empty() {
        found.add(path, FaultKind::Setting("an id is empty".to_owned()));
    } else if !ids.insert(id) {
        found.add(path, FaultKind::IdTwice(id.to_owned()));
    }
}

/// A mean of scores above nought is above nought; a contest's lowest score is nought.
fn check_positive(part: &Node, mean: Aggregation, path: &str, found: &mut Found) {
    match part {
        Node::Indicator(indicator) if !indicator.normalisation.is_positive() => {
            let scores = indicator.normalisation.key().to_owned();
            found.add(path, FaultKind::NotPositive { mean: mean.key().to_owned(), scores });
        }
        Node::Group(group) if group.aggregation == Aggregation::Copeland => {
            let scores = group.aggregation.key().to_owned();
            found.add(path, FaultKind::NotPositive { mean: mean.key().to_owned(), scores });
        }
        Node::Group(group)
            if matches!(
                group.aggregation,
                Aggregation::Arithmetic(WeightSum::AsGiven | WeightSum::Shared)
            ) =>
        {
            for part in group.parts.iter().filter(|part| part.weight() > 0.0) {
                check_positive(part, mean, &format!("{path} / {}", part.id()), found);
            }
        }
        // Other means check their own parts.
        _ => {}
    }
}
