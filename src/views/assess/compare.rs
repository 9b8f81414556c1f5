//! Areas side by side: their figures, and which differences chance does not explain.

use serde::Serialize;
use utoipa::ToSchema;

use crate::assess::Figure;
use crate::assess::explain::{Difference, NotTold, compare};
use crate::assess::run::NodeResult;
use crate::engine::{Assessed, FALSE_DISCOVERIES};
use crate::views::LinkView;

use super::result::{AreaResultView, IntervalView};

/// Areas side by side; the first is the one that the others are compared with.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ComparisonView {
    /// Version of the place that was asked.
    pub version: u64,
    /// Id of the assessment.
    pub assessment: String,
    /// The rate of false discoveries that is held over all differences together.
    pub false_discoveries: f64,
    /// The areas, as asked for.
    pub areas: Vec<AreaResultView>,
    /// The domains and the index, each with the areas' scores.
    pub domains: Vec<DomainScoresView>,
    /// The indicators, in the order of the recipe.
    pub indicators: Vec<ComparedView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// A domain's scores of several areas.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DomainScoresView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Scores in the order of the areas: the higher, the worse. Null where there is none.
    pub scores: Vec<Option<f64>>,
    /// Ranks, 1 the worst. Null where an area is not ranked.
    pub ranks: Vec<Option<usize>>,
}

/// One indicator of several areas.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ComparedView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What its figures are expressed in.
    pub unit: String,
    /// In the order of the areas.
    pub figures: Vec<ComparedFigureView>,
}

/// One area's figure, and how it differs from the first area's.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ComparedFigureView {
    /// The figure; null for a gap.
    pub value: Option<f64>,
    /// Why it is a gap.
    pub missing: Option<String>,
    /// Its 95 % interval; null where nothing is known of its error.
    pub interval: Option<IntervalView>,
    /// This figure less the first area's; null for the first area and where it cannot be told.
    pub difference: Option<f64>,
    /// The 95 % interval of the difference.
    pub difference_interval: Option<IntervalView>,
    /// Whether chance does not explain the difference, corrected for many tests; null where it cannot be told.
    pub sure: Option<bool>,
    /// Whether this area is the worse one; null where neither end is worse.
    pub worse: Option<bool>,
    /// Why a difference cannot be told: `gap` or `no-error`.
    pub not_told: Option<String>,
}

impl ComparisonView {
    /// Areas side by side; `areas` are positions of assessed ones, the first is compared with the rest.
    #[must_use]
    pub fn new(assessed: &Assessed, areas: &[usize], links: Vec<LinkView>) -> Self {
        let run = &assessed.run;
        let (first, others) = areas.split_first().map_or((0, &[][..]), |(first, others)| (*first, others));
        let differences = compare(run, first, others, FALSE_DISCOVERIES);
        let groups = run.nodes.iter().filter(|node| node.weighing.is_some());
        let indicators = run.indicators.iter().zip(&differences).map(|(stages, row)| {
            let figure = |(at, area): (usize, &usize)| {
                let difference = at.checked_sub(1).and_then(|at| row.get(at));
                let interval = stages.judged[*area].usual.map(IntervalView::from);
                ComparedFigureView::new(stages.raw[*area], interval, difference)
            };
            ComparedView {
                id: stages.id.clone(),
                title: run.node(&stages.id).map_or_else(String::new, |node| node.title.clone()),
                unit: assessed.source(&stages.id).map_or_else(String::new, |source| source.unit.clone()),
                figures: areas.iter().enumerate().map(figure).collect(),
            }
        });
        Self {
            version: assessed.place_version,
            assessment: assessed.spec.id.to_string(),
            false_discoveries: FALSE_DISCOVERIES,
            areas: areas.iter().map(|area| AreaResultView::new(assessed, *area)).collect(),
            domains: groups.map(|node| DomainScoresView::new(node, areas)).collect(),
            indicators: indicators.collect(),
            links,
        }
    }
}

impl DomainScoresView {
    fn new(node: &NodeResult, areas: &[usize]) -> Self {
        Self {
            id: node.id.clone(),
            title: node.title.clone(),
            scores: areas.iter().map(|area| node.scores[*area].ok()).collect(),
            ranks: areas.iter().map(|area| node.standings[*area].rank()).collect(),
        }
    }
}

impl ComparedFigureView {
    fn new(
        figure: Figure,
        interval: Option<IntervalView>,
        difference: Option<&Result<Difference, NotTold>>,
    ) -> Self {
        let told = difference.and_then(|difference| difference.as_ref().ok());
        let not_told = difference.and_then(|difference| difference.as_ref().err());
        Self {
            value: figure.ok(),
            missing: figure.err().map(|gap| gap.key().to_owned()),
            interval,
            difference: told.map(|told| told.amount),
            difference_interval: told.map(|told| told.interval.into()),
            sure: told.map(|told| told.is_sure),
            worse: told.and_then(|told| told.is_worse),
            not_told: not_told.map(|why| {
                match why {
                    NotTold::Gap(_) => "gap",
                    NotTold::NoError => "no-error",
                }
                .to_owned()
            }),
        }
    }
}
