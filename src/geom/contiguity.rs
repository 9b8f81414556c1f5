//! Which areas border on each other, and along how much of their outlines.
//!
//! Two drawings of one border need not have the same points: borders run
//! together where they are no further apart than a tolerance.

use geo_types::{Coord, LineString, MultiPolygon};
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// A border of two areas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Border {
    /// Position of the first area.
    pub a: usize,
    /// Position of the second area, above the first.
    pub b: usize,
    /// How far they run together, in metres.
    pub length_m: f64,
}

/// The borders of areas: pairs whose outlines run within `within_m` metres of
/// each other, in order.
///
/// Areas that meet at a corner run together for no more than a few times the
/// tolerance; whoever asks decides how long a border must be.
///
/// # Units
/// Metres on the grid.
///
/// # Examples
/// ```
/// use geo_types::{polygon, MultiPolygon};
/// use wardwise::geom::contiguity::borders;
/// let square = |w: f64, s: f64| MultiPolygon(vec![polygon![
///     (x: w, y: s), (x: w + 100., y: s), (x: w + 100., y: s + 100.), (x: w, y: s + 100.),
/// ]]);
/// let shapes = [square(0., 0.), square(100., 0.), square(100., 100.)];
/// let found = borders(&[&shapes[0], &shapes[1], &shapes[2]], 1.0);
/// let long: Vec<_> = found.iter().filter(|border| border.length_m > 10.0).collect();
/// assert_eq!(long.len(), 2);
/// assert!((long[0].length_m - 100.0).abs() < 2.1);
/// ```
#[must_use]
pub fn borders(shapes: &[&MultiPolygon<f64>], within_m: f64) -> Vec<Border> {
    let tree =
        RTree::bulk_load(shapes.iter().enumerate().flat_map(|(at, shape)| leaves(at, shape)).collect());
    let of_area = |at: usize| {
        let mut lengths: Vec<(usize, f64)> = Vec::new();
        for (from, to) in segments(shapes[at]) {
            along_segment(&tree, at, from, to, within_m, &mut lengths);
        }
        lengths
    };
    let lengths: Vec<Vec<(usize, f64)>> = (0..shapes.len()).into_par_iter().map(of_area).collect();
    pairs(&lengths)
}

type Leaf = GeomWithData<Rectangle<[f64; 2]>, (usize, Coord<f64>, Coord<f64>)>;

fn leaves(at: usize, shape: &MultiPolygon<f64>) -> impl Iterator<Item = Leaf> {
    segments(shape).map(move |(from, to)| {
        Leaf::new(Rectangle::from_corners([from.x, from.y], [to.x, to.y]), (at, from, to))
    })
}

fn segments(shape: &MultiPolygon<f64>) -> impl Iterator<Item = (Coord<f64>, Coord<f64>)> {
    let rings = shape.0.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
    rings.flat_map(|ring: &LineString<f64>| ring.0.windows(2).map(|pair| (pair[0], pair[1])))
}

/// Adds the stretches of one segment along which other areas' outlines run.
fn along_segment(
    tree: &RTree<Leaf>,
    own: usize,
    from: Coord<f64>,
    to: Coord<f64>,
    within_m: f64,
    lengths: &mut Vec<(usize, f64)>,
) {
    let length = (to - from).x.hypot((to - from).y);
    if length <= 0.0 {
        return;
    }
    let corner = |pick: fn(f64, f64) -> f64, by: f64| [pick(from.x, to.x) + by, pick(from.y, to.y) + by];
    let around = AABB::from_corners(corner(f64::min, -within_m), corner(f64::max, within_m));
    let mut stretches: Vec<(usize, f64, f64)> = tree
        .locate_in_envelope_intersecting(&around)
        .filter(|leaf| leaf.data.0 != own)
        .filter_map(|leaf| {
            let (other, start, end) = leaf.data;
            stretch(from, to, start, end, within_m).map(|(low, high)| (other, low, high))
        })
        .collect();
    stretches.sort_by(|x, y| x.0.cmp(&y.0).then(x.1.total_cmp(&y.1)).then(x.2.total_cmp(&y.2)));
    let (mut area, mut reached) = (usize::MAX, 0.0);
    for (other, low, high) in stretches {
        if other != area {
            (area, reached) = (other, 0.0);
        }
        // Two of its segments may lie beside the same stretch: it counts once.
        let new = (high - low.max(reached)).max(0.0) * length;
        reached = reached.max(high);
        match lengths.iter_mut().find(|(known, _)| *known == other) {
            Some((_, sum)) => *sum += new,
            None => lengths.push((other, new)),
        }
    }
}

