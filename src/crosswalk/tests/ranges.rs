//! Error ranges on Squareborough, and the laws that hold for any.

use geo_types::MultiPolygon;
use proptest::prelude::*;

use super::{overlap, rectangle, side};
use crate::crosswalk::uncertainty::{
    Calibration, Company, Constants, Entry, Grade, Provenance, Record, Route, Uncertainty, Z_95,
};
use crate::crosswalk::{
    ControlPoint, Crosswalk, CrosswalkError, Evidence, Figure, LookupRow, Rung, Spread, by_area, by_lookup,
    by_points,
};
use crate::model::Missing;

const KM: f64 = 1_000.0;

/// Nine squares of 1 km, moved east and north by some metres.
fn squares(by: f64) -> Vec<MultiPolygon<f64>> {
    let square = |at: u32| {
        let (x, y) = (f64::from(at % 3) * KM + by, f64::from(at / 3) * KM + by);
        rectangle((x, x + KM), (y, y + KM))
    };
    (0..9).map(square).collect()
}

fn moved(by: f64) -> Crosswalk {
    by_area(side("W", 9), side("P", 9), &overlap(&squares(0.0), &squares(by)), Spread::Spill)
}

/// Constants that are easy to reckon with.
fn calibration(count: f64) -> Calibration {
    let constants = Constants { count, apart: 1.0, score: 1.0 };
    let record = Record::default();
    let provenance = Provenance { data: "made up".into(), counts: record, rates: None, scores: record };
    let entry = |company| Entry { rung: Rung::Area, company, constants, provenance: provenance.clone() };
    Calibration::measured(vec![entry(Company::Alone), entry(Company::Better), entry(Company::Worse)])
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs())
}

#[test]
fn a_quarter_of_four_wards_has_the_range_of_the_methods_page() {
    let with = calibration(0.01);
    let assessed = moved(500.0).range_of_counts(&[Ok(400.0); 9], &Uncertainty::by(&with)).expect("nine");
    // Each of four wards: (400 + 0.01 · 400²) · ¼ · ¾ = 375; four of them 1500.
    let margin = assessed[0].margin.expect("a margin");
    assert_eq!((assessed[0].value, margin.variance.split), (Ok(400.0), 1_500.0));
    assert!(close(margin.range.low, 400.0 - Z_95 * 1_500_f64.sqrt()));
    assert!(close(margin.range.high, 400.0 + Z_95 * 1_500_f64.sqrt()));
    assert_eq!((margin.grade, margin.basis.company), (Grade::E, Company::Alone));
}

#[test]
fn a_nest_is_exact() {
    let calibration = Calibration::builtin();
    let with = Uncertainty::by(&calibration);
    // Half a metre is within what two drawings of one line differ by.
    for by in [0.0, 0.3] {
        for assessed in moved(by).range_of_counts(&[Ok(400.0); 9], &with).expect("nine counts") {
            let (value, margin) = (assessed.value.expect("a count"), assessed.margin.expect("a margin"));
            assert_eq!(margin.grade, Grade::A);
            assert_eq!((margin.range.low, margin.range.high), (value, value));
        }
    }
}

#[test]
fn what_was_sampled_is_not_exact_even_in_a_nest() {
    let calibration = Calibration::builtin();
    let with = Uncertainty { sampling: Some(&[10.0; 9]), ..Uncertainty::by(&calibration) };
    let assessed = moved(0.0).range_of_counts(&[Ok(400.0); 9], &with).expect("nine counts");
    let margin = assessed[0].margin.expect("a margin");
    assert!(close(margin.range.width(), 2.0 * Z_95 * 10.0));
    assert_eq!((margin.grade, margin.variance.sampling), (Grade::C, 100.0));
    let with = Uncertainty { sampling: Some(&[-1.0; 9]), ..with };
    let error = moved(0.0).range_of_counts(&[Ok(400.0); 9], &with).expect_err("a negative error");
    assert!(matches!(error, CrosswalkError::BadStandardError { .. }));
}

