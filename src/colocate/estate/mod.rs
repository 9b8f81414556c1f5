//! Buildings and services of a place, read off its registers.

mod reader;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{DatasetId, EditionKey, EstateSource, Field, FieldFrom, Holds, PartnerType};
use crate::register::Register;

use super::building::{Building, Service};
use super::join::{Disagreement, join};
use super::told::{Cited, Known, Told};
use super::words;

use reader::Reader;

/// A register with what the manifest says of it.
#[derive(Debug, Clone, Copy)]
pub struct Listed<'a> {
    /// What the manifest says.
    pub source: &'a EstateSource,
    /// The records.
    pub register: &'a Register,
}

/// A register as the estate knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct EstateRegister {
    /// Which edition.
    pub edition: EditionKey,
    /// What its records are.
    pub holds: Holds,
    /// Where each field was read: columns by their published names.
    pub fields: BTreeMap<Field, FieldFrom>,
    /// Records that were read.
    pub read: usize,
    /// Records that the manifest's filters leave out.
    pub left_out: usize,
    /// Layers that services of a kind of organisation stay within.
    pub tied_to: BTreeMap<PartnerType, DatasetId>,
}

/// All buildings and services that the registers tell of.
#[derive(Debug, Clone, Default)]
pub struct Estate {
    /// The registers, in the order of the manifest.
    pub registers: Vec<EstateRegister>,
    /// Buildings, in the order of the registers.
    pub buildings: Vec<Building>,
    /// Services: those with a register of their own, then those that buildings host.
    pub services: Vec<Service>,
    /// What joined registers say differently of one building.
    pub disagreements: Vec<Disagreement>,
    /// Buildings of which only one of the registers that were joined tells, by position.
    pub alone: Vec<u32>,
    /// Registers that the manifest names and that have no edition in this version of the place.
    pub not_shown: Vec<(Holds, DatasetId)>,
}

impl Estate {
    /// Reads buildings and services. Registers that the manifest joins are
    /// joined; what buildings say that they host become services in them,
    /// unless a register of services has the same kind of service there.
    #[must_use]
    pub fn build(listed: &[Listed<'_>]) -> Self {
        let mut estate = Self::default();
        let mut groups: Vec<(Option<&str>, Vec<Building>)> = Vec::new();
        for (at, one) in (0_u16..).zip(listed) {
            let reader = Reader::new(at, one);
            let rows = reader.rows();
            if one.source.holds == Holds::Buildings {
                let found = rows.iter().map(|row| reader.building(*row));
                let group = one.source.join.as_deref();
                match groups.iter_mut().find(|(name, _)| group.is_some() && *name == group) {
                    Some((_, buildings)) => buildings.extend(found),
                    None => groups.push((group, found.collect())),
                }
            } else {
                estate.services.extend(rows.iter().map(|row| reader.service(*row)));
            }
            estate.registers.push(reader.into_register(rows.len()));
        }
        for (group, buildings) in groups {
            if group.is_some() {
                let first = estate.buildings.len();
                let joined = join(buildings, first);
                let one_alone = joined.buildings.iter().map(|one| one.records.len() == 1);
                let told_once = (0_u32..).skip(first).zip(one_alone).filter(|(_, alone)| *alone);
                estate.alone.extend(told_once.map(|(at, _)| at));
                estate.buildings.extend(joined.buildings);
                estate.disagreements.extend(joined.disagreements);
            } else {
                estate.buildings.extend(buildings);
            }
        }
        estate.settle();
        estate
    }

    /// Puts services into their buildings, and adds those that buildings host.
    fn settle(&mut self) {
        let mut by_id: BTreeMap<&str, u32> = BTreeMap::new();
        for (at, one) in (0_u32..).zip(&self.buildings) {
            // Of two buildings with one id the first is meant.
            by_id.entry(one.id.as_str()).or_insert(at);
        }
        let named = self
            .services
            .iter()
            .map(|service| service.building_named.value().and_then(|id| by_id.get(id.as_str()).copied()));
        let named: Vec<Option<u32>> = named.collect();
        let mut taken: BTreeSet<(u32, String)> = BTreeSet::new();
        for (service, building) in self.services.iter_mut().zip(named) {
            service.building = building;
            let Some(at) = building else { continue };
            let building = &self.buildings[at as usize];
            service.at = service.at.or(building.at);
            if !service.hours.is_known() && building.hours.is_known() {
                service.hours = building.hours.clone();
                service.hours_of_building = true;
            }
            let terms = service.terms.value().into_iter().flatten();
            taken.extend(terms.chain([&service.name]).map(|term| (at, words::plain(term))));
        }
        for (at, building) in (0_u32..).zip(&self.buildings) {
            for term in building.services.value().into_iter().flatten() {
                if taken.insert((at, words::plain(term))) {
                    self.services.push(hosted(at, building, term));
                }
            }
        }
    }

    /// What tells a service from any other of the place: its register and its id there.
    #[must_use]
    pub fn service_id(&self, service: &Service) -> String {
        format!("{}:{}", self.registers[usize::from(service.record.0)].edition.dataset, service.id)
    }

    /// What tells a building from any other of the place: the register that first tells of it, and its id there.
    #[must_use]
    pub fn building_id(&self, building: &Building) -> String {
        format!("{}:{}", self.registers[usize::from(building.records[0].0)].edition.dataset, building.id)
    }

    /// The register edition and column of a cell.
    #[must_use]
    pub fn cell(&self, cited: Cited) -> (&EditionKey, String) {
        let register = &self.registers[usize::from(cited.register)];
        let column = match register.fields.get(&cited.field) {
            Some(FieldFrom::Column(column)) => column.clone(),
            Some(FieldFrom::Days(days)) => match (days.first(), days.last()) {
                (Some(first), Some(last)) => format!("{first} to {last}"),
                _ => String::new(),
            },
            Some(FieldFrom::Text(_)) | None => String::new(),
        };
        (&register.edition, column)
    }
}

/// A service that a building says it hosts.
fn hosted(at: u32, building: &Building, term: &str) -> Service {
    let cited = building.services.cited;
    Service {
        id: format!("{}/{}", building.id, words::plain(term).replace(' ', "-")),
        name: format!("{term} at {}", building.name),
        at: building.at,
        record: cited.map_or(building.records[0], |cited| (cited.register, cited.row)),
        building: Some(at),
        building_named: Told::missing(),
        owner: building.owner.clone(),
        partner: building.partner.clone(),
        terms: Told { known: Known::Is(vec![term.to_owned()]), cited },
        hours: building.hours.clone(),
        hours_of_building: true,
        needs_area: Told::missing(),
        needs_desks: Told::missing(),
        needs_sessions: Told::missing(),
        needs_separation: Told::missing(),
        needs_secure: Told::missing(),
    }
}
