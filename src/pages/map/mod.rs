//! Maps as SVG, drawn by the server: no script, no WebGL, prints as vectors.
//!
//! Grid metres go straight to the paper: no degrees are involved. All points
//! are rounded to one grid of whole units, so an edge that two areas share
//! stays shared. Read `view.rs` first, then `draw.rs`.

pub mod classes;
pub mod draw;
pub mod labels;
pub mod legend;
pub mod path;
pub mod view;

pub use classes::{Classes, Method};
pub use draw::{Drawing, DrawnArea, DrawnPoint, MapText, Picture};
pub use view::View;

/// Fills of the classes, lowest first. Chosen so that neighbouring classes
/// stay apart for colour-blind readers and black lines reach 3:1 on each.
pub const FILLS: [&str; 5] = ["#ffffcc", "#a1dab4", "#41b6c4", "#1d91c0", "#225ea8"];

/// Fill of areas where no figure is shown.
pub const PLAIN: &str = "#e4eef0";

/// Areas up to this count are links of their own inside the map.
pub const MOST_LINKED: usize = 150;
