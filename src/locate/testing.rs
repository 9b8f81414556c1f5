//! Small problems for tests, and their answers found by trying everything.

use super::measure::SLACK;
use super::problem::{Assignment, Count, Demand, Fate, GroupCover, Model, Problem, Rules, Site, Unreached};
use super::{Costs, Outcome};

/// A problem with everything free, on a full matrix.
pub(super) fn problem(weights: &[f64], costs: &[&[f64]], model: Model) -> Problem {
    let demand = weights
        .iter()
        .enumerate()
        .map(|(at, weight)| Demand { id: format!("d{at}"), weight: *weight, groups: vec![] })
        .collect();
    let sites = (0..costs[0].len()).map(|at| site(at, Fate::Free)).collect();
    let rows = costs.iter().map(|row| (0..).zip(row.iter().copied()).collect());
    Problem { groups: vec![], demand, sites, costs: Costs::new(rows), model, rules: Rules::default() }
}

/// A site without anything.
pub(super) fn site(at: usize, fate: Fate) -> Site {
    Site { id: format!("s{at}"), partner: None, capacity: None, cost: None, fate }
}

/// The best objective of all sets of sites and all assignments; `None` where nothing holds.
pub(super) fn brute(problem: &Problem) -> Option<f64> {
    let sets = 0_u32..1 << problem.sites.len();
    let objectives = sets.filter_map(|set| best_of_set(problem, set));
    let is_max = matches!(problem.model, Model::Mclp { .. });
    objectives.reduce(|a, b| if is_max { a.max(b) } else { a.min(b) })
}

fn is_open(set: u32, site: usize) -> bool {
    set >> site & 1 == 1
}

fn best_of_set(problem: &Problem, set: u32) -> Option<f64> {
    let open = |site: &usize| is_open(set, *site);
    let sites = || (0..problem.sites.len()).filter(open);
    let (fewest, most) = problem.model.sites().map_or((0, problem.sites.len()), Count::range);
    let fates = problem.sites.iter().enumerate().all(|(at, site)| match site.fate {
        Fate::Free => true,
        Fate::Fixed => is_open(set, at),
        Fate::Forbidden => !is_open(set, at),
    });
    let cost: f64 = sites().filter_map(|at| problem.sites[at].cost).sum();
    let mut partners: Vec<&str> = sites().filter_map(|at| problem.sites[at].partner.as_deref()).collect();
    partners.sort_unstable();
    partners.dedup();
    let keeps = fates
        && (fewest..=most).contains(&sites().count())
        && problem.rules.budget.is_none_or(|budget| cost <= budget + SLACK)
        && partners.len() >= problem.rules.partners.unwrap_or(0);
    if !keeps {
        return None;
    }
    let mut to = vec![None; problem.demand.len()];
    let is_max = matches!(problem.model, Model::Mclp { .. });
    let mut best: Option<f64> = None;
    assign(problem, set, 0, &mut to, &mut |to| {
        if let Some(objective) = judge(problem, set, to) {
            best = Some(
                best.map_or(objective, |best| if is_max { best.max(objective) } else { best.min(objective) }),
            );
        }
    });
    best
}

/// Every way to send each demand point to one open site or to none.
fn assign(
    problem: &Problem,
    set: u32,
    at: usize,
    to: &mut Vec<Option<(usize, f64)>>,
    judge: &mut impl FnMut(&[Option<(usize, f64)>]),
) {
    if at == to.len() {
        judge(to);
        return;
    }
    let within = problem.model.within().unwrap_or(f64::INFINITY);
    let ways: Vec<(usize, f64)> =
        problem.costs.of(at).iter().map(|way| (way.site as usize, way.cost)).collect();
    let mut open = ways.into_iter().filter(|(site, cost)| is_open(set, *site) && *cost <= within).peekable();
    if problem.rules.capacity.is_none() {
        to[at] = open.next();
        assign(problem, set, at + 1, to, judge);
        return;
    }
    for choice in open.map(Some).chain([None]).collect::<Vec<_>>() {
        to[at] = choice;
        assign(problem, set, at + 1, to, judge);
    }
}

fn judge(problem: &Problem, set: u32, to: &[Option<(usize, f64)>]) -> Option<f64> {
    let within = problem.model.within().unwrap_or(f64::INFINITY);
    let people = |at: usize| problem.demand[at].weight;
    let reached = |at: usize| {
        problem
            .costs
            .of(at)
            .iter()
            .any(|way| way.cost <= within && problem.sites[way.site as usize].fate != Fate::Forbidden)
    };
    let all = 0..to.len();
    let must =
        |at: &usize| people(*at) > 0.0 && (problem.rules.unreached == Unreached::Refuse || reached(*at));
    if problem.model.serves_all() && all.clone().filter(must).any(|at| to[at].is_none()) {
        return None;
    }
    if problem.rules.capacity.is_some() {
        let mut used = vec![0.0; problem.sites.len()];
        all.clone().for_each(|at| to[at].iter().for_each(|(site, _)| used[*site] += people(at)));
        let fits = |(site, used): (&Site, &f64)| *used <= site.capacity.unwrap_or(0.0) + SLACK;
        if !problem.sites.iter().zip(&used).all(fits) {
            return None;
        }
    }
    let holds = |rule: &GroupCover| {
        let number = |at: usize| problem.demand[at].groups[rule.group].unwrap_or(0.0);
        let reach = rule.within.or(problem.model.within()).unwrap_or(f64::INFINITY);
        let served = |at: &usize| match problem.rules.capacity {
            Some(_) => to[*at].is_some_and(|(_, cost)| cost <= reach),
            None => {
                problem.costs.of(*at).iter().any(|way| way.cost <= reach && is_open(set, way.site as usize))
            }
        };
        let sum: f64 = all.clone().filter(served).map(number).sum();
        sum >= rule.share * all.clone().map(number).sum::<f64>() - SLACK
    };
    if !problem.rules.cover.iter().all(holds) {
        return None;
    }
    let costs = || all.clone().filter(must).filter_map(|at| Some((people(at), to[at]?.1)));
    Some(match problem.model {
        Model::Lscp { .. } => f64::from(set.count_ones()),
        Model::Mclp { .. } => all.clone().filter(|at| to[*at].is_some()).map(people).sum(),
        Model::PMedian { .. } => costs().map(|(people, cost)| people * cost).sum(),
        Model::PCentre { .. } => costs().map(|(_, cost)| cost).fold(0.0, f64::max),
    })
}

