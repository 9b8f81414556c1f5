//! How the areas of a layer fit together: ground held twice, ground held by none.
//!
//! Overlaps are measured pair by pair; gaps are the holes in the union of all
//! areas. A lake or an enclave inside the layer is a gap too: only a person
//! can say which it is. A notch that is open to the outside is not found.

use std::collections::HashMap;

use geo::{BooleanOps, InteriorPoint, unary_union};
use geo_types::{Coord, LineString, MultiPolygon, Polygon, Rect};
use rayon::prelude::*;

use super::locate::Prepared;
use super::measure::signed_ring_area_m2;
use super::overlay;
use super::point::Grid;
use super::repair::wound;
use super::segment::Extent2;

/// How near an area's boundary must come to a gap to count as its neighbour.
const NEIGHBOUR_WITHIN_M: f64 = 0.05;

/// Ground that two areas both hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlap {
    /// Position of the first area.
    pub a: usize,
    /// Position of the second area, above the first.
    pub b: usize,
    /// Shared ground in m².
    pub area_m2: f64,
}

/// Ground inside the layer that no area holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// Its size in m².
    pub area_m2: f64,
    /// A point inside it.
    pub at: Grid,
    /// Positions of the areas around it, ascending.
    pub neighbours: Vec<usize>,
}

/// Slivers below the tolerance, summed up.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Slivers {
    /// How many there are.
    pub count: u64,
    /// Their area together in m².
    pub area_m2: f64,
    /// The area of the largest in m².
    pub largest_m2: f64,
}

/// How the areas of a layer fit together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seams {
    /// Overlaps above the tolerance, largest first.
    pub overlaps: Vec<Overlap>,
    /// Overlaps below it that are above rounding.
    pub small_overlaps: Slivers,
    /// Gaps above the tolerance, largest first.
    pub gaps: Vec<Gap>,
    /// Gaps below it: pin-holes.
    pub pin_holes: Slivers,
}

/// How far the box around a layer stands off from it.
const BOX_MARGIN_M: f64 = 10.0;

/// Overlaps below this are rounding, not ground.
const ROUNDING_M2: f64 = 1e-4;

/// Finds overlaps and gaps. `shapes` must be valid and wound as layers are.
///
/// # Examples
/// ```
/// use geo_types::{polygon, MultiPolygon};
/// use wardwise::geom::topology::find_seams;
/// let square = |w: f64| MultiPolygon(vec![
///     polygon![(x: w, y: 0.), (x: w + 10., y: 0.), (x: w + 10., y: 10.), (x: w, y: 10.)],
/// ]);
/// let seams = find_seams(&[&square(0.0), &square(9.0)], 1.0);
/// assert!((seams.overlaps[0].area_m2 - 10.0).abs() < 1e-6);
/// assert!(seams.gaps.is_empty());
/// ```
#[must_use]
pub fn find_seams(shapes: &[&MultiPolygon<f64>], tolerance_m2: f64) -> Seams {
    let (mut seams, gaps) = rayon::join(|| overlaps_of(shapes, tolerance_m2), || holes_of_union(shapes));
    let (large, small): (Vec<_>, Vec<_>) = gaps.into_iter().partition(|(area, _)| *area >= tolerance_m2);
    for (area, _) in &small {
        seams.pin_holes.add(*area);
    }
    seams.gaps = large.into_par_iter().map(|(area_m2, ring)| describe_gap(shapes, area_m2, ring)).collect();
    seams.gaps.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
    seams
}

impl Slivers {
    fn add(&mut self, area_m2: f64) {
        self.count += 1;
        self.area_m2 += area_m2;
        self.largest_m2 = self.largest_m2.max(area_m2);
    }
}

fn extent(shape: &MultiPolygon<f64>) -> Option<Extent2> {
    Extent2::around(shape.0.iter().flat_map(|part| part.exterior().0.iter().copied()))
}

fn overlaps_of(shapes: &[&MultiPolygon<f64>], tolerance_m2: f64) -> Seams {
    let mut seams = Seams::default();
    // Checked layers are finite; anything else has no areas to compare.
    let Ok(prepared) = overlay::Prepared::new(shapes.iter().copied()) else { return seams };
    let shared = overlay::shared_areas(&prepared, &prepared, overlay::Options { least_m2: ROUNDING_M2 });
    for overlay::SharedArea { source, target, area_m2 } in shared {
        let (a, b) = (source as usize, target as usize);
        if a < b && area_m2 >= tolerance_m2 {
            seams.overlaps.push(Overlap { a, b, area_m2 });
        } else if a < b {
            seams.small_overlaps.add(area_m2);
        }
    }
    seams.overlaps.sort_by(|x, y| y.area_m2.total_cmp(&x.area_m2).then((x.a, x.b).cmp(&(y.a, y.b))));
    seams
}

