//! Who lives within some minutes' walk of a point: by streets, and by the straight line beside it.

use crate::engine::Engine;
use crate::geom::Grid;
use crate::locate::{Along, PeopleSpec, TravelSpec};
use crate::model::EditionKey;
use crate::scenario::{Action, OF_EVERYONE, Plan, Range, Setting, Thresholds, Venue, effect};

use super::error::SitingError;
use super::minutes::TravelBy;

/// Those who live around a point.
#[derive(Debug, Clone, PartialEq)]
pub struct PeopleAround {
    /// Ends of the rings, in minutes, ascending.
    pub limits: Vec<f64>,
    /// Who is counted: family and name; everyone first.
    pub groups: Vec<(String, String)>,
    /// By streets, where the place has a network that comes near the point.
    pub streets: Option<Within>,
    /// By the straight line with the usual detour.
    pub line: Within,
    /// The layer of the small areas.
    pub areas: EditionKey,
    /// The layer within which alone people are counted.
    pub within: Option<String>,
    /// Every edition that was read.
    pub data: Vec<EditionKey>,
    /// What a reader must know of the people.
    pub notes: Vec<String>,
}

/// People within each limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Within {
    /// How times were found.
    pub by: TravelBy,
    /// People within each limit, those of the limits before included; of each
    /// limit one sum a group, with its 95 % range.
    pub people: Vec<Vec<Range>>,
    /// People from whom there is no way, however long.
    pub no_way: Range,
    /// All people.
    pub all: Range,
}

impl Engine {
    /// Counts the people around a point.
    ///
    /// # Errors
    /// Every [`SitingError`] that can be told at once.
    pub fn people_around(
        &self,
        spec: &PeopleSpec,
        at: Grid,
        limits: &[f64],
    ) -> Result<PeopleAround, Vec<SitingError>> {
        let spec = PeopleSpec { classes: Vec::new(), ..spec.clone() };
        let people = self.trials.people.get_or_make(format!("{spec:?}"), || self.who_lives(&spec))?;
        let mut setting = Setting {
            areas: people.areas.clone(),
            groups: people.groups.clone(),
            families: Vec::new(),
            spots: people.spots.clone(),
            minutes: crate::locate::Costs::new([]),
            venues: vec![Venue { id: HERE.into(), name: HERE.into(), open: false }],
        };
        // None where nobody at all can come: the point lies off the network, and how far it is for anybody is not known.
        let mut within = |travel: &TravelSpec| -> Result<Option<Within>, Vec<SitingError>> {
            let travel = self.travel(travel)?;
            let journeys = travel.journeys(&people.points, &[at]);
            setting.minutes = journeys.minutes;
            let nobody = journeys.astray.iter().all(|astray| *astray);
            if nobody { Ok(None) } else { counted(&setting, limits, travel.by()).map(Some) }
        };
        let line = within(&TravelSpec::default())?.ok_or_else(|| vec![SitingError::NoPeople])?;
        let network = self.main_network();
        let along = Along::Network { network: None, step_free: false };
        let streets = match network {
            Some(_) => within(&TravelSpec { along, ..TravelSpec::default() })?,
            None => None,
        };
        let everyone = (OF_EVERYONE.to_owned(), "All residents".to_owned());
        let groups = people.groups.iter().map(|group| (group.family.clone(), group.name.clone()));
        let mut data = people.data.clone();
        data.extend(network);
        Ok(PeopleAround {
            limits: limits.to_vec(),
            groups: std::iter::once(everyone).chain(groups).collect(),
            streets,
            line,
            areas: people.edition.clone(),
            within: spec.within.as_ref().map(ToString::to_string),
            data,
            notes: people.notes.iter().map(|note| note.0.clone()).collect(),
        })
    }
}

/// The point as a place of a service that opens there.
const HERE: &str = "here";

/// Who is newly near when something opens at the point is who lives within the limit.
fn counted(setting: &Setting, limits: &[f64], by: TravelBy) -> Result<Within, Vec<SitingError>> {
    let told = |faults: Vec<_>| faults.into_iter().map(SitingError::Setting).collect::<Vec<_>>();
    let faults = setting.faults();
    if !faults.is_empty() {
        return Err(told(faults));
    }
    let plan = Plan { title: String::new(), actions: vec![Action::Open { venue: HERE.into() }] };
    let mut people = Vec::with_capacity(limits.len());
    let none = Range { value: 0.0, low: 0.0, high: 0.0 };
    let (mut no_way, mut all) = (none, none);
    for near in limits {
        let thresholds = Thresholds { near: *near, ..Thresholds::default() };
        let effect = effect(setting, &plan, thresholds)
            .map_err(|faults| faults.into_iter().map(SitingError::Plan).collect::<Vec<_>>())?;
        if let Some(everyone) = effect.tallies.first() {
            (no_way, all) = (everyone.never_reached, everyone.people);
        }
        people.push(effect.tallies.iter().map(|tally| tally.newly_near).collect());
    }
    Ok(Within { by, people, no_way, all })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locate::Costs;
    use crate::scenario::{Area, Count, Group, Spot};

    #[test]
    fn people_within_a_limit_are_those_whose_spot_is_and_nobody_else() {
        let count = |people| Some(Count { people, error: 0.0 });
        let area = |code: &str, people, older| Area {
            code: code.into(),
            name: None,
            residents: count(people),
            groups: vec![older],
        };
        let spot = |area| Spot { area, weight: 1.0 };
        let setting = Setting {
            areas: vec![area("west", 100.0, count(40.0)), area("east", 60.0, None)],
            groups: vec![Group { family: "Age".into(), name: "65 and over".into() }],
            families: Vec::new(),
            spots: vec![spot(0), spot(0), spot(1)],
            minutes: Costs::new([vec![(0, 4.0)], vec![(0, 10.0)], vec![]]),
            venues: vec![Venue { id: HERE.into(), name: HERE.into(), open: false }],
        };
        let by = TravelBy::StraightLine { detour: 1.3, km_per_hour: 4.8 };
        let told = counted(&setting, &[5.0, 10.0], by).expect("no faults");
        let values: Vec<Vec<f64>> =
            told.people.iter().map(|row| row.iter().map(|range| range.value).collect()).collect();
        assert_eq!(values, [[50.0, 20.0], [100.0, 40.0]], "the limit itself is within");
        assert!(
            told.people[0][0].low < 50.0 && told.people[0][0].high > 50.0,
            "half of an area is an estimate"
        );
        assert_eq!((told.no_way.value, told.all.value), (60.0, 160.0));
    }
}
