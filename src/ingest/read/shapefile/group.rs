//! Rings into polygons: which are shells, and which shell a hole lies in.
//!
//! The standard lets a record list its rings in any order and tells shells
//! from holes by the way they run (clockwise is a shell). Files exist that
//! run the other way, so a hole that lies in no shell is taken as a shell.

use geo_types::{Coord, LineString, Polygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::super::rings::{Turn, doubled_area};

type Ring = Vec<Coord<f64>>;

/// How many vertices one shape may make the search for shells look at. A real
/// shape needs a few for each hole; only one made to stall a reader needs more.
const MOST_WORK: usize = 200_000_000;

/// Sorts rings into polygons, in the order of their shells.
///
/// # Errors
/// A sentence when the rings are so many and so nested that sorting them
/// would take too long.
pub(super) fn group(rings: Vec<Ring>) -> Result<Vec<Polygon<f64>>, String> {
    if rings.len() <= 1 {
        return Ok(rings.into_iter().map(|ring| Polygon::new(LineString(ring), Vec::new())).collect());
    }
    let is_hole = |ring: &Ring| Turn::of(ring) == Some(Turn::Anticlockwise);
    let against = rings.iter().all(|ring| Turn::of(ring) != Some(Turn::Clockwise));
    let (holes, shells): (Vec<Ring>, Vec<Ring>) =
        if against { nested(rings)? } else { rings.into_iter().partition(is_hole) };
    assign(shells, holes)
}

/// Rings that all run against the standard: those inside an odd number of
/// others are holes.
fn nested(rings: Vec<Ring>) -> Result<(Vec<Ring>, Vec<Ring>), String> {
    let finder = Finder::new(&rings);
    let mut work = 0;
    let mut inside = Vec::with_capacity(rings.len());
    for (index, ring) in rings.iter().enumerate() {
        inside.push(finder.around(ring, Some(index), &mut work)?.len() % 2 == 1);
    }
    let mut flags = inside.into_iter();
    Ok(rings.into_iter().partition(|_| flags.next().unwrap_or(false)))
}

fn assign(shells: Vec<Ring>, holes: Vec<Ring>) -> Result<Vec<Polygon<f64>>, String> {
    let mut owners = Vec::with_capacity(holes.len());
    {
        let finder = Finder::new(&shells);
        let mut work = 0;
        for hole in &holes {
            let around = finder.around(hole, None, &mut work)?;
            let size = |index: &usize| doubled_area(&shells[*index]).abs();
            owners.push(around.into_iter().min_by(|a, b| size(a).total_cmp(&size(b)).then(a.cmp(b))));
        }
    }
    let mut polygons: Vec<_> =
        shells.into_iter().map(|shell| Polygon::new(LineString(shell), Vec::new())).collect();
    let mut orphans = Vec::new();
    for (hole, owner) in holes.into_iter().zip(owners) {
        match owner.and_then(|owner| polygons.get_mut(owner)) {
            Some(polygon) => polygon.interiors_push(LineString(hole)),
            None => orphans.push(Polygon::new(LineString(hole), Vec::new())),
        }
    }
    polygons.extend(orphans);
    Ok(polygons)
}

/// Finds the rings around a ring: boxes first, then vertices.
struct Finder<'r> {
    rings: &'r [Ring],
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl<'r> Finder<'r> {
    fn new(rings: &'r [Ring]) -> Self {
        let boxed = |(index, ring): (usize, &Ring)| {
            let (low, high) = bounds(ring)?;
            Some(GeomWithData::new(Rectangle::from_corners(low, high), index))
        };
        let boxes = RTree::bulk_load(rings.iter().enumerate().filter_map(boxed).collect());
        Self { rings, boxes }
    }

    fn around(&self, ring: &Ring, except: Option<usize>, work: &mut usize) -> Result<Vec<usize>, String> {
        let Some((low, high)) = bounds(ring) else { return Ok(Vec::new()) };
        let envelope = AABB::from_corners(low, high);
        let mut found = Vec::new();
        for candidate in self.boxes.locate_in_envelope_intersecting(&AABB::from_point(low)) {
            let index = candidate.data;
            *work += 1;
            let covers = rstar::Envelope::contains_envelope(
                &rstar::RTreeObject::envelope(candidate.geom()),
                &envelope,
            );
            if Some(index) == except || !covers {
                continue;
            }
            if lies_in(ring, &self.rings[index], work)? {
                found.push(index);
            }
        }
        found.sort_unstable();
        Ok(found)
    }
}

/// Whether `inner`, which crosses no ring, lies inside `outer`: told by its
/// first vertex that is not on the boundary of `outer`.
fn lies_in(inner: &Ring, outer: &Ring, work: &mut usize) -> Result<bool, String> {
    for vertex in inner {
        *work += outer.len();
        if *work > MOST_WORK {
            return Err("its rings are too many and too nested to be sorted".into());
        }
        match side(*vertex, outer) {
            Side::Inside => return Ok(true),
            Side::Outside => return Ok(false),
            Side::Boundary => {}
        }
    }
    Ok(true)
}

enum Side {
    Inside,
    Outside,
    Boundary,
}

/// Even-odd rule with a ray to the east.
fn side(point: Coord<f64>, ring: &Ring) -> Side {
    let mut inside = false;
    for edge in ring.windows(2) {
        let (a, b) = (edge[0], edge[1]);
        let turn = (b.x - a.x) * (point.y - a.y) - (point.x - a.x) * (b.y - a.y);
        let in_box = point.x >= a.x.min(b.x)
            && point.x <= a.x.max(b.x)
            && point.y >= a.y.min(b.y)
            && point.y <= a.y.max(b.y);
        if turn == 0.0 && in_box {
            return Side::Boundary;
        }
        if (a.y > point.y) != (b.y > point.y) && (turn > 0.0) == (b.y > a.y) {
            inside = !inside;
        }
    }
    if inside { Side::Inside } else { Side::Outside }
}

/// The box of a ring; `None` when a coordinate is not finite.
fn bounds(ring: &Ring) -> Option<([f64; 2], [f64; 2])> {
    let mut low = [f64::INFINITY; 2];
    let mut high = [f64::NEG_INFINITY; 2];
    for at in ring {
        if !at.x.is_finite() || !at.y.is_finite() {
            return None;
        }
        low = [low[0].min(at.x), low[1].min(at.y)];
        high = [high[0].max(at.x), high[1].max(at.y)];
    }
    (!ring.is_empty()).then_some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A square with its corner at (x, y), clockwise.
    fn square(x: f64, y: f64, side: f64) -> Ring {
        [(x, y), (x, y + side), (x + side, y + side), (x + side, y), (x, y)].map(Coord::from).to_vec()
    }

    fn back(mut ring: Ring) -> Ring {
        ring.reverse();
        ring
    }

    /// (holes of each polygon)
    fn check(rings: Vec<Ring>, expected: &[usize]) {
        let polygons = group(rings).expect("polygons");
        assert_eq!(polygons.iter().map(|p| p.interiors().len()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_hole_goes_to_its_shell_in_any_order() {
        let holes = || (back(square(1.0, 1.0, 1.0)), back(square(11.0, 1.0, 1.0)));
        let (a, b) = holes();
        check(vec![b, a, square(0.0, 0.0, 5.0), square(10.0, 0.0, 5.0)], &[1, 1]);
        let (a, b) = holes();
        check(vec![square(0.0, 0.0, 5.0), square(10.0, 0.0, 5.0), a, b], &[1, 1]);
    }

    #[test]
    fn an_island_in_a_hole_is_a_polygon_of_its_own() {
        check(vec![square(0.0, 0.0, 9.0), back(square(1.0, 1.0, 7.0)), square(2.0, 2.0, 3.0)], &[1, 0]);
    }

    #[test]
    fn rings_that_all_run_against_the_standard_are_sorted_by_nesting() {
        check(
            vec![back(square(0.0, 0.0, 9.0)), back(square(1.0, 1.0, 7.0)), back(square(2.0, 2.0, 3.0))],
            &[1, 0],
        );
    }

    #[test]
    fn a_hole_outside_every_shell_becomes_a_shell() {
        check(vec![square(0.0, 0.0, 2.0), back(square(5.0, 5.0, 1.0))], &[0, 0]);
    }

    #[test]
    fn a_hole_that_touches_its_shell_stays_in_it() {
        check(vec![square(0.0, 0.0, 4.0), back(square(0.0, 0.0, 2.0))], &[1]);
    }
}