/// Each hole in the union of all shapes, with its area.
///
/// Found as what is left of a box around everything, so that a hole which
/// meets the outside, or another hole, at a single point is found as well.
fn holes_of_union(shapes: &[&MultiPolygon<f64>]) -> Vec<(f64, LineString<f64>)> {
    let union = unary_union(shapes.iter().copied());
    let Some(Extent2 { min, max }) = extent(&union) else { return Vec::new() };
    let edge = Coord { x: BOX_MARGIN_M, y: BOX_MARGIN_M };
    let frame = MultiPolygon(vec![Rect::new(min - edge, max + edge).to_polygon()]);
    let rest = frame.difference(&union);
    let rings = rest.0.into_iter().flat_map(|part| {
        let (shell, holes) = part.into_inner();
        std::iter::once(turned(shell, true)).chain(holes.into_iter().map(|hole| turned(hole, false)))
    });
    let loops = rings.flat_map(|ring| split_where_it_touches_itself(&ring));
    let outside = |ring: &LineString<f64>| ring.0.iter().any(|c| c.x < min.x || c.y < min.y);
    loops
        .map(|ring| (signed_ring_area_m2(&ring), ring))
        .filter(|(area, ring)| *area > 0.0 && !outside(ring))
        .collect()
}

/// The ring running anticlockwise, or clockwise.
fn turned(mut ring: LineString<f64>, anticlockwise: bool) -> LineString<f64> {
    if (signed_ring_area_m2(&ring) > 0.0) != anticlockwise {
        ring.0.reverse();
    }
    ring
}

/// The simple loops of a ring that comes back to some of its vertices.
fn split_where_it_touches_itself(ring: &LineString<f64>) -> Vec<LineString<f64>> {
    let key = |c: &Coord<f64>| (c.x.to_bits(), c.y.to_bits());
    let mut loops = Vec::new();
    let mut path: Vec<Coord<f64>> = Vec::new();
    let mut seen: HashMap<(u64, u64), usize> = HashMap::new();
    for corner in &ring.0 {
        if let Some(&start) = seen.get(&key(corner)) {
            let mut closed = path[start..].to_vec();
            path[start + 1..].iter().for_each(|c| {
                seen.remove(&key(c));
            });
            path.truncate(start + 1);
            closed.push(*corner);
            loops.push(LineString(closed));
        } else {
            seen.insert(key(corner), path.len());
            path.push(*corner);
        }
    }
    loops
}

fn describe_gap(shapes: &[&MultiPolygon<f64>], area_m2: f64, ring: LineString<f64>) -> Gap {
    let corners = ring.0.clone();
    let hole = wound(&MultiPolygon(vec![Polygon::new(ring, Vec::new())]));
    let inside = hole.interior_point().map(|p| p.0).or(corners.first().copied());
    let touches = |shape: &MultiPolygon<f64>| {
        let (Some(a), Some(b)) = (extent(shape), extent(&hole)) else { return false };
        let near = NEIGHBOUR_WITHIN_M;
        let boxes = a.min.x <= b.max.x + near
            && b.min.x <= a.max.x + near
            && a.min.y <= b.max.y + near
            && b.min.y <= a.max.y + near;
        boxes && {
            let prepared = Prepared::new(shape);
            corners.iter().any(|corner| prepared.is_near_boundary(Grid::from(*corner), near))
        }
    };
    let around = shapes.iter().enumerate().filter(|(_, shape)| touches(shape)).map(|(at, _)| at);
    Gap { area_m2, at: inside.map_or(Grid { e: 0.0, n: 0.0 }, Grid::from), neighbours: around.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(west: f64, south: f64, side: f64) -> MultiPolygon<f64> {
        let ring =
            vec![(west, south), (west + side, south), (west + side, south + side), (west, south + side)];
        MultiPolygon(vec![Polygon::new(LineString::from(ring), vec![])])
    }

    fn seams(shapes: &[MultiPolygon<f64>]) -> Seams {
        find_seams(&shapes.iter().collect::<Vec<_>>(), 1.0)
    }

    #[test]
    fn neighbours_that_fit_have_no_seams() {
        let found = seams(&[square(0.0, 0.0, 10.0), square(10.0, 0.0, 10.0), square(0.0, 10.0, 10.0)]);
        assert_eq!(found, Seams::default());
    }

    #[test]
    fn an_overlap_names_both_areas() {
        let found = seams(&[square(0.0, 0.0, 10.0), square(50.0, 0.0, 10.0), square(8.0, 0.0, 10.0)]);
        assert_eq!((found.overlaps[0].a, found.overlaps[0].b), (0, 2));
        assert!((found.overlaps[0].area_m2 - 20.0).abs() < 1e-6);
    }

    #[test]
    fn a_gap_names_the_areas_around_it() {
        let ring_of = [
            square(0.0, 0.0, 10.0),
            square(10.0, 0.0, 10.0),
            square(20.0, 0.0, 10.0),
            square(0.0, 10.0, 10.0),
            square(20.0, 10.0, 10.0),
            square(0.0, 20.0, 10.0),
            square(10.0, 20.0, 10.0),
            square(20.0, 20.0, 10.0),
        ];
        let found = seams(&ring_of);
        assert_eq!(found.gaps.len(), 1);
        assert!((found.gaps[0].area_m2 - 100.0).abs() < 1e-6);
        assert_eq!(found.gaps[0].neighbours, [0, 1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn pin_holes_are_counted_not_listed() {
        let west = MultiPolygon(vec![Polygon::new(
            LineString::from(vec![(0.0, 0.0), (10.0, 0.0), (9.99, 5.0), (10.0, 10.0), (0.0, 10.0)]),
            vec![],
        )]);
        let found = seams(&[west, square(10.0, 0.0, 10.0)]);
        assert_eq!((found.gaps.len(), found.pin_holes.count), (0, 1));
        assert!((found.pin_holes.area_m2 - 0.05).abs() < 1e-4);
    }
}
