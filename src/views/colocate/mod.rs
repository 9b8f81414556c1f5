//! Searches for co-location on the wire.

mod candidate;
mod decisions;
mod features;
mod others;

pub use candidate::{
    CandidateView, CellView, CriterionView, EstimateView, FigureRangeView, GateView, PlaceView, ReachView,
    ScoreView,
};
pub use decisions::{DecisionView, DecisionsView, JudgedView, NewDecisionView};
pub use features::features;
pub use others::{DuplicateView, GapView, HubBuildingView, HubView, TermReachView};

use serde::Serialize;
use utoipa::ToSchema;

use crate::colocate::{Disagreement, Gate};
use crate::engine::{Colocated, Engine};
use crate::model::Holds;

use super::{CitationView, LinkView};

/// The searches of a place.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SearchesView {
    /// Version of the place.
    pub version: u64,
    /// The searches that its manifest names.
    pub searches: Vec<SearchEntryView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// One search of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SearchEntryView {
    /// Its id.
    #[schema(example = "rooms-for-advice")]
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub purpose: String,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ColocatedView {
    /// The search's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// The day for which leases and checks are judged.
    #[schema(format = Date)]
    pub date: String,
    /// Version of the place.
    pub version: u64,
    /// How walks were measured: `network` or `straight-line`.
    pub walks_by: &'static str,
    /// The same in words.
    pub walks: String,
    /// How many pairs there were, and what became of them.
    pub tally: TallyView,
    /// What a reader must know: what is missing, and what follows.
    pub notes: Vec<NoteView>,
    /// Pairs that fail no gate, the best first.
    pub candidates: Vec<CandidateView>,
    /// Buildings of several owners within a short walk.
    pub hubs: Vec<HubView>,
    /// Kinds of service offered in a building as well.
    pub gaps: Vec<GapView>,
    /// How far each kind of service reaches.
    pub reaches: Vec<TermReachView>,
    /// Services that may do the same.
    pub duplicates: Vec<DuplicateView>,
    /// The registers of buildings and services, and how much they tell.
    pub registers: Vec<RegisterView>,
    /// What registers that were joined say differently of one building.
    pub disagreements: Vec<DisagreementView>,
    /// The data that was read, with terms of use.
    pub citations: Vec<CitationView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// How many pairs there were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CandidateTallyView)]
pub struct TallyView {
    /// Within the search's reach.
    pub within_reach: usize,
    /// Passed all gates.
    pub passes: usize,
    /// With open questions.
    pub to_check: usize,
    /// Failed.
    pub fails: usize,
    /// How many each gate failed.
    pub failed_by: Vec<GateCountView>,
    /// How many each gate left open.
    pub open_at: Vec<GateCountView>,
    /// How many candidates are listed.
    pub listed: usize,
}

/// A gate and a number of pairs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GateCountView {
    /// The gate.
    pub gate: &'static str,
    /// Its name.
    pub title: &'static str,
    /// How many pairs.
    pub pairs: usize,
}

/// Something that a reader must know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoteView {
    /// Which kind of thing.
    #[schema(example = "no-spare-room")]
    pub key: &'static str,
    /// The sentence.
    pub words: String,
}

/// A register of buildings or services.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegisterView {
    /// The edition, as `dataset@edition`.
    pub edition: String,
    /// `buildings` or `services`.
    pub holds: &'static str,
    /// Records that were read.
    pub read: usize,
    /// Records that the manifest leaves out.
    pub left_out: usize,
    /// Fields that the register has.
    pub fields: Vec<&'static str>,
}

/// Two registers that say different things of one building.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DisagreementView {
    /// The building.
    pub building: String,
    /// Of what: the key of a field.
    pub field: &'static str,
    /// Its name.
    pub title: &'static str,
    /// What is believed.
    pub believed: String,
    /// The register that says it, as `dataset@edition`.
    pub believed_register: String,
    /// Row of its published file.
    pub believed_row: u64,
    /// What the other says.
    pub other: String,
    /// The register that says that.
    pub other_register: String,
    /// Row of its published file.
    pub other_row: u64,
}

fn holds(holds: Holds) -> &'static str {
    match holds {
        Holds::Buildings => "buildings",
        Holds::Services => "services",
    }
}

