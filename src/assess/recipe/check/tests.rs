use super::*;
use crate::assess::aggregate::Aggregation;
use crate::assess::figure::{ColumnFault, Figure};
use crate::assess::impute::Imputation;
use crate::assess::normalise::{Direction, Normalisation};
use crate::assess::recipe::{Comparator, Evidence, IndicatorFigures, Node, Shrinkage, Uncertainty};
use crate::assess::run::run;
use crate::assess::shrink::Part;
use crate::assess::testing::*;
use crate::assess::treat::{Limits, Treatment};
use crate::model::Missing;

const GAP: Figure = Err(Missing::Suppressed);

/// Breaks a good recipe and expects a fault at a place, saying something.
fn check_broken(breaking: impl Fn(&mut Recipe, &mut Inputs), at: &str, says: &str) {
    let (mut recipe, mut inputs) = town(8, 2, 2, ARITHMETIC);
    assert_eq!(check(&recipe, &inputs), vec![]);
    breaking(&mut recipe, &mut inputs);
    let faults = check(&recipe, &inputs);
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|fault| fault.starts_with(at) && fault.contains(says)), "{at} {says}: {told:?}");
    assert!(run(&recipe, &inputs).is_err());
}

fn change(recipe: &mut Recipe, id: &str, how: impl Fn(&mut crate::assess::recipe::Indicator)) {
    how(find(&mut recipe.index, id).unwrap());
}

fn figures<'a>(inputs: &'a mut Inputs, id: &str) -> &'a mut IndicatorFigures {
    inputs.indicators.get_mut(id).unwrap()
}

fn uncertain(recipe: &mut Recipe, how: impl Fn(&mut Uncertainty)) {
    how(recipe.uncertainty.get_or_insert_default());
}

#[test]
fn each_fault_of_the_tree_has_its_place() {
    check_broken(|r, _| change(r, "d0i1", |i| i.id = "d0i0".to_owned()), "index / d0 / d0i0", "used twice");
    check_broken(|r, _| change(r, "d0i1", |i| i.weight = -1.0), "index / d0 / d0i1", "the weight is -1");
    check_broken(|r, _| change(r, "d1i0", |i| i.weight = f64::NAN), "index / d1 / d1i0", "the weight is NaN");
    check_broken(|r, _| r.index.parts.clear(), "index", "no parts");
    check_broken(|r, _| r.index.weight = 2.0, "index", "weight of the index itself");
    check_broken(
        |r, _| ["d0i0", "d0i1"].iter().for_each(|id| change(r, id, |i| i.weight = 0.0)),
        "index / d0",
        "no part has a weight",
    );
    check_broken(
        |r, _| {
            let inner = r.index.clone();
            let wrap = |name: &str, g: crate::assess::recipe::Group| {
                group(name, 1.0, ARITHMETIC, vec![Node::Group(g)])
            };
            r.index = wrap(
                "index",
                wrap("a", wrap("b", crate::assess::recipe::Group { id: "c".to_owned(), ..inner })),
            );
        },
        "index / a / b / c / d0",
        "more than 4 levels",
    );
    check_broken(|r, _| r.index.aggregation = Aggregation::Power { p: 0.0 }, "index", "geometric mean");
}

#[test]
fn each_fault_of_the_areas_is_named() {
    check_broken(|r, _| r.areas[3] = r.areas[2].clone(), "areas", "listed twice");
    check_broken(|r, _| r.areas.truncate(1), "areas", "1 areas");
    check_broken(|r, _| r.areas.reverse(), "areas", "another order");
    check_broken(|_, i| drop(i.areas.pop()), "areas", "W0007 has none");
}

#[test]
fn each_fault_of_a_column_names_the_indicator() {
    check_broken(|_, i| drop(i.indicators.remove("d1i1")), "d1i1", "no figures");
    check_broken(|_, i| figures(i, "d0i0").figures = vec![Ok(4.0); 8], "d0i0", "all figures are 4");
    check_broken(|_, i| figures(i, "d0i0").figures = vec![GAP; 8], "d0i0", "no area has a figure");
    check_broken(|_, i| figures(i, "d0i0").figures[2] = Ok(f64::NAN), "d0i0", "not a finite number");
    check_broken(|_, i| figures(i, "d0i0").figures.truncate(7), "d0i0", "7 figures for 8 areas");
    check_broken(|_, i| figures(i, "d0i0").cover = vec![1.2; 8], "d0i0", "cover");
    let counts = |count: f64, total: f64| vec![Ok(Part { count, total }); 8];
    check_broken(
        |_, i| figures(i, "d0i0").evidence = Evidence::Rate { parts: counts(-3.0, 9.0), per: 1.0 },
        "d0i0",
        "area W0000: the count is -3",
    );
    check_broken(
        |_, i| figures(i, "d0i0").evidence = Evidence::Rate { parts: counts(3.0, 0.0), per: 1.0 },
        "d0i0",
        "the population is 0",
    );
    check_broken(
        |_, i| figures(i, "d0i0").evidence = Evidence::Share { parts: counts(3.0, 9.0), per: 1.0 },
        "d0i0",
        "its counts make 0.3333",
    );
}

