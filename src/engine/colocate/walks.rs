//! How walks are measured on this place.

use std::sync::Arc;

use crate::colocate::{Distances, Step, StraightLine, Walk, WalkBy};
use crate::engine::Engine;
use crate::geom::Grid;
use crate::model::EditionKey;
use crate::network::{Bound, Modes, Network, Pace, SnapRule};

use super::error::ColocateFault;

/// Sites whose walks are measured together: it bounds the memory.
const TOGETHER: usize = 200;

/// A way of measuring walks.
#[derive(Debug, Clone)]
pub enum Walks {
    /// Lengthened straight lines.
    Lines(StraightLine),
    /// Streets and paths.
    Streets(Streets),
}

/// A walking network at a pace.
#[derive(Debug, Clone)]
pub struct Streets {
    network: Arc<Network>,
    edition: EditionKey,
    pace: Pace,
    km_per_hour: f64,
}

impl Engine {
    /// The way that a search asks for: along the place's walking network,
    /// where it has one and the search does not say otherwise.
    pub(super) fn walks(&self, distances: &Distances) -> Result<Walks, ColocateFault> {
        let lines =
            Walks::Lines(StraightLine { detour: distances.detour, km_per_hour: distances.km_per_hour });
        let Some(edition) = self.main_network().filter(|_| distances.network) else { return Ok(lines) };
        let told = |message: String| ColocateFault::new("distances", message);
        let network = self.network(&edition, Modes::default()).map_err(|error| told(error.to_string()))?;
        let km_per_hour = distances.km_per_hour;
        let pace = Pace::of_km_per_h(km_per_hour);
        let pace = pace.ok_or_else(|| told(format!("nobody walks at {km_per_hour} km/h")))?;
        Ok(Walks::Streets(Streets { network, edition, pace, km_per_hour }))
    }
}

impl Walks {
    /// The network walked along.
    #[must_use]
    pub fn network(&self) -> Option<&EditionKey> {
        match self {
            Self::Lines(_) => None,
            Self::Streets(streets) => Some(&streets.edition),
        }
    }
}

impl Walk for Walks {
    fn by(&self) -> WalkBy {
        match self {
            Self::Lines(lines) => lines.by(),
            Self::Streets(streets) => {
                WalkBy::Network { edition: streets.edition.to_string(), km_per_hour: streets.km_per_hour }
            }
        }
    }

    fn around(&self, sites: &[Option<Grid>], points: &[Option<Grid>], minutes: f64) -> Vec<Vec<Step>> {
        match self {
            Self::Lines(lines) => lines.around(sites, points, minutes),
            Self::Streets(streets) => streets.around(sites, points, minutes),
        }
    }

    fn cut_off(&self, sites: &[Option<Grid>]) -> Vec<usize> {
        match self {
            Self::Lines(lines) => lines.cut_off(sites),
            Self::Streets(streets) => streets.cut_off(sites),
        }
    }
}

impl Streets {
    /// People walk from the points to the sites.
    fn around(&self, sites: &[Option<Grid>], points: &[Option<Grid>], minutes: f64) -> Vec<Vec<Step>> {
        let from = self.network.snap_all(points, &SnapRule::default());
        let to = self.network.snap_all(sites, &SnapRule::default());
        let mut all = Vec::with_capacity(sites.len());
        for some in to.chunks(TOGETHER) {
            let times = self.network.times(&from, some, Bound::Minutes(minutes), self.pace);
            all.extend((0..some.len()).map(|site| {
                let walk = |(to, point)| {
                    let minutes = times.reach(point, site).time()?.minutes;
                    Some(Step { to, minutes })
                };
                let near = (0_u32..).zip(0..from.len()).filter_map(walk);
                near.filter(|step| step.minutes <= minutes).collect()
            }));
        }
        all
    }

    fn cut_off(&self, sites: &[Option<Grid>]) -> Vec<usize> {
        let snaps = self.network.snap_all(sites, &SnapRule::default());
        let is_off = |(at, (snap, site)): (usize, (&crate::network::Snap, &Option<Grid>))| {
            (site.is_some() && snap.anchor().is_none()).then_some(at)
        };
        snaps.iter().zip(sites).enumerate().filter_map(is_off).collect()
    }
}
