//! What a search is carried out on.

use crate::model::DatasetId;

use super::building::{Building, Service};
use super::demand::Demand;
use super::estate::Estate;
use super::gates::Tie;
use super::search::Which;
use super::walk::Walk;
use super::words;

/// Buildings, services, people and ways.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// Buildings and services.
    pub estate: &'a Estate,
    /// Who lives where.
    pub demand: &'a Demand,
    /// How walks are measured.
    pub walk: &'a dyn Walk,
    /// Areas that services stay within.
    pub ties: &'a Ties,
}

/// A layer that services are tied to.
#[derive(Debug, Clone, PartialEq)]
pub struct TiedLayer {
    /// The layer.
    pub layer: DatasetId,
    /// Its name for people.
    pub title: String,
    /// Names of its areas.
    pub areas: Vec<String>,
    /// The area of each building, where it lies in one.
    pub of_building: Vec<Option<u32>>,
}

/// Which services belong to areas of partners.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ties {
    /// The layers.
    pub layers: Vec<TiedLayer>,
    /// For each service the layer that binds it, by position, and its area.
    pub of_service: Vec<Option<(usize, Option<u32>)>>,
}

impl Ties {
    /// How a service and a building stand to the areas of a partner.
    #[must_use]
    pub fn between(&self, service: u32, building: u32) -> Tie {
        match self.of_service.get(service as usize) {
            Some(Some((layer, area))) => {
                let building = self.layers[*layer].of_building.get(building as usize).copied().flatten();
                Tie::Tied { service: *area, building }
            }
            _ => Tie::Free,
        }
    }
}

impl Which {
    /// Whether a building counts.
    #[must_use]
    pub fn lets_building(&self, building: &Building, estate: &Estate) -> bool {
        let registers = building.records.iter().map(|(register, _)| *register);
        self.of_register(registers, estate)
            && self.of_owner(building.owner.value())
            && (self.partners.is_empty()
                || building.partner.value().is_some_and(|kind| self.partners.contains(kind)))
            && self.of_terms(building.services.value().into_iter().flatten())
    }

    /// Whether a service counts.
    #[must_use]
    pub fn lets_service(&self, service: &Service, estate: &Estate) -> bool {
        self.of_register(std::iter::once(service.record.0), estate)
            && self.of_owner(service.owner.value())
            && (self.partners.is_empty()
                || service.partner.value().is_some_and(|kind| self.partners.contains(kind)))
            && self.of_terms(service.terms.value().into_iter().flatten())
    }

    fn of_register(&self, mut registers: impl Iterator<Item = u16>, estate: &Estate) -> bool {
        let named = |register: u16| &estate.registers[usize::from(register)].edition.dataset;
        self.registers.is_empty() || registers.any(|register| self.registers.contains(named(register)))
    }

    fn of_owner(&self, owner: Option<&String>) -> bool {
        let is =
            |owner: &String| self.owners.iter().any(|wanted| words::plain(wanted) == words::plain(owner));
        self.owners.is_empty() || owner.is_some_and(is)
    }

    fn of_terms<'a>(&self, mut terms: impl Iterator<Item = &'a String>) -> bool {
        let is = |term: &String| self.terms.iter().any(|wanted| words::plain(wanted) == words::plain(term));
        self.terms.is_empty() || terms.any(is)
    }
}
