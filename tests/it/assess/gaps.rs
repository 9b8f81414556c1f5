//! Real indicators with suppressed figures, carried whole through an assessment.

use wardwise::assess::aggregate::{Aggregation, Gaps, WeightSum};
use wardwise::assess::explain::{Against, contributions};
use wardwise::assess::impute::Imputation;
use wardwise::assess::normalise::{Direction, Normalisation};
use wardwise::assess::recipe::{
    Comparator, Group, Indicator, IndicatorFigures, Inputs, Node, RankRules, Recipe, Shrinkage, Uncertainty,
};
use wardwise::assess::run::{Run, Standing, Unranked, run};
use wardwise::assess::treat::Treatment;
use wardwise::assess::uncertainty::rank_ranges;
use wardwise::model::{AreaCode, Missing};

use super::table::Table;
use crate::support::data_dir;

/// Column, domain, and how many of the 773 LSOAs have no figure.
const INDICATORS: [(&str, &str, usize); 6] = [
    ("income_domain_numerator", "income", 0),
    ("income_deprivation_affecting_children_index_idaci_numerator", "income", 67),
    ("income_deprivation_affecting_older_people_index_idaopi_numerator", "income", 18),
    ("employment_domain_numerator", "work", 3),
    ("acute_morbidity_indicator", "health", 0),
    ("years_of_potential_life_lost_indicator", "health", 0),
];

fn group(id: &str, parts: Vec<Node>) -> Group {
    let aggregation = Aggregation::Arithmetic(WeightSum::Shared);
    Group { id: id.to_owned(), title: id.to_owned(), weight: 1.0, aggregation, gaps: Gaps::Refuse, parts }
}

fn indicator(id: &str, imputation: &Imputation) -> Node {
    Node::Indicator(Indicator {
        id: id.to_owned(),
        title: id.to_owned(),
        weight: 1.0,
        direction: Direction::HighIsWorse,
        shrinkage: Shrinkage::Off,
        treatment: Treatment::None,
        imputation: imputation.clone(),
        normalisation: Normalisation::ImdExponential,
    })
}

fn run_on(table: &Table, imputation: &Imputation) -> Run {
    let areas: Vec<AreaCode> =
        (0..table.rows.len()).map(|row| AreaCode::parse(table.text(row, "lsoa11_code")).unwrap()).collect();
    let column =
        |id: &str| (0..areas.len()).map(|row| table.number(row, id).ok_or(Missing::Suppressed)).collect();
    let inputs = Inputs {
        people: vec![Ok(1_500.0); areas.len()],
        indicators: INDICATORS
            .iter()
            .map(|(id, ..)| ((*id).to_owned(), IndicatorFigures::bare(column(id))))
            .collect(),
        areas: areas.clone(),
        ..Inputs::default()
    };
    let domain = |name: &str| {
        let own = INDICATORS.iter().filter(|(_, domain, _)| *domain == name);
        Node::Group(group(name, own.map(|(id, ..)| indicator(id, imputation)).collect()))
    };
    let recipe = Recipe {
        title: "Indicators of 2019".to_owned(),
        areas,
        index: group("index", ["income", "work", "health"].map(domain).into()),
        comparator: Comparator::Place,
        rules: RankRules::default(),
        uncertainty: Some(Uncertainty { draws: 50, ..Uncertainty::default() }),
        seed: 3,
    };
    run(&recipe, &inputs).unwrap()
}

#[test]
fn real_gaps_stay_gaps_or_are_marked_as_stand_ins() {
    let Some(data) = data_dir() else { return };
    let table = Table::read(&data.join("birmingham/stats/imd2019_lsoa11_indicators.csv"));
    let (as_is, filled) = (run_on(&table, &Imputation::None), run_on(&table, &Imputation::Median));
    for ((id, _, gaps), (as_is, filled)) in
        INDICATORS.iter().zip(as_is.indicators.iter().zip(&filled.indicators))
    {
        assert_eq!(as_is.raw.iter().filter(|figure| figure.is_err()).count(), *gaps, "{id}");
        assert_eq!(as_is.normalised.iter().filter(|figure| figure.is_err()).count(), *gaps, "{id}");
        assert_eq!(filled.imputed.stand_ins.iter().filter(|is| **is).count(), *gaps, "{id}");
    }
    for (area, score) in as_is.index().scores.iter().enumerate() {
        let has_gap = as_is.indicators.iter().any(|stages| stages.raw[area].is_err());
        assert_eq!(score.is_err(), has_gap);
        let suppressed = Standing::Unranked(Unranked::NoScore(Missing::Suppressed));
        assert_eq!(as_is.index().standings[area] == suppressed, has_gap);
    }
    // One of three income figures missing is a third of the domain, a ninth of the index.
    let (income, index) = (filled.node("income").unwrap(), filled.index());
    for area in 0..table.rows.len() {
        assert_eq!(income.standings[area].rank().is_none(), income.imputed[area] > 0.3);
        assert!(index.scores[area].is_ok());
    }
    assert!(income.standings.iter().filter(|standing| standing.rank().is_none()).count() >= 67);
}

#[test]
fn real_scores_are_the_sum_of_their_contributions_and_have_rank_ranges() {
    let Some(data) = data_dir() else { return };
    let table = Table::read(&data.join("birmingham/stats/imd2019_lsoa11_indicators.csv"));
    let run = run_on(&table, &Imputation::Median);
    for area in 0..table.rows.len() {
        let found = contributions(&run, area, Against::Nothing).unwrap();
        let sum: f64 = found.parts.iter().map(|part| part.amount).sum();
        assert!((sum - run.index().scores[area].unwrap()).abs() < 1e-9);
    }
    let ranges = rank_ranges(&run).unwrap();
    let ranked = run.index().standings.iter().filter(|standing| standing.rank().is_some()).count();
    assert_eq!(ranges.areas.iter().flatten().count(), ranked);
}
