//! Faults through the whole door: from a recipe's text to a message that names them.

use std::sync::Arc;

use wardwise::engine::{AssessError, Engine, NotCompared};
use wardwise::ingest::recipe::read_recipe;

use super::ground::{Ground, indicator, recipe};

fn told(engine: &Engine, text: &str) -> String {
    match read_recipe(text) {
        Err(faults) => faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        Ok(spec) => match engine.assess(&spec) {
            Ok(_) => "nothing was wrong".to_owned(),
            Err(error) => error.to_string(),
        },
    }
}

fn check(engine: &Engine, text: &str, expected: &[&str]) {
    let told = told(engine, text);
    for part in expected {
        assert!(told.contains(part), "no '{part}' in: {told}");
    }
    assert!(!told.contains("NaN") && !told.contains("inf"), "{told}");
}

fn with(indicators: &[String]) -> String {
    recipe("row@2024", &indicators.concat(), "")
}

#[test]
fn every_fault_of_figures_is_told_by_its_name() {
    let ground = Ground::new("", &[]);
    let engine = ground.store().engine().expect("an engine");
    let good = || indicator("good", "good", "");
    check(&engine, &with(&[good()]), &["nothing was wrong"]);
    check(&engine, &with(&[good(), indicator("flat", "constant", "")]), &["flat: all figures are 5"]);
    check(
        &engine,
        &with(&[good(), indicator("none", "empty", "")]),
        &["none: figures@2024: the column 'empty' holds no numbers"],
    );
    check(
        &engine,
        &with(&[good(), indicator("minus", "negative", "")]),
        &["minus: figures@2024: the count of E05970103 is -3: counts are not negative"],
    );
    check(
        &engine,
        &with(&[good(), indicator("over", "no-total", "")]),
        &["over: figures@2024: the denominator of E05970104 is nought, and something is counted there"],
    );
    check(
        &engine,
        &with(&[
            good(),
            indicator("over", "good", "over = { measure = \"nought\", per = 1, events = true }"),
        ]),
        &["over: figures@2024: the denominator of E05970104 is nought"],
    );
}

#[test]
fn every_fault_of_a_recipe_is_told_by_its_name() {
    let ground = Ground::new("", &[]);
    let engine = ground.store().engine().expect("an engine");
    let good = |more: &str| indicator("good", "good", more);
    check(&engine, &recipe("single@2024", &good(""), ""), &["1 areas: at least two are needed to compare"]);
    check(
        &engine,
        &recipe("patches@2024", &good(""), ""),
        &["areas: the place shows no layer edition patches@2024", "row@2024"],
    );
    check(&engine, &with(&[good("weight = 0")]), &["index: no part has a weight above nought"]);
    check(&engine, &with(&[good(""), good("")]), &["the id good is used twice"]);
    let summed = format!(
        "[index]\nweights_sum = 1\n{}{}",
        good("weight = 0.5"),
        indicator("share", "share", "weight = 0.4")
    );
    check(
        &engine,
        &recipe("row@2024", &summed, ""),
        &["index: the weights of its parts add up to 0.9, and must add up to 1"],
    );
    check(&engine, &with(&[indicator("x", "nowhere", "")]), &["x: the place has no measure 'nowhere'"]);
    check(&engine, &with(&[good("period = \"1999\"")]), &["good: 'good' has no period '1999'; it has 2024"]);
    check(&engine, &with(&[good("table = \"figures@1999\"")]), &["good: no edition figures@1999 in view"]);
    check(&engine, &with(&[good("shrinkage = \"whole\"")]), &["good: shrinkage needs shares made of counts"]);
    check(
        &engine,
        &recipe("row@2024", &good(""), "[uncertainty]\nweight_spread = 0\nalignment = true\n"),
        &[
            "uncertainty / alignment: this setting cannot be applied: no indicator carries an error of alignment",
        ],
    );
    check(
        &engine,
        &with(&[indicator("turned", "share", "").replace("higher-is-worse", "lower-is-worse")]),
        &[
            "turned: the direction is lower-is-worse, and the measure 'share' is higher-is-worse by its manifest",
        ],
    );
}

#[test]
fn a_measure_without_what_a_reader_may_ask_is_refused_with_all_that_is_missing() {
    let ground = Ground::new("", &[]);
    let engine = ground.store().engine().expect("an engine");
    check(
        &engine,
        &with(&[indicator("bare", "bare", "")]),
        &[
            "bare: the measure 'bare' cannot be published: its [[measure]] lacks unit, polarity, owner, next_update, numerator",
        ],
    );
}

