//! Where journeys start and end.

use std::collections::BTreeMap;

use crate::engine::indexes::LayerIndex;
use crate::engine::{Edition, EditionData, Engine};
use crate::geom::Grid;
use crate::geom::middle::inner;
use crate::layer::Layer;
use crate::model::EvidenceKind;
use crate::register::{Precision, Register};

use super::{End, ReachError};

/// What the point of a journey's end stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// A record's own point, known so exactly.
    Record(Precision),
    /// An area's people: of the points at which they live, the one nearest to
    /// the middle of them all.
    People(EvidenceKind),
    /// A point well inside an area of which nothing says where its people are.
    Inside,
    /// Nothing: the record has no point, or the area no inside.
    Nowhere,
}

impl Stands {
    /// The name used on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Record(precision) => precision.key(),
            Self::People(kind) => kind.key(),
            Self::Inside => "inside",
            Self::Nowhere => "unlocated",
        }
    }
}

/// One end of journeys.
#[derive(Debug, Clone, PartialEq)]
pub struct TravelPoint {
    /// Position of the area or record in its edition.
    pub row: usize,
    /// Code of the area or id of the record.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Where it is; `None` where nothing says.
    pub at: Option<Grid>,
    /// What the point stands for.
    pub stands: Stands,
}

impl Engine {
    /// The points of a layer's areas or a register's records.
    ///
    /// An area is stood for by where its people are, if the place knows that,
    /// else by a point inside it: never by a point outside.
    ///
    /// # Errors
    /// [`ReachError`] for an edition without points and a column that is not there.
    pub fn travel_points(&self, end: &End) -> Result<Vec<TravelPoint>, ReachError> {
        let edition = self.edition(&end.edition).ok_or_else(|| ReachError::NoEdition(end.edition.clone()))?;
        let mut points = match &edition.data {
            EditionData::Layer(layer) => self.area_points(edition, layer),
            EditionData::Register(register) => of_records(register),
            EditionData::Table(_) | EditionData::Network(_) => {
                return Err(ReachError::NoPoints(end.edition.clone()));
            }
        };
        for (name, value) in &end.only {
            let column = edition
                .attributes()
                .column(name)
                .ok_or_else(|| ReachError::NoColumn { edition: end.edition.clone(), column: name.clone() })?;
            let holds =
                |row: usize| edition.attributes().written(row, column).is_some_and(|text| text == *value);
            points.retain(|point| holds(point.row));
        }
        if points.is_empty() { Err(ReachError::Nothing(end.edition.clone())) } else { Ok(points) }
    }

    fn area_points(&self, edition: &Edition, layer: &Layer) -> Vec<TravelPoint> {
        let index = self.layers.iter().find(|index| index.key == edition.key);
        let people = index.and_then(|index| self.people_of(index));
        let point = |(row, area): (usize, &crate::layer::Area)| {
            let lived = people.as_ref().and_then(|(kind, at)| Some((*at.get(&row)?, *kind)));
            let (at, stands) = match lived {
                Some((at, kind)) => (Some(at), Stands::People(kind)),
                None => inner(&area.shape).map_or((None, Stands::Nowhere), |at| (Some(at), Stands::Inside)),
            };
            TravelPoint { row, id: area.code.to_string(), name: area.name.clone(), at, stands }
        };
        layer.areas.iter().enumerate().map(point).collect()
    }

    /// The point at which the people of each area are best met, by the best
    /// evidence of the place.
    fn people_of(&self, index: &LayerIndex) -> Option<(EvidenceKind, BTreeMap<usize, Grid>)> {
        let evidence = self.evidence().first()?;
        let mut lived: BTreeMap<usize, Vec<(Grid, f64)>> = BTreeMap::new();
        for (at, weight) in &evidence.points {
            if let Some(area) = index.areas().first_at(*at) {
                lived.entry(area).or_default().push((*at, *weight));
            }
        }
        let points = lived.into_iter().filter_map(|(area, points)| Some((area, heart(&points)?)));
        Some((evidence.kind, points.collect()))
    }
}

/// Of weighted points the one nearest to their mean; the first of several.
fn heart(points: &[(Grid, f64)]) -> Option<Grid> {
    let weight: f64 = points.iter().map(|(_, weight)| weight).sum();
    let mean = |of: fn(&Grid) -> f64| points.iter().map(|(at, w)| of(at) * w).sum::<f64>() / weight;
    let middle = Grid { e: mean(|at| at.e), n: mean(|at| at.n) };
    let far = |at: &Grid| at.metres_to(middle);
    points.iter().map(|(at, _)| *at).min_by(|a, b| far(a).total_cmp(&far(b)))
}

fn of_records(register: &Register) -> Vec<TravelPoint> {
    let point = |(row, record): (usize, &crate::register::Record)| TravelPoint {
        row,
        id: record.id.clone(),
        name: record.name.clone(),
        at: record.location.map(|(at, _)| at),
        stands: record.location.map_or(Stands::Nowhere, |(_, precision)| Stands::Record(precision)),
    };
    register.records.iter().enumerate().map(point).collect()
}
