//! How badly the areas of one geography fit into those of another.
//!
//! For a service that works by one partner's areas and answers to another's:
//! how many people live in a part of their area that goes with the minority,
//! and which areas are cut into many parts. Definitions and a worked example:
//! `docs/methods/misfit.md`.

mod twins;

pub use twins::are_twins;

use super::pieces::{Piece, Pieces, Portion};
use super::relation::Relation;
use super::weights::Rung;

/// What counts as a part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// The least share of its people (of its ground, where it has no people to
    /// count) that a part of an area must hold. In 0..=1.
    pub least_share: f64,
    /// From how many parts on an area is listed as split.
    pub split_from: usize,
}

impl Default for Options {
    /// Parts of one in twenty; split from three on.
    fn default() -> Self {
        Self { least_share: 0.05, split_from: 3 }
    }
}

/// How one area fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// Its largest share in one area of the other geography, by ground and by people.
    pub largest: Portion,
    /// What of it lies in the other geography at all.
    pub covered: Portion,
    /// Whether one area of the other geography holds it whole, within the tolerance.
    pub is_whole: bool,
    /// Into how many parts of at least the least share it is cut.
    pub parts: usize,
}

/// A misfit index over all areas that take part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// 1 − Σ (largest share × size) / Σ size, in 0..=1: nought where every
    /// area lies whole in one area of the other geography.
    pub misfit: f64,
    /// The part of it that comes from ground or people outside the other
    /// geography altogether.
    pub outside: f64,
}

/// How the areas of one geography fit into those of another.
#[derive(Debug, Clone, PartialEq)]
pub struct Misfit {
    /// What people were counted by; `None` where only ground was measured.
    pub counted_by: Option<Rung>,
    /// What counted as a part.
    pub options: Options,
    /// One an area of the first geography; `None` for an area that takes no
    /// part, as it lies outside the other geography.
    pub fits: Vec<Option<Fit>>,
    /// By ground; `None` where no area takes part.
    pub ground: Option<Index>,
    /// By people; `None` where nobody was counted.
    pub people: Option<Index>,
}

/// Measures how the areas of the first geography fit into those of the second.
///
/// An area takes part when at least the least share of it lies in the other
/// geography: a ward of the next town over says nothing about this one. An
/// area that lies whole in one other, within the tolerance that its pieces
/// were measured with, has no misfit. The order of the areas does not matter
/// beyond the rounding of sums.
///
/// # Source
/// `docs/methods/misfit.md`.
#[must_use]
pub fn misfit(pieces: &Pieces, options: Options) -> Misfit {
    let fits: Vec<Option<Fit>> = (0..pieces.from.len()).map(|at| fit(pieces, at, options)).collect();
    let taking_part =
        || pieces.from.iter().zip(&fits).filter_map(|(whole, fit)| Some((whole, fit.as_ref()?)));
    let ground = index(taking_part().map(|(whole, fit)| sized(whole.ground_m2, fit, |p| Some(p.ground))));
    let people =
        index(taking_part().map(|(whole, fit)| sized(whole.people.unwrap_or(0.0), fit, |p| p.people)));
    Misfit { counted_by: pieces.counted_by, options, fits, ground, people }
}

impl Misfit {
    /// The areas cut into so many parts that they are listed as split, most
    /// parts first, then in published order.
    #[must_use]
    pub fn split(&self) -> Vec<(usize, &Fit)> {
        let fits = self.fits.iter().enumerate().filter_map(|(at, fit)| Some((at, fit.as_ref()?)));
        let mut split: Vec<_> = fits.filter(|(_, fit)| fit.parts >= self.options.split_from).collect();
        split.sort_by_key(|(_, fit)| std::cmp::Reverse(fit.parts));
        split
    }

    /// How many areas take part.
    #[must_use]
    pub fn n_taking_part(&self) -> usize {
        self.fits.iter().flatten().count()
    }
}

/// The parts of an area that hold at least the least share of it, the largest
/// first, each with what it is of the area.
#[must_use]
pub fn parts(pieces: &Pieces, at: usize, options: Options) -> Vec<(&Piece, Portion)> {
    let mut parts: Vec<(&Piece, Portion)> = pieces
        .of(at)
        .iter()
        .filter(|piece| piece.relation != Relation::Sliver)
        .map(|piece| (piece, pieces.of_from(piece)))
        .filter(|(_, portion)| portion.best() >= options.least_share)
        .collect();
    parts.sort_by(|(_, a), (_, b)| b.best().total_cmp(&a.best()).then(b.ground.total_cmp(&a.ground)));
    parts
}

fn fit(pieces: &Pieces, at: usize, options: Options) -> Option<Fit> {
    let whole = &pieces.from[at];
    let mut fit = Fit { largest: whole.nothing(), covered: whole.nothing(), is_whole: false, parts: 0 };
    let mut real = whole.nothing();
    for piece in pieces.of(at) {
        let portion = pieces.of_from(piece);
        fit.covered = fit.covered.plus(portion);
        fit.largest = larger(fit.largest, portion);
        fit.is_whole |= matches!(piece.relation, Relation::Same | Relation::Inside);
        if piece.relation != Relation::Sliver {
            real = real.plus(portion);
        }
    }
    if fit.is_whole {
        (fit.largest, fit.covered) = (whole.all(), whole.all());
    }
    fit.parts = parts(pieces, at, options).len();
    real.reaches(options.least_share).then_some(fit)
}

fn larger(a: Portion, b: Portion) -> Portion {
    let people = a.people.zip(b.people).map(|(a, b)| a.max(b));
    Portion { ground: a.ground.max(b.ground), people }
}

/// An area's size with the shares of it that fit and that are covered.
struct Sized {
    size: f64,
    largest: f64,
    covered: f64,
}

fn sized(size: f64, fit: &Fit, share: impl Fn(Portion) -> Option<f64>) -> Option<Sized> {
    Some(Sized { size, largest: share(fit.largest)?, covered: share(fit.covered)? })
}

fn index(areas: impl Iterator<Item = Option<Sized>>) -> Option<Index> {
    let (mut all, mut misfit, mut outside) = (0.0, 0.0, 0.0);
    for area in areas.flatten() {
        all += area.size;
        misfit += area.size * (1.0 - area.largest);
        outside += area.size * (1.0 - area.covered);
    }
    (all > 0.0).then(|| Index { misfit: misfit / all, outside: outside / all })
}

#[cfg(test)]
mod tests;