#[test]
fn what_lies_whole_inside_is_certain() {
    // Two wards, the first inside, the second cut in half; all people keep together.
    let wards = [rectangle((0.0, KM), (0.0, KM)), rectangle((KM, 2.0 * KM), (0.0, KM))];
    let target = [rectangle((-KM, 1.5 * KM), (0.0, KM))];
    let crosswalk = by_area(side("W", 2), side("T", 1), &overlap(&wards, &target), Spread::Spill);
    let with = calibration(1.0);
    let counts = [Ok(300.0), Ok(1_000.0)];
    let assessed = crosswalk.range_of_counts(&counts, &Uncertainty::by(&with)).expect("two");
    assert_eq!(assessed[0].range().map(|range| range.low), Some(300.0));
    // Where figures may be negative, nothing is certain.
    let counts = [Ok(300.0), Ok(-1_000.0)];
    let assessed = crosswalk.range_of_counts(&counts, &Uncertainty::by(&with)).expect("two");
    assert!(assessed[0].range().is_some_and(|range| range.low < -200.0));
}

#[test]
fn other_evidence_widens_the_range_by_its_difference() {
    let at = |source, weight, target| ControlPoint { source: Some(source), target: Some(target), weight };
    let whole = [0, 1, 3].map(|source| at(source, 5.0, 0));
    let points = [&[at(4, 9.0, 0), at(4, 1.0, 4)], &whole[..]].concat();
    let points = Evidence { rung: Rung::Addresses, points };
    let addressed =
        by_points(side("W", 9), side("P", 9), &overlap(&squares(0.0), &squares(500.0)), &[points])
            .expect("good");
    let with = calibration(0.0);
    let counts: Vec<Figure> = (0..9).map(|at| Ok(if at == 4 { 1_000.0 } else { 0.0 })).collect();
    let with = Uncertainty { others: &[&addressed], ..Uncertainty::by(&with) };
    let margin = moved(500.0).range_of_counts(&counts, &with).expect("nine")[0].margin.expect("a margin");
    // 250 by area, 900 by addresses: half the squared difference.
    assert_eq!(margin.basis.company, Company::Better);
    assert!(close(margin.variance.between, 0.5 * 650.0 * 650.0));
    let elsewhere =
        by_area(side("X", 9), side("P", 9), &overlap(&squares(0.0), &squares(1.0)), Spread::Spill);
    let with = Uncertainty { others: &[&elsewhere], ..with };
    let error = moved(500.0).range_of_counts(&counts, &with).expect_err("other ends");
    assert!(matches!(error, CrosswalkError::OtherEnds { .. }));
}

#[test]
fn a_lookup_needs_something_to_be_compared_with() {
    let codes: Vec<(String, String)> = (0..9).map(|at| (format!("W{at}"), format!("P{at}"))).collect();
    let row = |(source, target): &'_ (String, String)| (source.clone(), target.clone());
    let pairs: Vec<_> = codes.iter().map(row).collect();
    let rows: Vec<LookupRow<'_>> =
        pairs.iter().map(|(source, target)| LookupRow { row: 2, source, target }).collect();
    let best_fit = by_lookup(side("W", 9), side("P", 9), &rows, None).expect("a lookup");
    let (by_area, with) = (moved(500.0), calibration(0.0));
    let alone = best_fit.range_of_counts(&[Ok(400.0); 9], &Uncertainty::by(&with)).expect("nine");
    assert_eq!((alone[8].value, alone[8].margin), (Ok(400.0), None));
    let with = Uncertainty { others: &[&by_area], ..Uncertainty::by(&with) };
    let beside = best_fit.range_of_counts(&[Ok(400.0); 9], &with).expect("nine");
    // 400 by the lookup, 100 by area: 400 · ¼ · ¾ and half of 300².
    let margin = beside[8].margin.expect("a margin");
    assert_eq!((margin.variance.split, margin.variance.between), (75.0, 45_000.0));
    assert_eq!((margin.basis.rung, margin.basis.calibrated_on), (Rung::Lookup, Rung::Area));
}

#[test]
fn a_rate_is_surer_where_both_its_counts_are_off_together() {
    let rate = |apart: f64| {
        let mut entry = calibration(0.1).entry(Rung::Area, Company::Alone).clone();
        entry.constants.apart = apart;
        let with = Calibration::measured(vec![entry]);
        let rates = moved(500.0)
            .range_of_rates(&[Ok(40.0); 9], &[Ok(400.0); 9], &Uncertainty::by(&with))
            .expect("nine of each");
        (rates[0].value, rates[0].margin.expect("a margin").variance.split)
    };
    let ((value, together), (_, apart)) = (rate(0.0), rate(1.0));
    assert_eq!(value, Ok(0.1));
    // Each ward: 40 · 0.9² + 360 · 0.1² = 36 one by one; then 0.1 · 2 · 0.1 · 40 · 400.
    assert!(close(together, 4.0 * 36.0 * 0.187_5 / 160_000.0));
    assert!(close(apart, 4.0 * (36.0 + 320.0) * 0.187_5 / 160_000.0));
}

