//! Co-location: which buildings and services could share.
//!
//! `estate.rs` reads buildings and services off registers, each value with
//! the cell that tells it and each gap as unknown. `search.rs` is what a
//! person asks for. [`find()`] answers: pairs through `gates.rs` and
//! `criteria.rs`, hubs, gaps and possible duplicates; `explain.rs` says why,
//! so that the score can be reckoned again by hand. `notes.rs` says what is
//! missing. Nothing here opens a file or knows a map. Read `search.rs` first.

mod building;
mod columns;
mod criteria;
mod decision;
mod demand;
mod duplicates;
mod estate;
mod estimate;
mod explain;
mod gaps;
mod gates;
pub mod hours;
mod hubs;
mod join;
mod notes;
mod pairs;
mod pareto;
mod reach;
mod search;
mod setting;
mod stability;
mod told;
mod walk;
pub mod words;

pub use building::{Building, Placed, Service};
pub use criteria::{Access, Criterion, Score, Values, score};
pub use decision::{Decision, Judged, MOST_REASON_CHARS, NewDecision, Verdict, judged, standing};
pub use demand::{Demand, DemandPoint, Served, rank_shares};
pub use duplicates::Duplicate;
pub use estate::{Estate, EstateRegister, Listed};
pub use estimate::{Estimate, Range, Reckoned};
pub use explain::{CriterionLine, Explained, explain};
pub use gaps::{Gap, TermReach};
pub use gates::{Answer, Answers, Gate, GateAnswer, Tie, Tier};
pub use hubs::Hub;
pub use join::Disagreement;
pub use notes::Note;
pub use pairs::{Pair, Tally};
pub use pareto::{Front, front};
pub use reach::Catchments;
pub use search::{
    Distances, DuplicateRules, Factor, Factors, GapRules, GateRules, GroupFrom, HubRules, Kind, Most,
    NeedFrom, PeopleFrom, Scales, SearchSpec, Stability, Which, equal_weights,
};
pub use setting::{Setting, TiedLayer, Ties};
pub use told::{Cited, Known, Told};
pub use walk::{Step, Walk, WalkBy};

/// What a search found.
#[derive(Debug, Clone)]
pub struct Found {
    /// Pairs that fail no gate, the best first, as many as the search lists.
    pub pairs: Vec<Pair>,
    /// How many pairs fail no gate, those not listed among them.
    pub ranked: usize,
    /// How many pairs there were, and what became of them.
    pub tally: Tally,
    /// Hubs.
    pub hubs: Vec<Hub>,
    /// Gaps, kind of service by kind of service.
    pub gaps: Vec<Gap>,
    /// What is known of the reach of each kind of service.
    pub reaches: Vec<TermReach>,
    /// Possible duplicates.
    pub duplicates: Vec<Duplicate>,
    /// What a reader must know.
    pub notes: Vec<Note>,
    /// Who is within reach of what.
    pub catchments: Catchments,
}

/// Carries out a search. The same search on the same setting finds the same.
#[must_use]
pub fn find(spec: &SearchSpec, setting: Setting<'_>) -> Found {
    let catchments = Catchments::new(spec, setting);
    let asks = |kind: Kind| spec.find.contains(&kind);
    let (mut pairs, tally) = if asks(Kind::Pairs) {
        pairs::find_pairs(spec, setting, &catchments)
    } else {
        (Vec::new(), Tally::default())
    };
    stability::stability(&mut pairs, spec);
    pairs.truncate(spec.most.in_all);
    let (gaps, reaches) =
        if asks(Kind::Gaps) { gaps::find_gaps(spec, setting, &catchments) } else { (Vec::new(), Vec::new()) };
    let duplicates = if asks(Kind::Duplicates) {
        duplicates::find_duplicates(spec, setting, &catchments)
    } else {
        Vec::new()
    };
    let mut found = Found {
        ranked: tally.passes + tally.to_check,
        pairs,
        tally,
        hubs: if asks(Kind::Hubs) { hubs::find_hubs(spec, setting) } else { Vec::new() },
        gaps,
        reaches,
        duplicates,
        notes: Vec::new(),
        catchments,
    };
    found.notes = notes::notes(spec, setting, &found);
    found
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
