use super::*;
use crate::assess::aggregate::Aggregation;
use crate::assess::impute::Imputation;
use crate::assess::normalise::Normalisation;
use crate::assess::recipe::{Evidence, IndicatorFigures, Inputs, Node, Recipe, Uncertainty};
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

#[test]
fn every_domain_has_ranges_of_its_own_ranks() {
    let (recipe, inputs) = uncertain_town(30);
    let run = run(&recipe, &inputs).unwrap();
    let found = rank_ranges(&run).unwrap();
    assert_eq!(found.domains.keys().collect::<Vec<_>>(), ["d0", "d1", "d2"]);
    assert_eq!(found.of(run.index()), Some(found.areas.as_slice()));
    assert_eq!(found.of(run.node("d0i0").unwrap()), None, "indicators have ranges of another kind");
    for (id, ranges) in &found.domains {
        assert_eq!(found.of(run.node(id).unwrap()), Some(ranges.as_slice()));
        let among: f64 = ranges.iter().flatten().map(|range| range.among_worst).sum();
        assert!((among - recipe.rules.worst as f64).abs() < 0.5, "{id}: {among}");
    }
    assert_ne!(found.domains["d0"], found.areas);
}

/// By hand: within a domain only its own weights are drawn, so its ranks are
/// those of an index that is nothing but the domain.
#[test]
fn a_domain_is_ranked_as_if_it_were_the_index() {
    let (mut recipe, inputs) = town(12, 2, 3, ARITHMETIC);
    recipe.uncertainty = Some(Uncertainty { draws: 4_000, ..Uncertainty::default() });
    let whole = rank_ranges(&run(&recipe, &inputs).unwrap()).unwrap();
    let Node::Group(first) = recipe.index.parts.remove(0) else { panic!("a domain") };
    recipe.index = first;
    let alone = rank_ranges(&run(&recipe, &inputs).unwrap()).unwrap();
    for (own, index) in whole.domains["d0"].iter().zip(&alone.areas) {
        let (own, index) = (own.as_ref().unwrap(), index.as_ref().unwrap());
        // Other random numbers, so equal but for chance.
        assert!((own.among_worst - index.among_worst).abs() < 0.05, "{own:?} {index:?}");
        assert!((own.median - index.median).abs() <= 1.0, "{own:?} {index:?}");
    }
}

#[test]
fn a_domain_that_no_draw_moves_has_no_ranges() {
    let (mut recipe, inputs) = town(10, 2, 2, ARITHMETIC);
    recipe.uncertainty = Some(Uncertainty::default());
    let Node::Group(first) = &mut recipe.index.parts[0] else { panic!("a domain") };
    first.parts.truncate(1);
    let found = rank_ranges(&run(&recipe, &inputs).unwrap()).unwrap();
    assert_eq!(found.domains.keys().collect::<Vec<_>>(), ["d1"]);
}

/// Towns whose truth is known: shares of 200 people are counted from it.
#[test]
fn said_probabilities_of_being_among_the_worst_come_true() {
    let (mut said, mut was, mut count) = ([0.0; 3], [0.0; 3], [0.0; 3]);
    for seed in 0..40 {
        let (truth, seen) = counted_town(40, 6, seed);
        let real = run(&truth.0, &truth.1).unwrap();
        let ranges = rank_ranges(&run(&seen.0, &seen.1).unwrap()).unwrap();
        for (range, standing) in ranges.areas.iter().zip(&real.index().standings) {
            let among = range.as_ref().unwrap().among_worst;
            let bin = usize::from(among > 0.2) + usize::from(among > 0.8);
            said[bin] += among;
            was[bin] += f64::from(u8::from(standing.rank().unwrap() <= 10));
            count[bin] += 1.0;
        }
    }
    for bin in 0..3 {
        assert!(count[bin] > 100.0, "{count:?}");
        assert!((said[bin] - was[bin]).abs() / count[bin] < 0.05, "said {said:?}, was {was:?} of {count:?}");
    }
}

type Town = (Recipe, Inputs);

fn counted_town(areas: usize, indicators: usize, seed: u64) -> (Town, Town) {
    let mut random = crate::assess::random::Random::new(300 + seed);
    let common: Vec<f64> = (0..areas).map(|_| random.normal()).collect();
    let (mut truth, mut seen, mut parts) = (inputs_of(areas), inputs_of(areas), Vec::new());
    for number in 0..indicators {
        let id = format!("i{number}");
        let odds = |common: &f64, noise: f64| (0.25 * common + 0.3 * noise - 1.4).exp();
        let shares: Vec<f64> = common
            .iter()
            .map(|common| odds(common, random.normal()))
            .map(|odds| odds / (1.0 + odds))
            .collect();
        let mut counted = |share: &f64| {
            let count = (0..200).filter(|_| random.unit() < *share).count() as f64;
            Ok(crate::assess::shrink::Part { count, total: 200.0 })
        };
        let parts_of = shares.iter().map(&mut counted).collect();
        seen.indicators.insert(id.clone(), IndicatorFigures::shares(parts_of, 1.0));
        truth.indicators.insert(id.clone(), IndicatorFigures::bare(shares.into_iter().map(Ok).collect()));
        parts.push(Node::Indicator(indicator(&id, 1.0)));
    }
    let mut recipe = recipe(areas, group("index", 1.0, ARITHMETIC, parts));
    let plain = recipe.clone();
    recipe.uncertainty =
        Some(Uncertainty { draws: 100, weight_spread: 0.0, sampling: true, ..Uncertainty::default() });
    ((plain, truth), (recipe, seen))
}

fn inputs_of(areas: usize) -> Inputs {
    Inputs { areas: codes(areas), people: vec![Ok(1.0); areas], ..Inputs::default() }
}
