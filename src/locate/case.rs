//! A problem brought down to what the methods reckon with: positions and numbers.

use std::collections::{BTreeMap, BTreeSet};

use super::check::can_be_served;
use super::conflict::Constraint;
use super::costs::Way;
use super::problem::{Assignment, Fate, Model, Problem, Unreached};

/// A rule of cover with its numbers: people of each demand point, and how many must be served.
#[derive(Debug, Clone)]
pub(super) struct Cover {
    pub people: Vec<f64>,
    pub within: f64,
    pub need: f64,
}

/// Sites and demand points that take part, each by a position of its own.
#[derive(Debug, Clone)]
pub(super) struct Case {
    /// Positions in the problem of the demand points that take part.
    pub demand: Vec<usize>,
    /// Positions in the problem of the sites that may be chosen.
    pub sites: Vec<usize>,
    pub weights: Vec<f64>,
    /// Ways to sites of this case, nearest first, ties by position.
    pub ways: Vec<Vec<Way>>,
    /// How far the model serves; infinite where it has no reach.
    pub within: f64,
    /// The same for points without people, whom no search for a better reach concerns.
    pub within_for_nobody: f64,
    /// Whether every demand point must be served.
    pub serves_all: bool,
    pub fewest: usize,
    pub most: usize,
    pub fixed: Vec<bool>,
    pub cost: Vec<f64>,
    pub budget: Option<f64>,
    /// Partners by number; `None` where not known.
    pub partner: Vec<Option<u32>>,
    pub n_partners: usize,
    pub least_partners: usize,
    /// Room of each site, where capacity counts.
    pub room: Option<Vec<f64>>,
    pub whole: bool,
    pub covers: Vec<Cover>,
}

impl Case {
    /// The case with everything that the problem asks for.
    pub fn new(problem: &Problem) -> Self {
        Self::with(problem, &Constraint::all(problem))
    }

    /// The case in which only some of the constraints hold.
    pub fn with(problem: &Problem, active: &BTreeSet<Constraint>) -> Self {
        let forbids = active.contains(&Constraint::Forbidden);
        let allowed = |at: &usize| !(forbids && problem.sites[*at].fate == Fate::Forbidden);
        let sites: Vec<usize> = (0..problem.sites.len()).filter(allowed).collect();
        let demand: Vec<usize> = (0..problem.demand.len()).filter(|at| takes_part(problem, *at)).collect();
        let (fewest, most) = counts(problem, active, sites.len());
        let (partner, n_partners) = partners(problem, &sites);
        let least_partners =
            if active.contains(&Constraint::Partners) { problem.rules.partners } else { None };
        let capacity = problem.rules.capacity.filter(|_| active.contains(&Constraint::Capacity));
        Self {
            weights: demand.iter().map(|at| problem.demand[*at].weight).collect(),
            ways: ways(problem, &demand, &sites),
            within: problem.model.within().unwrap_or(f64::INFINITY),
            within_for_nobody: problem.model.within().unwrap_or(f64::INFINITY),
            serves_all: problem.model.serves_all() && active.contains(&Constraint::Service),
            fewest,
            most,
            fixed: sites.iter().map(|at| active.contains(&Constraint::Fixed(*at))).collect(),
            cost: sites.iter().map(|at| problem.sites[*at].cost.unwrap_or(0.0)).collect(),
            budget: problem.rules.budget.filter(|_| active.contains(&Constraint::Budget)),
            partner,
            n_partners,
            least_partners: least_partners.unwrap_or(0),
            // A forbidden site of unknown room has none, should the ban be lifted for a trial.
            room: capacity
                .map(|_| sites.iter().map(|at| problem.sites[*at].capacity.unwrap_or(0.0)).collect()),
            whole: capacity == Some(Assignment::Whole),
            covers: covers(problem, &demand, active),
            demand,
            sites,
        }
    }

