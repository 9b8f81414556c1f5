//! The most people that a set of sites with limited room can serve, and who cannot be.
//!
//! # Source
//! E. Dinic, "Algorithm for solution of a problem of maximum flow in networks
//! with power estimation", Soviet Mathematics Doklady 11, 1970; that the least
//! cut is as large as the largest flow is due to Ford and Fulkerson 1956.

use super::case::Case;

/// Room for rounding: flows below it are none.
const NONE: f64 = 1e-9;

/// An arc and its way back, one after the other.
#[derive(Debug, Clone, Copy)]
struct Arc {
    to: usize,
    left: f64,
}

/// A network from demand points through sites.
#[derive(Debug)]
struct Network {
    arcs: Vec<Arc>,
    of: Vec<Vec<usize>>,
    level: Vec<usize>,
    next: Vec<usize>,
}

/// Demand points that together ask for more than the open sites they reach have
/// room for; `None` where everybody can be served (in shares).
pub(super) fn too_many(case: &Case, room: &[f64], open: &[bool]) -> Option<Vec<usize>> {
    let (n, m) = (case.n(), case.m());
    let (source, sink) = (n + m, n + m + 1);
    let mut network = Network::new(n + m + 2);
    for demand in 0..n {
        network.add(source, demand, case.weights[demand]);
        for way in case.near(demand).iter().filter(|way| open[way.site as usize]) {
            network.add(demand, n + way.site as usize, f64::INFINITY);
        }
    }
    for site in (0..m).filter(|site| open[*site]) {
        network.add(n + site, sink, room[site]);
    }
    let wanted: f64 = case.weights.iter().sum();
    let flow = network.fill(source, sink);
    if flow >= wanted * (1.0 - NONE) {
        return None;
    }
    // After the last round, what the source still reaches is its side of the least cut.
    Some(
        (0..n).filter(|demand| case.weights[*demand] > 0.0 && network.level[*demand] != usize::MAX).collect(),
    )
}

impl Network {
    fn new(nodes: usize) -> Self {
        Self { arcs: Vec::new(), of: vec![Vec::new(); nodes], level: vec![0; nodes], next: vec![0; nodes] }
    }

    fn add(&mut self, from: usize, to: usize, room: f64) {
        self.of[from].push(self.arcs.len());
        self.arcs.push(Arc { to, left: room });
        self.of[to].push(self.arcs.len());
        self.arcs.push(Arc { to: from, left: 0.0 });
    }

    fn fill(&mut self, source: usize, sink: usize) -> f64 {
        let mut flow = 0.0;
        while self.find_levels(source, sink) {
            self.next.fill(0);
            while let Some(pushed) = self.push(source, sink) {
                flow += pushed;
            }
        }
        flow
    }

    fn find_levels(&mut self, source: usize, sink: usize) -> bool {
        self.level.fill(usize::MAX);
        self.level[source] = 0;
        let mut queue = std::collections::VecDeque::from([source]);
        while let Some(node) = queue.pop_front() {
            for arc in &self.of[node] {
                let Arc { to, left } = self.arcs[*arc];
                if left > NONE && self.level[to] == usize::MAX {
                    self.level[to] = self.level[node] + 1;
                    queue.push_back(to);
                }
            }
        }
        self.level[sink] != usize::MAX
    }

    /// Fills one path along rising levels, walked without recursion; `None` where there is none left.
    fn push(&mut self, source: usize, sink: usize) -> Option<f64> {
        let mut path: Vec<usize> = Vec::new();
        let mut node = source;
        while node != sink {
            let next = self.next[node];
            let Some(arc) = self.of[node].get(next).copied() else {
                // A dead end: back one step, and never here again.
                let back = path.pop()?;
                node = self.arcs[back ^ 1].to;
                self.next[node] += 1;
                continue;
            };
            let Arc { to, left } = self.arcs[arc];
            if left > NONE && self.level[to] == self.level[node] + 1 {
                path.push(arc);
                node = to;
            } else {
                self.next[node] += 1;
            }
        }
        let pushed = path.iter().map(|arc| self.arcs[*arc].left).fold(f64::INFINITY, f64::min);
        for arc in path {
            self.arcs[arc].left -= pushed;
            self.arcs[arc ^ 1].left += pushed;
        }
        Some(pushed)
    }
}
