//! From what a person names to ground.

use geo::BoundingRect;
use geo_types::MultiPolygon;

use crate::crosswalk::{Overlap, Tolerance};
use crate::custom::{CustomArea, CustomError, MOST_AREAS, Making, Settled, settle};
use crate::engine::Engine;
use crate::engine::indexes::LayerIndex;
use crate::geom::Grid;
use crate::geom::join::join;
use crate::geom::measure::area_m2;
use crate::model::{AreaCode, EditionKey, Postcode};

/// What a person names.
#[derive(Debug, Clone, PartialEq)]
pub enum CustomAsk {
    /// Shapes in grid metres, drawn or from the file of this name.
    Shapes {
        /// The shapes, as they came.
        shapes: Vec<MultiPolygon<f64>>,
        /// The file's name; `None` for a drawing.
        file: Option<String>,
    },
    /// Areas of an edition, by code.
    Areas {
        /// The edition.
        edition: EditionKey,
        /// Codes as written; spaces around them do not count.
        codes: Vec<String>,
    },
    /// Postcodes.
    Postcodes(Vec<Postcode>),
}

impl Engine {
    /// The ground that a person names, put right and checked.
    ///
    /// # Errors
    /// [`CustomError`]: nothing or too much is named, a shape cannot be put
    /// right, a code or every postcode is unknown, or the ground lies outside
    /// the place.
    pub fn custom_area(&self, ask: CustomAsk) -> Result<CustomArea, CustomError> {
        let (made, settled) = match ask {
            CustomAsk::Shapes { shapes, file } => {
                let made = file.map_or(Making::Drawn, |file| Making::Uploaded { file });
                (made, settle(shapes)?)
            }
            CustomAsk::Areas { edition, codes } => self.of_areas(edition, &codes)?,
            CustomAsk::Postcodes(list) => self.of_postcodes(list)?,
        };
        let Settled { shape, notes } = settled;
        let place_version = self.version();
        let area_m2 = area_m2(&shape);
        let area = CustomArea { made, shape, area_m2, notes, place_version };
        if self.reaches(&area.shape) { Ok(area) } else { Err(CustomError::OutsidePlace) }
    }

    fn of_areas(&self, edition: EditionKey, codes: &[String]) -> Result<(Making, Settled), CustomError> {
        let mut codes: Vec<&str> = codes.iter().map(|c| c.trim()).filter(|c| !c.is_empty()).collect();
        codes.sort_unstable();
        codes.dedup();
        match codes.len() {
            0 => return Err(CustomError::Nothing("no area is named")),
            found if found > MOST_AREAS => {
                return Err(CustomError::TooMany { what: "areas", found, most: MOST_AREAS });
            }
            _ => {}
        }
        if self.layer(&edition).is_none() {
            return Err(CustomError::NoLayer(edition));
        }
        let found: Vec<_> = codes.iter().map(|code| (*code, self.area(&edition, code))).collect();
        let unknown: Vec<String> =
            found.iter().filter(|(_, area)| area.is_none()).map(|(code, _)| (*code).to_owned()).collect();
        if !unknown.is_empty() {
            return Err(CustomError::UnknownCodes { edition, codes: unknown });
        }
        let areas: Vec<_> = found.into_iter().filter_map(|(_, area)| area).collect();
        let codes: Vec<AreaCode> = areas.iter().map(|(_, area)| area.code.clone()).collect();
        let shape = match areas.as_slice() {
            [(_, only)] => only.shape.clone(),
            several => join(several.iter().map(|(_, area)| &area.shape)),
        };
        Ok((Making::Areas { edition, codes }, Settled { shape, notes: Vec::new() }))
    }

    /// Whether any area of any layer shares ground with a shape.
    fn reaches(&self, shape: &MultiPolygon<f64>) -> bool {
        self.layers.iter().any(|layer| !touched(layer, shape).is_empty())
    }
}

/// The areas of a layer that share ground with a shape, ascending.
pub(super) fn touched(index: &LayerIndex, shape: &MultiPolygon<f64>) -> Vec<usize> {
    let Some(rect) = shape.bounding_rect() else { return Vec::new() };
    let near = index.areas().near_box(Grid::from(rect.min()), Grid::from(rect.max()));
    let shapes: Vec<_> = near.iter().map(|at| &index.layer.areas[*at].shape).collect();
    // A shape that cannot be measured shares nothing that could be told.
    let Ok(overlap) = Overlap::measure(&shapes, &[shape], Tolerance::default()) else { return Vec::new() };
    overlap.pairs.iter().filter(|pair| pair.area_m2 > 0.0).map(|pair| near[pair.source as usize]).collect()
}
