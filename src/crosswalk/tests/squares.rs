//! Squareborough: wards are squares of 1 km, police areas the same squares
//! moved by 500 m, so that every weight is a quarter, a half or 1.

use geo_types::MultiPolygon;

use super::{overlap, rectangle, side};
use crate::crosswalk::{
    ControlPoint, Crosswalk, CrosswalkError, Evidence, Figure, LookupRow, Method, Relation, Rung, Spread,
    by_area, by_lookup, by_points, locate,
};
use crate::geom::Grid;
use crate::index::Areas;
use crate::model::Missing;

const KM: f64 = 1_000.0;

/// Three by three wards, from the south-west, eastwards and then northwards.
fn wards() -> Vec<MultiPolygon<f64>> {
    squares(0.0)
}

/// The same squares moved 500 m east and north.
fn police() -> Vec<MultiPolygon<f64>> {
    squares(500.0)
}

fn squares(by: f64) -> Vec<MultiPolygon<f64>> {
    (0..9_u32)
        .map(|at| {
            let (x, y) = (f64::from(at % 3) * KM + by, f64::from(at / 3) * KM + by);
            rectangle((x, x + KM), (y, y + KM))
        })
        .collect()
}

fn wards_to_police(spread: Spread) -> Crosswalk {
    by_area(side("W", 9), side("P", 9), &overlap(&wards(), &police()), spread)
}

fn weights(crosswalk: &Crosswalk, source: usize) -> Vec<(u32, f64)> {
    crosswalk.links_of(source).iter().map(|link| (link.target, link.weight)).collect()
}

#[test]
fn a_ward_is_shared_by_the_quarters_it_has_in_each_police_area() {
    let crosswalk = wards_to_police(Spread::Spill);
    assert_eq!(weights(&crosswalk, 4), [(0, 0.25), (1, 0.25), (3, 0.25), (4, 0.25)]);
    assert_eq!(weights(&crosswalk, 0), [(0, 0.25)]);
    assert_eq!(crosswalk.placed_share(0), 0.25);
    assert_eq!(crosswalk.links_of(4)[0].area_m2, Some(250_000.0));
    assert_eq!(crosswalk.links_of(99), []);
}

#[test]
fn people_outside_every_target_are_spill_and_are_reported() {
    let crosswalk = wards_to_police(Spread::Spill);
    let (estimates, balance) = crosswalk.apply_count(&[Ok(400.0); 9]).expect("nine counts");
    assert_eq!(estimates[0].value, Ok(400.0));
    assert_eq!(estimates[8].value, Ok(100.0));
    assert_eq!((balance.total, balance.placed, balance.spilled), (3_600.0, 2_500.0, 1_100.0));
    assert_eq!(estimates[8].cover, Some(0.25));
}

#[test]
fn mass_may_be_kept_inside_by_name() {
    let crosswalk = wards_to_police(Spread::KeepInside);
    assert_eq!(weights(&crosswalk, 0), [(0, 1.0)]);
    let (estimates, balance) = crosswalk.apply_count(&[Ok(400.0); 9]).expect("nine counts");
    assert_eq!((balance.placed, balance.spilled), (3_600.0, 0.0));
    assert_eq!(estimates[0].value, Ok(400.0 + 200.0 + 200.0 + 100.0));
}

#[test]
fn gaps_stay_what_they_are() {
    let crosswalk = wards_to_police(Spread::Spill);
    let mut counts: Vec<Figure> = vec![Ok(400.0); 9];
    counts[0] = Err(Missing::NotGiven);
    counts[1] = Err(Missing::Suppressed);
    let (estimates, balance) = crosswalk.apply_count(&counts).expect("nine counts");
    assert_eq!(estimates[0].value, Err(Missing::Suppressed));
    assert_eq!((estimates[0].known_part, estimates[0].known_share), (200.0, 0.5));
    assert_eq!(estimates[4].value, Ok(400.0));
    assert_eq!((balance.total, balance.missing), (2_800.0, 2));
}

