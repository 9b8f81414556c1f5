//! One walk over a shape as it comes in: points that are no numbers, and the
//! way its outer rings run.

use geo_types::{Coord, Geometry, LineString, Polygon};

use crate::check::{Fault, Place, Rule};

use super::found::Found;

/// The way a ring runs, seen from above with north up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// With the hands of a clock.
    Clockwise,
    /// Against them.
    Anticlockwise,
}

impl Turn {
    /// The way a ring runs; `None` for a ring without area.
    pub(super) fn of(ring: &[Coord<f64>]) -> Option<Self> {
        let doubled = doubled_area(ring);
        if doubled > 0.0 {
            Some(Self::Anticlockwise)
        } else if doubled < 0.0 {
            Some(Self::Clockwise)
        } else {
            None
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Clockwise => "clockwise",
            Self::Anticlockwise => "anticlockwise",
        }
    }
}

/// Twice the signed area of a ring, positive when it runs anticlockwise.
/// Reckoned from its first point, so that grid coordinates lose no digits.
pub(super) fn doubled_area(ring: &[Coord<f64>]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    ring.windows(2)
        .map(|pair| {
            let (a, b) = (pair[0] - *origin, pair[1] - *origin);
            a.x * b.y - b.x * a.y
        })
        .sum()
}

/// What was seen of the rings of a file.
#[derive(Debug, Default)]
pub(super) struct Rings {
    /// Rings that did not end where they began.
    pub(super) unclosed: u64,
    expected: Option<(Turn, &'static str)>,
    outer: u64,
    against: u64,
}

impl Rings {
    /// Says which way outer rings should run, by which standard.
    pub(super) fn expect(&mut self, turn: Turn, standard: &'static str) {
        self.expected = Some((turn, standard));
    }

    /// Counts the points of a shape (each ring and part as one more) and tells
    /// whether all its coordinates are finite; each that is not becomes a fault.
    pub(super) fn inspect(&mut self, row: u64, geometry: &Geometry<f64>, found: &mut Found) -> (u64, bool) {
        let mut walk = Walk { rings: self, found, place: Place::row(row), points: 0, whole: true };
        walk.geometry(geometry);
        (walk.points, walk.whole)
    }

    /// The rings that run against the standard, if any.
    pub(super) fn direction_note(&self) -> Option<Fault> {
        let (turn, standard) = self.expected?;
        if self.against == 0 {
            return None;
        }
        let message = format!(
            "{} of {} outer rings do not run {}, as {standard} wants; they are read all the same",
            self.against,
            self.outer,
            turn.word()
        );
        Some(Fault::new(Rule::RingDirection, Place::default(), message).counting(self.against))
    }

    /// The rings that were closed, if any.
    pub(super) fn unclosed_note(&self) -> Option<Fault> {
        if self.unclosed == 0 {
            return None;
        }
        let message = format!("{} rings do not end where they begin; they were closed", self.unclosed);
        Some(Fault::new(Rule::UnclosedRing, Place::default(), message).counting(self.unclosed))
    }

    fn see_outer(&mut self, ring: &LineString<f64>) {
        let Some((expected, _)) = self.expected else { return };
        if let Some(turn) = Turn::of(&ring.0) {
            self.outer += 1;
            self.against += u64::from(turn != expected);
        }
    }
}

struct Walk<'w> {
    rings: &'w mut Rings,
    found: &'w mut Found,
    place: Place,
    points: u64,
    whole: bool,
}

impl Walk<'_> {
    fn geometry(&mut self, geometry: &Geometry<f64>) {
        match geometry {
            Geometry::Point(point) => self.coords(&[point.0]),
            Geometry::Line(line) => self.coords(&[line.start, line.end]),
            Geometry::LineString(line) => self.coords(&line.0),
            Geometry::Polygon(polygon) => self.polygon(polygon),
            Geometry::MultiPoint(points) => {
                for (at, point) in points.iter().enumerate() {
                    self.point(at, point.0);
                }
            }
            Geometry::MultiLineString(lines) => self.parts(&lines.0, |walk, line| walk.coords(&line.0)),
            Geometry::MultiPolygon(polygons) => self.parts(&polygons.0, Self::polygon),
            Geometry::GeometryCollection(parts) => self.parts(&parts.0, Self::geometry),
            Geometry::Rect(rect) => self.coords(&[rect.min(), rect.max()]),
            Geometry::Triangle(triangle) => self.coords(&triangle.to_array()),
        }
    }

    fn parts<T>(&mut self, parts: &[T], mut each: impl FnMut(&mut Self, &T)) {
        for (index, part) in parts.iter().enumerate() {
            self.place.part = number(index);
            each(self, part);
        }
        self.place.part = None;
    }

    fn polygon(&mut self, polygon: &Polygon<f64>) {
        self.rings.see_outer(polygon.exterior());
        for (index, ring) in std::iter::once(polygon.exterior()).chain(polygon.interiors()).enumerate() {
            self.place.ring = number(index);
            self.points += u64::from(index > 0);
            self.coords(&ring.0);
        }
        self.place.ring = None;
    }

    fn coords(&mut self, coords: &[Coord<f64>]) {
        for (at, coord) in coords.iter().enumerate() {
            self.point(at, *coord);
        }
    }

    fn point(&mut self, at: usize, coord: Coord<f64>) {
        self.points += 1;
        if coord.x.is_finite() && coord.y.is_finite() {
            return;
        }
        self.whole = false;
        let mut place = self.place.clone();
        place.point = number(at);
        let message = format!("the coordinates ({}, {}) are not a pair of finite numbers", coord.x, coord.y);
        self.found.add(
            Fault::new(Rule::NotFinite, place, message)
                .advise("Mend the shape in the program that made it, and publish the file again."),
        );
    }
}

fn number(index: usize) -> Option<u32> {
    u32::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use geo_types::polygon;

    use super::*;

    #[test]
    fn a_ring_that_runs_with_the_clock_is_counted_against_rfc_7946() {
        let mut rings = Rings::default();
        rings.expect(Turn::Anticlockwise, "RFC 7946");
        let clockwise = polygon![(x: 0.0, y: 0.0), (x: 0.0, y: 1.0), (x: 1.0, y: 1.0)];
        let (points, whole) = rings.inspect(1, &clockwise.into(), &mut Found::default());
        assert_eq!((points, whole), (4, true));
        let note = rings.direction_note().expect("a note");
        assert_eq!(note.count, 1);
        assert!(note.message.starts_with("1 of 1 outer rings do not run anticlockwise"), "{}", note.message);
    }

    #[test]
    fn a_ring_without_area_runs_no_way() {
        let flat = [(0.0, 0.0), (2.0, 2.0), (0.0, 0.0)].map(Coord::from);
        assert_eq!(Turn::of(&flat), None);
        assert_eq!(Turn::of(&[]), None);
    }
}
