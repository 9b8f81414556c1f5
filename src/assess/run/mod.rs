//! Running a recipe: every stage is kept, from the raw figures to the ranks.

mod judged;
mod known_share;
mod standing;

pub use judged::Judged;
pub(crate) use standing::ranked;
pub use standing::{Standing, Unranked, standings};

use super::aggregate::Weighing;
use super::figure::Figure;
use super::impute::Imputed;
use super::normalise::Fitted;
use super::pipeline::{self, Start};
use super::plan::{Kind, Plan};
use super::recipe::{self, FaultKind, Faults, Indicator, Inputs, Recipe};
use super::shrink::Shrunk;
use super::treat::Treated;
use crate::model::Missing;

/// A recipe that was run, with every stage of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The recipe.
    pub recipe: Recipe,
    /// What it was fed with.
    pub inputs: Inputs,
    /// The indicators, in the recipe's order.
    pub indicators: Vec<Stages>,
    /// Indicators, domains and the index; parts before wholes, the index last.
    pub nodes: Vec<NodeResult>,
    pub(crate) plan: Plan,
}

/// The stages of one indicator. All columns follow the recipe's areas.
#[derive(Debug, Clone, PartialEq)]
pub struct Stages {
    /// Its id.
    pub id: String,
    /// As it came.
    pub raw: Vec<Figure>,
    /// Shrunk shares (0 to 1), where the recipe asks for it.
    pub shrunk: Option<Vec<Result<Shrunk, Missing>>>,
    /// What treatment starts from: raw figures, or shrunk ones in the indicator's unit.
    pub start: Vec<Figure>,
    /// After treatment, and what it did.
    pub treated: Treated,
    /// After imputation, stand-ins marked.
    pub imputed: Imputed,
    /// Scores: the higher, the worse.
    pub normalised: Vec<Figure>,
    /// Share of the index's weight that this indicator holds.
    pub share: f64,
    /// Scores times share; they add up to the index where all means are arithmetic and shared.
    pub weighted: Vec<Figure>,
    /// Against the benchmark, with intervals.
    pub judged: Vec<Judged>,
    pub(crate) fitted: Option<Fitted>,
}

/// Scores and ranks of an indicator, a domain or the index.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeResult {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// 0 for the index, 1 for what lies right below, and so on.
    pub level: usize,
    /// The group it belongs to, a position in [`Run::nodes`]; `None` for the index.
    pub parent: Option<usize>,
    /// The weights of its parts; `None` for an indicator.
    pub weighing: Option<Weighing>,
    /// Scores by area: the higher, the worse.
    pub scores: Vec<Figure>,
    /// Share of the weight that rests on stand-ins, by area.
    pub imputed: Vec<f64>,
    /// Share of the weight that is missing, by area.
    pub missing: Vec<f64>,
    /// Share of each area that the sources cover, weighed over the indicators.
    pub cover: Vec<f64>,
    /// Ranks by area, 1 the worst.
    pub standings: Vec<Standing>,
}

impl NodeResult {
    /// Positions of the areas by rank, the worst first; those without one last, as the layer has them.
    #[must_use]
    pub fn in_order(&self) -> Vec<usize> {
        in_order(&self.standings)
    }

    /// How many areas have a rank.
    #[must_use]
    pub fn ranked(&self) -> usize {
        self.standings.iter().filter(|standing| standing.rank().is_some()).count()
    }
}

/// As [`NodeResult::in_order`], where only the standings are at hand.
#[must_use]
pub fn in_order(standings: &[Standing]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..standings.len()).collect();
    order.sort_by_key(|at| (standings[*at].rank().unwrap_or(usize::MAX), *at));
    order
}

impl Run {
    /// The index.
    #[must_use]
    pub fn index(&self) -> &NodeResult {
        &self.nodes[self.plan.root()]
    }

    /// An indicator, a domain or the index by its id.
    #[must_use]
    pub fn node(&self, id: &str) -> Option<&NodeResult> {
        self.plan.find(id).map(|at| &self.nodes[at])
    }

