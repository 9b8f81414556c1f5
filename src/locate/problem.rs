//! A location problem as a value.

use super::costs::Costs;

/// A place where people are: a small area, seen as one point.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Its code.
    pub id: String,
    /// How many people it stands for.
    pub weight: f64,
    /// How many of each group, in the order of [`Problem::groups`]; `None` where not known.
    pub groups: Vec<Option<f64>>,
}

/// What has been decided about a site beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fate {
    /// The model decides.
    #[default]
    Free,
    /// It is among the chosen, whatever it costs.
    Fixed,
    /// It is not among the chosen.
    Forbidden,
}

impl Fate {
    /// The name used in recipes and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Fixed => "fixed",
            Self::Forbidden => "forbidden",
        }
    }
}

/// A place that could serve.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Its id.
    pub id: String,
    /// Who owns or runs it; `None` where not known, which counts as no partner.
    pub partner: Option<String>,
    /// How many people it can serve; needed where capacity counts.
    pub capacity: Option<f64>,
    /// What opening it costs; needed where there is a budget.
    pub cost: Option<f64>,
    /// What has been decided about it.
    pub fate: Fate,
}

/// How many sites are to be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// So many, neither more nor fewer.
    Exactly(usize),
    /// So many or fewer.
    AtMost(usize),
}

impl Count {
    /// The fewest and the most sites.
    #[must_use]
    pub fn range(self) -> (usize, usize) {
        match self {
            Self::Exactly(sites) => (sites, sites),
            Self::AtMost(sites) => (0, sites),
        }
    }
}

/// What makes one set of sites better than another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Model {
    /// Location set covering: the fewest sites so that every demand point has one within reach.
    Lscp {
        /// The reach, in the unit of the costs.
        within: f64,
    },
    /// Maximal covering: so many sites that most people have one within reach.
    Mclp {
        /// The reach.
        within: f64,
        /// How many sites.
        sites: Count,
    },
    /// p-median: the least sum of people times cost to their site.
    PMedian {
        /// How many sites.
        sites: Count,
    },
    /// p-centre: the least cost for whoever has the highest.
    PCentre {
        /// How many sites.
        sites: Count,
    },
}

/// The models without their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelKind {
    /// Location set covering.
    Lscp,
    /// Maximal covering.
    Mclp,
    /// p-median.
    PMedian,
    /// p-centre.
    PCentre,
}

impl ModelKind {
    /// All models.
    pub const ALL: [Self; 4] = [Self::Lscp, Self::Mclp, Self::PMedian, Self::PCentre];

    /// The name used in recipes and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Lscp => "lscp",
            Self::Mclp => "mclp",
            Self::PMedian => "p-median",
            Self::PCentre => "p-centre",
        }
    }

    /// The model of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

impl Model {
    /// Which model it is.
    #[must_use]
    pub fn kind(self) -> ModelKind {
        match self {
            Self::Lscp { .. } => ModelKind::Lscp,
            Self::Mclp { .. } => ModelKind::Mclp,
            Self::PMedian { .. } => ModelKind::PMedian,
            Self::PCentre { .. } => ModelKind::PCentre,
        }
    }

    /// The reach, where the model has one.
    #[must_use]
    pub fn within(self) -> Option<f64> {
        match self {
            Self::Lscp { within } | Self::Mclp { within, .. } => Some(within),
            Self::PMedian { .. } | Self::PCentre { .. } => None,
        }
    }

    /// How many sites, where the model is told.
    #[must_use]
    pub fn sites(self) -> Option<Count> {
        match self {
            Self::Lscp { .. } => None,
            Self::Mclp { sites, .. } | Self::PMedian { sites } | Self::PCentre { sites } => Some(sites),
        }
    }

    /// Whether every demand point must be served.
    #[must_use]
    pub fn serves_all(self) -> bool {
        self.kind() != ModelKind::Mclp
    }
}

/// Whether the people of one demand point may go to several sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Assignment {
    /// All go to one site.
    #[default]
    Whole,
    /// They may be shared between sites. It only matters where capacity counts.
    Split,
}

/// What to do about demand points that cannot be served by any site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unreached {
    /// They are faults that name them.
    #[default]
    Refuse,
    /// They take no part, and the answer lists them.
    SetAside,
}

/// At least a share of a group must be served within a reach: equality cover.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupCover {
    /// Position in [`Problem::groups`].
    pub group: usize,
    /// The least share, 0 to 1, of the group's people whose number is known.
    pub share: f64,
    /// The reach; `None` takes the model's.
    pub within: Option<f64>,
}

/// What the chosen sites must keep to besides the model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rules {
    /// Whether sites serve no more people than they have room for.
    pub capacity: Option<Assignment>,
    /// The most that all chosen sites together may cost.
    pub budget: Option<f64>,
    /// At least so many different partners among the chosen.
    pub partners: Option<usize>,
    /// Least cover of groups.
    pub cover: Vec<GroupCover>,
    /// What to do about demand points out of every site's reach.
    pub unreached: Unreached,
}

/// Everything a location model needs to know.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Names of the groups of people.
    pub groups: Vec<String>,
    /// Where people are.
    pub demand: Vec<Demand>,
    /// Where they could be served.
    pub sites: Vec<Site>,
    /// What it takes to get from one to the other.
    pub costs: Costs,
    /// What is to be best.
    pub model: Model,
    /// What must hold.
    pub rules: Rules,
}

/// How hard to try.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Seconds after which the best so far is returned, with its bound.
    pub seconds: f64,
    /// The relative gap at which to stop; 0 asks for proof.
    pub gap: f64,
    /// Seed of the solver's own choices.
    pub seed: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { seconds: 60.0, gap: 0.0, seed: 1 }
    }
}
