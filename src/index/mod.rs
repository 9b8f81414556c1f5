//! Trees over layers and registers: the box proposes, geometry decides.
//!
//! Every answer is in an order that does not depend on how a tree was built.

mod areas;
mod extent;
mod points;
mod postcode_dates;
mod postcodes;
mod raster;
mod tree;
mod uprns;

pub use areas::{Areas, ON_BOUNDARY_M};
pub use extent::Extent;
pub use points::{NearPair, Points};
pub use postcode_dates::PostcodeDates;
pub use postcodes::{InUse, PostcodeEntry, PostcodeHit, Postcodes, Writing};
pub use uprns::Uprns;
