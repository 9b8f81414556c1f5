//! `bbox`: a box on the ground, in the system of `bbox-crs`.

use geo::Intersects;
use geo_types::{Coord, LineString, MultiPolygon, Polygon, Rect};

use crate::api::Problem;
use crate::export::geojson::OutputCrs;
use crate::geom::{Grid, LonLat, crs};

use super::Fields;

/// Degrees that hold all of Great Britain: beyond them the grid has no shift.
const BRITAIN: [f64; 4] = [-8.5, 49.8, 1.77, 61.0];
/// Pieces into which each side is cut: a side that is straight in degrees is
/// bent on the grid, by less than a metre over a tenth of Britain.
const PIECES: u32 = 64;

/// A box on the ground.
#[derive(Debug, Clone, PartialEq)]
pub struct Bbox {
    shape: Polygon<f64>,
    bounds: Rect<f64>,
    written: String,
}

/// Reads `bbox`: four numbers (west, south, east, north), or six with
/// heights, which are passed over.
///
/// # Errors
/// A [`Problem`] for other counts, for numbers that are not finite, and for a
/// west beyond the east or a south beyond the north.
pub fn bbox(fields: &mut Fields, system: OutputCrs) -> Result<Option<Bbox>, Problem> {
    let Some(text) = fields.take("bbox")? else { return Ok(None) };
    let numbers: Option<Vec<f64>> =
        text.split(',').map(|part| part.trim().parse::<f64>().ok().filter(|n| n.is_finite())).collect();
    let Some(&[west, south, east, north] | &[west, south, _, east, north, _]) = numbers.as_deref() else {
        return Err(wrong(&text, "is not four numbers: west, south, east, north"));
    };
    if west > east || south > north {
        return Err(wrong(&text, "runs backwards: write west, south, east, north"));
    }
    let corners = [west, south, east, north];
    let ring = match system {
        OutputCrs::Grid => sides(corners).collect::<Vec<_>>(),
        OutputCrs::LonLat => sides(within_britain(corners)).map(to_grid).collect(),
    };
    Ok(Some(Bbox::new(ring, text)))
}

fn wrong(text: &str, what: &str) -> Problem {
    Problem::parameter("bbox", format!("'{text}' {what}"))
}

/// The points around a box, side by side.
fn sides([west, south, east, north]: [f64; 4]) -> impl Iterator<Item = Coord<f64>> {
    let corners = [(west, south), (east, south), (east, north), (west, north), (west, south)];
    let pairs: Vec<_> = corners.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.into_iter().flat_map(|((x0, y0), (x1, y1))| {
        (0..PIECES).map(move |piece| {
            let share = f64::from(piece) / f64::from(PIECES);
            Coord { x: x0 + (x1 - x0) * share, y: y0 + (y1 - y0) * share }
        })
    })
}

fn within_britain([west, south, east, north]: [f64; 4]) -> [f64; 4] {
    let [w, s, e, n] = BRITAIN;
    [west.clamp(w, e), south.clamp(s, n), east.clamp(w, e), north.clamp(s, n)]
}

/// A corner in the open sea may lie where the grid has no shift; there a plain
/// projection is near enough, because nothing of ours lies within miles of it.
fn to_grid(at: Coord<f64>) -> Coord<f64> {
    let exact = crs::lonlat_to_grid(LonLat { lon: at.x, lat: at.y });
    exact.map_or_else(|_outside| roughly_to_grid(at), |p: Grid| p.into())
}

/// Equal steps of latitude and of longitude at that latitude from the grid's
/// true origin (49° N, 2° W); wrong by a few kilometres at the edges.
fn roughly_to_grid(at: Coord<f64>) -> Coord<f64> {
    const METRES_PER_DEGREE: f64 = 111_250.0;
    let x = 400_000.0 + (at.x + 2.0) * METRES_PER_DEGREE * at.y.to_radians().cos();
    Coord { x, y: -100_000.0 + (at.y - 49.0) * METRES_PER_DEGREE }
}

impl Bbox {
    fn new(ring: Vec<Coord<f64>>, written: String) -> Self {
        use geo::BoundingRect;
        let shape = Polygon::new(LineString::new(ring), Vec::new());
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
        for bad in ["", "1,2,3", "1,2,3,4,5", "1,2,NaN,4", "1,2,inf,4", "3,2,1,4", "a,b,c,d", "1;2;3;4"] {
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
        let corner = crs::grid_to_lonlat(Grid { e: 400_000.0, n: 300_000.0 }).expect("in Britain");
        let query = format!("bbox={},{},{},{}", corner.lon, corner.lat, corner.lon + 0.01, corner.lat + 0.01);
        let found = bbox(&mut fields(&query), OutputCrs::LonLat).expect("a box").expect("given");
        assert!(found.holds(Grid { e: 400_000.01, n: 300_000.01 }));
        assert!(!found.holds(Grid { e: 399_999.98, n: 300_000.01 }));
    }
}
