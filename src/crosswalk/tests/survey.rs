//! A layer that comes in by runs is measured as one that is there whole.

use geo_types::MultiPolygon;
use proptest::prelude::*;

use super::laws::{moved, moves, tiles};
use super::{overlap, rectangle, side};
use crate::crosswalk::{Coming, Survey, Tolerance, refuse_multiple_cover};

/// Surveys `coming` against `standing`, so many shapes at a time.
fn survey(
    standing: &[MultiPolygon<f64>],
    coming: &[MultiPolygon<f64>],
    each: usize,
    which: Coming,
) -> Option<crate::crosswalk::Surveyed> {
    let survey =
        Survey::of(&standing.iter().collect::<Vec<_>>(), Tolerance::default()).expect("finite shapes");
    let runs = coming.chunks(each).map(|run| survey.measure(run).expect("finite shapes")).collect();
    survey.finish(runs, which)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn runs_of_any_length_give_the_bits_of_the_whole(moves in moves(), each in 1_usize..60) {
        let small = tiles(7, &moves);
        let large = moved(&tiles(3, &moves), 1.1, -30.0);
        let from = survey(&large, &small, each, Coming::From).expect("the smaller shapes come in");
        let whole = overlap(&small, &large);
        prop_assert_eq!(&from.overlap.pairs, &whole.pairs);
        prop_assert_eq!(&from.overlap.relations, &whole.relations);
        prop_assert_eq!(&from.overlap.source_m2, &whole.source_m2);
        prop_assert_eq!(&from.overlap.target_m2, &whole.target_m2);
        let to = survey(&large, &small, each, Coming::To).expect("the smaller shapes come in");
        let whole = overlap(&large, &small);
        prop_assert_eq!(&to.overlap.pairs, &whole.pairs);
        prop_assert_eq!(&to.overlap.relations, &whole.relations);
    }
}

#[test]
fn larger_shapes_do_not_come_in_by_runs() {
    let (small, large) = (tiles(6, &[0.1]), tiles(2, &[0.1]));
    assert!(survey(&small, &large, 2, Coming::From).is_none());
    assert!(survey(&small, &large, 2, Coming::To).is_none());
    // Between equals the targets stand.
    assert!(survey(&small, &small, 2, Coming::From).is_some());
    assert!(survey(&small, &small, 2, Coming::To).is_none());
}

#[test]
fn shapes_that_cross_themselves_are_named_wherever_they_come_in() {
    let mut small = tiles(4, &[0.1]);
    let both = rectangle((0.0, 100.0), (0.0, 100.0));
    small[9].0.extend(both.0.iter().cloned().chain(both.0.iter().cloned()));
    let large = tiles(2, &[0.1]);
    let (from, to) = (side("S", 16), side("T", 4));
    let surveyed = survey(&large, &small, 5, Coming::From).expect("the smaller shapes come in");
    let shapes: Vec<_> = small.iter().collect();
    let refused = refuse_multiple_cover(&from, &shapes, Tolerance::default()).expect_err("one");
    assert_eq!(refused.len(), 1);
    assert_eq!(surveyed.crossing(&from, &to), (refused, Vec::new()));
}

#[test]
fn a_point_that_is_no_number_is_refused() {
    let mut bad = rectangle((0.0, 1.0), (0.0, 1.0));
    bad.0[0].exterior_mut(|ring| ring.0[1].x = f64::NAN);
    assert!(Survey::of(&[&bad], Tolerance::default()).is_err());
    let good = rectangle((0.0, 1.0), (0.0, 1.0));
    let survey = Survey::of(&[&good], Tolerance::default()).expect("finite");
    assert!(survey.measure(&[bad]).is_err());
}
