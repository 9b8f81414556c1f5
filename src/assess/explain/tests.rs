use super::*;
use crate::assess::aggregate::Aggregation;
use crate::assess::normalise::Normalisation;
use crate::assess::recipe::Node;
use crate::assess::run::{Run, run};
use crate::assess::testing::*;

fn worst_area(run: &Run, rank: usize) -> usize {
    run.index().standings.iter().position(|standing| standing.rank() == Some(rank)).unwrap()
}

#[test]
fn a_weighted_sum_is_split_into_weight_times_score() {
    let (recipe, inputs) = town(10, 2, 2, ARITHMETIC);
    let run = run(&recipe, &inputs).unwrap();
    let found = contributions(&run, 3, Against::Nothing).unwrap();
    assert!(found.base.abs() < 1e-15);
    for part in found.parts {
        let stages = run.indicators.iter().find(|stages| stages.id == part.id).unwrap();
        assert!((part.amount - stages.weighted[3].unwrap()).abs() < 1e-12);
    }
}

#[test]
fn a_bent_mean_cannot_be_split_from_nothing() {
    let (recipe, inputs) = town(10, 2, 2, Aggregation::Geometric);
    let run = run(&recipe, &inputs).unwrap();
    assert!(matches!(
        contributions(&run, 0, Against::Nothing),
        Err(ContributionFault::NotFromNothing { .. })
    ));
    assert_eq!(contributions(&run, 99, Against::Average), Err(ContributionFault::NoArea(99)));
}

#[test]
fn a_lever_takes_the_area_out_and_a_hair_less_does_not() {
    for aggregation in [ARITHMETIC, Aggregation::Geometric, Aggregation::Power { p: 2.0 }] {
        let (recipe, inputs) = town(40, 3, 2, aggregation);
        let first = run(&recipe, &inputs).unwrap();
        let area = worst_area(&first, 10);
        let found = levers(&first, area).unwrap();
        assert!(!found.is_empty());
        assert!(found.windows(2).all(|pair| pair[0].share_of_range <= pair[1].share_of_range));
        assert!(found.iter().any(|lever| lever.holds_on_rerun));
        for lever in found {
            let rank_with = |value: f64| {
                let mut inputs = inputs.clone();
                inputs.indicators.get_mut(&lever.id).unwrap().figures[area] = Ok(value);
                run(&recipe, &inputs).unwrap().index().standings[area].rank().unwrap()
            };
            assert_eq!(rank_with(lever.to) > 10, lever.holds_on_rerun, "{lever:?}");
            let hair = (lever.from - lever.to) * 1e-3;
            assert!(rank_with(lever.to + hair) <= 10, "{lever:?}");
        }
    }
}

#[test]
fn levers_say_why_there_are_none() {
    let (recipe, inputs) = town(20, 2, 2, ARITHMETIC);
    let run = run(&recipe, &inputs).unwrap();
    let better = worst_area(&run, 12);
    assert_eq!(levers(&run, better), Err(LeverFault::NotAmongTheWorst { rank: 12, worst: 5 }));
    assert_eq!(levers(&run, 77), Err(LeverFault::NoArea(77)));
}

fn changed(
    how: impl Fn(&mut crate::assess::recipe::Recipe, &mut crate::assess::recipe::Inputs),
) -> Vec<AreaChange> {
    let (mut recipe, mut inputs) = town(20, 2, 2, ARITHMETIC);
    let before = run(&recipe, &inputs).unwrap();
    how(&mut recipe, &mut inputs);
    let after = run(&recipe, &inputs).unwrap();
    let changes = diff(&before, &after).unwrap();
    for change in &changes {
        let sum: f64 = change.steps.iter().map(|step| step.score.unwrap()).sum();
        assert!((sum - (change.score.1.unwrap() - change.score.0.unwrap())).abs() < 1e-9);
        let ranks: i64 = change.steps.iter().map(|step| step.rank.unwrap()).sum();
        let rank = |rank: Option<usize>| i64::try_from(rank.unwrap()).unwrap();
        assert_eq!(ranks, rank(change.rank.1) - rank(change.rank.0));
    }
    changes
}

fn causes(changes: &[AreaChange]) -> Vec<Cause> {
    changes.first().map(|change| change.steps.iter().map(|step| step.cause).collect()).unwrap_or_default()
}

#[test]
fn every_change_is_put_down_to_its_cause() {
    assert!(changed(|_, _| ()).is_empty());
    let weights = changed(|recipe, _| find(&mut recipe.index, "d0i0").unwrap().weight = 5.0);
    assert_eq!(causes(&weights), vec![Cause::Weights]);
    let method =
        changed(|recipe, _| find(&mut recipe.index, "d0i0").unwrap().normalisation = Normalisation::Rank);
    assert_eq!(causes(&method), vec![Cause::Method]);
    let data = changed(|_, inputs| inputs.indicators.get_mut("d1i0").unwrap().figures[4] = Ok(11.0));
    assert_eq!(causes(&data), vec![Cause::Data]);
    let all = changed(|recipe, inputs| {
        find(&mut recipe.index, "d0i0").unwrap().weight = 5.0;
        find(&mut recipe.index, "d1i1").unwrap().normalisation = Normalisation::Rank;
        let given = inputs.indicators.get_mut("d1i0").unwrap();
        given.figures[4] = Ok(11.0);
        given.provenance.boundary = "wards 2022".to_owned();
        let both = inputs.indicators.get_mut("d0i1").unwrap();
        both.figures[2] = Ok(12.0);
        (both.provenance.data, both.provenance.boundary) = ("2025".to_owned(), "wards 2022".to_owned());
    });
    assert_eq!(causes(&all), vec![Cause::Boundary, Cause::BoundaryAndData, Cause::Method, Cause::Weights]);
}

#[test]
fn a_new_indicator_is_a_change_of_method() {
    let changes = changed(|recipe, inputs| {
        let mut given = inputs.indicators["d0i0"].clone();
        given.figures.reverse();
        inputs.indicators.insert("new".to_owned(), given);
        recipe.index.parts.push(Node::Indicator(indicator("new", 1.0)));
    });
    assert_eq!(causes(&changes), vec![Cause::Method]);
}

#[test]
fn an_area_of_only_one_run_is_left_out() {
    let (recipe, inputs) = town(20, 2, 2, ARITHMETIC);
    let before = run(&recipe, &inputs).unwrap();
    let (mut fewer, mut less) = (recipe.clone(), inputs.clone());
    fewer.areas.pop();
    less.areas.pop();
    less.people.pop();
    less.indicators.values_mut().for_each(|given| given.figures.truncate(19));
    let after = run(&fewer, &less).unwrap();
    let changes = diff(&before, &after).unwrap();
    assert!(changes.iter().all(|change| change.area.as_str() != "W0019"));
    assert!(changes.iter().all(|change| change.steps.iter().all(|step| step.cause == Cause::Boundary)));
}
