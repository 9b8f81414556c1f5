//! What can be wrong with a location problem.

/// One thing that is wrong with a problem. [`super::solve`] gives all at once.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Fault {
    /// No demand point at all.
    #[error("there is no demand point: nobody is to be served")]
    NoDemand,
    /// No site at all.
    #[error("there is no candidate site")]
    NoSites,
    /// Two demand points or two sites share an id.
    #[error("{what} '{id}' stands {times} times in the list; each may stand once")]
    Repeated {
        /// "demand point" or "site".
        what: &'static str,
        /// The id.
        id: String,
        /// How often.
        times: usize,
    },
    /// A weight, group, capacity or cost that is no number or below nought.
    #[error("{what} of '{id}' is {value}; it must be a number from 0 up")]
    BadNumber {
        /// Which number.
        what: String,
        /// Of which demand point or site.
        id: String,
        /// What stands there.
        value: f64,
    },
    /// A demand point does not list as many groups as there are names.
    #[error("'{id}' lists {given} groups of people; the problem names {wanted}")]
    GroupCount {
        /// Which demand point.
        id: String,
        /// How many it lists.
        given: usize,
        /// How many there should be.
        wanted: usize,
    },
    /// The cost matrix has another number of rows than there are demand points.
    #[error("the costs speak of {rows} demand points, the list of {demand}")]
    OtherRows {
        /// Rows of the matrix.
        rows: usize,
        /// Demand points.
        demand: usize,
    },
    /// A cost for a site that is not there, or two costs for one pair.
    #[error("the costs of '{id}' name site number {site}, which {problem}")]
    BadPair {
        /// Of which demand point.
        id: String,
        /// Which site, from 0.
        site: u32,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// More pairs than a model of this kind can take.
    #[error(
        "{pairs} pairs of demand point and site are more than the {most} that can be solved; limit how far people may be sent"
    )]
    TooMany {
        /// How many there are.
        pairs: usize,
        /// How many there may be.
        most: usize,
    },
    /// Every weight is nought.
    #[error("all {0} demand points together have a demand of zero")]
    ZeroDemand(usize),
    /// A reach, a share, a budget or a limit outside its range.
    #[error("{what} is {value}; it must be {range}")]
    OutOfRange {
        /// Which setting.
        what: String,
        /// Its value.
        value: f64,
        /// What it may be.
        range: &'static str,
    },
    /// More sites wanted than there are.
    #[error("{wanted} sites are wanted and there are {sites} candidates")]
    TooFewSites {
        /// How many are wanted.
        wanted: usize,
        /// How many there are.
        sites: usize,
    },
    /// More sites fixed than may be chosen.
    #[error("{fixed} sites are fixed and only {most} may be chosen")]
    TooManyFixed {
        /// How many are fixed.
        fixed: usize,
        /// How many may be chosen.
        most: usize,
    },
    /// More partners wanted than the sites have.
    #[error("{wanted} different partners are wanted and the candidate sites have {known} known ones")]
    TooFewPartners {
        /// How many are wanted.
        wanted: usize,
        /// How many there are.
        known: usize,
    },
    /// A number that a rule needs is not known.
    #[error("{what} of site '{id}' is not known and {why} needs it; give it, or forbid the site")]
    Unknown {
        /// Which number.
        what: &'static str,
        /// Of which site.
        id: String,
        /// Which rule needs it.
        why: &'static str,
    },
    /// A demand point that no site can serve.
    #[error("'{id}' cannot be served by any site{reach}; give it a way, or set such points aside")]
    Unreached {
        /// Which demand point.
        id: String,
        /// Within which reach, in words, or nothing.
        reach: String,
    },
    /// All capacity together is too small.
    #[error("all sites that may be chosen have room for {room} together, and {people} are to be served")]
    TooLittleRoom {
        /// Sum of capacities.
        room: f64,
        /// Sum of weights.
        people: f64,
    },
    /// One demand point is too large for every site it can reach.
    #[error(
        "'{id}' has {people} people and no site that it reaches has room for them all; let demand points be split"
    )]
    TooLarge {
        /// Which demand point.
        id: String,
        /// Its weight.
        people: f64,
    },
    /// A rule names a group that is not there.
    #[error("a rule of cover names group number {group}, and there are {groups}")]
    NoGroup {
        /// Position named.
        group: usize,
        /// How many there are.
        groups: usize,
    },
    /// A rule of cover needs a reach of its own with this model.
    #[error("the rule of cover for '{group}' needs a reach: the model has none")]
    NoReach {
        /// Which group.
        group: String,
    },
    /// A rule of cover reaches further than the model serves.
    #[error(
        "the rule of cover for '{group}' reaches {within}, further than the model's {model}, within which capacity is used"
    )]
    ReachTooFar {
        /// Which group.
        group: String,
        /// The rule's reach.
        within: f64,
        /// The model's reach.
        model: f64,
    },
    /// Nobody of a group is known to be anywhere.
    #[error("the rule of cover for '{group}' has nobody to count: the group is empty or not known anywhere")]
    EmptyGroup {
        /// Which group.
        group: String,
    },
    /// The solver failed in a way that is nobody's choice.
    #[error("the solver failed: {0}")]
    Solver(String),
}
