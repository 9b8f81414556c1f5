//! The recipe of an assessment: what is put together, how, and how sure that is.
//!
//! Plain data, to be read from a file by others. [`check`](check::check)
//! finds all its faults at once.

mod check;
mod fault;
mod inputs;
mod settings;
mod tree;

pub use check::{check, check_settings};
pub use fault::{Fault, FaultKind, Faults};
pub use inputs::{Bounds, Evidence, IndicatorFigures, Inputs, Provenance};
pub use settings::{Comparator, RankRules, Uncertainty};
pub use tree::{Group, Indicator, MAX_LEVELS, Node, Shrinkage};

use crate::model::AreaCode;

/// The recipe of an assessment.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipe {
    /// Its title.
    pub title: String,
    /// The areas, in the order of all columns.
    pub areas: Vec<AreaCode>,
    /// The index: a tree of domains and indicators.
    pub index: Group,
    /// What each area is compared with.
    pub comparator: Comparator,
    /// When an area is not ranked, and how many are "the worst".
    pub rules: RankRules,
    /// How rank intervals are found; `None` for none.
    pub uncertainty: Option<Uncertainty>,
    /// Where random numbers start.
    pub seed: u64,
}
