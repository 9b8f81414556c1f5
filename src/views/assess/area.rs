//! One area of an assessment: what adds up to its score, and what stands behind each figure.

use serde::Serialize;
use utoipa::ToSchema;

use crate::assess::explain::{Against, Contributions, Lever, contributions, levers};
use crate::assess::run::Stages;
use crate::engine::{Assessed, FiguresUsed, IndicatorSource};
use crate::views::LinkView;

use super::library::AboutView;
use super::result::{AreaResultView, IntervalView, RankView};
use super::{gap, known};

/// One area and why it is where it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AreaView {
    /// Version of the place that was asked.
    pub version: u64,
    /// Its result.
    pub result: AreaResultView,
    /// The score of an average area, from which contributions are counted; null without a score.
    pub average: Option<f64>,
    /// What each indicator adds: `average` and these add up to the score.
    pub contributions: Vec<ContributionView>,
    /// Why the score cannot be split, where it cannot.
    pub not_split: Option<String>,
    /// Single changes that would take it out of the worst ones, the least first; empty where it is not among them.
    pub levers: Vec<LeverView>,
    /// Scores and ranks of indicators, domains and the index.
    pub nodes: Vec<NodeScoreView>,
    /// The figures behind it, each with where it comes from.
    pub figures: Vec<FigureView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// What one indicator adds to a score.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ContributionView {
    /// Its id; a domain's where the index is a contest of domains.
    pub id: String,
    /// What it adds; below nought where it takes away.
    pub amount: f64,
}

/// A single change that would do.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LeverView {
    /// The indicator.
    pub id: String,
    /// Its figure now.
    pub from: f64,
    /// The figure that would do.
    pub to: f64,
    /// The change as a share of the range over all areas.
    pub share_of_range: f64,
    /// Whether all reckoned anew with that figure agrees.
    pub holds_on_rerun: bool,
}

/// Score and rank of a part of the index.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NodeScoreView {
    /// Id of the indicator, domain or index.
    pub id: String,
    /// Its score: the higher, the worse. Null where there is none.
    pub score: Option<f64>,
    /// Where the area stands in it.
    pub rank: RankView,
    /// Share of its weight that rests on stand-ins.
    pub imputed: f64,
}

/// One figure, through every stage.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FigureView {
    /// The indicator.
    pub id: String,
    /// As it came, in its unit; null for a gap.
    pub value: Option<f64>,
    /// Why it is a gap.
    pub missing: Option<String>,
    /// Its 95 % interval; null where nothing is known of its error.
    pub interval: Option<IntervalView>,
    /// What it is compared with.
    pub benchmark: Option<f64>,
    /// The verdict; null where nothing can be said.
    pub rag: Option<String>,
    /// Whether a verdict is withheld because the figure is too rough.
    pub withheld: bool,
    /// After shrinkage and treatment.
    pub treated: Option<f64>,
    /// Whether a stand-in takes its place.
    pub stand_in: bool,
    /// The figure or its stand-in.
    pub imputed: Option<f64>,
    /// Its score: the higher, the worse.
    pub score: Option<f64>,
    /// The score times the indicator's share of the index.
    pub weighted: Option<f64>,
    /// The grade of its alignment; null for a figure published for the area itself,
    /// and for one that was carried with an error that nobody knows.
    pub grade: Option<String>,
    /// Where it comes from.
    pub origin: Option<OriginView>,
}

/// Where an indicator's figures come from.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = FigureOriginView)]
pub struct OriginView {
    /// What they are expressed in.
    pub unit: String,
    /// The figures.
    pub figures: UsedView,
    /// What they were divided by.
    pub over: Option<UsedView>,
    /// What a reader must know of them.
    pub notes: Vec<String>,
}

