//! What a reader must know of a search: what is missing, and what follows.

use crate::model::{DatasetId, Field, Holds};

use super::estate::Estate;
use super::gates::Gate;
use super::search::{Kind, SearchSpec};
use super::setting::Setting;
use super::told::{Known, Told};
use super::{Found, words};

/// Something that a reader must know.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// No register of the manifest is said to hold buildings or services.
    NoRegister(Holds),
    /// A register that the manifest names has no edition in this version of the place.
    NotShown(Holds, DatasetId),
    /// The search's filters leave none.
    NoneLetThrough(Holds),
    /// Some lie nowhere and cannot be candidates.
    Unlocated(Holds, usize),
    /// Some are near no street of the network.
    OffNetwork(Holds, usize),
    /// No building is known to have spare room: how many say that they have
    /// none, and how many say nothing.
    NoSpareRoom {
        /// All that is told of their spare room is nought.
        none: usize,
        /// Nothing is told.
        unknown: usize,
    },
    /// A gate that nobody can answer for any pair.
    NobodyKnows(Gate),
    /// Every pair fails; the gate that fails most, and how many.
    AllFail(Gate, usize),
    /// Nothing is within reach of anything.
    NothingWithinReach,
    /// A kind of service that nobody offers.
    NobodyOffers(String),
    /// Services that name a building which no register has.
    BuildingNotKnown {
        /// How many.
        count: usize,
        /// What one of them names.
        example: String,
    },
    /// The search counts no people: it names none, or nobody lives there.
    NobodyLivesThere,
    /// Small areas whose residents are not known.
    PeopleUnknown(usize),
    /// Fields that no register tells of any building or service.
    NobodyTells(Holds, Vec<Field>),
    /// Cells that hold something that is not understood; one of them for example.
    NotUnderstood {
        /// Of buildings or of services.
        holds: Holds,
        /// Of what.
        field: Field,
        /// How many.
        count: usize,
        /// One of them.
        example: String,
    },
    /// Gaps were asked for, and no kind of service was named.
    NoTermsForGaps,
    /// Registers that were joined say different things.
    Disagree(usize),
    /// Buildings of which only one of the registers that were joined tells.
    Alone(usize),
}

impl Note {
    /// The name used on the wire.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::NoRegister(_) => "no-register",
            Self::NotShown(..) => "register-not-shown",
            Self::NoneLetThrough(_) => "none-let-through",
            Self::Unlocated(..) => "unlocated",
            Self::OffNetwork(..) => "off-network",
            Self::NoSpareRoom { .. } => "no-spare-room",
            Self::NobodyKnows(_) => "nobody-knows",
            Self::AllFail(..) => "all-fail",
            Self::NothingWithinReach => "nothing-within-reach",
            Self::NobodyOffers(_) => "nobody-offers",
            Self::BuildingNotKnown { .. } => "building-not-known",
            Self::NobodyLivesThere => "nobody-lives-there",
            Self::PeopleUnknown(_) => "people-unknown",
            Self::NobodyTells(..) => "nobody-tells",
            Self::NotUnderstood { .. } => "not-understood",
            Self::NoTermsForGaps => "no-terms-for-gaps",
            Self::Disagree(_) => "registers-disagree",
            Self::Alone(_) => "in-one-register",
        }
    }

    /// The sentence for people, with what they can do about it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::NoRegister(holds) => format!(
                "No register of this place is said to hold {}. Name one in the manifest under [[{}]].",
                many(*holds), many(*holds)
            ),
            Self::NotShown(holds, id) => format!(
                "The register '{id}', which the manifest names for {}, has no edition in this version of the place, so nothing of it is here.",
                many(*holds)
            ),
            Self::NoneLetThrough(holds) => format!(
                "The search's filters let no {} through. Take one of them away.", one(*holds)
            ),
            Self::Unlocated(holds, count) => format!(
                "{} without a point cannot be candidates. Give them coordinates or a postcode.",
                counted(*count, *holds)
            ),
            Self::OffNetwork(holds, count) => format!(
                "{} near no street of the network: nothing can be reached from there on foot.",
                match count { 1 => format!("1 {} lies", one(*holds)), n => format!("{n} {} lie", many(*holds)) }
            ),
            Self::NoSpareRoom { none, unknown } => format!(
                "No building is known to have spare room: {none} say that they have none, and of {unknown} no register tells. Ask owners for spare m², desks or sessions."
            ),
            Self::NobodyKnows(gate) => format!(
                "\u{201c}{}\u{201d} cannot be answered for any pair. To be asked: {}?", gate.title(), gate.question()
            ),
            Self::AllFail(gate, count) => format!(
                "Every pair within reach fails a gate, most often \u{201c}{}\u{201d} ({count} pairs).", gate.title()
            ),
            Self::NothingWithinReach => "No building lies within the search's reach of any service. A longer walk would find some.".into(),
            Self::NobodyOffers(term) => format!(
                "No register has a service of the kind \u{201c}{term}\u{201d}. It reaches nobody; check how the registers write it."
            ),
            Self::BuildingNotKnown { count, example } => format!(
                "{} a building that no register of buildings has, for example \u{201c}{example}\u{201d}: where they are and whose roof they share may be missing.",
                match count { 1 => "1 service names".to_owned(), n => format!("{n} services name") }
            ),
            Self::NobodyLivesThere => "No people are counted, so that reach, equality and gaps are unknown. Name small areas and their residents under [people].".into(),
            Self::PeopleUnknown(count) => format!(
                "{count} small areas are left out because their residents are not known."
            ),
            Self::NobodyTells(holds, fields) => {
                let fields: Vec<&str> = fields.iter().map(|field| field.title()).collect();
                format!("Of no {} does any register tell: {}.", one(*holds), fields.join(", "))
            }
            Self::NotUnderstood { holds, field, count, example } => format!(
                "Of {} what is written as {} is not understood and counts as unknown, for example \u{201c}{example}\u{201d}.",
                counted(*count, *holds),
                field.title()
            ),
            Self::NoTermsForGaps => "Gaps are looked for and no kind of service is named. Name some under [gaps].".into(),
            Self::Disagree(count) => format!(
                "Registers that were joined disagree in {count} places; the register named first is believed, and the other is shown beside it."
            ),
            Self::Alone(count) => format!(
                "Of {} only one of the registers that were joined tells.",
                counted(*count, Holds::Buildings)
            ),
        }
    }
}

