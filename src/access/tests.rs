//! Worked examples of `docs/methods/access.md`, and the laws of both methods.

use proptest::prelude::*;

use super::*;

fn minutes(rows: &[&[f64]]) -> Minutes {
    let legs = rows
        .iter()
        .flat_map(|row| row.iter().map(|t| if *t < 0.0 { Leg::Unreachable } else { Leg::Minutes(*t) }));
    Minutes::new(rows.len(), rows[0].len(), legs.collect()).expect("times")
}

const TEN: Decay = Decay::Even { threshold_min: 10.0 };

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-12)
}

/// The example of the method page: three villages, two halls of 12 and 6 places.
fn villages() -> (Minutes, [f64; 3], [f64; 2]) {
    (minutes(&[&[5.0, 25.0], &[8.0, 8.0], &[25.0, 5.0]]), [100.0, 200.0, 100.0], [12.0, 6.0])
}

#[test]
fn the_villages_of_the_method_page_come_out_as_written_there() {
    let (minutes, residents, supply) = villages();
    let plain = two_step(&minutes, &residents, &supply, &TEN).expect("levels");
    let ratios: Vec<f64> = plain.ratios.iter().filter_map(|r| r.value()).collect();
    let levels: Vec<f64> = plain.levels.iter().filter_map(|l| l.value()).collect();
    assert!(near(ratios[0], 0.04) && near(ratios[1], 0.02), "{ratios:?}");
    assert!(near(levels[0], 0.04) && near(levels[1], 0.06) && near(levels[2], 0.02), "{levels:?}");

    let shared = balanced(&minutes, &residents, &supply, &TEN).expect("levels");
    assert_eq!(shared.demand, [200.0, 200.0]);
    let levels: Vec<f64> = shared.levels.iter().filter_map(|l| l.value()).collect();
    assert!(near(levels[0], 0.03) && near(levels[1], 0.045) && near(levels[2], 0.015), "{levels:?}");
    assert!(near(shared.received[0], 6.0) && near(shared.received[1], 9.0) && near(shared.received[2], 3.0));
}

#[test]
fn unreachable_and_out_of_reach_are_told_apart_and_neither_is_zero() {
    let minutes = minutes(&[&[5.0, 5.0], &[30.0, -1.0], &[-1.0, -1.0]]);
    let plain = two_step(&minutes, &[10.0, 10.0, 10.0], &[0.0, 0.0], &TEN).expect("levels");
    assert_eq!(plain.levels, [Level::Of(0.0), Level::NoneInReach, Level::Unreachable]);
    let shared = balanced(&minutes, &[10.0, 10.0, 10.0], &[1.0, 1.0], &TEN).expect("levels");
    assert_eq!(shared.levels[1..], [Level::NoneInReach, Level::Unreachable]);
    assert!(near(shared.residents_in_reach, 10.0) && near(shared.residents_without, 20.0));
    let group = by_group(&shared.levels, &[1.0, 2.0, 4.0]);
    assert_eq!((group.none_in_reach, group.unreachable, group.members), (2.0, 4.0, 7.0));
}

#[test]
fn a_site_that_nobody_reaches_keeps_its_supply_to_itself() {
    let minutes = minutes(&[&[5.0, 30.0], &[5.0, -1.0]]);
    let plain = two_step(&minutes, &[10.0, 0.0], &[1.0, 7.0], &TEN).expect("levels");
    assert_eq!(plain.ratios[1], SiteRatio::NoDemand);
    // Nobody lives at the second origin; whoever did would be served.
    assert_eq!(plain.levels, [Level::Of(0.1), Level::Of(0.1)]);
    let shared = balanced(&minutes, &[10.0, 0.0], &[1.0, 7.0], &TEN).expect("levels");
    assert!(near(shared.supply_used, 1.0) && near(shared.supply_unused, 7.0));
    let nobody = two_step(&minutes, &[0.0, 0.0], &[1.0, 7.0], &TEN).expect("levels");
    assert_eq!(nobody.ratios, [SiteRatio::NoDemand, SiteRatio::NoDemand]);
    assert_eq!(nobody.levels, [Level::Of(0.0), Level::Of(0.0)]);
}

#[test]
fn the_way_there_need_not_be_the_way_back() {
    let there = minutes(&[&[5.0, 20.0], &[20.0, 5.0]]);
    let one_way = minutes(&[&[5.0, 5.0], &[20.0, 5.0]]);
    let levels = |m: &Minutes| two_step(m, &[10.0, 10.0], &[1.0, 1.0], &TEN).expect("levels").levels;
    assert_eq!(levels(&there), [Level::Of(0.1), Level::Of(0.1)]);
    assert_eq!(levels(&one_way), [Level::Of(0.1 + 0.05), Level::Of(0.05)]);
}

