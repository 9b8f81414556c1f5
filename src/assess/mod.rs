//! Assessments: many figures of many areas become priorities that can be challenged.
//!
//! Pure statistics: nothing here knows a geometry, a file or a clock. Read
//! `spec/mod.rs` for what a person asks for,
//! `recipe/mod.rs` for what goes in and `run/mod.rs` for what comes out;
//! `docs/methods/` has a page for each family of methods.

pub mod aggregate;
pub mod breaks;
pub mod change;
pub mod comparator;
pub mod explain;
pub mod figure;
pub mod impute;
pub mod intervals;
pub mod normalise;
mod pipeline;
mod plan;
pub mod rag;
pub mod random;
pub mod recipe;
pub mod run;
pub mod sensitivity;
pub mod shrink;
pub mod spatial;
pub mod spec;
pub mod treat;
pub mod uncertainty;

#[cfg(test)]
mod testing;

pub use figure::{ColumnFault, Figure};
