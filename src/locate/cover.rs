//! Covering models: the fewest sites for everybody, and most people with so many sites.

use super::case::Case;
use super::fault::Fault;
use super::form::{Form, Goal, form};
use super::highs::minimise;
use super::measure::{covered_by, keeps_to_all, keeps_to_site_rules};
use super::mip::{Ended, Found};
use super::patterns::{Patterns, by_site, is_subset};
use super::room::{self, Search};
use super::run::{Candidate, Proof, Run, open_sites, shares_of};
use super::transport::{holds, people_of};

/// The fewest sites so that everybody is served within the reach.
pub(super) fn lscp(case: &Case, run: &Run<'_>) -> Result<Proof, Fault> {
    let least = match lscp_with_room(case, run)? {
        WithRoom::Proved(proof) => return Ok(proof),
        WithRoom::AtLeast(bound) => bound,
    };
    let case = without_dominated(case, &Patterns::of_people(case));
    let form = form(&case, Goal::FewestSites);
    let found = minimise(&form.mip, run.effort())?;
    if found.ended == Ended::Infeasible {
        return Ok(Proof::infeasible());
    }
    let best =
        candidate(&case, &form, &found, |chosen, _| chosen.iter().filter(|open| **open).count() as f64);
    // Sites come whole: the bound may be rounded up, rounding errors aside.
    let bound = (found.bound.max(least) - 1e-6).ceil().max(0.0);
    Ok(Proof { best, bound, infeasible: false })
}

/// What sites alone tell of a case with limited room.
enum WithRoom {
    Proved(Proof),
    AtLeast(f64),
}

/// With limited room: sites alone first, the whole program where that does not settle it.
fn lscp_with_room(case: &Case, run: &Run<'_>) -> Result<WithRoom, Fault> {
    Ok(match room::search(case, Goal::FewestSites, run)? {
        Search::Found(found) => {
            let objective = found.sites.len() as f64;
            let best = Some(Candidate { objective, ..found });
            WithRoom::Proved(Proof { best, bound: objective, infeasible: false })
        }
        Search::None => WithRoom::Proved(Proof::infeasible()),
        Search::Open(bound) => WithRoom::AtLeast(bound),
    })
}

/// Most people served within the reach.
pub(super) fn mclp(case: &Case, run: &Run<'_>) -> Result<Proof, Fault> {
    let case = without_dominated(case, &Patterns::new(case, case.within));
    let form = form(&case, Goal::MostServed);
    let found = minimise(&form.mip, run.effort())?;
    if found.ended == Ended::Infeasible {
        return Ok(Proof::infeasible());
    }
    let people = |chosen: &[bool], shares: Option<&Vec<Vec<(usize, f64)>>>| {
        shares.map_or_else(|| covered_by(&case, chosen), |shares| people_of(&case, shares))
    };
    let best = candidate(&case, &form, &found, people);
    let all: f64 = case.weights.iter().sum();
    Ok(Proof { best, bound: (-found.bound).min(all), infeasible: false })
}

/// A solver's answer held against the rules themselves; `None` where it has none or breaks one.
pub(super) fn candidate(
    case: &Case,
    form: &Form,
    found: &Found,
    objective: impl Fn(&[bool], Option<&Vec<Vec<(usize, f64)>>>) -> f64,
) -> Option<Candidate> {
    let values = found.values.as_ref()?;
    let chosen = open_sites(case, values);
    if case.room.is_none() {
        let holds = keeps_to_all(case, &chosen);
        return holds.then(|| Candidate::nearest(case, &chosen, objective(&chosen, None)));
    }
    let shares = shares_of(case, form, values);
    if !keeps_to_site_rules(case, &chosen) || !holds(case, &shares) {
        return None;
    }
    let objective = objective(&chosen, Some(&shares));
    Some(Candidate { shares: Some(shares), ..Candidate::nearest(case, &chosen, objective) })
}

/// Leaves out sites that cover nothing another one does not cover as well.
///
/// Only where no other rule tells sites apart, and as long as enough are left.
fn without_dominated(case: &Case, patterns: &Patterns) -> Case {
    if !case.is_plain() {
        return case.clone();
    }
    let covered = by_site(patterns, case.m());
    let mut left_out = dominated(&covered, &case.fixed);
    let mut kept = left_out.iter().filter(|out| !**out).count();
    for out in &mut left_out {
        if kept < case.fewest && *out {
            *out = false;
            kept += 1;
        }
    }
    case.reduced(&left_out, &case.fixed).0
}

/// Which sites another one makes needless; of equals the first stays.
fn dominated(covered: &[Vec<u32>], fixed: &[bool]) -> Vec<bool> {
    let mut left_out = vec![false; covered.len()];
    for site in 0..covered.len() {
        let beats = |other: usize| {
            let wider = covered[other].len() > covered[site].len();
            let first = covered[other].len() == covered[site].len() && other < site;
            other != site
                && !left_out[other]
                && (wider || first)
                && is_subset(&covered[site], &covered[other])
        };
        left_out[site] = !fixed[site] && (0..covered.len()).any(beats);
    }
    left_out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_that_covers_less_than_another_is_needless_and_of_twins_the_first_stays() {
        let covered = vec![vec![1, 2], vec![1, 2], vec![2], vec![0], vec![]];
        let free = [false; 5];
        assert_eq!(dominated(&covered, &free), [false, true, true, false, true]);
        let fixed = [false, true, true, false, false];
        assert_eq!(dominated(&covered, &fixed), [false, false, false, false, true], "fixed sites stay");
    }
}
