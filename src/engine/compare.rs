//! What changed between two editions of a layer.

use std::collections::{BTreeMap, BTreeSet};

use crate::geom::overlay::{Options, Prepared, shared_areas};
use crate::layer::Layer;
use crate::model::{AreaCode, EditionKey};

use super::Engine;

/// Two shapes that differ by less than this share of their area are the same:
/// publishers draw one border a little differently each time.
pub const SAME_SHAPE: f64 = 0.001;

/// What became of one area between two editions.
#[derive(Debug, Clone, PartialEq)]
pub enum AreaChange {
    /// Code, name and shape are the same.
    Same {
        /// The code in both.
        code: AreaCode,
    },
    /// The code and the shape are the same, the name is not.
    Renamed {
        /// The code in both.
        code: AreaCode,
        /// Name in the first edition.
        from: Option<String>,
        /// Name in the second edition.
        to: Option<String>,
    },
    /// The shape is the same, the code is not.
    Recoded {
        /// Code in the first edition.
        from: AreaCode,
        /// Code in the second edition.
        to: AreaCode,
    },
    /// The code is the same, the shape is not (nor, it may be, the name).
    Reshaped {
        /// The code in both.
        code: AreaCode,
        /// Name in the first edition.
        from: Option<String>,
        /// Name in the second edition.
        to: Option<String>,
        /// Ground of the first edition that the second lost, in m².
        lost_m2: f64,
        /// Ground of the second edition that the first had not, in m².
        gained_m2: f64,
    },
    /// Only the second edition has it.
    Added {
        /// Its code.
        code: AreaCode,
    },
    /// Only the first edition has it.
    Removed {
        /// Its code.
        code: AreaCode,
    },
}

/// What changed between two editions of a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The first edition.
    pub from: EditionKey,
    /// The second edition.
    pub to: EditionKey,
    /// One entry an area, in the order of the first edition, additions last.
    pub changes: Vec<AreaChange>,
    /// Ground that the first edition covers, in m².
    pub from_m2: f64,
    /// Ground that the second edition covers, in m².
    pub to_m2: f64,
    /// Ground that both cover, in m².
    pub shared_m2: f64,
}

/// Compares two layers area by area. Shapes count as the same when what one
/// has and the other lacks is below [`SAME_SHAPE`] of the larger area.
#[must_use]
pub fn compare_layers(from: &Layer, to: &Layer) -> Comparison {
    let matcher = Matcher::new(from, to);
    let mut changes: Vec<AreaChange> = (0..from.areas.len()).map(|at| matcher.change_of(at)).collect();
    let taken: BTreeSet<usize> = matcher.recoded.values().copied().collect();
    let added = to
        .areas
        .iter()
        .enumerate()
        .filter(|(at, area)| !matcher.earlier.contains_key(&area.code) && !taken.contains(at));
    changes.extend(added.map(|(_, area)| AreaChange::Added { code: area.code.clone() }));
    Comparison {
        from: from.edition.clone(),
        to: to.edition.clone(),
        changes,
        from_m2: from.areas.iter().map(|area| area.area_m2).sum(),
        to_m2: to.areas.iter().map(|area| area.area_m2).sum(),
        shared_m2: matcher.shared.values().sum(),
    }
}

impl Engine {
    /// Compares two editions of layers; `None` when one of them is no layer of this place.
    #[must_use]
    pub fn compare(&self, from: &EditionKey, to: &EditionKey) -> Option<Comparison> {
        Some(compare_layers(self.layer(from)?, self.layer(to)?))
    }
}

struct Matcher<'a> {
    from: &'a Layer,
    to: &'a Layer,
    earlier: BTreeMap<&'a AreaCode, usize>,
    later: BTreeMap<&'a AreaCode, usize>,
    /// Shared ground by positions in the two layers, in m².
    shared: BTreeMap<(usize, usize), f64>,
    /// Areas of the first edition that live on under another code.
    recoded: BTreeMap<usize, usize>,
}

impl<'a> Matcher<'a> {
    fn new(from: &'a Layer, to: &'a Layer) -> Self {
        let by_code =
            |layer: &'a Layer| layer.areas.iter().enumerate().map(|(at, area)| (&area.code, at)).collect();
        let mut matcher = Self {
            from,
            to,
            earlier: by_code(from),
            later: by_code(to),
            shared: shared_ground(from, to),
            recoded: BTreeMap::new(),
        };
        matcher.recoded = matcher.find_recoded();
        matcher
    }

    fn find_recoded(&self) -> BTreeMap<usize, usize> {
        let pairs = self.shared.keys().copied();
        let gone = |a: usize| !self.later.contains_key(&self.from.areas[a].code);
        let new = |b: usize| !self.earlier.contains_key(&self.to.areas[b].code);
        pairs.filter(|&(a, b)| gone(a) && new(b) && self.is_same_shape(a, b)).collect()
    }

    fn change_of(&self, a: usize) -> AreaChange {
        let area = &self.from.areas[a];
        let code = area.code.clone();
        if let Some(b) = self.recoded.get(&a) {
            return AreaChange::Recoded { from: code, to: self.to.areas[*b].code.clone() };
        }
        let Some(&b) = self.later.get(&area.code) else { return AreaChange::Removed { code } };
        let (from, to) = (area.name.clone(), self.to.areas[b].name.clone());
        if !self.is_same_shape(a, b) {
            let (lost_m2, gained_m2) = self.difference(a, b);
            return AreaChange::Reshaped { code, from, to, lost_m2, gained_m2 };
        }
        if from == to { AreaChange::Same { code } } else { AreaChange::Renamed { code, from, to } }
    }

    fn is_same_shape(&self, a: usize, b: usize) -> bool {
        let (lost_m2, gained_m2) = self.difference(a, b);
        let larger_m2 = self.from.areas[a].area_m2.max(self.to.areas[b].area_m2);
        lost_m2 + gained_m2 <= SAME_SHAPE * larger_m2
    }

    fn difference(&self, a: usize, b: usize) -> (f64, f64) {
        let shared = self.shared.get(&(a, b)).copied().unwrap_or(0.0);
        let without = |whole: f64| (whole - shared).max(0.0);
        (without(self.from.areas[a].area_m2), without(self.to.areas[b].area_m2))
    }
}

fn shared_ground<'a>(from: &'a Layer, to: &'a Layer) -> BTreeMap<(usize, usize), f64> {
    let prepare = |layer: &'a Layer| Prepared::new(layer.areas.iter().map(|area| &area.shape));
    // The shapes of a layer are finite, so nothing is refused.
    let (Ok(from), Ok(to)) = (prepare(from), prepare(to)) else { return BTreeMap::new() };
    let shared = shared_areas(&from, &to, Options::default());
    shared.into_iter().map(|pair| ((pair.source as usize, pair.target as usize), pair.area_m2)).collect()
}
