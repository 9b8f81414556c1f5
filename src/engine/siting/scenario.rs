//! Trying out a plan on the data of a place.

use crate::engine::Engine;
use crate::geom::Grid;
use crate::model::{Checksum, EditionKey};
use crate::scenario::{
    Action, ActionSpec, Effect, LinkedPack, Pack, PlaceSpec, Plan, ScenarioSpec, Setting, Venue, effect,
};

use super::error::SitingError;
use super::locate::both;
use super::minutes::TravelBy;
use super::people::People;
use super::sites::Sites;

/// A scenario tried out. It is no part of the place.
#[derive(Debug, Clone)]
pub struct Tried {
    /// The recipe.
    pub spec: ScenarioSpec,
    /// A digest of the recipe and of all data it was reckoned on.
    pub id: String,
    /// Version of the place.
    pub version: u64,
    /// Who is served.
    pub people: People,
    /// The service as it is today.
    pub sites: Sites,
    /// Where each venue of the setting lies: sites first, then new places.
    pub places: Vec<Grid>,
    /// How times were found.
    pub by: TravelBy,
    /// What stays the same.
    pub setting: Setting,
    /// What changes.
    pub plan: Plan,
    /// What it does.
    pub effect: Effect,
    /// The evidence, where the recipe gives a day for it.
    pub pack: Option<Pack>,
    /// The evidence linked to the recipe's decision.
    pub linked: Option<LinkedPack>,
    /// Every edition that was read.
    pub data: Vec<EditionKey>,
}

impl Engine {
    /// Tries out a scenario. `recipe` is its text, which its id stands for.
    ///
    /// # Errors
    /// Every [`SitingError`] that can be told at once.
    pub fn try_out(&self, spec: &ScenarioSpec, recipe: &str) -> Result<Tried, Vec<SitingError>> {
        let (people, sites) = both(self.who_lives(&spec.people), self.sites(&spec.sites))?;
        let mut venues = Venues::today(&sites);
        let actions = self.actions(spec, &sites, &mut venues)?;
        let travel = self.travel(&spec.travel)?;
        let setting = Setting {
            areas: people.areas.clone(),
            groups: people.groups.clone(),
            families: people.families.clone(),
            spots: people.spots.clone(),
            minutes: travel.journeys(&people.points, &venues.places).minutes,
            venues: venues.list,
        };
        several(setting.faults())?;
        let plan = Plan { title: spec.title.clone(), actions };
        let effect = effect(&setting, &plan, spec.thresholds)
            .map_err(|faults| faults.into_iter().map(SitingError::from).collect::<Vec<_>>())?;
        let mut data: Vec<EditionKey> = people.data.clone();
        data.extend(sites.editions.iter().cloned());
        data.extend(travel.by().network().cloned());
        data.extend(venues.registers);
        data.sort();
        data.dedup();
        let mut tried = Tried {
            id: self.id_of(recipe, &data),
            version: self.version(),
            spec: spec.clone(),
            people,
            sites,
            places: venues.places,
            by: travel.by(),
            setting,
            plan,
            effect,
            pack: None,
            linked: None,
            data,
        };
        tried.pack = self.pack(&tried);
        if let (Some(pack), Some(decision)) = (&tried.pack, &spec.pack.decision) {
            let linked = pack.clone().link(decision);
            tried.linked =
                Some(linked.map_err(|errors| errors.into_iter().map(SitingError::from).collect::<Vec<_>>())?);
        }
        Ok(tried)
    }

    /// The same recipe on the same rows has the same id; any other has not.
    fn id_of(&self, recipe: &str, data: &[EditionKey]) -> String {
        let contents = data.iter().map(|key| {
            let content = self.edition(key).map_or("", |edition| edition.content.as_str());
            format!("{key} {content}\n")
        });
        let text: String = contents.chain([recipe.to_owned()]).collect();
        Checksum::of(text.as_bytes()).to_string()
    }

