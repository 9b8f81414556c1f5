//! A bent honeycomb, whose corners and edges are known by number alone.
//!
//! Rows of cells with a corner at the top; every other row is shifted by half
//! a cell. A cell owns its top and bottom corner, and the edges to its right,
//! upper right and upper left. Corners move by chance, less than would bring
//! a cell's edge near its middle; then the whole plane is bent by smooth fields
//! whose slope stays under a half, which cannot fold it.

use std::collections::BTreeMap;

use geo_types::MultiPolygon;

use super::super::line::{Point, point};
use super::super::mesh::clearance;
use super::super::noise::Noise;
use super::super::rings::assemble;
use super::super::rng::{count, real, small, unit_at};
use super::super::terrain::Kind;
use super::super::wiggle::{Course, Detail, bends};

/// Width of a cell before bending, in metres.
const WIDTH_M: f64 = 870.0;
/// Radius of a cell (middle to corner).
const RADIUS_M: f64 = WIDTH_M / 1.732_050_807_568_877_2;
/// South-west corner of the country.
const ORIGIN: Point = Point { x: 150_000.0, y: 60_000.0 };
/// Cells to a ward, along each side: 4.75 squared is 22.6.
const WARD_SIDE: f64 = 4.75;
/// What each layer leaves out, in metres.
const SMALL_AREA: Detail = Detail { tolerance_m: 13.0 };
const WARD: Detail = Detail { tolerance_m: 30.0 };

#[derive(Debug)]
pub(super) struct Honeycomb {
    seed: u64,
    side: usize,
    coarse: Noise,
    fine: Noise,
    /// The slight displacement of everything in the wards' file.
    apart: Noise,
    /// Ward of each cell.
    ward_of: Vec<u32>,
    /// Cells of each ward.
    members: Vec<Vec<u32>>,
}

/// Column and row of a cell; a ring of cells around the country counts from -1.
type At = (i64, i64);

/// One directed edge of a cell.
struct Side {
    /// The cell across it.
    other: At,
    /// Its number, the same from both sides.
    id: u64,
    /// Whether it runs, seen from this cell, as its owner sees it.
    forward: bool,
    from: u64,
    to: u64,
}

impl Honeycomb {
    pub(super) fn new(seed: u64, side: usize) -> Self {
        let noise = |key, scale_m| Noise { seed: seed ^ key, scale_m };
        let mut comb = Self {
            seed,
            side,
            coarse: noise(0xC0A5, 60_000.0),
            fine: noise(0xF12E, 12_000.0),
            apart: noise(0xA9A7, 900.0),
            ward_of: Vec::new(),
            members: Vec::new(),
        };
        comb.group();
        comb
    }

    pub(super) fn cells(&self) -> usize {
        self.side * self.side
    }

    pub(super) fn wards(&self) -> usize {
        self.members.len()
    }

    /// The closed outline of a small area, anticlockwise.
    pub(super) fn small_area(&self, cell: usize) -> Vec<Point> {
        let mut ring = Vec::with_capacity(32);
        for side in self.sides(self.at(cell)) {
            self.draw(cell, &side, SMALL_AREA, &mut ring);
        }
        let mut ring: Vec<Point> = ring.into_iter().map(centimetres).collect();
        ring.dedup();
        ring.push(ring[0]);
        ring
    }

    /// The outline of a ward, displaced by a few metres.
    pub(super) fn ward(&self, ward: usize) -> MultiPolygon<f64> {
        let mut leaving = BTreeMap::new();
        for &cell in &self.members[ward] {
            for side in self.sides(self.at(cell as usize)) {
                if self.ward_at(side.other) != Some(small(ward)) {
                    leaving.insert(side.from, (cell, side));
                }
            }
        }
        let mut rings = Vec::new();
        while let Some((start, (cell, side))) = leaving.pop_first() {
            let mut ring = Vec::new();
            self.draw(cell as usize, &side, WARD, &mut ring);
            let mut corner = side.to;
            while corner != start {
                let Some((cell, side)) = leaving.remove(&corner) else { break };
                self.draw(cell as usize, &side, WARD, &mut ring);
                corner = side.to;
            }
            let mut ring: Vec<Point> = ring.into_iter().map(|p| centimetres(self.displaced(p))).collect();
            ring.dedup();
            rings.push(ring);
        }
        assemble(rings)
    }

    /// Adds the points of one side, its last corner left out.
    fn draw(&self, cell: usize, side: &Side, detail: Detail, ring: &mut Vec<Point>) {
        let (from, to) = if side.forward { (side.from, side.to) } else { (side.to, side.from) };
        let line = [self.corner(from), self.corner(to)];
        let room = |at: At| clearance(line, self.bent(middle_of(at)));
        let clearance_m = room(self.at(cell)).min(room(side.other));
        let course = Course { from: line[0], to: line[1], clearance_m, kind: Kind::Plain };
        let mut middle = Vec::with_capacity(8);
        bends(course, self.seed, side.id, detail, &mut middle);
        ring.push(line[usize::from(!side.forward)]);
        if side.forward { ring.extend(middle) } else { ring.extend(middle.into_iter().rev()) }
    }

