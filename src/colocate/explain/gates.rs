//! Each gate's answer in words, with the cells it rests on.

use crate::colocate::criteria;
use crate::colocate::gates::{Gate, GateAnswer, Judge, Tie, is_let, lease_until};
use crate::colocate::told::{Cited, Known, Told};
use crate::colocate::words::{Tenure, YesNo};

use super::Sides;
use super::words::{cells, number, percent, said, silence};

impl Sides<'_> {
    pub(super) fn gate(&self, gate: Gate) -> GateAnswer {
        let answer = self.pair.answers.of(gate);
        let (why, rests_on) = match self.spec.gates.skip.get(&gate) {
            Some(reason) => (format!("not asked: {reason}"), Vec::new()),
            None => self.why(gate),
        };
        GateAnswer { gate, answer, why, rests_on }
    }

    pub(super) fn why(&self, gate: Gate) -> (String, Vec<Cited>) {
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
                            "the building is open for {} of the service\u{2019}s hours; {} are asked for{}",
                            percent(share),
                            percent(rules.hours_share),
                            self.whose_hours()
                        )
                    },
                );
                (why, cells([service.hours.cited, building.hours.cited]))
            }
            Gate::Capacity => (self.why_room(), self.room_cells()),
            Gate::Boundary => (self.why_boundary(), Vec::new()),
        }
    }

    pub(super) fn why_tenure(&self) -> (String, Vec<Cited>) {
        let building = self.building;
        let why = match (building.sharing.value(), building.tenure.value()) {
            _ if matches!(building.sharing.known, Known::Unread(_)) => {
                silence(&building.sharing, "whether it may be shared")
            }
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

    pub(super) fn why_lease(&self) -> (String, Vec<Cited>) {
        let building = self.building;
        let until = lease_until(self.spec.date, self.spec.gates.lease_years);
        let why = match (building.tenure.value(), building.lease_end.value()) {
            (Some(Tenure::Freehold), _) => "a freehold does not run out".to_owned(),
            (_, Some(end)) => format!("the lease ends on {end}; it is asked to run until {until}"),
            (_, None) => silence(&building.lease_end, "when the lease ends"),
        };
        (why, cells([building.tenure.cited, building.lease_end.cited]))
    }

    pub(super) fn why_needed(
        &self,
        need: Option<bool>,
        space: &Told<YesNo>,
        needs: &str,
        what: &str,
    ) -> String {
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

    pub(super) fn why_no_hours(&self) -> String {
        if !self.service.hours.is_known() {
            return format!("of the service: {}", silence(&self.service.hours, "its hours"));
        }
        if !self.building.hours.is_known() {
            return format!("of the building: {}", silence(&self.building.hours, "its opening hours"));
        }
        "the service is closed all week".to_owned()
    }

    pub(super) fn why_room(&self) -> String {
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

    pub(super) fn room_cells(&self) -> Vec<Cited> {
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

    pub(super) fn why_boundary(&self) -> String {
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
}
