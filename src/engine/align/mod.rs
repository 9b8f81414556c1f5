//! Alignment: figures of one geography carried to another, with their error.
//!
//! `crosswalks.rs` builds weights between any two editions of layers and keeps
//! them; `evidence.rs` finds the control points that the place knows of;
//! `figures.rs` reads a measure's figures off its tables. Read `crosswalks.rs`
//! first. The arithmetic is in `crate::crosswalk`.

mod aligned;
mod crosswalks;
mod error;
mod evidence;
mod figures;
mod lookups;

pub use aligned::{AlignAsk, Aligned, AlignedFigure, AlignedRow};
pub use crosswalks::{BuiltCrosswalk, Way};
pub use error::AlignError;
pub use evidence::{EvidenceUsed, PlacedEvidence};
pub use figures::{SourceFigures, Values};

pub(super) use aligned::carried;
pub(super) use crosswalks::Crosswalks;
pub(super) use evidence::{EvidenceList, rung};
