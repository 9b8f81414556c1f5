//! Putting an invalid shape right, and saying what that changed.
//!
//! Repair happens on the grid, never in degrees: there the snapping of a
//! repair is a hundred thousand times coarser.
//!
//! # Source
//! Ledoux, Arroyo Ohori and Meijers (2014), "A triangulation-based approach to
//! automatically repair GIS polygons", as the geometry library carries it out;
//! even-odd rule.

use std::cmp::Ordering;

use geo::orient::{Direction, Orient};
use geo::{MakeValid, RemoveRepeatedPoints};
use geo_types::{Coord, LineString, MultiPolygon, Polygon};

use super::measure::{area_m2, even_odd_area_m2, signed_ring_area_m2, winding_area_m2};
use super::validity::{Defect, DefectKind, NO_AREA_M2, find_defects};

/// A repair may change an area, or leave it in doubt, by this share at most.
pub const MAX_CHANGE: f64 = 0.001;

/// A shape put right.
#[derive(Debug, Clone, PartialEq)]
pub struct Mended {
    /// Valid; shells anticlockwise, holes clockwise, no point twice in a row.
    pub shape: MultiPolygon<f64>,
    /// What the repair changed; `None` where nothing but ring direction,
    /// repeated points and rings without area had to be put right.
    pub change: Option<Change>,
    /// Rings without area that were left out: (part, ring), from 1.
    pub dropped: Vec<(u32, u32)>,
}

/// What a repair changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Area before by the even-odd rule, in m².
    pub before_m2: f64,
    /// Area after in m².
    pub after_m2: f64,
}

/// Why a shape cannot be put right.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum RepairError {
    /// A coordinate is not a finite number, or too large for any map.
    #[error("a coordinate is not a number that lies on the grid")]
    NotFinite,
    /// The rings are so entangled that the search for defects was cut short.
    #[error("the rings cross each other too often to be put right")]
    TooEntangled,
    /// Nothing is left.
    #[error("no ring covers any ground")]
    Empty,
    /// The repair did not come to a valid shape.
    #[error("the repair failed: {0}")]
    Failed(&'static str),
    /// The area after is too far from the area before.
    #[error("the repair would change the area from {before_m2:.1} m² to {after_m2:.1} m²")]
    TooLarge {
        /// Area before in m².
        before_m2: f64,
        /// Area after in m².
        after_m2: f64,
    },
    /// A ring circles some ground twice, and whether that is inside depends on the reader.
    #[error(
        "the rings overlap themselves: {even_odd_m2:.1} m² by one rule of reading and {winding_m2:.1} m² by another"
    )]
    Ambiguous {
        /// Area by the even-odd rule in m².
        even_odd_m2: f64,
        /// Area by winding in m².
        winding_m2: f64,
    },
}

/// Puts a shape right. `defects` are those that [`find_defects`] gave for it.
///
/// # Errors
/// Every variant of [`RepairError`]; the shape is then of no use.
pub fn mend(shape: MultiPolygon<f64>, defects: &[Defect]) -> Result<Mended, RepairError> {
    let has = |kind: DefectKind| defects.iter().any(|defect| defect.kind == kind);
    if has(DefectKind::NotFinite) {
        return Err(RepairError::NotFinite);
    }
    if has(DefectKind::TooEntangled) {
        return Err(RepairError::TooEntangled);
    }
    let (shape, dropped) = without_flat_rings(shape.remove_repeated_points(), defects);
    if shape.0.is_empty() {
        return Err(RepairError::Empty);
    }
    let flat = |kind: DefectKind| matches!(kind, DefectKind::NoArea | DefectKind::TooFewPoints);
    if !defects.iter().any(|defect| defect.kind.is_grave() && !flat(defect.kind))
        && is_sound(&shape, &dropped)
    {
        return Ok(Mended { shape: wound(&shape), change: None, dropped });
    }
    let (shape, change) = make_valid(&shape)?;
    Ok(Mended { shape, change: Some(change), dropped })
}

