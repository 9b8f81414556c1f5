//! Series over time: periods that are missing, steps that are too large.
//!
//! Read `column.rs` first: what is a series, and what only dates a thing.

mod column;
mod gaps;
mod jumps;
mod period;

pub(super) use column::period_column;
pub(super) use gaps::{gaps_of_rows, gaps_of_series, header_gaps};
pub(super) use jumps::jumps;