impl SearchesView {
    /// The searches of a place.
    #[must_use]
    pub fn new(engine: &Engine, links: Vec<LinkView>) -> Self {
        let entry = |one: &crate::engine::PlaceSearch| SearchEntryView {
            id: one.spec.id.to_string(),
            title: one.spec.title.clone(),
            purpose: one.spec.purpose.clone(),
        };
        let searches = engine.snapshot().searches.iter().map(entry).collect();
        Self { version: engine.version(), searches, links }
    }
}

impl ColocatedView {
    /// The view of a search that was carried out.
    #[must_use]
    pub fn new(engine: &Engine, found: &Colocated, links: Vec<LinkView>) -> Self {
        let spec = &found.spec;
        Self {
            id: spec.id.to_string(),
            title: spec.title.clone(),
            purpose: spec.purpose.clone(),
            date: spec.date.to_string(),
            version: found.version,
            walks_by: found.by().key(),
            walks: found.by().words(),
            tally: tally(found),
            notes: notes(found),
            candidates: found.found.pairs.iter().map(|pair| CandidateView::new(found, pair)).collect(),
            hubs: found.found.hubs.iter().map(|hub| HubView::new(found, hub)).collect(),
            gaps: found.found.gaps.iter().map(|gap| GapView::new(found, gap)).collect(),
            reaches: found.found.reaches.iter().map(TermReachView::new).collect(),
            duplicates: found.found.duplicates.iter().map(|one| DuplicateView::new(found, one)).collect(),
            registers: registers(found),
            disagreements: disagreements(found),
            citations: citations(engine, found),
            links,
        }
    }
}

/// The data that a search was carried out on, with terms of use.
fn citations(engine: &Engine, found: &Colocated) -> Vec<CitationView> {
    let editions = found.data.iter().filter_map(|key| engine.edition(key));
    editions.map(|edition| CitationView::new(engine.snapshot(), edition)).collect()
}

fn tally(found: &Colocated) -> TallyView {
    let tally = &found.found.tally;
    let counts = |list: &[(Gate, usize)]| -> Vec<GateCountView> {
        let view = |(gate, pairs): &(Gate, usize)| GateCountView {
            gate: gate.key(),
            title: gate.title(),
            pairs: *pairs,
        };
        list.iter().map(view).collect()
    };
    TallyView {
        within_reach: tally.within_reach,
        passes: tally.passes,
        to_check: tally.to_check,
        fails: tally.fails,
        failed_by: counts(&tally.failed_by),
        open_at: counts(&tally.open_at),
        listed: found.found.pairs.len(),
    }
}

fn notes(found: &Colocated) -> Vec<NoteView> {
    found.found.notes.iter().map(|note| NoteView { key: note.key(), words: note.words() }).collect()
}

fn registers(found: &Colocated) -> Vec<RegisterView> {
    let view = |register: &crate::colocate::EstateRegister| RegisterView {
        edition: register.edition.to_string(),
        holds: holds(register.holds),
        read: register.read,
        left_out: register.left_out,
        fields: register.fields.keys().map(|field| field.key()).collect(),
    };
    found.estate.registers.iter().map(view).collect()
}

/// What joined registers say differently, building by building.
#[must_use]
pub fn disagreements(found: &Colocated) -> Vec<DisagreementView> {
    let estate = &found.estate;
    let register = |(at, _): (u16, u64)| estate.registers[usize::from(at)].edition.to_string();
    let view = |one: &Disagreement| DisagreementView {
        building: estate.buildings[one.building as usize].name.clone(),
        field: one.field.key(),
        title: one.field.title(),
        believed: one.believed.0.clone(),
        believed_register: register(one.believed.1),
        believed_row: one.believed.1.1,
        other: one.other.0.clone(),
        other_register: register(one.other.1),
        other_row: one.other.1.1,
    };
    estate.disagreements.iter().map(view).collect()
}

/// Six decimals: beyond them is the noise of adding up.
pub(super) fn tidy(value: f64) -> f64 {
    // An empty sum is minus nought, which would be written with its sign.
    (value * 1e6).round() / 1e6 + 0.0
}
