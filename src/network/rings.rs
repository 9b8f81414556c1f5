//! How far one comes in so many minutes: the streets that are reached.
//!
//! A ring is a set of streets, each cut where its minute ends, and not a
//! polygon: a polygon around the ends of streets claims the ground between
//! them, and with it the far bank of a river that has no bridge. What is not
//! on a street is reached when the street beside it is, and the points that
//! matter (the demand) are told one by one by [`Network::times`].

use geo_types::MultiLineString;

use super::graph::{Network, millimetres};
use super::lines;
use super::reach::Pace;
use super::search::{Search, UNREACHED};
use super::snap::Anchor;
use super::times::Heading;

/// The rings that are drawn unless others are asked for, in minutes.
pub const RINGS_MIN: [f64; 4] = [5.0, 10.0, 15.0, 20.0];

/// The streets between two rings.
#[derive(Debug, Clone, PartialEq)]
pub struct Ring {
    /// From so many minutes.
    pub from_min: f64,
    /// Up to and including so many.
    pub to_min: f64,
    /// The parts of streets, in grid metres.
    pub streets: MultiLineString<f64>,
    /// Their length in metres.
    pub length_m: f64,
}

/// The rings around one point, from the innermost out.
#[derive(Debug, Clone, PartialEq)]
pub struct Rings(pub Vec<Ring>);

/// A stretch of an edge walked one way: from one distance along it to another,
/// with the millimetres walked before its start.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    edge: u32,
    from_m: f64,
    to_m: f64,
    before_m: f64,
}

impl Network {
    /// The streets within some minutes of a point: walked towards it, as
    /// people do who come to a site. Limits are sorted; those that are not
    /// above zero are left out.
    #[must_use]
    pub fn rings_towards(&self, site: &Anchor, minutes: &[f64], pace: Pace) -> Rings {
        let mut limits: Vec<f64> = minutes.iter().copied().filter(|m| m.is_finite() && *m > 0.0).collect();
        limits.sort_by(f64::total_cmp);
        limits.dedup();
        let Some(last) = limits.last() else { return Rings(Vec::new()) };
        let mut search = self.search();
        self.spread(&mut search, site, Heading::Back, millimetres(pace.metres(*last)));
        let stretches = self.stretches(&search, site);
        let mut from_min = 0.0;
        let ring = |to_min: f64| {
            let ring = self.ring(&stretches, (from_min, to_min), pace);
            from_min = to_min;
            ring
        };
        Rings(limits.into_iter().map(ring).collect())
    }

    fn ring(&self, stretches: &[Stretch], (from_min, to_min): (f64, f64), pace: Pace) -> Ring {
        let (near_m, far_m) = (pace.metres(from_min), pace.metres(to_min));
        let parts = stretches.iter().filter_map(|stretch| {
            let length_m = (stretch.to_m - stretch.from_m).abs();
            let start = (near_m - stretch.before_m).clamp(0.0, length_m);
            let end = (far_m - stretch.before_m).clamp(0.0, length_m);
            let sign = if stretch.to_m >= stretch.from_m { 1.0 } else { -1.0 };
            let at = |walked: f64| stretch.from_m + sign * walked;
            lines::part(&self.segment(stretch.edge).line, at(start), at(end))
        });
        let streets = MultiLineString(parts.collect());
        let length_m = streets.0.iter().map(lines::length_m).sum();
        Ring { from_min, to_min, streets, length_m }
    }

    /// Every street that was come near, as stretches that lead away from the site.
    fn stretches(&self, search: &Search, site: &Anchor) -> Vec<Stretch> {
        let mut edges: Vec<u32> = search
            .reached()
            .iter()
            .flat_map(|node| self.out.arcs_with_edges(*node).chain(self.back().arcs_with_edges(*node)))
            .map(|(_, edge)| edge)
            .chain([site.edge])
            .collect();
        edges.sort_unstable();
        edges.dedup();
        edges.into_iter().flat_map(|edge| self.stretches_of(search, site, edge)).collect()
    }

    fn stretches_of(&self, search: &Search, site: &Anchor, edge: u32) -> Vec<Stretch> {
        let length_m = self.segment(edge).length_m;
        let ends = self.edges[edge as usize];
        let at_node = |node: u32, along_m: f64| {
            let mm = search.mm(node);
            (mm != UNREACHED).then(|| (along_m, f64::from(mm) / 1000.0))
        };
        let (first, last) = (at_node(ends.from, 0.0), at_node(ends.to, length_m));
        if edge != site.edge {
            return self.between(edge, (0.0, first), (length_m, last));
        }
        let middle = Some((site.along_m, site.off_m));
        let mut both = self.between(edge, (0.0, first), (site.along_m, middle));
        both.extend(self.between(edge, (site.along_m, middle), (length_m, last)));
        both
    }

    /// The stretches between two points of an edge, reached from either or
    /// both. People come towards the site, so the point at the start of the
    /// line sends a stretch along it where one may walk against it.
    fn between(
        &self,
        edge: u32,
        (low_m, low): (f64, Option<(f64, f64)>),
        (high_m, high): (f64, Option<(f64, f64)>),
    ) -> Vec<Stretch> {
        let walk = self.segment(edge).walk;
        let low = low.filter(|_| walk.is_backward()).map(|(_, before_m)| before_m);
        let high = high.filter(|_| walk.is_forward()).map(|(_, before_m)| before_m);
        let middle_m = match (low, high) {
            // Where the two walks take equally long.
            (Some(low), Some(high)) => (low_m + high_m + high - low) / 2.0,
            (Some(_), None) => high_m,
            (None, _) => low_m,
        };
        let middle_m = middle_m.clamp(low_m, high_m);
        let up = low.map(|before_m| Stretch { edge, from_m: low_m, to_m: middle_m, before_m });
        let down = high.map(|before_m| Stretch { edge, from_m: high_m, to_m: middle_m, before_m });
        up.into_iter().chain(down).collect()
    }
}
