//! Assessments of a place: from a specification to ranks, with all that they rest on.
//!
//! `choose.rs` finds which table and period an indicator means, `column.rs`
//! carries its figures to the assessed areas with their error, `inputs.rs`
//! puts all columns together. `assessed.rs` is what comes out. The arithmetic
//! is in `crate::assess`.

mod assessed;
mod changes;
mod choose;
mod column;
mod error;
mod figure_ranks;
mod figures;
mod inputs;
mod library;
mod listed;
mod publishable;
mod sensitivity;
mod source;
mod spatial;

pub use assessed::{Assessed, AssessedArea, run_spec};
pub use changes::{IndicatorChange, NotCompared};
pub use error::{AssessError, AssessFault};
pub use figure_ranks::FigureRanks;
pub use library::{LibraryEdition, LibraryEntry};
pub use listed::{AssessmentEntry, AssessmentOrigin, PlaceAssessment, SavedAssessment};
pub use publishable::missing_keys;
pub use sensitivity::SensitivityOf;
pub use source::{CrosswalkUsed, FiguresUsed, IndicatorSource};
pub use spatial::{
    BORDER_AT_LEAST_M, BORDER_WITHIN_M, FALSE_DISCOVERIES, HotSpots, MOST_PERMUTED, PERMUTATIONS, Spatial,
};

use crate::assess::spatial::Neighbours;
use crate::model::{AssessmentId, EditionKey};

use super::kept::Kept;
use column::Column;
use listed::Saved;

/// What was worked out for assessments before.
#[derive(Debug, Default)]
pub(super) struct Assessments {
    columns: Kept<String, Column, Vec<String>>,
    neighbours: Kept<EditionKey, Neighbours, AssessError>,
    assessed: Kept<(AssessmentId, u64), Assessed, AssessError>,
    sensitivities: Kept<(AssessmentId, u64), SensitivityOf, AssessError>,
    figure_ranks: Kept<(AssessmentId, u64), FigureRanks, AssessError>,
    saved: Saved,
}
