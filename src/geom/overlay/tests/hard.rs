//! The shapes that catch real mistakes: slivers, near copies, holes, islands, size.

use geo_types::{Coord, LineString, MultiPolygon, Polygon, coord};

use super::shapes::{Dice, changed, moved, rectangle, ring, shape, split, star, together};
use super::{area, check_exactly, check_within, shared};
use crate::geom::overlay::{Prepared, find_multiple_cover};

const BIRMINGHAM: (f64, f64) = (406_000.0, 286_000.0);

#[test]
fn slivers_down_to_a_nanometre_are_measured() {
    for (seed, width) in (0..).zip([1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2]) {
        let mut dice = Dice(seed);
        for _ in 0..20 {
            // Two neighbours along a crooked line; one is moved over the other.
            let angle = dice.between(0.0, 6.3);
            let turned = |x: f64, y: f64| {
                let (sin, cos) = angle.sin_cos();
                coord! { x: BIRMINGHAM.0 + x * cos - y * sin, y: BIRMINGHAM.1 + x * sin + y * cos }
            };
            let line: Vec<Coord<f64>> =
                (0..9).map(|at| turned(f64::from(at) * 40.0, dice.between(-15.0, 15.0))).collect();
            let above = [line.clone(), vec![turned(320.0, 200.0), turned(0.0, 200.0)]].concat();
            let below = [line, vec![turned(320.0, -200.0), turned(0.0, -200.0)]].concat();
            let (above, below) = (shape(above), shape(below));
            let over = moved(&above, width * angle.sin(), -width * angle.cos());
            check_exactly(&over, &below);
            check_exactly(&below, &over);
            check_exactly(&above, &below);
        }
    }
}

#[test]
fn a_sliver_wholly_inside_a_target_is_kept() {
    let target = rectangle((0.0, 1_000.0), (0.0, 1_000.0));
    for width in [1e-9, 1e-7, 1e-3] {
        let sliver = rectangle((500.0, 500.0 + width), (200.0, 201.0));
        check_exactly(&sliver, &target);
        assert_eq!(shared(&sliver, &target), area(&sliver));
        assert!(shared(&sliver, &target) > 0.0);
    }
}

#[test]
fn copies_moved_by_a_hair_share_all_but_a_hair() {
    for (seed, step) in (0..).zip([1e-9, 1e-8, 1e-6, 1e-4, 1e-2, 1e-1]) {
        let mut dice = Dice(seed);
        let p = star(&mut dice, BIRMINGHAM, 300.0, 24);
        for (dx, dy) in [(step, 0.0), (0.0, step), (-step, step), (step, -step / 3.0)] {
            check_within(&p, &moved(&p, dx, dy), 1e-9);
        }
    }
}

#[test]
fn copies_with_split_edges_share_their_area() {
    for seed in 0..20 {
        let p = star(&mut Dice(seed), BIRMINGHAM, 300.0, 12);
        let fine = split(&split(&p));
        check_within(&p, &fine, 1e-9);
        check_within(&fine, &p, 1e-9);
        assert!((shared(&p, &fine) - area(&p)).abs() < 1e-6);
    }
}

#[test]
fn shapes_that_only_touch_share_nothing() {
    let square = rectangle((0.0, 10.0), (0.0, 10.0));
    for (dx, dy) in [(10.0, 0.0), (-10.0, 0.0), (0.0, 10.0), (0.0, -10.0), (10.0, 10.0), (10.0, -5.0)] {
        assert_eq!(shared(&square, &moved(&square, dx, dy)), 0.0);
    }
    let slanted = shape([(0.0, 0.0), (7.0, 3.0), (4.0, 9.0)].map(|(x, y)| coord! { x: x, y: y }).to_vec());
    let beside = shape([(0.0, 0.0), (7.0, 3.0), (9.0, -4.0)].map(|(x, y)| coord! { x: x, y: y }).to_vec());
    assert_eq!(shared(&slanted, &beside), 0.0);
}

#[test]
fn shapes_of_sixty_kilometres_keep_their_small_change() {
    for seed in 0..12 {
        let mut dice = Dice(seed);
        let p = star(&mut dice, BIRMINGHAM, 30_000.0, 21);
        let q = star(&mut dice, (BIRMINGHAM.0 + 20_000.0, BIRMINGHAM.1 - 9_000.0), 30_000.0, 21);
        let (ours, exact) = (shared(&p, &q), super::referee::shared_area(&p, &q));
        assert!(exact.off(ours).is_at_most(&exact.abs().scaled(1e-13)), "{}", exact.off(ours));
    }
}

#[test]
fn holes_that_touch_shells_and_islands_in_holes_are_cut_out_once() {
    let hole = ring(&[(0.0, 5.0), (4.0, 2.0), (6.0, 7.0), (3.0, 10.0)]);
    let lake = ring(&[(7.0, 1.0), (9.0, 1.0), (9.0, 3.0), (7.0, 3.0)]);
    let shell = rectangle((0.0, 10.0), (0.0, 10.0)).0[0].exterior().clone();
    let holed = MultiPolygon(vec![Polygon::new(shell, vec![hole, lake])]);
    let island = rectangle((7.5, 8.0), (1.5, 2.0));
    let both = together(&[holed.clone(), island.clone()]);
    for (seed, other) in (0..40).map(|seed| (seed, star(&mut Dice(seed), (5.0, 5.0), 6.0, 9))) {
        check_exactly(&holed, &other);
        check_exactly(&both, &other);
        check_exactly(&other, &both);
        assert!(seed < 40);
    }
    check_exactly(&holed, &holed);
    assert_eq!(shared(&island, &holed), 0.0);
    assert_eq!(shared(&island, &both), 0.25);
}

