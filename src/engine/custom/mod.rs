//! Custom areas in a place: what a list stands for, and figures estimated for it.
//!
//! `resolve.rs` turns what a person names into ground, `postcodes.rs` says
//! what a list of postcodes stands for, `footing.rs` weighs the areas of an
//! edition by what lies inside, `estimate.rs` carries measures over.
//! Method: `docs/methods/custom-areas.md`. Read `resolve.rs` first.

mod estimate;
mod footing;
mod postcodes;
mod resolve;
#[cfg(test)]
mod tests;

pub use estimate::{CustomFigure, EstimateAsk, Gap};
pub use resolve::CustomAsk;
