//! Criteria: what makes one candidate better than another, each from 0 to 1.
//!
//! A criterion that nothing is known of has no value. The score is then a
//! range: from that criterion at its worst to it at its best.

use std::collections::BTreeMap;

use super::building::{Building, Service};
use super::demand::Demand;
use super::search::Scales;

/// What is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Criterion {
    /// Of the people within reach of either place, the share within reach of the building.
    Access,
    /// Of the people of the worst-off group within reach now, the share that stays so.
    Equality,
    /// How great the need is where the building is.
    Need,
    /// Spare room over room needed.
    Space,
    /// Running cost of the building for a m².
    Cost,
    /// Condition of the building.
    Condition,
    /// Share of the service's hours at which the building is open.
    Hours,
    /// How well the organisations go together.
    Partner,
    /// How near the building is to where the service is now.
    Nearness,
}

impl Criterion {
    /// All criteria, in the order in which they are told.
    pub const ALL: [Self; 9] = [
        Self::Access,
        Self::Equality,
        Self::Need,
        Self::Space,
        Self::Cost,
        Self::Condition,
        Self::Hours,
        Self::Partner,
        Self::Nearness,
    ];

    /// The name used in searches and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Equality => "equality",
            Self::Need => "need",
            Self::Space => "space",
            Self::Cost => "cost",
            Self::Condition => "condition",
            Self::Hours => "hours",
            Self::Partner => "partner",
            Self::Nearness => "nearness",
        }
    }

    /// The criterion of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|criterion| criterion.key() == key)
    }

    /// The name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Access => "People within reach",
            Self::Equality => "Groups that keep their reach",
            Self::Need => "Need around the building",
            Self::Space => "Room for the service",
            Self::Cost => "Running cost",
            Self::Condition => "Condition",
            Self::Hours => "Opening hours",
            Self::Partner => "Fit of the organisations",
            Self::Nearness => "Nearness to the present place",
        }
    }

    /// Its position in [`Criterion::ALL`].
    #[must_use]
    pub fn position(self) -> usize {
        Self::ALL.iter().position(|criterion| *criterion == self).unwrap_or(0)
    }
}

/// The values of all criteria, in the order of [`Criterion::ALL`].
pub type Values = [Option<f64>; 9];

/// A score as a range: with every unknown criterion at its worst, and at its best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// Unknown criteria count 0.
    pub low: f64,
    /// Unknown criteria count 1.
    pub high: f64,
}

impl Score {
    /// The middle of the range: what candidates are ranked by.
    #[must_use]
    pub fn middle(self) -> f64 {
        f64::midpoint(self.low, self.high)
    }
}

/// The weighted mean of the criteria that have a weight.
///
/// # Examples
/// ```
/// use wardwise::colocate::{Criterion, score};
/// let weights = [(Criterion::Access, 3.0), (Criterion::Cost, 1.0)].into();
/// let mut values = [None; 9];
/// values[Criterion::Access.position()] = Some(0.8);
/// let score = score(&values, &weights);
/// assert!((score.low - 0.6).abs() < 1e-12 && (score.high - 0.85).abs() < 1e-12);
/// ```
#[must_use]
pub fn score(values: &Values, weights: &BTreeMap<Criterion, f64>) -> Score {
    let (mut low, mut high, mut all) = (0.0, 0.0, 0.0);
    for (criterion, weight) in weights {
        let value = values[criterion.position()];
        low += weight * value.unwrap_or(0.0);
        high += weight * value.unwrap_or(1.0);
        all += weight;
    }
    if all > 0.0 { Score { low: low / all, high: high / all } } else { Score { low: 0.0, high: 1.0 } }
}

/// Who is within reach of where the service is and of the building.
#[derive(Debug, Clone, Copy)]
pub struct Reached<'a> {
    /// Areas within reach now, ascending; `None` where the service lies nowhere.
    pub now: Option<&'a [u32]>,
    /// Areas within reach of the building.
    pub then: &'a [u32],
}

/// The values of one candidate.
#[must_use]
pub fn values(
    service: &Service,
    building: &Building,
    reached: Reached<'_>,
    demand: &Demand,
    scales: &Scales,
    minutes_of_reach: (f64, f64),
) -> Values {
    let (minutes, reach) = minutes_of_reach;
    Criterion::ALL.map(|criterion| match criterion {
        Criterion::Access => access(reached, demand).map(Access::share),
        Criterion::Equality => equality(reached, demand).map(|(_, share)| share),
        Criterion::Need => demand.need(reached.then),
        Criterion::Space => room(service, building),
        Criterion::Cost => building.cost_per_m2().map(|cost| cost_scale(cost, scales)),
        Criterion::Condition => {
            building.condition.value().and_then(|grade| scales.condition.get(grade)).copied()
        }
        Criterion::Hours => hours_share(service, building),
        Criterion::Partner => partner(service, building, scales),
        Criterion::Nearness => Some((1.0 - minutes / reach).clamp(0.0, 1.0)),
    })
}

