//! Which areas hold a point, and which records lie near it or inside an area.

use geo::BoundingRect;
use jiff::civil::Date;

use crate::geom::Grid;
use crate::index::ON_BOUNDARY_M;
use crate::model::EditionKey;

use super::indexes::LayerIndex;
use super::{Bounds, EditionData, Engine, Found, Near};

impl Engine {
    /// Every area of every layer that holds a point; with a day, only of the
    /// editions in force on it. Undated editions count as in force on any day.
    ///
    /// A point on a boundary belongs to the area in the east, or in the north
    /// where the boundary runs due east-west (see `geom::locate`): in a layer
    /// without overlaps it is never in two areas. Answers stand in the order
    /// of the data sets' ids, newest edition first, then in published order.
    #[must_use]
    pub fn where_is(&self, point: Grid, on: Option<Date>) -> Vec<Found> {
        let asked = self.layers.iter().filter(|layer| on.is_none_or(|day| layer.validity.contains(day)));
        asked.flat_map(|layer| find_in(layer, point)).collect()
    }

    /// The records of every register within `radius_m` of a point, nearest
    /// first; equal distances stand in the order of data set, edition and record.
    #[must_use]
    pub fn near(&self, point: Grid, radius_m: f64) -> Vec<Near> {
        let mut near: Vec<Near> = Vec::new();
        for register in &self.registers {
            let within = register.points().within(point, radius_m).into_iter();
            near.extend(within.map(|(record, distance_m)| Near {
                edition: register.key.clone(),
                record,
                distance_m,
            }));
        }
        // Stable: what is equally far keeps the order of the registers.
        near.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m));
        near
    }

    /// The nearest `count` records of one register; empty when there is no such register.
    #[must_use]
    pub fn nearest(&self, register: &EditionKey, point: Grid, count: usize) -> Vec<Near> {
        let Some(index) = self.registers.iter().find(|index| index.key == *register) else {
            return Vec::new();
        };
        let nearest = index.points().nearest(point, count).into_iter();
        nearest.map(|(record, distance_m)| Near { edition: register.clone(), record, distance_m }).collect()
    }

    /// The positions of the records of one register that lie inside an area,
    /// by the same rule for boundaries as [`Engine::where_is`]; `None` when
    /// there is no such register, layer or area.
    #[must_use]
    pub fn records_in(&self, register: &EditionKey, layer: &EditionKey, area: usize) -> Option<Vec<usize>> {
        let points = self.registers.iter().find(|index| index.key == *register)?.points();
        let shape = self.layers.iter().find(|index| index.key == *layer)?.areas().shape(area)?;
        let (min, max) = shape.bounds();
        let inside = points.in_box(min, max).into_iter().filter(|(_, point)| shape.contains(*point));
        Some(inside.map(|(at, _)| at).collect())
    }

    /// The smallest box around a layer or register; `None` for tables and
    /// where nothing has a location.
    #[must_use]
    pub fn bounds(&self, key: &EditionKey) -> Option<Bounds> {
        match &self.edition(key)?.data {
            EditionData::Layer(layer) => {
                let boxes = layer.areas.iter().filter_map(|area| area.shape.bounding_rect());
                around(boxes.flat_map(|r| [Grid::from(r.min()), Grid::from(r.max())]))
            }
            EditionData::Register(register) => {
                around(register.records.iter().filter_map(|record| Some(record.location?.0)))
            }
            EditionData::Network(streets) => {
                let boxes = streets.segments.iter().filter_map(|segment| segment.line.bounding_rect());
                around(boxes.flat_map(|r| [Grid::from(r.min()), Grid::from(r.max())]))
            }
            EditionData::Table(_) => None,
        }
    }
}

fn find_in(index: &LayerIndex, point: Grid) -> impl Iterator<Item = Found> + '_ {
    let areas = index.areas();
    areas.at(point).into_iter().map(move |at| {
        let area = &index.layer.areas[at];
        Found {
            edition: index.key.clone(),
            area: at,
            code: area.code.clone(),
            name: area.name.clone(),
            validity: index.validity,
            on_boundary: areas.shape(at).is_some_and(|shape| shape.is_near_boundary(point, ON_BOUNDARY_M)),
        }
    })
}

fn around(points: impl Iterator<Item = Grid>) -> Option<Bounds> {
    points.fold(None, |bounds: Option<Bounds>, p| {
        let Bounds { min, max } = bounds.unwrap_or(Bounds { min: p, max: p });
        Some(Bounds {
            min: Grid { e: min.e.min(p.e), n: min.n.min(p.n) },
            max: Grid { e: max.e.max(p.e), n: max.n.max(p.n) },
        })
    })
}
