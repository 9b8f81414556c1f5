//! The lie of the land: outline, river, railway, main roads, where it is dense
//! and where life is hard.

use crate::geom::compass::SIXTEENTHS;

use super::line::{Point, between, distance, distance_to, holds, point, smooth};
use super::noise::Noise;
use super::rng::Rng;

/// Where the middle of the town stands. It is open sea off the Wash, so that
/// no coordinate of the sample is anybody's address.
pub(crate) const CENTRE: Point = Point { x: 566_000.0, y: 352_500.0 };

/// Half the width and half the height of the ground that is drawn, in metres.
pub(crate) const HALF: Point = Point { x: 6_600.0, y: 5_600.0 };

/// What a long line on the ground is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A side street, a garden fence, a field edge.
    Plain,
    /// The River Elver.
    River,
    /// The railway.
    Railway,
    /// A main road.
    Road,
    /// The edge of the borough.
    Outline,
}

/// A line that runs through the whole town and parts it in two.
#[derive(Debug, Clone)]
pub(crate) struct Divider {
    pub(crate) kind: Kind,
    pub(crate) line: Vec<Point>,
    /// The line, closed far outside the town: what it holds is one side.
    side: Vec<Point>,
}

/// A dense spot: the centre or a village that the town has swallowed.
#[derive(Debug, Clone, Copy)]
struct Core {
    at: Point,
    reach_m: f64,
    strength: f64,
}

/// The lie of the land.
#[derive(Debug, Clone)]
pub(crate) struct Terrain {
    pub(crate) outline: Vec<Point>,
    pub(crate) dividers: Vec<Divider>,
    cores: Vec<Core>,
    hardship: Vec<(Core, f64)>,
    texture: Noise,
    fortune: Noise,
}

/// How far the borough reaches in each direction of the compass, in metres.
const REACH: [f64; 16] = [
    4_700.0, 4_500.0, 4_900.0, 3_900.0, 3_700.0, 3_500.0, 4_300.0, 4_700.0, 4_600.0, 4_500.0, 4_200.0,
    3_500.0, 3_300.0, 3_700.0, 4_200.0, 5_100.0,
];

const RIVER: [(f64, f64); 11] = [
    (-7_400.0, 3_500.0),
    (-5_200.0, 2_300.0),
    (-3_700.0, 2_500.0),
    (-2_700.0, 1_300.0),
    (-1_300.0, 1_050.0),
    (-500.0, 100.0),
    (500.0, -650.0),
    (1_700.0, -350.0),
    (2_700.0, -1_500.0),
    (4_500.0, -1_300.0),
    (7_400.0, -2_900.0),
];
const RAILWAY: [(f64, f64); 8] = [
    (-7_400.0, -3_900.0),
    (-2_900.0, -2_200.0),
    (-900.0, -1_250.0),
    (400.0, -1_000.0),
    (1_500.0, 100.0),
    (2_300.0, 1_700.0),
    (4_200.0, 3_300.0),
    (7_400.0, 5_600.0),
];
const NORTH_ROAD: [(f64, f64); 8] = [
    (-900.0, 7_000.0),
    (-700.0, 3_600.0),
    (-150.0, 2_000.0),
    (-100.0, 800.0),
    (0.0, 0.0),
    (350.0, -1_300.0),
    (-100.0, -3_000.0),
    (-700.0, -7_000.0),
];
const WEST_ROAD: [(f64, f64); 8] = [
    (-7_400.0, -700.0),
    (-3_300.0, -500.0),
    (-1_500.0, 0.0),
    (-100.0, 150.0),
    (1_300.0, 650.0),
    (2_900.0, 500.0),
    (4_600.0, 1_100.0),
    (7_400.0, 1_500.0),
];
const SOUTH_EAST_ROAD: [(f64, f64); 6] = [
    (-2_400.0, 7_000.0),
    (-2_200.0, 3_400.0),
    (-2_050.0, 900.0),
    (-1_900.0, -900.0),
    (-2_300.0, -3_000.0),
    (-2_600.0, -7_000.0),
];

