//! The graph: nodes in an order that suits the memory, arcs side by side.

use std::sync::Arc;

use rstar::RTree;

use crate::geom::Grid;

use super::morton;
use super::pieces::{self, Piece};
use super::search::Search;
use super::snap::{self, Hop};
use super::streets::Segment;

/// A street longer than this is no street: it stays out of the graph. The
/// bound also keeps sums of millimetres within 32 bits.
pub const LONGEST_STREET_M: f64 = 200_000.0;

/// What a network counts as walkable beyond the usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Modes {
    /// Leaves out every flight of steps.
    pub step_free: bool,
    /// Takes ferries in, at walking pace: a bridge over water for the map, no
    /// timetable.
    pub ferries: bool,
}

/// A walking network, ready to be asked. Immutable; shared between threads.
#[derive(Debug)]
pub struct Network {
    pub(super) segments: Arc<[Segment]>,
    pub(super) edges: Vec<Edge>,
    pub(super) nodes: Vec<Grid>,
    pub(super) out: Csr,
    /// Arcs turned round; `None` where every street goes both ways.
    back: Option<Csr>,
    piece_of: Vec<u32>,
    pieces: Vec<Piece>,
    longest_mm: u32,
    pub(super) hops: RTree<Hop>,
    modes: Modes,
}

/// A segment as the graph sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    /// Position of the segment.
    pub segment: u32,
    pub from: u32,
    pub to: u32,
    /// Length, at least 1, so that every step of a way brings one nearer.
    pub mm: u32,
}

/// Arcs of a graph, those of each node side by side.
#[derive(Debug)]
pub(super) struct Csr {
    starts: Vec<u32>,
    arcs: Vec<Arc2>,
    edge_of: Vec<u32>,
}

/// One arc.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc2 {
    pub to: u32,
    pub mm: u32,
}

impl Network {
    /// Builds the graph of some streets, and the tree that finds the nearest.
    #[must_use]
    pub fn build(segments: &Arc<[Segment]>, modes: Modes) -> Self {
        let (nodes, edges) = renumber(segments, modes);
        let lengths = edges.iter().map(|e| (e.from, e.to, segments[e.segment as usize].length_m));
        let (piece_of, pieces) = pieces::find(nodes.len(), lengths);
        let walk = |edge: &Edge| segments[edge.segment as usize].walk;
        let out = Csr::build(nodes.len(), &edges, |e| (walk(e).is_forward(), walk(e).is_backward()));
        let one_way = edges.iter().any(|e| !(walk(e).is_forward() && walk(e).is_backward()));
        let back = one_way
            .then(|| Csr::build(nodes.len(), &edges, |e| (walk(e).is_backward(), walk(e).is_forward())));
        let longest_mm = edges.iter().map(|edge| edge.mm).max().unwrap_or(0);
        let hops = snap::tree(segments, &edges);
        Self {
            segments: Arc::clone(segments),
            edges,
            nodes,
            out,
            back,
            piece_of,
            pieces,
            longest_mm,
            hops,
            modes,
        }
    }

    /// What it counts as walkable.
    #[must_use]
    pub fn modes(&self) -> Modes {
        self.modes
    }

    /// How many nodes the graph has.
    #[must_use]
    pub fn n_nodes(&self) -> usize {
        self.nodes.len()
    }

    /// How many segments the graph has.
    #[must_use]
    pub fn n_edges(&self) -> usize {
        self.edges.len()
    }

    /// Its connected pieces, the longest first. More than one means that some
    /// places cannot be reached from others.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Length of all its streets in metres.
    #[must_use]
    pub fn length_m(&self) -> f64 {
        self.pieces.iter().map(|piece| piece.length_m).sum()
    }

    /// The piece on which an edge lies.
    pub(super) fn piece_of(&self, edge: u32) -> u32 {
        self.piece_of[self.edges[edge as usize].from as usize]
    }

