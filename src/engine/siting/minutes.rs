//! How long it takes from points to points, and by what reckoning.

use std::sync::Arc;

use crate::engine::Engine;
use crate::geom::Grid;
use crate::locate::{Along, Costs, TravelSpec};
use crate::model::EditionKey;
use crate::network::{Bound, Modes, Network, Pace, SnapRule};

use super::error::SitingError;

/// By what reckoning times were found.
#[derive(Debug, Clone, PartialEq)]
pub enum TravelBy {
    /// The straight line, lengthened: it knows no river and no motorway.
    StraightLine {
        /// How much longer a walk is than the line.
        detour: f64,
        /// Walking speed.
        km_per_hour: f64,
    },
    /// Streets and paths.
    Network {
        /// Which edition.
        edition: EditionKey,
        /// Walking speed.
        km_per_hour: f64,
        /// Without steps.
        step_free: bool,
    },
}

impl TravelBy {
    /// The name used on the wire.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::StraightLine { .. } => "straight-line",
            Self::Network { .. } => "network",
        }
    }

    /// The network walked along.
    pub(super) fn network(&self) -> Option<&EditionKey> {
        match self {
            Self::StraightLine { .. } => None,
            Self::Network { edition, .. } => Some(edition),
        }
    }

    /// In plain words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::StraightLine { detour, km_per_hour } => format!(
                "Straight line × {detour} at {km_per_hour} km/h; rivers, railways and motorways are not seen."
            ),
            Self::Network { edition, km_per_hour, step_free } => format!(
                "Walks along the streets and paths of {edition}{} at {km_per_hour} km/h.",
                if *step_free { ", without steps," } else { "" }
            ),
        }
    }
}

/// A way of finding times. Networks and straight lines answer alike.
pub trait Travel {
    /// By what reckoning.
    fn by(&self) -> TravelBy;

    /// Minutes from each point to the places that it can reach.
    fn minutes(&self, from: &[Grid], to: &[Grid]) -> Costs;
}

impl Engine {
    /// The way of travelling that a recipe asks for.
    pub(super) fn travel(&self, spec: &TravelSpec) -> Result<Box<dyn Travel>, Vec<SitingError>> {
        let Along::Network { network, step_free } = &spec.along else {
            return Ok(Box::new(StraightLine(spec.clone())));
        };
        let edition = match network {
            Some(named) => self.named("network", named).map(|edition| edition.key.clone()),
            None => self.main_network().ok_or(SitingError::NoNetwork),
        };
        let edition = edition.map_err(|error| vec![error])?;
        let modes = Modes { step_free: *step_free, ..Modes::default() };
        let network = self.network(&edition, modes).map_err(|error| vec![error.into()])?;
        let pace =
            Pace::of_km_per_h(spec.km_per_hour).ok_or_else(|| vec![SitingError::Pace(spec.km_per_hour)])?;
        Ok(Box::new(Streets { network, edition, pace, spec: spec.clone(), step_free: *step_free }))
    }
}

/// Lengthened straight lines.
#[derive(Debug, Clone)]
struct StraightLine(TravelSpec);

impl Travel for StraightLine {
    fn by(&self) -> TravelBy {
        TravelBy::StraightLine { detour: self.0.detour, km_per_hour: self.0.km_per_hour }
    }

    fn minutes(&self, from: &[Grid], to: &[Grid]) -> Costs {
        let metres_a_minute = self.0.km_per_hour * 1_000.0 / 60.0;
        let furthest = self.0.furthest_minutes.unwrap_or(f64::INFINITY);
        let way = |a: &Grid, b: &Grid| (a.e - b.e).hypot(a.n - b.n) * self.0.detour / metres_a_minute;
        Costs::new(from.iter().map(|a| {
            let all = (0_u32..).zip(to).map(|(at, b)| (at, way(a, b)));
            all.filter(|(_, minutes)| *minutes <= furthest).collect()
        }))
    }
}

/// Walks along a network. Points off it and pieces that do not meet reach nothing.
struct Streets {
    network: Arc<Network>,
    edition: EditionKey,
    pace: Pace,
    spec: TravelSpec,
    step_free: bool,
}

impl Travel for Streets {
    fn by(&self) -> TravelBy {
        let (edition, step_free) = (self.edition.clone(), self.step_free);
        TravelBy::Network { edition, km_per_hour: self.spec.km_per_hour, step_free }
    }

    fn minutes(&self, from: &[Grid], to: &[Grid]) -> Costs {
        let snapped = |points: &[Grid]| {
            let points: Vec<Option<Grid>> = points.iter().copied().map(Some).collect();
            self.network.snap_all(&points, &SnapRule::default())
        };
        let bound = self.spec.furthest_minutes.map_or(Bound::Unlimited, Bound::Minutes);
        let times = self.network.times(&snapped(from), &snapped(to), bound, self.pace);
        let furthest = self.spec.furthest_minutes.unwrap_or(f64::INFINITY);
        Costs::new((0..from.len()).map(|origin| {
            let walked = (0_u32..)
                .zip(0..to.len())
                .filter_map(|(number, site)| Some((number, times.reach(origin, site).time()?.minutes)));
            walked.filter(|(_, minutes)| *minutes <= furthest).collect()
        }))
    }
}