/// Figures of one table and period.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct UsedView {
    /// The measure.
    pub measure: String,
    /// Its name.
    pub title: String,
    /// What it says of itself.
    #[serde(flatten)]
    pub about: AboutView,
    /// The table, as `dataset@edition`.
    pub table: String,
    /// The period, as published.
    pub period: String,
    /// Whether it was taken for being the newest.
    pub newest: bool,
    /// The layer edition that they were published for.
    pub geography: String,
    /// The crosswalk that carried them; null where nothing did.
    pub crosswalk: Option<String>,
    /// How its weights were found.
    pub way: Option<String>,
    /// Where the publisher offers the file; null where that is not said.
    pub source: Option<String>,
    /// The published file, path inside the source folder.
    pub file: String,
    /// SHA-256 of the published file.
    pub sha256: String,
    /// Terms of use.
    pub licence: String,
    /// The sentence that the publisher asks to be shown.
    pub attribution: String,
}

impl AreaView {
    /// One area; `area` is one of the assessed ones.
    #[must_use]
    pub fn new(assessed: &Assessed, area: usize, links: Vec<LinkView>) -> Self {
        let run = &assessed.run;
        let split = contributions(run, area, Against::Average);
        let (average, parts, not_split) = match split {
            Ok(Contributions { base, parts, .. }) => (Some(base), parts, None),
            Err(fault) => (None, Vec::new(), Some(fault.to_string())),
        };
        Self {
            version: assessed.place_version,
            result: AreaResultView::new(assessed, area),
            average,
            contributions: parts
                .into_iter()
                .map(|part| ContributionView { id: part.id, amount: part.amount })
                .collect(),
            not_split,
            // An area that is not among the worst has no lever: nothing need move.
            levers: levers(run, area).unwrap_or_default().into_iter().map(LeverView::from).collect(),
            nodes: nodes(assessed, area),
            figures: run.indicators.iter().map(|stages| figure(assessed, stages, area)).collect(),
            links,
        }
    }
}

impl From<Lever> for LeverView {
    fn from(lever: Lever) -> Self {
        let Lever { id, from, to, share_of_range, holds_on_rerun } = lever;
        Self { id, from, to, share_of_range, holds_on_rerun }
    }
}

fn nodes(assessed: &Assessed, area: usize) -> Vec<NodeScoreView> {
    let nodes = &assessed.run.nodes;
    nodes
        .iter()
        .map(|node| NodeScoreView {
            id: node.id.clone(),
            score: known(node.scores[area]),
            rank: RankView::of(assessed, node, area),
            imputed: node.imputed[area],
        })
        .collect()
}

fn figure(assessed: &Assessed, stages: &Stages, area: usize) -> FigureView {
    let source = assessed.source(&stages.id);
    let judged = stages.judged[area];
    let grade = source.and_then(|source| source.grades.get(area).copied().flatten());
    FigureView {
        id: stages.id.clone(),
        value: known(stages.raw[area]),
        missing: gap(stages.raw[area]),
        interval: judged.usual.map(Into::into),
        benchmark: judged.benchmark,
        rag: judged.rag.map(|rag| rag.key().to_owned()),
        withheld: judged.withheld,
        treated: known(stages.treated.figures[area]),
        stand_in: stages.imputed.stand_ins[area],
        imputed: known(stages.imputed.figures[area]),
        score: known(stages.normalised[area]),
        weighted: known(stages.weighted[area]),
        grade: grade.map(|grade| grade.key().to_owned()),
        origin: source.map(OriginView::from),
    }
}

impl From<&IndicatorSource> for OriginView {
    fn from(source: &IndicatorSource) -> Self {
        Self {
            unit: source.unit.clone(),
            figures: (&source.figures).into(),
            over: source.over.as_ref().map(Into::into),
            notes: source.notes.clone(),
        }
    }
}

impl From<&FiguresUsed> for UsedView {
    fn from(used: &FiguresUsed) -> Self {
        let crosswalk = used.crosswalk.as_ref();
        Self {
            measure: used.measure.to_string(),
            title: used.title.clone(),
            about: AboutView::of(&used.unit, &used.about),
            table: used.table.to_string(),
            period: used.period.clone(),
            newest: used.is_newest,
            geography: used.geography.to_string(),
            crosswalk: crosswalk.map(|crosswalk| crosswalk.id.clone()),
            way: crosswalk.map(|crosswalk| crosswalk.way.key().to_owned()),
            source: used.source.clone(),
            file: used.file.clone(),
            sha256: used.checksum.clone(),
            licence: used.licence.name.clone(),
            attribution: used.licence.attribution.clone(),
        }
    }
}
