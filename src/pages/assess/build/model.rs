//! What a script needs to reckon ranks anew while a weight moves: scores of the
//! indicators, the tree, the rules. The arithmetic is that of `assess::aggregate`
//! and `assess::run`, and a test of the browser compares both.

use serde::Serialize;

use crate::assess::aggregate::{Aggregation, Gaps, WeightSum};
use crate::assess::recipe::{Group, Node};
use crate::engine::Assessed;

/// The model.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pages::assess) struct BuildModel {
    areas: Vec<AreaModel>,
    /// Parts before wholes, the index last.
    nodes: Vec<NodeModel>,
    rules: RulesModel,
}

#[derive(Debug, Clone, Serialize)]
struct AreaModel {
    code: String,
    label: String,
    /// The rank in the recipe as it is.
    before: Option<usize>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct NodeModel {
    id: String,
    title: String,
    weight: f64,
    /// Positions of its parts; empty for an indicator.
    parts: Vec<usize>,
    /// The mean: `straight`, `as-given`, `log`, `power`; `contest` is left to the server.
    mean: &'static str,
    power: Option<f64>,
    /// The share of the weight that must be there; null where every gap is a gap of the whole.
    least_present: Option<f64>,
    /// Indicators: scores, null for a gap.
    scores: Vec<Option<f64>>,
    /// Indicators: per area `.` for a figure, `s` for a stand-in, `m` for nothing.
    states: String,
    /// Indicators: share of each area that the sources cover; empty where all is covered.
    cover: Vec<f64>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct RulesModel {
    most_imputed: f64,
    least_cover: f64,
    worst: usize,
}

impl BuildModel {
    /// The model of a preview, with the ranks of the recipe as it is.
    pub(in crate::pages::assess) fn of(own: &Assessed, now: &Assessed) -> Self {
        let before = own.run.index();
        let area = |(at, area): (usize, &crate::engine::AssessedArea)| AreaModel {
            code: area.code.to_string(),
            label: area.label().to_owned(),
            before: before.standings.get(at).and_then(|standing| standing.rank()),
        };
        let rules = now.run.recipe.rules;
        let mut nodes = Vec::new();
        push(now, &now.run.recipe.index, &mut nodes);
        Self {
            areas: now.areas.iter().enumerate().map(area).collect(),
            nodes,
            rules: RulesModel {
                most_imputed: rules.most_imputed,
                least_cover: rules.least_cover,
                worst: rules.worst,
            },
        }
    }
}

/// Adds a group after its parts; its position.
fn push(now: &Assessed, group: &Group, nodes: &mut Vec<NodeModel>) -> usize {
    let mut parts = Vec::new();
    for part in &group.parts {
        parts.push(match part {
            Node::Group(inner) => push(now, inner, nodes),
            Node::Indicator(own) => {
                nodes.push(leaf(now, &own.id, &own.title, own.weight));
                nodes.len() - 1
            }
        });
    }
    let (mean, power) = match group.aggregation {
        Aggregation::Arithmetic(WeightSum::Shared) => ("straight", None),
        Aggregation::Arithmetic(WeightSum::AsGiven) => ("as-given", None),
        Aggregation::Geometric => ("log", None),
        Aggregation::Harmonic => ("power", Some(-1.0)),
        Aggregation::Power { p } => ("power", Some(p)),
        Aggregation::Copeland => ("contest", None),
    };
    nodes.push(NodeModel {
        id: group.id.clone(),
        title: group.title.clone(),
        weight: group.weight,
        parts,
        mean,
        power,
        least_present: match group.gaps {
            Gaps::Refuse => None,
            Gaps::Reweight { least_present } => Some(least_present),
        },
        scores: Vec::new(),
        states: String::new(),
        cover: Vec::new(),
    });
    nodes.len() - 1
}

fn leaf(now: &Assessed, id: &str, title: &str, weight: f64) -> NodeModel {
    let stages = now.run.indicators.iter().find(|stages| stages.id == id);
    let state = |area: usize| {
        let Some(stages) = stages else { return 'm' };
        match (stages.imputed.stand_ins[area], stages.imputed.figures[area]) {
            (true, _) => 's',
            (false, Ok(_)) => '.',
            (false, Err(_)) => 'm',
        }
    };
    NodeModel {
        id: id.to_owned(),
        title: title.to_owned(),
        weight,
        parts: Vec::new(),
        mean: "straight",
        power: None,
        least_present: None,
        scores: stages
            .map_or_else(Vec::new, |stages| stages.normalised.iter().map(|score| score.ok()).collect()),
        states: (0..now.areas.len()).map(state).collect(),
        cover: now.run.inputs.indicators.get(id).map_or_else(Vec::new, |given| given.cover.clone()),
    }
}
