use super::*;

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} is not {expected}");
}

#[test]
fn counts_meet_their_published_limits() {
    for (count, low, high) in [(10.0, 4.7874, 18.3915), (25.0, 16.1743, 36.9065), (100.0, 81.3621, 121.6279)]
    {
        let limits = byar(count, Level::P95).unwrap();
        near(limits.low, low, 1e-4);
        near(limits.high, high, 1e-4);
    }
    for (count, low, high) in [(0.0, 0.0, 3.6889), (5.0, 1.6235, 11.6683)] {
        let limits = exact_poisson(count, Level::P95).unwrap();
        near(limits.low, low, 1e-4);
        near(limits.high, high, 1e-4);
    }
}

#[test]
fn shares_meet_their_published_limits() {
    for (count, total, low, high) in
        [(0.0, 20.0, 0.0, 0.16113), (5.0, 50.0, 0.04348, 0.21360), (30.0, 400.0, 0.05304, 0.10505)]
    {
        let limits = wilson(count, total, Level::P95).unwrap();
        near(limits.low, low, 1e-4);
        near(limits.high, high, 1e-4);
    }
}

#[test]
fn a_share_of_all_or_none_lies_in_its_own_interval() {
    for n in (1..2_000_u32).map(f64::from) {
        assert!(wilson(n, n, Level::P95).unwrap().holds(1.0), "{n} of {n}");
        assert!(wilson(0.0, n, Level::P95).unwrap().holds(0.0), "0 of {n}");
    }
}

#[test]
fn the_exact_method_holds_below_ten_events_and_byars_from_ten_on() {
    let below = count_interval(9.0, Level::P998).unwrap();
    assert_eq!(below, exact_poisson(9.0, Level::P998).unwrap());
    assert_eq!(count_interval(10.0, Level::P95).unwrap(), byar(10.0, Level::P95).unwrap());
}

#[test]
fn the_wider_level_holds_the_narrower() {
    for count in [0.0, 1.0, 4.0, 9.0, 10.0, 47.0, 9_000.0] {
        let (narrow, wide) =
            (count_interval(count, Level::P95).unwrap(), count_interval(count, Level::P998).unwrap());
        assert!(wide.low <= narrow.low && narrow.high < wide.high && narrow.holds(count), "{count}");
    }
}

#[test]
fn impossible_figures_are_refused_by_name() {
    let level = Level::P95;
    assert_eq!(byar(-1.0, level), Err(IntervalError::Negative { what: "count", value: -1.0 }));
    assert!(matches!(byar(0.0, level), Err(IntervalError::TooFew { .. })));
    let no_people = IntervalError::ZeroDenominator { what: "population", value: 0.0 };
    assert_eq!(rate(4.0, 0.0, 1000.0, level), Err(no_people));
    assert_eq!(wilson(5.0, 4.0, level), Err(IntervalError::MoreThanAll { count: 5.0, total: 4.0 }));
    assert!(matches!(wilson(0.0, 0.0, level), Err(IntervalError::ZeroDenominator { .. })));
    assert!(matches!(mean_of_values(&[1.0], level), Err(IntervalError::TooFew { found: 1, .. })));
    assert!(matches!(mean_of_values(&[1.0, f64::NAN], level), Err(IntervalError::NotFinite { .. })));
    assert!(matches!(mean_with_error(1.0, 0.0, level), Err(IntervalError::ZeroDenominator { .. })));
    let empty = Stratum { count: 20.0, population: 0.0, standard: 1.0 };
    assert!(matches!(
        directly_standardised_rate(&[empty], 1.0, level),
        Err(IntervalError::ZeroDenominator { .. })
    ));
    let few = Stratum { count: 3.0, population: 10.0, standard: 1.0 };
    assert!(matches!(
        directly_standardised_rate(&[few], 1.0, level),
        Err(IntervalError::TooFew { found: 3, .. })
    ));
    let nothing = Stratum { count: 0.0, population: 10.0, standard: 1.0 };
    let none_expected = indirectly_standardised_rate(3.0, &[nothing], 1.0, level);
    assert!(matches!(none_expected, Err(IntervalError::ZeroDenominator { what: "expected count", .. })));
}

