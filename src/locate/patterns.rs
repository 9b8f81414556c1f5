//! Demand points that the same sites cover are one for a covering model.

use std::collections::BTreeMap;

use super::case::{Case, within};

/// The different sets of sites that cover demand points within one reach.
#[derive(Debug, Clone, Default)]
pub(super) struct Patterns {
    /// Sets of sites, each ascending, none empty.
    pub sets: Vec<Vec<u32>>,
    /// For each demand point its set; `None` where no site covers it.
    pub of_demand: Vec<Option<u32>>,
}

impl Patterns {
    /// The patterns of a case within a reach.
    pub fn new(case: &Case, reach: f64) -> Self {
        Self::of(case, reach, |_| true)
    }

    /// The patterns of the demand points that have people, who must be served.
    pub fn of_people(case: &Case) -> Self {
        Self::of(case, case.within, |demand| case.weights[demand] > 0.0)
    }

    fn of(case: &Case, reach: f64, counts: impl Fn(usize) -> bool) -> Self {
        let mut numbers = BTreeMap::<Vec<u32>, u32>::new();
        let mut sets = Vec::new();
        let of_demand = (0..case.n())
            .map(|demand| {
                let mut set: Vec<u32> =
                    within(&case.ways[demand], reach).iter().map(|way| way.site).collect();
                if set.is_empty() || !counts(demand) {
                    return None;
                }
                set.sort_unstable();
                let next = u32::try_from(sets.len()).unwrap_or(u32::MAX);
                Some(*numbers.entry(set).or_insert_with_key(|set| {
                    sets.push(set.clone());
                    next
                }))
            })
            .collect();
        Self { sets, of_demand }
    }

    /// Adds up numbers of demand points by pattern.
    pub fn sums(&self, numbers: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.sets.len()];
        for (pattern, number) in self.of_demand.iter().zip(numbers) {
            if let Some(pattern) = pattern {
                sums[*pattern as usize] += number;
            }
        }
        sums
    }

    /// Sets that hold no other set: who covers these covers all.
    pub fn least_sets(&self) -> Vec<&Vec<u32>> {
        let mut by_size: Vec<&Vec<u32>> = self.sets.iter().collect();
        by_size.sort_by_key(|set| set.len());
        let mut kept: Vec<&Vec<u32>> = Vec::new();
        // A set that holds a kept one holds its first site: look only there.
        let mut by_first = BTreeMap::<u32, Vec<usize>>::new();
        for set in by_size {
            let holds = set.iter().any(|first| {
                let starting = by_first.get(first).into_iter().flatten();
                starting.clone().any(|at| is_subset(kept[*at], set))
            });
            if !holds {
                by_first.entry(set[0]).or_default().push(kept.len());
                kept.push(set);
            }
        }
        kept
    }
}

/// Whether every number of an ascending list is in another.
pub(super) fn is_subset(small: &[u32], large: &[u32]) -> bool {
    let mut rest = large.iter();
    small.iter().all(|wanted| rest.by_ref().any(|number| number == wanted))
}

/// For each site of a case the patterns that it covers, ascending.
pub(super) fn by_site(patterns: &Patterns, sites: usize) -> Vec<Vec<u32>> {
    let mut covered = vec![Vec::new(); sites];
    for (pattern, set) in (0_u32..).zip(&patterns.sets) {
        for site in set {
            covered[*site as usize].push(pattern);
        }
    }
    covered
}
