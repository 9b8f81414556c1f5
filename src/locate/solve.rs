//! The one door: a problem in, an outcome with its proof out.

use super::answer::{Answer, GroupServed, Load, Outcome, Served, Status, Why};
use super::case::Case;
use super::check::faults;
use super::conflict;
use super::fault::Fault;
use super::measure::{centre_of, covered_by, flags, keeps_to_all, median_of};
use super::problem::{Limits, ModelKind, Problem};
use super::run::{CLOSED, Candidate, Proof, Run, gap};
use super::ties::earliest;
use super::transport::flags_of;
use super::{centre, cover, median};

/// Solves a problem.
///
/// `clock` tells the seconds since the start; the core has no clock of its own.
/// It may take as long as [`Limits::seconds`], so it does not belong on a
/// thread that serves others.
///
/// The same problem with the same limits gives the same outcome, as long as
/// it ends before time runs out.
///
/// # Errors
/// Every [`Fault`] of the problem at once.
///
/// # Examples
/// Three places on a line with 10, 1 and 10 people; one site at each.
///
/// ```
/// use wardwise::locate::{Costs, Count, Demand, Fate, Limits, Model, Problem, Rules, Site, solve};
/// let demand = [("west", 10.0), ("middle", 1.0), ("east", 10.0)]
///     .map(|(id, weight)| Demand { id: id.into(), weight, groups: vec![] }).to_vec();
/// let sites = ["w", "m", "e"].map(|id| Site {
///     id: id.into(), partner: None, capacity: None, cost: None, fate: Fate::Free,
/// }).to_vec();
/// let costs = Costs::new([
///     vec![(0, 0.0), (1, 1.0), (2, 2.0)],
///     vec![(0, 1.0), (1, 0.0), (2, 1.0)],
///     vec![(0, 2.0), (1, 1.0), (2, 0.0)],
/// ]);
/// let model = Model::PMedian { sites: Count::Exactly(2) };
/// let problem = Problem { groups: vec![], demand, sites, costs, model, rules: Rules::default() };
/// let outcome = solve(&problem, &Limits::default(), &|| 0.0).unwrap();
/// let answer = outcome.answer().unwrap();
/// assert_eq!(answer.chosen, [0, 2], "one for each crowd");
/// assert_eq!(answer.objective, 1.0, "one person walks one step");
/// assert!(answer.gap < 1e-6, "proved, to the rounding of the solver");
/// ```
pub fn solve(problem: &Problem, limits: &Limits, clock: &dyn Fn() -> f64) -> Result<Outcome, Vec<Fault>> {
    let faults = faults(problem, limits);
    if !faults.is_empty() {
        return Err(faults);
    }
    let run = Run { limits: *limits, clock };
    solve_checked(problem, &run).map_err(|fault| vec![fault])
}

fn solve_checked(problem: &Problem, run: &Run<'_>) -> Result<Outcome, Fault> {
    let case = Case::new(problem);
    let proof = match problem.model.kind() {
        ModelKind::Lscp => cover::lscp(&case, run),
        ModelKind::Mclp => cover::mclp(&case, run),
        ModelKind::PMedian => median::solve(&case, run),
        ModelKind::PCentre => centre::solve(&case, run),
    }?;
    if proof.infeasible {
        return Ok(Outcome::Infeasible(conflict::find(problem, run)?));
    }
    let Some(best) = &proof.best else {
        let bound = proof.bound.is_finite().then_some(proof.bound);
        return Ok(Outcome::NothingFound { bound, seconds: (run.clock)() });
    };
    Ok(Outcome::Solved(Box::new(answer(problem, &case, run, &proof, best))))
}

fn answer(problem: &Problem, case: &Case, run: &Run<'_>, proof: &Proof, best: &Candidate) -> Answer {
    let kind = problem.model.kind();
    let (status, gap) = judge(run, best.objective, proof.bound);
    let best = if status == Status::Optimal { first_of_equals(case, kind, best) } else { best.clone() };
    let served = served(problem, case, &best);
    let chosen = flags(problem.sites.len(), &best.sites);
    Answer {
        model: kind,
        status,
        gap,
        objective: best.objective,
        // Rounding must not let an answer beat its bound.
        bound: if kind == ModelKind::Mclp {
            proof.bound.max(best.objective)
        } else {
            proof.bound.min(best.objective)
        },
        groups: groups(problem, &served, &chosen),
        loads: loads(problem, &served, &best.sites),
        set_aside: set_aside(problem, case),
        chosen: best.sites,
        served,
        seed: run.limits.seed,
        seconds: (run.clock)(),
    }
}

/// The status that the distance between objective and bound bears out.
fn judge(run: &Run<'_>, objective: f64, bound: f64) -> (Status, f64) {
    let gap = gap(objective, bound);
    match gap {
        _ if gap <= CLOSED => (Status::Optimal, if gap <= 1e-12 { 0.0 } else { gap }),
        _ if gap <= run.limits.gap || !run.is_over() => (Status::WithinGap, gap),
        _ => (Status::TimeLimit, gap),
    }
}