#[test]
fn weights_fall_from_one_to_nought() {
    let ten = |decay: &Decay| [0.0, 5.0, 10.0, 10.1].map(|t| decay.weight(t));
    let equal = |found: [f64; 4], wanted: [f64; 4]| found.iter().zip(wanted).all(|(a, b)| near(*a, b));
    assert!(equal(ten(&TEN), [1.0, 1.0, 1.0, 0.0]));
    assert!(equal(ten(&Decay::Linear { threshold_min: 10.0 }), [1.0, 0.5, 0.0, 0.0]));
    let bell = ten(&Decay::Gaussian { threshold_min: 10.0 });
    // (exp(-1/8) - exp(-1/2)) / (1 - exp(-1/2))
    assert!(near(bell[0], 1.0) && (bell[1] - 0.701_367).abs() < 1e-6 && near(bell[2], 0.0), "{bell:?}");
    let zones = Decay::Zones(vec![(5.0, 1.0), (10.0, 0.68), (15.0, 0.22)]);
    assert!(equal([5.0, 5.1, 15.0, 15.1].map(|t| zones.weight(t)), [1.0, 0.68, 0.22, 0.0]));
    assert_eq!(zones.check(), Ok(()));
    assert_eq!(Decay::Zones(vec![(5.0, 0.5), (10.0, 0.6)]).check(), Err(DecayError::Weight(2)));
    assert_eq!(Decay::Zones(vec![(5.0, 0.5), (5.0, 0.4)]).check(), Err(DecayError::Order(2)));
    assert_eq!(Decay::Zones(Vec::new()).check(), Err(DecayError::NoZones));
    assert_eq!(Decay::Even { threshold_min: 0.0 }.check(), Err(DecayError::Threshold(0.0)));
}

#[test]
fn numbers_that_are_none_and_lists_that_do_not_match_are_refused() {
    assert!(matches!(Minutes::new(2, 2, vec![Leg::Beyond]), Err(AccessError::Shape { .. })));
    let wrong = Minutes::new(1, 2, vec![Leg::Beyond, Leg::Minutes(f64::NAN)]);
    assert!(matches!(wrong, Err(AccessError::Time { origin: 0, site: 1, .. })));
    let minutes = minutes(&[&[5.0]]);
    assert!(matches!(two_step(&minutes, &[1.0], &[], &TEN), Err(AccessError::Count { .. })));
    assert!(matches!(balanced(&minutes, &[-1.0], &[1.0], &TEN), Err(AccessError::Value { at: 0, .. })));
}

fn any_case() -> impl Strategy<Value = (Minutes, Vec<f64>, Vec<f64>, Decay)> {
    (1..12_usize, 1..8_usize).prop_flat_map(|(n, m)| {
        let leg = prop_oneof![
            4 => (0.0..30.0_f64).prop_map(Leg::Minutes),
            1 => Just(Leg::Beyond),
            1 => Just(Leg::Unreachable),
        ];
        let amount = || prop_oneof![1 => Just(0.0), 4 => 0.0..5_000.0_f64];
        let decay = (1.0..25.0_f64, 0..4_u8).prop_map(|(t, kind)| match kind {
            0 => Decay::Even { threshold_min: t },
            1 => Decay::Gaussian { threshold_min: t },
            2 => Decay::Linear { threshold_min: t },
            _ => Decay::Zones(vec![(t / 2.0, 1.0), (t, 0.3)]),
        });
        let legs = prop::collection::vec(leg, n * m);
        let minutes = legs.prop_map(move |legs| Minutes::new(n, m, legs).expect("times"));
        (minutes, prop::collection::vec(amount(), n), prop::collection::vec(amount(), m), decay)
    })
}

proptest! {
    #[test]
    fn balanced_shares_keep_every_total((minutes, residents, supply, decay) in any_case()) {
        let shared = balanced(&minutes, &residents, &supply, &decay).expect("levels");
        let people: f64 = residents.iter().sum();
        let places: f64 = supply.iter().sum();
        prop_assert!(near(shared.residents_in_reach + shared.residents_without, people));
        prop_assert!(near(shared.supply_used + shared.supply_unused, places));
        prop_assert!(near(shared.demand.iter().sum(), shared.residents_in_reach));
        prop_assert!(near(shared.received.iter().sum(), shared.supply_used));
        let levels: f64 = shared.levels.iter().filter_map(|level| level.value()).sum();
        let ratios: f64 = shared.ratios.iter().filter_map(|ratio| ratio.value()).sum();
        prop_assert!(near(levels, ratios), "{} {}", levels, ratios);
    }

    #[test]
    fn more_supply_never_lowers_a_level((minutes, residents, supply, decay) in any_case(), more in 0.0..100.0_f64) {
        let richer: Vec<f64> = supply.iter().map(|s| s + more).collect();
        let before = two_step(&minutes, &residents, &supply, &decay).expect("levels");
        let after = two_step(&minutes, &residents, &richer, &decay).expect("levels");
        for (a, b) in before.levels.iter().zip(&after.levels) {
            match (a.value(), b.value()) {
                (Some(a), Some(b)) => prop_assert!(b >= a - 1e-12 * a.abs()),
                (None, None) => prop_assert_eq!(a, b),
                _ => prop_assert!(false, "a level came or went"),
            }
        }
    }

    #[test]
    fn with_one_site_for_all_both_methods_divide_its_supply(
        residents in prop::collection::vec(1.0..500.0_f64, 1..10),
        supply in 0.1..100.0_f64,
    ) {
        let minutes = Minutes::new(residents.len(), 1, vec![Leg::Minutes(3.0); residents.len()]).expect("times");
        let people: f64 = residents.iter().sum();
        let plain = two_step(&minutes, &residents, &[supply], &TEN).expect("levels");
        prop_assert!(plain.levels.iter().all(|level| near(level.value().expect("reached"), supply / people)));
        let shared = balanced(&minutes, &residents, &[supply], &TEN).expect("levels");
        for (people_here, received) in residents.iter().zip(&shared.received) {
            prop_assert!(near(*received, supply * people_here / people));
        }
    }
}
