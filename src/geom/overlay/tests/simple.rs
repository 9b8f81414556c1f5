//! The quick look at sound shapes: it may pass no shape that meets itself.

use std::slice::from_ref;

use geo_types::{Coord, MultiPolygon};
use proptest::prelude::*;

use super::shapes::{Dice, changed, round, scribble, shape, skyline, star, together, transposed};
use crate::geom::overlay::boxes::LANES;
use crate::geom::overlay::simple::{is_simple, is_star};
use crate::geom::overlay::target::Targets;
use crate::geom::overlay::{Prepared, find_multiple_cover, wide};

/// What each of the two tests says of a shape.
fn looks(of: &MultiPolygon<f64>) -> (bool, bool) {
    let prepared = Prepared::new([of]).expect("finite");
    let mut blocks = Targets::empty();
    blocks.cut(&prepared, 0);
    (is_star(&prepared, 0), is_simple(&prepared, 0, blocks.get(0)))
}

fn passes(of: &MultiPolygon<f64>) -> bool {
    let (star, simple) = looks(of);
    star || simple
}

/// Whether two edges that are no neighbours share a point, or two neighbours
/// more than one. Corners are small whole numbers, so nothing is rounded.
fn meets_itself(of: &MultiPolygon<f64>) -> bool {
    let points = &of.0[0].exterior().0;
    let edges: Vec<_> = points.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let n = edges.len();
    (0..n).any(|i| {
        (0..i).any(|j| match (i - j, n - (i - j)) {
            (1, _) => folds(edges[j], edges[i]),
            (_, 1) => folds(edges[i], edges[j]),
            _ => share_a_point(edges[i], edges[j]),
        })
    })
}

type Edge = (Coord<f64>, Coord<f64>);

fn cross(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> f64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

fn folds((a, b): Edge, (_, c): Edge) -> bool {
    cross(a, b, c) == 0.0 && (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) <= 0.0
}

fn share_a_point((a, b): Edge, (c, d): Edge) -> bool {
    let within = |p: Coord<f64>, (a, b): Edge| {
        cross(a, b, p) == 0.0
            && p.x >= a.x.min(b.x)
            && p.x <= a.x.max(b.x)
            && p.y >= a.y.min(b.y)
            && p.y <= a.y.max(b.y)
    };
    let across = |(a, b): Edge, (c, d): Edge| cross(a, b, c) * cross(a, b, d) < 0.0;
    across((a, b), (c, d)) && across((c, d), (a, b))
        || within(a, (c, d))
        || within(b, (c, d))
        || within(c, (a, b))
        || within(d, (a, b))
}

/// Where the look passes a shape, the overlay with itself names none; and
/// what the two name together is what the overlay alone names.
fn check_named(of: &MultiPolygon<f64>) {
    let prepared = Prepared::new([of]).expect("finite");
    let named = find_multiple_cover(&prepared, 1e-9);
    let with_itself = super::shared(of, of);
    let crossing = (with_itself - super::area(of)).abs() > 1e-9;
    assert_eq!(named.len(), usize::from(crossing), "{of:?}");
    assert!(!(crossing && passes(of)), "{of:?}");
}

/// A long ring that winds to and fro: sound, and no star.
fn meander(dice: &mut Dice, bends: u32) -> MultiPolygon<f64> {
    let mut there = Vec::new();
    for bend in 0..bends {
        let x = f64::from(bend) * 10.0;
        let reach = dice.between(50.0, 90.0);
        for (dx, y) in [(0.0, 0.0), (0.5, reach), (4.0, reach + 1.0), (4.5, 0.5)] {
            there.push(Coord { x: x + dx, y: y + dice.between(0.0, 0.2) });
        }
    }
    let back = there.iter().rev().map(|c| Coord { x: c.x + 1.0, y: c.y - 2.0 }).collect::<Vec<_>>();
    let below: Vec<_> = back.into_iter().map(|c| Coord { x: c.x, y: -20.0 - c.x / 50.0 }).collect();
    shape([there, vec![below[0], below[below.len() - 1]]].concat())
}

#[test]
fn most_sound_shapes_are_told_by_a_look() {
    let (mut stars, mut simple) = (0, 0);
    for seed in 0..100 {
        let mut dice = Dice(seed);
        let p = round(&mut dice, (406_000.0, 286_000.0), 300.0, 30);
        let (star, other) = looks(&p);
        (stars, simple) = (stars + u32::from(star), simple + u32::from(other));
        assert_eq!(looks(&meander(&mut dice, 12)), (false, true), "{seed}");
    }
    assert!(stars >= 99 && simple >= 99, "{stars}, {simple}");
}

#[test]
fn rings_that_touch_cross_or_double_back_are_left_to_the_overlay() {
    let of = |points: &[(f64, f64)]| shape(points.iter().copied().map(Coord::from).collect());
    // A bow-tie, one with a corner where it crosses, a spike, a doubled corner, two rounds.
    let tie = of(&[(0.0, 0.0), (4.0, 4.0), (4.0, 0.0), (0.0, 4.0)]);
    let knot = of(&[(0.0, 0.0), (2.0, 2.0), (4.0, 4.0), (4.0, 0.0), (2.0, 2.0), (0.0, 4.0)]);
    let spike = of(&[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (9.0, 4.0), (3.0, 4.0), (0.0, 4.0)]);
    let square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)];
    let rounds = of(&[square, square].concat());
    for odd in [&tie, &knot, &spike, &rounds, &together(&[of(&square), of(&square)])] {
        assert!(!passes(odd), "{odd:?}");
        check_named(odd);
    }
    assert!(passes(&of(&square)));
}

