//! Trees over layers and registers: the box proposes, geometry decides.

mod extent;

pub use extent::Extent;
