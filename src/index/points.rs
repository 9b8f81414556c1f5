//! Records by place: the nearest, and all within a distance or a box.

use rstar::primitives::GeomWithData;
use rstar::{AABB, PointDistance, RTree};

use crate::geom::Grid;

type Leaf = GeomWithData<[f64; 2], u32>;

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
    tree: RTree<Leaf>,
}

impl Points {
    /// Indexes points with their positions; points that are not finite are left out.
    #[must_use]
    pub fn new(points: impl IntoIterator<Item = (u32, Grid)>) -> Self {
        let finite = points.into_iter().filter(|(_, p)| p.e.is_finite() && p.n.is_finite());
        Self { tree: RTree::bulk_load(finite.map(|(at, p)| Leaf::new([p.e, p.n], at)).collect()) }
    }

    /// How many points there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tree.size()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The `count` nearest points with their distances in metres, nearest first.
    #[must_use]
    pub fn nearest(&self, point: Grid, count: usize) -> Vec<(usize, f64)> {
        let spot = [point.e, point.n];
        let mut found: Vec<(usize, f64)> = Vec::new();
        for (leaf, squared) in self.tree.nearest_neighbor_iter_with_distance_2(&spot) {
            let distance = squared.sqrt();
            // Ties at the last place are all gathered, then cut by position.
            if found.len() >= count && found.last().is_none_or(|last| distance > last.1) {
                break;
            }
            found.push((leaf.data as usize, distance));
        }
        settle(&mut found);
        found.truncate(count);
        found
    }

    /// All points at most `radius_m` away, with their distances, nearest first.
    #[must_use]
    pub fn within(&self, point: Grid, radius_m: f64) -> Vec<(usize, f64)> {
        let spot = [point.e, point.n];
        if radius_m.is_nan() || radius_m < 0.0 {
            return Vec::new();
        }
        let leaves = self.tree.locate_within_distance(spot, radius_m * radius_m);
        let mut found: Vec<(usize, f64)> =
            leaves.map(|leaf| (leaf.data as usize, leaf.distance_2(&spot).sqrt())).collect();
        settle(&mut found);
        found
    }

    /// The points in a box, edges included, ascending.
    #[must_use]
    pub fn in_box(&self, min: Grid, max: Grid) -> Vec<(usize, Grid)> {
        let wanted = AABB::from_corners([min.e, min.n], [max.e, max.n]);
        let leaves = self.tree.locate_in_envelope(&wanted);
        let mut found: Vec<(usize, Grid)> =
            leaves.map(|leaf| (leaf.data as usize, Grid { e: leaf.geom()[0], n: leaf.geom()[1] })).collect();
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

    proptest! {
        #[test]
        fn nearness_is_that_of_a_scan_of_all_points(
            spots in prop::collection::vec((0..20_i32, 0..20_i32), 0..60),
            at in (0..20_i32, 0..20_i32),
            count in 0..10_usize,
            radius in 0..15_i32,
        ) {
            let grid = |(e, n): (i32, i32)| Grid { e: e.into(), n: n.into() };
            let points = Points::new((0..).zip(spots.iter().copied().map(grid)));
            let from = grid(at);
            let mut all: Vec<(usize, f64)> = spots.iter().copied().map(grid).enumerate()
                .map(|(i, p)| (i, ((p.e - from.e).powi(2) + (p.n - from.n).powi(2)).sqrt()))
                .collect();
            settle(&mut all);
            let radius_m = f64::from(radius);
            let within: Vec<_> = all.iter().copied().filter(|(_, d)| *d <= radius_m).collect();
            prop_assert_eq!(points.within(from, radius_m), within);
            all.truncate(count);
            prop_assert_eq!(points.nearest(from, count), all);
        }
    }
}
