//! From a manifest and a source folder to a new version of a place.
//!
//! Files are read and checked first, in the order in which they lean on each
//! other and side by side where they do not; nothing is written meanwhile.
//! What passed then lands in one transaction. A file that was stopped stays
//! out, its earlier edition stays in, and what leans on it is told so.
//! Read `run.rs` first.

mod add;
mod context;
mod error;
mod examine;
mod manifest;
mod outcome;
mod progress;
mod recipes;
mod run;
mod source;

pub use add::add_edition;
pub use error::ImportError;
pub use manifest::Manifest;
pub use outcome::{AssessmentOutcome, EditionOutcome, EditionState, Outcome, RecipeOf};
pub use progress::{Progress, Silent, Stage};
pub use run::{ImportOptions, check_manifest, run};
