//! Trees over layers and registers: the box proposes, geometry decides.

mod extent;
mod postcode_dates;
mod postcodes;

pub use extent::Extent;
pub use postcode_dates::PostcodeDates;
pub use postcodes::{InUse, PostcodeEntry, PostcodeHit, Postcodes, Writing};
