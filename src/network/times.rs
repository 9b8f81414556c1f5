//! Travel times from many points to many.

use rayon::prelude::*;

use crate::geom::Grid;

use super::graph::{MOST_MM, Network, millimetres};
use super::reach::{By, Pace, Reach, Side, TravelTime};
use super::search::{Search, UNREACHED};
use super::snap::{Anchor, Snap};

/// How far to look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// As far as the network goes.
    Unlimited,
    /// No farther than so many minutes.
    Minutes(f64),
}

/// One end of many journeys: the points and where each meets the network.
#[derive(Debug, Clone, Copy)]
struct Ends<'a> {
    snaps: &'a [Snap],
}

/// Travel times between every origin and every site.
#[derive(Debug, Clone, PartialEq)]
pub struct Times {
    origins: Vec<Snap>,
    sites: Vec<Snap>,
    /// Millimetres of each pair, the sites of an origin side by side.
    mm: Vec<u32>,
    bound: Bound,
    pace: Pace,
}

impl Network {
    /// The shortest walks from every origin to every site, within a bound.
    ///
    /// One search is made from each end of the smaller side (backwards where
    /// that is the sites), on all cores. The outcome does not depend on either.
    /// A bound of minutes may leave pairs [`Reach::Beyond`] it.
    #[must_use]
    pub fn times(&self, origins: &[Snap], sites: &[Snap], bound: Bound, pace: Pace) -> Times {
        let bound_mm = match bound {
            Bound::Unlimited => MOST_MM,
            Bound::Minutes(minutes) => millimetres(pace.metres(minutes)),
        };
        let (origins_of, sites_of) = (Ends { snaps: origins }, Ends { snaps: sites });
        let mm = if origins.len() < sites.len() {
            let rows = self.rows(origins_of, sites_of, Heading::Out, bound_mm);
            rows.into_iter().flatten().collect()
        } else {
            transposed(&self.rows(sites_of, origins_of, Heading::Back, bound_mm), origins.len())
        };
        Times { origins: origins.to_vec(), sites: sites.to_vec(), mm, bound, pace }
    }

    /// One row of millimetres for each root.
    fn rows(&self, roots: Ends<'_>, others: Ends<'_>, heading: Heading, bound: u32) -> Vec<Vec<u32>> {
        let row = |search: &mut Search, root: &Snap| {
            let Some(root) = root.anchor() else { return vec![UNREACHED; others.snaps.len()] };
            self.spread(search, root, heading, bound);
            let far = |other: &Snap| other.anchor().and_then(|other| self.far(search, root, other, heading));
            others
                .snaps
                .iter()
                .map(|other| far(other).filter(|mm| *mm <= bound).unwrap_or(UNREACHED))
                .collect()
        };
        roots.snaps.par_iter().map_init(|| self.search(), row).collect()
    }

    /// Searches from where an anchor meets the network.
    pub(super) fn spread(&self, search: &mut Search, root: &Anchor, heading: Heading, bound: u32) {
        let graph = match heading {
            Heading::Out => &self.out,
            Heading::Back => self.back(),
        };
        let seeds: Vec<(u32, u32)> = self.ends(root, heading).into_iter().flatten().collect();
        search.run(graph, &seeds, bound);
    }

    /// The nodes at the first and the last point of an anchor's edge, where they
    /// can be walked to, each with the millimetres to it, the way from the
    /// point included.
    pub(super) fn ends(&self, anchor: &Anchor, heading: Heading) -> [Option<(u32, u32)>; 2] {
        let edge = self.edges[anchor.edge as usize];
        let walk = self.segment(anchor.edge).walk;
        let (to_last, to_first) = match heading {
            Heading::Out => (walk.is_forward(), walk.is_backward()),
            Heading::Back => (walk.is_backward(), walk.is_forward()),
        };
        let (off, along) = (millimetres(anchor.off_m), millimetres(anchor.along_m).min(edge.mm));
        // Who stands at a node is there already, whichever way the street may be walked.
        [
            (to_first || along == 0).then_some((edge.from, off + along)),
            (to_last || along == edge.mm).then_some((edge.to, off + edge.mm - along)),
        ]
    }

