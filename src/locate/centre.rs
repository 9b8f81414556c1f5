//! The p-centre: the least reach with which everybody can be served, found by halving.

use super::case::Case;
use super::cover::candidate;
use super::fault::Fault;
use super::form::{Form, Goal, form};
use super::highs::minimise;
use super::interchange::{Columns, greedy, improve};
use super::measure::{centre_of, keeps_to_all};
use super::mip::Ended;
use super::patterns::Patterns;
use super::room::{self, Search};
use super::run::{Candidate, Proof, Run};

/// The least reach within which everybody is served.
pub(super) fn solve(case: &Case, run: &Run<'_>) -> Result<Proof, Fault> {
    let reaches = reaches(case);
    let Some(last) = reaches.len().checked_sub(1) else {
        return trial(case, f64::INFINITY, run).map(|found| match found {
            Trial::Served(best) => Proof { best: Some(best), bound: 0.0, infeasible: false },
            Trial::No => Proof::infeasible(),
            Trial::OutOfTime => Proof { best: None, bound: 0.0, infeasible: false },
        });
    };
    let mut best = start(case);
    // Everything below `low` is disproved; the answer is at `high` or below.
    let (mut low, mut high) = (least(case, &reaches), last + 1);
    if let Some(best) = &best {
        high = reaches.partition_point(|reach| *reach < best.objective);
    }
    let is_done = |low: usize, high: usize| {
        low >= high || high <= last && (reaches[high] - reaches[low]) <= run.limits.gap * reaches[high]
    };
    while !is_done(low, high) {
        let middle = low + (high - low) / 2;
        match trial(case, reaches[middle.min(last)], run)? {
            Trial::Served(found) => {
                high = reaches.partition_point(|reach| *reach < found.objective).min(middle);
                best = Some(found);
            }
            Trial::No => low = middle + 1,
            Trial::OutOfTime => break,
        }
    }
    if low > last && best.is_none() {
        return Ok(Proof::infeasible());
    }
    Ok(Proof { bound: reaches[low.min(last)], best, infeasible: false })
}

/// The different costs that could be the highest, ascending.
fn reaches(case: &Case) -> Vec<f64> {
    let people = (0..case.n()).filter(|at| case.weights[*at] > 0.0);
    let mut reaches: Vec<f64> = people.flat_map(|at| case.ways[at].iter().map(|way| way.cost)).collect();
    reaches.sort_by(f64::total_cmp);
    reaches.dedup();
    reaches
}

/// Nobody can do better than the nearest of all sites.
fn least(case: &Case, reaches: &[f64]) -> usize {
    let people = (0..case.n()).filter(|at| case.weights[*at] > 0.0);
    let nearest = people.filter_map(|at| case.ways[at].first()).map(|way| way.cost);
    let least = nearest.fold(0.0, f64::max);
    reaches.partition_point(|reach| *reach < least).min(reaches.len() - 1)
}

/// A good set for the median is a start for the centre.
fn start(case: &Case) -> Option<Candidate> {
    if case.room.is_some() {
        return None;
    }
    let mut chosen = greedy(case);
    improve(case, &Columns::new(case), &mut chosen);
    let objective = centre_of(case, &chosen);
    (objective.is_finite() && keeps_to_all(case, &chosen))
        .then(|| Candidate::nearest(case, &chosen, objective))
}

enum Trial {
    Served(Candidate),
    No,
    OutOfTime,
}

/// Whether everybody can be served within a reach.
fn trial(case: &Case, reach: f64, run: &Run<'_>) -> Result<Trial, Fault> {
    let case = Case { within: reach, ..case.clone() };
    if let Some(found) = by_greed(&case) {
        return Ok(Trial::Served(found));
    }
    if room::applies(&case) {
        match room::search(&case, Goal::Anything, run)? {
            Search::Found(found) => {
                let objective = found.shares.as_ref().map_or(0.0, |shares| highest_of(&case, shares));
                return Ok(Trial::Served(Candidate { objective, ..found }));
            }
            Search::None => return Ok(Trial::No),
            Search::Open(_) if run.is_over() => return Ok(Trial::OutOfTime),
            Search::Open(_) => {}
        }
    }
    let fewest = form(&case, Goal::FewestSites);
    let relaxed = minimise(&without_count(&case, fewest).mip.relaxed(), run.effort_to_proof())?;
    let too_many = relaxed.bound > case.most as f64 + 1e-6;
    if relaxed.ended == Ended::Infeasible || (relaxed.ended == Ended::Solved && too_many) {
        return Ok(Trial::No);
    }
    let form = form(&case, Goal::Anything);
    let found = minimise(&form.mip, run.effort_to_proof())?;
    let highest = |chosen: &[bool], shares: Option<&Vec<Vec<(usize, f64)>>>| {
        shares.map_or_else(|| centre_of(&case, chosen), |shares| highest_of(&case, shares))
    };
    Ok(match (found.ended, candidate(&case, &form, &found, highest)) {
        (_, Some(candidate)) => Trial::Served(candidate),
        (Ended::Infeasible, None) => Trial::No,
        _ => Trial::OutOfTime,
    })
}

/// The number of sites is what the relaxation counts, so it must not bind.
fn without_count(case: &Case, mut form: Form) -> Form {
    if case.fewest > 0 || case.most < case.m() {
        let row = &mut form.mip.rows[0];
        (row.low, row.high) = (f64::NEG_INFINITY, f64::INFINITY);
    }
    form
}

/// The highest cost of anybody served by shares.
fn highest_of(case: &Case, shares: &[Vec<(usize, f64)>]) -> f64 {
    let costs = shares.iter().enumerate().filter(|(at, _)| case.weights[*at] > 0.0).flat_map(|(at, row)| {
        let ways = &case.ways[at];
        row.iter().filter_map(|(site, _)| ways.iter().find(|way| case.sites[way.site as usize] == *site))
    });
    costs.map(|way| way.cost).fold(0.0, f64::max)
}

/// Sites one by one, each covering most that is not covered yet.
fn by_greed(case: &Case) -> Option<Candidate> {
    if case.room.is_some() || case.budget.is_some() {
        return None;
    }
    let patterns = Patterns::of_people(case);
    let sets = patterns.least_sets();
    let mut chosen = case.fixed.clone();
    let mut open: Vec<&Vec<u32>> =
        sets.into_iter().filter(|set| !set.iter().any(|site| chosen[*site as usize])).collect();
    while !open.is_empty() && chosen.iter().filter(|is_open| **is_open).count() < case.most {
        let mut counts = vec![0_usize; case.m()];
        for site in open.iter().copied().flatten() {
            counts[*site as usize] += 1;
        }
        let best =
            (0..case.m()).reduce(|best, next| if counts[next] > counts[best] { next } else { best })?;
        chosen[best] = true;
        open.retain(|set| !set.contains(&u32::try_from(best).unwrap_or(u32::MAX)));
    }
    for site in 0..case.m() {
        if chosen.iter().filter(|is_open| **is_open).count() >= case.fewest {
            break;
        }
        chosen[site] = true;
    }
    let objective = centre_of(case, &chosen);
    keeps_to_all(case, &chosen).then(|| Candidate::nearest(case, &chosen, objective))
}
