//! Rows of an edition by where they lie.

use geo::{BoundingRect, Intersects};
use geo_types::{Coord, LineString, Rect};

use crate::geom::Grid;
use crate::model::EditionKey;

use super::{EditionData, Engine};

impl Engine {
    /// The positions of the areas, records or streets whose own boxes touch a box, for
    /// an exact test to decide on, ascending. Empty for tables.
    #[must_use]
    pub fn near_box(&self, key: &EditionKey, min: Grid, max: Grid) -> Vec<usize> {
        match self.edition(key).map(|edition| &edition.data) {
            Some(EditionData::Layer(_)) => {
                let index = self.layers.iter().find(|index| index.key == *key);
                index.map_or_else(Vec::new, |index| index.areas().near_box(min, max))
            }
            Some(EditionData::Register(_)) => {
                let index = self.registers.iter().find(|index| index.key == *key);
                let found = index.map_or_else(Vec::new, |index| index.points().in_box(min, max));
                found.into_iter().map(|(at, _)| at).collect()
            }
            Some(EditionData::Network(streets)) => {
                let wanted = Rect::new(Coord { x: min.e, y: min.n }, Coord { x: max.e, y: max.n });
                let meets =
                    |line: &LineString<f64>| line.bounding_rect().is_some_and(|r| r.intersects(&wanted));
                let segments = streets.segments.iter().enumerate();
                segments.filter(|(_, segment)| meets(&segment.line)).map(|(at, _)| at).collect()
            }
            Some(EditionData::Table(_)) | None => Vec::new(),
        }
    }
}
