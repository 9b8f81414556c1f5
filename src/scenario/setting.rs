//! Where people live, where the service is or could be, and how long it takes.

use crate::locate::Costs;

/// A number of people with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Count {
    /// The number.
    pub people: f64,
    /// Its standard error; 0 for a figure as published.
    pub error: f64,
}

/// A group of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// "65 and over".
    pub name: String,
    /// "Age".
    pub family: String,
}

/// Something that tells small areas apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// "Ward".
    pub name: String,
    /// The class of each area; `None` where not known.
    pub of_area: Vec<Option<String>>,
}

/// A small area.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Option<String>,
    /// How many live there; `None` where not known.
    pub residents: Option<Count>,
    /// How many of each group; `None` where not known.
    pub groups: Vec<Option<Count>>,
}

/// A point that stands for some of the people of an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Position of the area.
    pub area: usize,
    /// Its part of the area's people, in any unit.
    pub weight: f64,
}

/// A place that offers the service, or could.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Venue {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether the service is there today.
    pub open: bool,
}

/// Everything that stays the same, whatever is planned.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Small areas.
    pub areas: Vec<Area>,
    /// Groups of people.
    pub groups: Vec<Group>,
    /// Classes of small areas.
    pub families: Vec<Family>,
    /// Points where people live, those of one area together.
    pub spots: Vec<Spot>,
    /// Places of the service.
    pub venues: Vec<Venue>,
    /// Minutes from every spot to the venues it can reach.
    pub minutes: Costs,
}

/// What can be wrong with a setting.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SettingFault {
    /// Nobody lives anywhere.
    #[error("nobody lives in any of the {0} small areas")]
    NoPeople(usize),
    /// An area without a spot.
    #[error("'{0}' has no point where people live")]
    NoSpot(String),
    /// Numbers that cannot be.
    #[error("{what} of '{area}' is {value}; it must be a number from 0 up")]
    BadNumber {
        /// Which number.
        what: String,
        /// Of which area.
        area: String,
        /// What stands there.
        value: f64,
    },
    /// Lists that do not fit together.
    #[error("{0}")]
    Shape(String),
    /// Two venues share an id.
    #[error("the id '{0}' stands for two places of the service")]
    RepeatedVenue(String),
}

impl Setting {
    /// Everything that is wrong with it.
    #[must_use]
    pub fn faults(&self) -> Vec<SettingFault> {
        let mut faults = self.shape();
        if faults.is_empty() {
            self.numbers(&mut faults);
            let people: f64 = self.areas.iter().filter_map(|area| area.residents).map(|n| n.people).sum();
            if people <= 0.0 {
                faults.push(SettingFault::NoPeople(self.areas.len()));
            }
        }
        faults
    }

    fn shape(&self) -> Vec<SettingFault> {
        let mut faults = Vec::new();
        let mut say = |right: bool, words: String| {
            if !right {
                faults.push(SettingFault::Shape(words));
            }
        };
        let (areas, spots) = (self.areas.len(), self.spots.len());
        say(self.minutes.len() == spots, format!("minutes speak of {} spots of {spots}", self.minutes.len()));
        say(self.spots.is_sorted_by_key(|spot| spot.area), "spots of one area stand apart".into());
        say(self.spots.iter().all(|spot| spot.area < areas), "a spot lies in no area".into());
        for family in &self.families {
            let classes = family.of_area.len();
            say(classes == areas, format!("'{}' has {classes} classes for {areas} areas", family.name));
        }
        let groups = self.groups.len();
        say(
            self.areas.iter().all(|area| area.groups.len() == groups),
            format!("an area does not list the {groups} groups"),
        );
        let mut ids: Vec<&str> = self.venues.iter().map(|venue| venue.id.as_str()).collect();
        ids.sort_unstable();
        let twice = ids.windows(2).filter(|pair| pair[0] == pair[1]);
        faults.extend(twice.map(|pair| SettingFault::RepeatedVenue(pair[0].to_owned())));
        faults
    }

    fn numbers(&self, faults: &mut Vec<SettingFault>) {
        let mut held = vec![0.0; self.areas.len()];
        for (at, spot) in self.spots.iter().enumerate() {
            let area = || self.areas[spot.area].code.clone();
            held[spot.area] += spot.weight;
            if !spot.weight.is_finite() || spot.weight < 0.0 {
                let (what, area, value) = ("a spot's weight".into(), area(), spot.weight);
                faults.push(SettingFault::BadNumber { what, area, value });
            }
            for way in self.minutes.of(at) {
                if !way.cost.is_finite() || way.cost < 0.0 || way.site as usize >= self.venues.len() {
                    let (what, area, value) = (format!("the way to place {}", way.site), area(), way.cost);
                    faults.push(SettingFault::BadNumber { what, area, value });
                }
            }
        }
        for (area, held) in self.areas.iter().zip(held) {
            // A weight that is no number was told above and makes no spot either.
            if held.is_nan() || held <= 0.0 {
                faults.push(SettingFault::NoSpot(area.code.clone()));
            }
            for count in area.groups.iter().flatten().chain(&area.residents) {
                for value in [count.people, count.error] {
                    if !value.is_finite() || value < 0.0 {
                        let (what, area) = ("a number of people".into(), area.code.clone());
                        faults.push(SettingFault::BadNumber { what, area, value });
                    }
                }
            }
        }
    }
}