impl Terrain {
    /// The land of a seed. The plan of the town is always the same; the seed
    /// bends its lines and shifts its hills.
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = Rng::named(seed, "terrain");
        let outline = outline(&mut rng);
        let mut divider = |kind, points: &[(f64, f64)], north: bool, bend: f64| {
            Divider::new(kind, &bent(points, bend, &mut rng), north)
        };
        let dividers = vec![
            divider(Kind::River, &RIVER, true, 260.0),
            divider(Kind::Railway, &RAILWAY, true, 90.0),
            divider(Kind::Road, &NORTH_ROAD, false, 60.0),
            divider(Kind::Road, &WEST_ROAD, true, 60.0),
            divider(Kind::Road, &SOUTH_EAST_ROAD, false, 90.0),
        ];
        let core = |x: f64, y: f64, reach_m, strength| Core { at: CENTRE + point(x, y), reach_m, strength };
        let cores = vec![
            core(0.0, 100.0, 1_500.0, 1.0),
            core(900.0, 500.0, 900.0, 0.9),
            core(-2_900.0, -1_200.0, 700.0, 0.75),
            core(2_900.0, 2_000.0, 800.0, 0.75),
            core(-1_600.0, 2_700.0, 650.0, 0.7),
            core(2_300.0, -2_500.0, 650.0, 0.65),
            core(-400.0, -2_600.0, 600.0, 0.65),
            core(3_900.0, 200.0, 600.0, 0.6),
        ];
        let hardship = vec![
            (core(1_200.0, 200.0, 1_500.0, 1.0), 0.62),
            (core(3_400.0, 1_900.0, 800.0, 1.0), 0.55),
            (core(-300.0, 3_000.0, 700.0, 1.0), 0.5),
            (core(1_900.0, -2_300.0, 800.0, 1.0), 0.4),
            (core(-3_200.0, -1_900.0, 1_700.0, 1.0), -0.28),
            (core(-2_900.0, 1_600.0, 1_300.0, 1.0), -0.2),
        ];
        let texture = Noise { seed: rng.next(), scale_m: 900.0 };
        let fortune = Noise { seed: rng.next(), scale_m: 1_300.0 };
        Self { outline, dividers, cores, hardship, texture, fortune }
    }

    /// Whether a point lies in the borough.
    pub(crate) fn is_inside(&self, p: Point) -> bool {
        holds(&self.outline, p)
    }

    /// How built up a spot is, from 0 (fields) to 1 (the centre).
    pub(crate) fn density(&self, p: Point) -> f64 {
        let cores = self.cores.iter().map(|core| core.pull(p)).fold(0.0, f64::max);
        let suburb = 0.42 * Core { at: CENTRE, reach_m: 3_600.0, strength: 1.0 }.pull(p);
        let meadow = if distance_to(&self.dividers[0].line, p) < 260.0 { 0.72 } else { 1.0 };
        ((cores.max(suburb) + 0.12 * self.texture.rough_at(p)) * meadow).clamp(0.02, 1.0)
    }

    /// How far apart street blocks are, in metres.
    pub(crate) fn spacing_m(&self, p: Point) -> f64 {
        let open = 1.0 - self.density(p);
        56.0 + 48.0 * open + 175.0 * open * open * open * open
    }

    /// How hard life is, from 0 to 1: the inner east and three estates on
    /// the edge, less in the west.
    pub(crate) fn hardship(&self, p: Point) -> f64 {
        let pulls: f64 = self.hardship.iter().map(|(core, weight)| weight * core.pull(p)).sum();
        (0.3 + pulls + 0.16 * self.fortune.rough_at(p)).clamp(0.01, 0.99)
    }

    /// On which sides of the dividers a point lies, one bit each.
    pub(crate) fn sides(&self, p: Point) -> u32 {
        self.dividers.iter().enumerate().map(|(i, d)| u32::from(holds(&d.side, p)) << i).sum()
    }
}

impl Divider {
    fn new(kind: Kind, points: &[Point], north: bool) -> Self {
        let line = smooth(points, false, 4);
        let (first, last) = (line[0], line[line.len() - 1]);
        let far = 20_000.0;
        let mut side = line.clone();
        side.extend(if north {
            [point(last.x, CENTRE.y + far), point(first.x, CENTRE.y + far)]
        } else {
            [point(CENTRE.x - far, last.y), point(CENTRE.x - far, first.y)]
        });
        Self { kind, line, side }
    }
}

impl Core {
    fn pull(&self, p: Point) -> f64 {
        let d = distance(self.at, p) / self.reach_m;
        self.strength / (1.0 + d * d * d)
    }
}

fn outline(rng: &mut Rng) -> Vec<Point> {
    let coast: Vec<_> = SIXTEENTHS
        .iter()
        .zip(REACH)
        .map(|((x, y), reach)| CENTRE + point(*x, *y) * (reach * rng.range(0.93, 1.07)))
        .collect();
    let far = |p: Point, out: f64| CENTRE + (p - CENTRE) * out;
    let notched: Vec<_> = (0..coast.len())
        .flat_map(|i| {
            let (a, b) = (coast[i], coast[(i + 1) % coast.len()]);
            [
                a,
                far(between(a, b, 0.33), rng.range(0.9, 1.05)),
                far(between(a, b, 0.67), rng.range(0.92, 1.08)),
            ]
        })
        .collect();
    smooth(&notched, true, 3)
}

/// The points around the centre, each moved a little and with bends between them.
fn bent(points: &[(f64, f64)], bend: f64, rng: &mut Rng) -> Vec<Point> {
    let mut out = Vec::new();
    for (i, (x, y)) in points.iter().enumerate() {
        let move_by = point(rng.range(-bend, bend), rng.range(-bend, bend)) * 0.6;
        let here = CENTRE + point(*x, *y) + move_by;
        if let (Some(&before), true) = (out.last(), i > 0) {
            let middle: Point = (here + before) / 2.0;
            out.push(middle + point(rng.range(-bend, bend), rng.range(-bend, bend)));
        }
        out.push(here);
    }
    out
}
