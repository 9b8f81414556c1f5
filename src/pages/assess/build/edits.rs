//! A recipe changed by what an address or a form says.
//!
//! Names are `w.ID` (weight), `d.ID` (direction), `n.ID` (normalisation),
//! `t.ID` (treatment), `i.ID` (imputation), `g.ID` (aggregation), `x.ID` (left
//! out), `add` and `to` (a measure to a domain), `comparator`, `worst`.

use std::collections::BTreeSet;

use crate::assess::impute::Imputation;
use crate::assess::normalise::Direction;
use crate::assess::recipe::{Comparator, Group, Indicator, Node, Shrinkage};
use crate::assess::spec::{AssessmentSpec, FiguresFrom};
use crate::engine::Engine;
use crate::model::{Measure, MeasureId, MeasureKind, Polarity};
use crate::pages::params::Params;

use super::methods;

/// How many areas are taken where areas are compared with those most like them.
const NEIGHBOURS: usize = 5;

/// A changed recipe.
#[derive(Debug, Clone)]
pub(super) struct Edited {
    pub spec: AssessmentSpec,
    /// What was changed, in words.
    pub changed: Vec<String>,
    /// What could not be understood.
    pub wrong: Vec<String>,
}

/// The recipe with all that `params` asks for.
pub(super) fn apply(engine: &Engine, own: &AssessmentSpec, params: &Params) -> Edited {
    let mut edited = Edited { spec: own.clone(), changed: Vec::new(), wrong: Vec::new() };
    let mut reweighted = BTreeSet::new();
    // First, since the form holds settings of what was added as well.
    edited.add(engine, params);
    for (name, value) in &params.0 {
        let value = value.trim();
        let Some((kind, id)) = name.split_once('.').filter(|_| !value.is_empty()) else { continue };
        if kind != "x" && !edited.was_taken_back(engine, id) {
            edited.one(kind, id, value, &mut reweighted);
        }
    }
    edited.leave_out(params);
    edited.compare(params);
    edited.worst(params);
    // A sum that the weights had to keep holds for the old weights only.
    for group in reweighted {
        edited.spec.sums.remove(&group);
    }
    edited.tidy();
    edited
}

impl Edited {
    /// Whether anything is other than in the recipe.
    pub(super) fn is_changed(&self) -> bool {
        !self.changed.is_empty()
    }

    fn one(&mut self, kind: &str, id: &str, value: &str, reweighted: &mut BTreeSet<String>) {
        match kind {
            "w" => self.weigh(id, value, reweighted),
            "g" => self.aggregate(id, value),
            "d" | "n" | "t" | "i" => self.indicator(kind, id, value),
            // Other names with a dot are not ours.
            _ => {}
        }
    }

    /// Whether settings are of a measure that was added, and is no longer.
    fn was_taken_back(&mut self, engine: &Engine, id: &str) -> bool {
        find_mut(&mut self.spec.index, id).is_none()
            && self.spec.index.id != id
            && id.parse::<MeasureId>().is_ok_and(|id| engine.measure(&id).is_ok_and(can_be_added))
    }

    fn weigh(&mut self, id: &str, value: &str, reweighted: &mut BTreeSet<String>) {
        let weight = value.parse::<f64>().ok().filter(|weight| weight.is_finite() && *weight >= 0.0);
        let Some(weight) = weight else {
            self.wrong.push(format!("The weight of {id} is “{value}”: weights are numbers from 0."));
            return;
        };
        let parent = parent_of(&self.spec.index, id);
        let Some((parent, node)) = parent.zip(find_mut(&mut self.spec.index, id)) else {
            self.wrong.push(format!("There is no domain or indicator “{id}”."));
            return;
        };
        let (own, title) = match node {
            Node::Group(group) => (&mut group.weight, &group.title),
            Node::Indicator(indicator) => (&mut indicator.weight, &indicator.title),
        };
        if own.total_cmp(&weight).is_ne() {
            self.changed.push(format!("weight of {title}: {weight} in place of {own}"));
            *own = weight;
            reweighted.insert(parent);
        }
    }

    fn aggregate(&mut self, id: &str, key: &str) {
        let group = if self.spec.index.id == id {
            Some(&mut self.spec.index)
        } else {
            match find_mut(&mut self.spec.index, id) {
                Some(Node::Group(group)) => Some(group),
                _ => None,
            }
        };
        let Some(group) = group else {
            self.wrong.push(format!("There is no domain “{id}”."));
            return;
        };
        let Some(chosen) = methods::aggregation(key, group.aggregation) else {
            self.wrong.push(format!("“{key}” is no way to put scores together."));
            return;
        };
        if chosen != group.aggregation {
            let words = methods::words(&methods::AGGREGATIONS, key);
            self.changed.push(format!("{} put together by: {}", group.title, words.to_lowercase()));
            group.aggregation = chosen;
        }
    }

