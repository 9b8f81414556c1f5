//! Recipes, right and wrong.

use proptest::prelude::*;

use super::{read_recipe, write_recipe};
use crate::assess::aggregate::{Aggregation, Gaps, WeightSum};
use crate::assess::impute::Imputation;
use crate::assess::normalise::{Direction, Normalisation};
use crate::assess::recipe::{Comparator, Group, Indicator, Node, RankRules, Shrinkage, Uncertainty};
use crate::assess::spec::{AssessmentSpec, Benchmark, Divisor, FiguresFrom, GroupingFrom};
use crate::assess::treat::{Limits, Treatment};
use crate::model::Way;

const SMALL: &str = r#"
[assessment]
id = "priorities"
title = "Ward priorities"
purpose = "Where to work first."
areas = "wards@2023"
date = 2025-04-01
people = "residents"
seed = 7

[index]
aggregation = "geometric"

[[domain]]
id = "work"
weight = 2

[[domain.indicator]]
id = "claimants"
measure = "claimant-rate"
direction = "higher-is-worse"
shrinkage = "whole"
normalisation = "rank"

[[domain]]
id = "streets"

[[domain.indicator]]
id = "burglaries"
measure = "burglaries"
over = { measure = "households", per = 1000, events = true }
direction = "higher-is-worse"
normalisation = { method = "min-max", low = 1, high = 10 }
imputation = { method = "group-mean", grouping = "patches" }

[grouping.patches]
layer = "housing-patches@2024"

[ranking]
worst = 5

[uncertainty]
draws = 200
sampling = true
"#;

#[test]
fn a_small_recipe_is_read() {
    let spec = read_recipe(SMALL).expect("a specification");
    assert_eq!(spec.areas.to_string(), "wards@2023");
    assert_eq!(spec.way, Way::Best);
    assert_eq!(spec.index.indicators().len(), 2);
    assert_eq!(spec.rules, RankRules { worst: 5, ..RankRules::default() });
    assert_eq!(
        spec.figures["burglaries"].over.as_ref().map(|over| (over.per, over.events)),
        Some((1000.0, true))
    );
    assert_eq!(read_recipe(&write_recipe(&spec)), Ok(spec));
}

fn check_faults(change: impl Fn(&str) -> String, expected: &[&str]) {
    let faults = read_recipe(&change(SMALL)).expect_err("faults");
    let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
    for part in expected {
        assert!(all.iter().any(|fault| fault.contains(part)), "no '{part}' in {all:#?}");
    }
}

#[test]
fn every_fault_is_told_with_its_line_and_its_table() {
    check_faults(
        |text| text.replace("weight = 2", "weight = \"two\"\ncolour = 1").replace("seed = 7", "seed = -7"),
        &[
            "line 16, domain work: 'weight' must be a number, and is a string",
            "line 17, domain work: the key 'colour' is not known; there are id, title, weight",
            "line 9, assessment: 'seed' must be a whole number",
        ],
    );
    check_faults(|text| text.replace("seed = 7", "seed = 0x10"), &["whole number from 0, and is 0x10"]);
    check_faults(
        |text| text.replace("\"rank\"", "\"ranks\"").replace("\"higher-is-worse\"", "\"up\""),
        &[
            "line 23, domain work / indicator claimants: normalisation 'ranks' is not known",
            "line 21, domain work / indicator claimants: direction 'up' is not known",
        ],
    );
    check_faults(|text| text.replace("wards@2023", "wards"), &["areas 'wards' is no layer edition"]);
    check_faults(
        |text| text.replace("areas = \"wards@2023\"\n", ""),
        &["line 2, assessment: 'areas' is missing"],
    );
    check_faults(|text| text.replace("[ranking]\nworst = 5", "[ranking"), &["recipe"]);
    check_faults(|text| text.replace("2025-04-01", "2025-04-01T10:00:00"), &["a day such as 2025-04-01"]);
}

#[test]
fn settings_that_cannot_be_applied_are_told_with_their_line() {
    check_faults(|text| text.replace("low = 1,", "low = 0,"), &["needs scores above nought"]);
    check_faults(|text| text.replace("id = \"streets\"", "id = \"work\""), &["the id work is used twice"]);
    check_faults(
        |text| text.replace("id = \"burglaries\"\nmeasure", "id = \"claimants\"\nmeasure"),
        &["the id claimants is used twice"],
    );
    check_faults(
        |text| {
            text.replace("weight = 2", "weight = 0")
                .replace("id = \"streets\"", "id = \"streets\"\nweight = 0")
        },
        &["index: no part has a weight above nought"],
    );
    check_faults(
        |text| text.replace("aggregation = \"geometric\"", "weights_sum = 1"),
        &["index: the weights of its parts add up to 3, and must add up to 1"],
    );
    check_faults(
        |text| text.replace("[grouping.patches]", "[grouping.others]"),
        &["burglaries: there is no grouping 'patches'", "grouping others: nothing uses this grouping"],
    );
    check_faults(|text| text.replace("worst = 5", "worst = 0"), &["worst 0"]);
    check_faults(
        |text| text.replace("[ranking]", "[comparator]\nwith = \"published\"\nname = \"England\"\n[ranking]"),
        &["comparator / claimants: there is no published figure"],
    );
    check_faults(|text| text.replace("draws = 200", "draws = 5"), &["at least 20"]);
}

