//! Simplifying a whole layer for display so that neighbours still fit.
//!
//! All rings are laid into one network of vertices. A vertex where more than
//! two edges meet stays; any other belongs to one border line and is taken out
//! for all rings at once, so no gap and no overlap can appear between areas
//! that share their vertices.
//!
//! # Method
//! Vertices go in the order of the error their loss causes (after Visvalingam
//! and Whyatt, 1993, with distance in place of area). A vertex may go only if
//! the triangle it spans with its neighbours holds no other vertex, and the
//! new edge is not there yet: so no two lines come to cross, no ring folds
//! up, and no island changes sides. Errors are summed along an edge, so the
//! drawn line lies nowhere further than the tolerance from the true one.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo_types::{Coord, LineString, MultiPolygon, Polygon};

/// Vertices nearer than this are taken as one: files repeat a shared edge
/// with differences below a millimetre.
const SAME_VERTEX_M: f64 = 0.005;

/// Marks the absence of a vertex.
const NONE: u32 = u32::MAX;

/// Simplifies shapes together, so that no drawn line lies further than
/// `tolerance_m` from the true one.
///
/// Shapes must be valid. Each keeps its parts and holes; an area never
/// vanishes. Coordinates that remain are those of the input.
///
/// # Examples
/// ```
/// use geo_types::{polygon, MultiPolygon};
/// use wardwise::geom::simplify::simplify_together;
/// let west = polygon![(x: 0., y: 0.), (x: 9., y: 0.), (x: 9.1, y: 5.), (x: 9., y: 10.), (x: 0., y: 10.)];
/// let east = polygon![(x: 9., y: 0.), (x: 19., y: 0.), (x: 19., y: 10.), (x: 9., y: 10.), (x: 9.1, y: 5.)];
/// let drawn = simplify_together(&[&MultiPolygon(vec![west]), &MultiPolygon(vec![east])], 1.0);
/// // The bend in the shared border is gone from both sides.
/// assert!(drawn.iter().all(|shape| shape.0[0].exterior().0.iter().all(|c| c.x != 9.1)));
/// ```
#[must_use]
pub fn simplify_together(shapes: &[&MultiPolygon<f64>], tolerance_m: f64) -> Vec<MultiPolygon<f64>> {
    if tolerance_m.is_nan() || tolerance_m <= 0.0 {
        return shapes.iter().map(|shape| (*shape).clone()).collect();
    }
    let mut network = Network::lay(shapes);
    network.thin(tolerance_m);
    network.read_off(shapes)
}

/// Vertices and the edges between them.
struct Network {
    at: Vec<Coord<f64>>,
    /// The two neighbours of a vertex that may go; `[NONE, NONE]` of one that stays.
    links: Vec<[u32; 2]>,
    alive: Vec<bool>,
    /// Greatest error on the edge to `links[v][side]`, kept on both of its ends.
    error_m: Vec<[f64; 2]>,
    /// Edges between two vertices that stay.
    fixed_edges: HashSet<(u32, u32)>,
    grid: VertexGrid,
    /// Vertices of every ring, shape by shape, part by part, ring by ring.
    rings: Vec<Vec<u32>>,
}

impl Network {
    fn lay(shapes: &[&MultiPolygon<f64>]) -> Self {
        let published = || shapes.iter().flat_map(|shape| &shape.0).flat_map(rings_of);
        let mut names = Names::with_capacity(published().map(|ring| ring.0.len()).sum());
        let rings: Vec<Vec<u32>> = published().map(|ring| names.of_ring(ring)).collect();
        let at = names.at;
        let mut network = Self {
            links: links_of(&rings, at.len()),
            alive: vec![true; at.len()],
            error_m: vec![[0.0; 2]; at.len()],
            fixed_edges: HashSet::new(),
            grid: VertexGrid::new(&at),
            at,
            rings,
        };
        network.note_fixed_edges();
        network
    }

    fn stays(&self, v: u32) -> bool {
        self.links[v as usize][0] == NONE
    }

