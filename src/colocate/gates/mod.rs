//! Gates: what must be true before a candidate is worth scoring.
//!
//! Each is answered yes, no or unknown, with the cell it rests on. A no fails
//! the candidate. Unknown never counts as yes: the candidate is listed with
//! the open question. `judge.rs` answers them.

mod judge;

use super::told::Cited;

pub use judge::Judge;
pub(super) use judge::{is_let, lease_until};

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
            Self::Boundary => "Within the service\u{2019}s area",
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
            Self::Safeguarding => "can the service\u{2019}s users be kept apart from others",
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
