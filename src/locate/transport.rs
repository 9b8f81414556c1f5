//! Where people go when sites have only so much room: shares held against the rules.

use std::collections::BTreeMap;

use super::case::Case;
use super::fault::Fault;
use super::form::{Goal, form};
use super::highs::minimise;
use super::measure::{meets, positions};
use super::mip::Ended;
use super::run::{Candidate, Run, shares_of};

/// Room that a solver's rounding may take beyond the limit, relative.
const ROUNDING: f64 = 1e-6;

/// The cheapest way to serve everybody from a set of sites; `None` where there
/// is none, or (where demand points stay whole) none was found.
pub(super) fn serve(case: &Case, chosen: &[bool], run: &Run<'_>) -> Result<Option<Candidate>, Fault> {
    let (only, kept) = case.only(chosen);
    let room: f64 = only.room.iter().flatten().sum();
    if room * (1.0 + ROUNDING) < only.weights.iter().sum() {
        return Ok(None);
    }
    let form = form(&only, Goal::LeastCost);
    let found = minimise(&form.mip.relaxed(), run.effort())?;
    let (Ended::Solved, Some(values)) = (found.ended, found.values) else { return Ok(None) };
    let loose = Case { whole: false, ..only.clone() };
    let mut shares = shares_of(&loose, &form, &values);
    if only.whole && !make_whole(&only, &mut shares) {
        return Ok(None);
    }
    let sites: Vec<usize> = kept.iter().map(|site| case.sites[*site]).collect();
    if !holds(&only, &shares) {
        return Ok(None);
    }
    let objective = cost_of(&only, &shares);
    Ok(Some(Candidate { sites, shares: Some(shares), objective }))
}

/// Sends each demand point that is split to one site that has room, nearest first.
fn make_whole(case: &Case, shares: &mut [Vec<(usize, f64)>]) -> bool {
    let Some(room) = &case.room else { return true };
    let mut left: BTreeMap<usize, f64> = case.sites.iter().copied().zip(room.iter().copied()).collect();
    let is_whole = |row: &[(usize, f64)]| row.len() == 1 && row[0].1 > 1.0 - ROUNDING;
    for (row, weight) in shares.iter().zip(&case.weights).filter(|(row, _)| is_whole(row)) {
        if let Some(left) = left.get_mut(&row[0].0) {
            *left -= weight;
        }
    }
    let mut split: Vec<usize> =
        (0..shares.len()).filter(|at| case.weights[*at] > 0.0 && !is_whole(&shares[*at])).collect();
    split.sort_by(|a, b| case.weights[*b].total_cmp(&case.weights[*a]).then(a.cmp(b)));
    for at in split {
        let weight = case.weights[at];
        let fits = |site: &usize| left.get(site).is_some_and(|left| *left >= weight);
        let site = case.near(at).iter().map(|way| case.sites[way.site as usize]).find(fits);
        let Some(site) = site else { return false };
        left.entry(site).and_modify(|left| *left -= weight);
        shares[at] = vec![(site, 1.0)];
    }
    true
}

/// Whether shares keep to room, to service and to the rules of cover.
pub(super) fn holds(case: &Case, shares: &[Vec<(usize, f64)>]) -> bool {
    let Some(room) = &case.room else { return true };
    let mut used: BTreeMap<usize, f64> = BTreeMap::new();
    for (row, weight) in shares.iter().zip(&case.weights) {
        let sum: f64 = row.iter().map(|(_, share)| share).sum();
        if sum > 1.0 + ROUNDING || (case.serves_all && *weight > 0.0 && sum < 1.0 - ROUNDING) {
            return false;
        }
        for (site, share) in row {
            *used.entry(*site).or_default() += share * weight;
        }
    }
    let fits =
        case.sites.iter().zip(room).all(|(site, room)| {
            used.get(site).is_none_or(|used| *used <= room * (1.0 + ROUNDING) + ROUNDING)
        });
    fits && case.covers.iter().all(|cover| {
        let served: f64 =
            (0..case.n()).map(|at| cover.people[at] * share_within(case, shares, at, cover.within)).sum();
        meets(cover, served + ROUNDING * cover.need)
    })
}

/// The share of a demand point that is served within a reach.
pub(super) fn share_within(case: &Case, shares: &[Vec<(usize, f64)>], at: usize, reach: f64) -> f64 {
    let near = super::case::within(case.near(at), reach);
    let share = |site: usize| shares[at].iter().find(|(to, _)| *to == site).map_or(0.0, |(_, share)| *share);
    near.iter().map(|way| share(case.sites[way.site as usize])).sum()
}

/// Sum of people times cost of shares.
pub(super) fn cost_of(case: &Case, shares: &[Vec<(usize, f64)>]) -> f64 {
    let cost = |(at, row): (usize, &Vec<(usize, f64)>)| -> f64 {
        let of = |site: usize| {
            let way = case.ways[at].iter().find(|way| case.sites[way.site as usize] == site);
            way.map_or(0.0, |way| way.cost)
        };
        row.iter().map(|(site, share)| case.weights[at] * share * of(*site)).sum()
    };
    shares.iter().enumerate().map(cost).sum()
}

/// People served by shares.
pub(super) fn people_of(case: &Case, shares: &[Vec<(usize, f64)>]) -> f64 {
    let people = shares.iter().zip(&case.weights);
    people.map(|(row, weight)| weight * row.iter().map(|(_, share)| share).sum::<f64>()).sum()
}

/// The flags of a case for sites of the problem; `None` where one is not in the case.
pub(super) fn flags_of(case: &Case, sites: &[usize]) -> Option<Vec<bool>> {
    let mut flags = vec![false; case.m()];
    for site in sites {
        flags[case.sites.binary_search(site).ok()?] = true;
    }
    debug_assert_eq!(positions(&flags).len(), sites.len());
    Some(flags)
}
