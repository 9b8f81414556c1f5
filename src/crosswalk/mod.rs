//! Crosswalks: how the figures of one geography are shared out to another.
//!
//! A [`Crosswalk`] is a value: weights from each source to the targets it
//! meets, with the method, the two editions, the evidence behind each source
//! and what is not covered. It is built once (`area.rs`, `points.rs`,
//! `lookup.rs`), looked at, put after another or turned round, and then
//! applied to counts, rates, scores and categories (`apply/`).
//! How far an applied figure may be off is in `uncertainty/`, and how that was
//! found out in `backtest/`.
//!
//! What two layers share, in ground and in people (`pieces.rs`), also tells
//! what became of the areas of one vintage in the next (`lineage/`) and how
//! badly two geographies fit (`misfit/`).
//!
//! Nothing here opens a file. Read `weights.rs` first.
//! Methods and sources: `docs/methods/crosswalk.md`.

mod apply;
mod area;
pub mod backtest;
mod balance;
mod compose;
mod error;
pub mod lineage;
mod lookup;
pub mod misfit;
mod overlap;
mod pieces;
mod points;
mod relation;
mod reverse;
mod side;
mod sizes;
mod survey;
pub mod uncertainty;
mod weights;

pub use apply::{Estimate, Figure, Mixture, Share};
pub use area::{Spread, by_area};
pub use balance::{Balance, Sheet};
pub use error::CrosswalkError;
pub use lookup::{LookupRow, by_lookup};
pub use overlap::{Overlap, perimeter_m, refuse_multiple_cover};
pub use pieces::{Piece, Pieces, Portion, Whole};
pub use points::{ControlPoint, Evidence, by_points, locate};
pub use relation::{Relation, Tolerance};
pub use side::Side;
pub use survey::{Coming, Run, Survey, Surveyed};
pub use weights::{Crosswalk, Link, Method, Rung};

#[cfg(test)]
mod tests;
