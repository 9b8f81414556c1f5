//! What must hold for any two shapes.

use proptest::prelude::*;

use super::shapes::{Dice, changed, moved, rectangle, round, scribble, skyline, star, together, transposed};
use super::{area, check_exactly, pairs, shared};
use crate::geom::overlay::wide;
use geo_types::{MultiPolygon, coord};

const BIRMINGHAM: (f64, f64) = (406_000.0, 286_000.0);

fn two_stars(seed: u64) -> (MultiPolygon<f64>, MultiPolygon<f64>) {
    let mut dice = Dice(seed);
    let p = star(&mut dice, BIRMINGHAM, 300.0, 17);
    let to = (BIRMINGHAM.0 + dice.between(-800.0, 800.0), BIRMINGHAM.1 + dice.between(-800.0, 800.0));
    let q = star(&mut dice, to, 900.0, 60);
    (p, q)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn two_ragged_outlines_share_what_the_referee_says(seed: u64) {
        let mut dice = Dice(seed);
        let p = star(&mut dice, BIRMINGHAM, 300.0, 11);
        let to = (BIRMINGHAM.0 + dice.between(-500.0, 500.0), BIRMINGHAM.1 + dice.between(-500.0, 500.0));
        let q = star(&mut dice, to, 500.0, 15);
        check_exactly(&p, &q);
    }

    #[test]
    fn scribbles_on_a_grid_count_by_their_windings(seed: u64) {
        let mut dice = Dice(seed);
        let (p, q) = (scribble(&mut dice, 7, 6), scribble(&mut dice, 8, 6));
        check_exactly(&p, &q);
    }

    #[test]
    fn skylines_with_edges_in_common_are_measured_exactly(seed: u64) {
        let mut dice = Dice(seed);
        let (p, q) = (skyline(&mut dice, 9, 4), skyline(&mut dice, 9, 4));
        let q = moved(&q, dice.whole(3) - 1.0, dice.whole(4) - 2.0);
        check_exactly(&p, &q);
        check_exactly(&p, &transposed(&q));
    }

    #[test]
    fn the_two_sides_may_change_places(seed: u64) {
        let (p, q) = two_stars(seed);
        prop_assert!((shared(&p, &q) - shared(&q, &p)).abs() <= 1e-8);
    }

    #[test]
    fn the_two_axes_may_change_places(seed: u64) {
        let (p, q) = two_stars(seed);
        prop_assert!((shared(&p, &q) - shared(&transposed(&p), &transposed(&q))).abs() <= 1e-8);
    }

    #[test]
    fn a_move_by_exact_amounts_changes_no_bit(seed: u64, east in -512_i32..512, north in -512_i32..512) {
        let (p, q) = two_stars(seed);
        let coarse = |c: geo_types::Coord<f64>| coord! { x: (c.x * 1024.0).round() / 1024.0, y: (c.y * 1024.0).round() / 1024.0 };
        let (p, q) = (changed(&p, coarse), changed(&q, coarse));
        let (dx, dy) = (f64::from(east) * 256.0, f64::from(north) * 256.0);
        prop_assert_eq!(shared(&p, &q).to_bits(), shared(&moved(&p, dx, dy), &moved(&q, dx, dy)).to_bits());
    }

    #[test]
    fn a_shape_shares_its_whole_area_with_itself(seed: u64) {
        let mut dice = Dice(seed);
        let p = star(&mut dice, BIRMINGHAM, 900.0, 60);
        prop_assert!((shared(&p, &p) - area(&p)).abs() <= 1e-12 * area(&p));
    }

    #[test]
    fn the_parts_of_a_shape_share_what_the_whole_does(seed: u64, cut in 2_usize..18) {
        let mut dice = Dice(seed);
        let p = round(&mut dice, BIRMINGHAM, 300.0, 20);
        let to = (BIRMINGHAM.0 + dice.between(-900.0, 900.0), BIRMINGHAM.1);
        let q = star(&mut dice, to, 900.0, 60);
        let ring = &p.0[0].exterior().0;
        let one = super::shapes::shape(ring[..=cut].to_vec());
        let other = super::shapes::shape([&ring[cut..20], &ring[..1]].concat());
        prop_assert!((shared(&one, &q) + shared(&other, &q) - shared(&p, &q)).abs() <= 1e-8);
        prop_assert!((shared(&together(&[one, other]), &q) - shared(&p, &q)).abs() <= 1e-8);
    }

    #[test]
    fn tiles_of_a_plane_share_out_the_whole_of_a_shape(seed: u64) {
        let mut dice = Dice(seed);
        let p = star(&mut dice, (500.0, 500.0), 480.0, 40);
        let tiles: Vec<_> = (0..100_u32).map(|at| {
            let (x, y) = (f64::from(at % 10) * 100.0, f64::from(at / 10) * 100.0);
            rectangle((x, x + 100.0), (y, y + 100.0))
        }).collect();
        let total: f64 = pairs(std::slice::from_ref(&p), &tiles).iter().map(|pair| pair.area_m2).sum();
        prop_assert!((total - area(&p)).abs() <= 1e-8);
    }

    #[test]
    fn layers_give_the_same_pairs_as_every_shape_against_every_other(seed: u64) {
        let mut dice = Dice(seed);
        let mut layer = |count: usize, radius: f64| -> Vec<_> {
            (0..count).map(|_| {
                let centre = (dice.between(0.0, 3_000.0), dice.between(0.0, 3_000.0));
                let radius = radius * dice.between(0.1, 2.0);
                star(&mut dice, centre, radius, 9)
            }).collect()
        };
        let (p, q) = (layer(40, 150.0), layer(12, 600.0));
        for (p, q) in [(&p, &q), (&q, &p)] {
            let found = pairs(p, q);
            let mut at = 0;
            for (source, a) in p.iter().enumerate() {
                for (target, b) in q.iter().enumerate() {
                    let alone = shared(a, b);
                    if alone != 0.0 {
                        prop_assert_eq!((found[at].source as usize, found[at].target as usize), (source, target));
                        prop_assert!((found[at].area_m2 - alone).abs() <= 1e-8);
                        at += 1;
                    }
                }
            }
            prop_assert_eq!(at, found.len());
        }
    }
}

/// Slabs whose parts cancel to nothing leave the referee its own rounding.
#[test]
fn a_scribble_that_cancels_to_nothing_shares_nothing() {
    let mut dice = Dice(10_386_120_919_079_562_012);
    let (p, q) = (scribble(&mut dice, 7, 6), scribble(&mut dice, 8, 6));
    check_exactly(&p, &q);
    assert_eq!(shared(&p, &q), 0.0);
}

#[test]
fn threads_and_instructions_change_no_bit() {
    let mut dice = Dice(11);
    let mut layer = |count: usize, radius: f64, points: u32| -> Vec<_> {
        (0..count)
            .map(|_| {
                let centre = (dice.between(0.0, 30_000.0), dice.between(0.0, 30_000.0));
                star(&mut dice, centre, radius, points)
            })
            .collect()
    };
    let (p, q) = (layer(3_000, 300.0, 25), layer(200, 1_500.0, 120));
    let bits = |found: Vec<super::SharedArea>| -> Vec<_> {
        found.iter().map(|pair| (pair.source, pair.target, pair.area_m2.to_bits())).collect()
    };
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        bits(pool.install(|| pairs(&p, &q)))
    };
    let one = on(1);
    assert!(one.len() > 5_000);
    assert_eq!(one, on(2));
    for (kind, found) in wide::with_each_kind(&p, &q) {
        assert_eq!(one, bits(found), "{kind}");
    }
}
