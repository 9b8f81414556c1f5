//! Pairs: a service and a building that it could move into.

use rayon::prelude::*;

use crate::geom::Grid;

use super::criteria::{Criterion, Reached, Score, Values, score, values};
use super::gates::{Answer, Answers, Gate, Judge, Tier};
use super::pareto::{Front, front};
use super::reach::Catchments;
use super::search::SearchSpec;
use super::setting::Setting;

/// A candidate: a service moves into a building.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The service, by position in the estate.
    pub service: u32,
    /// The building.
    pub building: u32,
    /// The walk between the two.
    pub minutes: f64,
    /// What the gates say.
    pub answers: Answers,
    /// What the criteria say.
    pub values: Values,
    /// The score.
    pub score: Score,
    /// Where it stands among the buildings for this service.
    pub front: Front,
    /// Its place among the candidates that are listed, from 1.
    pub rank: usize,
    /// The share of draws of weights in which it is at the top; `None` where none were drawn.
    pub stays_at_top: Option<f64>,
}

/// How many pairs there were, and what became of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Pairs within reach.
    pub within_reach: usize,
    /// Passed all gates.
    pub passes: usize,
    /// With open questions.
    pub to_check: usize,
    /// Failed.
    pub fails: usize,
    /// How many each gate failed.
    pub failed_by: Vec<(Gate, usize)>,
    /// How many each gate left open.
    pub open_at: Vec<(Gate, usize)>,
}

impl Tally {
    fn count(&mut self, answers: &Answers) {
        self.within_reach += 1;
        match answers.tier() {
            Tier::Passes => self.passes += 1,
            Tier::ToCheck => self.to_check += 1,
            Tier::Fails => self.fails += 1,
        }
        for (list, answer) in [(&mut self.failed_by, Answer::No), (&mut self.open_at, Answer::Unknown)] {
            for gate in answers.with(answer) {
                match list.iter_mut().find(|(known, _)| *known == gate) {
                    Some((_, count)) => *count += 1,
                    None => list.push((gate, 1)),
                }
            }
        }
    }

    fn add(mut self, other: Self) -> Self {
        self.within_reach += other.within_reach;
        self.passes += other.passes;
        self.to_check += other.to_check;
        self.fails += other.fails;
        for (list, more) in [(&mut self.failed_by, other.failed_by), (&mut self.open_at, other.open_at)] {
            for (gate, more) in more {
                match list.iter_mut().find(|(known, _)| *known == gate) {
                    Some((_, count)) => *count += more,
                    None => list.push((gate, more)),
                }
            }
            list.sort_unstable();
        }
        self
    }
}

/// All pairs within reach that fail no gate, the best first, and the tally.
pub(super) fn find_pairs(
    spec: &SearchSpec,
    setting: Setting<'_>,
    catchments: &Catchments,
) -> (Vec<Pair>, Tally) {
    let estate = setting.estate;
    let lets = |at: &u32| spec.services.lets_service(&estate.services[*at as usize], estate);
    let services: Vec<u32> = (0_u32..).take(estate.services.len()).filter(lets).collect();
    let from: Vec<Option<Grid>> =
        services.iter().map(|at| estate.services[*at as usize].at.map(|(at, _)| at)).collect();
    let to: Vec<Option<Grid>> = estate
        .buildings
        .iter()
        .map(|one| one.at.map(|(at, _)| at).filter(|_| spec.buildings.lets_building(one, estate)))
        .collect();
    let steps = setting.walk.around(&from, &to, spec.distances.reach_minutes);
    let of_service = |(service, steps): (&u32, &Vec<super::walk::Step>)| {
        let mut tally = Tally::default();
        let mut pairs: Vec<Pair> = steps
            .iter()
            .filter_map(|step| pair(spec, setting, catchments, *service, (step.to, step.minutes), &mut tally))
            .collect();
        let three = |pair: &Pair| {
            let of = |criterion: Criterion| pair.values[criterion.position()];
            Some([of(Criterion::Cost)?, of(Criterion::Access)?, of(Criterion::Equality)?])
        };
        let fronts = front(&pairs.iter().map(three).collect::<Vec<_>>());
        pairs.iter_mut().zip(fronts).for_each(|(pair, front)| pair.front = front);
        pairs.sort_by(best_first);
        let mut listed = 0;
        pairs.retain(|pair| {
            listed += 1;
            listed <= spec.most.per_service || pair.front == Front::On
        });
        (pairs, tally)
    };
    let found: Vec<(Vec<Pair>, Tally)> = services.par_iter().zip(&steps).map(of_service).collect();
    let (mut pairs, mut tally) = (Vec::new(), Tally::default());
    for (more, counted) in found {
        pairs.extend(more);
        tally = tally.add(counted);
    }
    pairs.par_sort_by(best_first);
    pairs.iter_mut().enumerate().for_each(|(at, pair)| pair.rank = at + 1);
    (pairs, tally)
}

/// One pair; `None` where it is none, or fails a gate.
fn pair(
    spec: &SearchSpec,
    setting: Setting<'_>,
    catchments: &Catchments,
    service_at: u32,
    (building_at, minutes): (u32, f64),
    tally: &mut Tally,
) -> Option<Pair> {
    let service = &setting.estate.services[service_at as usize];
    let building = &setting.estate.buildings[building_at as usize];
    let same_owner = service.owner.value().is_some() && service.owner.value() == building.owner.value();
    if service.building == Some(building_at) || (same_owner && !spec.same_owner) {
        return None;
    }
    let judge = Judge { rules: &spec.gates, date: spec.date };
    let answers = judge.answers(service, building, setting.ties.between(service_at, building_at));
    tally.count(&answers);
    if answers.tier() == Tier::Fails {
        return None;
    }
    let reached =
        Reached { now: catchments.of_service(service_at), then: catchments.of_building(building_at) };
    let reach = spec.distances.reach_minutes;
    let values = values(service, building, reached, setting.demand, &spec.scales, (minutes, reach));
    Some(Pair {
        service: service_at,
        building: building_at,
        minutes,
        answers,
        values,
        score: score(&values, &spec.weights),
        front: Front::Unjudged,
        rank: 0,
        stays_at_top: None,
    })
}

/// By the middle of the score, then its lower end, then the shorter walk;
/// what is still alike stands in the order of the registers.
pub(super) fn best_first(a: &Pair, b: &Pair) -> std::cmp::Ordering {
    b.score
        .middle()
        .total_cmp(&a.score.middle())
        .then(b.score.low.total_cmp(&a.score.low))
        .then(a.minutes.total_cmp(&b.minutes))
        .then((a.service, a.building).cmp(&(b.service, b.building)))
}
