//! A layer measured as it comes in, by runs, against one that stands ready.
//!
//! [`Overlap::measure`] wants both layers in memory. Here one of them may be
//! let go run by run; the result has the same bits.

use geo_types::MultiPolygon;

use super::error::CrosswalkError;
use super::overlap::{Measured, Overlap, least_m2, named};
use super::relation::Tolerance;
use super::side::Side;
use crate::geom::overlay::{
    MultipleCover, Options, Prepared, Rect, Refused, SharedArea, Standing, find_multiple_cover, mean_extent,
    turn,
};

/// Which of the two layers comes in by runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coming {
    /// The sources.
    From,
    /// The targets.
    To,
}

/// One layer that stands ready, and what is known of it.
#[derive(Debug)]
pub struct Survey {
    ready: Standing,
    standing: Known,
    tolerance: Tolerance,
}

/// What a run of shapes was found to be and to share.
#[derive(Debug)]
pub struct Run {
    known: Known,
    pairs: Vec<SharedArea>,
}

/// What two layers share, and which of their shapes cross themselves.
#[derive(Debug)]
pub struct Surveyed {
    /// Areas of both and of every pair.
    pub overlap: Overlap,
    from: Vec<MultipleCover>,
    to: Vec<MultipleCover>,
}

/// What stays of shapes when they are let go.
#[derive(Debug, Default)]
struct Known {
    measured: Measured,
    boxes: Vec<Rect>,
    crossing: Vec<MultipleCover>,
}

impl Survey {
    /// Makes the layer ready that stays.
    ///
    /// # Errors
    /// [`Refused`] for each ring with a point that cannot be measured.
    pub fn of(standing: &[&MultiPolygon<f64>], tolerance: Tolerance) -> Result<Self, Vec<Refused>> {
        let prepared = Prepared::new(standing.iter().copied())?;
        let known = Known::of(standing, &prepared, tolerance);
        Ok(Self { ready: Standing::new(&prepared), standing: known, tolerance })
    }

    /// Measures some shapes of the other layer.
    ///
    /// # Errors
    /// [`Refused`] for each ring with a point that cannot be measured.
    pub fn measure(&self, run: &[MultiPolygon<f64>]) -> Result<Run, Vec<Refused>> {
        let run: Vec<&MultiPolygon<f64>> = run.iter().collect();
        let prepared = Prepared::new(run.iter().copied())?;
        let pairs = self.ready.meet(&prepared, Options::default());
        Ok(Run { known: Known::of(&run, &prepared, self.tolerance), pairs })
    }

    /// Puts the runs together, in their order.
    ///
    /// `None` if the layer that came in has the larger shapes:
    /// [`Overlap::measure`] would have let that one stand, and come to other
    /// last digits.
    #[must_use]
    pub fn finish(self, runs: Vec<Run>, coming: Coming) -> Option<Surveyed> {
        let (mut came, mut pairs) = (Known::default(), Vec::new());
        pairs.reserve_exact(runs.iter().map(|run| run.pairs.len()).sum());
        for run in runs {
            let first = came.boxes.len();
            pairs.extend(
                run.pairs.into_iter().map(|pair| SharedArea { source: later(pair.source, first), ..pair }),
            );
            came.append(run.known);
        }
        let (coming_size, standing_size) = (came.mean_extent(), self.standing.mean_extent());
        let standing = self.standing;
        match coming {
            Coming::From if coming_size <= standing_size => {
                Some(Surveyed::of(came, standing, pairs, self.tolerance))
            }
            Coming::To if standing_size > coming_size => {
                turn(&mut pairs);
                Some(Surveyed::of(standing, came, pairs, self.tolerance))
            }
            Coming::From | Coming::To => None,
        }
    }
}

impl Surveyed {
    fn of(from: Known, to: Known, pairs: Vec<SharedArea>, tolerance: Tolerance) -> Self {
        let overlap = Overlap::of(from.measured, to.measured, pairs, tolerance);
        Self { overlap, from: from.crossing, to: to.crossing }
    }

    /// The areas that cross themselves, of sources and of targets, as
    /// [`super::refuse_multiple_cover`] names them.
    #[must_use]
    pub fn crossing(&self, from: &Side, to: &Side) -> (Vec<CrosswalkError>, Vec<CrosswalkError>) {
        (named(from, &self.from), named(to, &self.to))
    }
}

impl Known {
    fn of(shapes: &[&MultiPolygon<f64>], prepared: &Prepared<'_>, tolerance: Tolerance) -> Self {
        Self {
            measured: Measured::of(shapes, prepared),
            boxes: (0..prepared.len()).filter_map(|at| prepared.rect(at)).collect(),
            crossing: find_multiple_cover(prepared, least_m2(tolerance)),
        }
    }

    fn append(&mut self, next: Self) {
        let first = self.boxes.len();
        self.crossing.extend(
            next.crossing.into_iter().map(|found| MultipleCover { index: first + found.index, ..found }),
        );
        self.measured.area_m2.extend(next.measured.area_m2);
        self.measured.outline_m.extend(next.measured.outline_m);
        self.boxes.extend(next.boxes);
    }

    fn mean_extent(&self) -> f64 {
        mean_extent(self.boxes.iter().copied())
    }
}

/// A position within a run as one within the layer.
#[expect(clippy::cast_possible_truncation, reason = "as the overlay numbers shapes: far fewer than 2^32")]
fn later(position: u32, first: usize) -> u32 {
    position + first as u32
}
