//! What text and JSON have in common about shapes.

use geo::MapCoordsInPlace;
use geo_types::{Coord, Geometry, LineString, Point, Polygon, Rect};

/// The same shape with the coordinates of each point exchanged.
pub(super) fn swapped(mut shape: Geometry<f64>) -> Geometry<f64> {
    if let Geometry::Rect(rect) = shape {
        return Geometry::Rect(Rect::new(swap(rect.min()), swap(rect.max())));
    }
    shape.map_coords_in_place(swap);
    shape
}

fn swap(c: Coord<f64>) -> Coord<f64> {
    Coord { x: c.y, y: c.x }
}

/// A box of four numbers, or of six with heights, which are passed over.
///
/// # Errors
/// A sentence.
pub(super) fn boxed(numbers: &[f64]) -> Result<Geometry<f64>, String> {
    let (&[west, south, east, north] | &[west, south, _, east, north, _]) = numbers else {
        return Err(format!("a box has 4 or 6 numbers, not {}", numbers.len()));
    };
    if west > east || south > north {
        return Err("the box runs backwards: write west, south, east, north".to_owned());
    }
    let (low, high) = (Coord { x: west, y: south }, Coord { x: east, y: north });
    // A box without an inside is a line or a point.
    Ok(match (west.total_cmp(&east).is_eq(), south.total_cmp(&north).is_eq()) {
        (true, true) => Geometry::Point(Point(low)),
        (false, false) => Geometry::Rect(Rect::new(low, high)),
        _ => Geometry::LineString(LineString(vec![low, high])),
    })
}

/// A polygon of its rings, the shell first; each must close.
///
/// # Errors
/// A sentence.
pub(super) fn polygon(mut rings: Vec<Vec<Coord<f64>>>) -> Result<Polygon<f64>, String> {
    if rings.is_empty() {
        return Err("a polygon has at least one ring".to_owned());
    }
    for ring in &rings {
        if ring.len() < 4 || ring.first() != ring.last() {
            return Err("a ring has at least 4 points and ends where it starts".to_owned());
        }
    }
    let holes = rings.split_off(1).into_iter().map(LineString).collect();
    Ok(Polygon::new(LineString(rings.remove(0)), holes))
}

/// A line of at least two points.
///
/// # Errors
/// A sentence.
pub(super) fn line(points: Vec<Coord<f64>>) -> Result<LineString<f64>, String> {
    if points.len() < 2 {
        return Err("a line has at least 2 points".to_owned());
    }
    Ok(LineString(points))
}