/// People within reach before and after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Access {
    /// Within reach now.
    pub now: f64,
    /// Within reach of the building.
    pub then: f64,
    /// Within reach of both.
    pub both: f64,
}

impl Access {
    /// Of those within reach of either, the share within reach of the building.
    #[must_use]
    pub fn share(self) -> f64 {
        self.then / (self.now + self.then - self.both)
    }
}

/// Who is within reach; `None` where nobody is, or the service lies nowhere.
#[must_use]
pub fn access(reached: Reached<'_>, demand: &Demand) -> Option<Access> {
    let people = |areas: &[u32]| areas.iter().map(|area| demand.points[*area as usize].people).sum::<f64>();
    let now = reached.now?;
    let both = in_both(now, reached.then).map(|area| demand.points[area as usize].people).sum();
    let access = Access { now: people(now), then: people(reached.then), both };
    (access.now + access.then > 0.0).then_some(access)
}

/// The group that keeps least of its reach, and the share it keeps. Groups
/// with nobody within reach now lose nothing and do not count.
#[must_use]
pub fn equality(reached: Reached<'_>, demand: &Demand) -> Option<(usize, f64)> {
    let now = reached.now?;
    let before = demand.served(now.iter().copied());
    let kept = demand.served(in_both(now, reached.then));
    let shares: Option<Vec<(usize, f64)>> = before
        .groups
        .iter()
        .zip(&kept.groups)
        .enumerate()
        .map(|(at, (before, kept))| Some((at, (*before)?, (*kept)?)))
        .filter(|found| found.is_none_or(|(_, before, _)| before > 0.0))
        .map(|found| found.map(|(at, before, kept)| (at, kept / before)))
        .collect();
    shares?.into_iter().min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
}

/// Areas in two ascending lists.
pub(super) fn in_both<'a>(a: &'a [u32], b: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let mut rest = b;
    a.iter().copied().filter(move |area| {
        let skip = rest.iter().take_while(|other| *other < area).count();
        rest = &rest[skip..];
        rest.first() == Some(area)
    })
}

/// A unit of room, with what is spare and what is needed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// The unit in words.
    pub unit: &'static str,
    /// Spare in the building.
    pub spare: f64,
    /// Needed by the service.
    pub needed: f64,
}

/// Every unit of which both sides tell.
pub fn rooms(service: &Service, building: &Building) -> impl Iterator<Item = Room> {
    let units = [
        ("m²", &building.spare_area, &service.needs_area),
        ("desks", &building.spare_desks, &service.needs_desks),
        ("sessions a week", &building.spare_sessions, &service.needs_sessions),
    ];
    units.into_iter().filter_map(|(unit, spare, needed)| {
        Some(Room { unit, spare: *spare.value()?, needed: *needed.value()? })
    })
}

/// Spare over needed room, at most 1; of several units the scarcest.
#[must_use]
pub fn room(service: &Service, building: &Building) -> Option<f64> {
    let share = |room: Room| if room.needed > 0.0 { (room.spare / room.needed).min(1.0) } else { 1.0 };
    rooms(service, building).map(share).min_by(f64::total_cmp)
}

/// The share of the service's week at which the building is open.
#[must_use]
pub fn hours_share(service: &Service, building: &Building) -> Option<f64> {
    let (own, theirs) = (service.hours.value()?, building.hours.value()?);
    (!own.is_closed()).then(|| f64::from(own.shared(theirs)) / f64::from(own.minutes()))
}

/// A running cost on the scale from worst to best.
#[must_use]
pub fn cost_scale(cost_per_m2: f64, scales: &Scales) -> f64 {
    ((scales.cost_worst - cost_per_m2) / (scales.cost_worst - scales.cost_best)).clamp(0.0, 1.0)
}

/// How two kinds of organisation go together: 1 well, 0 badly, ½ where the
/// search says nothing of them.
#[must_use]
pub fn partner(service: &Service, building: &Building, scales: &Scales) -> Option<f64> {
    let pair = Scales::pair(*service.partner.value()?, *building.partner.value()?);
    Some(if scales.good.contains(&pair) {
        1.0
    } else if scales.poor.contains(&pair) {
        0.0
    } else {
        0.5
    })
}
