//! Planar geometry in metres, and the one door between metres and degrees.
//!
//! Nothing here knows a code, a file, a table or HTTP. Lengths are metres and
//! areas square metres on the British National Grid (EPSG:27700).
//! Read `point.rs` first, then `crs.rs`.

pub mod anywhere;
pub mod cells;
pub mod compass;
pub mod contiguity;
pub mod crs;
pub mod gridref;
pub mod join;
pub mod locate;
pub mod measure;
pub mod middle;
pub mod overlay;
pub mod pieces;
pub mod point;
pub mod repair;
mod segment;
pub mod simplify;
pub mod straight;
pub mod topology;
pub mod validity;

pub use crs::Crs;
pub use gridref::{GridRef, GridRefError};
pub use point::{Grid, LonLat};
pub use straight::StraightLine;