fn one(holds: Holds) -> &'static str {
    match holds {
        Holds::Buildings => "building",
        Holds::Services => "service",
    }
}

fn many(holds: Holds) -> &'static str {
    match holds {
        Holds::Buildings => "buildings",
        Holds::Services => "services",
    }
}

fn counted(count: usize, holds: Holds) -> String {
    if count == 1 { format!("1 {}", one(holds)) } else { format!("{count} {}", many(holds)) }
}

/// Everything that must be said of a search that was carried out.
pub(super) fn notes(spec: &SearchSpec, setting: Setting<'_>, found: &Found) -> Vec<Note> {
    let mut notes = Vec::new();
    let estate = setting.estate;
    for holds in [Holds::Buildings, Holds::Services] {
        of_things(holds, spec, setting, &mut notes);
    }
    if spec.find.contains(&Kind::Pairs) {
        of_pairs(found, &mut notes);
    }
    if !estate.buildings.is_empty() && !estate.buildings.iter().any(super::Building::has_spare) {
        let told = |one: &super::Building| {
            one.spare_area.is_known() || one.spare_desks.is_known() || one.spare_sessions.is_known()
        };
        let none = estate.buildings.iter().filter(|one| told(one)).count();
        notes.push(Note::NoSpareRoom { none, unknown: estate.buildings.len() - none });
    }
    if setting.demand.people() <= 0.0 {
        notes.push(Note::NobodyLivesThere);
    }
    if setting.demand.unknown > 0 {
        notes.push(Note::PeopleUnknown(setting.demand.unknown));
    }
    if spec.find.contains(&Kind::Gaps) && spec.gaps.terms.is_empty() {
        notes.push(Note::NoTermsForGaps);
    }
    notes.extend(nobody_offers(spec, estate));
    notes.extend(building_not_known(estate));
    notes.extend(not_understood(estate));
    notes.extend(nobody_tells(estate));
    if !estate.disagreements.is_empty() {
        notes.push(Note::Disagree(estate.disagreements.len()));
    }
    if !estate.alone.is_empty() {
        notes.push(Note::Alone(estate.alone.len()));
    }
    notes
}

fn of_things(holds: Holds, spec: &SearchSpec, setting: Setting<'_>, notes: &mut Vec<Note>) {
    let estate = setting.estate;
    let (all, let_through, sites): (usize, usize, Vec<_>) = match holds {
        Holds::Buildings => (
            estate.buildings.len(),
            estate.buildings.iter().filter(|one| spec.buildings.lets_building(one, estate)).count(),
            estate.buildings.iter().map(|one| one.at.map(|(at, _)| at)).collect(),
        ),
        Holds::Services => (
            estate.services.len(),
            estate.services.iter().filter(|one| spec.services.lets_service(one, estate)).count(),
            estate.services.iter().map(|one| one.at.map(|(at, _)| at)).collect(),
        ),
    };
    let unlocated = sites.iter().filter(|site| site.is_none()).count();
    let not_shown = estate.not_shown.iter().filter(|(one, _)| *one == holds);
    let not_shown: Vec<Note> = not_shown.map(|(one, id)| Note::NotShown(*one, id.clone())).collect();
    match (all, let_through) {
        // The register that the manifest names is missing, not a register of this sort.
        (0, _) if !not_shown.is_empty() => {}
        (0, _) => notes.push(Note::NoRegister(holds)),
        (_, 0) => notes.push(Note::NoneLetThrough(holds)),
        _ => {}
    }
    notes.extend(not_shown);
    if unlocated > 0 {
        notes.push(Note::Unlocated(holds, unlocated));
    }
    let off = setting.walk.cut_off(&sites).len();
    if off > 0 {
        notes.push(Note::OffNetwork(holds, off));
    }
}

