//! Arithmetic along a line: lengths, points and parts by distance from its start.

use geo_types::{Coord, Line, LineString};

/// The length of a line in metres.
pub(super) fn length_m(line: &LineString<f64>) -> f64 {
    line.lines().map(hop_m).sum()
}

fn hop_m(hop: Line<f64>) -> f64 {
    hop.delta().x.hypot(hop.delta().y)
}

/// The point of the hop `a`–`b` that lies nearest to `p`, as a share of the hop.
pub(super) fn nearest_share(a: Coord<f64>, b: Coord<f64>, p: Coord<f64>) -> f64 {
    let d = b - a;
    let squared = d.x * d.x + d.y * d.y;
    if squared <= 0.0 {
        return 0.0;
    }
    let along = ((p.x - a.x) * d.x + (p.y - a.y) * d.y) / squared;
    along.clamp(0.0, 1.0)
}

/// A point a share of the way from `a` to `b`.
pub(super) fn between(a: Coord<f64>, b: Coord<f64>, share: f64) -> Coord<f64> {
    Coord { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share }
}

/// The part of a line between two distances from its start, in metres; from
/// the larger to the smaller it runs backwards. `None` where it has no length.
pub(super) fn part(line: &LineString<f64>, from_m: f64, to_m: f64) -> Option<LineString<f64>> {
    if from_m > to_m {
        let mut turned = part(line, to_m, from_m)?;
        turned.0.reverse();
        return Some(turned);
    }
    let mut points: Vec<Coord<f64>> = Vec::new();
    let mut start = 0.0;
    for hop in line.lines() {
        let end = start + hop_m(hop);
        if end >= from_m && start <= to_m && end > start {
            let share = |at: f64| ((at - start) / (end - start)).clamp(0.0, 1.0);
            push(&mut points, between(hop.start, hop.end, share(from_m)));
            push(&mut points, between(hop.start, hop.end, share(to_m)));
        }
        start = end;
    }
    (points.len() > 1).then_some(LineString(points))
}

/// Adds a point unless the line is there already.
pub(super) fn push(points: &mut Vec<Coord<f64>>, point: Coord<f64>) {
    if points.last() != Some(&point) {
        points.push(point);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bent() -> LineString<f64> {
        LineString::from(vec![(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)])
    }

    #[test]
    fn a_part_keeps_the_bends_between_its_ends() {
        let expected = LineString::from(vec![(4.0, 0.0), (10.0, 0.0), (10.0, 5.0)]);
        assert_eq!(part(&bent(), 4.0, 15.0), Some(expected.clone()));
        let mut turned = expected;
        turned.0.reverse();
        assert_eq!(part(&bent(), 15.0, 4.0), Some(turned));
    }

    #[test]
    fn a_part_without_length_is_none_and_the_whole_is_itself() {
        assert_eq!(part(&bent(), 5.0, 5.0), None);
        assert_eq!(part(&bent(), 0.0, 20.0), Some(bent()));
        assert!((length_m(&bent()) - 20.0).abs() < 1e-12);
    }

    #[test]
    fn the_nearest_point_of_a_hop_stays_on_the_hop() {
        let (a, b) = (Coord { x: 0.0, y: 0.0 }, Coord { x: 10.0, y: 0.0 });
        let share = |x, y| nearest_share(a, b, Coord { x, y });
        assert!((share(3.0, 7.0) - 0.3).abs() < 1e-12);
        assert!(share(-5.0, 1.0).abs() < 1e-12);
        assert!((share(50.0, 1.0) - 1.0).abs() < 1e-12);
        assert!(nearest_share(a, a, b).abs() < 1e-12);
    }
}
