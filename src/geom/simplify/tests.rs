use super::*;
use crate::geom::measure::area_m2;
use crate::geom::topology::find_seams;
use crate::geom::validity::is_right;
use proptest::prelude::*;

/// A coverage of `cells` × `cells` quadrilaterals whose borders wander.
fn patchwork(cells: usize, bends: &[f64]) -> Vec<MultiPolygon<f64>> {
    let bend = |i: usize| bends[i % bends.len()];
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    let node = |col: usize, row: usize| Coord { x: col as f64 * 100.0, y: row as f64 * 100.0 };
    // The bends of an edge depend on the edge alone, so both sides agree.
    let edge = |a: (usize, usize), b: (usize, usize)| -> Vec<Coord<f64>> {
        let (from, to) = (node(a.0, a.1), node(b.0, b.1));
        let seed = a.0 * 7 + a.1 * 13 + b.0 * 17 + b.1 * 29;
        let across = Coord { x: to.y - from.y, y: from.x - to.x };
        (0..10_u32)
            .map(|step| {
                let share = f64::from(step) / 10.0;
                let off = if step == 0 { 0.0 } else { bend(seed + step as usize) * 0.04 };
                from + (to - from) * share + across * off
            })
            .collect()
    };
    let backwards = |a, b| {
        let mut line = edge(a, b);
        line.push(node(b.0, b.1));
        line.reverse();
        line.pop();
        line
    };
    let mut shapes = Vec::new();
    for row in 0..cells {
        for col in 0..cells {
            let (sw, se) = ((col, row), (col + 1, row));
            let (nw, ne) = ((col, row + 1), (col + 1, row + 1));
            let ring = [edge(sw, se), edge(se, ne), backwards(nw, ne), backwards(sw, nw)].concat();
            shapes.push(MultiPolygon(vec![Polygon::new(LineString(ring), vec![])]));
        }
    }
    shapes
}

fn vertices(shapes: &[MultiPolygon<f64>]) -> usize {
    shapes.iter().flat_map(|s| &s.0).map(|p| p.exterior().0.len()).sum()
}

#[test]
fn an_island_is_not_jumped_over() {
    // A shallow bay with an islet in it: cutting the bay off would swallow the islet.
    let shore = LineString::from(vec![(0.0, 0.0), (100.0, 0.0), (100.0, 50.0), (50.0, 46.0), (0.0, 50.0)]);
    let islet = LineString::from(vec![(49.0, 47.0), (51.0, 47.0), (50.0, 48.0)]);
    let shapes = [shore, islet].map(|ring| MultiPolygon(vec![Polygon::new(ring, vec![])]));
    let drawn = simplify_together(&shapes.iter().collect::<Vec<_>>(), 20.0);
    assert!(drawn[0].0[0].exterior().0.contains(&Coord { x: 50.0, y: 46.0 }));
}

#[test]
fn a_small_ring_never_folds_up() {
    let ring = LineString::from(vec![(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]);
    let shape = MultiPolygon(vec![Polygon::new(ring, vec![])]);
    let drawn = simplify_together(&[&shape], 1000.0);
    assert!(drawn[0].0[0].exterior().0.len() >= 4);
    assert!(is_right(&drawn[0]));
}

#[test]
fn no_tolerance_leaves_everything_as_it_is() {
    let shapes = patchwork(2, &[0.1, -0.3, 0.7]);
    let refs: Vec<_> = shapes.iter().collect();
    assert_eq!(simplify_together(&refs, 0.0), shapes);
}

proptest! {
    #[test]
    fn neighbours_still_fit_and_every_ring_stays_right(
        bends in prop::collection::vec(-1.0..1.0_f64, 31..32),
        tolerance_m in 0.1..60.0_f64,
    ) {
        let shapes = patchwork(3, &bends);
        prop_assume!(shapes.iter().all(is_right));
        let refs: Vec<_> = shapes.iter().collect();
        prop_assume!(find_seams(&refs, 1e-3).overlaps.is_empty());
        let drawn = simplify_together(&refs, tolerance_m);
        prop_assert!(vertices(&drawn) <= vertices(&shapes));
        for shape in &drawn {
            prop_assert!(is_right(shape));
        }
        let seams = find_seams(&drawn.iter().collect::<Vec<_>>(), 1e-3);
        prop_assert!(seams.overlaps.is_empty() && seams.gaps.is_empty(), "{:?}", seams);
        let total = |all: &[MultiPolygon<f64>]| all.iter().map(area_m2).sum::<f64>();
        // Only the outer border can move, by no more than the tolerance.
        prop_assert!((total(&drawn) - total(&shapes)).abs() <= tolerance_m * 1_200.0 * 1.5);
    }
}
