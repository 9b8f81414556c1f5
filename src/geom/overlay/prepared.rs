//! A layer's polygons, looked over once: finite, boxed, directed, measured.

use geo_types::{Coord, MultiPolygon};
use rayon::prelude::*;

use super::error::{RefusalReason, Refused};
use super::orient::{open, signed_area_of};
use super::rect::Rect;

/// The largest coordinate, of either sign, that areas are computed with.
pub const MAX_COORDINATE: f64 = 1e30;

/// How many shapes one task looks over; a set of fewer is looked over at once.
const SHAPES_PER_TASK: usize = 2_048;

/// A set of polygons that areas can be shared between.
///
/// It borrows the shapes; what it keeps of its own is a box, an area and one
/// bit a ring.
#[derive(Debug, Clone)]
pub struct Prepared<'a> {
    shapes: Vec<&'a MultiPolygon<f64>>,
    outlines: Vec<Outline>,
    /// Whether each ring has to be walked backwards, all shapes one after the other.
    backwards: Vec<bool>,
}

/// What is known of one shape before its edges are looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outline {
    pub(super) rect: Rect,
    pub(super) area: f64,
    first_ring: usize,
}

/// One ring, as the kernel walks it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ring<'a> {
    /// Its points without the closing one.
    pub(super) points: &'a [Coord<f64>],
    /// Whether to walk it from last to first.
    pub(super) backwards: bool,
}

impl<'a> Prepared<'a> {
    /// Looks over a set of shapes.
    ///
    /// # Errors
    /// One [`Refused`] for each ring that holds a point which is not finite or
    /// is larger than [`MAX_COORDINATE`].
    ///
    /// # Examples
    /// ```
    /// use geo_types::{MultiPolygon, Rect, coord};
    /// use wardwise::geom::overlay::Prepared;
    /// let square = MultiPolygon::from(Rect::new(coord! {x: 0., y: 0.}, coord! {x: 2., y: 2.}).to_polygon());
    /// let prepared = Prepared::new([&square]).unwrap();
    /// assert_eq!(prepared.area(0), Some(4.0));
    /// ```
    pub fn new(shapes: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> Result<Self, Vec<Refused>> {
        let shapes: Vec<_> = shapes.into_iter().collect();
        if shapes.len() <= SHAPES_PER_TASK {
            return Looked::over(&shapes, 0).finish(shapes);
        }
        let tasks = shapes.par_chunks(SHAPES_PER_TASK).enumerate();
        let parts: Vec<Looked> = tasks.map(|(task, run)| Looked::over(run, task * SHAPES_PER_TASK)).collect();
        let mut whole = Looked::default();
        for part in parts {
            whole.append(part);
        }
        whole.finish(shapes)
    }

    /// How many shapes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shapes.len()
    }

    /// Whether there is no shape at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shapes.is_empty()
    }

    /// The area of a shape in the square of its units: shells less holes.
    #[must_use]
    pub fn area(&self, index: usize) -> Option<f64> {
        self.outlines.get(index).map(|outline| outline.area)
    }

    /// The box around a shape.
    #[must_use]
    pub fn rect(&self, index: usize) -> Option<Rect> {
        self.outlines.get(index).map(|outline| outline.rect)
    }

    pub(super) fn outlines(&self) -> &[Outline] {
        &self.outlines
    }

    /// The rings of a shape, to be walked so that shells run anticlockwise.
    pub(super) fn rings(&self, index: usize) -> impl Iterator<Item = Ring<'a>> {
        let backwards = &self.backwards[self.outlines[index].first_ring..];
        rings_of(self.shapes[index])
            .zip(backwards)
            .map(|((points, _), backwards)| Ring { points, backwards: *backwards })
    }
}

/// What looking over a run of shapes has found.
#[derive(Debug, Default)]
struct Looked {
    outlines: Vec<Outline>,
    backwards: Vec<bool>,
    refused: Vec<Refused>,
}

impl Looked {
    /// Looks over a run of shapes of which the first is number `first` of the set.
    fn over(shapes: &[&MultiPolygon<f64>], first: usize) -> Self {
        let mut looked = Self { outlines: Vec::with_capacity(shapes.len()), ..Self::default() };
        for (index, shape) in (first..).zip(shapes) {
            looked.add(index, shape);
        }
        looked
    }

