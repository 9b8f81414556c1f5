//! A place's walking network at a pace: what choosing sites and co-location walk along.

use std::sync::Arc;

use crate::engine::Engine;
use crate::geom::Grid;
use crate::model::EditionKey;
use crate::network::{Bound, Modes, Network, Pace, Snap, SnapRule, Times};

use super::ReachError;

/// A walking network at a pace.
#[derive(Debug, Clone)]
pub struct Streets {
    network: Arc<Network>,
    edition: EditionKey,
    pace: Pace,
    km_per_hour: f64,
}

impl Engine {
    /// The streets of a network, walked at a pace.
    pub(in crate::engine) fn streets_at(
        &self,
        edition: EditionKey,
        modes: Modes,
        km_per_hour: f64,
    ) -> Result<Streets, ReachError> {
        let pace = Pace::of_km_per_h(km_per_hour).ok_or_else(|| ReachError::Pace(km_per_hour.to_string()))?;
        Ok(Streets { network: self.network(&edition, modes)?, edition, pace, km_per_hour })
    }
}

impl Streets {
    /// Which network.
    #[must_use]
    pub fn edition(&self) -> &EditionKey {
        &self.edition
    }

    /// Walking speed.
    #[must_use]
    pub fn km_per_hour(&self) -> f64 {
        self.km_per_hour
    }

    /// Whether steps are left out.
    #[must_use]
    pub fn is_step_free(&self) -> bool {
        self.network.modes().step_free
    }

    /// Where points meet the streets.
    pub(in crate::engine) fn meet(&self, points: &[Option<Grid>]) -> Vec<Snap> {
        self.network.snap_all(points, &SnapRule::default())
    }

    /// The walks from points to others.
    pub(in crate::engine) fn times(&self, from: &[Snap], to: &[Snap], bound: Bound) -> Times {
        self.network.times(from, to, bound, self.pace)
    }
}
