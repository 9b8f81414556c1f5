//! Shapes as SVG path data, in whole units.

use std::fmt::Write;

use geo_types::{LineString, MultiLineString, MultiPolygon};

use super::View;

/// Path data of a shape. Rings that vanish on paper are left out, except that
/// a shape of which nothing would be left becomes a small square where it lies.
#[must_use]
pub fn shape(view: &View, shape: &MultiPolygon<f64>) -> String {
    let mut data = String::new();
    for polygon in shape {
        let before = data.len();
        ring(view, polygon.exterior(), &mut data);
        if data.len() == before {
            continue;
        }
        for hole in polygon.interiors() {
            ring(view, hole, &mut data);
        }
    }
    if data.is_empty()
        && let Some(first) = shape.0.first().and_then(|p| p.exterior().0.first())
    {
        let (x, y) = view.place(*first);
        let _ = write!(data, "M{} {}h4v4h-4z", x - 2, y - 2);
    }
    data
}

/// Path data of lines. Bends that vanish on paper are left out.
#[must_use]
pub fn lines(view: &View, lines: &MultiLineString<f64>) -> String {
    let mut data = String::new();
    for line in lines {
        let mut points: Vec<(i32, i32)> = line.0.iter().map(|c| view.place(*c)).collect();
        points.dedup();
        let Some(&(mut x, mut y)) = points.first() else { continue };
        let _ = write!(data, "M{x} {y}");
        for &(px, py) in &points[1..] {
            let _ = write!(data, "l{} {}", px - x, py - y);
            (x, y) = (px, py);
        }
    }
    data
}

/// Path data of dots: a stroke with round caps draws them all at once.
pub fn dots(points: impl Iterator<Item = (i32, i32)>) -> String {
    points.fold(String::new(), |mut data, (x, y)| {
        let _ = write!(data, "M{x} {y}h0");
        data
    })
}

fn ring(view: &View, ring: &LineString<f64>, data: &mut String) {
    let mut points: Vec<(i32, i32)> = ring.0.iter().map(|c| view.place(*c)).collect();
    points.dedup();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    let points = without_straight_points(&points);
    if points.len() < 3 {
        return;
    }
    let (mut x, mut y) = points[0];
    let _ = write!(data, "M{x} {y}l");
    for (i, &(px, py)) in points[1..].iter().enumerate() {
        let (dx, dy) = (px - x, py - y);
        // A minus sign parts two numbers as well as a space does.
        let gap = if i == 0 || dx < 0 { "" } else { " " };
        let comma = if dy < 0 { "" } else { " " };
        let _ = write!(data, "{gap}{dx}{comma}{dy}");
        (x, y) = (px, py);
    }
    data.push('z');
}

/// Points in the middle of a straight run say nothing; both neighbours of an
/// edge drop the same ones, because both see the same rounded run.
fn without_straight_points(points: &[(i32, i32)]) -> Vec<(i32, i32)> {
    let n = points.len();
    if n < 4 {
        return points.to_vec();
    }
    let turns = |i: usize| {
        let (a, b, c) = (points[(i + n - 1) % n], points[i], points[(i + 1) % n]);
        let (ux, uy) = (i64::from(b.0 - a.0), i64::from(b.1 - a.1));
        let (vx, vy) = (i64::from(c.0 - b.0), i64::from(c.1 - b.1));
        ux * vy != uy * vx
    };
    (0..n).filter(|&i| turns(i)).map(|i| points[i]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Coord, Rect, polygon};

    fn view() -> View {
        View::of(Some(Rect::new(Coord { x: 0.0, y: 0.0 }, Coord { x: 1000.0, y: 1000.0 }))).expect("a view")
    }

    fn square(x: f64, y: f64, side: f64) -> MultiPolygon<f64> {
        let p = polygon![(x: x, y: y), (x: x + side, y: y), (x: x + side, y: y + side), (x: x, y: y + side)];
        MultiPolygon(vec![p])
    }

    #[test]
    fn a_square_has_four_corners() {
        let data = shape(&view(), &square(0.0, 0.0, 1000.0));
        assert!(data.starts_with('M') && data.ends_with('z'), "{data}");
        assert_eq!(data.matches(['l', 'z']).count(), 2, "{data}");
    }

    #[test]
    fn a_shape_too_small_to_see_is_still_drawn() {
        assert!(shape(&view(), &square(500.0, 500.0, 0.01)).contains("h4v4"));
    }

    #[test]
    fn points_on_a_straight_run_are_dropped() {
        let run = [(0, 0), (5, 0), (10, 0), (10, 10), (0, 10)];
        assert_eq!(without_straight_points(&run), [(0, 0), (10, 0), (10, 10), (0, 10)]);
    }
}
