//! What changed between two runs, and by which cause.

use std::collections::BTreeMap;

use crate::assess::recipe::{Faults, Group, Inputs, Node, Recipe};
use crate::assess::run::{Run, run};
use crate::model::AreaCode;

/// Why a figure changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Other boundaries, or another crosswalk.
    Boundary,
    /// Other data on the same boundaries.
    Data,
    /// Both came with the same file and cannot be told apart.
    BoundaryAndData,
    /// Indicators, tree, treatment, imputation, normalisation, aggregation or ranking rules.
    Method,
    /// Weights alone.
    Weights,
}

impl Cause {
    /// In the order in which changes are made.
    pub const ALL: [Self; 5] =
        [Self::Boundary, Self::Data, Self::BoundaryAndData, Self::Method, Self::Weights];

    /// The name used in files and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Boundary => "boundary",
            Self::Data => "data",
            Self::BoundaryAndData => "boundary-and-data",
            Self::Method => "method",
            Self::Weights => "weights",
        }
    }
}

/// What one cause did to an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The cause.
    pub cause: Cause,
    /// What it added to the score; `None` where there is no score before or after.
    pub score: Option<f64>,
    /// By how many ranks it moved the area; above nought towards the better end.
    pub rank: Option<i64>,
}

/// One area of both runs whose score or rank changed.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaChange {
    /// The area.
    pub area: AreaCode,
    /// Score before and after.
    pub score: (Option<f64>, Option<f64>),
    /// Rank before and after.
    pub rank: (Option<usize>, Option<usize>),
    /// The causes that differ between the runs, in the order of [`Cause::ALL`];
    /// their scores and ranks add up to the change.
    pub steps: Vec<Step>,
}

/// Why two runs cannot be compared.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DiffFault {
    /// The runs share no area.
    #[error("the runs have no area in common")]
    NoCommonArea,
    /// A run between the two, with one cause changed, is not possible.
    #[error("with {} changed alone the assessment cannot be run: {faults}", cause.key())]
    Between {
        /// The cause.
        cause: Cause,
        /// What is wrong with it.
        faults: Faults,
    },
}

/// Explains each changed score between two runs by cause.
///
/// The first run is changed into the second one cause at a time, in the order
/// of [`Cause::ALL`], and run again after each; what each step changes is
/// put down to it. Another order may share a joint effect out otherwise.
/// Areas that did not change, or are only in one run, are left out.
///
/// # Errors
/// [`DiffFault`].
pub fn diff(before: &Run, after: &Run) -> Result<Vec<AreaChange>, DiffFault> {
    let mut runs: Vec<(Cause, Run)> = Vec::new();
    let (mut recipe, mut inputs) = (before.recipe.clone(), before.inputs.clone());
    for cause in Cause::ALL {
        let (next_recipe, next_inputs) = with_cause(cause, &recipe, &inputs, after);
        if next_recipe == recipe && next_inputs == inputs {
            continue;
        }
        let between =
            run(&next_recipe, &next_inputs).map_err(|faults| DiffFault::Between { cause, faults })?;
        (recipe, inputs) = (next_recipe, next_inputs);
        runs.push((cause, between));
    }
    let common: Vec<&AreaCode> =
        before.recipe.areas.iter().filter(|area| after.recipe.areas.contains(area)).collect();
    if common.is_empty() {
        return Err(DiffFault::NoCommonArea);
    }
    Ok(common.into_iter().filter_map(|area| change(area, before, after, &runs)).collect())
}

/// The recipe and inputs with one more cause taken from the later run.
fn with_cause(cause: Cause, recipe: &Recipe, inputs: &Inputs, after: &Run) -> (Recipe, Inputs) {
    match cause {
        Cause::Boundary | Cause::Data | Cause::BoundaryAndData => with_figures(cause, recipe, inputs, after),
        Cause::Method => {
            let mut next = after.recipe.clone();
            let old = weights(&recipe.index);
            set_weights(&mut next.index, &old);
            // A group that only had parts without a say would have none left.
            let next = if all_silent(&next.index) { after.recipe.clone() } else { next };
            (next, after.inputs.clone())
        }
        Cause::Weights => (after.recipe.clone(), after.inputs.clone()),
    }
}

