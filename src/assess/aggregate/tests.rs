use super::*;

const GAP: Figure = Err(Missing::Suppressed);
const SHARED: Aggregation = Aggregation::Arithmetic(WeightSum::Shared);

fn check(parts: &[&[Figure]], weights: &[f64], method: Aggregation, expected: &[f64]) {
    let found = aggregate(parts, weights, method, Gaps::Refuse).unwrap();
    for (found, expected) in found.iter().zip(expected) {
        assert!((found.unwrap() - expected).abs() < 1e-9, "{found:?} is not {expected}");
    }
}

#[test]
fn each_mean_is_as_by_hand() {
    let (a, b) = ([Ok(1.0), Ok(4.0)], [Ok(4.0), Ok(4.0)]);
    let parts: [&[Figure]; 2] = [&a, &b];
    check(&parts, &[1.0, 1.0], SHARED, &[2.5, 4.0]);
    check(&parts, &[0.6, 0.3], Aggregation::Arithmetic(WeightSum::AsGiven), &[1.8, 3.6]);
    check(&parts, &[1.0, 1.0], Aggregation::Geometric, &[2.0, 4.0]);
    check(&parts, &[1.0, 1.0], Aggregation::Harmonic, &[1.6, 4.0]);
    check(&parts, &[1.0, 1.0], Aggregation::Power { p: 2.0 }, &[8.5_f64.sqrt(), 4.0]);
}

#[test]
fn contests_are_decided_by_weight() {
    // The first part says 0 < 1 < 2, the second 2 < 1 < 0 and weighs less.
    let (a, b) = ([Ok(1.0), Ok(2.0), Ok(3.0)], [Ok(3.0), Ok(2.0), Ok(1.0)]);
    check(&[&a, &b], &[2.0, 1.0], Aggregation::Copeland, &[0.0, 50.0, 100.0]);
    check(&[&a, &b], &[1.0, 1.0], Aggregation::Copeland, &[50.0, 50.0, 50.0]);
    let owed = wins_by_part(&[&a, &b], &[2.0, 1.0], Gaps::Refuse, 2);
    assert!((owed.iter().sum::<f64>() - 50.0).abs() < 1e-9, "{owed:?}");
}

#[test]
fn a_gap_is_refused_or_its_weight_taken_over() {
    let (a, b) = ([Ok(1.0), GAP], [Ok(4.0), Ok(4.0)]);
    let parts: [&[Figure]; 2] = [&a, &b];
    let refused = aggregate(&parts, &[1.0, 1.0], SHARED, Gaps::Refuse).unwrap();
    assert_eq!(refused, vec![Ok(2.5), GAP]);
    let half = Gaps::Reweight { least_present: 0.5 };
    assert_eq!(aggregate(&parts, &[1.0, 1.0], SHARED, half).unwrap(), vec![Ok(2.5), Ok(4.0)]);
    assert_eq!(aggregate(&parts, &[2.0, 1.0], SHARED, half).unwrap()[1], GAP);
    // A part without a say cannot make a gap.
    assert_eq!(aggregate(&parts, &[0.0, 1.0], SHARED, Gaps::Refuse).unwrap(), vec![Ok(4.0), Ok(4.0)]);
}

#[test]
fn faults_name_the_part() {
    let (a, b) = ([Ok(1.0), Ok(0.0)], [Ok(4.0), Ok(4.0)]);
    let parts: [&[Figure]; 2] = [&a, &b];
    let fault = |weights: &[f64], method| aggregate(&parts, weights, method, Gaps::Refuse).unwrap_err();
    let low = AggregateFault::NotPositive { part: 0, area: 1, value: 0.0 };
    assert_eq!(fault(&[1.0, 1.0], Aggregation::Geometric), low);
    assert_eq!(fault(&[0.0, 0.0], SHARED), AggregateFault::NoWeight);
    assert_eq!(fault(&[1.0, -1.0], SHARED), AggregateFault::BadWeight { at: 1, value: -1.0 });
    assert_eq!(fault(&[1.0], SHARED), AggregateFault::WrongLength { wanted: 2, found: 1 });
    assert!(matches!(fault(&[1.0, 1.0], Aggregation::Power { p: 0.0 }), AggregateFault::Setting(_)));
    let alone = aggregate(&[&a[..1]], &[1.0], Aggregation::Copeland, Gaps::Refuse);
    assert_eq!(alone, Err(AggregateFault::OneArea));
}

#[test]
fn weights_are_shown_with_their_sum_and_those_without_a_say() {
    let shown = weighing(&[3.0, 0.0, 1.0]);
    assert_eq!(shown, Weighing { sum: 4.0, shares: vec![0.75, 0.0, 0.25], without_say: vec![1] });
}

proptest::proptest! {
    #[test]
    fn a_worse_part_never_betters_the_whole(
        low in 0.1_f64..50.0, more in 0.0_f64..50.0, other in 0.1_f64..100.0, weight in 0.01_f64..5.0, p in -3.0_f64..3.0,
    ) {
        let before = [Ok(low)];
        let after = [Ok(low + more)];
        let other = [Ok(other)];
        for method in [SHARED, Aggregation::Geometric, Aggregation::Harmonic, Aggregation::Power { p: p + 0.001 }] {
            let whole = |part: &[Figure]| {
                aggregate(&[part, &other], &[weight, 1.0], method, Gaps::Refuse).unwrap()[0].unwrap()
            };
            proptest::prop_assert!(whole(&after) >= whole(&before) * (1.0 - 1e-9));
        }
    }
}
