//! The page of one edition of a data set: what every kind has in common.

pub mod chooser;
pub mod parts;