#[test]
fn a_score_is_unsure_as_far_as_places_differ() {
    let with = calibration(0.0);
    let same = moved(500.0).range_of_scores(&[Ok(7.0); 9], None, &Uncertainty::by(&with)).expect("nine");
    assert_eq!(same[0].range().map(|range| (range.low, range.high)), Some((7.0, 7.0)));
    assert_eq!(same[0].grade(), Some(Grade::B));
    let mut scores: Vec<Figure> = vec![Ok(0.0); 9];
    scores[4] = Ok(9.0);
    let mixed = moved(500.0).range_of_scores(&scores, None, &Uncertainty::by(&with)).expect("nine");
    // Mean 2.25 over four quarters. Variety: 9²/9 − 1² = 8. Each ward is a whole
    // 1 km² of the 1 km² there is: (6.75² + 3 · 2.25² + 4 · 8) · ¼ · ¾.
    let margin = mixed[0].margin.expect("a margin");
    assert!(close(margin.variance.split, (45.562_5 + 3.0 * 5.062_5 + 32.0) * 0.187_5));
}

#[test]
fn categories_get_a_letter() {
    let calibration = Calibration::builtin();
    let with = Uncertainty::by(&calibration);
    let mut kinds: Vec<Result<String, Missing>> = vec![Ok("urban".to_owned()); 9];
    assert_eq!(moved(0.0).grade_of_categories(&kinds, None, &with).expect("nine")[0], Some(Grade::A));
    assert_eq!(moved(500.0).grade_of_categories(&kinds, None, &with).expect("nine")[0], Some(Grade::B));
    kinds[0] = Err(Missing::Suppressed);
    let grades = moved(500.0).grade_of_categories(&kinds, None, &with).expect("nine");
    assert_eq!((grades[0], grades[8]), (Some(Grade::E), Some(Grade::B)));
    let far = [rectangle((90.0 * KM, 91.0 * KM), (0.0, KM))];
    let nowhere = by_area(side("W", 9), side("F", 1), &overlap(&squares(0.0), &far), Spread::Spill);
    assert_eq!(nowhere.grade_of_categories(&kinds, None, &with).expect("nine"), [None]);
    let sampled = Uncertainty { sampling: Some(&[0.0; 9]), ..with };
    assert!(moved(0.0).grade_of_categories(&kinds, None, &sampled).is_err());
}

#[test]
fn each_step_of_a_route_adds_its_error() {
    let halves = [rectangle((0.0, 1_500.0), (0.0, 4_000.0)), rectangle((1_500.0, 4_000.0), (0.0, 4_000.0))];
    let first = moved(500.0);
    let second = by_area(side("P", 9), side("H", 2), &overlap(&squares(500.0), &halves), Spread::Spill);
    let with = calibration(0.0);
    let composed = first.then(&second).expect("they meet");
    let error = composed.range_of_counts(&[Ok(400.0); 9], &Uncertainty::by(&with)).expect_err("steps");
    assert!(matches!(error, CrosswalkError::NeedsSteps { .. }));
    let route = Route::through(&first, &[&second]).expect("they meet");
    let assessed = route.range_of_counts(&[Ok(400.0); 9], &Uncertainty::by(&with)).expect("nine");
    // People who settle one by one do not care how many steps there are: v w (1 − w).
    let whole: f64 = composed
        .links()
        .filter(|(_, link)| link.target == 0)
        .map(|(_, link)| 400.0 * link.weight * (1.0 - link.weight))
        .sum();
    assert!(close(assessed[0].margin.expect("a margin").variance.split, whole));
    // A step that splits what the next puts together again costs nothing.
    let all = [rectangle((-KM, 5.0 * KM), (-KM, 5.0 * KM))];
    let onto = by_area(side("P", 9), side("A", 1), &overlap(&squares(500.0), &all), Spread::Spill);
    let route = Route::through(&first, &[&onto]).expect("they meet");
    let mut counts: Vec<Figure> = vec![Ok(0.0); 9];
    counts[4] = Ok(400.0);
    let assessed = route.range_of_counts(&counts, &Uncertainty::by(&with)).expect("nine");
    assert_eq!((assessed[0].value, assessed[0].margin.map(|m| m.variance.split)), (Ok(400.0), Some(0.0)));
}