#[test]
fn a_target_that_no_source_reaches_is_not_covered() {
    let far = [rectangle((9.0 * KM, 10.0 * KM), (0.0, KM))];
    let crosswalk = by_area(side("W", 9), side("F", 1), &overlap(&wards(), &far), Spread::Spill);
    let (estimates, balance) = crosswalk.apply_count(&[Ok(1.0); 9]).expect("nine counts");
    assert_eq!(estimates[0].value, Err(Missing::NotCovered));
    assert_eq!(balance.spilled, 9.0);
    let sheet = crosswalk.sheet(0.01);
    assert_eq!(sheet.sources_nowhere.len(), 9);
    assert_eq!((sheet.targets_without_source, sheet.targets_uncovered), (vec![0], vec![(0, 1.0)]));
}

#[test]
fn a_rate_is_carried_as_numerator_and_denominator() {
    let crosswalk = wards_to_police(Spread::Spill);
    let mut people: Vec<Figure> = vec![Ok(400.0); 9];
    people[4] = Ok(800.0);
    let mut claimants: Vec<Figure> = vec![Ok(40.0); 9];
    claimants[4] = Ok(240.0);
    let rates = crosswalk.apply_rate(&claimants, &people).expect("nine of each");
    // A quarter each of 40 + 40 + 40 + 240 claimants among 400 + 400 + 400 + 800 people.
    assert_eq!(rates[0].value, Ok(90.0 / 500.0));
    let rates = crosswalk.apply_rate(&claimants, &[Ok(0.0); 9]).expect("nine of each");
    assert_eq!(rates[0].value, Err(Missing::NotApplicable));
}

#[test]
fn a_score_is_a_mean_over_what_the_target_shares() {
    let crosswalk = wards_to_police(Spread::Spill);
    let scores: Vec<Figure> = (0..9_u32).map(|at| Ok(f64::from(at))).collect();
    let by_area = crosswalk.apply_score(&scores, None).expect("nine scores");
    assert_eq!(by_area[0].value, Ok(f64::from(1 + 3 + 4) / 4.0));
    assert_eq!(by_area[8].value, Ok(8.0));
    let mut people = [100.0; 9];
    people[4] = 500.0;
    let by_people = crosswalk.apply_score(&scores, Some(&people)).expect("nine scores");
    assert_eq!(by_people[0].value, Ok((100.0 + 300.0 + 4.0 * 500.0) / 800.0));
}

#[test]
fn categories_are_mixed_and_never_averaged() {
    let crosswalk = wards_to_police(Spread::Spill);
    let mut kinds: Vec<Result<String, Missing>> = vec![Ok("urban".to_owned()); 9];
    kinds[0] = Ok("rural".to_owned());
    kinds[1] = Err(Missing::Suppressed);
    let mixtures = crosswalk.apply_category(&kinds, None).expect("nine kinds");
    let shares: Vec<_> = mixtures[0].iter().map(|share| (share.category.clone(), share.share)).collect();
    assert_eq!(
        shares,
        [(Ok("urban".to_owned()), 0.5), (Ok("rural".to_owned()), 0.25), (Err(Missing::Suppressed), 0.25)]
    );
}

