//! What a set of sites comes to, reckoned from the problem itself and not from a solver.

use super::case::{Case, Cover, within};
use super::costs::Way;

/// Room for rounding when sums are held against limits.
pub(super) const SLACK: f64 = 1e-9;

/// A set of sites as one flag a site.
pub(super) type Chosen = [bool];

/// The flags of a list of positions.
pub(super) fn flags(sites: usize, chosen: &[usize]) -> Vec<bool> {
    let mut flags = vec![false; sites];
    for site in chosen {
        flags[*site] = true;
    }
    flags
}

/// The positions of flags.
pub(super) fn positions(chosen: &Chosen) -> Vec<usize> {
    chosen.iter().enumerate().filter_map(|(at, is_chosen)| is_chosen.then_some(at)).collect()
}

/// The nearest chosen site of a demand point, within a reach.
pub(super) fn nearest(case: &Case, chosen: &Chosen, demand: usize, reach: f64) -> Option<Way> {
    within(&case.ways[demand], reach).iter().find(|way| chosen[way.site as usize]).copied()
}

/// Whether a set of sites keeps to everything that concerns sites alone:
/// their number, the fixed ones, budget and partners.
pub(super) fn keeps_to_site_rules(case: &Case, chosen: &Chosen) -> bool {
    let open = positions(chosen);
    let cost: f64 = open.iter().map(|site| case.cost[*site]).sum();
    (case.fewest..=case.most).contains(&open.len())
        && case.fixed.iter().zip(chosen).all(|(fixed, chosen)| !fixed || *chosen)
        && case.budget.is_none_or(|budget| cost <= budget + SLACK * budget.max(1.0))
        && partners_of(case, &open) >= case.least_partners
}

fn partners_of(case: &Case, open: &[usize]) -> usize {
    if case.least_partners == 0 {
        return 0;
    }
    let mut partners: Vec<u32> = open.iter().filter_map(|site| case.partner[*site]).collect();
    partners.sort_unstable();
    partners.dedup();
    partners.len()
}

/// Whether the rules of cover hold where everybody goes to the nearest site.
pub(super) fn keeps_to_covers(case: &Case, chosen: &Chosen) -> bool {
    case.covers.iter().all(|cover| {
        let served = |at: usize| {
            if nearest(case, chosen, at, cover.within).is_some() { cover.people[at] } else { 0.0 }
        };
        let sum: f64 = (0..case.n()).map(served).sum();
        meets(cover, sum)
    })
}

/// Whether so many people of a group are enough.
pub(super) fn meets(cover: &Cover, served: f64) -> bool {
    served >= cover.need - SLACK * cover.need.max(1.0)
}

/// Whether a set of sites without limits of room keeps to every rule.
pub(super) fn keeps_to_all(case: &Case, chosen: &Chosen) -> bool {
    let serves = |at: usize| case.weights[at] <= 0.0 || nearest(case, chosen, at, case.within).is_some();
    keeps_to_site_rules(case, chosen)
        && keeps_to_covers(case, chosen)
        && (!case.serves_all || (0..case.n()).all(serves))
}

/// Sum of people times cost to the nearest chosen site; infinite where somebody has none.
pub(super) fn median_of(case: &Case, chosen: &Chosen) -> f64 {
    let cost = |at: usize| {
        let way = nearest(case, chosen, at, f64::INFINITY);
        match (way, case.weights[at] > 0.0) {
            (Some(way), _) => case.weights[at] * way.cost,
            (None, true) => f64::INFINITY,
            (None, false) => 0.0,
        }
    };
    (0..case.n()).map(cost).sum()
}

/// The highest cost to the nearest chosen site; infinite where somebody has none.
pub(super) fn centre_of(case: &Case, chosen: &Chosen) -> f64 {
    let people = (0..case.n()).filter(|at| case.weights[*at] > 0.0);
    let cost =
        people.map(|at| nearest(case, chosen, at, f64::INFINITY).map_or(f64::INFINITY, |way| way.cost));
    cost.fold(0.0, f64::max)
}

/// People with a chosen site within the model's reach.
pub(super) fn covered_by(case: &Case, chosen: &Chosen) -> f64 {
    let covered = (0..case.n()).filter(|at| nearest(case, chosen, *at, case.within).is_some());
    covered.map(|at| case.weights[at]).sum()
}
