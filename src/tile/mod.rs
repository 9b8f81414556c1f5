//! Vector tiles: the layers of a place cut into squares of web Mercator.
//!
//! A whole layer is laid on the lattice of one zoom at once ([`Level`]):
//! simplified, rounded, and rounded so that no two lines come to cross. Tiles
//! are cut from that, so neighbours fit at every zoom, in a tile and between
//! tiles. For pictures only: never measure on a tile. Method: `docs/methods/tiles.md`.
//!
//! Read `address.rs` first, then `level.rs`; `snap.rs` rounds, `trace.rs`
//! makes rings of edges, `clip.rs` cuts, `encode.rs` writes.

mod address;
mod clip;
mod encode;
mod level;
mod points;
mod snap;
mod trace;

pub use address::{Address, Corner, EXTENT, MOST_ZOOM};
pub use encode::{Label, TileFeature, encode_areas, encode_points};
pub use level::{Level, simplification_m};
pub use points::{Dot, PointLevel};
pub use trace::Part;
