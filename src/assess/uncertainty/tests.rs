use super::*;
use crate::assess::aggregate::Aggregation;
use crate::assess::impute::Imputation;
use crate::assess::normalise::Normalisation;
use crate::assess::recipe::{Evidence, Inputs, Recipe, Uncertainty};
use crate::assess::run::run;
use crate::assess::testing::*;
use crate::model::Missing;

pub(crate) fn uncertain_town(areas: usize) -> (Recipe, Inputs) {
    let (mut recipe, mut inputs) = town(areas, 3, 3, ARITHMETIC);
    recipe.uncertainty = Some(Uncertainty {
        draws: 200,
        weight_spread: 0.25,
        normalisations: vec![Normalisation::Rank, Normalisation::ImdExponential],
        aggregations: vec![Aggregation::Geometric],
        imputations: vec![Imputation::Median],
        sampling: true,
        alignment: true,
    });
    let given = inputs.indicators.get_mut("d1i1").unwrap();
    given.evidence = Evidence::Error(vec![Some(0.5); areas]);
    given.alignment_error = vec![Some(0.2); areas];
    inputs.indicators.get_mut("d2i0").unwrap().figures[1] = Err(Missing::Suppressed);
    find(&mut recipe.index, "d2i0").unwrap().imputation = Imputation::Mean;
    (recipe, inputs)
}

#[test]
fn every_configured_choice_is_drawn() {
    let (recipe, inputs) = uncertain_town(20);
    let run = run(&recipe, &inputs).unwrap();
    let found = rank_ranges(&run).unwrap();
    let keys: Vec<String> = found.factors.iter().map(Factor::key).collect();
    let expected = [
        "weights-within:d0",
        "weights-within:d1",
        "weights-within:d2",
        "weight:d0",
        "weight:d1",
        "weight:d2",
        "normalisation",
        "aggregation",
        "imputation",
        "sampling",
        "alignment",
    ];
    assert_eq!(keys, expected);
    // Each factor by itself moves some score in some draw.
    let study = Study::of(&run).unwrap();
    for factor in 0..keys.len() {
        let moved = (0..20).any(|draw| {
            let mut keys = study.random_draw(0);
            keys[factor] = study.random_draw(draw + 1)[factor];
            study.scores_for_tests(&keys) != study.scores_for_tests(&study.random_draw(0))
        });
        assert!(moved, "{} changes nothing", keys[factor]);
    }
}

#[test]
fn one_thread_and_two_draw_the_same() {
    let (recipe, inputs) = uncertain_town(25);
    let run = run(&recipe, &inputs).unwrap();
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| rank_ranges(&run).unwrap())
    };
    assert_eq!(with(1), with(2));
}

#[test]
fn ranges_hold_the_median_and_probabilities_are_shares() {
    let (recipe, inputs) = uncertain_town(40);
    let run = run(&recipe, &inputs).unwrap();
    let found = rank_ranges(&run).unwrap();
    let mut expected_worst = 0.0;
    for range in found.areas.iter().flatten() {
        assert!(range.low as f64 <= range.median && range.median <= range.high as f64, "{range:?}");
        assert!((0.0..=1.0).contains(&range.among_worst));
        assert_eq!(range.draws, 200);
        expected_worst += range.among_worst;
    }
    // Ties aside, as many areas are among the worst in every draw.
    assert!((expected_worst - 10.0).abs() < 0.2, "{expected_worst}");
}

#[test]
fn nothing_to_draw_is_a_fault() {
    let (mut recipe, inputs) = town(10, 2, 2, ARITHMETIC);
    let plain = run(&recipe, &inputs).unwrap();
    assert!(rank_ranges(&plain).is_err());
    recipe.uncertainty = Some(Uncertainty { weight_spread: 0.0, ..Uncertainty::default() });
    assert!(rank_ranges(&run(&recipe, &inputs).unwrap()).is_err());
}

#[test]
fn an_area_that_is_not_ranked_has_no_range() {
    let (mut recipe, mut inputs) = town(10, 2, 2, ARITHMETIC);
    recipe.uncertainty = Some(Uncertainty::default());
    inputs.indicators.get_mut("d0i0").unwrap().figures[4] = Err(Missing::NotGiven);
    let found = rank_ranges(&run(&recipe, &inputs).unwrap()).unwrap();
    assert_eq!(found.areas.iter().position(Option::is_none), Some(4));
    assert_eq!(found.areas.iter().flatten().count(), 9);
}
