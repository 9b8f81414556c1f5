//! Searches for co-location on the data of a place.
//!
//! `people.rs` finds who lives where, `ties.rs` which areas bind whom,
//! `walks.rs` how walks are measured; `run.rs` puts it together and keeps
//! what was worked out; `what_if.rs` makes a scenario of a candidate. The reckoning is in `crate::colocate`. Read `run.rs` first.

mod error;
mod people;
mod run;
mod ties;
mod walks;
mod what_if;

pub use error::{ColocateError, ColocateFault};
pub use run::{Colocated, PlaceSearch};
pub use walks::Walks;
pub use what_if::NoWhatIf;

use std::sync::{Arc, OnceLock};

use crate::colocate::Estate;
use crate::model::SearchId;

use super::kept::Kept;

/// What was worked out for searches before.
#[derive(Debug, Default)]
pub(super) struct Colocations {
    estate: OnceLock<Arc<Estate>>,
    colocated: Kept<SearchId, Colocated, ColocateError>,
}
