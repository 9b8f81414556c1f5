//! Areas by place: boxes in an R-tree propose, prepared shapes decide.

use geo_types::MultiPolygon;
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::geom::Grid;
use crate::geom::locate::Prepared;

use super::raster;

/// How near its boundary a point must lie to count as on it, in metres: the
/// precision of the grid shift.
pub const ON_BOUNDARY_M: f64 = 0.001;

type Leaf = GeomWithData<Rectangle<[f64; 2]>, u32>;

/// The areas of one layer, ready for questions about points and boxes.
///
/// Answers are positions in the order the areas were given in, ascending.
///
/// # Examples
/// ```
/// use geo_types::{polygon, MultiPolygon};
/// use wardwise::geom::Grid;
/// use wardwise::index::Areas;
/// let square = |w: f64| MultiPolygon(vec![
///     polygon![(x: w, y: 0.), (x: w + 10., y: 0.), (x: w + 10., y: 10.), (x: w, y: 10.)],
/// ]);
/// let (west, east) = (square(0.0), square(10.0));
/// let areas = Areas::new([&west, &east]);
/// // A point on the shared edge belongs to the area in the east.
/// assert_eq!(areas.at(Grid { e: 10.0, n: 5.0 }), [1]);
/// ```
#[derive(Debug)]
pub struct Areas {
    tree: RTree<Leaf>,
    shapes: Vec<Prepared>,
}

impl Areas {
    /// Indexes shapes with finite coordinates; preparing them uses all cores.
    #[must_use]
    pub fn new<'a>(shapes: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> Self {
        let shapes: Vec<&MultiPolygon<f64>> = shapes.into_iter().collect();
        let shapes: Vec<Prepared> = shapes.into_par_iter().map(Prepared::new).collect();
        let leaves = (0_u32..).zip(&shapes).filter_map(|(at, shape)| {
            let (min, max) = shape.bounds();
            let corners = Rectangle::from_corners([min.e, min.n], [max.e, max.n]);
            (min.e <= max.e).then(|| Leaf::new(corners, at))
        });
        Self { tree: RTree::bulk_load(leaves.collect()), shapes }
    }

    /// How many areas there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shapes.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shapes.is_empty()
    }

    /// The areas that hold a point, by the tie rule of `geom::locate`. In a
    /// layer without overlaps that is one area or none.
    #[must_use]
    pub fn at(&self, point: Grid) -> Vec<usize> {
        let mut found = Vec::new();
        self.visit_at(point, |at| found.push(at));
        found.sort_unstable();
        found
    }

    /// The first area, in the order given, that holds a point.
    #[must_use]
    pub fn first_at(&self, point: Grid) -> Option<usize> {
        let mut first = None;
        self.visit_at(point, |at| first = Some(first.map_or(at, |known: usize| known.min(at))));
        first
    }

    /// The first area that holds each of many points, on all cores, in the
    /// order of the points. The same answers as [`Areas::first_at`], sooner.
    #[must_use]
    pub fn first_at_each(&self, points: &[Grid]) -> Vec<Option<usize>> {
        raster::first_at_each(&self.shapes, points)
    }

    /// Whether a point lies on the boundary of an area, to the millimetre.
    #[must_use]
    pub fn is_on_boundary(&self, area: usize, point: Grid) -> bool {
        self.shapes.get(area).is_some_and(|shape| shape.is_near_boundary(point, ON_BOUNDARY_M))
    }

    /// The areas whose boxes touch a box, for an exact test to decide on.
    #[must_use]
    pub fn near_box(&self, min: Grid, max: Grid) -> Vec<usize> {
        let wanted = AABB::from_corners([min.e, min.n], [max.e, max.n]);
        let leaves = self.tree.locate_in_envelope_intersecting(&wanted);
        let mut found: Vec<usize> = leaves.map(|leaf| leaf.data as usize).collect();
        found.sort_unstable();
        found
    }

    /// The prepared shape of an area.
    #[must_use]
    pub fn shape(&self, area: usize) -> Option<&Prepared> {
        self.shapes.get(area)
    }

    fn visit_at(&self, point: Grid, mut visit: impl FnMut(usize)) {
        for leaf in self.tree.locate_all_at_point(&[point.e, point.n]) {
            let at = leaf.data as usize;
            if self.shapes[at].contains(point) {
                visit(at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{LineString, Polygon};
    use proptest::prelude::*;

    fn kite(e: f64, n: f64, r: f64, lean: f64) -> MultiPolygon<f64> {
        let ring = vec![(e - r, n), (e + lean, n - r), (e + r, n), (e - lean, n + r)];
        MultiPolygon(vec![Polygon::new(LineString::from(ring), vec![])])
    }

    proptest! {
        #[test]
        fn the_index_finds_what_a_scan_of_all_shapes_finds(
            kites in prop::collection::vec((0.0..100.0_f64, 0.0..100.0_f64, 0.5..20.0_f64, -3.0..3.0_f64), 0..60),
            points in prop::collection::vec((-10.0..110.0_f64, -10.0..110.0_f64), 1..40),
        ) {
            let shapes: Vec<_> = kites.iter().map(|&(e, n, r, lean)| kite(e, n, r, lean)).collect();
            let areas = Areas::new(&shapes);
            let points: Vec<Grid> = points.iter().map(|&(e, n)| Grid { e, n }).collect();
            let many = areas.first_at_each(&points);
            for (point, first) in points.iter().zip(many) {
                let scan: Vec<usize> = (0..shapes.len())
                    .filter(|at| Prepared::new(&shapes[*at]).contains(*point))
                    .collect();
                prop_assert_eq!(areas.at(*point), scan.clone());
                prop_assert_eq!(first, scan.first().copied());
            }
        }
    }

    proptest! {
        #[test]
        fn a_crowd_of_points_is_placed_as_one_by_one(
            kites in prop::collection::vec((0.0..100.0_f64, 0.0..100.0_f64, 0.5..60.0_f64, -3.0..3.0_f64), 1..12),
        ) {
            let shapes: Vec<_> = kites.iter().map(|&(e, n, r, lean)| kite(e, n, r, lean)).collect();
            let areas = Areas::new(&shapes);
            let lattice = (0..2_500).map(|at| Grid { e: f64::from(at % 50) * 3.0 - 20.0, n: f64::from(at / 50) * 3.0 - 20.0 });
            let points: Vec<Grid> = lattice.collect();
            let one_by_one: Vec<Option<usize>> = points.iter().map(|p| areas.first_at(*p)).collect();
            prop_assert_eq!(areas.first_at_each(&points), one_by_one);
        }
    }

    #[test]
    fn points_that_are_no_numbers_lie_nowhere() {
        let areas = Areas::new(&[kite(0.0, 0.0, 10.0, 1.0)]);
        let odd = [Grid { e: f64::NAN, n: 0.0 }, Grid { e: f64::INFINITY, n: 0.0 }, Grid { e: 0.0, n: 0.0 }];
        assert_eq!(areas.first_at_each(&odd), [None, None, Some(0)]);
    }

    #[test]
    fn an_empty_index_holds_nothing() {
        let areas = Areas::new([]);
        assert!(areas.is_empty());
        assert_eq!(areas.first_at_each(&[Grid { e: 0.0, n: 0.0 }]), [None]);
    }
}
