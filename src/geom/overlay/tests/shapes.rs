//! Shapes to measure, all from seeds.

use geo_types::{Coord, LineString, MultiPolygon, Polygon, coord};

/// Numbers that look random and are the same in every run.
pub struct Dice(pub u64);

impl Dice {
    /// Even over 0..1.
    pub fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        #[expect(clippy::cast_precision_loss, reason = "53 bits")]
        let unit = ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64;
        unit
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number from 0 to `most`, as a coordinate.
    pub fn whole(&mut self, most: u32) -> f64 {
        (self.unit() * f64::from(most + 1)).floor()
    }
}

pub fn shape(points: Vec<Coord<f64>>) -> MultiPolygon<f64> {
    MultiPolygon(vec![Polygon::new(LineString(points), Vec::new())])
}

pub fn ring(points: &[(f64, f64)]) -> LineString<f64> {
    LineString(points.iter().map(|&(x, y)| coord! { x: x, y: y }).collect())
}

pub fn rectangle(x: (f64, f64), y: (f64, f64)) -> MultiPolygon<f64> {
    let corners = [(x.0, y.0), (x.1, y.0), (x.1, y.1), (x.0, y.1), (x.0, y.0)];
    MultiPolygon(vec![Polygon::new(ring(&corners), Vec::new())])
}

/// A ragged outline around a point; never crosses itself.
pub fn star(dice: &mut Dice, centre: (f64, f64), radius: f64, points: u32) -> MultiPolygon<f64> {
    let corner = |at: u32, dice: &mut Dice| {
        let angle = std::f64::consts::TAU * (f64::from(at) + dice.between(0.1, 0.9)) / f64::from(points);
        let far = radius * dice.between(0.4, 1.0);
        coord! { x: centre.0 + far * angle.cos(), y: centre.1 + far * angle.sin() }
    };
    shape((0..points).map(|at| corner(at, dice)).collect())
}

/// Points on a circle: convex.
pub fn round(dice: &mut Dice, centre: (f64, f64), radius: f64, points: u32) -> MultiPolygon<f64> {
    let corner = |at: u32, dice: &mut Dice| {
        let angle = std::f64::consts::TAU * (f64::from(at) + dice.between(0.0, 0.9)) / f64::from(points);
        coord! { x: centre.0 + radius * angle.cos(), y: centre.1 + radius * angle.sin() }
    };
    shape((0..points).map(|at| corner(at, dice)).collect())
}

/// A skyline on a grid of whole metres: two of them share many edges.
pub fn skyline(dice: &mut Dice, columns: u32, height: u32) -> MultiPolygon<f64> {
    let mut points = vec![coord! { x: f64::from(columns), y: 0.0 }];
    for column in (0..columns).rev() {
        let top = 1.0 + dice.whole(height);
        points.push(coord! { x: f64::from(column + 1), y: top });
        points.push(coord! { x: f64::from(column), y: top });
    }
    points.push(coord! { x: 0.0, y: 0.0 });
    shape(points)
}

/// Points anywhere on a small grid: crosses itself, doubles back, collapses.
pub fn scribble(dice: &mut Dice, points: u32, most: u32) -> MultiPolygon<f64> {
    shape((0..points).map(|_| coord! { x: dice.whole(most), y: dice.whole(most) }).collect())
}

pub fn moved(of: &MultiPolygon<f64>, dx: f64, dy: f64) -> MultiPolygon<f64> {
    changed(of, |c| coord! { x: c.x + dx, y: c.y + dy })
}

pub fn transposed(of: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    changed(of, |c| coord! { x: c.y, y: c.x })
}

pub fn changed(of: &MultiPolygon<f64>, change: impl Fn(Coord<f64>) -> Coord<f64>) -> MultiPolygon<f64> {
    let line = |line: &LineString<f64>| LineString(line.0.iter().copied().map(&change).collect());
    let part = |p: &Polygon<f64>| Polygon::new(line(p.exterior()), p.interiors().iter().map(&line).collect());
    MultiPolygon(of.0.iter().map(part).collect())
}

/// The same outline with a rounded point in the middle of each edge.
pub fn split(of: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let line = |line: &LineString<f64>| {
        let halves = line.0.windows(2).flat_map(|pair| {
            let middle =
                coord! { x: f64::midpoint(pair[0].x, pair[1].x), y: f64::midpoint(pair[0].y, pair[1].y) };
            [pair[0], middle]
        });
        LineString(halves.chain(line.0.last().copied()).collect())
    };
    let part = |p: &Polygon<f64>| Polygon::new(line(p.exterior()), p.interiors().iter().map(line).collect());
    MultiPolygon(of.0.iter().map(part).collect())
}

/// The parts of several shapes as one.
pub fn together(shapes: &[MultiPolygon<f64>]) -> MultiPolygon<f64> {
    MultiPolygon(shapes.iter().flat_map(|shape| shape.0.clone()).collect())
}
