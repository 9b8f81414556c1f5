//! Intervals against recorded answers of `PHEindicatormethods` (UKHSA).

use std::path::PathBuf;

use wardwise::assess::intervals::{
    Estimate, Interval, Level, Stratum, Verdict, directly_standardised_rate, funnel_limits_of_share,
    indirectly_standardised_rate, judge_share, mean_of_values, rate, share,
};

use super::table::{Table, assert_near};
use crate::support::data_dir;

/// The recorded numbers have 15 digits.
const WITHIN: f64 = 1e-9;

fn phe(data: &std::path::Path, name: &str) -> Table {
    Table::read(&PathBuf::from(data).join("reference/phe").join(name))
}

fn check(table: &Table, row: usize, usual: Estimate, wide: Interval) {
    let what = table.text(row, "area");
    for (column, found) in [
        ("value", usual.value),
        ("lower95_0cl", usual.interval.low),
        ("upper95_0cl", usual.interval.high),
        ("lower99_8cl", wide.low),
        ("upper99_8cl", wide.high),
    ] {
        assert_near(found, table.number(row, column).unwrap(), WITHIN, &format!("{what} {column}"));
    }
}

#[test]
fn rates_are_those_of_phe() {
    let Some(data) = data_dir() else { return };
    let table = phe(&data, "rate_byar_exact.csv");
    for row in 0..table.rows.len() {
        let of = |column| table.number(row, column).unwrap();
        let at = |level| rate(of("obs"), of("n"), 100_000.0, level).unwrap();
        check(&table, row, at(Level::P95), at(Level::P998).interval);
    }
    assert!(table.rows.len() >= 10);
}

#[test]
fn shares_are_those_of_phe() {
    let Some(data) = data_dir() else { return };
    let table = phe(&data, "proportion_wilson.csv");
    for row in 0..table.rows.len() {
        let of = |column| table.number(row, column).unwrap();
        let at = |level| share(of("obs"), of("n"), 1.0, level).unwrap();
        check(&table, row, at(Level::P95), at(Level::P998).interval);
    }
    assert!(table.rows.len() >= 10);
}

#[test]
fn means_are_those_of_phe() {
    let Some(data) = data_dir() else { return };
    let (input, table) = (phe(&data, "mean_input.csv"), phe(&data, "mean_t.csv"));
    for row in 0..table.rows.len() {
        let area = table.text(row, "area");
        let own = (0..input.rows.len()).filter(|at| input.text(*at, "area") == area);
        let values: Vec<f64> = own.map(|at| input.number(at, "value").unwrap()).collect();
        let at = |level| mean_of_values(&values, level).unwrap();
        check(&table, row, at(Level::P95), at(Level::P998).interval);
    }
}

#[test]
fn directly_standardised_rates_are_those_reckoned_independently() {
    let Some(data) = data_dir() else { return };
    let (input, table) = (phe(&data, "dsr_input.csv"), phe(&data, "dsr_dobson_byar_independent.csv"));
    for row in 0..table.rows.len() {
        let strata = strata(&input, table.text(row, "area"));
        let at = |level| directly_standardised_rate(&strata, 100_000.0, level).unwrap();
        let (usual, wide) = (at(Level::P95), at(Level::P998).interval);
        for (column, found) in [
            ("value_per_100000", usual.value),
            ("lower95", usual.interval.low),
            ("upper95", usual.interval.high),
            ("lower99_8", wide.low),
            ("upper99_8", wide.high),
        ] {
            assert_near(found, table.number(row, column).unwrap(), WITHIN, column);
        }
    }
}

fn strata(input: &Table, area: &str) -> Vec<Stratum> {
    let own = (0..input.rows.len()).filter(|at| input.text(*at, "area") == area);
    own.map(|at| Stratum {
        count: input.number(at, "obs").unwrap(),
        population: input.number(at, "pop").unwrap(),
        standard: input.number(at, "stdpop").unwrap(),
    })
    .collect()
}

#[test]
fn indirectly_standardised_rates_are_those_of_phe() {
    let Some(data) = data_dir() else { return };
    let (input, table) = (phe(&data, "dsr_input.csv"), phe(&data, "indirect_rate.csv"));
    for row in 0..table.rows.len() {
        let area = table.text(row, "area");
        let own = strata(&input, area);
        let observed: f64 = own.iter().map(|stratum| stratum.count).sum();
        let reference = reference(&input, &own);
        let found = indirectly_standardised_rate(observed, &reference, 100_000.0, Level::P95).unwrap();
        for (column, found) in [
            ("observed", found.observed),
            ("expected", found.expected),
            ("ref_rate", found.reference),
            ("value", found.rate.value),
            ("lowercl", found.rate.interval.low),
            ("uppercl", found.rate.interval.high),
        ] {
            assert_near(found, table.number(row, column).unwrap(), WITHIN, &format!("{area} {column}"));
        }
    }
}

/// All areas together by age, with one area's people to apply their rates to.
fn reference(input: &Table, own: &[Stratum]) -> Vec<Stratum> {
    let sum = |age: usize, column: &str| -> f64 {
        let all = 0..input.rows.len();
        all.filter(|row| input.number(*row, "agegrp") == Some((age + 1) as f64))
            .map(|row| input.number(row, column).unwrap())
            .sum()
    };
    let stratum = |(age, own): (usize, &Stratum)| Stratum {
        count: sum(age, "obs"),
        population: sum(age, "pop"),
        standard: own.population,
    };
    own.iter().enumerate().map(stratum).collect()
}

#[test]
fn funnels_are_those_of_phe() {
    let Some(data) = data_dir() else { return };
    let (limits, verdicts) =
        (phe(&data, "funnel_proportion.csv"), phe(&data, "funnel_proportion_significance.csv"));
    let sum = |column| (0..verdicts.rows.len()).map(|row| verdicts.number(row, column).unwrap()).sum::<f64>();
    let (count, total) = (sum("numerator"), sum("denominator"));
    for row in 0..limits.rows.len() {
        let of = |column| limits.number(row, column).unwrap();
        let found = funnel_limits_of_share(of("Population"), count, total, 100.0).unwrap();
        assert_near(found.baseline, of("baseline"), WITHIN, "baseline");
        let what = format!("population {}", of("Population"));
        assert_near(found.two_sd.low, of("lower_2s_limit"), WITHIN, &what);
        assert_near(found.two_sd.high, of("upper_2s_limit"), WITHIN, &what);
        assert_near(found.three_sd.low, of("lower_3s_limit"), WITHIN, &what);
        assert_near(found.three_sd.high, of("upper_3s_limit"), WITHIN, &what);
    }
    for row in 0..verdicts.rows.len() {
        let of = |column| verdicts.number(row, column).unwrap();
        let found = match judge_share(of("numerator"), of("denominator"), count, total).unwrap() {
            Verdict::VeryLow => "Low (0.001)",
            Verdict::Low => "Low (0.025)",
            Verdict::Ordinary => "Not significant",
            Verdict::High => "High (0.025)",
            Verdict::VeryHigh => "High (0.001)",
        };
        assert_eq!(found, verdicts.text(row, "significance"), "{}", verdicts.text(row, "area"));
    }
}
