//! What a person looks for: a search as it is written down.
//!
//! Plain data: `rules.rs` and `factors.rs` hold its parts. `ingest::colocation` reads it from a file; [`super::find()`]
//! carries it out. Everything that has a usual value says here which.

mod factors;
mod rules;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::model::{
    AssessmentId, DETOUR, DatasetId, EditionKey, MeasureId, PartnerType, SearchId, WALKING_KM_PER_HOUR,
};

use super::criteria::Criterion;

pub use factors::{Factor, Factors};
pub use rules::{DuplicateRules, GapRules, GateRules, HubRules, Scales};

/// What can be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A service moves into a building.
    Pairs,
    /// Buildings of several owners within a short walk.
    Hubs,
    /// People whom a kind of service does not reach.
    Gaps,
    /// Services that may do the same for the same people at the same time.
    Duplicates,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Pairs, Self::Hubs, Self::Gaps, Self::Duplicates];

    /// The name used in searches and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Pairs => "pairs",
            Self::Hubs => "hubs",
            Self::Gaps => "gaps",
            Self::Duplicates => "duplicates",
        }
    }

    /// The kind of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// A search as it is written down.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchSpec {
    /// Its id, unique in the place.
    pub id: SearchId,
    /// Its title.
    pub title: String,
    /// What it is for, in plain words.
    pub purpose: String,
    /// The day for which leases and checks are judged.
    pub date: Date,
    /// What is looked for.
    pub find: BTreeSet<Kind>,
    /// Which buildings may share.
    pub buildings: Which,
    /// Which services may move.
    pub services: Which,
    /// Whether a service may move to a building of its own organisation.
    pub same_owner: bool,
    /// How far.
    pub distances: Distances,
    /// Who is served; `None` leaves every figure of people unknown.
    pub people: Option<PeopleFrom>,
    /// Gates and their thresholds.
    pub gates: GateRules,
    /// Weights of the criteria; those that are not here do not count.
    pub weights: BTreeMap<Criterion, f64>,
    /// How criteria are scaled.
    pub scales: Scales,
    /// When services are possible duplicates.
    pub duplicates: DuplicateRules,
    /// What makes a hub.
    pub hubs: HubRules,
    /// Which kinds of service everybody should reach.
    pub gaps: GapRules,
    /// What money, carbon and room are reckoned by.
    pub factors: Factors,
    /// How sure the order is.
    pub stability: Stability,
    /// How many pairs are listed for one service, and in all.
    pub most: Most,
}

/// Which things of the registers count. An empty list lets all through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Which {
    /// Registers that they come from.
    pub registers: Vec<DatasetId>,
    /// Organisations, as written.
    pub owners: Vec<String>,
    /// Kinds of organisation. A thing of unknown kind is let through only by an empty list.
    pub partners: Vec<PartnerType>,
    /// Kinds of service: of a service itself, or hosted by a building.
    pub terms: Vec<String>,
}

/// How far people and services go.
#[derive(Debug, Clone, PartialEq)]
pub struct Distances {
    /// How far a service may move, in minutes of walking.
    pub reach_minutes: f64,
    /// Within what walk people are served.
    pub catchment_minutes: f64,
    /// Walking speed.
    pub km_per_hour: f64,
    /// How much longer a walk is than the straight line, where there is no network.
    pub detour: f64,
    /// Whether walks are measured along the place's network, where it has one.
    pub network: bool,
}

impl Default for Distances {
    /// A move within 20 minutes, people within 15, at 4.8 km/h, lines × 1.3.
    fn default() -> Self {
        Self {
            reach_minutes: 20.0,
            catchment_minutes: 15.0,
            km_per_hour: WALKING_KM_PER_HOUR,
            detour: DETOUR,
            network: true,
        }
    }
}

/// Who is served.
#[derive(Debug, Clone, PartialEq)]
pub struct PeopleFrom {
    /// The small areas.
    pub areas: EditionKey,
    /// Their residents, a count.
    pub residents: MeasureId,
    /// Groups of people whose reach must not get worse.
    pub groups: Vec<GroupFrom>,
    /// What says where need is greatest.
    pub need: Option<NeedFrom>,
}

/// A group of residents.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupFrom {
    /// Its name.
    pub name: String,
    /// A count of them, or a rate among residents.
    pub measure: MeasureId,
    /// Of a score or rate of areas: the share of areas with the highest
    /// values whose residents are the group (the most deprived tenth).
    pub worst_share: Option<f64>,
}

/// What says where need is greatest.
#[derive(Debug, Clone, PartialEq)]
pub enum NeedFrom {
    /// A measure on the small areas; the higher the worse unless the measure says otherwise.
    Measure(MeasureId),
    /// The scores of an assessment of the place, on its own areas.
    Assessment(AssessmentId),
}

/// How the order of candidates is tried out with other weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stability {
    /// How often weights are drawn; 0 for never.
    pub draws: usize,
    /// How many are "at the top".
    pub top: usize,
    /// Where random numbers start.
    pub seed: u64,
}

impl Default for Stability {
    fn default() -> Self {
        Self { draws: 200, top: 10, seed: 1 }
    }
}

/// How many candidates are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Most {
    /// Of one service.
    pub per_service: usize,
    /// In all.
    pub in_all: usize,
}

impl Default for Most {
    fn default() -> Self {
        Self { per_service: 3, in_all: 200 }
    }
}

/// Equal weights of all criteria.
#[must_use]
pub fn equal_weights() -> BTreeMap<Criterion, f64> {
    Criterion::ALL.into_iter().map(|criterion| (criterion, 1.0)).collect()
}