/// Holds an outcome against trying everything, and an answer against its own numbers.
pub(super) fn agree(problem: &Problem, outcome: &Outcome) -> Result<(), String> {
    match (brute(problem), outcome) {
        (None, Outcome::Infeasible(conflict)) if conflict.minimal => Ok(()),
        (Some(best), Outcome::Solved(answer)) => {
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * b.abs().max(1.0);
            if !near(answer.objective, best) {
                return Err(format!("objective {} where {best} is best", answer.objective));
            }
            if answer.status != super::Status::Optimal || !near(answer.bound, best) {
                return Err(format!("{:?} with bound {} where {best} is best", answer.status, answer.bound));
            }
            let set = answer.chosen.iter().fold(0, |set, site| set | 1 << site);
            match best_of_set(problem, set) {
                Some(own) if near(own, best) => Ok(()),
                other => Err(format!("the chosen sites come to {other:?}, not {best}")),
            }
        }
        (best, outcome) => Err(format!("{outcome:?} where {best:?} is best")),
    }
}

/// Any rules, for models on a few points.
pub(super) fn any_problem() -> impl proptest::strategy::Strategy<Value = Problem> {
    use proptest::prelude::*;
    let sizes = (2_usize..=5, 2_usize..=4);
    sizes.prop_flat_map(|(n, m)| {
        let points = proptest::collection::vec((0_u8..=8, proptest::option::weighted(0.9, 0_u8..=5)), n);
        let sites = proptest::collection::vec((0_u8..=2, 3_u8..=20, 1_u8..=5, 0_u8..=9), m);
        let costs = proptest::collection::vec(proptest::option::weighted(0.85, 0_u8..=9), n * m);
        let model = (0_u8..=3, 2_u8..=9, 1_usize..=3, any::<bool>());
        let rules = (
            proptest::option::weighted(0.3, any::<bool>()),
            proptest::option::weighted(0.4, 2_u8..=12),
            proptest::option::weighted(0.3, 1_usize..=2),
            proptest::option::weighted(0.4, (0_u8..=10, 0_u8..=9)),
        );
        (points, sites, costs, model, rules).prop_map(move |drawn| built(m, drawn))
    })
}

type Drawn = (
    Vec<(u8, Option<u8>)>,
    Vec<(u8, u8, u8, u8)>,
    Vec<Option<u8>>,
    (u8, u8, usize, bool),
    (Option<bool>, Option<u8>, Option<usize>, Option<(u8, u8)>),
);

fn built(m: usize, (points, sites, costs, model, rules): Drawn) -> Problem {
    let demand = points.iter().enumerate().map(|(at, (weight, group))| Demand {
        id: format!("d{at}"),
        weight: f64::from(*weight),
        groups: vec![group.map(f64::from)],
    });
    let sites = sites.iter().enumerate().map(|(at, (partner, capacity, cost, fate))| Site {
        id: format!("s{at}"),
        partner: (*partner > 0).then(|| format!("p{partner}")),
        capacity: Some(f64::from(*capacity)),
        cost: Some(f64::from(*cost)),
        fate: match fate {
            8 => Fate::Fixed,
            9 => Fate::Forbidden,
            _ => Fate::Free,
        },
    });
    let (kind, within, count, exactly) = model;
    let within = f64::from(within);
    let count = if exactly { Count::Exactly(count) } else { Count::AtMost(count) };
    let model = match kind {
        0 => Model::Lscp { within },
        1 => Model::Mclp { within, sites: count },
        2 => Model::PMedian { sites: count },
        _ => Model::PCentre { sites: count },
    };
    let (capacity, budget, partners, cover) = rules;
    let own_reach = |reach: u8| {
        let reach = f64::from(reach);
        Some(model.within().map_or(reach, |within| within.min(reach)))
    };
    let rules = Rules {
        capacity: capacity.map(|_| Assignment::Whole),
        budget: budget.map(f64::from),
        partners,
        cover: cover
            .map(|(tenths, reach)| GroupCover {
                group: 0,
                share: f64::from(tenths) / 10.0,
                within: own_reach(reach),
            })
            .into_iter()
            .collect(),
        unreached: Unreached::SetAside,
    };
    let rows = costs
        .chunks(m)
        .map(|row| (0..).zip(row).filter_map(|(site, cost)| Some((site, f64::from((*cost)?)))).collect());
    Problem {
        groups: vec!["older".into()],
        demand: demand.collect(),
        sites: sites.collect(),
        costs: Costs::new(rows),
        model,
        rules,
    }
}
