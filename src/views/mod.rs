//! Wire types: what JSON answers and machine-readable reports look like.
//!
//! Core types are not serialisable; each has its view here. `report.rs` is
//! also how reports are kept in the store.

pub mod align;
pub mod assess;
pub mod backtest;
pub mod citation;
pub mod colocate;
pub mod crosswalk;
pub mod custom;
pub mod dataset;
pub mod item;
pub mod lineage;
pub mod link;
pub mod misfit;
pub mod reach;
pub mod report;
pub mod run;
pub mod scenario;
pub mod series;
pub mod service;
pub mod siting;
pub mod trials;
pub mod upload;
pub mod whereabouts;

pub use citation::{CitationView, LicenceView, SOFTWARE, SourceView, ValidityView};
pub use link::LinkView;
pub use report::ReportView;
