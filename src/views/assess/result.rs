//! What came out of an assessment, area by area.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::assess::intervals::Interval;
use crate::assess::rag;
use crate::assess::recipe::Comparator;
use crate::assess::run::{NodeResult, Standing, Unranked};
use crate::engine::Assessed;
use crate::views::LinkView;

use super::{gap, known};

/// An assessment and what came out of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentView {
    /// Version of the place that was asked.
    pub version: u64,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Why it exists.
    pub purpose: String,
    /// The layer edition that it assesses, as `dataset@edition`.
    pub areas: String,
    /// What the areas are compared with: `published`, `place`, `neighbours` or `patch`.
    pub comparator: String,
    /// When an area is better or worse, in words.
    pub rule: String,
    /// How many areas count as the worst.
    pub worst: usize,
    /// How many draws the rank intervals rest on; null where there are none.
    pub draws: Option<usize>,
    /// What was drawn.
    pub drawn: Vec<String>,
    /// The whole recipe, as the file that a person writes.
    pub recipe: String,
    /// Indicators, domains and the index; parts before wholes, the index last.
    pub nodes: Vec<NodeView>,
    /// The areas, in the layer's order.
    pub results: Vec<AreaResultView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// An indicator, a domain or the index.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NodeView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// `indicator`, `domain` or `index`.
    pub kind: String,
    /// Id of the group it belongs to; null for the index.
    pub parent: Option<String>,
    /// Indicators: what their figures are expressed in.
    pub unit: Option<String>,
    /// Indicators: the share of the index's weight that they hold.
    pub share: Option<f64>,
}

/// One area's result.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AreaResultView {
    /// The area's code.
    pub code: String,
    /// Its name, where the layer gives one.
    pub name: Option<String>,
    /// The index: the higher, the worse. Null where there is none.
    pub score: Option<f64>,
    /// Why there is no score.
    pub missing: Option<String>,
    /// Where it stands.
    pub rank: RankView,
    /// Share of the weight that rests on stand-ins.
    pub imputed: f64,
    /// Share of the weight that rests on nothing.
    pub absent: f64,
    /// Share of the area that the sources cover, weighed over the indicators.
    pub cover: f64,
    /// Scores of the domains, by id; null where there is none.
    pub domains: BTreeMap<String, Option<f64>>,
    /// Where it stands in each domain, by id.
    pub domain_ranks: BTreeMap<String, RankView>,
    /// The verdict on each indicator, by id; null where nothing can be said.
    pub rag: BTreeMap<String, Option<String>>,
}

/// A rank and how sure it is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RankView {
    /// 1 for the worst; equal areas share the lower number. Null where it is not ranked.
    pub rank: Option<usize>,
    /// How many areas share the rank, this one included.
    pub sharing: Option<usize>,
    /// Why it is not ranked: `no-score`, `imputed` or `cover`.
    pub unranked: Option<String>,
    /// The rank that 5 % of the draws are below.
    pub low: Option<usize>,
    /// The rank that 5 % of the draws are above.
    pub high: Option<usize>,
    /// The median rank of the draws.
    pub median: Option<f64>,
    /// The share of the draws in which it is among the worst.
    pub among_worst: Option<f64>,
}

/// The ends of an interval.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IntervalView {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl From<Interval> for IntervalView {
    fn from(interval: Interval) -> Self {
        Self { low: interval.low, high: interval.high }
    }
}

