//! What a back-test refuses, and one small enough to reckon by hand.

use super::{BacktestError, Count, Kind, Place, Spec, Weights, run, try_out};
use crate::crosswalk::uncertainty::{Calibration, Company};
use crate::crosswalk::{Rung, Side};
use crate::model::AreaCode;

/// Twenty sources of four small areas each; the last small area of each lies
/// in the next of twenty targets.
fn places() -> Vec<Place> {
    (0..80).map(|at: u32| Place { source: at / 4, target: Some((at + 1) / 4 % 20) }).collect()
}

fn side(prefix: &str) -> Side {
    Side::new(None, (0..20).map(|at| AreaCode::parse(&format!("{prefix}{at}")).expect("a code")))
}

fn spec<'a>(
    places: &'a [Place],
    people: &'a [f64],
    weights: &'a [Weights<'a>],
    counts: &'a [Count<'a>],
) -> Spec<'a> {
    let (from, to) = (side("S"), side("T"));
    Spec { data: "made up", from, to, places, people, weights, counts, ratios: &[], folds: 2, seed: 1 }
}

#[test]
fn people_who_sit_as_the_weights_say_need_no_constant() {
    let people: Vec<f64> = (0..80).map(|at: u32| f64::from(100 + at % 7)).collect();
    let grown: Vec<f64> = people.iter().zip(0..80).map(|(p, at)| p / 2.0 + f64::from(at % 2)).collect();
    let weights = [Weights { rung: Rung::Addresses, values: &people }];
    let counts = [Count { name: "grown up", values: &grown }];
    let places = places();
    let report = run(&spec(&places, &people, &weights, &counts)).expect("a back-test");
    let row = report.row(Rung::Addresses, Company::Alone, Kind::Count).expect("a row");
    assert_eq!((row.constant, row.record.truths), (Some(0.0), 20));
    assert!(row.record.coverage >= 1.0);
    // The rung has constants of its own now, and no rate was tried: the cautious 1.
    let entry = report.calibration().entry(Rung::Addresses, Company::Alone).clone();
    assert_eq!((entry.rung, entry.provenance.rates), (Rung::Addresses, None));
    assert!(entry.constants.apart >= 1.0);
    assert_eq!(run(&spec(&places, &people, &weights, &counts)), Ok(report));
}

#[test]
fn people_who_keep_together_need_one() {
    // Everyone counted sits in the last of four equal small areas.
    let (people, places) = (vec![100.0; 80], places());
    let together: Vec<f64> = (0..80).map(|at| if at % 4 == 3 { 400.0 } else { 0.0 }).collect();
    let weights = [Weights { rung: Rung::Area, values: &people }];
    let counts = [Count { name: "together", values: &together }];
    let spec = spec(&places, &people, &weights, &counts);
    let report = run(&spec).expect("a back-test");
    // Each target gets ¾ of its own 400 and ¼ of its neighbour's: right by luck.
    assert_eq!(report.rows[0].record.truths, 20);
    let verdicts = try_out(&spec, &Calibration::builtin()).expect("a trial");
    let rungs: Vec<_> = verdicts.iter().map(|verdict| verdict.rung).collect();
    assert_eq!(rungs, [Rung::Lookup, Rung::Lookup, Rung::Area, Rung::Area]);
}

#[test]
fn truths_that_the_weights_are_made_of_are_refused() {
    let (people, places) = (vec![100.0; 80], places());
    let half: Vec<f64> = people.iter().map(|people| people / 2.0).collect();
    let weights = [Weights { rung: Rung::Area, values: &people }];
    let counts = [Count { name: "half", values: &half }];
    let errors = run(&spec(&places, &people, &weights, &counts)).expect_err("a circle");
    assert_eq!(errors, [BacktestError::Circular { count: "half".to_owned(), rung: "area" }]);
}

#[test]
fn every_fault_of_a_spec_is_named() {
    let (people, mut places) = (vec![100.0; 80], places());
    places[5] = Place { source: 20, target: Some(21) };
    let bad = vec![-1.0; 79];
    let weights =
        [Weights { rung: Rung::Area, values: &people }, Weights { rung: Rung::Addresses, values: &people }];
    let counts = [Count { name: "bad", values: &bad }];
    let errors = run(&Spec { folds: 1, ..spec(&places, &people, &weights, &counts) }).expect_err("faults");
    let has = |wanted: fn(&BacktestError) -> bool| errors.iter().filter(|error| wanted(error)).count();
    assert_eq!(has(|e| matches!(e, BacktestError::WrongLength { .. })), 1);
    assert_eq!(has(|e| matches!(e, BacktestError::BadValue { .. })), 79);
    assert_eq!(has(|e| matches!(e, BacktestError::NoSuchArea { .. })), 2);
    assert_eq!(has(|e| matches!(e, BacktestError::RungOrder { .. })), 1);
    assert_eq!(has(|e| matches!(e, BacktestError::TooLittle { .. })), 1);
}

#[test]
fn a_source_that_nothing_weighs_is_named() {
    let (people, places) = (vec![100.0; 80], places());
    let mut empty: Vec<f64> = (0..80).map(f64::from).collect();
    empty[4..8].fill(0.0);
    let weights = [Weights { rung: Rung::Addresses, values: &empty }];
    let odd: Vec<f64> = (0..80).map(|at| f64::from(at % 3)).collect();
    let counts = [Count { name: "odd", values: &odd }];
    let errors = run(&spec(&places, &people, &weights, &counts)).expect_err("no weight");
    assert_eq!(errors, [BacktestError::NoWeight { code: "S1".to_owned() }]);
}
