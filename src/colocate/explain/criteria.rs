//! How each criterion comes about, in words and figures.

use crate::colocate::criteria::{self, Criterion};
use crate::colocate::told::{Cited, Told};
use crate::model::{Field, PartnerType};

use super::words::{cells, hours, number, people, percent, silence};
use super::{CriterionLine, Sides};

impl Sides<'_> {
    pub(super) fn criterion(&self, criterion: Criterion, weight: f64) -> CriterionLine {
        let value = self.pair.values[criterion.position()];
        let (how, rests_on) = self.how(criterion);
        CriterionLine { criterion, value, weight, how, rests_on }
    }

    pub(super) fn how(&self, criterion: Criterion) -> (String, Vec<Cited>) {
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
                        "{} of {} hours a week: the building is open {}{}",
                        hours(own.shared(theirs)),
                        hours(own.minutes()),
                        theirs.words(),
                        self.whose_hours()
                    ),
                    _ => format!("not known: {}", self.why_no_hours()),
                };
                (how, cells([service.hours.cited, building.hours.cited]))
            }
            Criterion::Partner => {
                let how = match (service.partner.value(), building.partner.value()) {
                    (Some(own), Some(theirs)) => {
                        format!(
                            "{}{} with {}{}: as the search weighs them",
                            own.key(),
                            by_name(&service.partner),
                            theirs.key(),
                            by_name(&building.partner)
                        )
                    }
                    (None, _) => format!(
                        "not known: {}",
                        silence(&service.partner, "the kind of the service\u{2019}s organisation")
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

    /// Says so where the hours of a service are those of its building.
    pub(super) fn whose_hours(&self) -> &'static str {
        if self.service.hours_of_building {
            "; no register tells the service\u{2019}s own hours, so those of the building that it is in are taken"
        } else {
            ""
        }
    }

    pub(super) fn how_access(&self) -> String {
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

    pub(super) fn how_equality(&self) -> String {
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
            None if self.groups_unknown() => {
                "not known: some areas within reach now do not tell how many of a group live there".to_owned()
            }
            None => "not known: no group is counted within reach of where the service is now".to_owned(),
        }
    }

    /// Whether an area within reach now leaves the size of a group open.
    fn groups_unknown(&self) -> bool {
        let now = self.reached.now;
        now.is_some_and(|now| self.setting.demand.served(now.iter().copied()).groups.contains(&None))
    }

    pub(super) fn how_need(&self) -> String {
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
}

/// Says so where the kind of an organisation was read off its name.
fn by_name(told: &Told<PartnerType>) -> &'static str {
    if told.cited.is_some_and(|cited| cited.field == Field::Owner) { " (read off the name)" } else { "" }
}
