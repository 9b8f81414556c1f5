//! Gates: what must be true before a candidate is worth scoring.
//!
//! Each is answered yes, no or unknown, with the cell it rests on. A no fails
//! the candidate. Unknown never counts as yes: the candidate is listed with
//! the open question.

use jiff::civil::Date;

use super::building::{Building, Service};
use super::criteria;
use super::search::GateRules;
use super::told::{Cited, Known, Told};
use super::words::{self, Tenure, YesNo};

/// What must be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gate {
    /// The tenure allows sharing.
    Tenure,
    /// The lease runs long enough.
    Lease,
    /// There is step-free access.
    StepFree,
    /// Statutory checks are in date.
    Compliance,
    /// Users who must be kept apart can be.
    Safeguarding,
    /// There is a secure room where one is needed.
    SecureSpace,
    /// The building is open when the service is.
    Hours,
    /// There is room.
    Capacity,
    /// The service stays within the area that it belongs to.
    Boundary,
}

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not.
    No,
    /// Nobody knows.
    Unknown,
    /// The search does not ask.
    Skipped,
}

/// What all gates together say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tier {
    /// Every gate is answered with yes.
    Passes,
    /// None with no, some not at all.
    ToCheck,
    /// One at least with no.
    Fails,
}

impl Gate {
    /// All gates, in the order in which they are told.
    pub const ALL: [Self; 9] = [
        Self::Tenure,
        Self::Lease,
        Self::StepFree,
        Self::Compliance,
        Self::Safeguarding,
        Self::SecureSpace,
        Self::Hours,
        Self::Capacity,
        Self::Boundary,
    ];

    /// The name used in searches and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Tenure => "tenure",
            Self::Lease => "lease",
            Self::StepFree => "step_free",
            Self::Compliance => "compliance",
            Self::Safeguarding => "safeguarding",
            Self::SecureSpace => "secure_space",
            Self::Hours => "hours",
            Self::Capacity => "capacity",
            Self::Boundary => "boundary",
        }
    }

    /// The gate of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gate| gate.key() == key)
    }

    /// The name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Tenure => "Tenure allows sharing",
            Self::Lease => "Lease runs long enough",
            Self::StepFree => "Step-free access",
            Self::Compliance => "Statutory checks in date",
            Self::Safeguarding => "Users can be kept apart",
            Self::SecureSpace => "Secure room",
            Self::Hours => "Open when the service is",
            Self::Capacity => "Enough room",
            Self::Boundary => "Within the service's area",
        }
    }

    /// What has to be asked where the answer is unknown.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::Tenure => "may the owner let others share the building",
            Self::Lease => "how long does the lease run",
            Self::StepFree => "is there step-free access throughout",
            Self::Compliance => "are fire, asbestos, water and electrical checks in date",
            Self::Safeguarding => "can the service's users be kept apart from others",
            Self::SecureSpace => "is there a secure room for records and confidential talk",
            Self::Hours => "when are the building and the service open",
            Self::Capacity => "how much room is there and how much is needed",
            Self::Boundary => "which area does the service belong to",
        }
    }

    fn position(self) -> usize {
        Self::ALL.iter().position(|gate| *gate == self).unwrap_or(0)
    }
}

impl Answer {
    /// The name used on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
            Self::Skipped => "not asked",
        }
    }
}

impl Tier {
    /// The name used on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::ToCheck => "to-check",
            Self::Fails => "fails",
        }
    }

    /// The name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Passes => "Passes all gates",
            Self::ToCheck => "To check",
            Self::Fails => "Fails",
        }
    }
}

/// The answers of all gates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answers([Answer; 9]);

impl Answers {
    /// One gate's answer.
    #[must_use]
    pub fn of(&self, gate: Gate) -> Answer {
        self.0[gate.position()]
    }

    /// What they say together.
    #[must_use]
    pub fn tier(&self) -> Tier {
        if self.0.contains(&Answer::No) {
            Tier::Fails
        } else if self.0.contains(&Answer::Unknown) {
            Tier::ToCheck
        } else {
            Tier::Passes
        }
    }

    /// Gates with an answer.
    pub fn with(&self, answer: Answer) -> impl Iterator<Item = Gate> {
        let answers = self.0;
        Gate::ALL.into_iter().filter(move |gate| answers[gate.position()] == answer)
    }
}

/// Which areas a service and a building lie in, where the service is tied to a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// The service goes where it likes.
    Free,
    /// It belongs to an area; `None` where its own or the building's is not known.
    Tied {
        /// The area of the service, by position in its layer.
        service: Option<u32>,
        /// The area of the building.
        building: Option<u32>,
    },
}

/// What gates are judged by.
#[derive(Debug, Clone, Copy)]
pub struct Judge<'a> {
    /// The thresholds.
    pub rules: &'a GateRules,
    /// The day.
    pub date: Date,
}

/// An answer with the cells it rests on and the reason in words.
#[derive(Debug, Clone, PartialEq)]
pub struct GateAnswer {
    /// The gate.
    pub gate: Gate,
    /// The answer.
    pub answer: Answer,
    /// Why, in words.
    pub why: String,
    /// The cells it rests on.
    pub rests_on: Vec<Cited>,
}

