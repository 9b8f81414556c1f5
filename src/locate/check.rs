//! A problem judged as a whole: every fault, each with its name.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::Fault;
use super::problem::{Assignment, Fate, Limits, Problem, Unreached};

/// The most pairs of demand point and site that are taken up.
pub const MAX_PAIRS: usize = 20_000_000;

/// Everything that is wrong; empty where the problem can be solved or shown to
/// have no solution.
pub(super) fn faults(problem: &Problem, limits: &Limits) -> Vec<Fault> {
    let mut faults = Vec::new();
    if problem.demand.is_empty() {
        faults.push(Fault::NoDemand);
    }
    if problem.sites.is_empty() {
        faults.push(Fault::NoSites);
    }
    repeated("demand point", problem.demand.iter().map(|point| point.id.as_str()), &mut faults);
    repeated("site", problem.sites.iter().map(|site| site.id.as_str()), &mut faults);
    numbers(problem, &mut faults);
    pairs(problem, &mut faults);
    settings(problem, limits, &mut faults);
    // What follows compares numbers, which must be numbers by then.
    if faults.is_empty() {
        sizes(problem, &mut faults);
        rooms(problem, &mut faults);
        groups(problem, &mut faults);
        reached(problem, &mut faults);
    }
    faults
}

fn repeated<'a>(what: &'static str, ids: impl Iterator<Item = &'a str>, faults: &mut Vec<Fault>) {
    let mut times = BTreeMap::<&str, usize>::new();
    ids.for_each(|id| *times.entry(id).or_default() += 1);
    let twice = times.into_iter().filter(|(_, times)| *times > 1);
    faults.extend(twice.map(|(id, times)| Fault::Repeated { what, id: id.to_owned(), times }));
}

fn is_bad(value: f64) -> bool {
    !value.is_finite() || value < 0.0
}

fn numbers(problem: &Problem, faults: &mut Vec<Fault>) {
    let mut judge = |what: &str, id: &str, value: Option<f64>| {
        if let Some(value) = value.filter(|value| is_bad(*value)) {
            faults.push(Fault::BadNumber { what: what.to_owned(), id: id.to_owned(), value });
        }
    };
    for point in &problem.demand {
        judge("the weight", &point.id, Some(point.weight));
        for (name, value) in problem.groups.iter().zip(&point.groups) {
            judge(&format!("the number of '{name}'"), &point.id, *value);
        }
    }
    for site in &problem.sites {
        judge("the capacity", &site.id, site.capacity);
        judge("the cost", &site.id, site.cost);
    }
    let wanted = problem.groups.len();
    let miscounted = problem.demand.iter().filter(|point| point.groups.len() != wanted);
    faults.extend(miscounted.map(|point| Fault::GroupCount {
        id: point.id.clone(),
        given: point.groups.len(),
        wanted,
    }));
}

fn pairs(problem: &Problem, faults: &mut Vec<Fault>) {
    let (rows, demand) = (problem.costs.len(), problem.demand.len());
    if rows != demand {
        faults.push(Fault::OtherRows { rows, demand });
        return;
    }
    if problem.costs.pairs() > MAX_PAIRS {
        faults.push(Fault::TooMany { pairs: problem.costs.pairs(), most: MAX_PAIRS });
        return;
    }
    for (at, point) in problem.demand.iter().enumerate() {
        let mut seen = BTreeSet::new();
        for way in problem.costs.of(at) {
            let bad = |problem| Fault::BadPair { id: point.id.clone(), site: way.site, problem };
            if way.site as usize >= problem.sites.len() {
                faults.push(bad("is not in the list"));
            } else if !seen.insert(way.site) {
                faults.push(bad("has a cost already"));
            }
            if is_bad(way.cost) {
                let what = format!("the cost to site number {}", way.site);
                faults.push(Fault::BadNumber { what, id: point.id.clone(), value: way.cost });
            }
        }
    }
}

fn settings(problem: &Problem, limits: &Limits, faults: &mut Vec<Fault>) {
    let mut judge = |what: String, value: f64, right: bool, range: &'static str| {
        if !right {
            faults.push(Fault::OutOfRange { what, value, range });
        }
    };
    let from_nought = "a number from 0 up";
    if let Some(within) = problem.model.within() {
        judge("the reach".into(), within, !is_bad(within), from_nought);
    }
    if let Some(budget) = problem.rules.budget {
        judge("the budget".into(), budget, !is_bad(budget), from_nought);
    }
    for rule in &problem.rules.cover {
        let share = rule.share;
        judge("a least share of a group".into(), share, (0.0..=1.0).contains(&share), "from 0 to 1");
        if let Some(within) = rule.within {
            judge("the reach of a rule of cover".into(), within, !is_bad(within), from_nought);
        }
    }
    let (seconds, gap) = (limits.seconds, limits.gap);
    judge("the time limit".into(), seconds, seconds.is_finite() && seconds > 0.0, "above 0 seconds");
    judge("the gap".into(), gap, (0.0..1.0).contains(&gap), "from 0 to below 1");
}