fn first_of_equals(case: &Case, kind: ModelKind, best: &Candidate) -> Candidate {
    let Some(chosen) = flags_of(case, &best.sites).filter(|_| best.shares.is_none()) else {
        return best.clone();
    };
    let earlier = earliest(case, kind, best.objective, &chosen);
    let objective = match kind {
        ModelKind::Lscp => best.objective,
        ModelKind::Mclp => covered_by(case, &earlier),
        ModelKind::PMedian => median_of(case, &earlier),
        ModelKind::PCentre => centre_of(case, &earlier),
    };
    let is_as_good = gap(best.objective, objective) <= 1e-9 && keeps_to_all(case, &earlier);
    if is_as_good { Candidate::nearest(case, &earlier, objective) } else { best.clone() }
}

fn served(problem: &Problem, case: &Case, best: &Candidate) -> Vec<Served> {
    let chosen = flags(problem.sites.len(), &best.sites);
    let mut place = vec![None; problem.demand.len()];
    case.demand.iter().enumerate().for_each(|(at, demand)| place[*demand] = Some(at));
    let serve = |demand: usize| {
        let shares = best.shares.as_ref().zip(place[demand]).map(|(shares, at)| &shares[at]);
        let by: Vec<(usize, f64, f64)> = match shares {
            Some(shares) => {
                let priced =
                    |(site, share): &(usize, f64)| Some((*site, *share, problem.costs.cost(demand, *site)?));
                shares.iter().filter_map(priced).collect()
            }
            None => to_nearest(problem, demand, &chosen, case.within),
        };
        if by.is_empty() { Served::Not(why(problem, case, demand)) } else { Served::By(by) }
    };
    (0..problem.demand.len()).map(serve).collect()
}

fn to_nearest(problem: &Problem, demand: usize, chosen: &[bool], reach: f64) -> Vec<(usize, f64, f64)> {
    let ways = problem.costs.of(demand).iter().take_while(|way| way.cost <= reach);
    let first = ways.filter(|way| chosen[way.site as usize]).map(|way| (way.site as usize, 1.0, way.cost));
    first.take(1).collect()
}

fn why(problem: &Problem, case: &Case, demand: usize) -> Why {
    let near = problem.costs.of(demand).first().is_some_and(|way| way.cost <= case.within);
    match (near, problem.demand[demand].weight > 0.0) {
        (_, false) => Why::NoPeople,
        (false, true) => Why::Unreachable,
        (true, true) => Why::NotServed,
    }
}

fn set_aside(problem: &Problem, case: &Case) -> Vec<(usize, Why)> {
    let absent = (0..problem.demand.len()).filter(|at| case.demand.binary_search(at).is_err());
    absent
        .map(|at| (at, if problem.demand[at].weight > 0.0 { Why::Unreachable } else { Why::NoPeople }))
        .collect()
}

/// Cover of every group: as the rules ask, and for groups without a rule within the model's reach.
fn groups(problem: &Problem, served: &[Served], chosen: &[bool]) -> Vec<GroupServed> {
    let reach = problem.model.within();
    let rules = problem.rules.cover.iter().map(|rule| (rule.group, rule.within.or(reach), Some(rule.share)));
    let bare = (0..problem.groups.len())
        .filter(|group| problem.rules.cover.iter().all(|rule| rule.group != *group))
        .map(|group| (group, reach, None));
    let capped = problem.rules.capacity.is_some();
    let count = |(group, within, asked): (usize, Option<f64>, Option<f64>)| {
        let known = |at: usize| problem.demand[at].groups[group];
        let share = |at: usize| match within {
            Some(within) if !capped => {
                f64::from(u8::from(!to_nearest(problem, at, chosen, within).is_empty()))
            }
            _ => share_of(&served[at], within.unwrap_or(f64::INFINITY)),
        };
        let all = 0..problem.demand.len();
        GroupServed {
            group,
            within,
            asked,
            served: all.clone().filter_map(|at| Some(known(at)? * share(at))).sum(),
            people: all.clone().filter_map(known).sum(),
            unknown: all.filter(|at| known(*at).is_none()).count(),
        }
    };
    rules.chain(bare).map(count).collect()
}

fn share_of(served: &Served, within: f64) -> f64 {
    match served {
        Served::By(by) => by.iter().filter(|(.., cost)| *cost <= within).map(|(_, share, _)| share).sum(),
        Served::Not(_) => 0.0,
    }
}

fn loads(problem: &Problem, served: &[Served], sites: &[usize]) -> Vec<Load> {
    let mut loads: Vec<Load> = sites
        .iter()
        .map(|site| Load { site: *site, people: 0.0, points: 0, capacity: problem.sites[*site].capacity })
        .collect();
    for (served, point) in served.iter().zip(&problem.demand) {
        let Served::By(by) = served else { continue };
        for (site, share, _) in by {
            if let Ok(at) = sites.binary_search(site) {
                loads[at].people += share * point.weight;
                loads[at].points += 1;
            }
        }
    }
    loads
}
