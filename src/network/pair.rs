//! A pair of points: the walk, the straight line, and how far the two differ.

use crate::geom::Grid;

use super::reach::{Pace, Reach, TravelTime};
use super::times::{Bound, Times, straight};

/// The way between two points, by the network and as the crow flies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// What the network says; `None` where there is no network at all.
    pub network: Option<Reach>,
    /// What the straight line says, with the usual detour; `None` where one of
    /// the two points is not known.
    pub straight: Option<TravelTime>,
}

/// The network against the straight line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// Minutes by the network less minutes by the straight line: above zero,
    /// the straight line promises too much.
    pub minutes: f64,
    /// Metres walked over metres of the bare straight line; `None` where both
    /// points are one.
    pub detour: Option<f64>,
}

impl Pair {
    /// The pair without a network.
    #[must_use]
    pub fn without_network(origin: Option<Grid>, site: Option<Grid>, pace: Pace) -> Self {
        let straight = origin.zip(site).map(|(a, b)| straight(a, b, pace));
        Self { network: None, straight }
    }

    /// The time to go by: the network's, else, where the network does not
    /// come near one of the points, the straight line's, labelled as such.
    /// Where the network says that there is no way, or none within the bound,
    /// there is no time: a straight line over a river is not a way.
    #[must_use]
    pub fn time(&self) -> Option<TravelTime> {
        match self.network {
            Some(Reach::Walked(time)) => Some(time),
            Some(Reach::OffNetwork(_)) | None => self.straight,
            Some(Reach::Beyond { .. } | Reach::NoWay) => None,
        }
    }

    /// The network against the straight line, where both have a time.
    #[must_use]
    pub fn comparison(&self) -> Option<Comparison> {
        let (walked, straight) = (self.network?.time()?, self.straight?);
        let bare_m = straight.metres / crate::model::DETOUR;
        let detour = (bare_m > 0.0).then(|| walked.metres / bare_m);
        Some(Comparison { minutes: walked.minutes - straight.minutes, detour })
    }
}

impl Times {
    /// A pair of these times beside the straight line between the points. A
    /// straight line longer than the bound is not offered.
    #[must_use]
    pub fn pair(&self, at: (usize, usize), points: (Option<Grid>, Option<Grid>)) -> Pair {
        let bare = Pair::without_network(points.0, points.1, self.pace());
        Pair { network: Some(self.reach(at.0, at.1)), straight: bare.straight }
    }

    /// Whether a time lies within the bound.
    #[must_use]
    pub fn holds(&self, time: TravelTime) -> bool {
        match self.bound() {
            Bound::Unlimited => true,
            Bound::Minutes(minutes) => time.minutes <= minutes,
        }
    }
}