    /// The walk between the root of the last search and another anchor.
    pub(super) fn far(
        &self,
        search: &Search,
        root: &Anchor,
        other: &Anchor,
        heading: Heading,
    ) -> Option<u32> {
        let last_steps = self.ends(other, heading.turned()).into_iter().flatten();
        let by_nodes = last_steps.filter_map(|(node, mm)| {
            let before = search.mm(node);
            (before != UNREACHED).then(|| before + mm)
        });
        by_nodes.chain(self.along_one_edge(root, other, heading)).min()
    }

    /// The walk between two anchors of one edge that does not leave it.
    fn along_one_edge(&self, root: &Anchor, other: &Anchor, heading: Heading) -> Option<u32> {
        if root.edge != other.edge {
            return None;
        }
        let (from, to) = match heading {
            Heading::Out => (root, other),
            Heading::Back => (other, root),
        };
        let walk = self.segment(root.edge).walk;
        let open = if from.along_m <= to.along_m { walk.is_forward() } else { walk.is_backward() };
        let between = millimetres(from.along_m).abs_diff(millimetres(to.along_m));
        (open || between == 0).then(|| millimetres(from.off_m) + between + millimetres(to.off_m))
    }
}

/// Whether arcs are followed as people walk, or against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    Out,
    Back,
}

impl Heading {
    fn turned(self) -> Self {
        match self {
            Self::Out => Self::Back,
            Self::Back => Self::Out,
        }
    }
}

/// Rows of sites become rows of origins.
fn transposed(rows: &[Vec<u32>], origins: usize) -> Vec<u32> {
    let mut cells = Vec::with_capacity(rows.len() * origins);
    for origin in 0..origins {
        cells.extend(rows.iter().map(|row| row[origin]));
    }
    cells
}

impl Times {
    /// How many origins there are.
    #[must_use]
    pub fn n_origins(&self) -> usize {
        self.origins.len()
    }

    /// How many sites there are.
    #[must_use]
    pub fn n_sites(&self) -> usize {
        self.sites.len()
    }

    /// How far was looked.
    #[must_use]
    pub fn bound(&self) -> Bound {
        self.bound
    }

    /// The pace of all times.
    #[must_use]
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// Where an origin meets the network.
    #[must_use]
    pub fn origin(&self, origin: usize) -> &Snap {
        &self.origins[origin]
    }

    /// Where a site meets the network.
    #[must_use]
    pub fn site(&self, site: usize) -> &Snap {
        &self.sites[site]
    }

    /// What came of the way from an origin to a site.
    #[must_use]
    pub fn reach(&self, origin: usize, site: usize) -> Reach {
        let (from, to) = match (self.origins[origin].anchor(), self.sites[site].anchor()) {
            (Some(from), Some(to)) => (from, to),
            (None, Some(_)) => return Reach::OffNetwork(Side::Origin),
            (Some(_), None) => return Reach::OffNetwork(Side::Site),
            (None, None) => return Reach::OffNetwork(Side::Both),
        };
        let mm = self.mm[origin * self.sites.len() + site];
        if mm != UNREACHED {
            let metres = f64::from(mm) / 1000.0;
            let minutes = self.pace.minutes(metres);
            return Reach::Walked(TravelTime { minutes, metres, by: By::Network });
        }
        match self.bound {
            Bound::Minutes(minutes) if from.piece == to.piece => Reach::Beyond { minutes },
            _ => Reach::NoWay,
        }
    }

    /// The nearest site of an origin by the network, and the time to it. Of
    /// sites that lie level the first is taken.
    #[must_use]
    pub fn nearest(&self, origin: usize) -> Option<(usize, TravelTime)> {
        let row = &self.mm[origin * self.sites.len()..(origin + 1) * self.sites.len()];
        let best = (0..).zip(row).filter(|(_, mm)| **mm != UNREACHED).min_by_key(|(at, mm)| (**mm, *at))?.0;
        Some((best, self.reach(origin, best).time()?))
    }
}

/// The time of a straight line between two points, at a pace, with the detour
/// that a walk usually makes.
pub(super) fn straight(a: Grid, b: Grid, pace: Pace) -> TravelTime {
    let metres = a.metres_to(b) * crate::model::DETOUR;
    TravelTime { minutes: pace.minutes(metres), metres, by: By::StraightLine }
}
