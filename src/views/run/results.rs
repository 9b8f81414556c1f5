//! What came out of a run: scores, ranks, ranges and hot spots.

use serde::{Deserialize, Serialize};

use crate::assess::run::{NodeResult, Run, Standing, Unranked};
use crate::assess::spatial::{Local, Untestable};
use crate::assess::uncertainty::{RankRange, RankRanges};
use crate::engine::Assessed;

use super::inputs::FigureView;

/// What came out of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResultsView {
    /// Indicators, domains and the index, parts before wholes, the index last.
    pub nodes: Vec<NodeView>,
    /// How sure each area's rank is; empty where nothing was drawn.
    pub ranges: Vec<Option<RangeView>>,
    /// What was drawn.
    pub drawn: Vec<String>,
    /// How often.
    pub draws: usize,
    /// Hot spots of the index by Gi*, by area; empty where none could be sought.
    pub hot_spots: Vec<SpotView>,
    /// Why none could be sought.
    pub no_hot_spots: Option<String>,
    /// Indicators and groups with a weight of nought: listed, without a say.
    pub without_say: Vec<String>,
}

/// Scores and ranks of an indicator, a domain or the index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NodeView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// 0 for the index.
    pub level: usize,
    /// Scores by area: the higher, the worse.
    pub scores: Vec<FigureView>,
    /// Where each area stands.
    pub standings: Vec<StandingView>,
    /// Share of the weight that rests on stand-ins, by area.
    pub imputed: Vec<f64>,
    /// Share of the weight that is missing, by area.
    pub missing: Vec<f64>,
    /// Domains: how sure each area's rank is; empty where nothing was drawn that bears on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<Option<RangeView>>,
}

/// Where an area stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StandingView {
    /// 1 for the worst; null where it is not ranked.
    pub rank: Option<usize>,
    /// How many areas share the rank.
    pub sharing: Option<usize>,
    /// Why it is not ranked.
    pub unranked: Option<String>,
}

/// How sure a rank is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RangeView {
    /// Median rank of the draws.
    pub median: f64,
    /// The rank that 5 % of the draws are below.
    pub low: usize,
    /// The rank that 5 % of the draws are above.
    pub high: usize,
    /// Share of the draws in which the area is among the worst.
    pub among_worst: f64,
}

/// What was found at an area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpotView {
    /// Gi*, a z-score; null where it was not tested.
    pub statistic: Option<f64>,
    /// p-value, uncorrected.
    pub p: Option<f64>,
    /// The smallest false-discovery rate at which it would be found.
    pub adjusted: Option<f64>,
    /// `high among high`, `low among low`; null where chance explains it.
    pub spot: Option<String>,
    /// Why it was not tested.
    pub not_testable: Option<String>,
}

impl ResultsView {
    pub(super) fn of(assessed: &Assessed) -> Self {
        let run = &assessed.run;
        let ranges = assessed.ranges.as_ref();
        let own = assessed.spatial.as_ref().and_then(|spatial| spatial.columns.get(&run.index().id));
        let getis = own.map(|column| &column.getis);
        Self {
            nodes: run.nodes.iter().map(|node| NodeView::of(node, ranges)).collect(),
            ranges: ranges.map_or_else(Vec::new, |ranges| RangeView::all(&ranges.areas)),
            drawn: ranges.map_or_else(Vec::new, |ranges| {
                ranges.factors.iter().map(crate::assess::uncertainty::Factor::key).collect()
            }),
            draws: ranges.map_or(0, |ranges| ranges.draws),
            hot_spots: match getis {
                Some(Ok(all)) => all.iter().map(SpotView::of).collect(),
                _ => Vec::new(),
            },
            no_hot_spots: getis.and_then(|found| found.as_ref().err()).map(ToString::to_string),
            without_say: run.without_say().into_iter().map(str::to_owned).collect(),
        }
    }

    /// The first area whose recorded score is another than that of a run.
    pub(super) fn first_difference(&self, run: &Run) -> Option<usize> {
        let Some(own) = self.nodes.last() else { return Some(0) };
        let scores = &run.index().scores;
        let is_same =
            |(view, score): (&FigureView, &crate::assess::figure::Figure)| match (view.figure(), score) {
                (Ok(Ok(was)), Ok(is)) => (was - is).abs() <= 1e-9 * was.abs().max(1.0),
                (Ok(Err(was)), Err(is)) => was == *is,
                _ => false,
            };
        if own.scores.len() != scores.len() {
            return Some(0);
        }
        own.scores.iter().zip(scores).position(|pair| !is_same(pair))
    }
}

impl NodeView {
    fn of(node: &NodeResult, ranges: Option<&RankRanges>) -> Self {
        // Those of the index stand by themselves.
        let ranges = ranges.filter(|_| node.parent.is_some()).and_then(|ranges| ranges.of(node));
        Self {
            id: node.id.clone(),
            title: node.title.clone(),
            level: node.level,
            scores: node.scores.iter().map(FigureView::of).collect(),
            standings: node.standings.iter().map(|standing| StandingView::of(*standing)).collect(),
            imputed: node.imputed.clone(),
            missing: node.missing.clone(),
            ranges: ranges.map_or_else(Vec::new, RangeView::all),
        }
    }
}

impl StandingView {
    /// Where an area stands, with the reason in words where it is not ranked.
    #[must_use]
    pub fn of(standing: Standing) -> Self {
        match standing {
            Standing::Ranked { rank, sharing } => {
                Self { rank: Some(rank), sharing: Some(sharing), unranked: None }
            }
            Standing::Unranked(why) => Self { rank: None, sharing: None, unranked: Some(unranked(why)) },
        }
    }
}

/// Why an area is not ranked, in words.
#[must_use]
pub fn unranked(why: Unranked) -> String {
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    match why {
        Unranked::NoScore(gap) => format!("no score: {gap}"),
        Unranked::Imputed { share } => format!("{} of its weight is imputed or missing", percent(share)),
        Unranked::Cover { share } => format!("only {} of it is covered by the sources", percent(share)),
    }
}

impl RangeView {
    fn all(ranges: &[Option<RankRange>]) -> Vec<Option<Self>> {
        ranges.iter().map(|range| range.as_ref().map(Self::of)).collect()
    }

    fn of(range: &RankRange) -> Self {
        Self { median: range.median, low: range.low, high: range.high, among_worst: range.among_worst }
    }
}

impl SpotView {
    fn of(local: &Local) -> Self {
        match local {
            Local::Tested(tested) => Self {
                statistic: Some(tested.statistic),
                p: Some(tested.p),
                adjusted: Some(tested.adjusted),
                spot: tested.spot.map(|spot| spot.words().to_owned()),
                not_testable: None,
            },
            Local::NotTestable(why) => Self {
                statistic: None,
                p: None,
                adjusted: None,
                spot: None,
                not_testable: Some(not_testable(*why)),
            },
        }
    }
}

/// Why an area was not tested, in words.
#[must_use]
pub fn not_testable(why: Untestable) -> String {
    match why {
        Untestable::Gap(gap) => format!("not testable: {gap}"),
        Untestable::Isolated => "not testable: no neighbour with a figure".to_owned(),
        Untestable::NothingElsewhere => "not testable: all areas are its neighbours".to_owned(),
    }
}
