//! Why nothing is possible: the smallest set of what was asked that cannot hold together.

use std::collections::BTreeSet;

use super::case::Case;
use super::fault::Fault;
use super::form::{Goal, form};
use super::highs::minimise;
use super::mip::Ended;
use super::problem::{Count, Fate, Problem};
use super::run::Run;

/// One thing that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Constraint {
    /// How many sites.
    Count,
    /// A fixed site, by position.
    Fixed(usize),
    /// The forbidden sites, together.
    Forbidden,
    /// The budget.
    Budget,
    /// The number of partners.
    Partners,
    /// The room of sites.
    Capacity,
    /// A rule of cover, by position.
    Cover(usize),
    /// That everybody is served.
    Service,
}

impl Constraint {
    /// Everything that a problem asks for.
    pub(super) fn all(problem: &Problem) -> BTreeSet<Self> {
        let rules = &problem.rules;
        let with_fate = |fate| {
            let sites = problem.sites.iter().enumerate();
            sites.filter(move |(_, site)| site.fate == fate).map(|(at, _)| at)
        };
        let mut all: BTreeSet<Self> = with_fate(Fate::Fixed).map(Self::Fixed).collect();
        all.extend((0..rules.cover.len()).map(Self::Cover));
        let single = [
            (Self::Count, problem.model.sites().is_some()),
            (Self::Forbidden, with_fate(Fate::Forbidden).next().is_some()),
            (Self::Budget, rules.budget.is_some()),
            (Self::Partners, rules.partners.is_some_and(|partners| partners > 0)),
            (Self::Capacity, rules.capacity.is_some()),
            (Self::Service, problem.model.serves_all()),
        ];
        all.extend(single.into_iter().filter(|(_, asked)| *asked).map(|(constraint, _)| constraint));
        all
    }

    /// What it asks for, in plain words. `unit` is what the costs count.
    #[must_use]
    pub fn words(self, problem: &Problem, unit: &str) -> String {
        let rules = &problem.rules;
        match self {
            Self::Count => match problem.model.sites() {
                Some(Count::Exactly(sites)) => format!("exactly {sites} sites are to be chosen"),
                Some(Count::AtMost(sites)) => format!("at most {sites} sites are to be chosen"),
                None => "the number of sites is free".to_owned(),
            },
            Self::Fixed(at) => format!("'{}' must be among them", problem.sites[at].id),
            Self::Forbidden => {
                let banned = problem.sites.iter().filter(|site| site.fate == Fate::Forbidden);
                let names: Vec<String> = banned.map(|site| format!("'{}'", site.id)).collect();
                let rest = names.len().saturating_sub(5);
                let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
                format!("{}{more} must not be among them", names[..names.len() - rest].join(", "))
            }
            Self::Budget => {
                format!("all together may cost {} at most", rules.budget.unwrap_or_default())
            }
            Self::Partners => {
                format!("at least {} different partners take part", rules.partners.unwrap_or_default())
            }
            Self::Capacity => "no site serves more people than it has room for".to_owned(),
            Self::Cover(at) => {
                let rule = &rules.cover[at];
                let within = rule.within.or(problem.model.within()).unwrap_or_default();
                format!(
                    "at least {} % of '{}' are served within {within} {unit}",
                    rule.share * 100.0,
                    problem.groups[rule.group]
                )
            }
            Self::Service => match problem.model.within() {
                Some(within) => format!("everybody is served within {within} {unit}"),
                None => "everybody can reach a chosen site".to_owned(),
            },
        }
    }
}

/// Constraints that cannot hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Those that take part, in a fixed order.
    pub constraints: Vec<Constraint>,
    /// Proved: without any one of them the others can hold together.
    pub minimal: bool,
    /// Proved: no fewer constraints are in conflict.
    pub smallest: bool,
}

impl Conflict {
    /// One sentence a constraint. `unit` is what the costs count.
    #[must_use]
    pub fn words(&self, problem: &Problem, unit: &str) -> Vec<String> {
        self.constraints.iter().map(|constraint| constraint.words(problem, unit)).collect()
    }
}

/// Sets of constraints that are tried in search of a smaller conflict, at most.
const MOST_TRIED: usize = 400;

/// Finds a conflict in a problem that is known to have no solution.
pub(super) fn find(problem: &Problem, run: &Run<'_>) -> Result<Conflict, Fault> {
    let all = Constraint::all(problem);
    let mut search = Search { problem, run, possible: Vec::new(), minimal: true };
    let mut core = all.clone();
    for constraint in &all {
        let mut without = core.clone();
        without.remove(constraint);
        if search.is_impossible(&without)? {
            core = without;
        }
    }
    let found = search.smaller(&all, core.len())?;
    let (constraints, smallest) = match found {
        Smaller::Found(smaller) => {
            // Each of its parts is smaller still, and was tried before it.
            (smaller, true)
        }
        Smaller::None => (core, search.minimal),
        Smaller::NotLooked => (core, false),
    };
    let minimal = search.minimal;
    Ok(Conflict { constraints: constraints.into_iter().collect(), minimal, smallest: smallest && minimal })
}

struct Search<'a> {
    problem: &'a Problem,
    run: &'a Run<'a>,
    /// Sets that were seen to hold together.
    possible: Vec<BTreeSet<Constraint>>,
    /// Whether every trial came to an end.
    minimal: bool,
}

enum Smaller {
    Found(BTreeSet<Constraint>),
    None,
    NotLooked,
}

impl Search<'_> {
    /// Whether it is proved that these cannot hold together.
    fn is_impossible(&mut self, active: &BTreeSet<Constraint>) -> Result<bool, Fault> {
        if self.possible.iter().any(|possible| active.is_subset(possible)) {
            return Ok(false);
        }
        let case = Case::with(self.problem, active);
        let found = minimise(&form(&case, Goal::Anything).mip, self.run.effort_to_proof())?;
        match found.ended {
            Ended::Infeasible => return Ok(true),
            Ended::Solved => self.possible.push(active.clone()),
            Ended::OutOfTime if found.values.is_some() => self.possible.push(active.clone()),
            Ended::OutOfTime => self.minimal = false,
        }
        Ok(false)
    }

    /// Looks through all sets of fewer constraints, small ones first.
    fn smaller(&mut self, all: &BTreeSet<Constraint>, than: usize) -> Result<Smaller, Fault> {
        let all: Vec<Constraint> = all.iter().copied().collect();
        let sets: Vec<BTreeSet<Constraint>> = match subsets(&all, than) {
            Some(sets) => sets,
            None => return Ok(Smaller::NotLooked),
        };
        for set in sets {
            if self.is_impossible(&set)? {
                return Ok(Smaller::Found(set));
            }
        }
        Ok(Smaller::None)
    }
}

/// All sets of 1 to fewer than `size` constraints by size, or `None` where they are too many.
fn subsets(all: &[Constraint], size: usize) -> Option<Vec<BTreeSet<Constraint>>> {
    let mut sets: Vec<BTreeSet<Constraint>> = Vec::new();
    let mut layer: Vec<(usize, BTreeSet<Constraint>)> = vec![(0, BTreeSet::new())];
    for _ in 1..size {
        let mut next = Vec::new();
        for (from, set) in &layer {
            for (at, constraint) in all.iter().enumerate().skip(*from) {
                let mut larger = set.clone();
                larger.insert(*constraint);
                next.push((at + 1, larger));
            }
        }
        sets.extend(next.iter().map(|(_, set)| set.clone()));
        if sets.len() > MOST_TRIED {
            return None;
        }
        layer = next;
    }
    Some(sets)
}
