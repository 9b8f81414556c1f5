//! Why a polygon cannot be measured.

use std::fmt;

/// A point that no area can be computed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("polygon {index}, ring {ring}, point {point}: {reason}")]
pub struct Refused {
    /// Which polygon, counted from 0 in the order given.
    pub index: usize,
    /// Which of its rings, counted from 0: each part's shell, then its holes.
    pub ring: usize,
    /// The first such point of the ring, counted from 0.
    pub point: usize,
    /// What is wrong with it.
    pub reason: RefusalReason,
}

/// What is wrong with a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalReason {
    /// A coordinate is not a number, or infinite.
    NotFinite,
    /// A coordinate is beyond [`MAX_COORDINATE`](super::MAX_COORDINATE).
    TooLarge,
}

impl fmt::Display for RefusalReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFinite => "a coordinate is not a finite number",
            Self::TooLarge => "a coordinate is too large to measure with",
        })
    }
}
