use geo_types::MultiPolygon;
use proptest::prelude::*;

use super::*;
use crate::crosswalk::tests::laws::{moved, moves, tiles};
use crate::crosswalk::tests::{overlap, rectangle};
use crate::crosswalk::{ControlPoint, Evidence};

const KM: f64 = 1_000.0;

/// A town of squares of 1 km, `across` in a row, moved east and north.
fn squares(across: u32, by: f64) -> Vec<MultiPolygon<f64>> {
    (0..across * across)
        .map(|at| {
            let (x, y) = (f64::from(at % across) * KM + by, f64::from(at / across) * KM + by);
            rectangle((x, x + KM), (y, y + KM))
        })
        .collect()
}

fn measured(a: &[MultiPolygon<f64>], b: &[MultiPolygon<f64>], people: Option<&Evidence>) -> Pieces {
    Pieces::measure(&overlap(a, b), people).expect("sound weights")
}

fn by_ground(a: &[MultiPolygon<f64>], b: &[MultiPolygon<f64>]) -> Misfit {
    misfit(&measured(a, b, None), Options::default())
}

fn index_of(a: &[MultiPolygon<f64>], b: &[MultiPolygon<f64>]) -> Index {
    by_ground(a, b).ground.expect("areas that take part")
}

#[test]
fn squares_moved_by_half_a_side_have_three_quarters() {
    let moved = by_ground(&squares(3, 0.0), &squares(3, 500.0));
    let index = moved.ground.expect("areas that take part");
    assert!((index.misfit - 0.75).abs() < 1e-12, "{index:?}");
    // Five wards stick out in the south and west: four by a half, the corner by three quarters.
    assert!((index.outside - (4.0 * 0.5 + 0.75) / 9.0).abs() < 1e-12, "{index:?}");
    let parts: Vec<usize> = moved.fits.iter().flatten().map(|fit| fit.parts).collect();
    assert_eq!(parts, [1, 2, 2, 2, 4, 4, 2, 4, 4]);
    let split: Vec<usize> = moved.split().into_iter().map(|(at, _)| at).collect();
    assert_eq!(split, [4, 5, 7, 8]);
}

#[test]
fn people_and_not_ground_say_how_many_are_with_the_minority() {
    // Two wards; the partner's line cuts the first in halves, with 90 of its 100 people west of it.
    let wards = [rectangle((0.0, KM), (0.0, KM)), rectangle((KM, 2.0 * KM), (0.0, KM))];
    let partner = [rectangle((0.0, 500.0), (0.0, KM)), rectangle((500.0, 2.0 * KM), (0.0, KM))];
    let point = |source, target, weight| ControlPoint { source: Some(source), target: Some(target), weight };
    let points = vec![point(0, 0, 90.0), point(0, 1, 10.0), point(1, 1, 100.0)];
    let people = Evidence { rung: Rung::SmallAreaPopulation, points };
    let misfit = misfit(&measured(&wards, &partner, Some(&people)), Options::default());
    let (ground, people) = (misfit.ground.expect("ground"), misfit.people.expect("people"));
    assert!((ground.misfit - 0.25).abs() < 1e-12 && (people.misfit - 0.05).abs() < 1e-12);
    assert_eq!(misfit.fits[0].expect("it takes part").largest.people, Some(0.9));
    assert_eq!(misfit.fits[1].map(|fit| fit.is_whole), Some(true));
}

#[test]
fn an_area_outside_the_other_geography_takes_no_part() {
    let wards = [rectangle((0.0, KM), (0.0, KM)), rectangle((9.0 * KM, 10.0 * KM), (0.0, KM))];
    let misfit = by_ground(&wards, &[rectangle((0.0, KM), (0.0, KM))]);
    assert_eq!((misfit.n_taking_part(), misfit.fits[1]), (1, None));
    assert_eq!(misfit.ground.map(|index| index.misfit), Some(0.0));
    assert_eq!(by_ground(&wards[1..], &wards[..1]).ground, None);
}