    /// Ids of the indicators and groups with a weight of nought: listed, without a say.
    #[must_use]
    pub fn without_say(&self) -> Vec<&str> {
        self.plan.nodes.iter().filter(|node| node.weight == 0.0).map(|node| node.id.as_str()).collect()
    }

    pub(crate) fn columns(&self) -> Vec<Vec<Figure>> {
        self.indicators.iter().map(|stages| stages.normalised.clone()).collect()
    }
}

/// Runs a recipe on its inputs.
///
/// # Errors
/// All [`Faults`] of the recipe and the inputs at once; see [`recipe::check`].
///
/// # Source
/// OECD and JRC, "Handbook on constructing composite indicators", 2008; `docs/methods/composite.md`.
pub fn run(recipe: &Recipe, inputs: &Inputs) -> Result<Run, Faults> {
    Faults::unless_empty(recipe::check(recipe, inputs))?;
    let plan = Plan::of(recipe);
    let weights = plan.weights();
    let shares = plan.shares(&weights);
    let mut indicators = Vec::new();
    for (at, indicator) in recipe.index.indicators().into_iter().enumerate() {
        let share = plan.leaf(at).map_or(0.0, |node| shares[node]);
        indicators.push(stages(indicator, share, recipe, inputs)?);
    }
    let columns: Vec<Vec<Figure>> = indicators.iter().map(|stages| stages.normalised.clone()).collect();
    let scores = plan
        .scores(&columns, &weights, None)
        .map_err(|(at, fault)| Faults::one(plan.nodes[at].id.clone(), FaultKind::Aggregate(fault)))?;
    let nodes = results(&plan, scores, &indicators, recipe, inputs);
    Ok(Run { recipe: recipe.clone(), inputs: inputs.clone(), indicators, nodes, plan })
}

fn stages(indicator: &Indicator, share: f64, recipe: &Recipe, inputs: &Inputs) -> Result<Stages, Faults> {
    let named = |fault| Faults::one(indicator.id.clone(), FaultKind::Column(fault));
    let Start { figures: start, shrunk } = pipeline::start(indicator, inputs).map_err(named)?;
    let staged = pipeline::stage(indicator, &start, &indicator.imputation, &indicator.normalisation, inputs)
        .map_err(named)?;
    let given = &inputs.indicators[&indicator.id];
    Ok(Stages {
        id: indicator.id.clone(),
        raw: given.figures.clone(),
        shrunk,
        start,
        weighted: staged.normalised.iter().map(|figure| figure.map(|score| score * share)).collect(),
        treated: staged.treated,
        imputed: staged.imputed,
        normalised: staged.normalised,
        share,
        judged: judged::judge_all(indicator, &recipe.comparator, inputs)?,
        fitted: staged.fitted,
    })
}

fn results(
    plan: &Plan,
    scores: Vec<Vec<Figure>>,
    indicators: &[Stages],
    recipe: &Recipe,
    inputs: &Inputs,
) -> Vec<NodeResult> {
    let weights = plan.weights();
    let below = plan.leaves_below(&weights);
    let nodes = plan.nodes.iter().zip(scores).zip(below);
    nodes
        .map(|((node, scores), leaves)| {
            let known = known_share::known_shares(&leaves, indicators, inputs);
            let weighing = match &node.kind {
                Kind::Leaf(_) => None,
                Kind::Group { parts, .. } => Some(super::aggregate::weighing(
                    &parts.iter().map(|part| weights[*part]).collect::<Vec<_>>(),
                )),
            };
            NodeResult {
                id: node.id.clone(),
                title: node.title.clone(),
                level: node.level,
                parent: node.parent,
                weighing,
                standings: standings(&scores, &known.imputed, &known.missing, &known.cover, &recipe.rules),
                scores,
                imputed: known.imputed,
                missing: known.missing,
                cover: known.cover,
            }
        })
        .collect()
}

#[cfg(test)]
pub(crate) mod tests;
