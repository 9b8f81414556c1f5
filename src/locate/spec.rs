//! What a person writes down to have sites chosen: names of data sets, not yet their rows.
//!
//! `ingest::siting` reads it from TOML; `engine` finds the data it names.

use crate::model::{DETOUR, DatasetId, EditionId, MeasureId, WALKING_KM_PER_HOUR};

use super::problem::{Assignment, Limits, Model, Unreached};

/// A data set, and which edition; `None` for the newest in view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionRef {
    /// The data set.
    pub dataset: DatasetId,
    /// Its edition.
    pub edition: Option<EditionId>,
}

impl std::fmt::Display for EditionRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.edition {
            Some(edition) => write!(f, "{}@{edition}", self.dataset),
            None => write!(f, "{}", self.dataset),
        }
    }
}

/// Where a count of people comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountFrom {
    /// A measure of the place: a count, or the numerator of a rate.
    Measure(MeasureId),
    /// Columns of a table that add up, from one to another in published order.
    Columns {
        /// The table.
        table: EditionRef,
        /// The first column.
        from: String,
        /// The last column.
        to: String,
    },
}

/// A group of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupSpec {
    /// What it is called: "65 and over".
    pub name: String,
    /// What it is one part of: "Age".
    pub family: String,
    /// Where its numbers come from.
    pub from: CountFrom,
}

/// Something that tells small areas apart: their ward, their decile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassSpec {
    /// What it is called: "Ward".
    pub name: String,
    /// Where it comes from.
    pub from: ClassFrom,
}

/// Where the class of a small area comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClassFrom {
    /// A column of a table keyed by the small areas.
    Column {
        /// The table.
        table: EditionRef,
        /// The column.
        column: String,
    },
    /// The area of a layer that holds the middle of the small area.
    Layer(EditionRef),
}

/// The people of a place and how they differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleSpec {
    /// The small areas.
    pub areas: EditionRef,
    /// Only those whose middle lies in an area of this layer.
    pub within: Option<EditionRef>,
    /// How many live in each.
    pub residents: CountFrom,
    /// Groups of them.
    pub groups: Vec<GroupSpec>,
    /// Classes of small areas.
    pub classes: Vec<ClassSpec>,
}

/// A number of each site.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberFrom {
    /// The register's column; `None` where every site has the same.
    pub column: Option<String>,
    /// An assumption for sites of which the register does not tell it.
    pub where_unknown: Option<f64>,
}

/// Cells that records must hold or must not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The column.
    pub column: String,
    /// The texts; an empty text stands for an empty cell.
    pub values: Vec<String>,
}

/// Where sites come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SitesFrom {
    /// Records of a register.
    Register {
        /// The register.
        register: EditionRef,
        /// Records must match every one of these.
        keep: Vec<Filter>,
        /// Records must match none of these.
        leave_out: Vec<Filter>,
        /// Column of the owner or partner.
        partner: Option<String>,
    },
    /// Every building and service of the place's estate that offers a kind of
    /// service: registers that tell of the same buildings are joined, and a
    /// service without a point of its own lies where its building lies.
    Offering(String),
}

/// What the sites are.
#[derive(Debug, Clone, PartialEq)]
pub struct SitesSpec {
    /// Where they come from.
    pub from: SitesFrom,
    /// Room for people.
    pub capacity: Option<NumberFrom>,
    /// What opening costs.
    pub cost: Option<NumberFrom>,
}

impl SitesSpec {
    /// Whether it is told who owns or runs a site.
    #[must_use]
    pub fn tells_partners(&self) -> bool {
        !matches!(self.from, SitesFrom::Register { partner: None, .. })
    }
}

/// How people get there.
#[derive(Debug, Clone, PartialEq)]
pub struct TravelSpec {
    /// Along what.
    pub along: Along,
    /// Walking speed.
    pub km_per_hour: f64,
    /// How much longer a walk is than the straight line, where that is walked along.
    pub detour: f64,
    /// Nobody is sent further than this.
    pub furthest_minutes: Option<f64>,
}

/// Along what people walk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Along {
    /// The straight line, lengthened by the detour.
    #[default]
    StraightLine,
    /// The place's walking network.
    Network {
        /// Which; `None` for the place's first.
        network: Option<EditionRef>,
        /// Without steps.
        step_free: bool,
    },
}

impl Default for TravelSpec {
    fn default() -> Self {
        Self {
            along: Along::default(),
            km_per_hour: WALKING_KM_PER_HOUR,
            detour: DETOUR,
            furthest_minutes: None,
        }
    }
}

/// A rule of cover by the name of its group.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverSpec {
    /// The group.
    pub group: String,
    /// The least share, 0 to 1.
    pub share: f64,
    /// The reach in minutes; `None` takes the model's.
    pub within: Option<f64>,
}

/// A whole recipe.
#[derive(Debug, Clone, PartialEq)]
pub struct LocateSpec {
    /// Its heading.
    pub title: String,
    /// Who is to be served.
    pub people: PeopleSpec,
    /// From where.
    pub sites: SitesSpec,
    /// How they get there.
    pub travel: TravelSpec,
    /// What is to be best. Costs are minutes.
    pub model: Model,
    /// Sites by id that are among the chosen.
    pub fixed: Vec<String>,
    /// Sites by id that are not.
    pub forbidden: Vec<String>,
    /// Whether room counts.
    pub capacity: Option<Assignment>,
    /// The most that all may cost.
    pub budget: Option<f64>,
    /// At least so many partners.
    pub partners: Option<usize>,
    /// Least cover of groups.
    pub cover: Vec<CoverSpec>,
    /// What to do about people out of reach.
    pub unreached: Unreached,
    /// How hard to try.
    pub limits: Limits,
}
