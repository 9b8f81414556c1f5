//! A walking network: streets and paths as a graph, and the questions asked of it.
//!
//! Lengths are metres on the British National Grid, times are minutes at a
//! stated pace. Nothing here knows a file or a tag's history: `walk.rs` says
//! from tags alone who may walk where, `split.rs` cuts ways at their
//! junctions, `graph.rs` makes the [`Network`], and each question has a file:
//! `snap` (from a point to the street), `times` (many to many), `route` and
//! `rings`. A place that cannot be reached is a state of its own, never a
//! large number and never an empty cell. Read `streets.rs` first.

mod graph;
mod lines;
mod morton;
mod pair;
mod pieces;
mod reach;
mod rings;
mod route;
mod search;
mod snap;
mod split;
mod streets;
mod times;
pub mod walk;

pub use graph::{LONGEST_STREET_M, Modes, Network};
pub use pair::{Comparison, Pair};
pub use pieces::{Piece, pieces_of};
pub use reach::{By, Pace, Reach, Side, TravelTime};
pub use rings::{RINGS_MIN, Ring, Rings};
pub use route::{NoRoute, Route};
pub use snap::{Anchor, Snap, SnapRule};
pub use split::{WalkWay, split};
pub use streets::{Segment, Streets, Walk};
pub use times::{Bound, Times};

#[cfg(test)]
mod tests;
