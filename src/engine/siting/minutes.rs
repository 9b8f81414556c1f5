//! How long it takes from points to points, and by what reckoning.

use std::collections::BTreeSet;

use crate::engine::{Engine, Streets};
use crate::geom::{Grid, StraightLine};
use crate::locate::{Along, Costs, TravelSpec};
use crate::model::EditionKey;
use crate::network::{Bound, Modes, Snap};

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

/// How long it takes from points to places.
#[derive(Debug, Clone, PartialEq)]
pub struct Journeys {
    /// Minutes from each point to the places that it can reach.
    pub minutes: Costs,
    /// Of each point whether no street leads from it to any of the places,
    /// however long the walk: it lies off the network, or on a piece of it on
    /// which no place lies.
    pub astray: Vec<bool>,
}

/// A way of finding times. Networks and straight lines answer alike.
pub trait Travel {
    /// By what reckoning.
    fn by(&self) -> TravelBy;

    /// How long it takes from each point to the places.
    fn journeys(&self, from: &[Grid], to: &[Grid]) -> Journeys;
}

impl Engine {
    /// The way of travelling that a recipe asks for.
    pub(super) fn travel(&self, spec: &TravelSpec) -> Result<Box<dyn Travel>, Vec<SitingError>> {
        let furthest = spec.furthest_minutes.unwrap_or(f64::INFINITY);
        let Along::Network { network, step_free } = &spec.along else {
            let line = StraightLine { detour: spec.detour, km_per_hour: spec.km_per_hour };
            return Ok(Box::new(Lines { line, furthest }));
        };
        let edition = match network {
            Some(named) => self.named("network", named).map(|edition| edition.key.clone()),
            None => self.main_network().ok_or(SitingError::NoNetwork),
        };
        let edition = edition.map_err(|error| vec![error])?;
        let modes = Modes { step_free: *step_free, ..Modes::default() };
        let streets =
            self.streets_at(edition, modes, spec.km_per_hour).map_err(|error| vec![error.into()])?;
        Ok(Box::new(Walks { streets, furthest }))
    }
}

/// Lengthened straight lines.
struct Lines {
    line: StraightLine,
    furthest: f64,
}

impl Travel for Lines {
    fn by(&self) -> TravelBy {
        TravelBy::StraightLine { detour: self.line.detour, km_per_hour: self.line.km_per_hour }
    }

    fn journeys(&self, from: &[Grid], to: &[Grid]) -> Journeys {
        let minutes = Costs::new(from.iter().map(|a| {
            let all = (0_u32..).zip(to).map(|(at, b)| (at, self.line.minutes(*a, *b)));
            all.filter(|(_, minutes)| *minutes <= self.furthest).collect()
        }));
        Journeys { minutes, astray: vec![false; from.len()] }
    }
}

/// Walks along a network. Points off it and pieces that do not meet reach nothing.
struct Walks {
    streets: Streets,
    furthest: f64,
}

impl Travel for Walks {
    fn by(&self) -> TravelBy {
        TravelBy::Network {
            edition: self.streets.edition().clone(),
            km_per_hour: self.streets.km_per_hour(),
            step_free: self.streets.is_step_free(),
        }
    }

    fn journeys(&self, from: &[Grid], to: &[Grid]) -> Journeys {
        let meet = |points: &[Grid]| {
            let points: Vec<Option<Grid>> = points.iter().copied().map(Some).collect();
            self.streets.meet(&points)
        };
        let (from, to) = (meet(from), meet(to));
        let bound = if self.furthest.is_finite() { Bound::Minutes(self.furthest) } else { Bound::Unlimited };
        let times = self.streets.times(&from, &to, bound);
        let minutes = Costs::new((0..from.len()).map(|origin| {
            let walked = (0_u32..)
                .zip(0..to.len())
                .filter_map(|(number, site)| Some((number, times.reach(origin, site).time()?.minutes)));
            walked.filter(|(_, minutes)| *minutes <= self.furthest).collect()
        }));
        let pieces: BTreeSet<u32> = to.iter().filter_map(Snap::anchor).map(|at| at.piece).collect();
        let is_astray = |snap: &Snap| snap.anchor().is_none_or(|at| !pieces.contains(&at.piece));
        Journeys { minutes, astray: from.iter().map(is_astray).collect() }
    }
}
