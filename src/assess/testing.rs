//! Small recipes and inputs for the tests of this module.

use super::aggregate::{Aggregation, Gaps, WeightSum};
use super::figure::Figure;
use super::impute::Imputation;
use super::normalise::{Direction, Normalisation};
use super::random::Random;
use super::recipe::*;
use super::treat::Treatment;
use crate::model::AreaCode;

pub(crate) const ARITHMETIC: Aggregation = Aggregation::Arithmetic(WeightSum::Shared);

pub(crate) fn indicator(id: &str, weight: f64) -> Indicator {
    Indicator {
        id: id.to_owned(),
        title: id.to_owned(),
        weight,
        direction: Direction::HighIsWorse,
        shrinkage: Shrinkage::Off,
        treatment: Treatment::None,
        imputation: Imputation::None,
        normalisation: Normalisation::MinMax { low: 1.0, high: 100.0 },
    }
}

pub(crate) fn group(id: &str, weight: f64, aggregation: Aggregation, parts: Vec<Node>) -> Group {
    Group { id: id.to_owned(), title: id.to_owned(), weight, aggregation, gaps: Gaps::Refuse, parts }
}

pub(crate) fn recipe(areas: usize, index: Group) -> Recipe {
    Recipe {
        title: "test".to_owned(),
        areas: codes(areas),
        index,
        comparator: Comparator::Place,
        rules: RankRules { worst: (areas / 4).max(1), ..RankRules::default() },
        uncertainty: None,
        seed: 7,
    }
}

pub(crate) fn codes(areas: usize) -> Vec<AreaCode> {
    (0..areas).map(|at| AreaCode::parse(&format!("W{at:04}")).unwrap()).collect()
}

pub(crate) fn inputs(columns: Vec<(&str, Vec<Figure>)>) -> Inputs {
    let areas = columns[0].1.len();
    Inputs {
        areas: codes(areas),
        people: vec![Ok(1000.0); areas],
        indicators: columns
            .into_iter()
            .map(|(id, figures)| (id.to_owned(), IndicatorFigures::bare(figures)))
            .collect(),
        ..Inputs::default()
    }
}

/// Domains "d0".. of indicators "d0i0"..; figures share a common part, so that ranks mean something.
pub(crate) fn town(areas: usize, domains: usize, each: usize, aggregation: Aggregation) -> (Recipe, Inputs) {
    let mut random = Random::new(11);
    let common: Vec<f64> = (0..areas).map(|_| random.normal()).collect();
    let (mut groups, mut figures) = (Vec::new(), std::collections::BTreeMap::new());
    for domain in 0..domains {
        let mut parts = Vec::new();
        for number in 0..each {
            let id = format!("d{domain}i{number}");
            let column = common.iter().map(|common| Ok(10.0 + common + random.normal())).collect();
            figures.insert(id.clone(), IndicatorFigures::bare(column));
            parts.push(Node::Indicator(indicator(&id, 1.0 + number as f64)));
        }
        groups.push(Node::Group(group(&format!("d{domain}"), 1.0 + domain as f64, aggregation, parts)));
    }
    let inputs = Inputs {
        areas: codes(areas),
        people: vec![Ok(500.0); areas],
        indicators: figures,
        ..Inputs::default()
    };
    (recipe(areas, group("index", 1.0, aggregation, groups)), inputs)
}

/// The indicator of an id, to be changed.
pub(crate) fn find<'a>(group: &'a mut Group, id: &str) -> Option<&'a mut Indicator> {
    group.parts.iter_mut().find_map(|part| match part {
        Node::Indicator(indicator) if indicator.id == id => Some(indicator),
        Node::Indicator(_) => None,
        Node::Group(inner) => find(inner, id),
    })
}