#[test]
fn a_setting_that_cannot_be_applied_is_a_fault() {
    check_broken(|r, _| change(r, "d0i0", |i| i.shrinkage = Shrinkage::Whole), "d0i0", "shrinkage needs");
    check_broken(
        |r, _| change(r, "d0i0", |i| i.direction = Direction::Neither),
        "d0i0",
        "without a worse end",
    );
    let grouped = Imputation::GroupMean { grouping: "peers".to_owned() };
    check_broken(
        |r, _| change(r, "d0i0", |i| i.imputation = grouped.clone()),
        "d0i0",
        "grouping named peers",
    );
    check_broken(
        |r, _| change(r, "d0i0", |i| i.treatment = Treatment::Clip { low: 0.5, high: 0.5 }),
        "d0i0",
        "clip",
    );
    check_broken(
        |r, _| change(r, "d0i0", |i| i.normalisation = Normalisation::DistanceToTarget { target: 1e6 }),
        "d0i0",
        "every area meets the target",
    );
    check_broken(
        |r, _| {
            r.index.aggregation = Aggregation::Geometric;
            change(r, "d1i0", |i| i.normalisation = Normalisation::ZScore);
        },
        "index / d1 / d1i0",
        "z does not promise",
    );
    check_broken(|r, _| r.rules.worst = 8, "worst", "the worst 8 of 8");
    check_broken(|r, _| r.rules.least_cover = 80.0, "least_cover", "80 is no share");
    check_broken(
        |r, _| r.comparator = Comparator::Published { name: "England".to_owned() },
        "comparator",
        "England",
    );
    check_broken(
        |r, _| r.comparator = Comparator::Patch { grouping: "patch".to_owned() },
        "comparator",
        "patch",
    );
    check_broken(|_, i| i.people.clear(), "comparator", "has no counts");
    let alike = |count| Comparator::Neighbours { count, covariates: vec!["d0i0".to_owned()] };
    check_broken(|r, _| r.comparator = alike(8), "comparator", "8 neighbours among 8");
    check_broken(
        |r, _| r.comparator = Comparator::Neighbours { count: 2, covariates: vec![] },
        "comparator",
        "no covariate",
    );
}

#[test]
fn an_alternative_that_would_change_nothing_is_a_fault() {
    check_broken(|r, _| uncertain(r, |u| u.sampling = true), "uncertainty / sampling", "cannot be applied");
    check_broken(|r, _| uncertain(r, |u| u.alignment = true), "uncertainty / alignment", "cannot be applied");
    check_broken(
        |r, _| uncertain(r, |u| u.imputations.push(Imputation::Mean)),
        "uncertainty / imputations",
        "no indicator has a gap",
    );
    check_broken(|r, _| uncertain(r, |u| u.draws = 5), "uncertainty / draws", "5 draws");
    check_broken(|r, _| uncertain(r, |u| u.draws = 10_001), "uncertainty / draws", "at most 10000");
    check_broken(
        |r, _| uncertain(r, |u| u.weight_spread = 1.0),
        "uncertainty / weight_spread",
        "spread of 1",
    );
    check_broken(
        |r, _| {
            uncertain(r, |u| {
                u.aggregations.push(Aggregation::Geometric);
                u.normalisations.push(Normalisation::ZScore);
            });
        },
        "uncertainty / normalisations",
        "geometric mean needs",
    );
}

#[test]
fn an_alternative_is_tried_on_every_column_and_must_be_another() {
    check_broken(
        |r, i| {
            uncertain(r, |u| u.normalisations.push(Normalisation::RobustZ));
            figures(i, "d0i0").figures[..5].fill(Ok(4.0));
        },
        "uncertainty / normalisations / robust-z / d0i0",
        "median absolute deviation",
    );
    check_broken(
        |r, _| uncertain(r, |u| u.normalisations.push(Normalisation::MinMax { low: 1.0, high: 100.0 })),
        "uncertainty / normalisations",
        "every indicator has already",
    );
    check_broken(
        |r, _| uncertain(r, |u| u.aggregations.push(ARITHMETIC)),
        "uncertainty / aggregations",
        "already",
    );
    check_broken(
        |r, i| {
            uncertain(r, |u| u.imputations.push(Imputation::None));
            figures(i, "d0i0").figures[1] = GAP;
        },
        "uncertainty / imputations",
        "already",
    );
}

#[test]
fn people_covariates_and_standard_errors_must_be_usable() {
    check_broken(|_, i| i.people[2] = Ok(-4.0), "people", "below nought");
    check_broken(
        |_, i| figures(i, "d0i0").evidence = Evidence::Error(vec![Some(0.0); 8]),
        "d0i0",
        "a standard error is not above nought",
    );
    check_broken(
        |r, i| {
            i.indicators.insert("age".to_owned(), IndicatorFigures::bare(vec![Ok(3.0); 8]));
            r.comparator = Comparator::Neighbours { count: 2, covariates: vec!["age".to_owned()] };
        },
        "comparator / age",
        "all figures are 3",
    );
}

#[test]
fn all_faults_are_found_at_once() {
    let (mut recipe, mut inputs) = town(8, 2, 2, ARITHMETIC);
    figures(&mut inputs, "d0i0").figures = vec![Ok(1.0); 8];
    figures(&mut inputs, "d1i1").figures = vec![GAP; 8];
    find(&mut recipe.index, "d0i1").unwrap().treatment = Treatment::Winsorise(Limits::default());
    let faults = check(&recipe, &inputs);
    assert_eq!(faults[0].what, FaultKind::Column(ColumnFault::Constant { value: 1.0 }));
    assert_eq!(faults[1].what, FaultKind::Column(ColumnFault::AllMissing));
    assert_eq!(faults.len(), 2);
}
