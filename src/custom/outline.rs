//! Shapes from outside: put right or refused, with words for either.

use geo_types::MultiPolygon;

use crate::geom::join::join;
use crate::geom::measure::area_m2;
use crate::geom::repair::{Mended, mend};
use crate::geom::validity::find_defects;

use super::{CustomError, MOST_POINTS};

/// Shapes made into one.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// Valid; shells anticlockwise.
    pub shape: MultiPolygon<f64>,
    /// What was put right, in sentences.
    pub notes: Vec<String>,
}

/// Puts shapes in grid metres right and joins them into one.
///
/// # Errors
/// [`CustomError::Nothing`] without a shape, [`CustomError::TooMany`] points,
/// [`CustomError::Shape`] for a shape beyond repair.
pub fn settle(shapes: Vec<MultiPolygon<f64>>) -> Result<Settled, CustomError> {
    let found = shapes.iter().map(geo::CoordsIter::coords_count).sum();
    if found > MOST_POINTS {
        return Err(CustomError::TooMany { what: "points", found, most: MOST_POINTS });
    }
    let mut notes = Vec::new();
    let mut whole = Vec::with_capacity(shapes.len());
    for (number, shape) in (1..).zip(shapes) {
        let mended = put_right(number, shape)?;
        notes.extend(told(number, &mended));
        whole.push(mended.shape);
    }
    let shape = match whole.len() {
        0 => return Err(CustomError::Nothing("there is no shape")),
        1 => whole.remove(0),
        _ => join(&whole),
    };
    let apart = whole.iter().map(area_m2).sum::<f64>();
    let together = area_m2(&shape);
    if apart - together > 1.0 {
        notes.push(format!("the shapes overlap: {:.0} m² lie in several and count once", apart - together));
    }
    Ok(Settled { shape, notes })
}

fn put_right(number: usize, shape: MultiPolygon<f64>) -> Result<Mended, CustomError> {
    let defects = find_defects(&shape);
    let at = defects.iter().find(|defect| defect.kind.is_grave());
    let at = at.map(|defect| format!("part {}, ring {}: {}", defect.part, defect.ring, defect.kind));
    mend(shape, &defects).map_err(|error| CustomError::Shape { number, error, at })
}

fn told(number: usize, mended: &Mended) -> Option<String> {
    let change = mended.change?;
    Some(format!(
        "shape {number} was not valid and was put right: {:.1} m² before, {:.1} m² after",
        change.before_m2, change.after_m2
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{LineString, Polygon};

    fn shape(points: &[(f64, f64)]) -> MultiPolygon<f64> {
        MultiPolygon(vec![Polygon::new(LineString::from(points.to_vec()), Vec::new())])
    }

    #[test]
    fn a_small_loop_is_put_right_and_said_to_be() {
        let ring = [(0.0, 0.0), (1e3, 0.0), (1e3, 1e3), (0.0, 1e3), (0.0, 0.2), (0.4, -0.2), (0.0, 0.0)];
        let settled = settle(vec![shape(&ring)]).expect("a shape");
        assert!((area_m2(&settled.shape) - 1e6).abs() < 1.0);
        assert!(settled.notes[0].contains("put right"), "{:?}", settled.notes);
    }

    #[test]
    fn a_bow_tie_is_refused_with_the_place_of_its_crossing() {
        let tie = shape(&[(0.0, 0.0), (100.0, 100.0), (100.0, 0.0), (0.0, 100.0), (0.0, 0.0)]);
        let error = settle(vec![tie]).expect_err("refused").to_string();
        assert!(error.contains("crosses itself at 50.000, 50.000"), "{error}");
    }

    #[test]
    fn a_line_without_ground_is_refused_in_words() {
        let line = shape(&[(0.0, 0.0), (100.0, 0.0), (50.0, 0.0), (0.0, 0.0)]);
        let error = settle(vec![line]).expect_err("refused").to_string();
        assert!(error.contains("no ring covers any ground"), "{error}");
        assert!(settle(vec![shape(&[(f64::NAN, 0.0), (1.0, 0.0), (1.0, 1.0)])]).is_err());
        assert_eq!(settle(Vec::new()), Err(CustomError::Nothing("there is no shape")));
    }

    #[test]
    fn overlapping_shapes_count_once() {
        let square = |x: f64| shape(&[(x, 0.0), (x + 10.0, 0.0), (x + 10.0, 10.0), (x, 10.0), (x, 0.0)]);
        let settled = settle(vec![square(0.0), square(5.0)]).expect("a shape");
        assert!((area_m2(&settled.shape) - 150.0).abs() < 1e-3);
        assert!(settled.notes[0].contains("50 m²"), "{:?}", settled.notes);
    }

    #[test]
    fn too_many_points_are_refused_before_any_work() {
        let ring = vec![(1.0, 0.0); MOST_POINTS + 1];
        assert!(matches!(settle(vec![shape(&ring)]), Err(CustomError::TooMany { .. })));
    }
}