fn make_valid(shape: &MultiPolygon<f64>) -> Result<(MultiPolygon<f64>, Change), RepairError> {
    let before_m2 = even_odd_area_m2(shape);
    let valid =
        shape.make_valid().map_err(|_unrepairable| RepairError::Failed("edges cannot be laid out"))?;
    let valid = in_order(wound(&valid));
    let after_m2 = area_m2(&valid);
    if valid.0.is_empty() || after_m2 < NO_AREA_M2 {
        return Err(RepairError::Empty);
    }
    if (after_m2 - before_m2).abs() > MAX_CHANGE * before_m2 {
        return Err(RepairError::TooLarge { before_m2, after_m2 });
    }
    let winding_m2 = winding_area_m2(shape);
    if (winding_m2 - before_m2).abs() > MAX_CHANGE * before_m2 {
        return Err(RepairError::Ambiguous { even_odd_m2: before_m2, winding_m2 });
    }
    if find_defects(&valid).iter().any(|defect| defect.kind.is_grave()) {
        return Err(RepairError::Failed("the result is still not valid"));
    }
    Ok((valid, Change { before_m2, after_m2 }))
}

/// The same shape with shells anticlockwise and holes clockwise.
#[must_use]
pub fn wound(shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    shape.orient(Direction::Default)
}

/// The same shape with its rings and parts in one order: the library lays out
/// what it repaired as its hash tables have it, which differs from run to run.
fn in_order(shape: MultiPolygon<f64>) -> MultiPolygon<f64> {
    let mut parts: Vec<Polygon<f64>> = shape
        .into_iter()
        .map(|part| {
            let (shell, holes) = part.into_inner();
            let mut holes: Vec<_> = holes.into_iter().map(from_least_point).collect();
            holes.sort_by(by_points);
            Polygon::new(from_least_point(shell), holes)
        })
        .collect();
    parts.sort_by(|a, b| by_points(a.exterior(), b.exterior()));
    MultiPolygon::new(parts)
}

/// A closed ring, begun at its point furthest west, of several the furthest south.
fn from_least_point(mut ring: LineString<f64>) -> LineString<f64> {
    if !ring.is_closed() || ring.0.len() < 2 {
        return ring;
    }
    ring.0.pop();
    let least = ring.0.iter().enumerate().min_by(|a, b| by_place(a.1, b.1)).map_or(0, |(at, _)| at);
    ring.0.rotate_left(least);
    ring.close();
    ring
}

fn by_place(a: &Coord<f64>, b: &Coord<f64>) -> Ordering {
    a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))
}

fn by_points(a: &LineString<f64>, b: &LineString<f64>) -> Ordering {
    let differs = a.0.iter().zip(&b.0).map(|(a, b)| by_place(a, b)).find(|order| order.is_ne());
    differs.unwrap_or_else(|| a.0.len().cmp(&b.0.len()))
}

/// Once flat rings are gone, nesting has not been looked at yet.
fn is_sound(shape: &MultiPolygon<f64>, dropped: &[(u32, u32)]) -> bool {
    dropped.is_empty() || !find_defects(shape).iter().any(|defect| defect.kind.is_grave())
}

