//! Records by place: the nearest, and all within a distance or a box.

mod nearest;
mod pairs;

use crate::geom::Grid;

use super::tree::{Around, Placed, Tree};

pub use pairs::NearPair;

/// A point with its published position.
#[derive(Debug, Clone, Copy)]
struct Spot {
    e: f64,
    n: f64,
    at: u32,
}

impl Spot {
    fn point(&self) -> Grid {
        Grid { e: self.e, n: self.n }
    }

    /// The square of the distance to a point, in m².
    #[inline]
    fn distance2(&self, p: Grid) -> f64 {
        let (e, n) = (self.e - p.e, self.n - p.n);
        e * e + n * n
    }
}

impl Placed for Spot {
    fn around(&self) -> Around {
        Around::at(self.point())
    }

    fn at(&self) -> u32 {
        self.at
    }
}

/// Points, ready for questions about nearness.
///
/// Answers are positions in the order the points were given in. Equal
/// distances stand in that order too, so answers never depend on the tree.
///
/// # Examples
/// ```
/// use wardwise::geom::Grid;
/// use wardwise::index::Points;
/// let points = Points::new([(7, Grid { e: 0.0, n: 0.0 }), (9, Grid { e: 3.0, n: 4.0 })]);
/// assert_eq!(points.within(Grid { e: 0.0, n: 0.0 }, 5.0), [(7, 0.0), (9, 5.0)]);
/// assert_eq!(points.nearest(Grid { e: 3.0, n: 3.0 }, 1), [(9, 1.0)]);
/// ```
#[derive(Debug)]
pub struct Points {
    tree: Tree<Spot>,
}

impl Points {
    /// Indexes points with their positions; points that are not finite are left out.
    #[must_use]
    pub fn new(points: impl IntoIterator<Item = (u32, Grid)>) -> Self {
        let finite = points.into_iter().filter(|(_, p)| p.e.is_finite() && p.n.is_finite());
        Self { tree: Tree::build(finite.map(|(at, p)| Spot { e: p.e, n: p.n, at }).collect()) }
    }

    /// How many points there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tree.things.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The `count` nearest points with their distances in metres, nearest first.
    /// A point that is not finite is near nothing.
    #[must_use]
    pub fn nearest(&self, point: Grid, count: usize) -> Vec<(usize, f64)> {
        nearest::nearest(&self.tree, point, count)
    }

    /// All points at most `radius_m` away, with their distances, nearest first.
    #[must_use]
    pub fn within(&self, point: Grid, radius_m: f64) -> Vec<(usize, f64)> {
        if radius_m.is_nan() || radius_m < 0.0 {
            return Vec::new();
        }
        let (radius2, here) = (radius_m * radius_m, Around::at(point));
        let mut found: Vec<(usize, f64)> = Vec::new();
        self.tree.visit(
            0,
            |around| around.gap2(&here) <= radius2,
            |leaf| {
                let near = self.tree.leaf(leaf).iter().map(|spot| (spot, spot.distance2(point)));
                let near = near.filter(|(_, distance2)| *distance2 <= radius2);
                found.extend(near.map(|(spot, distance2)| (spot.at as usize, distance2.sqrt())));
            },
        );
        settle(&mut found);
        found
    }

    /// All pairs of points at most `radius_m` apart, by position of the first,
    /// then of the second; on all cores, and the same on any number of them.
    ///
    /// # Examples
    /// ```
    /// use wardwise::geom::Grid;
    /// use wardwise::index::Points;
    /// let points = [(0.0, 0.0), (3.0, 4.0), (9.0, 9.0)].map(|(e, n)| Grid { e, n });
    /// let near = Points::new((0..).zip(points)).pairs_within(5.0);
    /// assert_eq!(near.len(), 1);
    /// assert_eq!((near[0].first, near[0].second, near[0].distance_m), (0, 1, 5.0));
    /// ```
    #[must_use]
    pub fn pairs_within(&self, radius_m: f64) -> Vec<NearPair> {
        pairs::pairs_within(&self.tree, radius_m)
    }

    /// The points in a box, edges included, ascending.
    #[must_use]
    pub fn in_box(&self, min: Grid, max: Grid) -> Vec<(usize, Grid)> {
        let wanted = Around { min, max };
        let mut found: Vec<(usize, Grid)> = Vec::new();
        self.tree.visit(
            0,
            |around| around.meets(&wanted),
            |leaf| {
                let inside = self.tree.leaf(leaf).iter().filter(|spot| spot.around().meets(&wanted));
                found.extend(inside.map(|spot| (spot.at as usize, spot.point())));
            },
        );
        found.sort_unstable_by_key(|(at, _)| *at);
        found
    }
}

