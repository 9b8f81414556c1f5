//! Where high and low figures lie together more than chance explains.
//!
//! Areas know each other only by weights; nothing here has seen a map.
//! Read `neighbours.rs` first. Formulas and traps: `docs/methods/spatial.md`.

mod fdr;
mod getis;
mod local_moran;
mod moran;
mod neighbours;
mod permute;

pub use fdr::benjamini_hochberg;
pub use getis::{Scheme, hot_spots};
pub use local_moran::local_moran;
pub use moran::{Moran, moran};
pub use neighbours::Neighbours;
pub use permute::Test;

use super::figure::ColumnFault;
use crate::model::Missing;

/// What was found at an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Local {
    /// It was tested.
    Tested(Tested),
    /// It could not be.
    NotTestable(Untestable),
}

/// A tested area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tested {
    /// Gi* (a z-score), or the local Moran statistic.
    pub statistic: f64,
    /// Two-sided p-value, uncorrected.
    pub p: f64,
    /// The smallest false-discovery rate at which it would be found.
    pub adjusted: f64,
    /// What it is, where it is found; `None` where chance explains it.
    pub spot: Option<Spot>,
}

/// What a found area is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Spot {
    /// High among high.
    Hot,
    /// Low among low.
    Cold,
    /// High among low (local Moran only).
    HighAmongLow,
    /// Low among high (local Moran only).
    LowAmongHigh,
}

impl Spot {
    /// The words beside the mark.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Hot => "high among high",
            Self::Cold => "low among low",
            Self::HighAmongLow => "high among low",
            Self::LowAmongHigh => "low among high",
        }
    }
}

/// Why an area was not tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Untestable {
    /// It has no figure.
    Gap(Missing),
    /// It has no neighbour with a figure.
    Isolated,
    /// All areas are its neighbours alike: nothing lies elsewhere.
    NothingElsewhere,
}

/// Why nothing could be tested at all.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SpatialFault {
    /// A link to an area that is not there.
    #[error("link {from}-{to}: there are {areas} areas")]
    NoArea {
        /// Where it starts.
        from: usize,
        /// Where it ends.
        to: usize,
        /// Number of areas.
        areas: usize,
    },
    /// A weight that is not a number above nought.
    #[error("link {from}-{to}: a weight of {weight}: weights of neighbours are numbers above nought")]
    BadWeight {
        /// Where it starts.
        from: usize,
        /// Where it ends.
        to: usize,
        /// The weight.
        weight: f64,
    },
    /// An area as its own neighbour.
    #[error("area {0} is its own neighbour")]
    OwnNeighbour(usize),
    /// A link twice.
    #[error("link {from}-{to} is given twice")]
    LinkTwice {
        /// Where it starts.
        from: usize,
        /// Where it ends.
        to: usize,
    },
    /// The column cannot be compared.
    #[error("{0}")]
    Column(#[from] ColumnFault),
    /// No area has a neighbour.
    #[error("no area has a neighbour with a figure: nothing is testable")]
    NoNeighbours,
    /// The rate of false discoveries is no share.
    #[error("a false-discovery rate of {0}: between 0 and 1")]
    BadRate(f64),
    /// So few permutations that nothing could ever be found.
    #[error("with {given} permutations nothing can be found among {areas} areas: at least {needed}")]
    TooFewPermutations {
        /// Permutations asked for.
        given: usize,
        /// Areas tested.
        areas: usize,
        /// Permutations needed.
        needed: usize,
    },
}

#[cfg(test)]
mod tests;