fn with_figures(cause: Cause, recipe: &Recipe, inputs: &Inputs, after: &Run) -> (Recipe, Inputs) {
    let (mut next_recipe, mut next) = (recipe.clone(), inputs.clone());
    if recipe.areas != after.recipe.areas {
        // Other areas: every column is on other boundaries, or was aligned anew.
        if cause != Cause::Boundary {
            return (next_recipe, next);
        }
        let kept = next
            .indicators
            .keys()
            .filter_map(|id| Some((id.clone(), after.inputs.indicators.get(id)?.clone())));
        next.indicators = kept.collect();
        next.areas.clone_from(&after.inputs.areas);
        next.people.clone_from(&after.inputs.people);
        next.groupings.clone_from(&after.inputs.groupings);
        next_recipe.areas.clone_from(&after.recipe.areas);
        next_recipe.rules.worst = after.recipe.rules.worst;
        return (next_recipe, next);
    }
    for (id, old) in &inputs.indicators {
        let Some(new) = after.inputs.indicators.get(id) else { continue };
        if new != old && cause_of(&old.provenance, &new.provenance) == cause {
            next.indicators.insert(id.clone(), new.clone());
        }
    }
    if cause == Cause::Data {
        next.people.clone_from(&after.inputs.people);
        next.benchmarks.extend(after.inputs.benchmarks.iter().map(|(id, value)| (id.clone(), *value)));
    }
    (next_recipe, next)
}

fn cause_of(old: &crate::assess::recipe::Provenance, new: &crate::assess::recipe::Provenance) -> Cause {
    match (old.boundary == new.boundary, old.data == new.data) {
        (false, true) => Cause::Boundary,
        (false, false) => Cause::BoundaryAndData,
        // Figures that changed under the same names are other data.
        (true, _) => Cause::Data,
    }
}

fn weights(group: &Group) -> BTreeMap<String, f64> {
    let mut all = BTreeMap::new();
    for part in &group.parts {
        all.insert(part.id().to_owned(), part.weight());
        if let Node::Group(inner) = part {
            all.extend(weights(inner));
        }
    }
    all
}

fn set_weights(group: &mut Group, weights: &BTreeMap<String, f64>) {
    for part in &mut group.parts {
        let old = weights.get(part.id()).copied();
        match part {
            Node::Group(inner) => {
                inner.weight = old.unwrap_or(inner.weight);
                set_weights(inner, weights);
            }
            Node::Indicator(indicator) => indicator.weight = old.unwrap_or(indicator.weight),
        }
    }
}

fn all_silent(group: &Group) -> bool {
    group.groups().iter().any(|group| group.parts.iter().all(|part| part.weight() == 0.0))
}

fn change(area: &AreaCode, before: &Run, after: &Run, runs: &[(Cause, Run)]) -> Option<AreaChange> {
    let (first, last) = (standing(before, area), standing(after, area));
    if first == last {
        return None;
    }
    let mut earlier = first;
    let mut steps = Vec::new();
    for (cause, between) in runs {
        let now = standing(between, area);
        let score = now.0.zip(earlier.0).map(|(now, earlier)| now - earlier);
        #[expect(clippy::cast_possible_wrap, reason = "ranks of areas")]
        let rank = now.1.zip(earlier.1).map(|(now, earlier)| now as i64 - earlier as i64);
        steps.push(Step { cause: *cause, score, rank });
        earlier = now;
    }
    Some(AreaChange { area: area.clone(), score: (first.0, last.0), rank: (first.1, last.1), steps })
}

fn standing(run: &Run, area: &AreaCode) -> (Option<f64>, Option<usize>) {
    let at = run.recipe.areas.iter().position(|other| other == area);
    let score = at.and_then(|at| run.index().scores[at].ok());
    (score, at.and_then(|at| run.index().standings[at].rank()))
}