fn without_flat_rings(shape: MultiPolygon<f64>, defects: &[Defect]) -> (MultiPolygon<f64>, Vec<(u32, u32)>) {
    let mut dropped = Vec::new();
    let crosses = |part: u32, ring: u32| {
        let here = defects.iter().filter(|defect| (defect.part, defect.ring) == (part, ring));
        here.into_iter().any(|defect| matches!(defect.kind, DefectKind::CrossesItself(_)))
    };
    let mut is_flat = |part: u32, ring: u32, line: &LineString<f64>| {
        let flat = line.0.len() < 4 || (signed_ring_area_m2(line).abs() < NO_AREA_M2 && !crosses(part, ring));
        if flat {
            dropped.push((part, ring));
        }
        flat
    };
    let mut parts = Vec::with_capacity(shape.0.len());
    for (part, polygon) in (1..).zip(shape.0) {
        let (shell, holes) = polygon.into_inner();
        if is_flat(part, 1, &shell) {
            continue;
        }
        let kept = (2..).zip(holes).filter(|(ring, hole)| !is_flat(part, *ring, hole));
        parts.push(Polygon::new(shell, kept.map(|(_, hole)| hole).collect()));
    }
    (MultiPolygon(parts), dropped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::validity::is_right;
    use proptest::prelude::*;

    fn shape(ring: &[(f64, f64)]) -> MultiPolygon<f64> {
        MultiPolygon(vec![Polygon::new(LineString::from(ring.to_vec()), vec![])])
    }

    fn mended(shape: MultiPolygon<f64>) -> Result<Mended, RepairError> {
        let defects = find_defects(&shape);
        mend(shape, &defects)
    }

    #[test]
    fn a_clockwise_square_is_only_turned_round() {
        let got = mended(shape(&[(0.0, 0.0), (0.0, 10.0), (10.0, 10.0), (10.0, 0.0)])).expect("right");
        assert_eq!(got.change, None);
        assert!(signed_ring_area_m2(got.shape.0[0].exterior()) > 0.0);
    }

    #[test]
    fn a_repair_comes_out_the_same_every_time() {
        // Five teeth rise from the bottom and touch the top, so that the ground falls apart.
        let tooth = |n: i32| [(f64::from(4 * n + 4), 12.0), (f64::from(4 * n + 2), 0.0)];
        let mut ring = vec![(22.0, 0.0), (22.0, 12.0), (0.0, 12.0), (0.0, 0.0)];
        ring.extend((0..5).rev().flat_map(tooth).rev());
        let first = mended(shape(&ring));
        for _ in 0..40 {
            assert_eq!(mended(shape(&ring)), first);
        }
        assert!(first.is_ok_and(|mended| mended.change.is_some()));
    }

    #[test]
    fn a_ring_that_touches_itself_keeps_its_area() {
        let ring = [(0.0, 0.0), (8.0, 0.0), (8.0, 8.0), (4.0, 8.0), (4.0, 0.0), (0.0, 8.0)];
        let got = mended(shape(&ring)).expect("mended");
        let change = got.change.expect("a change");
        assert!((change.before_m2 - change.after_m2).abs() < 1e-6, "{change:?}");
        assert!(is_right(&got.shape));
    }

    #[test]
    fn a_bow_tie_is_too_doubtful_to_be_mended() {
        let got = mended(shape(&[(0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 10.0)]));
        assert!(matches!(got, Err(RepairError::Ambiguous { .. })), "{got:?}");
    }

    #[test]
    fn a_flat_hole_is_left_out_and_told() {
        let mut square = shape(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]);
        let hole = LineString::from(vec![(2.0, 2.0), (4.0, 4.0), (2.0, 2.0)]);
        square.0[0].interiors_push(hole);
        let got = mended(square).expect("mended");
        assert_eq!((got.dropped, got.change), (vec![(1, 2)], None));
        assert!(got.shape.0[0].interiors().is_empty());
    }

    #[test]
    fn what_covers_no_ground_cannot_be_mended() {
        assert_eq!(mended(shape(&[(0.0, 0.0), (1.0, 1.0)])), Err(RepairError::Empty));
        assert_eq!(mended(shape(&[(0.0, 0.0), (f64::NAN, 1.0), (3.0, 3.0)])), Err(RepairError::NotFinite));
    }

    proptest! {
        #[test]
        fn whatever_is_mended_is_right_and_keeps_its_even_odd_area(
            corners in prop::collection::vec((0.0..100.0_f64, 0.0..100.0_f64), 3..12),
        ) {
            let before = shape(&corners);
            let even_odd = even_odd_area_m2(&before);
            if let Ok(got) = mended(before) {
                prop_assert!(is_right(&got.shape));
                prop_assert!((area_m2(&got.shape) - even_odd).abs() <= MAX_CHANGE * even_odd + 1e-3);
            }
        }
    }
}
