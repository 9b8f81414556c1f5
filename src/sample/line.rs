//! Polylines on the grid: smoothing, even spacing, which side a point is on.

use geo_types::Coord;

pub(crate) type Point = Coord<f64>;

pub(crate) fn point(x: f64, y: f64) -> Point {
    Coord { x, y }
}

pub(crate) fn distance(a: Point, b: Point) -> f64 {
    let d = b - a;
    (d.x * d.x + d.y * d.y).sqrt()
}

pub(crate) fn between(a: Point, b: Point, t: f64) -> Point {
    a + (b - a) * t
}

/// Twice the area of the triangle; positive when `c` lies left of `a` to `b`.
pub(crate) fn turn(a: Point, b: Point, c: Point) -> f64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// Rounds corners by cutting each at a quarter and three quarters (Chaikin 1974).
/// The ends of an open line stay.
pub(crate) fn smooth(line: &[Point], closed: bool, rounds: usize) -> Vec<Point> {
    let mut line = line.to_vec();
    for _ in 0..rounds {
        let mut next = Vec::with_capacity(line.len() * 2);
        let pairs = line.windows(2).map(|pair| (pair[0], pair[1]));
        let closing = closed.then(|| (line[line.len() - 1], line[0]));
        next.extend((!closed).then_some(line[0]));
        for (a, b) in pairs.chain(closing) {
            next.push(between(a, b, 0.25));
            next.push(between(a, b, 0.75));
        }
        next.extend((!closed).then_some(line[line.len() - 1]));
        line = next;
    }
    line
}

/// Whether a closed line (its end joined to its start) holds a point, by the even-odd rule.
pub(crate) fn holds(ring: &[Point], p: Point) -> bool {
    let mut inside = false;
    let mut a = ring[ring.len() - 1];
    for &b in ring {
        if (a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x) {
            inside = !inside;
        }
        a = b;
    }
    inside
}

/// The distance from a point to a line.
pub(crate) fn distance_to(line: &[Point], p: Point) -> f64 {
    line.windows(2).map(|pair| distance_to_segment(pair[0], pair[1], p)).fold(f64::INFINITY, f64::min)
}

fn distance_to_segment(from: Point, to: Point, p: Point) -> f64 {
    let along = to - from;
    let length2 = along.x * along.x + along.y * along.y;
    if length2 == 0.0 {
        return distance(from, p);
    }
    let t = (((p.x - from.x) * along.x + (p.y - from.y) * along.y) / length2).clamp(0.0, 1.0);
    distance(between(from, to, t), p)
}

/// Walks along a line: `step` gives how far to go from each point, `visit`
/// gets each point with the unit direction of the line there.
pub(crate) fn walk(line: &[Point], step: impl Fn(Point) -> f64, mut visit: impl FnMut(Point, Point)) {
    let mut ahead = 0.0;
    for pair in line.windows(2) {
        let length = distance(pair[0], pair[1]);
        if length == 0.0 {
            continue;
        }
        let direction = (pair[1] - pair[0]) / length;
        let mut at = ahead;
        while at < length {
            let p = pair[0] + direction * at;
            visit(p, direction);
            at += step(p);
        }
        ahead = at - length;
    }
}
