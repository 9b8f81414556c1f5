//! The p-median: a good set, a bound, sites settled by the bound, and the solver for the rest.

use std::collections::BTreeSet;

use super::case::Case;
use super::cover::candidate;
use super::fault::Fault;
use super::form::{Form, Goal, form, form_within};
use super::highs::minimise;
use super::interchange::{Columns, greedy, improve};
use super::lagrange::{Prices, Relaxed, Settled, Walk, settle};
use super::measure::{keeps_to_all, keeps_to_site_rules, median_of};
use super::mip::Ended;
use super::problem::Limits;
use super::run::{CLOSED, Candidate, Proof, Run, gap, open_sites, shares_of};
use super::transport::{cost_of, flags_of, serve};

/// Steps of a walk of prices, at most.
const MOST_STEPS: usize = 2_000;
/// A set is looked at every so many steps.
const LOOK_EVERY: usize = 4;
/// How many sets with limited room are worked out, each of which takes a program.
const MOST_SERVED: usize = 40;

/// The least sum of people times cost.
pub(super) fn solve(case: &Case, run: &Run<'_>) -> Result<Proof, Fault> {
    let mut search = Search { best: None, tried: BTreeSet::new(), served: 0 };
    match first(case, run)? {
        First::Set(chosen) => search.look(case, &Columns::new(case), chosen, run)?,
        First::Served(candidate) => {
            let chosen = flags_of(case, &candidate.sites);
            search.best = Some(candidate);
            if let Some(chosen) = chosen {
                search.look(case, &Columns::new(case), chosen, run)?;
            }
        }
        First::None => return Ok(Proof::infeasible()),
        First::OutOfTime => {}
    }
    if case.room.is_some() && !case.whole {
        search.look_at_whole(case, run)?;
    }
    let Some(start) = search.best.clone() else { return nothing(case, run) };
    narrow(case, run, &mut search, &start)
}

/// Where to begin.
enum First {
    Set(Vec<bool>),
    Served(Candidate),
    /// Proved that no set keeps to the rules.
    None,
    OutOfTime,
}

fn first(case: &Case, run: &Run<'_>) -> Result<First, Fault> {
    let chosen = greedy(case);
    if case.room.is_none() && keeps_to_all(case, &chosen) {
        return Ok(First::Set(chosen));
    }
    if case.room.is_some()
        && keeps_to_site_rules(case, &chosen)
        && let Some(candidate) = serve(case, &chosen, run)?
    {
        return Ok(First::Served(candidate));
    }
    let form = form(case, Goal::Anything);
    let found = minimise(&form.mip, run.effort())?;
    Ok(match (found.ended, &found.values) {
        (Ended::Infeasible, _) => First::None,
        (_, None) => First::OutOfTime,
        (_, Some(values)) if case.room.is_none() => First::Set(open_sites(case, values)),
        (_, Some(values)) => {
            let shares = shares_of(case, &form, values);
            let objective = |_: &[bool], _: Option<&Vec<Vec<(usize, f64)>>>| cost_of(case, &shares);
            candidate(case, &form, &found, objective).map_or(First::OutOfTime, First::Served)
        }
    })
}

/// Without a first set there is still a bound.
fn nothing(case: &Case, run: &Run<'_>) -> Result<Proof, Fault> {
    let found = minimise(&form(case, Goal::LeastCost).mip, run.effort())?;
    if found.ended == Ended::Infeasible {
        return Ok(Proof::infeasible());
    }
    Ok(Proof { best: None, bound: found.bound, infeasible: false })
}

/// The best set so far, and those that were looked at.
struct Search {
    best: Option<Candidate>,
    tried: BTreeSet<Vec<usize>>,
    served: usize,
}

impl Search {
    fn known(&self) -> f64 {
        self.best.as_ref().map_or(f64::INFINITY, |best| best.objective)
    }

    /// Betters a set by exchanges and keeps it if it is the best.
    fn look(
        &mut self,
        case: &Case,
        columns: &Columns,
        mut chosen: Vec<bool>,
        run: &Run<'_>,
    ) -> Result<(), Fault> {
        let name = |chosen: &[bool]| -> Vec<usize> {
            chosen.iter().zip(&case.sites).filter(|(open, _)| **open).map(|(_, site)| *site).collect()
        };
        if !keeps_to_site_rules(case, &chosen) || !self.tried.insert(name(&chosen)) {
            return Ok(());
        }
        let is_better = case.room.is_some() && self.look_at_served(case, &chosen, run)?;
        improve(case, columns, &mut chosen);
        if case.room.is_none() {
            let objective = median_of(case, &chosen);
            if objective < self.known() && keeps_to_all(case, &chosen) {
                self.best = Some(Candidate::nearest(case, &chosen, objective));
            }
        } else if !is_better && self.tried.insert(name(&chosen)) {
            self.look_at_served(case, &chosen, run)?;
        }
        Ok(())
    }

    /// Demand points kept whole make a smaller program than split ones, and its
    /// sets are nearly always good for both. Half of the time is given to it.
    fn look_at_whole(&mut self, case: &Case, run: &Run<'_>) -> Result<(), Fault> {
        let whole = Case { whole: true, ..case.clone() };
        let until = (run.clock)() + run.left() / 2.0;
        let half = Run { limits: Limits { seconds: until, ..run.limits }, clock: run.clock };
        let Some(found) = solve(&whole, &half)?.best else { return Ok(()) };
        let served = match flags_of(case, &found.sites) {
            Some(chosen) => serve(case, &chosen, run)?,
            None => None,
        };
        // Whole shares are shares: without anything better they stand.
        let best = served.filter(|served| served.objective <= found.objective).unwrap_or(found);
        if best.objective < self.known() {
            self.best = Some(best);
        }
        Ok(())
    }

