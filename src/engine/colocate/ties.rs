//! Which services belong to areas of partners, and in which areas buildings lie.

use crate::colocate::{Estate, GateRules, TiedLayer, Ties};
use crate::engine::Engine;
use crate::geom::Grid;
use crate::model::DatasetId;

impl Engine {
    /// The areas that bind services: as the manifest ties the kinds of
    /// organisation of each register, unless the search unties a layer.
    pub(super) fn ties(&self, estate: &Estate, rules: &GateRules) -> Ties {
        let mut layers: Vec<(DatasetId, TiedLayer, Vec<Option<usize>>)> = Vec::new();
        let points: Vec<Option<Grid>> = estate.services.iter().map(|one| one.at.map(|(at, _)| at)).collect();
        let mut of_service = Vec::with_capacity(estate.services.len());
        for (at, service) in estate.services.iter().enumerate() {
            let tied = &estate.registers[usize::from(service.record.0)].tied_to;
            let layer = service.partner.value().and_then(|kind| tied.get(kind));
            let layer = layer.filter(|layer| !rules.untied.contains(layer));
            let Some(id) = layer else {
                of_service.push(None);
                continue;
            };
            let position = if let Some(position) = layers.iter().position(|(held, ..)| held == id) {
                position
            } else {
                let (layer, areas) = self.tied_layer(id, estate, &points);
                layers.push((id.clone(), layer, areas));
                layers.len() - 1
            };
            let area = layers[position].2[at].and_then(|area| u32::try_from(area).ok());
            of_service.push(Some((position, area)));
        }
        Ties { layers: layers.into_iter().map(|(_, layer, _)| layer).collect(), of_service }
    }

    /// The newest edition of a layer with the area of each building, and that
    /// of each service.
    fn tied_layer(
        &self,
        id: &DatasetId,
        estate: &Estate,
        services: &[Option<Grid>],
    ) -> (TiedLayer, Vec<Option<usize>>) {
        let edition = self.snapshot.dataset(id).and_then(|dataset| dataset.editions.first());
        let index = edition.and_then(|edition| self.layers.iter().find(|held| held.key == edition.key));
        let area = |point: Option<Grid>| index.and_then(|index| index.areas().first_at(point?));
        let of_building = estate
            .buildings
            .iter()
            .map(|one| area(one.at.map(|(at, _)| at)).and_then(|area| u32::try_from(area).ok()))
            .collect();
        let names = index.map(|index| {
            let areas = index.layer.areas.iter();
            areas.map(|area| area.name.clone().unwrap_or_else(|| area.code.as_str().to_owned())).collect()
        });
        let layer = TiedLayer {
            layer: id.clone(),
            title: edition.map_or_else(|| id.to_string(), |edition| edition.title.clone()),
            areas: names.unwrap_or_default(),
            of_building,
        };
        (layer, services.iter().map(|point| area(*point)).collect())
    }
}
