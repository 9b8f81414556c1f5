//! The walk itself, for showing.

use geo_types::{Coord, LineString};

use crate::geom::Grid;

use super::graph::{MOST_MM, Network};
use super::lines;
use super::reach::{By, Pace, TravelTime};
use super::snap::Anchor;
use super::times::Heading;

/// A way between two points of the network.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// The line in grid metres, from point to point.
    pub line: LineString<f64>,
    /// How long it takes.
    pub time: TravelTime,
    /// Positions of the segments walked, in order.
    pub segments: Vec<u32>,
    /// Whether there are steps on the way.
    pub steps: bool,
    /// Whether a ferry is.
    pub ferry: bool,
}

/// Why there is no way between two points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no street or path leads from the one point to the other")]
pub struct NoRoute;

impl Network {
    /// The shortest walk between two points that meet the network. `from` and
    /// `to` are the points themselves, which the line begins and ends with.
    ///
    /// # Errors
    /// [`NoRoute`] where none leads there.
    pub fn route(
        &self,
        origin: (Grid, &Anchor),
        site: (Grid, &Anchor),
        pace: Pace,
    ) -> Result<Route, NoRoute> {
        let mut search = self.search();
        self.spread(&mut search, origin.1, Heading::Out, MOST_MM);
        let mm = self.far(&search, origin.1, site.1, Heading::Out).ok_or(NoRoute)?;
        let mut walked = Walked { network: self, points: Vec::new(), segments: Vec::new() };
        lines::push(&mut walked.points, site.0.into());
        lines::push(&mut walked.points, site.1.at.into());
        let last = self.ends(site.1, Heading::Back);
        let whole = |(node, rest): (u32, u32)| search.mm(node).checked_add(rest) == Some(mm);
        let by_node =
            End::ALL.into_iter().find_map(|end| Some((end, last[end as usize].filter(|e| whole(*e))?.0)));
        if let Some((end, node)) = by_node {
            walked.part(site.1.edge, site.1.along_m, self.along_at(site.1.edge, end));
            let first = self.trace(&search, origin.1, node, &mut walked);
            walked.part(origin.1.edge, self.along_at(origin.1.edge, first), origin.1.along_m);
        } else {
            walked.part(site.1.edge, site.1.along_m, origin.1.along_m);
        }
        lines::push(&mut walked.points, origin.1.at.into());
        lines::push(&mut walked.points, origin.0.into());
        let metres = f64::from(mm) / 1000.0;
        Ok(walked.into_route(TravelTime { minutes: pace.minutes(metres), metres, by: By::Network }))
    }

    /// Walks back from a node to the one that the origin comes to first, and
    /// tells at which end of the origin's edge that is.
    fn trace(
        &self,
        search: &super::search::Search,
        origin: &Anchor,
        last: u32,
        walked: &mut Walked<'_>,
    ) -> End {
        let seeds = self.ends(origin, Heading::Out);
        let mut node = last;
        loop {
            let mm = search.mm(node);
            if let Some(end) = End::ALL.into_iter().find(|end| seeds[*end as usize] == Some((node, mm))) {
                return end;
            }
            let before = self.back().arcs_with_edges(node).find(|(arc, _)| {
                let there = search.mm(arc.to);
                there < mm && there + arc.mm == mm
            });
            // Every node that was reached and is no seed was reached from another.
            let Some((arc, edge)) = before else { return End::First };
            let length_m = self.segment(edge).length_m;
            let runs_on = self.edges[edge as usize].to == node;
            walked.part(edge, if runs_on { length_m } else { 0.0 }, if runs_on { 0.0 } else { length_m });
            node = arc.to;
        }
    }

    /// Distance along an edge at which one of its ends lies.
    fn along_at(&self, edge: u32, end: End) -> f64 {
        match end {
            End::First => 0.0,
            End::Last => self.segment(edge).length_m,
        }
    }
}

/// An end of an edge, in the order of [`Network::ends`]. Both may be one node,
/// where a street leads round a block.
#[derive(Debug, Clone, Copy)]
enum End {
    First,
    Last,
}

impl End {
    const ALL: [Self; 2] = [Self::First, Self::Last];
}

/// A way, from its end to its start.
struct Walked<'a> {
    network: &'a Network,
    points: Vec<Coord<f64>>,
    segments: Vec<u32>,
}

impl Walked<'_> {
    fn part(&mut self, edge: u32, from_m: f64, to_m: f64) {
        let line = &self.network.segment(edge).line;
        let Some(part) = lines::part(line, from_m, to_m) else { return };
        for point in part.0 {
            lines::push(&mut self.points, point);
        }
        self.segments.push(self.network.edges[edge as usize].segment);
    }

    fn into_route(mut self, time: TravelTime) -> Route {
        self.points.reverse();
        self.segments.reverse();
        if let [only] = self.points[..] {
            self.points.push(only);
        }
        let on = |flag: fn(&super::Segment) -> bool| {
            self.segments.iter().any(|at| flag(&self.network.segments[*at as usize]))
        };
        let (steps, ferry) = (on(|s| s.steps), on(|s| s.ferry));
        Route { line: LineString(self.points), time, segments: self.segments, steps, ferry }
    }
}
