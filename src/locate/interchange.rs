//! Sets of sites that are good, found fast: greedy, then one site for another.
//!
//! # Source
//! M. Teitz and P. Bart, "Heuristic methods for estimating the generalized
//! vertex median of a weighted graph", Operations Research 16, 1968; the sums
//! that price all exchanges in one pass are those of M. Resende and R. Werneck,
//! "A fast swap-based local search procedure for location problems", Annals of
//! Operations Research 150, 2007.

use super::case::Case;
use super::measure::{keeps_to_covers, keeps_to_site_rules, median_of, positions};

/// A first set of sites for the p-median: the fixed ones, then whichever saves most.
pub(super) fn greedy(case: &Case) -> Vec<bool> {
    let columns = Columns::new(case);
    let mut chosen = case.fixed.clone();
    let mut nearest: Vec<f64> = (0..case.n()).map(|at| columns.nearest(case, &chosen, at)).collect();
    while chosen.iter().filter(|is_open| **is_open).count() < case.most {
        let saving = |site: usize| -> f64 {
            let saved = columns.of[site]
                .iter()
                .map(|(at, cost)| case.weights[*at as usize] * (nearest[*at as usize] - cost).max(0.0));
            saved.sum()
        };
        let best = (0..case.m())
            .filter(|site| !chosen[*site])
            .map(|site| (site, saving(site)))
            .reduce(|best, next| if next.1 > best.1 { next } else { best });
        let Some((site, _)) = best else { break };
        chosen[site] = true;
        for (at, cost) in &columns.of[site] {
            let nearest = &mut nearest[*at as usize];
            *nearest = nearest.min(*cost);
        }
    }
    chosen
}

/// Demand points by site, for walking over one site's column.
#[derive(Debug)]
pub(super) struct Columns {
    of: Vec<Vec<(u32, f64)>>,
    /// Stands in for the cost of a demand point without an open site.
    far: f64,
}

impl Columns {
    /// The columns of a case whose costs say only whether a site is near enough (0) or not (1).
    pub fn of_cover(case: &Case) -> Self {
        Self { far: 1.0, ..Self::new(case) }
    }

    /// The columns of a case.
    pub fn new(case: &Case) -> Self {
        let mut of = vec![Vec::new(); case.m()];
        let mut highest = 1.0_f64;
        for (demand, ways) in (0_u32..).zip(&case.ways) {
            for way in ways {
                of[way.site as usize].push((demand, way.cost));
                highest = highest.max(way.cost);
            }
        }
        Self { of, far: highest * 1e3 }
    }

    fn nearest(&self, case: &Case, chosen: &[bool], demand: usize) -> f64 {
        self.two_nearest(case, chosen, demand).0.1
    }

    /// The nearest and second nearest open site with their costs.
    fn two_nearest(&self, case: &Case, chosen: &[bool], demand: usize) -> ((usize, f64), f64) {
        let mut open = case.ways[demand].iter().filter(|way| chosen[way.site as usize]);
        let first = open.next().map_or((usize::MAX, self.far), |way| (way.site as usize, way.cost));
        (first, open.next().map_or(self.far, |way| way.cost))
    }
}

/// Exchanges one site for another as long as that saves anything and keeps to the rules.
pub(super) fn improve(case: &Case, columns: &Columns, chosen: &mut [bool]) {
    // Each exchange saves something, so this ends; the limit is for rounding.
    for _ in 0..10_000 {
        let Some((closed, opened)) = best_exchange(case, columns, chosen) else { return };
        chosen[closed] = false;
        chosen[opened] = true;
    }
}

fn best_exchange(case: &Case, columns: &Columns, chosen: &[bool]) -> Option<(usize, usize)> {
    pick(case, chosen, exchanges(case, columns, chosen))
}

/// One site closed and one opened, with what that saves.
pub(super) type Exchange = (f64, usize, usize);

/// Every exchange with its price, in one pass over all ways.
pub(super) fn exchanges(case: &Case, columns: &Columns, chosen: &[bool]) -> Vec<Exchange> {
    let open = positions(chosen);
    let mut place = vec![usize::MAX; case.m()];
    open.iter().enumerate().for_each(|(at, site)| place[*site] = at);
    let two: Vec<((usize, f64), f64)> =
        (0..case.n()).map(|demand| columns.two_nearest(case, chosen, demand)).collect();
    let mut loss = vec![0.0; open.len()];
    for (demand, ((site, first), second)) in two.iter().enumerate() {
        if *site != usize::MAX {
            loss[place[*site]] += case.weights[demand] * (second - first);
        }
    }
    let mut savings = Vec::new();
    let mut back = vec![0.0; open.len()];
    for opened in (0..case.m()).filter(|site| !chosen[*site]) {
        back.fill(0.0);
        let mut gain = 0.0;
        for (demand, cost) in &columns.of[opened] {
            let ((site, first), second) = two[*demand as usize];
            let weight = case.weights[*demand as usize];
            gain += weight * (first - cost).max(0.0);
            if site != usize::MAX && *cost < second {
                back[place[site]] += weight * (second - cost.max(first));
            }
        }
        let exchanges = open.iter().enumerate().filter(|(_, site)| !case.fixed[**site]);
        savings.extend(exchanges.map(|(at, closed)| (gain - loss[at] + back[at], *closed, opened)));
    }
    savings
}

/// How many exchanges are held against the rules before giving up.
const MOST_TRIED: usize = 200;

fn pick(case: &Case, chosen: &[bool], mut savings: Vec<Exchange>) -> Option<(usize, usize)> {
    let least = 1e-9 * median_of(case, chosen).clamp(1.0, f64::MAX);
    savings.retain(|(saving, ..)| *saving > least);
    savings.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    if case.budget.is_none() && case.least_partners == 0 && case.covers.is_empty() {
        return savings.first().map(|(_, closed, opened)| (*closed, *opened));
    }
    let mut trial = chosen.to_vec();
    let keeps = |(_, closed, opened): &&Exchange| {
        trial.copy_from_slice(chosen);
        trial[*closed] = false;
        trial[*opened] = true;
        keeps_to_site_rules(case, &trial) && (case.room.is_some() || keeps_to_covers(case, &trial))
    };
    savings.iter().take(MOST_TRIED).find(keeps).map(|(_, closed, opened)| (*closed, *opened))
}
