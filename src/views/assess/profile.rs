//! The profile of one area: sentences, priorities, every figure, what lies in it, notes, sources.

use serde::Serialize;
use utoipa::ToSchema;

use crate::engine::FiguresUsed;
use crate::views::LinkView;

use super::result::{AreaResultView, IntervalView};

/// The profile of one area.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProfileView {
    /// Version of the place that was asked.
    pub version: u64,
    /// Id of the assessment.
    pub assessment: String,
    /// Its title.
    pub title: String,
    /// The layer edition that it assesses, as `dataset@edition`.
    pub areas: String,
    /// What the figures are compared with, in words.
    pub against: String,
    /// How many draws the rank ranges of single figures rest on.
    pub draws: usize,
    /// Score, rank and verdicts.
    pub result: AreaResultView,
    /// The area in plain sentences: where it stands, how sure that is, what changed, what is missing.
    pub summary: Vec<String>,
    /// The figures to look at first, at most five.
    pub priorities: Vec<PriorityView>,
    /// Every figure, in the order of the recipe.
    pub figures: Vec<ProfileFigureView>,
    /// What lies in the area, by register.
    pub inside: Vec<InsideView>,
    /// How it lies in partners' areas.
    pub partners: Vec<PartnerView>,
    /// Gaps, stand-ins and estimates, in plain sentences.
    pub notes: Vec<String>,
    /// The tables that the figures rest on; figures name them by their number, from 1.
    pub sources: Vec<ProfileSourceView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// A figure to look at first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PriorityView {
    /// The indicator.
    pub id: String,
    /// What it adds to the score beyond an average area; null where the score cannot be split.
    pub adds: Option<f64>,
    /// Whether it is worse than what it is compared with beyond chance.
    pub surely_worse: bool,
    /// Value, comparison, certainty, rank and change, in plain sentences.
    pub sentences: Vec<String>,
}

/// One figure of a profile.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProfileFigureView {
    /// The indicator.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The domain that it belongs to; null right below the index.
    pub domain: Option<String>,
    /// What its figures are expressed in.
    pub unit: String,
    /// The figure; null for a gap.
    pub value: Option<f64>,
    /// Why it is a gap.
    pub missing: Option<String>,
    /// Its 95 % interval; null where nothing is known of its error.
    pub interval: Option<IntervalView>,
    /// What it is compared with.
    pub benchmark: Option<f64>,
    /// The verdict; null where nothing can be said.
    pub rag: Option<String>,
    /// The verdict and how sure it is, in a plain sentence.
    pub certainty: String,
    /// The range over all areas; null where no area has a figure.
    pub all_areas: Option<RangeView>,
    /// Its rank among all areas, 1 the worst.
    pub rank: Option<usize>,
    /// The rank that 5 % of the draws within the figures' errors are below; null where nothing is known of them.
    pub rank_low: Option<usize>,
    /// The rank that 5 % of those draws are above.
    pub rank_high: Option<usize>,
    /// What fills the gap in the score.
    pub stand_in: Option<f64>,
    /// The grade of its alignment; null for a figure published for the area itself,
    /// and for one that was carried with an error that nobody knows.
    pub grade: Option<String>,
    /// What changed since the period before, on the same boundaries.
    pub change: Option<ProfileChangeView>,
    /// Number of its source in `sources`, from 1.
    pub source: Option<usize>,
    /// Number of the source by which it was divided.
    pub divided_by: Option<usize>,
}

/// The spread of a figure over all areas.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RangeView {
    /// The least.
    pub least: f64,
    /// A quarter of the areas are below.
    pub lower_quarter: f64,
    /// The middle area.
    pub median: f64,
    /// A quarter of the areas are above.
    pub upper_quarter: f64,
    /// The most.
    pub most: f64,
}

impl From<[f64; 5]> for RangeView {
    fn from([least, lower_quarter, median, upper_quarter, most]: [f64; 5]) -> Self {
        Self { least, lower_quarter, median, upper_quarter, most }
    }
}

/// A change since an earlier period.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProfileChangeView {
    /// The earlier period.
    pub since: String,
    /// Later less earlier.
    pub difference: f64,
    /// Its 95 % interval.
    pub interval: IntervalView,
    /// `improved`, `worsened`, `rose`, `fell` or `no sure change`, corrected for many tests.
    pub verdict: String,
}

/// Records of one register in the area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InsideView {
    /// The register, as `dataset@edition`.
    pub register: String,
    /// Its name.
    pub title: String,
    /// How many of its records lie in the area; those without a location are in none.
    pub count: usize,
    /// How many of each kind, the most first; empty where the register tells no kinds.
    pub kinds: Vec<KindView>,
}

/// Records of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ProfileKindView)]
pub struct KindView {
    /// The kind.
    pub kind: String,
    /// How many.
    pub count: usize,
}

/// How the area lies in one partner's geography.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PartnerView {
    /// The partner's layer, as `dataset@edition`.
    pub layer: String,
    /// Its name.
    pub title: String,
    /// The partner's areas that hold a part of at least one in twenty; empty where it does not lie there.
    pub parts: Vec<PartView>,
}

/// A part of the area in one of a partner's areas.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = ProfilePartView)]
pub struct PartView {
    /// The partner's area.
    pub code: String,
    /// Its name.
    pub name: Option<String>,
    /// Share of the ground, 0 to 1.
    pub ground: f64,
    /// Share of the people, 0 to 1; null where they were not counted.
    pub people: Option<f64>,
}

/// A table that figures rest on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProfileSourceView {
    /// The table, as `dataset@edition`.
    pub table: String,
    /// Its name.
    pub title: String,
    /// The period, as published.
    pub period: String,
    /// The layer edition that its figures were published for.
    pub geography: String,
    /// The crosswalk that carried them; null where nothing did.
    pub crosswalk: Option<String>,
    /// How the crosswalk's weights were found.
    pub way: Option<String>,
    /// SHA-256 of the published file.
    pub sha256: String,
    /// Terms of use.
    pub licence: String,
    /// Whom to name.
    pub attribution: String,
}

impl From<&FiguresUsed> for ProfileSourceView {
    fn from(used: &FiguresUsed) -> Self {
        let crosswalk = used.crosswalk.as_ref();
        Self {
            table: used.table.to_string(),
            title: used.table_title.clone(),
            period: used.period.clone(),
            geography: used.geography.to_string(),
            crosswalk: crosswalk.map(|crosswalk| crosswalk.id.clone()),
            way: crosswalk.map(|crosswalk| crosswalk.way.key().to_owned()),
            sha256: used.checksum.clone(),
            licence: used.licence.name.clone(),
            attribution: used.licence.attribution.clone(),
        }
    }
}
