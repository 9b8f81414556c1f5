//! Weights by shared area.

use super::overlap::Overlap;
use super::side::Side;
use super::weights::{Crosswalk, Frame, Link, Method, Rung};

/// What becomes of the part of a source outside every target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spread {
    /// It is reported as spill: the weights of a source may add up to less than 1.
    #[default]
    Spill,
    /// It is taken to lie in the targets too: the weights of every source that
    /// meets a target add up to 1.
    KeepInside,
}

/// Shares each source out by area: the weight is the shared area over the
/// source's own (or, with [`Spread::KeepInside`], over all it shares).
///
/// Right where people are spread evenly, and a poor guide where a source is
/// part town, part field. A source without an area goes nowhere.
///
/// # Source
/// Areal weighting; `docs/methods/crosswalk.md`.
#[must_use]
pub fn by_area(from: Side, to: Side, overlap: &Overlap, spread: Spread) -> Crosswalk {
    let whole = match spread {
        Spread::Spill => overlap.source_m2.clone(),
        Spread::KeepInside => placed_m2(overlap),
    };
    let links = (0..overlap.pairs.len()).map(|at| (overlap.pairs[at].source, area_link(overlap, at, &whole)));
    let links = links.collect();
    let frame = Frame {
        from,
        to,
        method: Method::Area,
        source_size: whole,
        target_size: overlap.target_m2.clone(),
        target_cover: Some(overlap.target_cover()),
    };
    Crosswalk::assemble(frame, links)
}

/// One pair's link, as a share of `whole` m² of its source.
pub(super) fn area_link(overlap: &Overlap, at: usize, whole: &[f64]) -> Link {
    let pair = &overlap.pairs[at];
    let whole = whole[pair.source as usize];
    let weight = if whole > 0.0 { (pair.area_m2 / whole).min(1.0) } else { 0.0 };
    Link {
        target: pair.target,
        weight,
        area_m2: Some(pair.area_m2),
        rung: Rung::Area,
        relation: Some(overlap.relations[at]),
    }
}

fn placed_m2(overlap: &Overlap) -> Vec<f64> {
    let mut placed = vec![0.0; overlap.source_m2.len()];
    for pair in &overlap.pairs {
        placed[pair.source as usize] += pair.area_m2;
    }
    placed
}
