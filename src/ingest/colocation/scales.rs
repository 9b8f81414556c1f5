//! Weights, scales and factors of a search.

use std::collections::{BTreeMap, BTreeSet};

use crate::colocate::words::Grade;
use crate::colocate::{Criterion, Factor, Factors, Scales, equal_weights};
use crate::ingest::recipe::section::{Reader, Section, number_of};
use crate::model::PartnerType;

use super::number_in;

/// Weights by criterion; with no `[weights]` all count alike, with one those
/// that it does not name do not count.
pub(super) fn weights(root: &mut Section<'_, '_>, reader: &mut Reader) -> BTreeMap<Criterion, f64> {
    let section = root.section("weights", "weights", reader);
    if !section.is_there() {
        return equal_weights();
    }
    let mut weights = BTreeMap::new();
    for (key, value) in section.own_names() {
        let line = reader.line(value.span().start);
        let Some(criterion) = Criterion::from_key(key) else {
            let known = Criterion::ALL.map(Criterion::key).join(", ");
            reader.fault(line, "weights", format!("the criterion '{key}' is not known; there are {known}"));
            continue;
        };
        match number_of(value.get_ref()).filter(|weight| (0.0..=1e6).contains(weight)) {
            Some(weight) if weight > 0.0 => _ = weights.insert(criterion, weight),
            Some(_) => {}
            None => reader.fault(line, "weights", format!("'{key}' must be a number from 0")),
        }
    }
    if weights.is_empty() {
        reader.fault(section.line, "weights", "no criterion has a weight above 0");
    }
    weights
}

pub(super) fn scales(root: &mut Section<'_, '_>, reader: &mut Reader) -> Scales {
    let usual = Scales::default();
    let mut section = root.section("scales", "scales", reader);
    let scales = Scales {
        cost_best: number_in(&mut section, "cost_best", (0.0, 1e6), reader).unwrap_or(usual.cost_best),
        cost_worst: number_in(&mut section, "cost_worst", (0.0, 1e6), reader).unwrap_or(usual.cost_worst),
        condition: condition(&mut section, usual.condition, reader),
        good: kinds(&mut section, "good_partners", reader),
        poor: kinds(&mut section, "poor_partners", reader),
    };
    if scales.cost_best >= scales.cost_worst {
        section.refuse("cost_best", "'cost_best' must be less than 'cost_worst'", reader);
    }
    if let Some((a, b)) = scales.good.intersection(&scales.poor).next() {
        let message = format!("{} and {} stand among the good and the poor", a.key(), b.key());
        section.refuse("poor_partners", message, reader);
    }
    section.finish(reader);
    scales
}

/// `condition = { A = 1, B = 0.7, C = 0.3, D = 0 }`.
fn condition(
    section: &mut Section<'_, '_>,
    mut condition: BTreeMap<Grade, f64>,
    reader: &mut Reader,
) -> BTreeMap<Grade, f64> {
    let mut inner = section.section("condition", "scales / condition", reader);
    for (key, grade) in [("A", Grade::A), ("B", Grade::B), ("C", Grade::C), ("D", Grade::D)] {
        if let Some(value) = number_in(&mut inner, key, (0.0, 1.0), reader) {
            condition.insert(grade, value);
        }
    }
    inner.finish(reader);
    condition
}

/// `good_partners = ["council + voluntary"]`.
fn kinds(
    section: &mut Section<'_, '_>,
    key: &'static str,
    reader: &mut Reader,
) -> BTreeSet<(PartnerType, PartnerType)> {
    let mut pairs = BTreeSet::new();
    for text in section.texts(key, reader) {
        let both = text.split_once('+');
        let kind = |text: &str| PartnerType::from_key(text.trim());
        let Some((a, b)) = both.and_then(|(a, b)| Some((kind(a)?, kind(b)?))) else {
            let known = PartnerType::ALL.map(PartnerType::key).join(", ");
            let message = format!("'{text}': write two kinds as \"council + voluntary\"; there are {known}");
            section.refuse(key, message, reader);
            continue;
        };
        pairs.insert(Scales::pair(a, b));
    }
    pairs
}

pub(super) fn factors(root: &mut Section<'_, '_>, reader: &mut Reader) -> Factors {
    let usual = Factors::default();
    let mut section = root.section("factors", "factors", reader);
    let factors = Factors {
        m2_per_desk: factor(&mut section, "m2_per_desk", reader).or(usual.m2_per_desk),
        cost_per_m2: factor(&mut section, "cost_per_m2", reader),
        one_off_per_m2: factor(&mut section, "one_off_per_m2", reader),
        transition: factor(&mut section, "transition", reader),
        carbon_per_m2: factor(&mut section, "carbon_per_m2", reader).or(usual.carbon_per_m2),
        years: number_in(&mut section, "years", (1.0, 60.0), reader).unwrap_or(usual.years),
    };
    section.finish(reader);
    factors
}

/// `{ low = 6, mid = 8, high = 10, source = "…" }`.
fn factor(section: &mut Section<'_, '_>, key: &'static str, reader: &mut Reader) -> Option<Factor> {
    let mut inner = section.section(key, &format!("factors / {key}"), reader);
    if !inner.is_there() {
        return None;
    }
    let source = inner.needed("source", reader);
    if source.is_empty() {
        reader.fault(inner.line, &inner.at, "'source' says who publishes or assumes the factor");
    }
    let mut part = |key: &'static str| {
        let number = number_in(&mut inner, key, (0.0, 1e9), reader);
        if inner.value(key).is_none() {
            inner.refuse(key, format!("'{key}' is missing"), reader);
        }
        number
    };
    let (low, mid, high) = (part("low"), part("mid"), part("high"));
    let (line, at) = (inner.line, inner.at.clone());
    inner.finish(reader);
    let factor = Factor { low: low?, mid: mid?, high: high?, source };
    if factor.low > factor.mid || factor.mid > factor.high {
        reader.fault(line, &at, "low, mid and high must ascend");
    }
    Some(factor)
}
