//! Assessments.
pub mod aggregate;
pub mod figure;
pub mod impute;
pub mod intervals;
pub mod normalise;
pub mod random;
pub mod shrink;
pub mod treat;
