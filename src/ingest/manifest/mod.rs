//! The manifest of a place: one TOML file that a person can write and read.
//!
//! `schema.rs` is what stands in the file, `plan.rs` what it means once every
//! name in it has been checked.

mod plan;
mod schema;

pub use crate::check::{Filter, Locate};
pub use plan::{
    Accept, EditionPlan, LayerPlan, ManifestFault, PlacePlan, Plan, RegisterPlan, TablePlan, parse_manifest,
};