#[test]
fn a_crossing_anywhere_along_a_long_ring_is_found() {
    for bend in 0..4 * LANES {
        let sound = meander(&mut Dice(7), 40);
        let mut points = sound.0[0].exterior().0.clone();
        points.swap(4 * bend + 1, 4 * bend + 2);
        let crossed = shape(points);
        assert!(!passes(&crossed), "{bend}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_scribble_that_meets_itself_passes(seed: u64, points in 3_u32..40, most in 2_u32..60) {
        let p = scribble(&mut Dice(seed), points, most);
        prop_assert!(!(passes(&p) && meets_itself(&p)), "{p:?}");
        check_named(&p);
    }

    #[test]
    fn a_ring_with_a_few_corners_moved_is_named_as_before(seed: u64, points in 5_u32..70, moves in 0_u32..4) {
        let mut dice = Dice(seed);
        let whole = star(&mut dice, (500.0, 500.0), 400.0, points);
        let mut ring = changed(&whole, |c| Coord { x: c.x.round(), y: c.y.round() }).0[0].exterior().0.clone();
        ring.pop();
        for _ in 0..moves {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below the number of corners")]
            let at = dice.between(0.0, f64::from(points)) as usize;
            ring[at] = Coord { x: dice.whole(1_000), y: dice.whole(1_000) };
        }
        let p = shape(ring);
        prop_assert!(!(passes(&p) && meets_itself(&p)), "{p:?}");
        check_named(&p);
        check_named(&transposed(&p));
    }

    #[test]
    fn skylines_and_their_copies_are_named_as_before(seed: u64) {
        let mut dice = Dice(seed);
        let p = skyline(&mut dice, 12, 5);
        check_named(&p);
        check_named(&together(&[p.clone(), p]));
    }

    #[test]
    fn the_look_says_the_same_with_all_instructions(seed: u64, points in 3_u32..60) {
        let p = scribble(&mut Dice(seed), points, 30);
        let prepared = Prepared::new(from_ref(&p)).expect("finite");
        let kinds = wide::themselves_with_each_kind(&prepared);
        for (kind, areas) in &kinds[1..] {
            prop_assert_eq!(areas[0].to_bits(), kinds[0].1[0].to_bits(), "{}", kind);
        }
    }
}