#[test]
fn the_direction_of_rings_does_not_matter() {
    let turn = |of: &MultiPolygon<f64>| {
        let back = |line: &LineString<f64>| LineString(line.0.iter().rev().copied().collect());
        MultiPolygon(
            of.0.iter()
                .map(|p| Polygon::new(back(p.exterior()), p.interiors().iter().map(back).collect()))
                .collect(),
        )
    };
    let hole = ring(&[(2.0, 2.0), (2.0, 6.0), (7.0, 6.0), (7.0, 2.0)]);
    let shell = rectangle((0.0, 10.0), (0.0, 10.0)).0[0].exterior().clone();
    let p = MultiPolygon(vec![Polygon::new(shell, vec![hole])]);
    let q = rectangle((1.0, 5.0), (1.0, 5.0));
    assert_eq!(shared(&p, &q), 7.0);
    assert_eq!(shared(&turn(&p), &q), 7.0);
    assert_eq!(shared(&turn(&p), &turn(&q)), 7.0);
}

#[test]
fn a_bow_tie_counts_one_lobe_against_the_other_and_is_named() {
    let tie =
        shape([(0.0, 0.0), (4.0, 4.0), (4.0, 0.0), (0.0, 4.0)].map(|(x, y)| coord! { x: x, y: y }).to_vec());
    let (left, right) = (rectangle((0.0, 2.0), (0.0, 4.0)), rectangle((2.0, 4.0), (0.0, 4.0)));
    assert_eq!(area(&tie), 0.0);
    assert_eq!(shared(&tie, &left) + shared(&tie, &right), 0.0);
    assert_eq!(shared(&tie, &left).abs(), 4.0);
    assert_eq!(shared(&tie, &tie), 8.0);
    let sound = rectangle((0.0, 3.0), (0.0, 3.0));
    let twice = together(&[sound.clone(), sound.clone()]);
    let all = [sound, tie, twice];
    let named = find_multiple_cover(&Prepared::new(&all).expect("finite"), 0.0);
    assert_eq!(named.iter().map(|found| found.index).collect::<Vec<_>>(), [1, 2]);
    assert_eq!((named[1].area_m2, named[1].with_itself_m2), (18.0, 36.0));
}

#[test]
fn spikes_and_doubled_points_change_nothing() {
    let plain = rectangle((0.0, 10.0), (0.0, 10.0));
    let odd = [
        (0.0, 0.0),
        (0.0, 0.0),
        (10.0, 0.0),
        (25.0, 0.0),
        (10.0, 0.0),
        (10.0, 10.0),
        (10.0, 10.0),
        (5.0, 10.0),
        (5.0, 17.0),
        (5.0, 10.0),
        (0.0, 10.0),
        (-3.0, 10.0),
        (0.0, 10.0),
        (0.0, 0.0),
    ];
    let odd = MultiPolygon(vec![Polygon::new(ring(&odd), Vec::new())]);
    assert_eq!(shared(&odd, &plain), 100.0);
    assert_eq!(shared(&odd, &odd), 100.0);
    for seed in 0..20 {
        check_exactly(&odd, &star(&mut Dice(seed), (8.0, 8.0), 9.0, 7));
    }
}

#[test]
fn other_units_have_their_own_sense_of_small() {
    for scale in [1e-9, 1e-5, 1e-2, 1e4, 1e9] {
        for seed in 0..12 {
            let mut dice = Dice(seed);
            let scaled = |of: &MultiPolygon<f64>| changed(of, |c| coord! { x: c.x * scale, y: c.y * scale });
            let p = star(&mut dice, (52.5, -1.9), 3.0, 9);
            let q = star(&mut dice, (54.0, -1.0), 3.0, 9);
            check_exactly(&scaled(&p), &scaled(&q));
        }
    }
}

/// A coast of many bays around one point.
fn coast(points: u32) -> MultiPolygon<f64> {
    let corner = |at: u32| {
        let angle = std::f64::consts::TAU * f64::from(at) / f64::from(points);
        let far = 20_000.0 + 30.0 * (angle * 40_000.0).sin();
        coord! { x: 400_000.0 + far * angle.cos(), y: 300_000.0 + far * angle.sin() }
    };
    shape((0..points).map(corner).collect())
}

#[test]
fn a_ring_of_a_million_points_is_measured() {
    let coast = coast(1_000_000);
    let whole = area(&coast);
    let tiles: Vec<_> = (0..400_u32)
        .map(|at| {
            let (x, y) = (375_000.0 + f64::from(at % 20) * 2_500.0, 275_000.0 + f64::from(at / 20) * 2_500.0);
            rectangle((x, x + 2_500.0), (y, y + 2_500.0))
        })
        .collect();
    let total: f64 = super::pairs(&tiles, &[coast]).iter().map(|pair| pair.area_m2).sum();
    assert!((total - whole).abs() <= 1e-9 * whole, "{total} of {whole}");
}

#[test]
fn a_long_coast_shares_its_whole_area_with_itself() {
    let coast = coast(100_000);
    let whole = area(&coast);
    assert!((shared(&coast, &coast) - whole).abs() <= 1e-9 * whole);
}
