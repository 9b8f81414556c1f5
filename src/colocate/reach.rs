//! Which small areas are within a walk of each building and service.

use crate::geom::Grid;

use super::search::SearchSpec;
use super::setting::Setting;

/// Areas within the catchment of buildings and services, ascending.
#[derive(Debug, Clone, PartialEq)]
pub struct Catchments {
    of_buildings: Vec<Vec<u32>>,
    /// Services with a place of their own; those in a building have its catchment.
    of_services: Vec<Option<Vec<u32>>>,
    building_of: Vec<Option<u32>>,
}

impl Catchments {
    /// Finds all of them.
    #[must_use]
    pub fn new(spec: &SearchSpec, setting: Setting<'_>) -> Self {
        let estate = setting.estate;
        let points: Vec<Option<Grid>> = setting.demand.points.iter().map(|point| Some(point.at)).collect();
        let around = |sites: &[Option<Grid>]| -> Vec<Vec<u32>> {
            let found = setting.walk.around(sites, &points, spec.distances.catchment_minutes);
            found.into_iter().map(|steps| steps.iter().map(|step| step.to).collect()).collect()
        };
        let buildings: Vec<_> = estate.buildings.iter().map(|one| one.at.map(|(at, _)| at)).collect();
        // A service in a building is where the building is; only the others are looked for.
        let building_of: Vec<Option<u32>> = estate
            .services
            .iter()
            .map(|service| service.building.filter(|at| estate.buildings[*at as usize].at == service.at))
            .collect();
        let own: Vec<usize> = (0..estate.services.len()).filter(|at| building_of[*at].is_none()).collect();
        let sites: Vec<_> = own.iter().map(|at| estate.services[*at].at.map(|(at, _)| at)).collect();
        let mut of_services: Vec<Option<Vec<u32>>> = vec![None; estate.services.len()];
        for (at, areas) in own.iter().zip(around(&sites)) {
            of_services[*at] = estate.services[*at].at.map(|_| areas);
        }
        Self { of_buildings: around(&buildings), of_services, building_of }
    }

    /// Areas within reach of a building.
    #[must_use]
    pub fn of_building(&self, building: u32) -> &[u32] {
        &self.of_buildings[building as usize]
    }

    /// Areas within reach of a service; `None` where it lies nowhere.
    #[must_use]
    pub fn of_service(&self, service: u32) -> Option<&[u32]> {
        match self.building_of[service as usize] {
            Some(building) => Some(self.of_building(building)),
            None => self.of_services[service as usize].as_deref(),
        }
    }
}
