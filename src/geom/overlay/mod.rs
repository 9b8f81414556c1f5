//! Shared areas of two sets of polygons, without building any polygon.
//!
//! Only areas are asked for, so no outline is cut: the shared area of `P` and
//! `Q` is a signed sum over pairs of edges of height differences (the method,
//! its sources and when it misleads: `docs/methods/overlay.md`). Nothing is
//! snapped; containment, holes and islands need no case of their own.
//!
//! Read `integral.rs` for the formula, then `pair.rs` for what is left out
//! without changing the sum, then `shared.rs` for the walk over two layers.
//!
//! # What the input must be
//! - Coordinates are finite and at most [`MAX_COORDINATE`] in size; anything
//!   else is refused with its place.
//! - Which ring is a hole is told by its place in the polygon. The direction
//!   of each ring is read from its own area and does not matter.
//! - Rings may be left open; they are closed.
//! - Rings may touch, double back and repeat points. A ring that truly crosses
//!   itself counts some places twice or negatively: see [`find_multiple_cover`].

mod boxes;
mod double;
mod error;
mod exact;
mod grid;
mod integral;
mod orient;
mod pair;
mod prepared;
mod rect;
mod shared;
mod simple;
mod source;
mod target;
mod wide;

pub use error::{RefusalReason, Refused};
pub use orient::{orient, signed_area};
pub use prepared::{MAX_COORDINATE, Prepared};
pub use rect::Rect;
pub use shared::{
    MultipleCover, Options, SharedArea, Standing, find_multiple_cover, mean_extent, shared_areas, turn,
};

#[cfg(test)]
mod tests;
