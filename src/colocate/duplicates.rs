//! Possible duplicates: services of one kind for the same people at the same time.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::index::Points;

use super::criteria::in_both;
use super::reach::Catchments;
use super::search::SearchSpec;
use super::setting::Setting;
use super::words;

/// Two services that may do the same. A person decides.
#[derive(Debug, Clone, PartialEq)]
pub struct Duplicate {
    /// The kind of service that both are, as the first writes it.
    pub term: String,
    /// The two, by position in the estate, the lower first.
    pub services: (u32, u32),
    /// People within reach of both.
    pub people: f64,
    /// Their share of the people within reach of the one that reaches fewer.
    pub overlap: f64,
    /// Minutes a week that both are open; `None` where the hours of one are not known.
    pub shared_minutes: Option<u32>,
}

impl Duplicate {
    /// What tells this pair from any other, whichever service comes first:
    /// the ids of both and the kind.
    #[must_use]
    pub fn id(&self, setting: Setting<'_>) -> String {
        let id = |at: u32| setting.estate.service_id(&setting.estate.services[at as usize]);
        let (mut a, mut b) = (id(self.services.0), id(self.services.1));
        if b < a {
            std::mem::swap(&mut a, &mut b);
        }
        format!("{} | {a} | {b}", words::plain(&self.term))
    }
}

/// All possible duplicates, those that share most people first. Services that
/// are never open at the same time are none.
pub(super) fn find_duplicates(
    spec: &SearchSpec,
    setting: Setting<'_>,
    catchments: &Catchments,
) -> Vec<Duplicate> {
    let estate = setting.estate;
    let mut by_term: BTreeMap<String, (String, Vec<u32>)> = BTreeMap::new();
    for (at, service) in (0_u32..).zip(&estate.services) {
        if service.at.is_none() || !spec.services.lets_service(service, estate) {
            continue;
        }
        for term in service.terms.value().into_iter().flatten() {
            let list = by_term.entry(words::plain(term)).or_insert_with(|| (term.clone(), Vec::new()));
            if list.1.last() != Some(&at) {
                list.1.push(at);
            }
        }
    }
    let terms: Vec<(String, Vec<u32>)> = by_term.into_values().collect();
    let mut found: Vec<Duplicate> = terms
        .par_iter()
        .flat_map_iter(|(term, services)| of_term(term, services, spec, setting, catchments))
        .collect();
    found.sort_by(|a, b| {
        b.people.total_cmp(&a.people).then(a.services.cmp(&b.services)).then(a.term.cmp(&b.term))
    });
    found
}

fn of_term(
    term: &str,
    services: &[u32],
    spec: &SearchSpec,
    setting: Setting<'_>,
    catchments: &Catchments,
) -> Vec<Duplicate> {
    let estate = setting.estate;
    let placed = services.iter().filter_map(|at| Some((*at, estate.services[*at as usize].at?.0)));
    // No walk is shorter than the line: farther apart than two catchments nobody is in both.
    let farthest_m = 2.0 * spec.distances.catchment_minutes * spec.distances.km_per_hour * 1_000.0 / 60.0;
    let pairs = Points::new(placed).pairs_within(farthest_m);
    pairs
        .iter()
        .filter_map(|pair| {
            let (a, b) = (pair.first, pair.second);
            duplicate(term, (a.min(b), a.max(b)), spec, setting, catchments)
        })
        .collect()
}

fn duplicate(
    term: &str,
    services: (u32, u32),
    spec: &SearchSpec,
    setting: Setting<'_>,
    catchments: &Catchments,
) -> Option<Duplicate> {
    let (estate, demand) = (setting.estate, setting.demand);
    let (first, second) = (&estate.services[services.0 as usize], &estate.services[services.1 as usize]);
    // One service in one building twice over is two rows about it, not two services.
    if first.building.is_some() && first.building == second.building {
        return None;
    }
    let shared_minutes = first.hours.value().zip(second.hours.value()).map(|(a, b)| a.shared(b));
    let (a, b) = (catchments.of_service(services.0)?, catchments.of_service(services.1)?);
    let people = |areas: &mut dyn Iterator<Item = u32>| -> f64 {
        areas.map(|area| demand.points[area as usize].people).sum()
    };
    let fewest = people(&mut a.iter().copied()).min(people(&mut b.iter().copied()));
    let both = people(&mut in_both(a, b));
    let overlap = if fewest > 0.0 { both / fewest } else { 0.0 };
    let counts = shared_minutes != Some(0) && both > 0.0 && overlap >= spec.duplicates.overlap;
    counts.then(|| Duplicate { term: term.to_owned(), services, people: both, overlap, shared_minutes })
}
