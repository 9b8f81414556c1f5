use super::*;
use crate::assess::aggregate::{Aggregation, Gaps, WeightSum};
use crate::assess::explain::{Against, contributions};
use crate::assess::impute::Imputation;
use crate::assess::normalise::Normalisation;
use crate::assess::rag::Rag;
use crate::assess::recipe::{Comparator, IndicatorFigures, Node, Shrinkage};
use crate::assess::shrink::Part;
use crate::assess::testing::*;

const GAP: Figure = Err(Missing::Suppressed);

#[test]
fn two_indicators_make_an_index_as_by_hand() {
    let column = |values: [f64; 4]| values.map(Ok).to_vec();
    let inputs = inputs(vec![("a", column([0.0, 10.0, 20.0, 40.0])), ("b", column([3.0, 1.0, 2.0, 1.0]))]);
    let mut parts = vec![indicator("a", 3.0), indicator("b", 1.0)];
    for part in &mut parts {
        part.normalisation = Normalisation::MinMax { low: 0.0, high: 100.0 };
    }
    let recipe = recipe(4, group("index", 1.0, ARITHMETIC, parts.into_iter().map(Node::Indicator).collect()));
    let run = run(&recipe, &inputs).unwrap();
    // a: 0, 25, 50, 100; b: 100, 0, 50, 0; index: 3/4 a + 1/4 b.
    let expected = [25.0, 18.75, 50.0, 75.0];
    for (found, expected) in run.index().scores.iter().zip(expected) {
        assert!((found.unwrap() - expected).abs() < 1e-12, "{found:?}");
    }
    let ranks: Vec<_> = run.index().standings.iter().map(|standing| standing.rank().unwrap()).collect();
    assert_eq!(ranks, vec![3, 4, 2, 1]);
    assert!((run.index().weighing.as_ref().unwrap().sum - 4.0).abs() < 1e-12);
    assert!((run.indicators[0].weighted[3].unwrap() - 75.0).abs() < 1e-12);
}

#[test]
fn a_weight_of_nought_is_listed_and_has_no_say() {
    let (mut recipe, inputs) = town(12, 2, 2, ARITHMETIC);
    find(&mut recipe.index, "d0i0").unwrap().weight = 0.0;
    let run = run(&recipe, &inputs).unwrap();
    assert_eq!(run.without_say(), vec!["d0i0"]);
    assert_eq!(run.node("d0").unwrap().scores, run.node("d0i1").unwrap().scores);
    assert_eq!(run.node("d0").unwrap().weighing.as_ref().unwrap().without_say, vec![0]);
}

#[test]
fn a_domain_that_rests_on_stand_ins_is_not_ranked_and_the_index_is() {
    let (mut recipe, mut inputs) = town(12, 2, 2, ARITHMETIC);
    inputs.indicators.get_mut("d0i1").unwrap().figures[5] = GAP;
    find(&mut recipe.index, "d0i1").unwrap().imputation = Imputation::Median;
    let run = run(&recipe, &inputs).unwrap();
    // d0i1 holds 2/3 of d0, and d0 a third of the index: 22 % of it.
    let domain = run.node("d0").unwrap();
    assert!((domain.imputed[5] - 2.0 / 3.0).abs() < 1e-12);
    assert!(matches!(domain.standings[5], Standing::Unranked(Unranked::Imputed { .. })));
    assert!(run.index().standings[5].rank().is_some());
    assert!(run.indicators[1].imputed.stand_ins[5]);
    assert_eq!(run.indicators[1].raw[5], GAP);
}

#[test]
fn a_gap_stays_a_gap_up_to_the_index() {
    let (recipe, mut inputs) = town(12, 2, 2, ARITHMETIC);
    inputs.indicators.get_mut("d0i1").unwrap().figures[5] = GAP;
    let run = run(&recipe, &inputs).unwrap();
    assert_eq!(run.index().scores[5], GAP);
    assert_eq!(run.index().standings[5], Standing::Unranked(Unranked::NoScore(Missing::Suppressed)));
    let ranked = run.index().ranked();
    assert_eq!(ranked, 11);
}

#[test]
fn a_taken_over_weight_counts_as_missing() {
    let (mut recipe, mut inputs) = town(12, 1, 4, ARITHMETIC);
    inputs.indicators.get_mut("d0i3").unwrap().figures[5] = GAP;
    let Node::Group(domain) = &mut recipe.index.parts[0] else { unreachable!() };
    domain.gaps = Gaps::Reweight { least_present: 0.5 };
    let run = run(&recipe, &inputs).unwrap();
    assert!(run.index().scores[5].is_ok());
    assert!((run.index().missing[5] - 0.4).abs() < 1e-12);
    assert!(matches!(run.index().standings[5], Standing::Unranked(Unranked::Imputed { .. })));
}

#[test]
fn a_thinly_covered_area_is_not_ranked() {
    let (recipe, mut inputs) = town(12, 1, 1, ARITHMETIC);
    let mut cover = vec![1.0; 12];
    cover[3] = 0.7;
    inputs.indicators.get_mut("d0i0").unwrap().cover = cover;
    let run = run(&recipe, &inputs).unwrap();
    assert!(matches!(run.index().standings[3], Standing::Unranked(Unranked::Cover { .. })));
}