    fn note_fixed_edges(&mut self) {
        let mut fixed = HashSet::new();
        for (a, b) in self.rings.iter().flat_map(|ring| edges_of(ring)) {
            if self.stays(a) && self.stays(b) {
                fixed.insert(ordered(a, b));
            }
        }
        self.fixed_edges = fixed;
    }

    fn thin(&mut self, tolerance_m: f64) {
        let vertices = 0..u32::try_from(self.at.len()).unwrap_or(NONE);
        let mut queue: BinaryHeap<_> = vertices.filter_map(|v| self.bid(v, tolerance_m)).collect();
        while let Some(Reverse((error, v))) = queue.pop() {
            let current = self.bid(v, tolerance_m);
            if current != Some(Reverse((error, v))) || !self.may_go(v) {
                continue;
            }
            for neighbour in self.remove(v, f64::from_bits(error)) {
                queue.extend(self.bid(neighbour, tolerance_m));
            }
        }
    }

    /// The error that the loss of a vertex would cause, as ordered bits
    /// (errors are never negative); `None` for a vertex that cannot go.
    fn bid(&self, v: u32, tolerance_m: f64) -> Option<Reverse<(u64, u32)>> {
        let [a, b] = self.links[v as usize];
        if a == NONE || !self.alive[v as usize] {
            return None;
        }
        let off = distance_to_segment(self.at[v as usize], self.at[a as usize], self.at[b as usize]);
        let [left, right] = self.error_m[v as usize];
        let error = off + left.max(right);
        (error <= tolerance_m).then(|| Reverse((error.to_bits(), v)))
    }

    fn may_go(&self, v: u32) -> bool {
        let [a, b] = self.links[v as usize];
        let doubled = a == b
            || self.links[a as usize].contains(&b)
            || self.links[b as usize].contains(&a)
            || self.fixed_edges.contains(&ordered(a, b));
        !doubled && self.triangle_is_empty(a, v, b)
    }

    fn triangle_is_empty(&self, a: u32, v: u32, b: u32) -> bool {
        let corners = [a, v, b].map(|i| self.at[i as usize]);
        self.grid.none_in_box(corners, |other| {
            let own = other == a || other == v || other == b;
            !own && self.alive[other as usize] && in_triangle(self.at[other as usize], corners)
        })
    }

    /// Takes a vertex out and gives its two neighbours, whose bids have changed.
    fn remove(&mut self, v: u32, error_m: f64) -> [u32; 2] {
        let [a, b] = self.links[v as usize];
        self.alive[v as usize] = false;
        for (end, other) in [(a, b), (b, a)] {
            for side in 0..2 {
                if self.links[end as usize][side] == v {
                    self.links[end as usize][side] = other;
                    self.error_m[end as usize][side] = error_m;
                }
            }
        }
        if self.stays(a) && self.stays(b) {
            self.fixed_edges.insert(ordered(a, b));
        }
        [a, b]
    }

    fn read_off(&self, shapes: &[&MultiPolygon<f64>]) -> Vec<MultiPolygon<f64>> {
        let mut rings = self.rings.iter();
        let mut drawn = |published: &LineString<f64>| {
            let kept = rings.next().into_iter().flatten().filter(|v| self.alive[**v as usize]);
            let mut line: Vec<Coord<f64>> = kept.map(|v| self.at[*v as usize]).collect();
            line.extend(line.first().copied());
            // A ring so small that its vertices fell together is drawn as it is.
            if line.len() < 4 { published.clone() } else { LineString(line) }
        };
        let mut part = |polygon: &Polygon<f64>| {
            let shell = drawn(polygon.exterior());
            let holes = polygon.interiors().iter().map(&mut drawn).collect();
            Polygon::new(shell, holes)
        };
        shapes.iter().map(|shape| MultiPolygon(shape.0.iter().map(&mut part).collect())).collect()
    }
}

/// Gives each distinct vertex a number, in the order of first sight.
struct Names {
    at: Vec<Coord<f64>>,
    /// By exact coordinates: most vertices come again just as they were.
    known: HashMap<(u64, u64), u32>,
    /// First and next vertex of each cell, to find one that is nearly the same.
    cells: HashMap<(i64, i64), u32>,
    next: Vec<u32>,
}