fn check_same(spec: &AssessmentSpec) -> Result<(), TestCaseError> {
    let text = write_recipe(spec);
    match read_recipe(&text) {
        Ok(back) => prop_assert_eq!(&back, spec),
        Err(faults) => prop_assert!(false, "{:#?}\n{}", faults, text),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_written_reads_back_the_same(spec in specs()) {
        check_same(&spec)?;
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in ".{0,200}", at in 0_usize..900) {
        let at = (0..=at.min(SMALL.len())).rev().find(|at| SMALL.is_char_boundary(*at)).unwrap_or(0);
        let _ = read_recipe(&text);
        let _ = read_recipe(&format!("{}{text}{}", &SMALL[..at], &SMALL[at..]));
    }
}

fn words() -> impl Strategy<Value = String> {
    "[A-Za-z\"'\\\\é£#=&<>\n]([ A-Za-z\"'\\\\é£#=&<>]{0,20}[a-z])?"
        .prop_map(|text| text.trim().to_owned())
        .prop_filter("not empty", |text| !text.is_empty())
}

fn numbers() -> impl Strategy<Value = f64> {
    prop_oneof![(-1e6..1e6_f64), Just(0.1), Just(3.0), Just(1e-9)]
}

fn normalisations() -> impl Strategy<Value = Normalisation> {
    prop_oneof![
        (0.5..2.0_f64, 3.0..200.0_f64).prop_map(|(low, high)| Normalisation::MinMax { low, high }),
        Just(Normalisation::ZScore),
        Just(Normalisation::RobustZ),
        Just(Normalisation::Rank),
        Just(Normalisation::Percentile),
        Just(Normalisation::ImdExponential),
        numbers().prop_map(|target| Normalisation::DistanceToTarget { target }),
        Just(Normalisation::DistanceToBest),
    ]
}

fn treatments() -> impl Strategy<Value = Treatment> {
    let limits = (0.1..5.0_f64, 0.1..9.0_f64, 1_usize..9)
        .prop_map(|(skewness, kurtosis, most_points)| Limits { skewness, kurtosis, most_points });
    prop_oneof![
        Just(Treatment::None),
        Just(Treatment::Log),
        limits.clone().prop_map(Treatment::Winsorise),
        limits.prop_map(Treatment::WinsoriseThenLog),
        (0.0..0.4_f64, 0.6..1.0_f64).prop_map(|(low, high)| Treatment::Clip { low, high }),
    ]
}

fn sources() -> impl Strategy<Value = FiguresFrom> {
    let way = prop_oneof![Just(None), Just(Some(Way::Lookup)), Just(Some(Way::Area))];
    let over =
        prop::option::of((prop::option::of(words()), any::<bool>()).prop_map(|(period, events)| Divisor {
            measure: "residents".parse().expect("an id"),
            table: None,
            period,
            per: if events { 1000.0 } else { 100.0 },
            events,
        }));
    (any::<bool>(), prop::option::of(words()), way, over).prop_map(|(named, period, way, over)| FiguresFrom {
        measure: "claimants".parse().expect("an id"),
        table: named.then(|| "claimants@2019".parse().expect("a key")),
        period,
        way,
        over,
        categories: std::collections::BTreeMap::new(),
    })
}

/// An indicator without a place in the tree yet.
fn indicators() -> impl Strategy<Value = (Indicator, FiguresFrom)> {
    let categories = prop::collection::btree_map(words(), 0.1..9.0_f64, 1..4);
    (
        words(),
        0.1..9.0_f64,
        treatments(),
        0_usize..4,
        normalisations(),
        sources(),
        prop::option::of(categories),
    )
        .prop_map(|(title, weight, treatment, gap, normalisation, source, categories)| {
            let imputation = match gap {
                0 => Imputation::None,
                1 => Imputation::Mean,
                2 => Imputation::Median,
                _ => Imputation::GroupMean { grouping: "a patch".to_owned() },
            };
            let shrinkage = match gap {
                0 => Shrinkage::Whole,
                1 => Shrinkage::Within("a patch".to_owned()),
                _ => Shrinkage::Off,
            };
            let is_better = gap == 2 && categories.is_none();
            let normalisation = categories.as_ref().map_or(normalisation, super::tree::of_categories);
            let one = Indicator {
                id: String::new(),
                title,
                weight,
                direction: if is_better { Direction::HighIsBetter } else { Direction::HighIsWorse },
                shrinkage,
                treatment,
                imputation,
                normalisation,
            };
            (one, FiguresFrom { categories: categories.unwrap_or_default(), ..source })
        })
}

fn specs() -> impl Strategy<Value = AssessmentSpec> {
    let group = (words(), 0.1..9.0_f64, any::<bool>(), prop::collection::vec(indicators(), 1..4));
    let uncertainty = prop::option::of((20_usize..5000, 0.0..0.9_f64, any::<bool>()).prop_map(
        |(draws, weight_spread, sampling)| Uncertainty {
            draws,
            weight_spread,
            normalisations: vec![Normalisation::MinMax { low: 0.25, high: 7.5 }],
            aggregations: vec![Aggregation::Copeland],
            imputations: vec![Imputation::GroupMean { grouping: "a patch".to_owned() }],
            sampling,
            alignment: !sampling,
        },
    ));
    (prop::collection::vec(group, 1..4), words(), 0_usize..4, any::<u32>(), uncertainty, any::<bool>())
        .prop_map(|(groups, title, with, seed, uncertainty, deep)| {
            let mut figures = std::collections::BTreeMap::new();
            let mut parts = Vec::new();
            for (number, (title, weight, as_given, indicators)) in groups.into_iter().enumerate() {
                let mut inner = Vec::new();
                for (at, (one, source)) in indicators.into_iter().enumerate() {
                    let id = format!("d{number}i{at}");
                    figures.insert(id.clone(), source);
                    inner.push(Node::Indicator(Indicator { id, ..one }));
                }
                let sum = if as_given { WeightSum::AsGiven } else { WeightSum::Shared };
                let group = |id: String, parts| Group {
                    id,
                    title: title.clone(),
                    weight,
                    aggregation: Aggregation::Arithmetic(sum),
                    gaps: if deep { Gaps::Reweight { least_present: 0.5 } } else { Gaps::Refuse },
                    parts,
                };
                let inner = group(format!("d{number}"), inner);
                parts.push(Node::Group(if deep {
                    group(format!("over{number}"), vec![Node::Group(inner)])
                } else {
                    inner
                }));
            }
            let index = Group {
                id: "index".to_owned(),
                title: title.clone(),
                weight: 1.0,
                aggregation: Aggregation::Arithmetic(WeightSum::Shared),
                gaps: Gaps::Refuse,
                parts,
            };
            put_together(index, figures, &title, with, u64::from(seed), uncertainty)
        })
}

fn put_together(
    index: Group,
    figures: std::collections::BTreeMap<String, FiguresFrom>,
    title: &str,
    with: usize,
    seed: u64,
    uncertainty: Option<Uncertainty>,
) -> AssessmentSpec {
    let comparator = match with {
        0 => Comparator::Place,
        1 => Comparator::Published { name: title.to_owned() },
        2 => Comparator::Neighbours { count: 3, covariates: vec!["d0i0".to_owned()] },
        _ => Comparator::Patch { grouping: "a patch".to_owned() },
    };
    let benchmark = |id: &String| (id.clone(), Benchmark { value: 0.1 + 0.2, source: title.to_owned() });
    let benchmarks =
        if with == 1 { figures.keys().map(benchmark).collect() } else { std::collections::BTreeMap::new() };
    let uses_patch = with == 3
        || uncertainty.is_some()
        || index.indicators().iter().any(|one| {
            matches!(one.shrinkage, Shrinkage::Within(_))
                || matches!(one.imputation, Imputation::GroupMean { .. })
        });
    let grouping = if with == 3 {
        GroupingFrom::Layer("patches@2024".parse().expect("a key"))
    } else {
        GroupingFrom::Column { table: "wards-to-patches@1".parse().expect("a key"), column: title.to_owned() }
    };
    let all_categorical =
        index.indicators().iter().all(|one| matches!(one.normalisation, Normalisation::Categorical { .. }));
    let uncertainty = uncertainty.map(|mut uncertainty| {
        if all_categorical {
            uncertainty.normalisations.clear();
        }
        uncertainty
    });
    let sums = [("index".to_owned(), index.parts.iter().map(Node::weight).sum())];
    AssessmentSpec {
        id: "ours".parse().expect("an id"),
        title: title.to_owned(),
        purpose: format!("{title}, and why"),
        date: (with > 1).then(|| jiff::civil::date(2025, 4, 1)),
        areas: "wards@2023".parse().expect("a key"),
        way: Way::Points,
        index,
        figures,
        sums: sums.into_iter().filter(|_| with < 2).collect(),
        people: Some(FiguresFrom::newest("residents".parse().expect("an id"))),
        comparator,
        benchmarks,
        groupings: uses_patch.then(|| ("a patch".to_owned(), grouping)).into_iter().collect(),
        rules: RankRules { most_imputed: 0.25, ..RankRules::default() },
        uncertainty,
        seed,
    }
}
