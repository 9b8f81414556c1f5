//! Alignment: figures of one geography carried to another, with their error.
//!
//! `crosswalks.rs` builds weights between any two editions of layers and keeps
//! them; `evidence.rs` finds the control points that the place knows of;
//! `figures.rs` reads a measure's figures off its tables. Read `crosswalks.rs`
//! first. The arithmetic is in `crate::crosswalk`.

mod aligned;
mod beside;
mod carry;
mod chain;
mod crosswalks;
mod error;
mod evidence;
mod figures;
mod located;
mod lookups;
mod margin;
mod pieces;
mod series;
mod totals;

pub use crate::model::Way;
pub use aligned::{AlignAsk, Aligned, AlignedFigure, AlignedRow};
pub use beside::{Beside, Difference, MARKED_ABOVE};
pub use chain::Chain;
pub use crosswalks::BuiltCrosswalk;
pub use error::AlignError;
pub use evidence::{EvidenceUsed, PlacedEvidence};
pub use figures::{SourceFigures, Values};
pub use pieces::{Outside, Piece, Pieces};
pub use series::{PassedOver, Series, SeriesPoint};
pub use totals::{Total, TotalOf};

pub(super) use carry::carried;
pub(super) use crosswalks::Crosswalks;
pub(super) use evidence::{EvidenceList, rung};
pub(super) use margin::margins;