    pub(super) fn segment(&self, edge: u32) -> &Segment {
        &self.segments[self.edges[edge as usize].segment as usize]
    }

    pub(super) fn back(&self) -> &Csr {
        self.back.as_ref().unwrap_or(&self.out)
    }

    pub(super) fn search(&self) -> Search {
        Search::new(self.nodes.len(), self.longest_mm)
    }
}

impl Csr {
    /// `open` says whether an edge may be walked as it is drawn, and against.
    fn build(nodes: usize, edges: &[Edge], open: impl Fn(&Edge) -> (bool, bool)) -> Self {
        let directed = || {
            (0_u32..).zip(edges).flat_map(|(at, edge)| {
                let (forward, backward) = open(edge);
                let there = forward.then_some((edge.from, edge.to, edge.mm, at));
                let here = backward.then_some((edge.to, edge.from, edge.mm, at));
                there.into_iter().chain(here)
            })
        };
        let mut starts = vec![0_u32; nodes + 1];
        for (from, ..) in directed() {
            starts[from as usize + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let all = starts[nodes] as usize;
        let mut next = starts.clone();
        let mut arcs = vec![Arc2 { to: 0, mm: 0 }; all];
        let mut edge_of = vec![0; all];
        for (from, to, mm, edge) in directed() {
            let place = &mut next[from as usize];
            arcs[*place as usize] = Arc2 { to, mm };
            edge_of[*place as usize] = edge;
            *place += 1;
        }
        Self { starts, arcs, edge_of }
    }

    /// The arcs that leave a node.
    #[inline]
    pub(super) fn arcs(&self, node: u32) -> &[Arc2] {
        &self.arcs[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }

    /// The arcs that leave a node, each with its edge.
    pub(super) fn arcs_with_edges(&self, node: u32) -> impl Iterator<Item = (Arc2, u32)> {
        let range = self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize;
        self.arcs[range.clone()].iter().copied().zip(self.edge_of[range].iter().copied())
    }
}

/// The nodes of the segments that count, in an order that suits the memory,
/// and the edges between them.
fn renumber(segments: &[Segment], modes: Modes) -> (Vec<Grid>, Vec<Edge>) {
    let counts = |s: &&Segment| {
        let open = (modes.ferries || !s.ferry) && !(modes.step_free && s.steps);
        open && s.line.0.len() > 1 && s.length_m <= LONGEST_STREET_M
    };
    let most = segments.iter().map(|s| s.from.max(s.to) as usize + 1).max().unwrap_or(0);
    let mut place: Vec<Option<Grid>> = vec![None; most];
    for segment in segments.iter().filter(counts) {
        let ends = [(segment.from, segment.line.0.first()), (segment.to, segment.line.0.last())];
        for (node, at) in ends {
            place[node as usize] = at.copied().map(Grid::from);
        }
    }
    let used: Vec<(u32, Grid)> = (0..).zip(&place).filter_map(|(node, at)| Some((node, (*at)?))).collect();
    let points: Vec<Grid> = used.iter().map(|(_, at)| *at).collect();
    let mut number = vec![0_u32; most];
    let order = morton::order(&points);
    for (new, old) in (0_u32..).zip(&order) {
        number[used[*old as usize].0 as usize] = new;
    }
    let nodes = order.iter().map(|old| points[*old as usize]).collect();
    let edges = (0_u32..).zip(segments).filter(|(_, s)| counts(s)).map(|(segment, s)| Edge {
        segment,
        from: number[s.from as usize],
        to: number[s.to as usize],
        mm: millimetres(s.length_m).max(1),
    });
    (nodes, edges.collect())
}

/// Whole millimetres of a length, capped far below where sums could overflow.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=MOST_MM first")]
pub(super) fn millimetres(metres: f64) -> u32 {
    (metres * 1000.0).round().clamp(0.0, f64::from(MOST_MM)) as u32
}

/// 1,000 km: more than any walk that is asked for.
pub(super) const MOST_MM: u32 = 1_000_000_000;
