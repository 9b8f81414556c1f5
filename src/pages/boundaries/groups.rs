//! Each source with the targets it meets, most of it first.

use std::collections::BTreeMap;

use crate::crosswalk::{Relation, Rung};
use crate::engine::BuiltCrosswalk;

/// More than this share elsewhere is a split that matters.
pub(super) const SPLIT_ABOVE: f64 = 0.05;

/// A source and the targets it meets.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    pub source: usize,
    pub pairs: Vec<Pair>,
    /// What the weights of this source rest on; `None` where it goes nowhere.
    pub rung: Option<Rung>,
    /// The share of its ground outside every target.
    pub ground_outside: f64,
    /// The same of its people, where the place knows of any in it.
    pub people_outside: Option<f64>,
}

/// A source's part in one target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    pub target: usize,
    pub area_m2: f64,
    pub ground: f64,
    pub people: Option<f64>,
    /// The weight by the way asked for; nought where that way sends nothing here.
    pub weight: f64,
    /// `None` where the two share no ground: a lookup may say so.
    pub relation: Option<Relation>,
}

impl Pair {
    pub(super) fn is_sliver(&self) -> bool {
        self.relation == Some(Relation::Sliver)
    }
}

impl Group {
    /// Whether it lies in more than one target, differences of drawing aside.
    pub(super) fn is_cut(&self) -> bool {
        self.pairs.iter().filter(|pair| pair.relation.is_some() && !pair.is_sliver()).count() > 1
    }

    /// The share that goes elsewhere than where most of it goes, spill included.
    pub(super) fn elsewhere(&self) -> f64 {
        1.0 - self.pairs.iter().map(|pair| pair.weight).fold(0.0, f64::max)
    }

    /// Whether enough goes elsewhere to matter. What goes nowhere at all is not split.
    pub(super) fn is_split(&self) -> bool {
        !self.goes_nowhere() && self.elsewhere() > SPLIT_ABOVE
    }

    /// Whether nothing of it finds a target.
    pub(super) fn goes_nowhere(&self) -> bool {
        self.pairs.iter().all(|pair| pair.weight <= 0.0)
    }
}

/// One group a source, in the layer's order.
pub(super) fn groups(built: &BuiltCrosswalk, points: Option<&BuiltCrosswalk>) -> Vec<Group> {
    let overlap = &built.overlap;
    let mut pairs: Vec<BTreeMap<usize, Pair>> = vec![BTreeMap::new(); overlap.source_m2.len()];
    for (pair, relation) in overlap.pairs.iter().zip(&overlap.relations) {
        let (source, target) = (pair.source as usize, pair.target as usize);
        let whole = overlap.source_m2[source];
        let ground = if whole > 0.0 { (pair.area_m2 / whole).min(1.0) } else { 0.0 };
        let people = points.and_then(|points| points.people_share(source, target));
        let relation = Some(*relation);
        pairs[source]
            .insert(target, Pair { target, area_m2: pair.area_m2, ground, people, weight: 0.0, relation });
    }
    for (source, link) in built.crosswalk.links() {
        let target = link.target as usize;
        let people = points.and_then(|points| points.people_share(source, target));
        let unseen = Pair { target, area_m2: 0.0, ground: 0.0, people, weight: 0.0, relation: None };
        pairs[source].entry(target).or_insert(unseen).weight = link.weight;
    }
    let group = |(source, pairs): (usize, BTreeMap<usize, Pair>)| {
        let mut pairs: Vec<Pair> = pairs.into_values().collect();
        pairs.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(b.ground.total_cmp(&a.ground)));
        let ground: f64 = pairs.iter().map(|pair| pair.ground).sum();
        Group {
            source,
            rung: built.crosswalk.links_of(source).first().map(|link| link.rung),
            ground_outside: (1.0 - ground).max(0.0),
            people_outside: points.and_then(|points| points.people_outside(source)),
            pairs,
        }
    };
    pairs.into_iter().enumerate().map(group).collect()
}
