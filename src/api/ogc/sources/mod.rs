//! The kinds of collection, one file each.

mod assessment;
mod candidates;
mod custom;
mod edition;
mod overlap;

pub(super) use assessment::Scores;
pub(super) use candidates::Pairs;
pub(super) use custom::CustomAreas;
pub(super) use edition::{About, EditionRows};
pub(super) use overlap::Overlaps;
