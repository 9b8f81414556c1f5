//! Whether a target's figure is known: gaps stay gaps.

use super::super::relation::Relation;
use super::super::weights::{Crosswalk, Link};
use super::{Estimate, Figure};
use crate::model::Missing;

/// What has been gathered for one target.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Gathered {
    sum: f64,
    known: f64,
    unknown: f64,
    /// The weightiest reason among the gaps that matter.
    gap: Option<Missing>,
}

impl Gathered {
    /// Adds a source's part. `mass` is how much of the target's evidence it is.
    pub(super) fn add(&mut self, figure: Figure, share: f64, mass: f64, link: &Link) {
        match figure {
            Ok(value) => {
                self.sum += value * share;
                self.known += mass;
            }
            // Two drawings of one line must not make a neighbour's gap one's own.
            Err(_) if link.relation == Some(Relation::Sliver) => {}
            Err(reason) => {
                self.unknown += mass;
                self.gap = Some(self.gap.map_or(reason, |other| weightier(reason, other)));
            }
        }
    }

    /// The sum, or why there is none.
    pub(super) fn estimate(&self, cover: Option<f64>) -> Estimate {
        let reached = self.known > 0.0 || self.gap.is_some();
        let value = match self.gap {
            Some(reason) => Err(reason),
            None if reached => Ok(self.sum),
            None => Err(Missing::NotCovered),
        };
        Estimate { value, known_part: self.sum, known_share: self.known_share(), cover }
    }

    /// The mean over the known mass, or why there is none.
    pub(super) fn mean(&self, cover: Option<f64>) -> Estimate {
        let mut estimate = self.estimate(cover);
        let mean = if self.known > 0.0 { self.sum / self.known } else { 0.0 };
        estimate.value = estimate.value.map(|_| mean);
        estimate.known_part = mean;
        estimate
    }

    fn known_share(&self) -> f64 {
        let all = self.known + self.unknown;
        if all > 0.0 { self.known / all } else { 0.0 }
    }
}

impl Crosswalk {
    pub(super) fn cover_of(&self, target: usize) -> Option<f64> {
        self.target_cover.as_ref().and_then(|cover| cover.get(target).copied())
    }
}

/// Of two reasons the one that must not be overlooked.
fn weightier(a: Missing, b: Missing) -> Missing {
    let weight = |reason| match reason {
        Missing::Suppressed => 3,
        Missing::NotGiven => 2,
        Missing::NotCovered => 1,
        Missing::NotApplicable => 0,
    };
    if weight(a) >= weight(b) { a } else { b }
}
