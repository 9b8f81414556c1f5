//! Wire types: what JSON answers and machine-readable reports look like.
//!
//! Core types are not serialisable; each has its view here. `report.rs` is
//! also how reports are kept in the store.

pub mod report;

pub use report::ReportView;