    /// The case with some sites left out for good and others fixed.
    ///
    /// Gives the positions that the remaining sites had.
    pub fn reduced(&self, left_out: &[bool], fixed: &[bool]) -> (Self, Vec<usize>) {
        let kept: Vec<usize> = (0..self.m()).filter(|site| !left_out[*site]).collect();
        let mut position = vec![None; self.m()];
        for (at, site) in (0_u32..).zip(&kept) {
            position[*site] = Some(at);
        }
        let taken = |way: &Way| Some(Way { site: position[way.site as usize]?, cost: way.cost });
        let case = Self {
            sites: kept.iter().map(|site| self.sites[*site]).collect(),
            ways: self.ways.iter().map(|ways| ways.iter().filter_map(taken).collect()).collect(),
            fixed: kept.iter().map(|site| fixed[*site] || self.fixed[*site]).collect(),
            cost: kept.iter().map(|site| self.cost[*site]).collect(),
            partner: kept.iter().map(|site| self.partner[*site]).collect(),
            room: self.room.as_ref().map(|room| kept.iter().map(|site| room[*site]).collect()),
            demand: self.demand.clone(),
            weights: self.weights.clone(),
            covers: self.covers.clone(),
            ..*self
        };
        (case, kept)
    }

    /// The case in which exactly these sites are open.
    pub fn only(&self, chosen: &[bool]) -> (Self, Vec<usize>) {
        let left_out: Vec<bool> = chosen.iter().map(|chosen| !chosen).collect();
        self.reduced(&left_out, chosen)
    }

    /// How many sites may be chosen from.
    pub fn m(&self) -> usize {
        self.sites.len()
    }

    /// How many demand points take part.
    pub fn n(&self) -> usize {
        self.demand.len()
    }

    /// Ways of a demand point that the model may use.
    pub fn near(&self, demand: usize) -> &[Way] {
        let has_people = self.weights[demand] > 0.0;
        within(&self.ways[demand], if has_people { self.within } else { self.within_for_nobody })
    }

    /// Whether nothing but the number of sites and the fixed ones binds the choice.
    pub fn is_plain(&self) -> bool {
        self.budget.is_none() && self.least_partners == 0 && self.covers.is_empty() && self.room.is_none()
    }
}

/// The ways that are no longer than a reach.
pub(super) fn within(ways: &[Way], reach: f64) -> &[Way] {
    &ways[..ways.partition_point(|way| way.cost <= reach)]
}

/// Nobody needs nothing; who cannot be served is set aside where that is asked for.
fn takes_part(problem: &Problem, at: usize) -> bool {
    let point = &problem.demand[at];
    let has_people = point.weight > 0.0 || point.groups.iter().flatten().any(|people| *people > 0.0);
    let set_aside = problem.model.serves_all()
        && problem.rules.unreached == Unreached::SetAside
        && !can_be_served(problem, at);
    has_people && !set_aside
}

fn counts(problem: &Problem, active: &BTreeSet<Constraint>, sites: usize) -> (usize, usize) {
    match problem.model {
        Model::Mclp { sites, .. } | Model::PMedian { sites } | Model::PCentre { sites }
            if active.contains(&Constraint::Count) =>
        {
            sites.range()
        }
        _ => (0, sites),
    }
}

fn partners(problem: &Problem, sites: &[usize]) -> (Vec<Option<u32>>, usize) {
    let names: BTreeSet<&str> = sites.iter().filter_map(|at| problem.sites[*at].partner.as_deref()).collect();
    let numbers: BTreeMap<&str, u32> = names.iter().copied().zip(0..).collect();
    let number = |at: &usize| problem.sites[*at].partner.as_deref().map(|name| numbers[name]);
    (sites.iter().map(number).collect(), names.len())
}

fn ways(problem: &Problem, demand: &[usize], sites: &[usize]) -> Vec<Vec<Way>> {
    let mut position = vec![None; problem.sites.len()];
    for (at, site) in (0_u32..).zip(sites) {
        position[*site] = Some(at);
    }
    let taken = |way: &Way| Some(Way { site: position[way.site as usize]?, cost: way.cost });
    demand.iter().map(|at| problem.costs.of(*at).iter().filter_map(taken).collect()).collect()
}

fn covers(problem: &Problem, demand: &[usize], active: &BTreeSet<Constraint>) -> Vec<Cover> {
    let held = problem.rules.cover.iter().enumerate();
    let held = held.filter(|(at, _)| active.contains(&Constraint::Cover(*at)));
    held.map(|(_, rule)| {
        let number = |at: usize| problem.demand[at].groups[rule.group].unwrap_or(0.0);
        // Those set aside count as well: a group is not served better by leaving some out.
        let all: f64 = (0..problem.demand.len()).map(number).sum();
        Cover {
            people: demand.iter().map(|at| number(*at)).collect(),
            within: rule.within.or(problem.model.within()).unwrap_or(f64::INFINITY),
            need: all * rule.share,
        }
    })
    .collect()
}
