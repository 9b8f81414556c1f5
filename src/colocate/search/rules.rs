//! Gates, scales, and what makes duplicates, hubs and gaps.

use std::collections::{BTreeMap, BTreeSet};

use crate::colocate::gates::Gate;
use crate::colocate::words::Grade;
use crate::model::{DatasetId, PartnerType};

/// Gates and their thresholds.
#[derive(Debug, Clone, PartialEq)]
pub struct GateRules {
    /// Gates that are not asked, with the reason.
    pub skip: BTreeMap<Gate, String>,
    /// How many years a lease must still run.
    pub lease_years: f64,
    /// What share of the service's hours the building must be open.
    pub hours_share: f64,
    /// Kinds of service whose users must be kept apart, where no register says so of the service.
    pub separate_terms: Vec<String>,
    /// Kinds of service that need a secure room, where no register says so of the service.
    pub secure_terms: Vec<String>,
    /// Layers whose areas bind nobody, though the manifest ties services to them.
    pub untied: Vec<DatasetId>,
}

impl Default for GateRules {
    /// Five years of lease, half the hours.
    fn default() -> Self {
        Self {
            skip: BTreeMap::new(),
            lease_years: 5.0,
            hours_share: 0.5,
            separate_terms: Vec::new(),
            secure_terms: Vec::new(),
            untied: Vec::new(),
        }
    }
}

/// How criteria are scaled to 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Scales {
    /// Pounds a year for a m² that score 1 (and less).
    pub cost_best: f64,
    /// Pounds a year for a m² that score 0 (and more).
    pub cost_worst: f64,
    /// What each condition grade scores.
    pub condition: BTreeMap<Grade, f64>,
    /// Kinds of organisation that go well together: score 1.
    pub good: BTreeSet<(PartnerType, PartnerType)>,
    /// Kinds of organisation that go badly together: score 0. All others score ½.
    pub poor: BTreeSet<(PartnerType, PartnerType)>,
}

impl Default for Scales {
    /// £40 to £120 a m², grades in even steps, no pair of organisations better than another.
    fn default() -> Self {
        let condition = [(Grade::A, 1.0), (Grade::B, 2.0 / 3.0), (Grade::C, 1.0 / 3.0), (Grade::D, 0.0)];
        Self {
            cost_best: 40.0,
            cost_worst: 120.0,
            condition: condition.into(),
            good: BTreeSet::new(),
            poor: BTreeSet::new(),
        }
    }
}

impl Scales {
    /// A pair of kinds in the order in which pairs are kept.
    #[must_use]
    pub fn pair(a: PartnerType, b: PartnerType) -> (PartnerType, PartnerType) {
        (a.min(b), a.max(b))
    }
}

/// When two services are a possible duplicate.
#[derive(Debug, Clone, PartialEq)]
pub struct DuplicateRules {
    /// The least share of the smaller catchment's people that lie in both.
    pub overlap: f64,
}

impl Default for DuplicateRules {
    fn default() -> Self {
        Self { overlap: 0.5 }
    }
}

/// What makes a hub.
#[derive(Debug, Clone, PartialEq)]
pub struct HubRules {
    /// The longest walk between its middle and its buildings.
    pub minutes: f64,
    /// How many owners it must have.
    pub owners: usize,
}

impl Default for HubRules {
    fn default() -> Self {
        Self { minutes: 5.0, owners: 3 }
    }
}

/// Which kinds of service everybody should reach.
#[derive(Debug, Clone, PartialEq)]
pub struct GapRules {
    /// The kinds.
    pub terms: Vec<String>,
    /// The fewest people that are worth a candidate.
    pub least_people: f64,
}

impl Default for GapRules {
    fn default() -> Self {
        Self { terms: Vec::new(), least_people: 500.0 }
    }
}
