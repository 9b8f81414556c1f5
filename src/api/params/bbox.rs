//! `bbox`: a box on the ground, in the system of `bbox-crs`.

use geo::Intersects;
use geo_types::{Coord, LineString, MultiPolygon, Polygon, Rect};

use crate::api::Problem;
use crate::export::geojson::OutputCrs;
use crate::geom::{Crs, Grid, anywhere};

use super::Fields;

/// Degrees that hold all of Great Britain and its near waters: nothing of ours
/// lies beyond, and a corner at the end of the world is brought here.
pub const BRITAIN: [f64; 4] = [-8.75, 49.8, 1.8, 61.0];

/// A box on the ground.
#[derive(Debug, Clone, PartialEq)]
pub struct Bbox {
    shape: MultiPolygon<f64>,
    bounds: Rect<f64>,
    written: String,
}

/// Reads `bbox`: four numbers (west, south, east, north), or six with
/// heights, which are passed over. In degrees a west beyond the east runs
/// across the antimeridian.
///
/// # Errors
/// A [`Problem`] for other counts, for numbers that are not finite, and for a
/// south beyond the north or, in metres, a west beyond the east.
pub fn bbox(fields: &mut Fields, system: OutputCrs) -> Result<Option<Bbox>, Problem> {
    let Some(text) = fields.take("bbox")? else { return Ok(None) };
    let numbers: Option<Vec<f64>> =
        text.split(',').map(|part| part.trim().parse::<f64>().ok().filter(|n| n.is_finite())).collect();
    let Some(&[a, b, c, d] | &[a, b, _, c, d, _]) = numbers.as_deref() else {
        return Err(wrong(&text, "is not four numbers: west, south, east, north"));
    };
    let (crs, north_first) = system.axes();
    let [west, south, east, north] = if north_first { [b, a, d, c] } else { [a, b, c, d] };
    if south > north || west > east && crs != Crs::LonLat {
        return Err(wrong(&text, "runs backwards: write the lower corner before the upper"));
    }
    let boxes = match crs {
        Crs::LonLat if west > east => vec![[west, south, 180.0, north], [-180.0, south, east, north]],
        _ => vec![[west, south, east, north]],
    };
    let on_grid = boxes.into_iter().map(|corners| outline(crs, corners));
    Ok(Some(Bbox::new(on_grid.collect(), text)))
}

fn wrong(text: &str, what: &str) -> Problem {
    Problem::parameter("bbox", format!("'{text}' {what}"))
}

/// A box as a polygon on the grid.
fn outline(crs: Crs, corners: [f64; 4]) -> Polygon<f64> {
    let [west, south, east, north] = if crs == Crs::LonLat { within_britain(corners) } else { corners };
    let ring = [(west, south), (east, south), (east, north), (west, north), (west, south)];
    let ring: Vec<Coord<f64>> = ring.into_iter().map(Coord::from).collect();
    Polygon::new(LineString::new(anywhere::line_to_grid(crs, &ring)), Vec::new())
}

fn within_britain([west, south, east, north]: [f64; 4]) -> [f64; 4] {
    let [w, s, e, n] = BRITAIN;
    [west.clamp(w, e), south.clamp(s, n), east.clamp(w, e), north.clamp(s, n)]
}

impl Bbox {
    fn new(shape: MultiPolygon<f64>, written: String) -> Self {
        use geo::BoundingRect;
        let empty = Rect::new(Coord { x: 0.0, y: 0.0 }, Coord { x: 0.0, y: 0.0 });
        let bounds = shape.bounding_rect().unwrap_or(empty);
        Self { shape, bounds, written }
    }

    /// Whether a shape in grid metres touches the box.
    #[must_use]
    pub fn touches(&self, shape: &MultiPolygon<f64>) -> bool {
        use geo::BoundingRect;
        let near = shape.bounding_rect().is_some_and(|bounds| bounds.intersects(&self.bounds));
        near && self.shape.intersects(shape)
    }

    /// Whether a line in grid metres touches the box.
    #[must_use]
    pub fn touches_line(&self, line: &LineString<f64>) -> bool {
        use geo::BoundingRect;
        let near = line.bounding_rect().is_some_and(|bounds| bounds.intersects(&self.bounds));
        near && self.shape.intersects(line)
    }

    /// Whether a point lies in the box.
    #[must_use]
    pub fn holds(&self, point: Grid) -> bool {
        let point = geo_types::Point::new(point.e, point.n);
        self.bounds.intersects(&point) && self.shape.intersects(&point)
    }

    /// The smallest box on the grid around it.
    #[must_use]
    pub fn bounds(&self) -> [Coord<f64>; 2] {
        [self.bounds.min(), self.bounds.max()]
    }

    /// The box as it was asked for.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields;
    use super::*;

    #[test]
    fn what_is_no_box_is_refused() {
        for bad in ["", "1,2,3", "1,2,3,4,5", "1,2,NaN,4", "1,2,inf,4", "1,4,3,2", "a,b,c,d", "1;2;3;4"] {
            assert!(bbox(&mut fields(&format!("bbox={bad}")), OutputCrs::LonLat).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_whole_world_holds_all_of_britain() {
        let world =
            bbox(&mut fields("bbox=-180,-90,180,90"), OutputCrs::LonLat).expect("a box").expect("given");
        for (e, n) in
            [(91_300.0, 11_600.0), (400_000.0, 300_000.0), (655_000.0, 293_000.0), (460_000.0, 1_210_000.0)]
        {
            assert!(world.holds(Grid { e, n }), "{e} {n}");
        }
    }

    #[test]
    fn a_box_in_degrees_is_exact_on_the_grid() {
        use crate::geom::crs;
        let corner = crs::grid_to_lonlat(Grid { e: 400_000.0, n: 300_000.0 }).expect("in Britain");
        let query = format!("bbox={},{},{},{}", corner.lon, corner.lat, corner.lon + 0.01, corner.lat + 0.01);
        let found = bbox(&mut fields(&query), OutputCrs::LonLat).expect("a box").expect("given");
        assert!(found.holds(Grid { e: 400_000.01, n: 300_000.01 }));
        assert!(!found.holds(Grid { e: 399_999.98, n: 300_000.01 }));
    }
}