#[test]
fn control_points_outweigh_ground_and_the_ladder_falls_back() {
    // All addresses of ward 4 stand in its south-west quarter, in police area 0;
    // ward 5 has postcodes alone, ward 8 nothing.
    let at = |source, target, weight| ControlPoint { source: Some(source), target, weight };
    let addresses =
        Evidence { rung: Rung::Addresses, points: vec![at(4, Some(0), 30.0), at(4, Some(0), 10.0)] };
    let postcodes = Evidence {
        rung: Rung::PostcodeHouseholds,
        points: vec![at(4, Some(4), 99.0), at(5, Some(1), 1.0), at(5, Some(4), 2.0), at(5, None, 1.0)],
    };
    let crosswalk =
        by_points(side("W", 9), side("P", 9), &overlap(&wards(), &police()), &[addresses, postcodes])
            .expect("good weights");
    assert_eq!(weights(&crosswalk, 4), [(0, 1.0)]);
    assert_eq!(weights(&crosswalk, 5), [(1, 0.25), (4, 0.5)]);
    assert_eq!(weights(&crosswalk, 8).len(), 4);
    let rungs: Vec<_> = [4, 5, 8].iter().map(|source| crosswalk.links_of(*source)[0].rung).collect();
    assert_eq!(rungs, [Rung::Addresses, Rung::PostcodeHouseholds, Rung::Area]);
    let by_rung = [(Rung::Addresses, 1), (Rung::PostcodeHouseholds, 1), (Rung::Area, 7)];
    assert_eq!(crosswalk.sheet(0.0).sources_by_rung, by_rung);
    assert!(matches!(crosswalk.reversed(), Err(CrosswalkError::MixedEvidence { .. })));
    assert!(matches!(crosswalk.apply_score(&[Ok(1.0); 9], None), Err(CrosswalkError::MixedEvidence { .. })));
}

#[test]
fn bad_weights_are_all_named() {
    let bad = |weight| ControlPoint { source: Some(0), target: Some(0), weight };
    let evidence = Evidence { rung: Rung::OtherPoints, points: vec![bad(-1.0), bad(1.0), bad(f64::NAN)] };
    let errors = by_points(side("W", 9), side("P", 9), &overlap(&wards(), &police()), &[evidence])
        .expect_err("two bad weights");
    assert_eq!(errors.len(), 2);
    assert_eq!(
        errors[0].to_string(),
        "control point 0 of other-points weighs -1: weights are finite and not negative"
    );
}

#[test]
fn a_lookup_sends_each_source_whole() {
    let row = |row, source, target| LookupRow { row, source, target };
    let rows = [row(2, "W0", "P0"), row(3, " W1 ", "P0"), row(4, "W1", "P0")];
    let crosswalk = by_lookup(side("W", 3), side("P", 2), &rows, None).expect("a good lookup");
    assert_eq!(crosswalk.method, Method::Lookup);
    let (estimates, balance) = crosswalk.apply_count(&[Ok(5.0), Ok(7.0), Ok(9.0)]).expect("three counts");
    assert_eq!(estimates[0].value, Ok(12.0));
    assert_eq!(estimates[1].value, Err(Missing::NotCovered));
    assert_eq!(balance.spilled, 9.0);

    let bad = [row(2, "W0", "P0"), row(3, "W0", "P1"), row(4, "X", "Y")];
    let errors = by_lookup(side("W", 3), side("P", 2), &bad, None).expect_err("three bad rows");
    let texts: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "row 3 of the lookup sends 'W0' to 'P1', an earlier row to 'P0'",
            "row 4 of the lookup: no source area has the code 'X'",
            "row 4 of the lookup: no target area has the code 'Y'",
        ]
    );
}

#[test]
fn pairs_say_how_they_lie_to_each_other() {
    let source = [rectangle((0.0, KM), (0.0, KM))];
    let targets = [
        rectangle((0.3, KM), (0.0, KM + 0.4)),
        rectangle((-KM, 2.0 * KM), (0.0, KM)),
        rectangle((100.0, 300.0), (100.0, 300.0)),
        rectangle((500.0, 1_500.0), (0.0, KM)),
        rectangle((KM - 0.5, 2.0 * KM), (0.0, KM)),
    ];
    let relations = overlap(&source, &targets).relations;
    assert_eq!(relations, Relation::ALL);
}

