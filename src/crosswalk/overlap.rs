//! What two layers share, measured once and used by every way of weighing.

use geo_types::{LineString, MultiPolygon};

use super::error::CrosswalkError;
use super::relation::{Extents, Relation, Tolerance};
use super::side::Side;
use crate::geom::overlay::{
    MultipleCover, Options, Prepared, Refused, SharedArea, find_multiple_cover, shared_areas,
};

/// Areas of two layers and of every pair that overlaps, in m².
#[derive(Debug, Clone)]
pub struct Overlap {
    /// Area of each source.
    pub source_m2: Vec<f64>,
    /// Area of each target.
    pub target_m2: Vec<f64>,
    /// Pairs in order of source, then target.
    pub pairs: Vec<SharedArea>,
    /// How each pair lies to each other.
    pub relations: Vec<Relation>,
}

/// Areas and lengths of outline of a set of shapes.
#[derive(Debug, Default)]
pub(super) struct Measured {
    pub(super) area_m2: Vec<f64>,
    pub(super) outline_m: Vec<f64>,
}

impl Measured {
    pub(super) fn of(shapes: &[&MultiPolygon<f64>], prepared: &Prepared<'_>) -> Self {
        Self {
            area_m2: (0..prepared.len()).filter_map(|at| prepared.area(at)).collect(),
            outline_m: shapes.iter().map(|shape| perimeter_m(shape)).collect(),
        }
    }
}

impl Overlap {
    /// Measures two layers.
    ///
    /// # Errors
    /// [`Refused`] for each ring of either layer with a point that cannot be measured.
    pub fn measure(
        sources: &[&MultiPolygon<f64>],
        targets: &[&MultiPolygon<f64>],
        tolerance: Tolerance,
    ) -> Result<Self, Vec<Refused>> {
        let from = Prepared::new(sources.iter().copied())?;
        let to = Prepared::new(targets.iter().copied())?;
        let pairs = shared_areas(&from, &to, Options::default());
        let from = Measured::of(sources, &from);
        let to = Measured::of(targets, &to);
        Ok(Self::of(from, to, pairs, tolerance))
    }

    /// Names the relation of each pair.
    pub(super) fn of(from: Measured, to: Measured, pairs: Vec<SharedArea>, tolerance: Tolerance) -> Self {
        let relation = |pair: &SharedArea| {
            let (i, j) = (pair.source as usize, pair.target as usize);
            let extents = Extents {
                source_m2: from.area_m2[i],
                target_m2: to.area_m2[j],
                shared_m2: pair.area_m2,
                outline_m: from.outline_m[i].min(to.outline_m[j]),
            };
            Relation::of(extents, tolerance)
        };
        let relations = pairs.iter().map(relation).collect();
        Self { source_m2: from.area_m2, target_m2: to.area_m2, pairs, relations }
    }

    /// The share of each target that sources cover, in 0..=1.
    #[must_use]
    pub fn target_cover(&self) -> Vec<f64> {
        let mut covered = vec![0.0; self.target_m2.len()];
        for pair in &self.pairs {
            covered[pair.target as usize] += pair.area_m2;
        }
        covered.iter().zip(&self.target_m2).map(|(covered, whole)| share_of(*covered, *whole)).collect()
    }

    /// The relation of a pair; `None` where the two share nothing.
    #[must_use]
    pub fn relation(&self, source: u32, target: u32) -> Option<Relation> {
        self.find(source, target).map(|at| self.relations[at])
    }

    /// The area a pair shares in m²; 0 where it shares nothing.
    #[must_use]
    pub fn shared_m2(&self, source: u32, target: u32) -> f64 {
        self.find(source, target).map_or(0.0, |at| self.pairs[at].area_m2)
    }

    fn find(&self, source: u32, target: u32) -> Option<usize> {
        self.pairs.binary_search_by_key(&(source, target), |pair| (pair.source, pair.target)).ok()
    }
}

/// The length of all rings of a shape, holes included, in metres.
#[must_use]
pub fn perimeter_m(shape: &MultiPolygon<f64>) -> f64 {
    let ring = |ring: &LineString<f64>| -> f64 {
        let length = |dx: f64, dy: f64| (dx * dx + dy * dy).sqrt();
        ring.0.windows(2).map(|pair| length(pair[1].x - pair[0].x, pair[1].y - pair[0].y)).sum()
    };
    let rings = shape.0.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
    rings.map(ring).sum()
}

/// Refuses shapes that count some place more than once: their weights would be wrong.
///
/// # Errors
/// [`CrosswalkError::CrossesItself`] for each such shape, by its code.
pub fn refuse_multiple_cover(
    side: &Side,
    shapes: &[&MultiPolygon<f64>],
    tolerance: Tolerance,
) -> Result<(), Vec<CrosswalkError>> {
    // A ring that cannot be measured at all is refused by the measuring itself.
    let Ok(prepared) = Prepared::new(shapes.iter().copied()) else { return Ok(()) };
    let errors = named(side, &find_multiple_cover(&prepared, least_m2(tolerance)));
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// How much more a shape must share with itself than its area to be named.
pub(super) fn least_m2(tolerance: Tolerance) -> f64 {
    tolerance.metres * tolerance.metres
}

/// Names shapes that cross themselves by their codes.
pub(super) fn named(side: &Side, found: &[MultipleCover]) -> Vec<CrosswalkError> {
    let error = |found: &MultipleCover| CrosswalkError::CrossesItself {
        code: side.codes.get(found.index).map_or_else(String::new, ToString::to_string),
        area_m2: found.area_m2,
        with_itself_m2: found.with_itself_m2,
    };
    found.iter().map(error).collect()
}

/// A part of a whole, capped to 0..=1; nothing of nothing is 0.
pub(super) fn share_of(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (part / whole).clamp(0.0, 1.0) } else { 0.0 }
}
