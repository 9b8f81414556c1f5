//! Sites from the estate: every place that offers a kind of service.
//!
//! The estate is what the finder of co-location reads: registers that tell of
//! the same buildings are one there, and a service without a point of its own
//! lies where its building lies.

use std::collections::{BTreeMap, BTreeSet};

use crate::colocate::{Building, Estate, Service, words};
use crate::engine::Engine;
use crate::locate::{NumberFrom, SitesSpec};
use crate::model::EditionKey;

use super::error::SitingError;
use super::sites::{LeftOut, SiteRecord, Sites};

/// The kinds that an error lists at the most.
const MOST_KINDS: usize = 40;

impl Engine {
    /// Every place that offers a kind of service.
    pub(super) fn offering(&self, kind: &str, spec: &SitesSpec) -> Result<Sites, Vec<SitingError>> {
        let estate = self.estate();
        let offered: Vec<&Service> = estate.services.iter().filter(|one| offers(one, kind)).collect();
        if offered.is_empty() {
            return Err(vec![SitingError::NotOffered { kind: kind.to_owned(), known: kinds(&estate) }]);
        }
        let assumed =
            |from: Option<&NumberFrom>| from.and_then(|from| from.where_unknown).map(|number| (number, true));
        let mut times = BTreeMap::<String, usize>::new();
        for service in &offered {
            *times.entry(estate.service_id(service)).or_default() += 1;
        }
        let (mut records, mut left_out) = (Vec::new(), Vec::new());
        for service in &offered {
            let Some((at, precision)) = service.at else {
                left_out.push(LeftOut::Unlocated(service.name.clone()));
                continue;
            };
            let id = estate.service_id(service);
            let repeats = times.get(&id).is_some_and(|times| *times > 1);
            records.push(SiteRecord {
                id: if repeats { format!("{id} (row {})", service.record.1) } else { id },
                name: service.name.clone(),
                at,
                precision,
                partner: service.owner.value().cloned(),
                capacity: assumed(spec.capacity.as_ref()),
                cost: assumed(spec.cost.as_ref()),
                building: service.building,
            });
        }
        let named = format!("the places that offer '{kind}'");
        if records.is_empty() {
            return Err(vec![SitingError::NoSites(named)]);
        }
        // A joined building rests on every register that tells of it.
        let own = offered.iter().map(|service| service.record.0);
        let housed = offered.iter().filter_map(|service| service.building);
        let of_buildings =
            housed.flat_map(|at| estate.buildings[at as usize].records.iter().map(|record| record.0));
        let registers: BTreeSet<u16> = own.chain(of_buildings).collect();
        let edition = |at: u16| estate.registers[usize::from(at)].edition.clone();
        Ok(Sites { named, editions: registers.into_iter().map(edition).collect(), records, left_out })
    }

    /// The building of the estate that a register's record tells of.
    pub(super) fn building_of(&self, edition: &EditionKey, id: &str) -> Option<(u32, Building)> {
        let estate = self.estate();
        let register = self.edition(edition)?.register()?;
        let row = register.records.iter().position(|record| record.id == id)?;
        let at = (0_u16..).zip(&estate.registers).find(|(_, one)| one.edition == *edition)?.0;
        let record = (at, register.attributes.source_row(row));
        let mut buildings = (0_u32..).zip(&estate.buildings);
        buildings.find(|(_, one)| one.records.contains(&record)).map(|(at, one)| (at, one.clone()))
    }
}

/// Whether a service is of a kind.
fn offers(service: &Service, kind: &str) -> bool {
    let wanted = words::plain(kind);
    service.terms.value().is_some_and(|terms| terms.iter().any(|term| words::plain(term) == wanted))
}

/// Kinds of service that the estate tells of.
fn kinds(estate: &Estate) -> String {
    let terms = estate.services.iter().filter_map(|service| service.terms.value()).flatten();
    let terms: BTreeSet<&str> = terms.map(String::as_str).collect();
    match terms.len() {
        0 => "no register tells which kinds of service there are".to_owned(),
        1..=MOST_KINDS => format!("it has {}", Vec::from_iter(terms).join(", ")),
        many => {
            let first: Vec<&str> = terms.into_iter().take(MOST_KINDS).collect();
            format!("it has {} and {} more", first.join(", "), many - MOST_KINDS)
        }
    }
}