/// The part of a segment (shares of its length) beside which another segment
/// runs: between the feet of the other's ends, as far as it is near there.
fn stretch(
    from: Coord<f64>,
    to: Coord<f64>,
    start: Coord<f64>,
    end: Coord<f64>,
    within_m: f64,
) -> Option<(f64, f64)> {
    let (along, square) = (to - from, (to - from).x.powi(2) + (to - from).y.powi(2));
    let length = square.sqrt();
    let share = |p: Coord<f64>| ((p - from).x * along.x + (p - from).y * along.y) / square;
    let off = |p: Coord<f64>| ((p - from).y * along.x - (p - from).x * along.y) / length;
    let ((s0, d0), (s1, d1)) = ((share(start), off(start)), (share(end), off(end)));
    // The distance changes evenly along the other segment: keep where it is within.
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for (at, other) in [(d0, d1), (-d0, -d1)] {
        let (before, after) = (at - within_m, other - within_m);
        if before > 0.0 && after > 0.0 {
            return None;
        }
        if before > 0.0 {
            low = low.max(before / (before - after));
        } else if after > 0.0 {
            high = high.min(before / (before - after));
        }
    }
    let at = |t: f64| s0 + t * (s1 - s0);
    let (a, b) = (at(low), at(high));
    let (first, last) = (a.min(b).max(0.0), a.max(b).min(1.0));
    (low < high && first < last).then_some((first, last))
}

/// The mean of what the two sides measured.
fn pairs(lengths: &[Vec<(usize, f64)>]) -> Vec<Border> {
    let of = |from: usize, to: usize| {
        lengths[from].iter().find(|(other, _)| *other == to).map_or(0.0, |(_, length)| *length)
    };
    let mut found: Vec<(usize, usize)> = lengths
        .iter()
        .enumerate()
        .flat_map(|(at, row)| row.iter().map(move |(other, _)| (at.min(*other), at.max(*other))))
        .collect();
    found.sort_unstable();
    found.dedup();
    let border = |(a, b): (usize, usize)| Border { a, b, length_m: f64::midpoint(of(a, b), of(b, a)) };
    found.into_iter().map(border).filter(|border| border.length_m > 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Polygon, polygon};

    fn square(w: f64, s: f64) -> MultiPolygon<f64> {
        MultiPolygon(vec![polygon![
            (x: w, y: s), (x: w + 100., y: s), (x: w + 100., y: s + 100.), (x: w, y: s + 100.),
        ]])
    }

    fn found(shapes: &[MultiPolygon<f64>], within_m: f64) -> Vec<(usize, usize, f64)> {
        let shapes: Vec<&MultiPolygon<f64>> = shapes.iter().collect();
        borders(&shapes, within_m).into_iter().map(|b| (b.a, b.b, b.length_m.round())).collect()
    }

    #[test]
    fn a_border_drawn_with_other_points_is_one_border() {
        let mut many = square(100.0, 0.0);
        let points: Vec<Coord<f64>> = (0..=50).map(|at| Coord { x: 100.3, y: f64::from(at) * 2.0 }).collect();
        let mut ring = points.clone();
        ring.extend([Coord { x: 200.0, y: 100.0 }, Coord { x: 200.0, y: 0.0 }, points[0]]);
        many.0 = vec![Polygon::new(LineString(ring), Vec::new())];
        let borders = found(&[square(0.0, 0.0), many], 1.0);
        assert_eq!(borders.len(), 1);
        assert!((borders[0].2 - 100.0).abs() <= 1.0, "{borders:?}");
    }

    #[test]
    fn areas_apart_have_no_border_and_corners_a_short_one() {
        let borders = found(&[square(0.0, 0.0), square(100.0, 100.0), square(300.0, 0.0)], 1.0);
        assert!(borders.iter().all(|(a, b, length)| (*a, *b) == (0, 1) && *length <= 2.0), "{borders:?}");
        assert!(found(&[square(0.0, 0.0), square(102.0, 0.0)], 1.0).is_empty());
    }

    #[test]
    fn an_area_inside_another_borders_on_it_all_round() {
        let hole = square(100.0, 100.0);
        let outer = MultiPolygon(vec![Polygon::new(
            LineString::from(vec![(0., 0.), (300., 0.), (300., 300.), (0., 300.), (0., 0.)]),
            vec![hole.0[0].exterior().clone()],
        )]);
        assert_eq!(found(&[outer, hole], 1.0), [(0, 1, 400.0)]);
    }
}
