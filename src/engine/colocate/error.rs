//! Why a search cannot be carried out.

use std::fmt;

use crate::model::SearchId;

/// Why a search cannot be carried out.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ColocateError {
    /// The place has no search of this id.
    #[error("the place has no search '{id}'; {}", known_words(.known))]
    Unknown {
        /// The id asked for.
        id: SearchId,
        /// Those there are.
        known: Vec<SearchId>,
    },
    /// The search names what the place has not: everything that is wrong.
    #[error("{}", list(.0))]
    Refused(Vec<ColocateFault>),
}

/// One thing that is wrong, and where in the search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColocateFault {
    /// The table or key.
    pub at: String,
    /// What is wrong.
    pub message: String,
}

impl ColocateFault {
    pub(super) fn new(at: impl Into<String>, message: impl Into<String>) -> Self {
        Self { at: at.into(), message: message.into() }
    }
}

impl ColocateError {
    /// The faults, where that is what it is.
    #[must_use]
    pub fn faults(&self) -> &[ColocateFault] {
        match self {
            Self::Refused(faults) => faults,
            Self::Unknown { .. } => &[],
        }
    }
}

impl fmt::Display for ColocateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.message)
    }
}

fn list(faults: &[ColocateFault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn known_words(known: &[SearchId]) -> String {
    if known.is_empty() {
        return "its manifest names none under [[search]]".to_owned();
    }
    let names: Vec<&str> = known.iter().map(SearchId::as_str).collect();
    format!("it has {}", names.join(", "))
}
