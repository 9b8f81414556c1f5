//! How long the walk is: from the areas of a layer or the records of a
//! register to the records of a register, by the place's walking network.
//!
//! Where the place has no network every time is a straight line's and says
//! so. `points.rs` says where a journey starts and ends, `answer.rs` what is
//! said of it; `streets.rs` is a network at a pace, for other questions.

mod answer;
mod error;
mod points;
mod streets;

pub use answer::{Around, Reached, Tally};
pub use error::ReachError;
pub use points::{Stands, TravelPoint};
pub use streets::Streets;

use std::sync::Arc;

use crate::model::EditionKey;
use crate::network::{Bound, Modes, Network, Pace, Snap, SnapRule};

use super::Engine;
use super::kept::Kept;

/// Networks that were built, by edition and by what counts as walkable.
pub(super) type Networks = Kept<(EditionKey, bool, bool), Network, ReachError>;

/// One end of the journeys that are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// A layer or a register.
    pub edition: EditionKey,
    /// Rows that count: column = value, all of them.
    pub only: Vec<(String, String)>,
}

/// How people walk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Walking {
    /// How fast.
    pub pace: Pace,
    /// What they can walk on.
    pub modes: Modes,
    /// How far the street may be.
    pub snap: SnapRule,
}

/// Journeys that are asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct ReachAsk {
    /// The network; `None` for the newest in view, or straight lines where there is none.
    pub network: Option<EditionKey>,
    /// Where they start.
    pub from: End,
    /// Where they end: a register.
    pub to: End,
    /// How far to look.
    pub bound: Bound,
    /// How people walk.
    pub walking: Walking,
}

impl Default for Walking {
    fn default() -> Self {
        Self { pace: Pace::WALK, modes: Modes::default(), snap: SnapRule::default() }
    }
}

impl Engine {
    /// The walking network that is used unless another is named: the newest
    /// edition of the first network in view.
    #[must_use]
    pub fn main_network(&self) -> Option<EditionKey> {
        let newest = self.snapshot.datasets.values().filter_map(|set| set.editions.first());
        newest.filter(|edition| edition.streets().is_some()).map(|edition| edition.key.clone()).next()
    }

    /// A walking network, built on first use.
    ///
    /// # Errors
    /// [`ReachError::NoNetwork`] for an edition that is none.
    pub fn network(&self, key: &EditionKey, modes: Modes) -> Result<Arc<Network>, ReachError> {
        self.networks.get_or_make((key.clone(), modes.step_free, modes.ferries), || {
            let streets = self.edition(key).and_then(|edition| edition.streets());
            let streets = streets.ok_or_else(|| ReachError::NoNetwork(key.clone()))?;
            Ok(Network::build(&streets.segments, modes))
        })
    }

    /// The walks from every origin to every site.
    ///
    /// # Errors
    /// [`ReachError`] for data sets that have no points, columns that are not
    /// there, and ends that nothing is left of.
    pub fn reach(&self, ask: &ReachAsk) -> Result<Reached, ReachError> {
        let (origins, sites) = (self.travel_points(&ask.from)?, self.travel_points(&ask.to)?);
        let network = ask.network.clone().or_else(|| self.main_network());
        let times = match &network {
            None => None,
            Some(key) => {
                let network = self.network(key, ask.walking.modes)?;
                let snap = |ends: &[TravelPoint]| snapped(&network, ends, &ask.walking.snap);
                Some(network.times(&snap(&origins), &snap(&sites), ask.bound, ask.walking.pace))
            }
        };
        Ok(Reached { network, origins, sites, times, bound: ask.bound, pace: ask.walking.pace })
    }

    /// The streets within some minutes of each record of a register.
    ///
    /// # Errors
    /// As [`Engine::reach`], and [`ReachError::NoStreets`] in a place without a network.
    pub fn rings_around(
        &self,
        network: Option<&EditionKey>,
        around: &End,
        minutes: &[f64],
        walking: &Walking,
    ) -> Result<Vec<Around>, ReachError> {
        let key = network.cloned().or_else(|| self.main_network()).ok_or(ReachError::NoStreets)?;
        let network = self.network(&key, walking.modes)?;
        let points = self.travel_points(around)?;
        let snaps = snapped(&network, &points, &walking.snap);
        Ok(points.into_iter().zip(snaps).map(|end| ringed(&network, end, minutes, walking)).collect())
    }

    /// The streets within some minutes of one record of a register, by the
    /// place's main network.
    ///
    /// # Errors
    /// As [`Engine::rings_around`]; [`ReachError::Nothing`] for a row that is not there.
    pub fn rings_of_record(
        &self,
        register: &EditionKey,
        row: usize,
        minutes: &[f64],
        walking: &Walking,
    ) -> Result<Around, ReachError> {
        let network = self.network(&self.main_network().ok_or(ReachError::NoStreets)?, walking.modes)?;
        let points = self.travel_points(&End { edition: register.clone(), only: Vec::new() })?;
        let point = points.into_iter().find(|point| point.row == row);
        let point = point.ok_or_else(|| ReachError::Nothing(register.clone()))?;
        let snap = point.at.map_or(Snap::NoPoint, |at| network.snap(at, &walking.snap));
        Ok(ringed(&network, (point, snap), minutes, walking))
    }
}

fn ringed(network: &Network, end: (TravelPoint, Snap), minutes: &[f64], walking: &Walking) -> Around {
    let (point, snap) = end;
    let rings = snap.anchor().map(|at| network.rings_towards(at, minutes, walking.pace));
    Around { point, snap, rings }
}

fn snapped(network: &Network, ends: &[TravelPoint], rule: &SnapRule) -> Vec<Snap> {
    let points: Vec<_> = ends.iter().map(|end| end.at).collect();
    network.snap_all(&points, rule)
}
