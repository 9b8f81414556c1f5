//! Gaps: people whom a kind of service does not reach, and the buildings from
//! which it would reach most of them.

use super::gates::{Answer, Gate, Judge};
use super::reach::Catchments;
use super::search::SearchSpec;
use super::setting::Setting;
use super::words;

/// A candidate: a kind of service is offered in a building as well.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// The kind of service, as the search writes it.
    pub term: String,
    /// The building, by position in the estate.
    pub building: u32,
    /// Areas that would newly be within reach, by position in the demand.
    pub areas: Vec<u32>,
    /// The people who live there.
    pub people: f64,
    /// Their need, 0 to 1; `None` where it is not known.
    pub need: Option<f64>,
    /// Gates of the building that nobody can answer.
    pub open: Vec<Gate>,
}

/// What is known of the reach of one kind of service.
#[derive(Debug, Clone, PartialEq)]
pub struct TermReach {
    /// The kind of service.
    pub term: String,
    /// Services of this kind that lie somewhere.
    pub services: usize,
    /// People within reach of one.
    pub reached: f64,
    /// People within reach of none.
    pub not_reached: f64,
    /// Of these, people whom the candidates would reach.
    pub could_be: f64,
}

/// Gates that a building must not fail, whatever the service.
const OF_BUILDINGS: [Gate; 5] = [Gate::Tenure, Gate::Lease, Gate::StepFree, Gate::Compliance, Gate::Capacity];

/// For each kind of service the buildings that reach most people whom it does
/// not reach yet, each after those before it.
pub(super) fn find_gaps(
    spec: &SearchSpec,
    setting: Setting<'_>,
    catchments: &Catchments,
) -> (Vec<Gap>, Vec<TermReach>) {
    let estate = setting.estate;
    let judge = Judge { rules: &spec.gates, date: spec.date };
    let open_of = |at: u32| -> Option<Vec<Gate>> {
        let building = &estate.buildings[at as usize];
        let answers = OF_BUILDINGS.map(|gate| (gate, judge.of_building(gate, building)));
        let fails = answers.iter().any(|(_, answer)| *answer == Answer::No);
        let open = answers.into_iter().filter(|(_, answer)| *answer == Answer::Unknown).map(|(gate, _)| gate);
        (!fails && building.at.is_some() && spec.buildings.lets_building(building, estate))
            .then(|| open.collect())
    };
    let usable: Vec<(u32, Vec<Gate>)> =
        (0_u32..).take(estate.buildings.len()).filter_map(|at| Some((at, open_of(at)?))).collect();
    let (mut gaps, mut reaches) = (Vec::new(), Vec::new());
    for term in &spec.gaps.terms {
        let (found, reach) = of_term(term, spec, setting, catchments, &usable);
        gaps.extend(found);
        reaches.push(reach);
    }
    (gaps, reaches)
}

fn of_term(
    term: &str,
    spec: &SearchSpec,
    setting: Setting<'_>,
    catchments: &Catchments,
    usable: &[(u32, Vec<Gate>)],
) -> (Vec<Gap>, TermReach) {
    let (estate, demand) = (setting.estate, setting.demand);
    let wanted = words::plain(term);
    let is_of_term = |terms: &Vec<String>| terms.iter().any(|own| words::plain(own) == wanted);
    let mut unreached = vec![true; demand.points.len()];
    let mut services = 0;
    for (at, service) in (0_u32..).zip(&estate.services) {
        if service.terms.value().is_some_and(is_of_term)
            && let Some(areas) = catchments.of_service(at)
        {
            services += 1;
            for area in areas {
                unreached[*area as usize] = false;
            }
        }
    }
    let people = |area: u32| demand.points[area as usize].people;
    let newly = |at: u32, unreached: &[bool]| -> (f64, Vec<u32>) {
        let areas = catchments.of_building(at).iter().copied().filter(|area| unreached[*area as usize]);
        let areas: Vec<u32> = areas.collect();
        (areas.iter().map(|area| people(*area)).sum(), areas)
    };
    let not_reached: f64 =
        (0_u32..).zip(&unreached).filter(|(_, un)| **un).map(|(area, _)| people(area)).sum();
    let mut queue: Vec<(f64, usize)> =
        usable.iter().enumerate().map(|(i, (at, _))| (newly(*at, &unreached).0, i)).collect();
    let (mut gaps, mut could_be) = (Vec::new(), 0.0);
    loop {
        queue.retain(|(people, _)| *people >= spec.gaps.least_people && *people > 0.0);
        queue.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        // Reach only shrinks as areas are taken: who is still first after a recount is the best.
        let Some(&(_, first)) = queue.first() else { break };
        let (building, open) = &usable[first];
        let (people, areas) = newly(*building, &unreached);
        queue[0].0 = people;
        if people < spec.gaps.least_people || queue.get(1).is_some_and(|next| next.0 > people) {
            continue;
        }
        for area in &areas {
            unreached[*area as usize] = false;
        }
        could_be += people;
        queue.swap_remove(0);
        gaps.push(Gap {
            term: term.to_owned(),
            building: *building,
            people,
            need: demand.need(&areas),
            areas,
            open: open.clone(),
        });
    }
    let reach = TermReach {
        term: term.to_owned(),
        services,
        reached: demand.people() - not_reached,
        not_reached,
        could_be,
    };
    (gaps, reach)
}
