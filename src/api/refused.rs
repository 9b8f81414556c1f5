//! Why two layers could not be compared or figures not be carried, as problems.

use crate::engine::{AlignError, PairError};

use super::{Kind, Problem};

/// What the comparison of two layers says.
///
/// A layer or an edition that is not there is not found; the parameter that
/// named it is `field`.
#[must_use]
pub fn pair(error: &PairError, field: &str) -> Problem {
    match error {
        PairError::NoLayer(_)
        | PairError::NoDataset { .. }
        | PairError::NoEdition { .. }
        | PairError::NotInForce { .. }
        | PairError::NothingBefore(_) => Problem::new(Kind::NotFound, error.to_string()).at(field),
        PairError::Unmeasured(_) | PairError::Uncounted(_) | PairError::OtherAreas(_) => {
            tracing::error!(%error, "two layers could not be compared: {error}");
            Problem::new(Kind::Internal, error.to_string())
        }
    }
}

/// What the alignment of a measure says.
#[must_use]
pub fn align(error: &AlignError) -> Problem {
    let field = match error {
        AlignError::NoLayer(_) => "to",
        AlignError::NoEvidence | AlignError::NoLookup { .. } => "way",
        AlignError::NoPeriod { .. } => "period",
        _ => "measure",
    };
    match error {
        AlignError::Unmeasurable { .. } | AlignError::Crosswalk(_) => {
            tracing::error!(%error, "figures could not be carried: {error}");
            Problem::new(Kind::Internal, error.to_string())
        }
        _ => Problem::new(Kind::NotFound, error.to_string()).at(field),
    }
}
