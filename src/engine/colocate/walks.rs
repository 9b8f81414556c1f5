//! How walks are measured on this place.

use crate::colocate::{Distances, Step, StraightLine, Walk, WalkBy};
use crate::engine::Engine;
use crate::geom::Grid;

/// A way of measuring walks.
#[derive(Debug, Clone)]
pub enum Walks {
    /// Lengthened straight lines.
    Lines(StraightLine),
}

impl Engine {
    /// The way that a search asks for.
    #[expect(clippy::unused_self, reason = "the place's walking network, where it has one, will be asked")]
    pub(super) fn walks(&self, distances: &Distances) -> Walks {
        Walks::Lines(StraightLine { detour: distances.detour, km_per_hour: distances.km_per_hour })
    }
}

impl Walk for Walks {
    fn by(&self) -> WalkBy {
        match self {
            Self::Lines(lines) => lines.by(),
        }
    }

    fn around(&self, sites: &[Option<Grid>], points: &[Option<Grid>], minutes: f64) -> Vec<Vec<Step>> {
        match self {
            Self::Lines(lines) => lines.around(sites, points, minutes),
        }
    }

    fn cut_off(&self, sites: &[Option<Grid>]) -> Vec<usize> {
        match self {
            Self::Lines(lines) => lines.cut_off(sites),
        }
    }
}
