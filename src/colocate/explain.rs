//! Why a candidate is one: gates with the cells they rest on, criteria that
//! can be reckoned again by hand, and a sentence.

use super::building::{Building, Service};
use super::criteria::{self, Criterion, Reached};
use super::estimate::{Estimate, estimate};
use super::gates::{Answer, Gate, GateAnswer, Judge, Tie, is_let, lease_until};
use super::pairs::Pair;
use super::reach::Catchments;
use super::search::SearchSpec;
use super::setting::Setting;
use super::told::{Cited, Known, Told};
use super::words::{Tenure, YesNo};

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
    pub access: Option<criteria::Access>,
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
    let access = criteria::access(reached, setting.demand);
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

/// What is said of a told value that is not there.
fn silence<T>(told: &Told<T>, what: &str) -> String {
    match &told.known {
        Known::Unread(text) => format!("the register says \u{201c}{text}\u{201d}, which is not understood"),
        _ if told.cited.is_some() => format!("the register does not tell {what}"),
        _ => format!("no register tells {what}"),
    }
}

fn cells(cited: impl IntoIterator<Item = Option<Cited>>) -> Vec<Cited> {
    let mut cells: Vec<Cited> = Vec::new();
    for cell in cited.into_iter().flatten() {
        if !cells.contains(&cell) {
            cells.push(cell);
        }
    }
    cells
}

