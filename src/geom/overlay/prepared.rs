//! A layer's polygons, looked over once: finite, boxed, directed, measured.

use geo_types::{Coord, MultiPolygon};

use super::error::{RefusalReason, Refused};
use super::orient::{open, signed_area_of};
use super::rect::Rect;

/// The largest coordinate, of either sign, that areas are computed with.
pub const MAX_COORDINATE: f64 = 1e30;

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
        let mut outlines = Vec::with_capacity(shapes.len());
        let mut backwards = Vec::with_capacity(shapes.len());
        let mut refused = Vec::new();
        for (index, shape) in shapes.iter().enumerate() {
            let first_ring = backwards.len();
            let mut outline = Outline { rect: Rect::EMPTY, area: 0.0, first_ring };
            for (points, is_hole) in rings_of(shape) {
                if let Err((point, reason)) = check(points) {
                    refused.push(Refused { index, ring: backwards.len() - first_ring, point, reason });
                }
                let area = signed_area_of(points);
                backwards.push((area < 0.0) != is_hole);
                outline.area += if is_hole { -area.abs() } else { area.abs() };
                for point in points {
                    outline.rect.add(*point);
                }
            }
            outlines.push(outline);
        }
        if refused.is_empty() { Ok(Self { shapes, outlines, backwards }) } else { Err(refused) }
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