    /// With limited room a set costs what the cheapest way of serving from it does.
    fn look_at_served(&mut self, case: &Case, chosen: &[bool], run: &Run<'_>) -> Result<bool, Fault> {
        // To the nearest is the least that serving can cost.
        if self.served >= MOST_SERVED || median_of(case, chosen) >= self.known() {
            return Ok(false);
        }
        self.served += 1;
        let found = serve(case, chosen, run)?.filter(|found| found.objective < self.known());
        let is_better = found.is_some();
        self.best = found.or(self.best.take());
        Ok(is_better)
    }
}

/// Walks prices and settles sites until nothing more is settled; the solver does the rest.
fn narrow(whole: &Case, run: &Run<'_>, search: &mut Search, start: &Candidate) -> Result<Proof, Fault> {
    let mut case = whole.clone();
    let mut prices = flags_of(&case, &start.sites).map(|chosen| Prices::from_set(&case, &chosen));
    let mut bound = f64::NEG_INFINITY;
    loop {
        let from = prices.take().unwrap_or_else(|| Prices::from_set(&case, &case.fixed));
        let walk = walk(&case, run, search, from)?;
        // What was settled out costs more than the best set: the bound of the rest holds up to it.
        bound = f64::max(bound, walk.best.bound.min(search.known()));
        let is_closed = gap(search.known(), bound) <= run.limits.gap.max(CLOSED * 1e-3);
        if is_closed || run.is_over() {
            return Ok(Proof { best: search.best.clone(), bound, infeasible: false });
        }
        let settled = settle(&case, &walk.best, search.known());
        let left_out: Vec<bool> = settled.iter().map(|settled| *settled == Settled::Out).collect();
        let fixed: Vec<bool> = settled.iter().map(|settled| *settled == Settled::In).collect();
        let fewer = settled.iter().filter(|settled| **settled != Settled::Not).count();
        let free = case.m() - case.fixed.iter().filter(|fixed| **fixed).count();
        let smaller = case.reduced(&left_out, &fixed).0;
        prices = Some(walk.best_prices.clone());
        if fewer * 5 < free.max(1) {
            return finish(&smaller, run, search, &walk, bound);
        }
        case = smaller;
    }
}

fn walk(case: &Case, run: &Run<'_>, search: &mut Search, prices: Prices) -> Result<Walk, Fault> {
    let columns = Columns::new(case);
    let mut walk = Walk::new(case, prices);
    let mut current: Relaxed = walk.best.clone();
    for step in 0..MOST_STEPS {
        if step % LOOK_EVERY == 0 {
            search.look(case, &columns, current.chosen.clone(), run)?;
        }
        let is_closed = gap(search.known(), walk.best.bound) <= run.limits.gap.max(CLOSED * 1e-3)
            || walk.best.bound >= search.known();
        if is_closed || walk.is_over() || run.is_over() {
            break;
        }
        current = walk.step(case, &current, search.known());
    }
    Ok(walk)
}

/// Hands what is left to the solver.
fn finish(case: &Case, run: &Run<'_>, search: &mut Search, walk: &Walk, bound: f64) -> Result<Proof, Fault> {
    let known = search.known();
    let furthest: Vec<f64> = (0..case.n()).map(|at| furthest(case, walk, known, at)).collect();
    let (case, form) = rest(case, &furthest);
    let found = minimise(&form.mip, run.effort())?;
    let objective = |chosen: &[bool], shares: Option<&Vec<Vec<(usize, f64)>>>| {
        shares.map_or_else(|| median_of(&case, chosen), |shares| cost_of(&case, shares))
    };
    let better = candidate(&case, &form, &found, objective).filter(|better| better.objective < known);
    search.best = better.or(search.best.take());
    // Without a solution in the rest, the known set is the best there is.
    let rest = if found.ended == Ended::Infeasible { known } else { found.bound };
    let bound = f64::max(bound, rest.min(known)).min(search.known());
    Ok(Proof { best: search.best.clone(), bound, infeasible: false })
}

/// In a set that costs less than `known`, a demand point goes no further than this.
fn furthest(case: &Case, walk: &Walk, known: f64, at: usize) -> f64 {
    let room = (known - walk.best.bound).max(0.0) + 1e-9 * known.abs();
    if case.weights[at] > 0.0 {
        walk.best_prices.of_demand[at] + room / case.weights[at]
    } else {
        f64::INFINITY
    }
}

fn rest(case: &Case, furthest: &[f64]) -> (Case, Form) {
    if case.room.is_none() {
        return (case.clone(), form_within(case, Goal::LeastCost, Some(furthest)));
    }
    let mut case = case.clone();
    // A small share may go far at little cost: only whole demand points are bound.
    if case.whole {
        for (ways, furthest) in case.ways.iter_mut().zip(furthest) {
            ways.retain(|way| way.cost <= *furthest);
        }
    }
    let form = form(&case, Goal::LeastCost);
    (case, form)
}
