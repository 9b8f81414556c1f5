//! The ground nearer to one site than to any other: what a postcode's point stands for.

use geo_types::{Coord, LineString, MultiPolygon, Polygon};

use super::compass::SIXTEENTHS;
use super::point::Grid;

/// The ground nearer to `site` than to any of `others`, at most `reach_m` from it.
///
/// `others` stand nearest first; those at the very same spot share the ground
/// with the site and are passed over. The ring runs anticlockwise.
///
/// # Examples
/// ```
/// use wardwise::geom::Grid;
/// use wardwise::geom::cells::nearest_ground;
/// use wardwise::geom::measure::area_m2;
/// let at = |e: f64, n: f64| Grid { e, n };
/// // Neighbours 100 m away on four sides leave a square of 100 m.
/// let others = [at(100.0, 0.0), at(-100.0, 0.0), at(0.0, 100.0), at(0.0, -100.0)];
/// assert!((area_m2(&nearest_ground(at(0.0, 0.0), others, 500.0)) - 10_000.0).abs() < 1e-6);
/// ```
///
/// # Source
/// Voronoi cells by half-planes; `docs/methods/custom-areas.md`.
#[must_use]
pub fn nearest_ground(site: Grid, others: impl IntoIterator<Item = Grid>, reach_m: f64) -> MultiPolygon<f64> {
    let centre = Coord::from(site);
    let mut ring: Vec<Coord<f64>> =
        SIXTEENTHS.iter().map(|(x, y)| centre + Coord { x: x * reach_m, y: y * reach_m }).collect();
    for other in others.into_iter().map(Coord::from) {
        let away = other - centre;
        let squared = away.x * away.x + away.y * away.y;
        // Who stands more than twice as far as the farthest corner cuts nothing off.
        if squared > 4.0 * farthest_squared(centre, &ring) {
            break;
        }
        if squared > 0.0 {
            ring = cut(&ring, centre + away / 2.0, away);
        }
    }
    ring.extend(ring.first().copied());
    MultiPolygon(vec![Polygon::new(LineString(ring), Vec::new())])
}

fn farthest_squared(centre: Coord<f64>, ring: &[Coord<f64>]) -> f64 {
    let squared = |corner: &Coord<f64>| {
        let d = *corner - centre;
        d.x * d.x + d.y * d.y
    };
    ring.iter().map(squared).fold(0.0, f64::max)
}

/// The part of a convex ring that does not lie beyond the line through `at` across `away`.
fn cut(ring: &[Coord<f64>], at: Coord<f64>, away: Coord<f64>) -> Vec<Coord<f64>> {
    let beyond = |p: Coord<f64>| (p.x - at.x) * away.x + (p.y - at.y) * away.y;
    let mut kept = Vec::with_capacity(ring.len() + 1);
    let nexts = ring.iter().skip(1).chain(ring.first());
    for (from, to) in ring.iter().zip(nexts) {
        let (a, b) = (beyond(*from), beyond(*to));
        if a <= 0.0 {
            kept.push(*from);
        }
        if (a < 0.0 && b > 0.0) || (a > 0.0 && b < 0.0) {
            kept.push(*from + (*to - *from) * (a / (a - b)));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::locate::Prepared;
    use crate::geom::measure::area_m2;
    use proptest::prelude::*;

    #[test]
    fn a_site_alone_has_the_ground_within_reach() {
        let alone = nearest_ground(Grid { e: 0.0, n: 0.0 }, [], 100.0);
        // A regular 16-gon in a circle of 100 m: 8 r² sin(22.5°).
        assert!((area_m2(&alone) - 8.0 * 1e4 * 0.382_683_432_365_089_8).abs() < 1e-6);
    }

    #[test]
    fn a_neighbour_at_the_same_spot_takes_nothing_away() {
        let here = Grid { e: 5.0, n: 5.0 };
        assert_eq!(nearest_ground(here, [here], 50.0), nearest_ground(here, [], 50.0));
    }

    proptest! {
        #[test]
        fn a_spot_lies_in_the_cell_of_its_nearest_site(
            sites in prop::collection::vec((-50..50_i32, -50..50_i32), 2..40),
            spot in (-40..40_i32, -40..40_i32),
        ) {
            let grid = |(e, n): (i32, i32)| Grid { e: e.into(), n: n.into() };
            let spot = Grid { e: f64::from(spot.0) + 0.313, n: f64::from(spot.1) + 0.271 };
            let far = |site: &Grid, from: Grid| (site.e - from.e).hypot(site.n - from.n);
            let sites: Vec<Grid> = sites.into_iter().map(grid).collect();
            let nearest = sites.iter().map(|site| far(site, spot)).fold(f64::INFINITY, f64::min);
            for site in &sites {
                let mut others = sites.clone();
                others.sort_by(|a, b| far(a, *site).total_cmp(&far(b, *site)));
                let cell = nearest_ground(*site, others, 1_000.0);
                let holds = Prepared::new(&cell).contains(spot);
                let gap = far(site, spot) - nearest;
                // Within rounding of the line between two sites either may hold it.
                prop_assert!(gap.abs() < 1e-9 || holds == (gap <= 0.0), "{site:?} {gap}");
            }
        }
    }
}
