//! Why there is no assessment.

use std::fmt;

use crate::assess::recipe::{Fault, Faults};
use crate::model::AssessmentId;

/// Why there is no assessment.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AssessError {
    /// The place has no assessment of this id.
    #[error("the place has no assessment '{id}'; {}", known_words(.known))]
    Unknown {
        /// The id asked for.
        id: AssessmentId,
        /// Those there are.
        known: Vec<AssessmentId>,
    },
    /// The specification cannot be run on this place: everything that is wrong.
    #[error("{}", list(.0))]
    Refused(Vec<AssessFault>),
    /// A changed specification asks for other figures than those at hand.
    #[error("the change asks for other figures or areas ({0}): it has to be assessed anew")]
    OtherInputs(String),
}

/// One thing that is wrong, and where in the specification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessFault {
    /// Ids from the index down, or the name of a setting.
    pub at: String,
    /// What is wrong, and what to do about it.
    pub message: String,
}

impl AssessFault {
    pub(super) fn new(at: impl Into<String>, message: impl Into<String>) -> Self {
        Self { at: at.into(), message: message.into() }
    }
}

impl AssessError {
    /// The faults, where that is what it is.
    #[must_use]
    pub fn faults(&self) -> &[AssessFault] {
        match self {
            Self::Refused(faults) => faults,
            Self::Unknown { .. } | Self::OtherInputs(_) => &[],
        }
    }

    /// `Ok` where nothing is wrong.
    pub(super) fn unless_empty(faults: Vec<AssessFault>) -> Result<(), Self> {
        if faults.is_empty() { Ok(()) } else { Err(Self::Refused(faults)) }
    }
}

impl fmt::Display for AssessFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.message)
    }
}

impl From<&Fault> for AssessFault {
    fn from(fault: &Fault) -> Self {
        Self::new(fault.at.clone(), fault.what.to_string())
    }
}

impl From<Faults> for AssessError {
    fn from(faults: Faults) -> Self {
        Self::Refused(faults.0.iter().map(AssessFault::from).collect())
    }
}

fn list(faults: &[AssessFault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn known_words(known: &[AssessmentId]) -> String {
    if known.is_empty() {
        return "its manifest names none under [[assessment]], and none was saved".to_owned();
    }
    let names: Vec<&str> = known.iter().map(AssessmentId::as_str).collect();
    format!("it has {}", names.join(", "))
}
