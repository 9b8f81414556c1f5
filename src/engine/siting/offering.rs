//! Sites from the estate: every place that offers a kind of service.
//!
//! The estate is what the finder of co-location reads: registers that tell of
//! the same buildings are one there, and a service without a point of its own
//! lies where its building lies.

use std::collections::BTreeSet;

use crate::colocate::{Building, Estate, Service, words};
use crate::engine::Engine;
use crate::locate::{NumberFrom, SitesSpec};
use crate::model::DatasetId;

use super::error::SitingError;
use super::sites::{LeftOut, SiteRecord, Sites};

/// The kinds that an error lists at the most.
const MOST_KINDS: usize = 40;

impl Engine {
    /// Every place that offers a kind of service.
    pub(super) fn offering(&self, kind: &str, spec: &SitesSpec) -> Result<Sites, Vec<SitingError>> {
        let estate = self.estate();
        let offered = offered(&estate, kind);
        if offered.is_empty() {
            return Err(vec![SitingError::NotOffered { kind: kind.to_owned(), known: kinds(&estate) }]);
        }
        let assumed =
            |from: Option<&NumberFrom>| from.and_then(|from| from.where_unknown).map(|number| (number, true));
        let (mut records, mut left_out) = (Vec::new(), Vec::new());
        for service in &offered {
            let Some((at, precision)) = service.at else {
                left_out.push(LeftOut::Unlocated(service.name.clone()));
                continue;
            };
            records.push(SiteRecord {
                id: site_id(&estate, &offered, service),
                name: service.name.clone(),
                at,
                precision,
                partner: service.owner.value().cloned(),
                capacity: assumed(spec.capacity.as_ref()),
                cost: assumed(spec.cost.as_ref()),
                service: Some(service.record),
                building: service.building,
            });
        }
        let named = format!("places that offer '{kind}'");
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
        let untold = estate.services.iter().filter(|one| !one.terms.is_known() && !offers(one, kind)).count();
        let note = format!(
            "Of {untold} services no register tells the kind; whether they offer '{kind}' is not known, and they are not among the places."
        );
        Ok(Sites {
            named,
            editions: registers.into_iter().map(edition).collect(),
            records,
            left_out,
            notes: (untold > 0).then_some(note).into_iter().collect(),
        })
    }

    /// The record of a register as the estate knows it: position of the
    /// register and row. `None` where the register is none of the estate's, or
    /// the id does not mean one record.
    fn record_of(&self, register: &DatasetId, id: &str) -> Option<(u16, u64)> {
        let estate = self.estate();
        let (at, own) = (0_u16..).zip(&estate.registers).find(|(_, one)| one.edition.dataset == *register)?;
        let rows = self.edition(&own.edition)?.register()?;
        let mut found = (0..rows.records.len()).filter(|row| rows.records[*row].id == id);
        let (row, None) = (found.next()?, found.next()) else { return None };
        Some((at, rows.attributes.source_row(row)))
    }

    /// The site that a record is, or whose building the record tells of.
    pub(super) fn site_of<'s>(
        &self,
        sites: &'s Sites,
        register: &DatasetId,
        id: &str,
    ) -> Option<&'s SiteRecord> {
        let record = self.record_of(register, id)?;
        let building = self.building_of(register, id).map(|(at, _)| at);
        let is_meant = |site: &&SiteRecord| {
            site.service == Some(record) || building.is_some() && site.building == building
        };
        sites.records.iter().find(is_meant)
    }

    /// The building of the estate that a register's record tells of.
    pub(super) fn building_of(&self, register: &DatasetId, id: &str) -> Option<(u32, Building)> {
        let record = self.record_of(register, id)?;
        let estate = self.estate();
        let mut buildings = (0_u32..).zip(&estate.buildings);
        buildings.find(|(_, one)| one.records.contains(&record)).map(|(at, one)| (at, one.clone()))
    }
}

/// Whether a service is of a kind: its register says so, or it bears its name.
pub(in crate::engine) fn offers(service: &Service, kind: &str) -> bool {
    let wanted = words::plain(kind);
    let terms = service.terms.value().into_iter().flatten();
    terms.chain([&service.name]).any(|term| words::plain(term) == wanted)
}

/// Every service of a kind.
pub(in crate::engine) fn offered<'e>(estate: &'e Estate, kind: &str) -> Vec<&'e Service> {
    estate.services.iter().filter(|one| offers(one, kind)).collect()
}

/// The id of a service among those offered: with its register, for several may
/// use the same, and its row where its register repeats it.
pub(in crate::engine) fn site_id(estate: &Estate, offered: &[&Service], service: &Service) -> String {
    let id = estate.service_id(service);
    let alike = |one: &&&Service| one.record.0 == service.record.0 && one.id == service.id;
    let times = offered.iter().filter(alike).count();
    if times > 1 { format!("{id} (row {})", service.record.1) } else { id }
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
