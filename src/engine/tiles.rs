//! Vector tiles of layers and registers.

use std::convert::Infallible;
use std::sync::Arc;

use crate::geom::{Grid, LonLat, crs, middle};
use crate::model::EditionKey;
use crate::tile::{
    Address, Label, Level, PointLevel, TileFeature, encode_areas, encode_points, simplification_m,
};

use super::indexes::LayerIndex;
use super::kept::Kept;
use super::{Bounds, EditionData, Engine};

/// What zooms were drawn before; those used last are kept.
#[derive(Debug, Default)]
pub(super) struct Levels {
    areas: Kept<(EditionKey, u8), Level, Infallible>,
    points: Kept<(EditionKey, u8), PointLevel, Infallible>,
}

/// A tile as bytes, or that there is nothing in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tile {
    /// Nothing lies there.
    Empty,
    /// A Mapbox Vector Tile.
    Drawn(Vec<u8>),
}

impl Engine {
    /// A tile of a layer (`areas` and `labels`) or of a register (`points`);
    /// `None` for tables and networks, and where there is no such edition.
    ///
    /// All tiles of one zoom are cut from the layer as a whole, so areas fit
    /// within and between tiles. For pictures only.
    #[must_use]
    pub fn tile(&self, key: &EditionKey, address: Address) -> Option<Tile> {
        match &self.edition(key)?.data {
            EditionData::Layer(_) => self.area_tile(key, address),
            EditionData::Register(_) => self.point_tile(key, address),
            EditionData::Table(_) | EditionData::Network(_) => None,
        }
    }

    /// A layer as one zoom draws it; `None` when there is no such layer.
    #[must_use]
    pub fn level(&self, key: &EditionKey, z: u8) -> Option<Arc<Level>> {
        let middle = middle_of(self.bounds(key)?)?;
        let draw = || {
            let shapes = self.outline(key, simplification_m(z, middle));
            Ok(Level::draw(z, shapes.as_deref().map_or(&[], Vec::as_slice)))
        };
        self.layer(key)?;
        match self.levels.areas.get_or_make((key.clone(), z), draw) {
            Ok(level) => Some(level),
        }
    }

    fn area_tile(&self, key: &EditionKey, address: Address) -> Option<Tile> {
        let index = self.layers.iter().find(|index| index.key == *key)?;
        let Some(level) = self.level(key, address.z) else { return Some(Tile::Empty) };
        let areas = level.cut(address).into_iter().map(|(at, parts)| (feature(index, at), parts));
        let labels = index.labels().iter().enumerate();
        let labels =
            labels.filter_map(|(at, label)| Some(Label { feature: feature(index, at), at: (*label)? }));
        // Nothing of ours comes near what the format can hold.
        let drawn = encode_areas(address, areas, labels).ok()?;
        Some(drawn.map_or(Tile::Empty, Tile::Drawn))
    }

    fn point_tile(&self, key: &EditionKey, address: Address) -> Option<Tile> {
        let register = self.register(key)?;
        let points = || {
            let records = register.records.iter().enumerate();
            records.filter_map(|(at, record)| Some((at, record.location?.0)))
        };
        let Ok(level) = self
            .levels
            .points
            .get_or_make((key.clone(), address.z), || Ok(PointLevel::draw(address.z, points())));
        let dots = level.cut(address).map(|dot| {
            let record = &register.records[dot.at];
            let said = TileFeature { at: dot.at, code: &record.id, name: record.name.as_deref() };
            (said, dot.corner, dot.count)
        });
        let drawn = encode_points(address, dots).ok()?;
        Some(drawn.map_or(Tile::Empty, Tile::Drawn))
    }
}

fn feature(index: &LayerIndex, at: usize) -> TileFeature<'_> {
    let area = &index.layer.areas[at];
    TileFeature { at, code: area.code.as_str(), name: area.name.as_deref() }
}

fn middle_of(bounds: Bounds) -> Option<LonLat> {
    let Bounds { min, max } = bounds;
    crs::grid_to_lonlat(Grid { e: f64::midpoint(min.e, max.e), n: f64::midpoint(min.n, max.n) }).ok()
}

impl LayerIndex {
    /// Where the name of each area stands.
    pub(super) fn labels(&self) -> &[Option<Grid>] {
        self.labels.get_or_init(|| self.layer.areas.iter().map(|area| middle::middle(&area.shape)).collect())
    }
}
