//! What is said of journeys.

use std::collections::BTreeMap;

use crate::model::EditionKey;
use crate::network::{Bound, By, Pace, Pair, Rings, Snap, Times, TravelTime};

use super::points::TravelPoint;

/// The walks between two sets of points.
#[derive(Debug, Clone, PartialEq)]
pub struct Reached {
    /// The network that was walked; `None` where the place has none.
    pub network: Option<EditionKey>,
    /// Where the journeys start.
    pub origins: Vec<TravelPoint>,
    /// Where they end.
    pub sites: Vec<TravelPoint>,
    /// Times by the network; `None` where the place has none.
    pub times: Option<Times>,
    /// How far was looked.
    pub bound: Bound,
    /// How fast people walk.
    pub pace: Pace,
}

/// How the points of one end lie to the network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Points in all.
    pub points: usize,
    /// Points of which nothing says where they are.
    pub unlocated: usize,
    /// Points farther from any street than the limit.
    pub outside: usize,
    /// Points on each piece of the network, by its number from 0, the longest.
    pub on_piece: BTreeMap<u32, usize>,
    /// Points for which a nearer street was passed over, its piece being short.
    pub passed_over: usize,
}

/// The rings around one site.
#[derive(Debug, Clone, PartialEq)]
pub struct Around {
    /// The site.
    pub point: TravelPoint,
    /// Where it meets the network.
    pub snap: Snap,
    /// The rings; `None` where it does not.
    pub rings: Option<Rings>,
}

impl Reached {
    /// The way from an origin to a site, by the network and as the crow flies.
    #[must_use]
    pub fn pair(&self, origin: usize, site: usize) -> Pair {
        let points = (self.origins[origin].at, self.sites[site].at);
        match &self.times {
            Some(times) => times.pair((origin, site), points),
            None => Pair::without_network(points.0, points.1, self.pace),
        }
    }

    /// The time to go by, where it lies within the bound.
    #[must_use]
    pub fn time(&self, origin: usize, site: usize) -> Option<TravelTime> {
        let within = |time: &TravelTime| match self.bound {
            Bound::Unlimited => true,
            Bound::Minutes(minutes) => time.minutes <= minutes,
        };
        self.pair(origin, site).time().filter(within)
    }

    /// The site that an origin comes to first, and the time to it: by the
    /// network where there is a way to any, else by a straight line that says so.
    #[must_use]
    pub fn nearest(&self, origin: usize) -> Option<(usize, TravelTime)> {
        let times = (0..self.sites.len()).filter_map(|site| Some((site, self.time(origin, site)?)));
        let rank = |time: &TravelTime| usize::from(time.by == By::StraightLine);
        times.min_by(|(_, a), (_, b)| rank(a).cmp(&rank(b)).then(a.minutes.total_cmp(&b.minutes)))
    }

    /// How the origins lie to the network.
    #[must_use]
    pub fn origins_tally(&self) -> Tally {
        tally(&self.origins, |at| self.times.as_ref().map(|times| times.origin(at)))
    }

    /// How the sites lie to the network.
    #[must_use]
    pub fn sites_tally(&self) -> Tally {
        tally(&self.sites, |at| self.times.as_ref().map(|times| times.site(at)))
    }
}

fn tally<'a>(points: &[TravelPoint], snap: impl Fn(usize) -> Option<&'a Snap>) -> Tally {
    let mut tally = Tally { points: points.len(), ..Tally::default() };
    for (at, point) in points.iter().enumerate() {
        match snap(at) {
            _ if point.at.is_none() => tally.unlocated += 1,
            Some(Snap::On(anchor)) => {
                *tally.on_piece.entry(anchor.piece).or_insert(0) += 1;
                tally.passed_over += usize::from(anchor.passed_over);
            }
            Some(Snap::Outside { .. }) => tally.outside += 1,
            Some(Snap::NoPoint) | None => {}
        }
    }
    tally
}
