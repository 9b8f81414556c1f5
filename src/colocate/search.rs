//! What a person looks for: a search as it is written down.
//!
//! Plain data. `ingest::colocation` reads it from a file; [`super::find()`]
//! carries it out. Everything that has a usual value says here which.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::model::{AssessmentId, DatasetId, EditionKey, MeasureId, PartnerType, SearchId};

use super::criteria::Criterion;
use super::gates::Gate;
use super::words::Grade;

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
        Self { reach_minutes: 20.0, catchment_minutes: 15.0, km_per_hour: 4.8, detour: 1.3, network: true }
    }
}

impl Distances {
    /// Metres of a straight line that are walked in some minutes at the least.
    #[must_use]
    pub fn line_m(&self, minutes: f64) -> f64 {
        minutes * self.km_per_hour * 1_000.0 / 60.0 / self.detour
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

/// A factor that somebody has published or assumed.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// The lowest value that is likely.
    pub low: f64,
    /// The likeliest.
    pub mid: f64,
    /// The highest.
    pub high: f64,
    /// Who says so.
    pub source: String,
}

/// What money, carbon and room are reckoned by. What is not given is not
/// reckoned: Wardwise makes up no price.
#[derive(Debug, Clone, PartialEq)]
pub struct Factors {
    /// m² for a desk, all shared room included.
    pub m2_per_desk: Option<Factor>,
    /// Pounds a year for a m², where the register does not say.
    pub cost_per_m2: Option<Factor>,
    /// Pounds once for a m² that is fitted out.
    pub one_off_per_m2: Option<Factor>,
    /// Pounds once for a move.
    pub transition: Option<Factor>,
    /// kg `CO₂e` a year for a m² in use.
    pub carbon_per_m2: Option<Factor>,
    /// Years over which money is added up.
    pub years: f64,
}

impl Default for Factors {
    /// Room and carbon by published figures; money must be given.
    ///
    /// # Source
    /// 8 m² a desk: the target of the Government Estate Strategy 2018, with
    /// 10 m² of its forerunner as the upper and 6 m² of pooled desks as the
    /// lower end. Carbon: energy of naturally ventilated cellular offices,
    /// good practice (79 kWh/m² gas, 33 electricity) and typical (151, 54),
    /// Energy Consumption Guide 19, times 0.18293 and 0.20705 kg CO₂e/kWh of
    /// the UK Government conversion factors 2023; the middle is their mean.
    fn default() -> Self {
        let desk = Factor {
            low: 6.0,
            mid: 8.0,
            high: 10.0,
            source: "Government Estate Strategy 2018: 8 m² a desk; 10 m² before, 6 m² for pooled desks"
                .into(),
        };
        let carbon = Factor {
            low: 21.3,
            mid: 30.1,
            high: 38.8,
            source: "Energy Consumption Guide 19, naturally ventilated office, good practice to typical, × UK Government conversion factors 2023".into(),
        };
        Self {
            m2_per_desk: Some(desk),
            cost_per_m2: None,
            one_off_per_m2: None,
            transition: None,
            carbon_per_m2: Some(carbon),
            years: 5.0,
        }
    }
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