    fn indicator(&mut self, kind: &str, id: &str, key: &str) {
        let Some(Node::Indicator(own)) = find_mut(&mut self.spec.index, id) else {
            self.wrong.push(format!("There is no indicator “{id}”."));
            return;
        };
        match changed(own, kind, key) {
            None => self.wrong.push(format!("“{key}” is no choice for {}.", own.title)),
            Some((next, words)) => {
                if next != *own {
                    self.changed.push(format!("{}: {}", own.title, words.to_lowercase()));
                    *own = next;
                }
            }
        }
    }

    fn leave_out(&mut self, params: &Params) {
        let out: BTreeSet<&str> = params
            .0
            .iter()
            .filter(|(_, value)| !value.trim().is_empty())
            .filter_map(|(name, _)| name.strip_prefix("x."))
            .collect();
        for id in &out {
            match find_mut(&mut self.spec.index, id) {
                Some(Node::Indicator(indicator)) => self.changed.push(format!("without {}", indicator.title)),
                _ => self.wrong.push(format!("There is no indicator “{id}” to leave out.")),
            }
        }
        if out.is_empty() {
            return;
        }
        for id in &out {
            let group = parent_of(&self.spec.index, id);
            group.map(|group| self.spec.sums.remove(&group));
        }
        prune(&mut self.spec.index, &out);
        if let Comparator::Neighbours { covariates, .. } = &mut self.spec.comparator {
            covariates.retain(|id| !out.contains(id.as_str()));
        }
        if self.spec.index.parts.is_empty() {
            self.wrong.push("Nothing would be left: keep at least one indicator.".to_owned());
        }
    }

    fn add(&mut self, engine: &Engine, params: &Params) {
        for text in params.all("add") {
            let measure = text.parse::<MeasureId>().ok().and_then(|id| engine.measure(&id).ok());
            let Some(measure) = measure.filter(|measure| can_be_added(measure)) else {
                self.wrong.push(format!("This place has no measure “{text}” that can be added."));
                continue;
            };
            let id = measure.id.to_string();
            if self.spec.figures.contains_key(&id) || find_mut(&mut self.spec.index, &id).is_some() {
                self.wrong.push(format!("{} is in the assessment already.", measure.title));
                continue;
            }
            let wanted = params.get("to").unwrap_or(&self.spec.index.id).to_owned();
            let Some(group) = group_mut(&mut self.spec.index, &wanted) else {
                self.wrong.push(format!("There is no domain “{wanted}”."));
                continue;
            };
            self.changed.push(format!("with {} in {}", measure.title, group.title));
            let like = group.parts.iter().find_map(|part| match part {
                // What is only listed would lend its weight of nought.
                Node::Indicator(indicator) if indicator.weight > 0.0 => Some(indicator.clone()),
                Node::Indicator(_) | Node::Group(_) => None,
            });
            group.parts.push(Node::Indicator(new_indicator(measure, like.as_ref())));
            self.spec.sums.remove(&wanted);
            self.spec.figures.insert(id, FiguresFrom::newest(measure.id.clone()));
        }
    }

    fn compare(&mut self, params: &Params) {
        let Some(key) = params.get("comparator") else { return };
        let covariates = || self.spec.index.indicators().iter().map(|own| own.id.clone()).collect();
        let chosen = match key {
            "own" => return,
            "place" => Comparator::Place,
            "neighbours" => Comparator::Neighbours { count: NEIGHBOURS, covariates: covariates() },
            other => {
                let known = |name: &&str| self.spec.groupings.contains_key(*name);
                let Some(name) = other.strip_prefix("patch:").filter(known) else {
                    self.wrong.push(format!("“{other}” is nothing to compare with."));
                    return;
                };
                Comparator::Patch { grouping: name.to_owned() }
            }
        };
        if chosen != self.spec.comparator {
            self.changed.push("another comparator".to_owned());
            self.spec.comparator = chosen;
            self.spec.benchmarks.clear();
        }
    }

    fn worst(&mut self, params: &Params) {
        let Some(text) = params.get("worst") else { return };
        match text.parse::<usize>().ok().filter(|worst| *worst > 0) {
            None => {
                self.wrong.push(format!("“{text}” areas cannot be the worst: write a whole number from 1."));
            }
            Some(worst) if worst != self.spec.rules.worst => {
                self.changed.push(format!("the worst {worst} in place of {}", self.spec.rules.worst));
                self.spec.rules.worst = worst;
            }
            Some(_) => {}
        }
    }