fn sizes(problem: &Problem, faults: &mut Vec<Fault>) {
    if !problem.demand.is_empty() && problem.demand.iter().all(|point| point.weight == 0.0) {
        faults.push(Fault::ZeroDemand(problem.demand.len()));
    }
    let fixed = problem.sites.iter().filter(|site| site.fate == Fate::Fixed).count();
    let sites = problem.sites.len();
    if let Some((fewest, most)) = problem.model.sites().map(super::problem::Count::range) {
        if fewest > sites {
            faults.push(Fault::TooFewSites { wanted: fewest, sites });
        }
        if most == 0 {
            let range = "1 or more";
            faults.push(Fault::OutOfRange { what: "the number of sites".into(), value: 0.0, range });
        } else if fixed > most {
            faults.push(Fault::TooManyFixed { fixed, most });
        }
    }
    if let Some(wanted) = problem.rules.partners {
        let known: BTreeSet<&str> = problem.sites.iter().filter_map(|site| site.partner.as_deref()).collect();
        if wanted > known.len() {
            faults.push(Fault::TooFewPartners { wanted, known: known.len() });
        }
    }
    if problem.rules.budget.is_some() {
        faults.extend(unknown(problem, "the cost", "the budget", |site| site.cost));
    }
}

fn unknown<'p>(
    problem: &'p Problem,
    what: &'static str,
    why: &'static str,
    of: impl Fn(&super::Site) -> Option<f64> + 'p,
) -> impl Iterator<Item = Fault> + 'p {
    let lacking = problem.sites.iter().filter(move |site| site.fate != Fate::Forbidden && of(site).is_none());
    lacking.map(move |site| Fault::Unknown { what, id: site.id.clone(), why })
}

fn rooms(problem: &Problem, faults: &mut Vec<Fault>) {
    let Some(assignment) = problem.rules.capacity else { return };
    let known = faults.len();
    faults.extend(unknown(problem, "the capacity", "the rule of capacity", |site| site.capacity));
    if faults.len() > known {
        return;
    }
    let allowed = |site: &super::Site| site.fate != Fate::Forbidden;
    let room: f64 = problem.sites.iter().filter(|site| allowed(site)).filter_map(|site| site.capacity).sum();
    let served = |at: &usize| {
        problem.demand[*at].weight > 0.0
            && (problem.rules.unreached == Unreached::Refuse || can_be_served(problem, *at))
    };
    let people: f64 = (0..problem.demand.len()).filter(served).map(|at| problem.demand[at].weight).sum();
    if problem.model.serves_all() && people > room * (1.0 + 1e-12) {
        faults.push(Fault::TooLittleRoom { room, people });
    }
    if assignment == Assignment::Split || !problem.model.serves_all() {
        return;
    }
    for at in (0..problem.demand.len()).filter(served) {
        let point = &problem.demand[at];
        let mut rooms = reach(problem, at).filter_map(|site| problem.sites[site].capacity).peekable();
        if rooms.peek().is_some() && rooms.all(|room| room < point.weight) {
            faults.push(Fault::TooLarge { id: point.id.clone(), people: point.weight });
        }
    }
}

fn groups(problem: &Problem, faults: &mut Vec<Fault>) {
    let capped = problem.rules.capacity.is_some();
    for rule in &problem.rules.cover {
        let Some(name) = problem.groups.get(rule.group) else {
            faults.push(Fault::NoGroup { group: rule.group, groups: problem.groups.len() });
            continue;
        };
        let group = name.clone();
        match (rule.within, problem.model.within()) {
            (None, None) => faults.push(Fault::NoReach { group: group.clone() }),
            (Some(within), Some(model)) if capped && within > model => {
                faults.push(Fault::ReachTooFar { group: group.clone(), within, model });
            }
            _ => {}
        }
        let people: f64 = problem.demand.iter().filter_map(|point| point.groups[rule.group]).sum();
        if people <= 0.0 {
            faults.push(Fault::EmptyGroup { group });
        }
    }
}

/// Sites, forbidden ones included, that could serve a demand point in the model.
fn reach(problem: &Problem, demand: usize) -> impl Iterator<Item = usize> {
    let within = problem.model.within().unwrap_or(f64::INFINITY);
    problem.costs.of(demand).iter().take_while(move |way| way.cost <= within).map(|way| way.site as usize)
}

/// Whether a site that is not forbidden could serve a demand point.
pub(super) fn can_be_served(problem: &Problem, demand: usize) -> bool {
    reach(problem, demand).any(|site| problem.sites[site].fate != Fate::Forbidden)
}

fn reached(problem: &Problem, faults: &mut Vec<Fault>) {
    if !problem.model.serves_all() || problem.rules.unreached == Unreached::SetAside {
        return;
    }
    let words = problem.model.within().map_or(String::new(), |within| format!(" within {within}"));
    for (at, point) in problem.demand.iter().enumerate() {
        // A point that only a forbidden site reaches is a conflict, which says more.
        if point.weight > 0.0 && reach(problem, at).next().is_none() {
            faults.push(Fault::Unreached { id: point.id.clone(), reach: words.clone() });
        }
    }
}
