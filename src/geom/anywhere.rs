//! Boxes and shapes that people send: taken to the grid wherever they lie.
//!
//! Ground of ours lies where OSTN15 has a shift, and there the way is exact.
//! A corner that somebody sets down elsewhere, in the open sea or across the
//! Channel, only has to end up on the right side of everything of ours.

use geo_types::{Coord, Geometry, GeometryCollection, LineString, MultiPolygon, Point, Polygon};

use super::crs::{Crs, web_mercator_to_lonlat};
use super::point::{Grid, LonLat};

/// A side that is straight in degrees is bent on the grid: by less than 2 mm
/// over so many degrees, within Great Britain.
const STRAIGHT_DEGREES: f64 = 0.002;
/// Most pieces into which one side is cut.
const MOST_PIECES: f64 = 64.0;
/// Metres on the ground to a degree of latitude, about.
const METRES_PER_DEGREE: f64 = 111_250.0;

/// One point on the grid, exact within Great Britain.
///
/// # Examples
/// ```
/// use wardwise::geom::{Crs, anywhere};
/// let birmingham = anywhere::to_grid(Crs::LonLat, -1.9, 52.5);
/// let paris = anywhere::to_grid(Crs::LonLat, 2.35, 48.86);
/// assert!((birmingham.x - 406_884.6).abs() < 1.0 && paris.y < birmingham.y);
/// ```
#[must_use]
pub fn to_grid(crs: Crs, x: f64, y: f64) -> Coord<f64> {
    match crs {
        Crs::BritishNationalGrid => Coord { x, y },
        Crs::LonLat => of_lonlat(LonLat { lon: x, lat: y }),
        Crs::WebMercator => of_lonlat(web_mercator_to_lonlat(x, y)),
    }
}

/// A line on the grid. Sides that are straight in another system are cut into
/// pieces, so that they bend as they should.
#[must_use]
pub fn line_to_grid(crs: Crs, line: &[Coord<f64>]) -> Vec<Coord<f64>> {
    let mut out: Vec<Coord<f64>> = Vec::with_capacity(line.len());
    for side in line.windows(2) {
        let pieces = pieces(crs, side[0], side[1]);
        let step = (side[1] - side[0]) / pieces;
        let mut at = 0.0;
        while at < pieces {
            out.push(to_grid(crs, side[0].x + step.x * at, side[0].y + step.y * at));
            at += 1.0;
        }
    }
    out.extend(line.last().map(|last| to_grid(crs, last.x, last.y)));
    out
}

/// A shape of any kind on the grid.
#[must_use]
pub fn shape_to_grid(crs: Crs, shape: Geometry<f64>) -> Geometry<f64> {
    let point = |p: Point<f64>| Point(to_grid(crs, p.x(), p.y()));
    let line = |l: LineString<f64>| LineString(line_to_grid(crs, &l.0));
    let polygon = |p: Polygon<f64>| {
        let (shell, holes) = p.into_inner();
        Polygon::new(line(shell), holes.into_iter().map(line).collect())
    };
    match shape {
        Geometry::Point(p) => Geometry::Point(point(p)),
        Geometry::MultiPoint(many) => Geometry::MultiPoint(many.into_iter().map(point).collect()),
        Geometry::LineString(l) => Geometry::LineString(line(l)),
        Geometry::MultiLineString(many) => Geometry::MultiLineString(many.into_iter().map(line).collect()),
        Geometry::Polygon(p) => Geometry::Polygon(polygon(p)),
        Geometry::MultiPolygon(many) => {
            Geometry::MultiPolygon(MultiPolygon(many.into_iter().map(polygon).collect()))
        }
        Geometry::GeometryCollection(many) => Geometry::GeometryCollection(GeometryCollection(
            many.into_iter().map(|one| shape_to_grid(crs, one)).collect(),
        )),
        Geometry::Rect(rect) => Geometry::Polygon(polygon(rect.to_polygon())),
        Geometry::Triangle(triangle) => Geometry::Polygon(polygon(triangle.to_polygon())),
        Geometry::Line(l) => Geometry::LineString(line(LineString(vec![l.start, l.end]))),
    }
}

fn pieces(crs: Crs, a: Coord<f64>, b: Coord<f64>) -> f64 {
    let straight = match crs {
        Crs::BritishNationalGrid => return 1.0,
        Crs::LonLat => STRAIGHT_DEGREES,
        Crs::WebMercator => STRAIGHT_DEGREES * METRES_PER_DEGREE,
    };
    let length = (b.x - a.x).abs().max((b.y - a.y).abs());
    (length / straight).ceil().clamp(1.0, MOST_PIECES)
}

fn of_lonlat(point: LonLat) -> Coord<f64> {
    let exact = super::crs::lonlat_to_grid(point);
    exact.map_or_else(|_outside| roughly(point), |p: Grid| p.into())
}

/// Equal steps of latitude and of longitude at that latitude from the grid's
/// true origin (49° N, 2° W); wrong by a few kilometres at the edges.
fn roughly(point: LonLat) -> Coord<f64> {
    let x = 400_000.0 + (point.lon + 2.0) * METRES_PER_DEGREE * point.lat.to_radians().cos();
    Coord { x, y: -100_000.0 + (point.lat - 49.0) * METRES_PER_DEGREE }
}