    /// Takes out what nothing uses any more.
    fn tidy(&mut self) {
        let spec = &mut self.spec;
        let ids: BTreeSet<String> = spec.index.indicators().iter().map(|own| own.id.clone()).collect();
        spec.figures.retain(|id, _| ids.contains(id));
        spec.benchmarks.retain(|id, _| ids.contains(id));
        let groups: BTreeSet<String> = spec.index.groups().iter().map(|group| group.id.clone()).collect();
        spec.sums.retain(|id, _| groups.contains(id));
        let used = groupings_used(spec);
        spec.groupings.retain(|name, _| used.contains(name));
    }
}

/// An indicator with one setting changed, and the setting in words.
fn changed(own: &Indicator, kind: &str, key: &str) -> Option<(Indicator, &'static str)> {
    let mut next = own.clone();
    let choices: &[methods::Choice] = match kind {
        "d" => {
            next.direction = methods::direction(key)?;
            &methods::DIRECTIONS
        }
        "n" => {
            next.normalisation = methods::normalisation(key, &own.normalisation)?;
            &methods::NORMALISATIONS
        }
        "t" => {
            next.treatment = methods::treatment(key, own.treatment)?;
            &methods::TREATMENTS
        }
        _ => {
            next.imputation = methods::imputation(key, &own.imputation)?;
            &methods::IMPUTATIONS
        }
    };
    Some((next, methods::words(choices, key)))
}

/// Measures whose figures can be scores without being told what each is worth.
pub(super) fn can_be_added(measure: &Measure) -> bool {
    measure.kind != MeasureKind::Category
}

fn new_indicator(measure: &Measure, like: Option<&Indicator>) -> Indicator {
    let direction = match measure.about.polarity {
        Some(Polarity::LowerIsWorse) => Direction::HighIsBetter,
        Some(Polarity::HigherIsWorse) | None => Direction::HighIsWorse,
        Some(Polarity::Neither) => Direction::Neither,
    };
    let weight = if direction == Direction::Neither { 0.0 } else { like.map_or(1.0, |like| like.weight) };
    let (id, title) = (measure.id.to_string(), measure.title.clone());
    let usual = methods::normalisation("min-max", &crate::assess::normalise::Normalisation::ZScore);
    Indicator {
        id,
        title,
        weight,
        direction,
        shrinkage: Shrinkage::Off,
        treatment: like.map_or(crate::assess::treat::Treatment::None, |like| like.treatment),
        imputation: like.map_or(Imputation::None, |like| like.imputation.clone()),
        normalisation: like
            .map(|like| like.normalisation.clone())
            .filter(|own| methods::normalisation_key(own) != "own")
            .or(usual)
            .unwrap_or(crate::assess::normalise::Normalisation::ZScore),
    }
}

/// Id of the group that holds a node.
fn parent_of(group: &Group, id: &str) -> Option<String> {
    for part in &group.parts {
        if part.id() == id {
            return Some(group.id.clone());
        }
        if let Node::Group(inner) = part
            && let Some(found) = parent_of(inner, id)
        {
            return Some(found);
        }
    }
    None
}

fn find_mut<'g>(group: &'g mut Group, id: &str) -> Option<&'g mut Node> {
    for part in &mut group.parts {
        if part.id() == id {
            return Some(part);
        }
        if let Node::Group(inner) = part
            && let Some(found) = find_mut(inner, id)
        {
            return Some(found);
        }
    }
    None
}

fn group_mut<'g>(index: &'g mut Group, id: &str) -> Option<&'g mut Group> {
    if index.id == id {
        return Some(index);
    }
    match find_mut(index, id) {
        Some(Node::Group(group)) => Some(group),
        _ => None,
    }
}

/// Takes indicators out, and the groups that hold nothing any more.
fn prune(group: &mut Group, out: &BTreeSet<&str>) {
    group.parts.retain_mut(|part| match part {
        Node::Indicator(indicator) => !out.contains(indicator.id.as_str()),
        Node::Group(inner) => {
            prune(inner, out);
            !inner.parts.is_empty()
        }
    });
}

fn groupings_used(spec: &AssessmentSpec) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for own in spec.index.indicators() {
        if let Shrinkage::Within(name) = &own.shrinkage {
            used.insert(name.clone());
        }
        if let Imputation::GroupMean { grouping } = &own.imputation {
            used.insert(grouping.clone());
        }
    }
    if let Comparator::Patch { grouping } = &spec.comparator {
        used.insert(grouping.clone());
    }
    for other in spec.uncertainty.iter().flat_map(|uncertainty| &uncertainty.imputations) {
        if let Imputation::GroupMean { grouping } = other {
            used.insert(grouping.clone());
        }
    }
    used
}