#[test]
fn a_neighbours_gap_across_a_sliver_is_not_ones_own() {
    let sources = [rectangle((0.0, KM), (0.0, KM)), rectangle((KM, 2.0 * KM), (0.0, KM))];
    let target = [rectangle((0.0, KM + 0.2), (0.0, KM))];
    let crosswalk = by_area(side("W", 2), side("T", 1), &overlap(&sources, &target), Spread::Spill);
    let (estimates, _) = crosswalk.apply_count(&[Ok(10.0), Err(Missing::Suppressed)]).expect("two counts");
    assert_eq!(estimates[0].value, Ok(10.0));
}

#[test]
fn crosswalks_follow_one_another() {
    let there = wards_to_police(Spread::Spill);
    let halves = [rectangle((0.0, 1_500.0), (0.0, 4_000.0)), rectangle((1_500.0, 4_000.0), (0.0, 4_000.0))];
    let on = by_area(side("P", 9), side("H", 2), &overlap(&police(), &halves), Spread::Spill);
    let whole = there.then(&on).expect("they meet at the police areas");
    assert_eq!(whole.method, Method::Composed);
    assert_eq!(weights(&whole, 4), [(0, 0.5), (1, 0.5)]);
    let (_, balance) = whole.apply_count(&[Ok(400.0); 9]).expect("nine counts");
    assert_eq!(balance.placed, 2_500.0);
    assert!(matches!(on.then(&there), Err(CrosswalkError::DoNotMeet { .. })));
}

#[test]
fn a_crosswalk_turned_round_is_the_one_built_the_other_way() {
    let turned = wards_to_police(Spread::Spill).reversed().expect("one kind of evidence");
    let built = by_area(side("P", 9), side("W", 9), &overlap(&police(), &wards()), Spread::Spill);
    for source in 0..9 {
        assert_eq!(weights(&turned, source), weights(&built, source));
    }
    assert_eq!(turned.target_cover, built.target_cover);
}

#[test]
fn a_wrong_number_of_figures_is_refused() {
    let crosswalk = wards_to_police(Spread::Spill);
    let error = crosswalk.apply_count(&[Ok(1.0); 8]).expect_err("eight for nine");
    assert_eq!(error.to_string(), "8 counts for 9 source areas of 9 areas of a plain file");
    let error = crosswalk.apply_score(&[Ok(1.0); 9], Some(&[-1.0; 9])).expect_err("a negative size");
    assert_eq!(error.to_string(), "the size of source 'W0' is -1: sizes are finite and not negative");
}

#[test]
fn points_find_their_ward_and_their_police_area() {
    let (wards, police) = (wards(), police());
    let (sources, targets) = (Areas::new(&wards), Areas::new(&police));
    let at = |e, n, weight| (Grid { e, n }, weight);
    let points =
        [at(1_250.0, 1_250.0, 3.0), at(1_750.0, 1_250.0, 1.0), at(250.0, 250.0, 5.0), at(-9.0, 0.0, 7.0)];
    let located = locate(&points, &sources, &targets);
    let places: Vec<_> = located.iter().map(|point| (point.source, point.target)).collect();
    assert_eq!(places, [(Some(4), Some(0)), (Some(4), Some(1)), (Some(0), None), (None, None)]);
    let evidence = Evidence { rung: Rung::SmallAreaPopulation, points: located };
    let crosswalk =
        by_points(side("W", 9), side("P", 9), &overlap(&wards, &police), &[evidence]).expect("good weights");
    assert_eq!(weights(&crosswalk, 4), [(0, 0.75), (1, 0.25)]);
    // Everyone in ward 0 lives where there are no police: all of it is spill.
    assert_eq!(weights(&crosswalk, 0), []);
    let (estimates, balance) = crosswalk.apply_count(&[Ok(8.0); 9]).expect("nine counts");
    assert_eq!(estimates[0].value, Ok(6.0 + 2.0 + 2.0));
    assert_eq!(
        balance.spilled,
        8.0 + crosswalk.from.codes[1..]
            .iter()
            .enumerate()
            .map(|(at, _)| 8.0 * (1.0 - crosswalk.placed_share(at + 1)))
            .sum::<f64>()
    );
}