#[test]
fn no_range_of_what_is_missing() {
    let calibration = Calibration::builtin();
    let mut counts: Vec<Figure> = vec![Ok(400.0); 9];
    counts[4] = Err(Missing::Suppressed);
    let crosswalk = moved(500.0);
    let with = Uncertainty::by(&calibration);
    let assessed = crosswalk.range_of_counts(&counts, &with).expect("nine");
    assert_eq!((assessed[0].value, assessed[0].margin), (Err(Missing::Suppressed), None));
    assert!(assessed[8].margin.is_some());
    let none = crosswalk.range_of_rates(&[Ok(1.0); 9], &[Ok(0.0); 9], &with).expect("nine");
    assert_eq!((none[0].value, none[0].margin), (Err(Missing::NotApplicable), None));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_gap_never_gets_a_range(gaps in prop::collection::vec(prop::option::of(0.0..1e5_f64), 9), by in 1.0..999.0_f64) {
        let figures: Vec<Figure> = gaps.iter().map(|gap| gap.ok_or(Missing::NotGiven)).collect();
        let (crosswalk, calibration) = (moved(by), Calibration::builtin());
        let with = Uncertainty::by(&calibration);
        let people: Vec<Figure> = vec![Ok(1e6); 9];
        let all = [
            crosswalk.range_of_counts(&figures, &with).expect("counts"),
            crosswalk.range_of_rates(&figures, &people, &with).expect("rates"),
            crosswalk.range_of_scores(&figures, None, &with).expect("scores"),
        ];
        for assessed in all.iter().flatten() {
            prop_assert_eq!(assessed.value.is_ok(), assessed.margin.is_some());
            let held = assessed.value.ok().zip(assessed.range());
            prop_assert!(held.is_none_or(|(value, range)| range.holds(value) && range.width() >= 0.0));
        }
    }

    #[test]
    fn more_splitting_means_a_wider_range(by in 2.0..499.0_f64, more in 1.001..1.5_f64) {
        let width = |by: f64| {
            let with = calibration(0.2);
            let mut counts: Vec<Figure> = vec![Ok(0.0); 9];
            counts[4] = Ok(1_000.0);
            let all = moved(by).range_of_counts(&counts, &Uncertainty::by(&with)).expect("nine");
            all[4].margin.expect("a margin").variance.split
        };
        // Ward 4 gives (1 − by)² of itself to area 4: split most at 1 − 1/√2.
        let (near, far) = (by * 0.58, (by * 0.58 * more).min(292.0));
        prop_assert!(near >= far || width(near) <= width(far));
    }

    #[test]
    fn figures_k_times_as_large_have_k_times_the_clustered_range(k in 0.01..1e4_f64, by in 10.0..900.0_f64, counts in prop::collection::vec(1.0..1e5_f64, 9)) {
        let calibration = Calibration::builtin();
        let parts = |k: f64, constant: f64| {
            let with = self::calibration(constant);
            let figures: Vec<Figure> = counts.iter().map(|count| Ok(count * k)).collect();
            let all = moved(by).range_of_counts(&figures, &Uncertainty::by(&with)).expect("nine");
            all[0].margin.expect("a margin").variance.split
        };
        let clustered = |k: f64| parts(k, 1.0) - parts(k, 0.0);
        prop_assert!((clustered(k) / clustered(1.0) / (k * k) - 1.0).abs() < 1e-6);
        prop_assert!((parts(k, 0.0) / parts(1.0, 0.0) / k - 1.0).abs() < 1e-9);
        let scores = |k: f64| {
            let figures: Vec<Figure> = counts.iter().map(|count| Ok(count * k)).collect();
            let all = moved(by).range_of_scores(&figures, None, &Uncertainty::by(&calibration)).expect("nine");
            all[0].range().expect("a range").width()
        };
        prop_assert!((scores(k) / scores(1.0) / k - 1.0).abs() < 1e-9);
    }
}
