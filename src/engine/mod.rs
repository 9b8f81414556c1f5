//! The one door: an immutable snapshot of a place, and the questions it answers.
//!
//! The server, the command line and the tests ask the same questions here.
//! Answers are plain data; turning them into JSON or HTML is for the edges.

mod snapshot;

pub use snapshot::{Dataset, Edition, EditionData, KeyedTable, PlaceInfo, Snapshot};
