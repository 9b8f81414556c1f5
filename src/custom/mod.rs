//! Custom areas: ground that a person chose, for which figures are estimated.
//!
//! `area.rs` says what one is, `outline.rs` judges a shape from outside. What
//! a list of areas or postcodes stands for needs a place, and is found by
//! `engine`. Method: `docs/methods/custom-areas.md`.

mod area;
mod error;
mod name;
mod outline;

pub use area::{CustomArea, Making, SavedArea};
pub use error::CustomError;
pub(crate) use error::named;
pub use name::AreaName;
pub use outline::{Settled, settle};

/// Points that an outline may have.
pub const MOST_POINTS: usize = 100_000;
/// Areas that may be listed.
pub const MOST_AREAS: usize = 5_000;
/// Postcodes that may be listed.
pub const MOST_POSTCODES: usize = 5_000;
/// Bytes of a file with an outline.
pub const MOST_FILE_BYTES: usize = 20 << 20;
