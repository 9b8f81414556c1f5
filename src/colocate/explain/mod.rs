//! Why a candidate is one: gates with the cells they rest on, criteria that
//! can be reckoned again by hand, and a sentence.
//!
//! `gates.rs` and `criteria.rs` word each line, `sentence.rs` the whole,
//! `words.rs` figures.

mod criteria;
mod gates;
mod sentence;
mod words;

use super::building::{Building, Service};
use super::criteria::{self as reckoned, Criterion, Reached};
use super::estimate::{Estimate, estimate};
use super::gates::{Answer, Gate, GateAnswer};
use super::pairs::Pair;
use super::reach::Catchments;
use super::search::SearchSpec;
use super::setting::Setting;
use super::told::Cited;

/// One criterion of a candidate, ready to be reckoned again.
#[derive(Debug, Clone, PartialEq)]
pub struct CriterionLine {
    /// Which.
    pub criterion: Criterion,
    /// Its value, 0 to 1; `None` where it is not known.
    pub value: Option<f64>,
    /// Its weight over the sum of all weights.
    pub weight: f64,
    /// How the value comes about, with the figures; or what is missing.
    pub how: String,
    /// The cells that it rests on.
    pub rests_on: Vec<Cited>,
}

/// Why a candidate is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// A plain sentence or two.
    pub sentence: String,
    /// All gates.
    pub gates: Vec<GateAnswer>,
    /// What has to be asked before anything is decided.
    pub questions: Vec<String>,
    /// All criteria with a weight.
    pub criteria: Vec<CriterionLine>,
    /// People within reach before and after; `None` where nobody is.
    pub access: Option<reckoned::Access>,
    /// What the move would change.
    pub estimate: Estimate,
}

/// Explains a pair.
#[must_use]
pub fn explain(spec: &SearchSpec, setting: Setting<'_>, catchments: &Catchments, pair: &Pair) -> Explained {
    let estate = setting.estate;
    let service = &estate.services[pair.service as usize];
    let building = &estate.buildings[pair.building as usize];
    let reached =
        Reached { now: catchments.of_service(pair.service), then: catchments.of_building(pair.building) };
    let sides = Sides { spec, setting, service, building, reached, pair };
    let now = service.building.map(|at| &estate.buildings[at as usize]);
    let gates: Vec<GateAnswer> = Gate::ALL.into_iter().map(|gate| sides.gate(gate)).collect();
    let open = gates.iter().filter(|gate| gate.answer == Answer::Unknown);
    let questions: Vec<String> = open.map(|gate| question(gate.gate)).collect();
    let all: f64 = spec.weights.values().sum();
    let weighted = Criterion::ALL.into_iter().filter_map(|one| Some((one, *spec.weights.get(&one)?)));
    let criteria = weighted.map(|(one, weight)| sides.criterion(one, weight / all)).collect();
    let estimate = estimate(service, now, building, &spec.factors);
    let access = reckoned::access(reached, setting.demand);
    let sentence = sides.sentence(access, &estimate, &questions);
    Explained { sentence, gates, questions, criteria, access, estimate }
}

fn question(gate: Gate) -> String {
    let text = gate.question();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}?", first.to_uppercase(), letters.as_str()))
}

/// Both sides of a candidate and what they are judged by.
struct Sides<'a> {
    spec: &'a SearchSpec,
    setting: Setting<'a>,
    service: &'a Service,
    building: &'a Building,
    reached: Reached<'a>,
    pair: &'a Pair,
}
