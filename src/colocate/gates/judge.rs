//! The answers, from what registers tell of a service and a building.

use jiff::civil::Date;

use crate::colocate::building::{Building, Service};
use crate::colocate::criteria;
use crate::colocate::search::GateRules;
use crate::colocate::told::{Known, Told};
use crate::colocate::words::{self, Tenure, YesNo};

use super::{Answer, Answers, Gate, Tie};

/// What gates are judged by.
#[derive(Debug, Clone, Copy)]
pub struct Judge<'a> {
    /// The thresholds.
    pub rules: &'a GateRules,
    /// The day.
    pub date: Date,
}

impl Judge<'_> {
    /// All gates, without words.
    #[must_use]
    pub fn answers(&self, service: &Service, building: &Building, tie: Tie) -> Answers {
        Answers(Gate::ALL.map(|gate| {
            if self.rules.skip.contains_key(&gate) {
                return Answer::Skipped;
            }
            match gate {
                Gate::Safeguarding => needed(self.separation(service), &building.separate_space),
                Gate::SecureSpace => needed(self.secure(service), &building.secure_space),
                Gate::Hours => self.hours(service, building),
                Gate::Capacity => capacity(service, building),
                Gate::Boundary => boundary(tie),
                _ => self.of_building(gate, building),
            }
        }))
    }

    /// A gate that only the building decides, for any service.
    #[must_use]
    pub fn of_building(&self, gate: Gate, building: &Building) -> Answer {
        if self.rules.skip.contains_key(&gate) {
            return Answer::Skipped;
        }
        match gate {
            Gate::Tenure => tenure(building),
            Gate::Lease => self.lease(building),
            Gate::StepFree => answer(&building.step_free),
            Gate::Compliance => match building.compliance_until.value() {
                Some(until) if *until >= self.date => Answer::Yes,
                Some(_) => Answer::No,
                None => Answer::Unknown,
            },
            Gate::Capacity => any_room(building),
            Gate::Safeguarding | Gate::SecureSpace | Gate::Hours | Gate::Boundary => Answer::Skipped,
        }
    }

    fn lease(&self, building: &Building) -> Answer {
        match (building.tenure.value(), building.lease_end.value()) {
            (Some(Tenure::Freehold), _) => Answer::Yes,
            (_, Some(end)) if *end >= lease_until(self.date, self.rules.lease_years) => Answer::Yes,
            (_, Some(_)) => Answer::No,
            (_, None) => Answer::Unknown,
        }
    }

    fn hours(&self, service: &Service, building: &Building) -> Answer {
        match criteria::hours_share(service, building) {
            Some(share) if share >= self.rules.hours_share => Answer::Yes,
            Some(_) => Answer::No,
            None => Answer::Unknown,
        }
    }

    /// Whether users must be kept apart: as a register says, else by the kind
    /// of service, where the search lists such kinds.
    pub(in crate::colocate) fn separation(&self, service: &Service) -> Option<bool> {
        need(&service.needs_separation, &self.rules.separate_terms, service)
    }

    pub(in crate::colocate) fn secure(&self, service: &Service) -> Option<bool> {
        need(&service.needs_secure, &self.rules.secure_terms, service)
    }
}

fn need(said: &Told<YesNo>, terms: &[String], service: &Service) -> Option<bool> {
    match said.known {
        Known::Is(YesNo::No) => Some(false),
        Known::Is(YesNo::Yes | YesNo::Part) => Some(true),
        Known::Unread(_) => None,
        Known::Missing if terms.is_empty() => None,
        Known::Missing => service.terms.value().map(|own| {
            own.iter().any(|term| terms.iter().any(|listed| words::plain(listed) == words::plain(term)))
        }),
    }
}

/// A space that is needed or not.
fn needed(need: Option<bool>, space: &Told<YesNo>) -> Answer {
    match (need, answer(space)) {
        (Some(false), _) | (_, Answer::Yes) => Answer::Yes,
        (Some(true), Answer::No) => Answer::No,
        _ => Answer::Unknown,
    }
}

/// "In part" answers a gate no better than silence: part of what?
fn answer(told: &Told<YesNo>) -> Answer {
    match told.value() {
        Some(YesNo::Yes) => Answer::Yes,
        Some(YesNo::No) => Answer::No,
        Some(YesNo::Part) | None => Answer::Unknown,
    }
}

/// What is said of sharing decides. Else a freeholder may share, a lease has
/// to be read, and a licence is the holder's own and cannot be shared.
fn tenure(building: &Building) -> Answer {
    match (&building.sharing.known, building.tenure.value()) {
        (Known::Is(YesNo::Yes), _) => Answer::Yes,
        (Known::Is(YesNo::No), _) | (Known::Missing, Some(Tenure::Licence)) => Answer::No,
        (Known::Missing, Some(Tenure::Freehold)) if !is_let(building) => Answer::Yes,
        // A cell that is not understood may say no.
        _ => Answer::Unknown,
    }
}

/// A building that the owner has let is not the owner's to share.
pub(in crate::colocate) fn is_let(building: &Building) -> bool {
    building.tenure_detail.value().is_some_and(|detail| {
        let plain = words::plain(detail);
        let says = |word: &str| plain.split(' ').any(|own| own == word);
        ["let", "leased", "licensed", "tenant"].into_iter().any(says)
            || matches!(words::tenure(detail), Some(Tenure::Leasehold | Tenure::Licence))
    })
}

/// Whether what is spare is enough, in every unit that both sides tell.
fn capacity(service: &Service, building: &Building) -> Answer {
    match criteria::room(service, building) {
        Some(share) if share >= 1.0 => Answer::Yes,
        Some(_) => Answer::No,
        None if any_room(building) == Answer::No => Answer::No,
        None => Answer::Unknown,
    }
}

/// No where all that is told of spare room is nought.
fn any_room(building: &Building) -> Answer {
    let told = [&building.spare_area, &building.spare_desks, &building.spare_sessions];
    let mut known = told.iter().filter_map(|spare| spare.value()).peekable();
    if known.peek().is_none() {
        return Answer::Unknown;
    }
    if known.any(|spare| *spare > 0.0) { Answer::Yes } else { Answer::No }
}

fn boundary(tie: Tie) -> Answer {
    match tie {
        Tie::Free => Answer::Yes,
        Tie::Tied { service: Some(service), building: Some(building) } if service == building => Answer::Yes,
        Tie::Tied { service: Some(_), building: Some(_) } => Answer::No,
        Tie::Tied { .. } => Answer::Unknown,
    }
}

/// The day until which a lease must run, from the day of the search.
pub(in crate::colocate) fn lease_until(date: Date, years: f64) -> Date {
    #[expect(clippy::cast_possible_truncation, reason = "a search asks for at most a hundred years")]
    let months = (years * 12.0).round() as i64;
    date.checked_add(jiff::Span::new().try_months(months).unwrap_or_default()).unwrap_or(Date::MAX)
}