fn of_pairs(found: &Found, notes: &mut Vec<Note>) {
    let tally = &found.tally;
    if tally.within_reach == 0 {
        notes.push(Note::NothingWithinReach);
        return;
    }
    let nobody = tally.open_at.iter().filter(|(_, count)| *count == tally.within_reach);
    notes.extend(nobody.map(|(gate, _)| Note::NobodyKnows(*gate)));
    if tally.fails == tally.within_reach
        && let Some((gate, count)) =
            tally.failed_by.iter().max_by_key(|(gate, count)| (*count, std::cmp::Reverse(*gate)))
    {
        notes.push(Note::AllFail(*gate, *count));
    }
}

/// Kinds of service that the search names, for gaps or as a filter, and no register has.
fn nobody_offers(spec: &SearchSpec, estate: &Estate) -> Vec<Note> {
    let offered = |term: &String| {
        let own = estate.services.iter().filter_map(|service| service.terms.value()).flatten();
        let plain = words::plain(term);
        own.into_iter().any(|own| words::plain(own) == plain)
    };
    let for_gaps = if spec.find.contains(&Kind::Gaps) { &spec.gaps.terms[..] } else { &[] };
    let mut missing: Vec<Note> = Vec::new();
    for term in for_gaps.iter().chain(&spec.services.terms).filter(|term| !offered(term)) {
        let note = Note::NobodyOffers(term.clone());
        if !missing.contains(&note) {
            missing.push(note);
        }
    }
    missing
}

/// Services that name a building of which no register tells: they lose its point and hours.
fn building_not_known(estate: &Estate) -> Option<Note> {
    let lost = estate.services.iter().filter(|service| service.building.is_none());
    let mut named = lost.filter_map(|service| service.building_named.value());
    let example = named.next()?.clone();
    Some(Note::BuildingNotKnown { count: 1 + named.count(), example })
}

macro_rules! each_field {
    ($things:expr, $($field:ident: $kind:ident),* $(,)?) => {
        vec![$((Field::$kind, $things.iter().map(|one| state(&one.$field)).collect::<Vec<_>>())),*]
    };
}

/// What is known of a cell, without its type.
enum State<'a> {
    Known,
    Unread(&'a str),
    Missing,
}

fn state<T>(told: &Told<T>) -> State<'_> {
    match &told.known {
        Known::Is(_) => State::Known,
        Known::Unread(text) => State::Unread(text),
        Known::Missing => State::Missing,
    }
}

fn of_buildings(estate: &Estate) -> Vec<(Field, Vec<State<'_>>)> {
    each_field!(
        estate.buildings,
        owner: Owner, partner: Partner, hours: Hours, tenure: Tenure, lease_end: LeaseEnd, sharing: Sharing,
        floor_area: FloorArea, spare_area: SpareArea, spare_desks: SpareDesks,
        spare_sessions: SpareSessions, step_free: StepFree, condition: Condition,
        running_cost: RunningCost, compliance_until: ComplianceUntil, separate_space: SeparateSpace,
        secure_space: SecureSpace,
    )
}

fn of_services(estate: &Estate) -> Vec<(Field, Vec<State<'_>>)> {
    each_field!(
        estate.services,
        terms: Term, hours: Hours, needs_area: NeedsArea, needs_desks: NeedsDesks,
        needs_sessions: NeedsSessions, needs_separation: NeedsSeparation, needs_secure: NeedsSecure,
    )
}

fn not_understood(estate: &Estate) -> Vec<Note> {
    let of = |holds: Holds, fields: Vec<(Field, Vec<State<'_>>)>| -> Vec<Note> {
        let note = |(field, states): (Field, Vec<State<'_>>)| {
            let mut unread = states.iter().filter_map(|state| match state {
                State::Unread(text) => Some(*text),
                _ => None,
            });
            let example = unread.next()?.to_owned();
            Some(Note::NotUnderstood { holds, field, count: 1 + unread.count(), example })
        };
        fields.into_iter().filter_map(note).collect()
    };
    let mut notes = of(Holds::Buildings, of_buildings(estate));
    notes.extend(of(Holds::Services, of_services(estate)));
    notes
}

/// Fields that every cell leaves open.
fn nobody_tells(estate: &Estate) -> Vec<Note> {
    let of = |holds: Holds, fields: Vec<(Field, Vec<State<'_>>)>| {
        let is_silent = |states: &[State<'_>]| {
            !states.is_empty() && states.iter().all(|state| matches!(state, State::Missing))
        };
        let silent: Vec<Field> =
            fields.iter().filter(|(_, states)| is_silent(states)).map(|(field, _)| *field).collect();
        (!silent.is_empty()).then_some(Note::NobodyTells(holds, silent))
    };
    let both = [of(Holds::Buildings, of_buildings(estate)), of(Holds::Services, of_services(estate))];
    both.into_iter().flatten().collect()
}