#[test]
fn a_part_without_weight_is_listed_and_has_no_say() {
    let ground = Ground::new("", &[]);
    let engine = ground.store().engine().expect("an engine");
    let run = |more: &str| {
        let text = with(&[indicator("good", "good", ""), indicator("other", "uneven", more)]);
        engine.assess(&read_recipe(&text).expect("a recipe")).expect("an assessment").run
    };
    let (none, some) = (run("weight = 0"), run("weight = 1"));
    assert_eq!(none.without_say(), ["other"]);
    assert!(some.without_say().is_empty());
    let standings =
        |id: &str, run: &wardwise::assess::run::Run| run.node(id).expect("a node").standings.clone();
    assert_eq!(standings("index", &none), standings("good", &none));
    assert_ne!(standings("index", &some), standings("good", &some));
}

#[test]
fn all_faults_are_told_at_once() {
    let ground = Ground::new("", &[]);
    let engine = ground.store().engine().expect("an engine");
    let text =
        with(&[indicator("a", "nowhere", ""), indicator("b", "negative", ""), indicator("c", "bare", "")]);
    check(
        &engine,
        &text,
        &["a: the place has no measure", "b: figures@2024: the count", "c: the measure 'bare'"],
    );
}

#[test]
fn an_area_without_a_neighbour_is_not_testable_and_is_ranked() {
    use wardwise::assess::spatial::{Local, Untestable};
    let ground = Ground::new("", &[]);
    let engine = ground.store().engine().expect("an engine");
    let spec = read_recipe(&with(&[indicator("good", "good", "")])).expect("a recipe");
    let assessed = engine.assess(&spec).expect("an assessment");
    let spatial = assessed.spatial.as_ref().expect("hot spots");
    let getis = spatial.columns["index"].getis.as_ref().expect("tested");
    assert_eq!(getis[6], Local::NotTestable(Untestable::Isolated));
    assert!(matches!(getis[0], Local::Tested(_)));
    assert_eq!(assessed.run.index().standings[6].rank(), Some(1));
    assert_eq!(assessed.neighbours.of(2).iter().map(|(to, _)| *to).collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn a_gap_stays_a_gap_with_its_reason_and_stands_in_the_notes() {
    use wardwise::model::Missing;
    let ground = Ground::new("", &[]);
    let engine = ground.store().engine().expect("an engine");
    let spec = read_recipe(&with(&[indicator("gappy", "gappy", "")])).expect("a recipe");
    let assessed = engine.assess(&spec).expect("an assessment");
    assert_eq!(assessed.run.index().scores[4], Err(Missing::NotGiven));
    let source = assessed.source("gappy").expect("a source");
    assert_eq!(source.notes, ["gappy has no figure for E05970105 (not given)"]);
    assert!(source.figures.crosswalk.is_none());
    assert!(assessed.run.inputs.indicators["gappy"].provenance.boundary.ends_with("as published"));
}

#[test]
fn a_rerun_gives_what_a_new_assessment_gives_and_refuses_other_figures() {
    let ground = Ground::new("", &[]);
    let engine = ground.store().engine().expect("an engine");
    let text = with(&[indicator("good", "good", ""), indicator("share", "share", "")]);
    let spec = read_recipe(&text).expect("a recipe");
    let assessed = engine.assess(&spec).expect("an assessment");
    let changed =
        read_recipe(&text.replacen("direction", "weight = 3\nnormalisation = \"rank\"\ndirection", 1))
            .expect("a recipe");
    let rerun = assessed.rerun(&changed).expect("a rerun");
    assert!(rerun.spatial.is_none() && rerun.ranges.is_none());
    assert_eq!(rerun.completed().expect("completed"), engine.assess(&changed).expect("an assessment"));
    // What is told of an indicator goes with it.
    let told = |id: &str| NotCompared { indicator: id.to_owned(), period: "2020".into(), why: "why".into() };
    let mut noted = assessed.clone();
    noted.not_compared = Arc::new(vec![told("good"), told("share")]);
    let fewer = read_recipe(&with(&[indicator("good", "good", "")])).expect("a recipe");
    assert_eq!(*noted.rerun(&fewer).expect("a rerun").not_compared, [told("good")]);
    let without = assessed.rerun(&fewer).expect("a rerun").completed().expect("completed");
    assert_eq!(without, engine.assess(&fewer).expect("an assessment"));
    let other = read_recipe(&text.replace("\"good\"\nmeasure = \"good\"", "\"good\"\nmeasure = \"total\""))
        .expect("a recipe");
    assert!(matches!(assessed.rerun(&other), Err(AssessError::OtherInputs(_))));
}
