//! A made-up country: small areas that nest in wards, each layer generalised on
//! its own, so that boundaries meant to coincide differ by metres.
#![expect(clippy::cast_precision_loss, reason = "counts and hashes far below 2^53")]

use geo_types::{Coord, LineString, MultiPolygon, Polygon, coord};

/// Side of a small area in metres, before its corners are moved.
const SIDE_M: f64 = 870.0;
/// Small areas along a ward.
const COLUMNS_A_WARD: usize = 5;
/// How far the two layers may stray from the true line, in metres.
const SMALL_TOLERANCE_M: f64 = 12.0;
const WARD_TOLERANCE_M: f64 = 5.0;
/// Halvings of each side of a small area.
const HALVINGS: u32 = 5;

/// Two layers over the same ground.
pub struct Country {
    pub small_areas: Vec<MultiPolygon<f64>>,
    pub wards: Vec<MultiPolygon<f64>>,
}

impl Country {
    /// Rows of wards are four and five small areas high in turn.
    pub fn build(wards_a_side: usize) -> Self {
        let starts: Vec<usize> = (0..=wards_a_side).map(|row| row / 2 * 9 + row % 2 * 4).collect();
        let columns = wards_a_side * COLUMNS_A_WARD;
        let rows = starts[wards_a_side];
        let small_areas = (0..rows * columns).map(|at| {
            let (x, y) = (at % columns, at / columns);
            outline((x, x + 1), (y, y + 1), SMALL_TOLERANCE_M)
        });
        let wards = (0..wards_a_side * wards_a_side).map(|at| {
            let (x, row) = (at % wards_a_side, at / wards_a_side);
            outline(
                (x * COLUMNS_A_WARD, (x + 1) * COLUMNS_A_WARD),
                (starts[row], starts[row + 1]),
                WARD_TOLERANCE_M,
            )
        });
        Self { small_areas: small_areas.collect(), wards: wards.collect() }
    }
}

/// Points of all rings, closing ones included.
pub fn vertices(shapes: &[MultiPolygon<f64>]) -> usize {
    let rings = shapes
        .iter()
        .flat_map(|shape| &shape.0)
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    rings.map(|ring| ring.0.len()).sum()
}

/// The outline of a block of small areas.
fn outline(x: (usize, usize), y: (usize, usize), tolerance_m: f64) -> MultiPolygon<f64> {
    let mut ring = Vec::new();
    let south = chain((x.0..x.1).map(|column| side(column, y.0, false)), tolerance_m);
    let east = chain((y.0..y.1).map(|row| side(x.1, row, true)), tolerance_m);
    let north = chain((x.0..x.1).map(|column| side(column, y.1, false)), tolerance_m);
    let west = chain((y.0..y.1).map(|row| side(x.0, row, true)), tolerance_m);
    ring.extend(south.iter().take(south.len() - 1));
    ring.extend(east.iter().take(east.len() - 1));
    ring.extend(north.iter().rev().take(north.len() - 1));
    ring.extend(west.iter().rev());
    MultiPolygon(vec![Polygon::new(LineString(ring), Vec::new())])
}

/// Sides one after the other, generalised as one line.
fn chain(sides: impl Iterator<Item = Vec<Coord<f64>>>, tolerance_m: f64) -> Vec<Coord<f64>> {
    let mut line: Vec<Coord<f64>> = Vec::new();
    for side in sides {
        line.pop();
        line.extend(side);
    }
    let mut kept = vec![line[0]];
    generalise(&line, tolerance_m, &mut kept);
    kept
}

/// Douglas and Peucker's line; `kept` already ends with the first point.
fn generalise(line: &[Coord<f64>], tolerance_m: f64, kept: &mut Vec<Coord<f64>>) {
    let (first, last) = (line[0], line[line.len() - 1]);
    let (dx, dy) = (last.x - first.x, last.y - first.y);
    let length = dx.hypot(dy);
    let distance = |c: &Coord<f64>| ((c.x - first.x) * dy - (c.y - first.y) * dx).abs() / length;
    let inner = line.iter().enumerate().take(line.len() - 1).skip(1);
    let farthest = inner.map(|(at, c)| (distance(c), at)).max_by(|a, b| a.0.total_cmp(&b.0));
    match farthest {
        Some((far, at)) if far > tolerance_m => {
            generalise(&line[..=at], tolerance_m, kept);
            generalise(&line[at..], tolerance_m, kept);
        }
        _ => kept.push(last),
    }
}

/// One side of a small area, with all its bends: the same for both its neighbours.
fn side(column: usize, row: usize, upright: bool) -> Vec<Coord<f64>> {
    let from = corner(column, row);
    let to = if upright { corner(column, row + 1) } else { corner(column + 1, row) };
    let mut line = vec![from, to];
    let mut key = hash(column as u64, row as u64, 7 + u64::from(upright));
    let mut bend = 0.1;
    for _ in 0..HALVINGS {
        let mut finer = Vec::with_capacity(line.len() * 2);
        for pair in line.windows(2) {
            key = hash(key, 1, 2);
            let (dx, dy) = (pair[1].x - pair[0].x, pair[1].y - pair[0].y);
            let off = bend * (2.0 * unit(key) - 1.0);
            finer.push(pair[0]);
            finer.push(coord! { x: pair[0].x + dx / 2.0 - dy * off, y: pair[0].y + dy / 2.0 + dx * off });
        }
        finer.push(to);
        line = finer;
        bend *= 0.9;
    }
    line
}

fn corner(column: usize, row: usize) -> Coord<f64> {
    let moved = |salt| 0.5 * SIDE_M * (unit(hash(column as u64, row as u64, salt)) - 0.5);
    coord! {
        x: 200_000.0 + column as f64 * SIDE_M + moved(3),
        y: 150_000.0 + row as f64 * SIDE_M + moved(4),
    }
}

/// A number in 0..1 of a hash.
fn unit(hash: u64) -> f64 {
    (hash >> 11) as f64 / (1_u64 << 53) as f64
}

/// Three numbers stirred into one (the finaliser of `SplitMix64`).
fn hash(a: u64, b: u64, c: u64) -> u64 {
    let mut z =
        a.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ b.rotate_left(32) ^ c.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    for _ in 0..2 {
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
    }
    z
}
