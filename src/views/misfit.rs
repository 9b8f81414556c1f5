//! How badly geographies fit into each other, on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use crate::crosswalk::lineage::Vintage;
use crate::crosswalk::misfit::{Index, Misfit, parts};
use crate::crosswalk::{Piece, Pieces, Portion};
use crate::engine::Fitting;

use super::lineage::{PortionView, edition_of};
use super::{CitationView, LinkView};

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
    /// Whether the two layers are the same areas, published twice: their
    /// misfit says how they were drawn, and nothing about partners.
    pub same_areas: bool,
    /// By ground; null where no area takes part.
    pub by_ground: Option<IndexView>,
    /// By people; null where nobody was counted.
    pub by_people: Option<IndexView>,
    /// The areas that are split, most parts first.
    pub split: Vec<SplitView>,
}

/// How geographies fit into each other, pair by pair.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MisfitsView {
    /// Version of the place.
    pub version: u64,
    /// The day on which the editions are in force; null for the newest editions.
    pub date: Option<String>,
    /// Both ways round of each pair, pair after pair.
    pub misfits: Vec<MisfitView>,
    /// The overlap matrix, where it was asked for: one row a pair of areas.
    pub overlaps: Option<Vec<OverlapView>>,
    /// The layers and their terms of use.
    pub citations: Vec<CitationView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// One pair of areas that share something.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OverlapView {
    /// The first layer, as `dataset@edition`.
    pub layer: String,
    /// Code of its area.
    pub code: String,
    /// The second layer.
    pub against: String,
    /// Code of its area.
    pub against_code: String,
    /// Ground in both, in m².
    pub ground_m2: f64,
    /// People in both; null where they were not counted.
    pub people: Option<f64>,
    /// What the piece is of the first layer's area.
    pub of_layer: PortionView,
    /// What the piece is of the second layer's area.
    pub of_against: PortionView,
    /// How the first area lies to the second: `same`, `inside`, `contains`,
    /// `overlaps` or `sliver` (no more than two drawings of one line differ by).
    pub relation: String,
}

impl OverlapView {
    /// Every piece of a pair, slivers too.
    #[must_use]
    pub fn all(fitting: &Fitting) -> Vec<Self> {
        let pair = &fitting.pair;
        let view = |piece: &Piece| Self {
            layer: edition_of(&pair.first),
            code: pair.first.code(piece.from).to_string(),
            against: edition_of(&pair.second),
            against_code: pair.second.code(piece.to).to_string(),
            ground_m2: piece.ground_m2,
            people: piece.people,
            of_layer: pair.pieces.of_from(piece).into(),
            of_against: pair.pieces.of_to(piece).into(),
            relation: piece.relation.key().to_owned(),
        };
        pair.pieces.pieces.iter().map(view).collect()
    }
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
        let same_areas = fitting.are_twins();
        [(&first, &second), (&second, &first)]
            .map(|(seen, other)| MisfitView { same_areas, ..one(seen, other, tolerance_m) })
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
        same_areas: false,
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