fn settle(found: &mut [(usize, f64)]) {
    found.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn distance_m(a: Grid, b: Grid) -> f64 {
        ((a.e - b.e) * (a.e - b.e) + (a.n - b.n) * (a.n - b.n)).sqrt()
    }

    fn by_scan(spots: &[Grid], from: Grid) -> Vec<(usize, f64)> {
        let mut all: Vec<(usize, f64)> = spots.iter().map(|p| distance_m(*p, from)).enumerate().collect();
        settle(&mut all);
        all
    }

    /// Every question about `spots` is answered as a scan of all points answers it.
    fn check(spots: &[Grid], from: Grid, count: usize, radius_m: f64) -> Result<(), TestCaseError> {
        let points = Points::new((0..).zip(spots.iter().copied()));
        prop_assert_eq!(points.len(), spots.len());
        let mut all = by_scan(spots, from);
        let within: Vec<_> = all.iter().copied().filter(|(_, d)| *d <= radius_m).collect();
        prop_assert_eq!(points.within(from, radius_m), within);
        all.truncate(count);
        prop_assert_eq!(points.nearest(from, count), all);
        let max = Grid { e: from.e + radius_m, n: from.n + radius_m / 2.0 };
        let inside = |p: &Grid| p.e >= from.e && p.e <= max.e && p.n >= from.n && p.n <= max.n;
        let boxed: Vec<_> = spots.iter().copied().enumerate().filter(|(_, p)| inside(p)).collect();
        prop_assert_eq!(points.in_box(from, max), boxed);
        let mut pairs = Vec::new();
        for (first, a) in (0_u32..).zip(spots) {
            for (second, b) in (0_u32..).zip(spots).skip(first as usize + 1) {
                if distance_m(*a, *b) <= radius_m {
                    pairs.push(NearPair { first, second, distance_m: distance_m(*a, *b) });
                }
            }
        }
        prop_assert_eq!(points.pairs_within(radius_m), pairs);
        Ok(())
    }

    proptest! {
        // Few places, so that many points stand on one another and are equally near.
        #[test]
        fn crowded_points_are_found_as_by_a_scan_of_all(
            spots in prop::collection::vec((0..20_i32, 0..20_i32), 0..200),
            at in (-5..25_i32, -5..25_i32),
            count in 0..250_usize,
            radius in 0..15_i32,
        ) {
            let grid = |(e, n): (i32, i32)| Grid { e: e.into(), n: n.into() };
            let spots: Vec<Grid> = spots.into_iter().map(grid).collect();
            check(&spots, grid(at), count, radius.into())?;
        }

        // Far apart and close together at once.
        #[test]
        fn scattered_points_are_found_as_by_a_scan_of_all(
            spots in prop::collection::vec((-1.0..1.0_f64, -1.0..1.0_f64, 0..7_i32), 0..200),
            at in (-3.0..3.0_f64, -3.0..3.0_f64),
            count in 0..9_usize,
            radius in 0.0..1.0_f64,
            scale in 0..7_i32,
        ) {
            let spots: Vec<Grid> = spots.into_iter()
                .map(|(e, n, size)| Grid { e: e * 10_f64.powi(size), n: n * 10_f64.powi(size) })
                .collect();
            check(&spots, Grid { e: at.0, n: at.1 }, count, radius * 10_f64.powi(scale))?;
        }
    }

    #[test]
    fn any_number_of_threads_finds_the_same_pairs_in_the_same_order() {
        let spread = |at: u32, by: u32| f64::from(at.wrapping_mul(by) >> 12);
        let spots =
            (0..20_000).map(|at| (at, Grid { e: spread(at, 2_654_435_761), n: spread(at, 2_246_822_519) }));
        let pairs = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            pool.install(|| Points::new(spots.clone()).pairs_within(9_000.0))
        };
        let alone = pairs(1);
        assert!(alone.len() > 10_000, "{}", alone.len());
        assert_eq!(pairs(3), alone);
    }

    #[test]
    fn nothing_is_near_a_point_that_is_no_number_and_no_point_is_in_an_empty_index() {
        let nowhere = Grid { e: f64::NAN, n: 0.0 };
        let here = Grid { e: 1.0, n: 1.0 };
        let points = Points::new([(0, nowhere), (1, here)]);
        assert_eq!(points.len(), 1);
        assert_eq!(points.nearest(nowhere, 3), []);
        assert_eq!(points.nearest(here, usize::MAX), [(1, 0.0)]);
        let empty = Points::new([]);
        assert!(empty.is_empty());
        assert_eq!(empty.nearest(here, 3), []);
        assert_eq!(empty.within(here, f64::INFINITY), []);
        assert_eq!(empty.pairs_within(f64::INFINITY), []);
        assert_eq!(points.within(here, -1.0), []);
    }
}