impl Judge<'_> {
    /// All gates, without words.
    #[must_use]
    pub fn answers(&self, service: &Service, building: &Building, tie: Tie) -> Answers {
        Answers(Gate::ALL.map(|gate| {
            if self.rules.skip.contains_key(&gate) {
                return Answer::Skipped;
            }
            match gate {
                Gate::Safeguarding => needed(self.separation(service), &building.separate_space),
                Gate::SecureSpace => needed(self.secure(service), &building.secure_space),
                Gate::Hours => self.hours(service, building),
                Gate::Capacity => capacity(service, building),
                Gate::Boundary => boundary(tie),
                _ => self.of_building(gate, building),
            }
        }))
    }

    /// A gate that only the building decides, for any service.
    #[must_use]
    pub fn of_building(&self, gate: Gate, building: &Building) -> Answer {
        if self.rules.skip.contains_key(&gate) {
            return Answer::Skipped;
        }
        match gate {
            Gate::Tenure => tenure(building),
            Gate::Lease => self.lease(building),
            Gate::StepFree => answer(&building.step_free),
            Gate::Compliance => match building.compliance_until.value() {
                Some(until) if *until >= self.date => Answer::Yes,
                Some(_) => Answer::No,
                None => Answer::Unknown,
            },
            Gate::Capacity => any_room(building),
            Gate::Safeguarding | Gate::SecureSpace | Gate::Hours | Gate::Boundary => Answer::Skipped,
        }
    }

    fn lease(&self, building: &Building) -> Answer {
        match (building.tenure.value(), building.lease_end.value()) {
            (Some(Tenure::Freehold), _) => Answer::Yes,
            (_, Some(end)) if *end >= lease_until(self.date, self.rules.lease_years) => Answer::Yes,
            (_, Some(_)) => Answer::No,
            (_, None) => Answer::Unknown,
        }
    }

    fn hours(&self, service: &Service, building: &Building) -> Answer {
        match criteria::hours_share(service, building) {
            Some(share) if share >= self.rules.hours_share => Answer::Yes,
            Some(_) => Answer::No,
            None => Answer::Unknown,
        }
    }

    /// Whether users must be kept apart: as a register says, else by the kind
    /// of service, where the search lists such kinds.
    pub(super) fn separation(&self, service: &Service) -> Option<bool> {
        need(&service.needs_separation, &self.rules.separate_terms, service)
    }

    pub(super) fn secure(&self, service: &Service) -> Option<bool> {
        need(&service.needs_secure, &self.rules.secure_terms, service)
    }
}

fn need(said: &Told<YesNo>, terms: &[String], service: &Service) -> Option<bool> {
    match said.known {
        Known::Is(YesNo::No) => Some(false),
        Known::Is(YesNo::Yes | YesNo::Part) => Some(true),
        Known::Unread(_) => None,
        Known::Missing if terms.is_empty() => None,
        Known::Missing => service.terms.value().map(|own| {
            own.iter().any(|term| terms.iter().any(|listed| words::plain(listed) == words::plain(term)))
        }),
    }
}

/// A space that is needed or not.
fn needed(need: Option<bool>, space: &Told<YesNo>) -> Answer {
    match (need, answer(space)) {
        (Some(false), _) | (_, Answer::Yes) => Answer::Yes,
        (Some(true), Answer::No) => Answer::No,
        _ => Answer::Unknown,
    }
}

/// "In part" answers a gate no better than silence: part of what?
fn answer(told: &Told<YesNo>) -> Answer {
    match told.value() {
        Some(YesNo::Yes) => Answer::Yes,
        Some(YesNo::No) => Answer::No,
        Some(YesNo::Part) | None => Answer::Unknown,
    }
}

/// What is said of sharing decides. Else a freeholder may share, a lease has
/// to be read, and a licence is the holder's own and cannot be shared.
fn tenure(building: &Building) -> Answer {
    match (building.sharing.value(), building.tenure.value()) {
        (Some(YesNo::Yes), _) => Answer::Yes,
        (Some(YesNo::No), _) | (None, Some(Tenure::Licence)) => Answer::No,
        (None, Some(Tenure::Freehold)) if !is_let(building) => Answer::Yes,
        _ => Answer::Unknown,
    }
}

/// A building that the owner has let is not the owner's to share.
pub(super) fn is_let(building: &Building) -> bool {
    building.tenure_detail.value().is_some_and(|detail| {
        let plain = words::plain(detail);
        let says = |word: &str| plain.split(' ').any(|own| own == word);
        says("let")
            || says("tenant")
            || matches!(words::tenure(detail), Some(Tenure::Leasehold | Tenure::Licence))
    })
}

/// Whether what is spare is enough, in every unit that both sides tell.
fn capacity(service: &Service, building: &Building) -> Answer {
    match criteria::room(service, building) {
        Some(share) if share >= 1.0 => Answer::Yes,
        Some(_) => Answer::No,
        None if any_room(building) == Answer::No => Answer::No,
        None => Answer::Unknown,
    }
}

/// No where all that is told of spare room is nought.
fn any_room(building: &Building) -> Answer {
    let told = [&building.spare_area, &building.spare_desks, &building.spare_sessions];
    let mut known = told.iter().filter_map(|spare| spare.value()).peekable();
    if known.peek().is_none() {
        return Answer::Unknown;
    }
    if known.any(|spare| *spare > 0.0) { Answer::Yes } else { Answer::No }
}

fn boundary(tie: Tie) -> Answer {
    match tie {
        Tie::Free => Answer::Yes,
        Tie::Tied { service: Some(service), building: Some(building) } if service == building => Answer::Yes,
        Tie::Tied { service: Some(_), building: Some(_) } => Answer::No,
        Tie::Tied { .. } => Answer::Unknown,
    }
}

/// The day until which a lease must run, from the day of the search.
pub(super) fn lease_until(date: Date, years: f64) -> Date {
    #[expect(clippy::cast_possible_truncation, reason = "a search asks for at most a hundred years")]
    let months = (years * 12.0).round() as i64;
    date.checked_add(jiff::Span::new().try_months(months).unwrap_or_default()).unwrap_or(Date::MAX)
}
