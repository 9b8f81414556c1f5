//! What can be drawn: only what makes a difference.

use crate::assess::plan::{Kind, Plan};
use crate::assess::recipe::{Inputs, Recipe, Uncertainty};

/// A choice that is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Factor {
    /// The weight of a part of the index itself.
    Weight {
        /// Its id.
        id: String,
    },
    /// The weights of all parts of a group below the index, together.
    WeightsWithin {
        /// Id of the group.
        id: String,
    },
    /// Which normalisation.
    Normalisation,
    /// Which aggregation.
    Aggregation,
    /// Which imputation.
    Imputation,
    /// The sampling error of the figures.
    Sampling,
    /// The error of their alignment.
    Alignment,
}

impl Factor {
    /// The name used in files and on the wire.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Weight { id } => format!("weight:{id}"),
            Self::WeightsWithin { id } => format!("weights-within:{id}"),
            Self::Normalisation => "normalisation".to_owned(),
            Self::Aggregation => "aggregation".to_owned(),
            Self::Imputation => "imputation".to_owned(),
            Self::Sampling => "sampling".to_owned(),
            Self::Alignment => "alignment".to_owned(),
        }
    }
}

/// The factors of a recipe, in a fixed order.
#[must_use]
pub fn factors(recipe: &Recipe, inputs: &Inputs, settings: &Uncertainty) -> Vec<Factor> {
    let mut all = Vec::new();
    if settings.weight_spread > 0.0 {
        weight_factors(&Plan::of(recipe), &mut all);
    }
    let own = recipe.index.indicators();
    let figures = || own.iter().filter_map(|indicator| inputs.indicators.get(&indicator.id));
    let gaps = || figures().any(|given| given.figures.iter().any(Result::is_err));
    let choices = [
        (!settings.normalisations.is_empty(), Factor::Normalisation),
        (!settings.aggregations.is_empty(), Factor::Aggregation),
        (!settings.imputations.is_empty() && gaps(), Factor::Imputation),
        (settings.sampling, Factor::Sampling),
        (settings.alignment, Factor::Alignment),
    ];
    all.extend(choices.into_iter().filter(|(used, _)| *used).map(|(_, factor)| factor));
    all
}

/// Weights that have a neighbour: the weight of an only part changes nothing.
fn weight_factors(plan: &Plan, all: &mut Vec<Factor>) {
    let shares = plan.shares(&plan.weights());
    for (at, node) in plan.nodes.iter().enumerate() {
        let Kind::Group { parts, .. } = &node.kind else { continue };
        let speaking: Vec<usize> =
            parts.iter().copied().filter(|part| plan.nodes[*part].weight > 0.0).collect();
        if speaking.len() < 2 || shares[at] == 0.0 {
            continue;
        }
        if at == plan.root() {
            all.extend(speaking.iter().map(|part| Factor::Weight { id: plan.nodes[*part].id.clone() }));
        } else {
            all.push(Factor::WeightsWithin { id: node.id.clone() });
        }
    }
}