impl Sides<'_> {
    fn gate(&self, gate: Gate) -> GateAnswer {
        let answer = self.pair.answers.of(gate);
        let (why, rests_on) = match self.spec.gates.skip.get(&gate) {
            Some(reason) => (format!("not asked: {reason}"), Vec::new()),
            None => self.why(gate),
        };
        GateAnswer { gate, answer, why, rests_on }
    }

    fn why(&self, gate: Gate) -> (String, Vec<Cited>) {
        let (service, building, rules) = (self.service, self.building, &self.spec.gates);
        let judge = Judge { rules, date: self.spec.date };
        match gate {
            Gate::Tenure => self.why_tenure(),
            Gate::Lease => self.why_lease(),
            Gate::StepFree => (
                said(&building.step_free, "whether there is step-free access", "step-free access"),
                cells([building.step_free.cited]),
            ),
            Gate::Compliance => {
                let told = &building.compliance_until;
                let why = told.value().map_or_else(
                    || silence(told, "until when statutory checks are in date"),
                    |until| {
                        format!("statutory checks are in date until {until}, judged on {}", self.spec.date)
                    },
                );
                (why, cells([told.cited]))
            }
            Gate::Safeguarding => {
                let need = judge.separation(service);
                (
                    self.why_needed(
                        need,
                        &building.separate_space,
                        "to keep its users apart",
                        "a space that can be kept apart",
                    ),
                    cells([service.needs_separation.cited, building.separate_space.cited]),
                )
            }
            Gate::SecureSpace => {
                let need = judge.secure(service);
                (
                    self.why_needed(need, &building.secure_space, "a secure room", "a secure room"),
                    cells([service.needs_secure.cited, building.secure_space.cited]),
                )
            }
            Gate::Hours => {
                let why = criteria::hours_share(service, building).map_or_else(
                    || self.why_no_hours(),
                    |share| {
                        format!(
                            "the building is open for {} of the service's hours; {} are asked for",
                            percent(share),
                            percent(rules.hours_share)
                        )
                    },
                );
                (why, cells([service.hours.cited, building.hours.cited]))
            }
            Gate::Capacity => (self.why_room(), self.room_cells()),
            Gate::Boundary => (self.why_boundary(), Vec::new()),
        }
    }

    fn why_tenure(&self) -> (String, Vec<Cited>) {
        let building = self.building;
        let why = match (building.sharing.value(), building.tenure.value()) {
            (Some(YesNo::Yes), _) => "the register says that it may be shared".to_owned(),
            (Some(YesNo::No), _) => "the register says that it may not be shared".to_owned(),
            (Some(YesNo::Part), _) => "the register says that part of it may be shared".to_owned(),
            (None, Some(Tenure::Freehold)) if is_let(building) => {
                let detail = building.tenure_detail.value().map_or("", String::as_str);
                format!(
                    "the owner holds the freehold, and \u{201c}{detail}\u{201d}: the occupier has to be asked"
                )
            }
            (None, Some(Tenure::Freehold)) => "the owner holds the freehold".to_owned(),
            (None, Some(Tenure::Leasehold)) => "the owner holds a lease, and the lease decides".to_owned(),
            (None, Some(Tenure::Licence)) => {
                "the owner is there under a licence, which cannot be shared".to_owned()
            }
            (None, None) => silence(&building.tenure, "the tenure"),
        };
        let detail = if is_let(building) { building.tenure_detail.cited } else { None };
        (why, cells([building.sharing.cited, building.tenure.cited, detail]))
    }

    fn why_lease(&self) -> (String, Vec<Cited>) {
        let building = self.building;
        let until = lease_until(self.spec.date, self.spec.gates.lease_years);
        let why = match (building.tenure.value(), building.lease_end.value()) {
            (Some(Tenure::Freehold), _) => "a freehold does not run out".to_owned(),
            (_, Some(end)) => format!("the lease ends on {end}; it is asked to run until {until}"),
            (_, None) => silence(&building.lease_end, "when the lease ends"),
        };
        (why, cells([building.tenure.cited, building.lease_end.cited]))
    }

    fn why_needed(&self, need: Option<bool>, space: &Told<YesNo>, needs: &str, what: &str) -> String {
        match need {
            Some(false) => format!("the service does not need {needs}"),
            Some(true) => format!(
                "the service needs {needs}; {}",
                said(space, &format!("whether there is {what}"), what)
            ),
            None if space.value() == Some(&YesNo::Yes) => format!("the building has {what}, needed or not"),
            None => format!(
                "no register tells whether the service needs {needs}; {}",
                said(space, &format!("whether there is {what}"), what)
            ),
        }
    }

    fn why_no_hours(&self) -> String {
        if !self.service.hours.is_known() {
            return format!("of the service: {}", silence(&self.service.hours, "its hours"));
        }
        if !self.building.hours.is_known() {
            return format!("of the building: {}", silence(&self.building.hours, "its opening hours"));
        }
        "the service is closed all week".to_owned()
    }

    fn why_room(&self) -> String {
        let rooms: Vec<String> = criteria::rooms(self.service, self.building)
            .map(|room| {
                format!(
                    "{} {} are spare and {} are needed",
                    number(room.spare),
                    room.unit,
                    number(room.needed)
                )
            })
            .collect();
        if !rooms.is_empty() {
            return rooms.join("; ");
        }
        let spare: Vec<String> = [
            ("m²", &self.building.spare_area),
            ("desks", &self.building.spare_desks),
            ("sessions a week", &self.building.spare_sessions),
        ]
        .iter()
        .filter_map(|(unit, told)| Some(format!("{} {unit}", number(*told.value()?))))
        .collect();
        if spare.is_empty() {
            "no register tells what is spare in the building".to_owned()
        } else {
            format!(
                "{} are spare, and no register tells how much the service needs of them",
                spare.join(", ")
            )
        }
    }

    fn room_cells(&self) -> Vec<Cited> {
        let (service, building) = (self.service, self.building);
        let all = [
            (building.spare_area.cited, building.spare_area.is_known()),
            (building.spare_desks.cited, building.spare_desks.is_known()),
            (building.spare_sessions.cited, building.spare_sessions.is_known()),
            (service.needs_area.cited, service.needs_area.is_known()),
            (service.needs_desks.cited, service.needs_desks.is_known()),
            (service.needs_sessions.cited, service.needs_sessions.is_known()),
        ];
        cells(all.into_iter().map(|(cited, known)| cited.filter(|_| known)))
    }

    fn why_boundary(&self) -> String {
        let ties = self.setting.ties;
        let Some(Some((layer, _))) = ties.of_service.get(self.pair.service as usize) else {
            return "the service is not tied to an area of a partner".to_owned();
        };
        let layer = &ties.layers[*layer];
        let name = |area: Option<u32>| area.and_then(|area| layer.areas.get(area as usize)).cloned();
        match ties.between(self.pair.service, self.pair.building) {
            Tie::Tied { service, building } => match (name(service), name(building)) {
                (Some(own), Some(other)) if own == other => format!("both lie in {own} ({})", layer.title),
                (Some(own), Some(other)) => {
                    format!("the service belongs to {own}, the building lies in {other} ({})", layer.title)
                }
                _ => format!("one of the two lies in no area of {}", layer.title),
            },
            Tie::Free => "the service is not tied to an area of a partner".to_owned(),
        }
    }

    fn criterion(&self, criterion: Criterion, weight: f64) -> CriterionLine {
        let value = self.pair.values[criterion.position()];
        let (how, rests_on) = self.how(criterion);
        CriterionLine { criterion, value, weight, how, rests_on }
    }

    fn how(&self, criterion: Criterion) -> (String, Vec<Cited>) {
        let (service, building, scales) = (self.service, self.building, &self.spec.scales);
        match criterion {
            Criterion::Access => (self.how_access(), Vec::new()),
            Criterion::Equality => (self.how_equality(), Vec::new()),
            Criterion::Need => (self.how_need(), Vec::new()),
            Criterion::Space => (self.why_room(), self.room_cells()),
            Criterion::Cost => {
                let how = building.cost_per_m2().map_or_else(
                    || {
                        let silent = if building.running_cost.is_known() {
                            silence(&building.floor_area, "the floor area")
                        } else {
                            silence(&building.running_cost, "the running cost")
                        };
                        format!("not known: {silent}")
                    },
                    |cost| {
                        format!(
                            "£{} a m² and year; £{} scores 1 and £{} scores 0",
                            number(cost.round()),
                            scales.cost_best,
                            scales.cost_worst
                        )
                    },
                );
                (how, cells([building.running_cost.cited, building.floor_area.cited]))
            }
            Criterion::Condition => {
                let how = building.condition.value().map_or_else(
                    || format!("not known: {}", silence(&building.condition, "the condition")),
                    |grade| format!("grade {}", grade.key()),
                );
                (how, cells([building.condition.cited]))
            }
            Criterion::Hours => {
                let how = match (
                    service.hours.value(),
                    building.hours.value(),
                    criteria::hours_share(service, building),
                ) {
                    (Some(own), Some(theirs), Some(_)) => format!(
                        "{} of {} hours a week: the building is open {}",
                        hours(own.shared(theirs)),
                        hours(own.minutes()),
                        theirs.words()
                    ),
                    _ => format!("not known: {}", self.why_no_hours()),
                };
                (how, cells([service.hours.cited, building.hours.cited]))
            }
            Criterion::Partner => {
                let how = match (service.partner.value(), building.partner.value()) {
                    (Some(own), Some(theirs)) => {
                        format!("{} with {}: as the search weighs them", own.key(), theirs.key())
                    }
                    (None, _) => format!(
                        "not known: {}",
                        silence(&service.partner, "the kind of the service's organisation")
                    ),
                    (_, None) => {
                        format!("not known: {}", silence(&building.partner, "the kind of the owner"))
                    }
                };
                (how, cells([service.partner.cited, building.partner.cited]))
            }
            Criterion::Nearness => (
                format!(
                    "{} of at most {} minutes on foot",
                    number((self.pair.minutes * 10.0).round() / 10.0),
                    self.spec.distances.reach_minutes
                ),
                Vec::new(),
            ),
        }
    }

    fn how_access(&self) -> String {
        criteria::access(self.reached, self.setting.demand).map_or_else(
            || "not known: nobody is counted within reach".to_owned(),
            |access| {
                format!(
                    "{} people are within {} minutes of the building, {} of where the service is now, {} of both: {} of {}",
                    people(access.then), self.spec.distances.catchment_minutes, people(access.now), people(access.both),
                    people(access.then), people(access.now + access.then - access.both)
                )
            },
        )
    }

    fn how_equality(&self) -> String {
        let demand = self.setting.demand;
        if demand.groups.is_empty() {
            return "not known: the search names no group of people".to_owned();
        }
        match criteria::equality(self.reached, demand) {
            Some((group, share)) => format!(
                "of the group that keeps least, \u{201c}{}\u{201d}, {} of those within reach now stay within reach",
                demand.groups[group],
                percent(share)
            ),
            None => "not known: no group is counted within reach of where the service is now".to_owned(),
        }
    }

    fn how_need(&self) -> String {
        let demand = self.setting.demand;
        match (&demand.need_from, demand.need(self.reached.then)) {
            (Some(from), Some(need)) => format!(
                "people within reach live where need is greater than in {} of areas, on average ({from})",
                percent(need)
            ),
            (Some(from), None) => format!("not known: {from} does not tell it for all areas within reach"),
            (None, _) => "not known: the search names no figure of need".to_owned(),
        }
    }

    fn sentence(
        &self,
        access: Option<criteria::Access>,
        estimate: &Estimate,
        questions: &[String],
    ) -> String {
        let (service, building) = (self.service, self.building);
        let whose = service.owner.value().map_or_else(String::new, |owner| format!(" ({owner})"));
        let kind = building.partner.value().map_or_else(
            || "a building".to_owned(),
            |kind| {
                let word = kind.adjective();
                let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                format!("{article} {word} building")
            },
        );
        let walk = if self.pair.minutes < 0.5 {
            "at the same point as it is now".to_owned()
        } else {
            format!(
                "{} minutes\u{2019} walk from where it is now",
                number(self.pair.minutes.round().max(1.0))
            )
        };
        let mut parts =
            vec![format!("{}{whose} could move into {}, {kind} {walk}.", service.name, building.name)];
        let rooms: Vec<String> = criteria::rooms(service, building)
            .map(|room| {
                format!("{} spare {} for the {} needed", number(room.spare), room.unit, number(room.needed))
            })
            .collect();
        let mut has = Vec::new();
        if !rooms.is_empty() {
            has.push(format!("has {}", rooms.join(" and ")));
        }
        if let Some(share) = criteria::hours_share(service, building) {
            has.push(format!("is open for {} of its hours", percent(share)));
        }
        if !has.is_empty() {
            parts.push(format!("The building {}.", has.join(" and ")));
        }
        if let Some(access) = access.filter(|access| access.now > 0.0) {
            let minutes = self.spec.distances.catchment_minutes;
            let lost = access.now - access.both;
            parts.push(format!(
                "Of {} people within {minutes} minutes now, {} would lose that; {} would gain it.",
                people(access.now),
                people(lost),
                people(access.then - access.both)
            ));
        }
        if estimate.is_crowded {
            parts.push("The building would be crowded, which lowers access for all who use it.".to_owned());
        }
        if !questions.is_empty() {
            parts.push(format!("To be asked first: {}", questions.join(" ")));
        }
        parts.join(" ")
    }
}

fn said(told: &Told<YesNo>, whether: &str, what: &str) -> String {
    match told.value() {
        Some(YesNo::Yes) => format!("the register says yes to {what}"),
        Some(YesNo::No) => format!("the register says no to {what}"),
        Some(YesNo::Part) => format!("the register says that there is {what} in part"),
        None => silence(told, whether),
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn hours(minutes: u32) -> String {
    number((f64::from(minutes) / 6.0).round() / 10.0)
}

/// A figure without needless decimals.
fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    grouped(&format!("{rounded}"))
}

/// People, whole.
fn people(count: f64) -> String {
    grouped(&format!("{:.0}", count.max(0.0)))
}

/// Thousands apart.
fn grouped(figure: &str) -> String {
    let (whole, rest) = figure.split_once('.').map_or((figure, None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && !out.ends_with('-') {
            out.push(',');
        }
        out.push(digit);
    }
    rest.map_or_else(|| out.clone(), |rest| format!("{out}.{rest}"))
}
