//! One area, cut along the areas of another layer.

use geo_types::MultiPolygon;

use crate::crosswalk::{Relation, Tolerance, perimeter_m};
use crate::engine::Engine;
use crate::geom::pieces::{common, rest};
use crate::model::{AreaCode, EditionKey};

use super::AlignError;

/// An area and the pieces that another layer cuts it into.
#[derive(Debug, Clone, PartialEq)]
pub struct Pieces {
    /// Position of the area in its layer.
    pub source: usize,
    /// Its code.
    pub code: AreaCode,
    /// Its area in m².
    pub area_m2: f64,
    /// The pieces, largest first.
    pub pieces: Vec<Piece>,
    /// What lies outside every area of the other layer, where that is more
    /// than two drawings of one line differ by.
    pub outside: Option<Outside>,
}

/// The piece in one area of the other layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Position of that area in its layer.
    pub target: usize,
    /// Its code.
    pub code: AreaCode,
    /// Its name, where the layer gives one.
    pub name: Option<String>,
    /// The shared area in m², as weights are made from it.
    pub area_m2: f64,
    /// How the two lie to each other; a sliver is no more than a difference of drawing.
    pub relation: Relation,
    /// The piece's outline, for eyes alone.
    pub shape: MultiPolygon<f64>,
}

/// The part of an area outside every other.
#[derive(Debug, Clone, PartialEq)]
pub struct Outside {
    /// Its area in m².
    pub area_m2: f64,
    /// Its outline, for eyes alone.
    pub shape: MultiPolygon<f64>,
}

impl Engine {
    /// The pieces of one area of `from` along the areas of `to`.
    ///
    /// # Errors
    /// [`AlignError::NoLayer`], [`AlignError::NoArea`], [`AlignError::Unmeasurable`].
    pub fn pieces(&self, from: &EditionKey, to: &EditionKey, code: &str) -> Result<Pieces, AlignError> {
        let (_, targets) = (self.wanted_layer(from)?, self.wanted_layer(to)?);
        let no_area = || AlignError::NoArea { layer: from.clone(), code: code.to_owned() };
        let (source, area) = self.area(from, code).ok_or_else(no_area)?;
        let overlap = self.overlap(from, to)?;
        let pairs = overlap.pairs.iter().zip(&overlap.relations);
        let of_area = pairs.filter(|(pair, _)| pair.source as usize == source);
        let mut pieces: Vec<Piece> = of_area
            .map(|(pair, relation)| {
                let target = &targets.areas[pair.target as usize];
                Piece {
                    target: pair.target as usize,
                    code: target.code.clone(),
                    name: target.name.clone(),
                    area_m2: pair.area_m2,
                    relation: *relation,
                    shape: common(&area.shape, &target.shape),
                }
            })
            .collect();
        pieces.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
        let left_m2 = area.area_m2 - pieces.iter().map(|piece| piece.area_m2).sum::<f64>();
        let strip_m2 = Tolerance::default().metres * perimeter_m(&area.shape);
        let outside = (left_m2 > strip_m2).then(|| {
            let others: Vec<_> = pieces.iter().map(|piece| &targets.areas[piece.target].shape).collect();
            Outside { area_m2: left_m2, shape: rest(&area.shape, &others) }
        });
        Ok(Pieces { source, code: area.code.clone(), area_m2: area.area_m2, pieces, outside })
    }
}