    /// The six sides of a cell, anticlockwise from the right one.
    fn sides(&self, at: At) -> [Side; 6] {
        let [right, upper_right, upper_left, left, lower_left, lower_right] = around(at);
        let (top, bottom) = (|c: At| 2 * self.key(c), |c: At| 2 * self.key(c) + 1);
        let corners =
            [top(lower_right), bottom(upper_right), top(at), bottom(upper_left), top(lower_left), bottom(at)];
        let own = |n: usize, other: At, owner: At, which: u64| Side {
            other,
            id: 3 * self.key(owner) + which,
            forward: owner == at,
            from: corners[n],
            to: corners[(n + 1) % 6],
        };
        [
            own(0, right, at, 0),
            own(1, upper_right, at, 1),
            own(2, upper_left, at, 2),
            own(3, left, left, 0),
            own(4, lower_left, lower_left, 1),
            own(5, lower_right, lower_right, 2),
        ]
    }

    fn at(&self, cell: usize) -> At {
        (signed(cell % self.side), signed(cell / self.side))
    }

    /// A number for each cell, those around the country included.
    fn key(&self, (column, row): At) -> u64 {
        let width = signed(self.side) + 4;
        u64::try_from((row + 2) * width + column + 2).unwrap_or(0)
    }

    /// The cell of a key.
    fn of_key(&self, key: u64) -> At {
        let width = signed(self.side) + 4;
        let key = i64::try_from(key).unwrap_or(0);
        (key % width - 2, key / width - 2)
    }

    /// Where a corner lies: moved by chance, then bent.
    fn corner(&self, id: u64) -> Point {
        let up = if id.is_multiple_of(2) { RADIUS_M } else { -RADIUS_M };
        let shift = |axis: u64| 0.36 * RADIUS_M * (unit_at(self.seed, id, 1_000 + axis) - 0.5);
        self.bent(middle_of(self.of_key(id / 2)) + point(shift(0), up + shift(1)))
    }

    fn bent(&self, p: Point) -> Point {
        let aside = point(7e5, 3e5);
        let bend = |q: Point| 4_000.0 * self.coarse.at(q) + 600.0 * self.fine.at(q);
        p + point(bend(p), bend(p + aside))
    }

    fn displaced(&self, p: Point) -> Point {
        p + point(4.0 * self.apart.at(p), 4.0 * self.apart.at(p + point(5e5, 2e5)))
    }

    fn ward_at(&self, (column, row): At) -> Option<u32> {
        let inside = |n: i64| usize::try_from(n).ok().filter(|&n| n < self.side);
        self.ward_of.get(inside(row)? * self.side + inside(column)?).copied()
    }

    /// Gives each cell to the nearest of a coarse lattice of chance seeds.
    fn group(&mut self) {
        let columns = count(real(self.side) / WARD_SIDE).max(1);
        let step = real(self.side) / real(columns);
        let seed_at = |c: i64, r: i64| {
            let key = u64::try_from(r + 8).unwrap_or(0) * 100_000 + u64::try_from(c + 8).unwrap_or(0);
            let shift = |axis: u64| 0.7 * (unit_at(self.seed, key, 2_000 + axis) - 0.5);
            let half = if r.rem_euclid(2) == 0 { 0.25 } else { 0.75 };
            point((whole(c) + half + shift(0)) * step, (whole(r) + 0.5 + shift(1)) * step)
        };
        let mut wards = vec![Vec::new(); columns * columns];
        for cell in 0..self.cells() {
            let (column, row) = self.at(cell);
            let here = point(whole(column) + 0.5 * whole(row.rem_euclid(2)) + 0.25, whole(row) + 0.5);
            let near = (signed(count((here.x / step).floor())), signed(count((here.y / step).floor())));
            let last = signed(columns) - 1;
            let candidates = (near.1 - 2..=near.1 + 2)
                .flat_map(|r| (near.0 - 2..=near.0 + 2).map(move |c| (c.clamp(0, last), r.clamp(0, last))));
            let best = candidates
                .map(|(c, r)| (distance2(seed_at(c, r), here), r * signed(columns) + c))
                .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let ward = best.and_then(|(_, ward)| usize::try_from(ward).ok()).unwrap_or(0);
            wards[ward].push(small(cell));
        }
        self.members = wards.into_iter().filter(|members| !members.is_empty()).collect();
        self.ward_of = vec![0; self.cells()];
        for (ward, members) in self.members.iter().enumerate() {
            for &cell in members {
                self.ward_of[cell as usize] = small(ward);
            }
        }
    }
}

/// Right, upper right, upper left, left, lower left, lower right.
fn around((column, row): At) -> [At; 6] {
    let odd = row.rem_euclid(2);
    [
        (column + 1, row),
        (column + odd, row + 1),
        (column + odd - 1, row + 1),
        (column - 1, row),
        (column + odd - 1, row - 1),
        (column + odd, row - 1),
    ]
}

fn middle_of((column, row): At) -> Point {
    ORIGIN + point((whole(column) + 0.5 * whole(row.rem_euclid(2))) * WIDTH_M, whole(row) * 1.5 * RADIUS_M)
}

fn distance2(a: Point, b: Point) -> f64 {
    let d = a - b;
    d.x * d.x + d.y * d.y
}

fn centimetres(p: Point) -> Point {
    point((p.x * 100.0).round() / 100.0, (p.y * 100.0).round() / 100.0)
}

fn signed(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "columns and rows are far below 2^52")]
fn whole(n: i64) -> f64 {
    n as f64
}