#[test]
fn nobody_counted_gives_no_index_by_people() {
    let wards = squares(2, 0.0);
    assert_eq!(by_ground(&wards, &wards).people, None);
    let nobody = Evidence { rung: Rung::Addresses, points: Vec::new() };
    let misfit = misfit(&measured(&wards, &wards, Some(&nobody)), Options::default());
    assert_eq!((misfit.people, misfit.ground.map(|index| index.misfit)), (None, Some(0.0)));
}

#[test]
fn parts_below_the_least_share_do_not_split_an_area() {
    let ward = [rectangle((0.0, KM), (0.0, KM))];
    let bands = [
        rectangle((0.0, 600.0), (0.0, KM)),
        rectangle((600.0, 960.0), (0.0, KM)),
        rectangle((960.0, KM), (0.0, KM)),
    ];
    let count = |least_share| {
        let options = Options { least_share, ..Options::default() };
        misfit(&measured(&ward, &bands, None), options).split().len()
    };
    assert_eq!((count(0.05), count(0.03)), (0, 1));
    let pieces = measured(&ward, &bands, None);
    let shares: Vec<f64> =
        parts(&pieces, 0, Options::default()).iter().map(|(_, portion)| portion.ground).collect();
    assert_eq!(shares.len(), 2);
    assert!((shares[0] - 0.6).abs() < 1e-12 && (shares[1] - 0.36).abs() < 1e-12);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn geographies_that_nest_have_no_misfit(across in 1..5_u32, cut in 2..5_u32) {
        let whole = squares(across, 0.0);
        let step = KM / f64::from(cut);
        let small: Vec<_> = (0..across * cut * across * cut).map(|at| {
            let (x, y) = (f64::from(at % (across * cut)) * step, f64::from(at / (across * cut)) * step);
            rectangle((x, x + step), (y, y + step))
        }).collect();
        let index = index_of(&small, &whole);
        prop_assert_eq!((index.misfit, index.outside), (0.0, 0.0));
        // The other way round every area is cut into parts of one size.
        let back = index_of(&whole, &small);
        prop_assert!((back.misfit - (1.0 - 1.0 / f64::from(cut * cut))).abs() < 1e-9);
    }

    #[test]
    fn squares_moved_by_half_have_three_quarters_in_a_town_of_any_size(across in 1..7_u32) {
        prop_assert!((index_of(&squares(across, 0.0), &squares(across, 500.0)).misfit - 0.75).abs() < 1e-12);
    }

    #[test]
    fn the_order_of_the_areas_does_not_matter(a in moves(), b in moves(), shift in -500.0..500.0_f64) {
        let (first, second) = (tiles(6, &a), moved(&tiles(4, &b), 1.0, shift));
        let turn = |layer: &[MultiPolygon<f64>]| layer.iter().rev().cloned().collect::<Vec<_>>();
        let (here, there) = (by_ground(&first, &second), by_ground(&turn(&first), &turn(&second)));
        let indexes = here.ground.zip(there.ground);
        prop_assert!(indexes.is_none_or(|(a, b)| (a.misfit - b.misfit).abs() < 1e-9 && (a.outside - b.outside).abs() < 1e-9));
        prop_assert_eq!(here.ground.is_none(), there.ground.is_none());
        let parts = |misfit: &Misfit| misfit.fits.iter().map(|fit| fit.map(|fit| fit.parts)).collect::<Vec<_>>();
        let mut back = parts(&there);
        back.reverse();
        prop_assert_eq!(parts(&here), back);
    }

    #[test]
    fn a_misfit_is_a_share_and_what_is_outside_is_part_of_it(a in moves(), b in moves(), shift in -900.0..900.0_f64) {
        let misfit = by_ground(&tiles(5, &a), &moved(&tiles(3, &b), 1.0, shift));
        if let Some(index) = misfit.ground {
            prop_assert!((0.0..=1.0).contains(&index.misfit), "{index:?}");
            prop_assert!(index.outside <= index.misfit + 1e-9, "{index:?}");
        }
    }
}
