//! Street blocks that share their edges: the ground from which every
//! geography is put together.

use std::collections::BTreeMap;

use super::SampleError;
use super::line::{Point, distance, turn};
use super::terrain::Kind;
use super::voronoi::Cell;

/// Stands for "no block": what lies beyond the edge of the borough.
pub(crate) const OUTSIDE: u32 = u32::MAX;

/// One edge between two blocks.
#[derive(Debug, Clone)]
pub(crate) struct Edge {
    /// The corners at its ends.
    pub(crate) ends: [u32; 2],
    /// The block on its left and the block on its right, seen from the first end.
    pub(crate) blocks: [u32; 2],
    /// What runs along it.
    pub(crate) kind: Kind,
    /// How far a line between the ends may stray in its middle, in metres,
    /// without meeting the line of any other edge.
    pub(crate) clearance_m: f64,
}

/// Blocks, corners and edges. At every corner exactly three edges meet.
#[derive(Debug, Clone)]
pub(crate) struct Mesh {
    /// A point within each block.
    pub(crate) sites: Vec<Point>,
    pub(crate) corners: Vec<Point>,
    pub(crate) edges: Vec<Edge>,
    /// The neighbours of each block, with the edge between.
    pub(crate) neighbours: Vec<Vec<(u32, u32)>>,
}

impl Mesh {
    /// Puts the cells of the sites `0..inside` together; later sites are outside.
    ///
    /// # Errors
    /// [`SampleError::Degenerate`] when two cells do not agree on their edge,
    /// which happens where four sites lie on one circle.
    pub(crate) fn build(
        sites: &[Point],
        inside: usize,
        cells: &[Cell],
        kind: impl Fn(usize, usize) -> Kind,
    ) -> Result<Self, SampleError> {
        let mut corners = Corners::default();
        let mut found: BTreeMap<(u32, u32), Edge> = BTreeMap::new();
        for (i, cell) in cells.iter().enumerate().take(inside) {
            let ids: Vec<u32> = cell.corner_keys(i).map(|key| corners.id(key, sites)).collect();
            for (n, &other) in cell.neighbours.iter().enumerate() {
                let ends = [ids[n], ids[(n + 1) % ids.len()]];
                let beyond = other as usize >= inside;
                let me = super::rng::small(i);
                let key = (me.min(other), me.max(other));
                if let Some(seen) = found.get(&key) {
                    if seen.ends != [ends[1], ends[0]] {
                        return Err(SampleError::Degenerate);
                    }
                    continue;
                }
                let line = [corners.points[ends[0] as usize], corners.points[ends[1] as usize]];
                let clearance_m = clearance(line, sites[i]).min(clearance(line, sites[other as usize]));
                let blocks = [me, if beyond { OUTSIDE } else { other }];
                let kind = if beyond { Kind::Outline } else { kind(i, other as usize) };
                found.insert(key, Edge { ends, blocks, kind, clearance_m });
            }
        }
        let edges: Vec<Edge> = found.into_values().collect();
        let mut uses = vec![0_u8; corners.points.len()];
        for end in edges.iter().flat_map(|edge| edge.ends) {
            uses[end as usize] += 1;
        }
        if uses.iter().any(|n| !(2..=3).contains(n)) {
            return Err(SampleError::Degenerate);
        }
        let neighbours = neighbours(inside, &edges);
        Ok(Self { sites: sites[..inside].to_vec(), corners: corners.points, edges, neighbours })
    }
}

/// Which blocks each block touches.
pub(crate) fn neighbours(blocks: usize, edges: &[Edge]) -> Vec<Vec<(u32, u32)>> {
    let mut neighbours = vec![Vec::new(); blocks];
    for (e, edge) in edges.iter().enumerate() {
        let [a, b] = edge.blocks;
        if a != OUTSIDE && b != OUTSIDE {
            neighbours[a as usize].push((b, super::rng::small(e)));
            neighbours[b as usize].push((a, super::rng::small(e)));
        }
    }
    neighbours
}

/// The height, over the middle of `line`, of the triangle from `line` to `site`.
///
/// Triangles between edges and the sites beside them never overlap, so a line
/// that stays within this height stays clear of all others.
pub(crate) fn clearance(line: [Point; 2], site: Point) -> f64 {
    let [a, b] = line;
    let length = distance(a, b);
    if length == 0.0 {
        return 0.0;
    }
    let height = turn(a, b, site).abs() / length;
    let along = ((site.x - a.x) * (b.x - a.x) + (site.y - a.y) * (b.y - a.y)) / (length * length);
    height * 0.5 / along.max(1.0 - along)
}

/// Corners by the three sites they are equally far from.
#[derive(Default)]
struct Corners {
    ids: BTreeMap<[u32; 3], u32>,
    points: Vec<Point>,
}

impl Corners {
    fn id(&mut self, key: [u32; 3], sites: &[Point]) -> u32 {
        let next = super::rng::small(self.points.len());
        *self.ids.entry(key).or_insert_with(|| {
            self.points.push(circumcentre(key.map(|i| sites[i as usize])));
            next
        })
    }
}

/// The point equally far from three others.
pub(crate) fn circumcentre([a, b, c]: [Point; 3]) -> Point {
    let (b, c) = (b - a, c - a);
    let d = 2.0 * (b.x * c.y - b.y * c.x);
    let (b2, c2) = (b.x * b.x + b.y * b.y, c.x * c.x + c.y * c.y);
    a + Point { x: (c.y * b2 - b.y * c2) / d, y: (b.x * c2 - c.x * b2) / d }
}
