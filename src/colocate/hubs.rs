//! Hubs: buildings of several owners within a short walk of each other.

use std::collections::BTreeSet;

use crate::geom::Grid;

use super::search::SearchSpec;
use super::setting::Setting;
use super::walk::Step;

/// A candidate: buildings that could be run as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Hub {
    /// The building in the middle, by position in the estate.
    pub middle: u32,
    /// All of them, the middle among them, with the walk from the middle.
    pub buildings: Vec<(u32, f64)>,
    /// Their owners, by name.
    pub owners: Vec<String>,
    /// Buildings with room that is known to be spare.
    pub with_spare: usize,
    /// Services in them.
    pub services: usize,
}

/// Hubs, those of most owners first. Each building is in one hub at most:
/// the one of the best middle that it is near.
pub(super) fn find_hubs(spec: &SearchSpec, setting: Setting<'_>) -> Vec<Hub> {
    let estate = setting.estate;
    let sites: Vec<Option<Grid>> = estate
        .buildings
        .iter()
        .map(|one| one.at.map(|(at, _)| at).filter(|_| spec.buildings.lets_building(one, estate)))
        .collect();
    let around = setting.walk.around(&sites, &sites, spec.hubs.minutes);
    let owner = |at: u32| estate.buildings[at as usize].owner.value();
    let owners =
        |steps: &[Step]| steps.iter().filter_map(|step| owner(step.to)).collect::<BTreeSet<_>>().len();
    let mut middles: Vec<(usize, usize, u32)> = (0_u32..)
        .zip(&around)
        .map(|(at, steps)| (owners(steps), steps.len(), at))
        .filter(|(owners, ..)| *owners >= spec.hubs.owners)
        .collect();
    middles.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then(a.2.cmp(&b.2)));
    let mut services = vec![0; estate.buildings.len()];
    estate.services.iter().filter_map(|service| service.building).for_each(|at| services[at as usize] += 1);
    let mut taken = vec![false; estate.buildings.len()];
    let mut hubs = Vec::new();
    for (.., middle) in middles {
        if taken[middle as usize] {
            continue;
        }
        let free: Vec<Step> =
            around[middle as usize].iter().filter(|step| !taken[step.to as usize]).copied().collect();
        if owners(&free) < spec.hubs.owners {
            continue;
        }
        for step in &free {
            taken[step.to as usize] = true;
        }
        let mut buildings: Vec<(u32, f64)> = free.iter().map(|step| (step.to, step.minutes)).collect();
        buildings.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let names: BTreeSet<&String> = free.iter().filter_map(|step| owner(step.to)).collect();
        hubs.push(Hub {
            middle,
            owners: names.into_iter().cloned().collect(),
            with_spare: buildings.iter().filter(|(at, _)| estate.buildings[*at as usize].has_spare()).count(),
            services: buildings.iter().map(|(at, _)| services[*at as usize]).sum(),
            buildings,
        });
    }
    hubs.sort_by(|a, b| {
        (b.owners.len(), b.with_spare, b.buildings.len())
            .cmp(&(a.owners.len(), a.with_spare, a.buildings.len()))
            .then(a.middle.cmp(&b.middle))
    });
    hubs
}
