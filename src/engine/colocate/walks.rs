//! How walks are measured on this place.

use crate::colocate::{Distances, Step, Walk, WalkBy};
use crate::engine::{Engine, Streets};
use crate::geom::{Grid, StraightLine};
use crate::model::EditionKey;
use crate::network::{Bound, Modes, Snap};

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

impl Engine {
    /// The way that a search asks for: along the place's walking network,
    /// where it has one and the search does not say otherwise.
    pub(super) fn walks(&self, distances: &Distances) -> Result<Walks, ColocateFault> {
        let lines =
            Walks::Lines(StraightLine { detour: distances.detour, km_per_hour: distances.km_per_hour });
        let Some(edition) = self.main_network().filter(|_| distances.network) else { return Ok(lines) };
        let streets = self.streets_at(edition, Modes::default(), distances.km_per_hour);
        streets.map(Walks::Streets).map_err(|error| ColocateFault::new("distances", error.to_string()))
    }
}

impl Walks {
    /// The network walked along.
    #[must_use]
    pub fn network(&self) -> Option<&EditionKey> {
        match self {
            Self::Lines(_) => None,
            Self::Streets(streets) => Some(streets.edition()),
        }
    }
}

impl Walk for Walks {
    fn by(&self) -> WalkBy {
        match self {
            Self::Lines(lines) => lines.by(),
            Self::Streets(streets) => {
                let (edition, km_per_hour) = (streets.edition().to_string(), streets.km_per_hour());
                WalkBy::Network { edition, km_per_hour }
            }
        }
    }

    fn around(&self, sites: &[Option<Grid>], points: &[Option<Grid>], minutes: f64) -> Vec<Vec<Step>> {
        match self {
            Self::Lines(lines) => lines.around(sites, points, minutes),
            Self::Streets(streets) => around(streets, sites, points, minutes),
        }
    }

    fn cut_off(&self, sites: &[Option<Grid>]) -> Vec<usize> {
        match self {
            Self::Lines(lines) => lines.cut_off(sites),
            Self::Streets(streets) => cut_off(streets, sites),
        }
    }
}

/// People walk from the points to the sites.
fn around(
    streets: &Streets,
    sites: &[Option<Grid>],
    points: &[Option<Grid>],
    minutes: f64,
) -> Vec<Vec<Step>> {
    let (from, to) = (streets.meet(points), streets.meet(sites));
    let mut all = Vec::with_capacity(sites.len());
    for some in to.chunks(TOGETHER) {
        let times = streets.times(&from, some, Bound::Minutes(minutes));
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

fn cut_off(streets: &Streets, sites: &[Option<Grid>]) -> Vec<usize> {
    let snaps = streets.meet(sites);
    let is_off = |(at, (snap, site)): (usize, (&Snap, &Option<Grid>))| {
        (site.is_some() && snap.anchor().is_none()).then_some(at)
    };
    snaps.iter().zip(sites).enumerate().filter_map(is_off).collect()
}
