//! What became of the areas of one edition in the next, on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use crate::crosswalk::lineage::{Event, Label, Line, Lineage, Options, Reuse, Tie, Vintage};
use crate::crosswalk::{Portion, Relation};

use super::{CitationView, LinkView};

/// What became of every area between two editions.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LineageView {
    /// The earlier edition, as `dataset@edition`.
    #[schema(example = "wards@2013")]
    pub from: String,
    /// The later edition.
    #[schema(example = "wards@2018")]
    pub to: String,
    /// What people were counted by; null where shares are of ground alone.
    pub counted_by: Option<String>,
    /// How far apart two drawings of one line may lie, in metres.
    pub tolerance_m: f64,
    /// The least share of either area that makes a predecessor and a successor.
    pub least_share: f64,
    /// How many old areas each event befell, events that none holds left out.
    pub old_counts: Vec<CountView>,
    /// The same of the new areas.
    pub new_counts: Vec<CountView>,
    /// What became of each old area.
    pub old: Vec<LineView>,
    /// Where each new area came from.
    pub new: Vec<LineView>,
    /// Codes that stand for other ground in the other edition.
    pub codes_reused: Vec<ReuseView>,
    /// Names that stand for other ground in the other edition.
    pub names_reused: Vec<ReuseView>,
}

/// A lineage with the editions that it stands on.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LineageAnswerView {
    /// Version of the place.
    pub version: u64,
    /// The earlier edition: its source and terms of use.
    pub before: CitationView,
    /// The later edition.
    pub after: CitationView,
    /// What became of every area.
    pub lineage: LineageView,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// How many areas an event befell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CountView {
    /// `same`, `renamed`, `recoded`, `split`, `merge`, `shift`, `added`, `removed` or `code-reused`.
    pub event: String,
    /// How many areas.
    pub areas: usize,
}

/// An area's part, as shares of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct PortionView {
    /// Share of the ground.
    pub ground: f64,
    /// Share of the people; null where they were not counted or there are none.
    pub people: Option<f64>,
}

/// One area with its predecessors or successors.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LineView {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Option<String>,
    /// What happened, never empty.
    pub events: Vec<String>,
    /// Whether all of it, up to the least share, is in one area of the other edition.
    pub within_one: bool,
    /// Of an old area what left its main successor, of a new one what did not
    /// come from its main predecessor.
    pub moved: PortionView,
    /// The part of it that is in no successor or predecessor at all.
    pub loose: PortionView,
    /// Successors of an old area, predecessors of a new one, largest first.
    pub ties: Vec<TieView>,
}

/// One predecessor or successor.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TieView {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Option<String>,
    /// Ground in both, in m².
    pub ground_m2: f64,
    /// People in both.
    pub people: Option<f64>,
    /// What this is of the area itself.
    pub of_this: PortionView,
    /// What this is of the predecessor or successor.
    pub of_that: PortionView,
    /// How the area lies to the other: `same`, `inside`, `contains` or `overlaps`.
    pub relation: String,
}

/// A code or a name in both editions, for ground that is not the same.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReuseView {
    /// Code of the old area.
    pub old_code: String,
    /// Name of the old area.
    pub old_name: Option<String>,
    /// Code of the new area.
    pub new_code: String,
    /// Name of the new area.
    pub new_name: Option<String>,
    /// What the old area has in the new one.
    pub of_old: PortionView,
    /// What the new area has from the old one.
    pub of_new: PortionView,
}

impl LineageView {
    /// The view of a lineage that was measured with this tolerance.
    #[must_use]
    pub fn new(lineage: &Lineage, tolerance_m: f64) -> Self {
        let (before, after) = (&lineage.before, &lineage.after);
        let reused = |label| lineage.reused(label).map(|reuse| reuse_view(lineage, reuse)).collect();
        Self {
            from: edition_of(before),
            to: edition_of(after),
            counted_by: lineage.counted_by.map(|rung| rung.key().to_owned()),
            tolerance_m,
            least_share: lineage.options.least_share,
            old_counts: counts(&lineage.old),
            new_counts: counts(&lineage.new),
            old: lines(before, after, &lineage.old, lineage.options),
            new: lines(after, before, &lineage.new, lineage.options),
            codes_reused: reused(Label::Code),
            names_reused: reused(Label::Name),
        }
    }
}

impl From<Portion> for PortionView {
    fn from(portion: Portion) -> Self {
        Self { ground: portion.ground, people: portion.people }
    }
}

/// The written form of a vintage's edition; empty for a plain file's areas.
pub(super) fn edition_of(vintage: &Vintage) -> String {
    vintage.side.edition.as_ref().map_or_else(String::new, ToString::to_string)
}

fn counts(lines: &[Line]) -> Vec<CountView> {
    let count = |(event, areas): (Event, usize)| CountView { event: event.key().to_owned(), areas };
    Lineage::count(lines).into_iter().map(count).collect()
}

fn lines(mine: &Vintage, theirs: &Vintage, lines: &[Line], options: Options) -> Vec<LineView> {
    let line = |(at, line): (u32, &Line)| LineView {
        code: mine.code(at).to_string(),
        name: mine.name(at).map(str::to_owned),
        events: line.events.iter().map(|event| event.key().to_owned()).collect(),
        within_one: line.is_within_one(options),
        moved: line.moved.into(),
        loose: line.loose.into(),
        ties: line.ties.iter().map(|tie| tie_view(theirs, tie)).collect(),
    };
    (0_u32..).zip(lines).map(line).collect()
}

fn tie_view(theirs: &Vintage, tie: &Tie) -> TieView {
    TieView {
        code: theirs.code(tie.area).to_string(),
        name: theirs.name(tie.area).map(str::to_owned),
        ground_m2: tie.ground_m2,
        people: tie.people,
        of_this: tie.of_this.into(),
        of_that: tie.of_that.into(),
        relation: Relation::key(tie.relation).to_owned(),
    }
}

fn reuse_view(lineage: &Lineage, reuse: &Reuse) -> ReuseView {
    let (before, after) = (&lineage.before, &lineage.after);
    ReuseView {
        old_code: before.code(reuse.old).to_string(),
        old_name: before.name(reuse.old).map(str::to_owned),
        new_code: after.code(reuse.new).to_string(),
        new_name: after.name(reuse.new).map(str::to_owned),
        of_old: reuse.of_old.into(),
        of_new: reuse.of_new.into(),
    }
}
