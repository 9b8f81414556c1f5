//! What comes out: sites, who goes where, and how good it is proved to be.

use super::conflict::Conflict;
use super::problem::ModelKind;

/// How far the answer is proved. Never better than its proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The bound meets the objective: no set of sites is better.
    Optimal,
    /// The gap is within what was asked for, and not closed.
    WithinGap,
    /// Time ran out; the gap says how far from proof.
    TimeLimit,
}

impl Status {
    /// The name used on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Optimal => "optimal",
            Self::WithinGap => "within-gap",
            Self::TimeLimit => "time-limit",
        }
    }
}

/// Why a demand point goes to no site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// No site at all can be reached (within the reach, where the model serves all).
    Unreachable,
    /// Sites can be reached, and none of the chosen ones serves it.
    NotServed,
    /// Nobody lives there, and no chosen site can be reached.
    NoPeople,
}

impl Why {
    /// The name used on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::NotServed => "not-served",
            Self::NoPeople => "no-people",
        }
    }
}

/// Where the people of one demand point go.
#[derive(Debug, Clone, PartialEq)]
pub enum Served {
    /// To these sites: position, share (adding up to 1 where all are served) and cost.
    By(Vec<(usize, f64, f64)>),
    /// Nowhere.
    Not(Why),
}

/// How many of a group are served within a reach.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupServed {
    /// Position of the group.
    pub group: usize,
    /// The reach; `None` where being served at all counts.
    pub within: Option<f64>,
    /// Its people served.
    pub served: f64,
    /// Its people whose number is known.
    pub people: f64,
    /// Demand points for which its number is not known.
    pub unknown: usize,
    /// The least share that was asked for.
    pub asked: Option<f64>,
}

/// What one chosen site has to carry.
#[derive(Debug, Clone, PartialEq)]
pub struct Load {
    /// Position of the site.
    pub site: usize,
    /// People who go there.
    pub people: f64,
    /// Demand points that send anybody.
    pub points: usize,
    /// Its room, where known.
    pub capacity: Option<f64>,
}

/// A set of sites with everything that follows from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Which model was solved.
    pub model: ModelKind,
    /// How far it is proved.
    pub status: Status,
    /// Positions of the chosen sites, ascending.
    pub chosen: Vec<usize>,
    /// What the model counts: sites (LSCP), people served (MCLP), people times
    /// cost (p-median), the highest cost (p-centre).
    pub objective: f64,
    /// No set of sites can do better than this.
    pub bound: f64,
    /// Distance between both, relative to the objective.
    pub gap: f64,
    /// Where each demand point goes, in the order of the problem.
    pub served: Vec<Served>,
    /// Cover of every group, rules first.
    pub groups: Vec<GroupServed>,
    /// What every chosen site has to carry, ascending.
    pub loads: Vec<Load>,
    /// Demand points that took no part, with why.
    pub set_aside: Vec<(usize, Why)>,
    /// Seed of the solver's own choices.
    pub seed: u64,
    /// Seconds that it took. The only part that two runs may differ in.
    pub seconds: f64,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// With a set of sites.
    Solved(Box<Answer>),
    /// No set of sites keeps to all that is asked; these together are why.
    Infeasible(Conflict),
    /// Time ran out before any set was found, or before there was proof that there is none.
    NothingFound {
        /// What no set of sites can beat, where that is known.
        bound: Option<f64>,
        /// Seconds that it took.
        seconds: f64,
    },
}

impl Outcome {
    /// The answer, where there is one.
    #[must_use]
    pub fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Solved(answer) => Some(answer),
            _ => None,
        }
    }
}
