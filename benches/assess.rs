//! How long an assessment takes: run again, drawn a thousand times, explained.
//!
//! Run: `cargo bench --bench assess`. 60 indicators in six domains on 69 wards,
//! and on 7,600, as many as England and Wales have.

use divan::black_box;
use wardwise::assess::aggregate::{Aggregation, Gaps, WeightSum};
use wardwise::assess::breaks::{Classes, upper_bounds};
use wardwise::assess::impute::Imputation;
use wardwise::assess::normalise::{Direction, Normalisation};
use wardwise::assess::random::Random;
use wardwise::assess::recipe::{
    Comparator, Evidence, Group, Indicator, IndicatorFigures, Inputs, Node, RankRules, Recipe, Shrinkage,
    Uncertainty,
};
use wardwise::assess::run::{Run, run};
use wardwise::assess::sensitivity::sensitivity;
use wardwise::assess::treat::{Limits, Treatment};
use wardwise::assess::uncertainty::rank_ranges;
use wardwise::model::{AreaCode, Missing};

fn main() {
    divan::main();
}

/// One move of a weight: everything is checked and run again.
#[divan::bench(args = [69, 7_600], sample_count = 10)]
fn run_again(bencher: divan::Bencher<'_, '_>, wards: usize) {
    let (recipe, inputs) = town(wards);
    bencher.bench(|| run(&recipe, &inputs));
}

#[divan::bench(args = [69, 7_600], sample_count = 1, sample_size = 1)]
fn a_thousand_draws(bencher: divan::Bencher<'_, '_>, wards: usize) {
    let run = finished(wards);
    bencher.bench_local(|| rank_ranges(black_box(&run)));
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn shares_of_variance_of_69_wards(bencher: divan::Bencher<'_, '_>) {
    let run = finished(69);
    bencher.bench_local(|| sensitivity(black_box(&run), 512));
}

#[divan::bench(sample_count = 10)]
fn fisher_jenks_of_7600_wards(bencher: divan::Bencher<'_, '_>) {
    let run = finished(7_600);
    bencher.bench(|| upper_bounds(&run.index().scores, Classes::FisherJenks { count: 7 }));
}

fn finished(wards: usize) -> Run {
    let (recipe, inputs) = town(wards);
    run(&recipe, &inputs).expect("a recipe without faults")
}

/// Everything that can be drawn is drawn.
fn town(wards: usize) -> (Recipe, Inputs) {
    let mut random = Random::new(11);
    let common: Vec<f64> = (0..wards).map(|_| random.normal()).collect();
    let areas: Vec<AreaCode> =
        (0..wards).filter_map(|at| AreaCode::parse(&format!("W{at:05}")).ok()).collect();
    let mut inputs = Inputs { people: vec![Ok(9_000.0); wards], areas: areas.clone(), ..Inputs::default() };
    let mut domains = Vec::new();
    for domain in 0..6 {
        let mut parts = Vec::new();
        for number in 0..10 {
            let id = format!("domain {domain} indicator {number}");
            inputs.indicators.insert(id.clone(), figures(&common, number == 3, &mut random));
            parts.push(Node::Indicator(indicator(&id, number == 0)));
        }
        domains.push(Node::Group(group(&format!("domain {domain}"), parts)));
    }
    let recipe = Recipe {
        title: "bench".to_owned(),
        areas,
        index: group("index", domains),
        comparator: Comparator::Place,
        rules: RankRules::default(),
        uncertainty: Some(uncertainty()),
        seed: 1,
    };
    (recipe, inputs)
}

fn uncertainty() -> Uncertainty {
    Uncertainty {
        normalisations: vec![Normalisation::ImdExponential, Normalisation::Rank],
        aggregations: vec![Aggregation::Geometric],
        imputations: vec![Imputation::Mean],
        sampling: true,
        alignment: true,
        ..Uncertainty::default()
    }
}

fn figures(common: &[f64], with_gaps: bool, random: &mut Random) -> IndicatorFigures {
    let mut figure = |(at, common): (usize, &f64)| {
        let value = 100.0 + 10.0 * (common + random.normal());
        if with_gaps && at % 30 == 7 { Err(Missing::Suppressed) } else { Ok(value) }
    };
    let figures = common.iter().enumerate().map(&mut figure).collect();
    IndicatorFigures {
        evidence: Evidence::Error(vec![Some(3.0); common.len()]),
        alignment_error: vec![Some(1.0); common.len()],
        ..IndicatorFigures::bare(figures)
    }
}

fn group(id: &str, parts: Vec<Node>) -> Group {
    let aggregation = Aggregation::Arithmetic(WeightSum::Shared);
    Group { id: id.to_owned(), title: id.to_owned(), weight: 1.0, aggregation, gaps: Gaps::Refuse, parts }
}

fn indicator(id: &str, is_treated: bool) -> Indicator {
    Indicator {
        id: id.to_owned(),
        title: id.to_owned(),
        weight: 1.0,
        direction: Direction::HighIsWorse,
        shrinkage: Shrinkage::Off,
        treatment: if is_treated { Treatment::Winsorise(Limits::default()) } else { Treatment::None },
        imputation: Imputation::Median,
        normalisation: Normalisation::MinMax { low: 1.0, high: 100.0 },
    }
}