    fn actions(
        &self,
        spec: &ScenarioSpec,
        sites: &Sites,
        venues: &mut Venues,
    ) -> Result<Vec<Action>, Vec<SitingError>> {
        let (mut actions, mut errors) = (Vec::new(), Vec::new());
        for written in &spec.actions {
            match self.action(written, sites, venues) {
                Ok(action) => actions.push(action),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() { Ok(actions) } else { Err(errors) }
    }

    fn action(
        &self,
        written: &ActionSpec,
        sites: &Sites,
        venues: &mut Venues,
    ) -> Result<Action, SitingError> {
        let site = |id: &String| sites.position(id).map(|at| sites.records[at].id.clone());
        Ok(match written {
            ActionSpec::Close { site: id } => Action::Close { venue: site(id)? },
            ActionSpec::Move { site: id, to } => {
                Action::Move { venue: site(id)?, to: self.venue(to, sites, venues)? }
            }
            ActionSpec::Open { at } => Action::Open { venue: self.venue(at, sites, venues)? },
            ActionSpec::Share { site: id, with } => {
                Action::Share { venue: site(id)?, with: self.venue(with, sites, venues)? }
            }
        })
    }

    /// The id of a place that the service may come to, new to the setting or not.
    fn venue(&self, place: &PlaceSpec, sites: &Sites, venues: &mut Venues) -> Result<String, SitingError> {
        let (id, name, at) = match place {
            PlaceSpec::Point { name, easting, northing } => {
                (format!("point {easting} {northing}"), name.clone(), Grid { e: *easting, n: *northing })
            }
            PlaceSpec::Record { register, id } => {
                let (edition, rows) = self.wanted_register(register)?;
                // A record that is a site, or tells of the building of one, is that site.
                if sites.is_register(&edition.key) {
                    return Ok(sites.records[sites.position(id)?].id.clone());
                }
                if let Some(site) = self.site_of(sites, &edition.key.dataset, id) {
                    return Ok(site.id.clone());
                }
                let building = self.building_of(&edition.key.dataset, id);
                let found: Vec<_> = rows.records.iter().filter(|record| record.id == *id).collect();
                let (named, id) = (edition.key.to_string(), id.clone());
                // A register without points may tell of a building of which another has one.
                let of_building = building.as_ref().and_then(|(_, building)| building.at);
                let lies =
                    found.iter().filter_map(|record| Some((record, record.location.or(of_building)?.0)));
                let located: Vec<_> = lies.collect();
                let [(record, at)] = located[..] else {
                    return Err(SitingError::NoSite { named, id, found: located.len() });
                };
                venues.registers.push(edition.key.clone());
                if record.location.is_none() {
                    let told = building.iter().flat_map(|(_, building)| &building.records);
                    let estate = self.estate();
                    venues
                        .registers
                        .extend(told.map(|(at, _)| estate.registers[usize::from(*at)].edition.clone()));
                }
                let name = record.name.clone().unwrap_or_else(|| record.id.clone());
                (format!("{named} {id}"), name, at)
            }
        };
        if !venues.list.iter().any(|venue| venue.id == id) {
            venues.list.push(Venue { id: id.clone(), name, open: false });
            venues.places.push(at);
        }
        Ok(id)
    }

    fn pack(&self, tried: &Tried) -> Option<Pack> {
        let spec = &tried.spec;
        let blank = Pack {
            title: spec.title.clone(),
            scenario: tried.id.clone(),
            date: spec.date?,
            place: self.snapshot.info.name.clone(),
            data_version: tried.version,
            data: tried.data.iter().map(ToString::to_string).collect(),
            travel: tried.by.words(),
            assumptions: spec
                .assumptions
                .iter()
                .cloned()
                .chain(tried.people.notes.iter().map(|note| note.0.clone()))
                .collect(),
            actions: Vec::new(),
            threshold_minutes: spec.thresholds.minutes,
            near_minutes: spec.thresholds.near,
            tallies: Vec::new(),
            mitigations: spec.pack.mitigations.clone(),
            sign_off: spec.pack.sign_off.clone(),
        };
        Some(Pack::reckoned(&tried.setting, &tried.plan, &tried.effect, blank))
    }
}

/// Places of the service, today's first.
struct Venues {
    list: Vec<Venue>,
    places: Vec<Grid>,
    registers: Vec<EditionKey>,
}

impl Venues {
    fn today(sites: &Sites) -> Self {
        let venue = |site: &super::sites::SiteRecord| Venue {
            id: site.id.clone(),
            name: site.name.clone(),
            open: true,
        };
        Self {
            list: sites.records.iter().map(venue).collect(),
            places: sites.records.iter().map(|site| site.at).collect(),
            registers: Vec::new(),
        }
    }
}

fn several<E: Into<SitingError>>(faults: Vec<E>) -> Result<(), Vec<SitingError>> {
    if faults.is_empty() { Ok(()) } else { Err(faults.into_iter().map(Into::into).collect()) }
}