#[test]
fn shares_are_judged_against_the_place_and_shrunk_on_request() {
    let parts: Vec<_> = [(50.0, 100.0), (100.0, 1000.0), (30.0, 300.0), (3.0, 20.0)]
        .map(|(count, total)| Ok(Part { count, total }))
        .to_vec();
    let mut inputs = inputs(vec![("a", vec![GAP; 4])]);
    inputs.indicators.insert("a".to_owned(), IndicatorFigures::shares(parts, 100.0));
    let mut a = indicator("a", 1.0);
    a.shrinkage = Shrinkage::Whole;
    let recipe = recipe(4, group("index", 1.0, ARITHMETIC, vec![Node::Indicator(a)]));
    let run = run(&recipe, &inputs).unwrap();
    let stages = &run.indicators[0];
    assert_eq!(stages.raw[0], Ok(50.0));
    assert!(stages.start[0].unwrap() < 50.0);
    let benchmark = stages.judged[0].benchmark.unwrap();
    assert!((benchmark - 183.0 / 1420.0 * 100.0).abs() < 1e-12);
    assert_eq!(stages.judged[0].rag, Some(Rag::MuchWorse));
    assert_eq!(stages.judged[1].rag, Some(Rag::Better));
    assert_eq!(stages.judged[3].rag, Some(Rag::Similar));
}

#[test]
fn patches_and_neighbours_are_benchmarks() {
    let (mut recipe, mut inputs) = town(6, 1, 2, ARITHMETIC);
    inputs.groupings.insert(
        "patch".to_owned(),
        ["a", "a", "b", "b", "b", ""].map(|n| (!n.is_empty()).then(|| n.to_owned())).to_vec(),
    );
    recipe.comparator = Comparator::Patch { grouping: "patch".to_owned() };
    let judged = run(&recipe, &inputs).unwrap().indicators[0].judged.clone();
    let value = |at: usize| inputs.indicators["d0i0"].figures[at].unwrap();
    assert!((judged[0].benchmark.unwrap() - f64::midpoint(value(0), value(1))).abs() < 1e-12);
    assert_eq!((judged[5].benchmark, judged[0].rag), (None, None));
    recipe.comparator = Comparator::Neighbours { count: 5, covariates: vec!["d0i1".to_owned()] };
    let judged = run(&recipe, &inputs).unwrap().indicators[0].judged.clone();
    let others = (1..6).map(value).sum::<f64>() / 5.0;
    assert!((judged[0].benchmark.unwrap() - others).abs() < 1e-12);
}

#[test]
fn the_same_inputs_give_the_same_run() {
    let (recipe, inputs) = town(30, 3, 3, Aggregation::Geometric);
    assert_eq!(run(&recipe, &inputs).unwrap(), run(&recipe, &inputs).unwrap());
}

proptest::proptest! {
    #[test]
    fn contributions_add_up_to_the_score(
        areas in 5_usize..20, domains in 1_usize..4, each in 1_usize..4, method in 0_usize..6, gap in 0_usize..20,
    ) {
        let methods = [
            ARITHMETIC, Aggregation::Arithmetic(WeightSum::AsGiven), Aggregation::Geometric,
            Aggregation::Harmonic, Aggregation::Power { p: 3.0 }, Aggregation::Copeland,
        ];
        let (mut recipe, mut inputs) = town(areas, domains, each, methods[method]);
        recipe.index.gaps = Gaps::Reweight { least_present: 0.0 };
        if let Some(figure) = inputs.indicators.get_mut("d0i0").unwrap().figures.get_mut(gap) {
            *figure = GAP;
        }
        let run = run(&recipe, &inputs).unwrap();
        for area in 0..areas {
            let Ok(score) = run.index().scores[area] else { continue };
            for against in [Against::Nothing, Against::Average] {
                match contributions(&run, area, against) {
                    Ok(found) => {
                        let sum: f64 = found.base + found.parts.iter().map(|part| part.amount).sum::<f64>();
                        proptest::prop_assert!((sum - score).abs() < 1e-9, "{} {}", sum, score);
                    }
                    Err(fault) => proptest::prop_assert!(method > 1 && against == Against::Nothing, "{fault}"),
                }
            }
        }
    }

    #[test]
    fn the_order_of_areas_does_not_matter(areas in 5_usize..20, turn in 1_usize..5) {
        let (mut recipe, mut inputs) = town(areas, 2, 2, ARITHMETIC);
        let before = run(&recipe, &inputs).unwrap();
        recipe.areas.rotate_left(turn);
        inputs.areas.rotate_left(turn);
        inputs.indicators.values_mut().for_each(|given| given.figures.rotate_left(turn));
        let after = run(&recipe, &inputs).unwrap();
        for area in 0..areas {
            let now = (area + areas - turn) % areas;
            proptest::prop_assert_eq!(before.index().standings[area], after.index().standings[now]);
        }
    }
}
