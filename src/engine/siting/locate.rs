//! Choosing sites on the data of a place.

use crate::engine::Engine;
use crate::locate::{
    Costs, CoverSpec, Demand, Fate, GroupCover, LocateSpec, Outcome, Problem, Rules, Site, solve,
};
use crate::model::EditionKey;

use super::error::SitingError;
use super::mean_walks::{Astray, walks_of_areas};
use super::minutes::TravelBy;
use super::people::People;
use super::sites::Sites;

/// A recipe carried out.
#[derive(Debug, Clone)]
pub struct Located {
    /// The recipe.
    pub spec: LocateSpec,
    /// Who is to be served.
    pub people: People,
    /// From where.
    pub sites: Sites,
    /// How times were found.
    pub by: TravelBy,
    /// Positions of the small areas that make the problem's demand: those whose people are known.
    pub areas: Vec<usize>,
    /// People from whom no street leads to any site.
    pub astray: Astray,
    /// What was solved. Costs are minutes.
    pub problem: Problem,
    /// How it ended.
    pub outcome: Outcome,
    /// Every edition that was read.
    pub data: Vec<EditionKey>,
}

impl Engine {
    /// Carries out a recipe for choosing sites.
    ///
    /// It may take as long as the recipe's time limit: not for a thread that
    /// serves others. `clock` tells the seconds since the start.
    ///
    /// # Errors
    /// Every [`SitingError`] that can be told at once.
    pub fn locate(&self, spec: &LocateSpec, clock: &dyn Fn() -> f64) -> Result<Located, Vec<SitingError>> {
        let (people, sites) = both(self.who_lives(&spec.people), self.sites(&spec.sites))?;
        let travel = self.travel(&spec.travel)?;
        let areas: Vec<usize> =
            (0..people.areas.len()).filter(|area| people.areas[*area].residents.is_some()).collect();
        let (costs, astray) = walks_of_areas(&people, &sites, &areas, travel.as_ref());
        let problem = problem(spec, &people, &sites, &areas, costs)?;
        let outcome = solve(&problem, &spec.limits, clock)
            .map_err(|faults| faults.into_iter().map(SitingError::from).collect::<Vec<_>>())?;
        let mut data = people.data.clone();
        data.extend(sites.editions.iter().cloned());
        data.extend(travel.by().network().cloned());
        data.sort();
        data.dedup();
        let (spec, by) = (spec.clone(), travel.by());
        Ok(Located { spec, people, sites, by, areas, astray, problem, outcome, data })
    }
}

/// Both, or the errors of both.
pub(super) fn both<A, B, E>(a: Result<A, Vec<E>>, b: Result<B, Vec<E>>) -> Result<(A, B), Vec<E>> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (a, b) => Err(a.err().into_iter().chain(b.err()).flatten().collect()),
    }
}

fn problem(
    spec: &LocateSpec,
    people: &People,
    sites: &Sites,
    areas: &[usize],
    costs: Costs,
) -> Result<Problem, Vec<SitingError>> {
    let mut errors = Vec::new();
    let mut list = sites.records.iter().map(|record| Site {
        id: record.id.clone(),
        partner: record.partner.clone(),
        capacity: record.capacity.map(|(room, _)| room),
        cost: record.cost.map(|(cost, _)| cost),
        fate: Fate::Free,
    });
    let mut candidates: Vec<Site> = list.by_ref().collect();
    for (ids, fate) in [(&spec.fixed, Fate::Fixed), (&spec.forbidden, Fate::Forbidden)] {
        for id in ids {
            match sites.position(id) {
                Ok(at) => candidates[at].fate = fate,
                Err(error) => errors.push(error),
            }
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let demand = areas.iter().map(|area| &people.areas[*area]).map(|area| Demand {
        id: area.code.clone(),
        weight: area.residents.map_or(0.0, |count| count.people),
        groups: area.groups.iter().map(|count| count.map(|count| count.people)).collect(),
    });
    let group = |rule: &CoverSpec| people.groups.iter().position(|group| group.name == rule.group);
    let cover = spec
        .cover
        .iter()
        .filter_map(|rule| Some(GroupCover { group: group(rule)?, share: rule.share, within: rule.within }));
    Ok(Problem {
        groups: people.groups.iter().map(|group| group.name.clone()).collect(),
        demand: demand.collect(),
        sites: candidates,
        costs,
        model: spec.model,
        rules: Rules {
            capacity: spec.capacity,
            budget: spec.budget,
            partners: spec.partners,
            cover: cover.collect(),
            unreached: spec.unreached,
        },
    })
}
