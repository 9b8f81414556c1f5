//! From bytes to drafts, and from manifests to plans.
//!
//! Readers take bytes and limits and give a [`crate::draft::Draft`] or the
//! faults that stopped them. They open no file: `store` and `import` do.
//! Read `manifest/mod.rs` for what a person writes of a place, `siting/mod.rs` for recipes of sites
//! and scenarios, `read/mod.rs` for the formats.

pub mod colocation;
pub mod cql2;
pub mod manifest;
pub mod outline;
pub mod read;
pub mod recipe;
pub mod siting;
