//! The manifest of a place: one TOML file that a person can write and read.
//!
//! `schema.rs` is what stands in the file, `plan.rs` what it means once every
//! name in it has been checked. `reader.rs` walks from one to the other:
//! data sets there, their editions in `edition.rs`, measures, evidence and
//! lookups in `catalogue.rs`, back-tests in `backtests.rs`, buildings and
//! services in `estate.rs`.

mod backtests;
mod catalogue;
mod edition;
mod estate;
mod plan;
mod reader;
mod schema;

pub use crate::check::{Filter, Locate};
pub use plan::{
    Accept, EditionPlan, LayerPlan, ManifestFault, NetworkPlan, PlaceTrial, Plan, RegisterPlan, TablePlan,
    parse_manifest,
};

#[cfg(test)]
mod tests;
