//! The kinds of collection, one file each.

mod custom;
mod edition;
mod overlap;

pub(super) use custom::CustomAreas;
pub(super) use edition::{About, EditionRows};
pub(super) use overlap::Overlaps;
