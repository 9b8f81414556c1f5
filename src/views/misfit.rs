//! How badly geographies fit into each other, on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use crate::crosswalk::lineage::Vintage;
use crate::crosswalk::misfit::{Index, Misfit, parts};
use crate::crosswalk::{Piece, Pieces, Portion};
use crate::engine::Fitting;

use super::lineage::{PortionView, edition_of};

/// How the areas of one layer fit into those of another.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MisfitView {
    /// The layer whose areas are looked at, as `dataset@edition`.
    #[schema(example = "wards@2018")]
    pub layer: String,
    /// The layer that they should fit into.
    #[schema(example = "constituencies@2024")]
    pub against: String,
    /// What people were counted by; null where only ground was measured.
    pub counted_by: Option<String>,
    /// How far apart two drawings of one line may lie, in metres.
    pub tolerance_m: f64,
    /// The least share of an area that counts as a part of it.
    pub least_share: f64,
    /// From how many parts on an area is listed as split.
    pub split_from: usize,
    /// How many areas the layer has.
    pub areas: usize,
    /// How many of them lie in the other layer and take part.
    pub areas_taking_part: usize,
    /// Whether the other layer's areas are on average less than half as large as
    /// this one's: nothing fits into smaller areas, and the other way round says more.
    pub against_is_finer: bool,
    /// By ground; null where no area takes part.
    pub by_ground: Option<IndexView>,
    /// By people; null where nobody was counted.
    pub by_people: Option<IndexView>,
    /// The areas that are split, most parts first.
    pub split: Vec<SplitView>,
}

/// A misfit index.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct IndexView {
    /// 1 − Σ (largest share × size) / Σ size: 0 where every area lies whole in one other.
    pub misfit: f64,
    /// The part of it from ground or people outside the other layer altogether.
    pub outside: f64,
}

/// An area in several parts.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SplitView {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Option<String>,
    /// Its parts, largest first.
    pub parts: Vec<PartView>,
}

/// A part of an area.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PartView {
    /// Code of the area of the other layer that holds it.
    pub code: String,
    /// Name of that area.
    pub name: Option<String>,
    /// What it is of the split area.
    pub share: PortionView,
}

impl MisfitView {
    /// Both ways round: the first layer against the second, and back.
    #[must_use]
    pub fn both(fitting: &Fitting) -> [Self; 2] {
        let pair = &fitting.pair;
        let tolerance_m = pair.tolerance.metres;
        let turned = pair.pieces.turned();
        let first = Seen { layer: &pair.first, pieces: &pair.pieces, misfit: &fitting.first };
        let second = Seen { layer: &pair.second, pieces: &turned, misfit: &fitting.second };
        [one(&first, &second, tolerance_m), one(&second, &first, tolerance_m)]
    }
}

/// One layer with its pieces first in line.
struct Seen<'a> {
    layer: &'a Vintage,
    pieces: &'a Pieces,
    misfit: &'a Misfit,
}

impl Seen<'_> {
    /// The mean area of those that take part, in m².
    fn mean_m2(&self) -> f64 {
        let taking_part = self.pieces.from.iter().zip(&self.misfit.fits).filter(|(_, fit)| fit.is_some());
        let areas: Vec<f64> = taking_part.map(|(whole, _)| whole.ground_m2).collect();
        if areas.is_empty() { 0.0 } else { areas.iter().sum::<f64>() / areas.len() as f64 }
    }
}

fn one(seen: &Seen<'_>, other: &Seen<'_>, tolerance_m: f64) -> MisfitView {
    let (layer, pieces, misfit, against) = (seen.layer, seen.pieces, seen.misfit, other.layer);
    let split = misfit.split().into_iter().map(|(at, _)| SplitView {
        code: layer.side.codes[at].to_string(),
        name: layer.names[at].clone(),
        parts: parts(pieces, at, misfit.options).into_iter().map(|part| part_view(against, part)).collect(),
    });
    MisfitView {
        layer: edition_of(layer),
        against: edition_of(against),
        counted_by: misfit.counted_by.map(|rung| rung.key().to_owned()),
        tolerance_m,
        least_share: misfit.options.least_share,
        split_from: misfit.options.split_from,
        areas: layer.len(),
        areas_taking_part: misfit.n_taking_part(),
        against_is_finer: other.mean_m2() < seen.mean_m2() / 2.0,
        by_ground: misfit.ground.map(Into::into),
        by_people: misfit.people.map(Into::into),
        split: split.collect(),
    }
}

fn part_view(against: &Vintage, (piece, share): (&Piece, Portion)) -> PartView {
    PartView {
        code: against.code(piece.to).to_string(),
        name: against.name(piece.to).map(str::to_owned),
        share: share.into(),
    }
}

impl From<Index> for IndexView {
    fn from(index: Index) -> Self {
        Self { misfit: index.misfit, outside: index.outside }
    }
}
