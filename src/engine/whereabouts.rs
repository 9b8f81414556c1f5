//! Which areas hold a point, and which records lie near it or inside an area.

use geo::{Contains, Intersects};
use jiff::civil::Date;

use crate::geom::Grid;
use crate::model::EditionKey;

use super::{Bounds, Engine, Found, Near};

impl Engine {
    /// Every area of every layer that holds a point; with a day, only of the
    /// editions in force on it. Undated editions count as in force on any day.
    ///
    /// Answers stand in the order of the data sets' ids, newest edition first.
    #[must_use]
    pub fn where_is(&self, point: Grid, on: Option<Date>) -> Vec<Found> {
        let spot = geo_types::Point::new(point.e, point.n);
        let editions = self.snapshot().datasets.values().flat_map(|dataset| &dataset.editions);
        let in_force = editions.filter(|edition| on.is_none_or(|day| edition.validity.contains(day)));
        let mut found = Vec::new();
        for (edition, layer) in in_force.filter_map(|e| Some((e, e.layer()?))) {
            for (at, area) in layer.areas.iter().enumerate() {
                if area.shape.contains(&spot) {
                    found.push(Found {
                        edition: edition.key.clone(),
                        area: at,
                        code: area.code.clone(),
                        name: area.name.clone(),
                        validity: edition.validity,
                        on_boundary: false,
                    });
                }
            }
        }
        found
    }

    /// The records of every register within `radius_m` of a point, nearest
    /// first; equal distances stand in the order of edition and record.
    #[must_use]
    pub fn near(&self, point: Grid, radius_m: f64) -> Vec<Near> {
        let mut near = Vec::new();
        for edition in self.snapshot().datasets.values().flat_map(|dataset| &dataset.editions) {
            let Some(register) = edition.register() else { continue };
            for (at, record) in register.records.iter().enumerate() {
                let Some((spot, _)) = record.location else { continue };
                let distance_m = (spot.e - point.e).hypot(spot.n - point.n);
                if distance_m <= radius_m {
                    near.push(Near { edition: edition.key.clone(), record: at, distance_m });
                }
            }
        }
        near.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m));
        near
    }

    /// The positions of the records of one register that lie inside an area;
    /// `None` when there is no such register, layer or area.
    #[must_use]
    pub fn records_in(&self, register: &EditionKey, layer: &EditionKey, area: usize) -> Option<Vec<usize>> {
        let shape = &self.layer(layer)?.areas.get(area)?.shape;
        let records = self.register(register)?.records.iter().enumerate();
        let inside = records.filter(|(_, record)| {
            record.location.is_some_and(|(p, _)| shape.intersects(&geo_types::Point::new(p.e, p.n)))
        });
        Some(inside.map(|(at, _)| at).collect())
    }

    /// The smallest box around a layer or register; `None` for tables and
    /// where nothing has a location.
    #[must_use]
    pub fn bounds(&self, key: &EditionKey) -> Option<Bounds> {
        let points: Box<dyn Iterator<Item = Grid>> = match &self.edition(key)?.data {
            super::EditionData::Layer(layer) => Box::new(
                layer
                    .areas
                    .iter()
                    .flat_map(|area| &area.shape.0)
                    .flat_map(|part| &part.exterior().0)
                    .map(|c| Grid::from(*c)),
            ),
            super::EditionData::Register(register) => {
                Box::new(register.records.iter().filter_map(|record| Some(record.location?.0)))
            }
            super::EditionData::Table(_) => return None,
        };
        points.fold(None, |bounds: Option<Bounds>, p| {
            let Bounds { min, max } = bounds.unwrap_or(Bounds { min: p, max: p });
            Some(Bounds {
                min: Grid { e: min.e.min(p.e), n: min.n.min(p.n) },
                max: Grid { e: max.e.max(p.e), n: max.n.max(p.n) },
            })
        })
    }
}