/// Side of the cells in which nearly equal vertices are sought: wide enough
/// that few vertices lie near a cell's edge.
const NAME_CELL_M: f64 = 32.0 * SAME_VERTEX_M;

impl Names {
    fn with_capacity(vertices: usize) -> Self {
        Self {
            at: Vec::with_capacity(vertices / 2),
            known: HashMap::with_capacity(vertices / 2),
            cells: HashMap::with_capacity(vertices / 2),
            next: Vec::with_capacity(vertices / 2),
        }
    }

    /// The vertices of a ring, without repetition and without the closing point.
    fn of_ring(&mut self, ring: &LineString<f64>) -> Vec<u32> {
        let mut names: Vec<u32> = ring.0.iter().map(|at| self.of(*at)).collect();
        names.dedup();
        while names.len() > 1 && names.first() == names.last() {
            names.pop();
        }
        names
    }

    fn of(&mut self, at: Coord<f64>) -> u32 {
        let key = (at.x.to_bits(), at.y.to_bits());
        if let Some(v) = self.known.get(&key) {
            return *v;
        }
        let v = self.nearly(at).unwrap_or_else(|| self.add(at));
        self.known.insert(key, v);
        v
    }

    /// The nearest vertex that counts as the same.
    fn nearly(&self, at: Coord<f64>) -> Option<u32> {
        let cells =
            |value: f64| cell(value - SAME_VERTEX_M, NAME_CELL_M)..=cell(value + SAME_VERTEX_M, NAME_CELL_M);
        let off = |v: u32| {
            let other = self.at[v as usize];
            (other.x - at.x).hypot(other.y - at.y)
        };
        let mut nearest: Option<(f64, u32)> = None;
        for column in cells(at.x) {
            for row in cells(at.y) {
                let mut v = self.cells.get(&(column, row)).copied().unwrap_or(NONE);
                while v != NONE {
                    let candidate = (off(v), v);
                    if candidate.0 <= SAME_VERTEX_M && nearest.is_none_or(|known| candidate < known) {
                        nearest = Some(candidate);
                    }
                    v = self.next[v as usize];
                }
            }
        }
        nearest.map(|(_, v)| v)
    }

    fn add(&mut self, at: Coord<f64>) -> u32 {
        let v = u32::try_from(self.at.len()).unwrap_or(NONE - 1);
        self.at.push(at);
        let first = self.cells.insert((cell(at.x, NAME_CELL_M), cell(at.y, NAME_CELL_M)), v);
        self.next.push(first.unwrap_or(NONE));
        v
    }
}

/// The neighbours of each vertex that has exactly two.
fn links_of(rings: &[Vec<u32>], vertices: usize) -> Vec<[u32; 2]> {
    let mut links = vec![[NONE; 2]; vertices];
    let mut crowded = vec![false; vertices];
    for (a, b) in rings.iter().flat_map(|ring| edges_of(ring)) {
        for (from, to) in [(a, b), (b, a)] {
            let known = &mut links[from as usize];
            match known.iter().position(|link| *link == to || *link == NONE) {
                Some(free) => known[free] = to,
                None => crowded[from as usize] = true,
            }
        }
    }
    for (link, crowded) in links.iter_mut().zip(crowded) {
        if crowded || link[1] == NONE {
            *link = [NONE; 2];
        }
    }
    links
}

fn edges_of(ring: &[u32]) -> impl Iterator<Item = (u32, u32)> + '_ {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| (*a, *b)).filter(|(a, b)| a != b)
}