#[test]
fn quantiles_are_good_to_ten_digits() {
    // Recorded from 30-digit arithmetic (mpmath).
    for (share, expected) in NORMAL {
        near(quantile::normal(share), expected, 1e-10);
    }
    for (share, freedom, expected) in CHI_SQUARED {
        near(quantile::chi_squared(share, freedom), expected, 1e-10 * expected.max(1.0));
    }
    for (share, freedom, expected) in STUDENT {
        near(quantile::student(share, freedom), expected, 1e-10 * expected);
    }
    near(quantile::normal(0.5), 0.0, 1e-12);
    for level in Level::ALL {
        near(level.z(), quantile::normal(1.0 - level.alpha() / 2.0), 1e-12);
    }
    near(quantile::normal_two_sided(NORMAL[0].1), 0.05, 1e-12);
}

#[test]
fn a_limit_of_a_funnel_is_within() {
    let funnel = funnel_limits_of_share(500.0, 100.0, 1000.0, 100.0).unwrap();
    assert_eq!(funnel.judge(funnel.two_sd.high), Verdict::Ordinary);
    assert_eq!(funnel.judge(funnel.three_sd.high), Verdict::High);
    assert_eq!(funnel.judge(funnel.three_sd.high + 0.1), Verdict::VeryHigh);
    assert_eq!(funnel.judge(funnel.two_sd.low - 0.1), Verdict::Low);
    assert_eq!(funnel.judge(0.0), Verdict::VeryLow);
    // The verdict is that of the area's own Wilson interval.
    for count in 0..=120 {
        let count = f64::from(count);
        let outside = !wilson(count, 500.0, Level::P95).unwrap().holds(0.1);
        assert_eq!(funnel.judge(count / 5.0) != Verdict::Ordinary, outside, "{count}");
    }
    let rates = funnel_limits_of_rate(5_000.0, 100.0, 10_000.0, 1_000.0).unwrap();
    near(rates.baseline, 10.0, 1e-12);
    near(byar(rates.two_sd.low * 5.0, Level::P95).unwrap().high, 50.0, 1e-9);
    near(byar(rates.three_sd.high * 5.0, Level::P998).unwrap().low, 50.0, 1e-9);
    let none_expected = funnel_limits_of_rate(10.0, 10.0, 10_000.0, 1_000.0).unwrap();
    near(none_expected.three_sd.low, 0.0, 0.0);
    let above = none_expected.two_sd.high * 1.01;
    assert_eq!(none_expected.judge(above), Verdict::High);
}

const NORMAL: [(f64, f64); 4] = [
    (0.975, 1.959_963_984_540_054_2),
    (0.999, 3.090_232_306_167_813_5),
    (0.6, 0.253_347_103_135_799_8),
    (0.999_999, 4.753_424_308_822_899),
];
const CHI_SQUARED: [(f64, f64, f64); 7] = [
    (0.025, 2.0, 0.050_635_615_968_579_75),
    (0.975, 2.0, 7.377_758_908_227_872_6),
    (0.001, 2.0, 0.002_001_000_667_167_067),
    (0.999, 20.0, 45.314_746_618_125_86),
    (0.025, 18.0, 8.230_746_194_756_664),
    (0.975, 1.0, 5.023_886_187_314_889),
    (0.975, 5000.0, 5_197.883_771_923_797),
];
const STUDENT: [(f64, f64, f64); 5] = [
    (0.975, 1.0, 12.706_204_736_174_705),
    (0.975, 11.0, 2.200_985_160_091_639_9),
    (0.999, 11.0, 4.024_701_037_630_738),
    (0.975, 300.0, 1.967_903_011_261_087),
    (0.999, 2.0, 22.327_124_770_119_875),
];