    fn add(&mut self, index: usize, shape: &MultiPolygon<f64>) {
        let first_ring = self.backwards.len();
        let mut outline = Outline { rect: Rect::EMPTY, area: 0.0, first_ring };
        for (points, is_hole) in rings_of(shape) {
            if let Err((point, reason)) = check(points) {
                let ring = self.backwards.len() - first_ring;
                self.refused.push(Refused { index, ring, point, reason });
            }
            let area = signed_area_of(points);
            self.backwards.push((area < 0.0) != is_hole);
            outline.area += if is_hole { -area.abs() } else { area.abs() };
            for point in points {
                outline.rect.add(*point);
            }
        }
        self.outlines.push(outline);
    }

    /// Puts the next run behind this one.
    fn append(&mut self, next: Self) {
        let rings = self.backwards.len();
        let moved = |outline: Outline| Outline { first_ring: rings + outline.first_ring, ..outline };
        self.outlines.extend(next.outlines.into_iter().map(moved));
        self.backwards.extend(next.backwards);
        self.refused.extend(next.refused);
    }

    fn finish(self, shapes: Vec<&MultiPolygon<f64>>) -> Result<Prepared<'_>, Vec<Refused>> {
        if !self.refused.is_empty() {
            return Err(self.refused);
        }
        Ok(Prepared { shapes, outlines: self.outlines, backwards: self.backwards })
    }
}

/// The rings of a shape without their closing points; true for a hole.
fn rings_of(shape: &MultiPolygon<f64>) -> impl Iterator<Item = (&[Coord<f64>], bool)> {
    shape.0.iter().flat_map(|polygon| {
        let holes = polygon.interiors().iter().map(|hole| (open(&hole.0), true));
        std::iter::once((open(&polygon.exterior().0), false)).chain(holes)
    })
}

fn check(points: &[Coord<f64>]) -> Result<(), (usize, RefusalReason)> {
    let fits = |point: &Coord<f64>| point.x.abs() <= MAX_COORDINATE && point.y.abs() <= MAX_COORDINATE;
    if points.iter().fold(true, |all, point| all & fits(point)) {
        return Ok(());
    }
    let at = points.iter().position(|point| !fits(point)).unwrap_or_default();
    let finite = points[at].x.is_finite() && points[at].y.is_finite();
    Err((at, if finite { RefusalReason::TooLarge } else { RefusalReason::NotFinite }))
}

#[cfg(test)]
mod tests {
    use geo_types::{LineString, Polygon};

    use super::*;

    fn square(west: f64, side: f64) -> LineString<f64> {
        let (east, north) = (west + side, side);
        LineString::from(vec![(west, 0.0), (west, north), (east, north), (east, 0.0), (west, 0.0)])
    }

    /// Squares of growing size, every third with a hole, in more than one task's run.
    fn many() -> Vec<MultiPolygon<f64>> {
        let shape = |at: usize| {
            let side = 4.0 + f64::from(u32::try_from(at).expect("a few thousand"));
            let holes = if at.is_multiple_of(3) { vec![square(1.0, 1.0)] } else { Vec::new() };
            MultiPolygon(vec![Polygon::new(square(0.0, side), holes)])
        };
        (0..2 * SHAPES_PER_TASK + 7).map(shape).collect()
    }

    #[test]
    fn shapes_looked_over_in_runs_are_what_each_is_by_itself() {
        let shapes = many();
        let all = Prepared::new(&shapes).expect("finite");
        assert_eq!(all.len(), shapes.len());
        for (index, shape) in shapes.iter().enumerate() {
            let alone = Prepared::new([shape]).expect("finite");
            assert_eq!((all.area(index), all.rect(index)), (alone.area(0), alone.rect(0)), "{index}");
            let rings = |set: &Prepared<'_>, at| set.rings(at).map(|ring| ring.backwards).collect::<Vec<_>>();
            assert_eq!(rings(&all, index), rings(&alone, 0), "{index}");
        }
    }

    #[test]
    fn refused_points_of_every_run_are_named_in_order() {
        let mut shapes = many();
        for index in [3, SHAPES_PER_TASK, 2 * SHAPES_PER_TASK + 1] {
            shapes[index].0[0].exterior_mut(|ring| ring.0[2].x = f64::NAN);
        }
        let refused = Prepared::new(&shapes).expect_err("three points are no numbers");
        let places: Vec<_> = refused.iter().map(|refused| (refused.index, refused.point)).collect();
        assert_eq!(places, [(3, 2), (SHAPES_PER_TASK, 2), (2 * SHAPES_PER_TASK + 1, 2)]);
    }
}