fn rings_of(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

fn ordered(a: u32, b: u32) -> (u32, u32) {
    (a.min(b), a.max(b))
}

#[expect(clippy::cast_possible_truncation, reason = "the cast saturates far beyond any map")]
fn cell(value: f64, side: f64) -> i64 {
    (value / side).floor() as i64
}

/// Vertices by square cells, to look into a triangle.
struct VertexGrid {
    side: f64,
    min: Coord<f64>,
    columns: i64,
    rows: i64,
    starts: Vec<u32>,
    vertices: Vec<u32>,
}

impl VertexGrid {
    fn new(at: &[Coord<f64>]) -> Self {
        let low = |pick: fn(&Coord<f64>) -> f64| at.iter().map(pick).fold(f64::INFINITY, f64::min);
        let high = |pick: fn(&Coord<f64>) -> f64| at.iter().map(pick).fold(f64::NEG_INFINITY, f64::max);
        let min = Coord { x: low(|c| c.x), y: low(|c| c.y) };
        let (width, height) = (high(|c| c.x) - min.x, high(|c| c.y) - min.y);
        #[expect(clippy::cast_precision_loss, reason = "a density needs no more digits")]
        let side = (width.max(1.0) * height.max(1.0) / at.len().max(1) as f64 * 2.0).sqrt().max(1e-3);
        let (columns, rows) = (cell(width, side) + 1, cell(height, side) + 1);
        let mut grid = Self { side, min, columns, rows, starts: Vec::new(), vertices: Vec::new() };
        grid.fill(at);
        grid
    }

    fn fill(&mut self, at: &[Coord<f64>]) {
        let cells: Vec<usize> = at.iter().map(|c| self.index(self.column(c.x), self.row(c.y))).collect();
        let total = usize::try_from((self.columns * self.rows).max(0)).unwrap_or(0);
        self.starts = vec![0; total + 1];
        for cell in &cells {
            self.starts[cell + 1] += 1;
        }
        for cell in 0..total {
            self.starts[cell + 1] += self.starts[cell];
        }
        let mut next = self.starts.clone();
        self.vertices = vec![0; at.len()];
        for (v, cell) in (0_u32..).zip(cells) {
            self.vertices[next[cell] as usize] = v;
            next[cell] += 1;
        }
    }

    /// Whether `is_in` holds for no vertex in the box around three corners.
    fn none_in_box(&self, corners: [Coord<f64>; 3], is_in: impl Fn(u32) -> bool) -> bool {
        let [a, b, c] = corners;
        let columns = self.column(a.x.min(b.x).min(c.x))..=self.column(a.x.max(b.x).max(c.x));
        let rows = self.row(a.y.min(b.y).min(c.y))..=self.row(a.y.max(b.y).max(c.y));
        rows.into_iter().all(|row| {
            let (first, last) = (self.index(*columns.start(), row), self.index(*columns.end(), row));
            let line = self.starts[first] as usize..self.starts[last + 1] as usize;
            self.vertices[line].iter().all(|v| !is_in(*v))
        })
    }

    fn column(&self, x: f64) -> i64 {
        cell(x - self.min.x, self.side).clamp(0, self.columns - 1)
    }

    fn row(&self, y: f64) -> i64 {
        cell(y - self.min.y, self.side).clamp(0, self.rows - 1)
    }

    fn index(&self, column: i64, row: i64) -> usize {
        usize::try_from(row * self.columns + column).unwrap_or(0)
    }
}

/// Whether a point lies in a triangle or on its edge, decided exactly.
fn in_triangle(p: Coord<f64>, [a, b, c]: [Coord<f64>; 3]) -> bool {
    let sides = [(a, b), (b, c), (c, a)].map(|(from, to)| RobustKernel::orient2d(from, to, p));
    let flat = RobustKernel::orient2d(a, b, c) == Orientation::Collinear;
    if flat {
        let within = |v: f64, lows: [f64; 3]| {
            v >= lows.into_iter().fold(f64::INFINITY, f64::min)
                && v <= lows.into_iter().fold(f64::NEG_INFINITY, f64::max)
        };
        return sides.iter().all(|side| *side == Orientation::Collinear)
            && within(p.x, [a.x, b.x, c.x])
            && within(p.y, [a.y, b.y, c.y]);
    }
    !(sides.contains(&Orientation::Clockwise) && sides.contains(&Orientation::CounterClockwise))
}

fn distance_to_segment(p: Coord<f64>, a: Coord<f64>, b: Coord<f64>) -> f64 {
    let (along, to_p) = (b - a, p - a);
    let length_squared = along.x * along.x + along.y * along.y;
    let share = if length_squared > 0.0 {
        ((to_p.x * along.x + to_p.y * along.y) / length_squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let off = to_p - along * share;
    off.x.hypot(off.y)
}

#[cfg(test)]
mod tests;
