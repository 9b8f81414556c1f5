//! What changed between two editions of a layer.

use std::collections::BTreeMap;

use crate::layer::Layer;
use crate::model::{AreaCode, EditionKey};

use super::Engine;

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
    /// The code is the same, the shape is not.
    Reshaped {
        /// The code in both.
        code: AreaCode,
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
}

/// Compares two layers area by area.
#[must_use]
pub fn compare_layers(from: &Layer, to: &Layer) -> Comparison {
    let later: BTreeMap<_, _> = to.areas.iter().map(|area| (&area.code, area)).collect();
    let earlier: BTreeMap<_, _> = from.areas.iter().map(|area| (&area.code, area)).collect();
    let mut changes = Vec::new();
    for area in &from.areas {
        let code = area.code.clone();
        changes.push(match later.get(&area.code) {
            None => AreaChange::Removed { code },
            Some(other) if other.name != area.name => {
                AreaChange::Renamed { code, from: area.name.clone(), to: other.name.clone() }
            }
            Some(_) => AreaChange::Same { code },
        });
    }
    let added = to.areas.iter().filter(|area| !earlier.contains_key(&area.code));
    changes.extend(added.map(|area| AreaChange::Added { code: area.code.clone() }));
    Comparison { from: from.edition.clone(), to: to.edition.clone(), changes }
}

impl Engine {
    /// Compares two editions of layers; `None` when one of them is no layer of this place.
    #[must_use]
    pub fn compare(&self, from: &EditionKey, to: &EditionKey) -> Option<Comparison> {
        Some(compare_layers(self.layer(from)?, self.layer(to)?))
    }
}