impl AssessmentView {
    /// An assessment with its recipe as text.
    #[must_use]
    pub fn new(assessed: &Assessed, recipe: String, links: Vec<LinkView>) -> Self {
        let (spec, run) = (&assessed.spec, &assessed.run);
        Self {
            version: assessed.place_version,
            id: spec.id.to_string(),
            title: spec.title.clone(),
            purpose: spec.purpose.clone(),
            areas: spec.areas.to_string(),
            comparator: comparator_key(&spec.comparator).to_owned(),
            rule: rag::RULE.to_owned(),
            worst: run.recipe.rules.worst,
            draws: assessed.ranges.as_ref().map(|ranges| ranges.draws),
            drawn: assessed
                .ranges
                .as_ref()
                .map(|ranges| ranges.factors.iter().map(crate::assess::uncertainty::Factor::key).collect())
                .unwrap_or_default(),
            recipe,
            nodes: nodes(assessed),
            results: (0..assessed.areas.len()).map(|area| AreaResultView::new(assessed, area)).collect(),
            links,
        }
    }
}

impl AreaResultView {
    /// One area's result.
    #[must_use]
    pub fn new(assessed: &Assessed, area: usize) -> Self {
        let run = &assessed.run;
        let index = run.index();
        let domains = || run.nodes.iter().filter(|node| node.weighing.is_some() && node.parent.is_some());
        Self {
            code: assessed.areas[area].code.to_string(),
            name: assessed.areas[area].name.clone(),
            score: known(index.scores[area]),
            missing: gap(index.scores[area]),
            rank: RankView::of(assessed, index, area),
            imputed: index.imputed[area],
            absent: index.missing[area],
            cover: index.cover[area],
            domains: domains().map(|node| (node.id.clone(), known(node.scores[area]))).collect(),
            domain_ranks: domains()
                .map(|node| (node.id.clone(), RankView::of(assessed, node, area)))
                .collect(),
            rag: run
                .indicators
                .iter()
                .map(|stages| {
                    let rag = stages.judged[area].rag.map(|rag| rag.key().to_owned());
                    (stages.id.clone(), rag)
                })
                .collect(),
        }
    }
}

impl RankView {
    /// The rank in the index or a part of it, with its range where there is one.
    #[must_use]
    pub fn of(assessed: &Assessed, node: &NodeResult, area: usize) -> Self {
        let range = assessed.rank_range(node, area);
        Self {
            low: range.map(|range| range.low),
            high: range.map(|range| range.high),
            median: range.map(|range| range.median),
            among_worst: range.map(|range| range.among_worst),
            ..Self::plain(node.standings[area])
        }
    }

    /// A rank alone.
    fn plain(standing: Standing) -> Self {
        let (rank, sharing, unranked) = match standing {
            Standing::Ranked { rank, sharing } => (Some(rank), Some(sharing), None),
            Standing::Unranked(why) => (None, None, Some(unranked_key(why).to_owned())),
        };
        Self { rank, sharing, unranked, low: None, high: None, median: None, among_worst: None }
    }
}

fn unranked_key(why: Unranked) -> &'static str {
    match why {
        Unranked::NoScore(_) => "no-score",
        Unranked::Imputed { .. } => "imputed",
        Unranked::Cover { .. } => "cover",
    }
}

fn comparator_key(comparator: &Comparator) -> &'static str {
    match comparator {
        Comparator::Published { .. } => "published",
        Comparator::Place => "place",
        Comparator::Neighbours { .. } => "neighbours",
        Comparator::Patch { .. } => "patch",
    }
}

fn nodes(assessed: &Assessed) -> Vec<NodeView> {
    let run = &assessed.run;
    let share = |id: &str| run.indicators.iter().find(|stages| stages.id == id).map(|stages| stages.share);
    let node = |node: &NodeResult| {
        let is_indicator = node.weighing.is_none();
        NodeView {
            id: node.id.clone(),
            title: node.title.clone(),
            kind: match (is_indicator, node.parent) {
                (true, _) => "indicator",
                (false, Some(_)) => "domain",
                (false, None) => "index",
            }
            .to_owned(),
            parent: node.parent.map(|at| run.nodes[at].id.clone()),
            unit: assessed.source(&node.id).filter(|_| is_indicator).map(|source| source.unit.clone()),
            share: share(&node.id).filter(|_| is_indicator),
        }
    };
    run.nodes.iter().map(node).collect()
}
