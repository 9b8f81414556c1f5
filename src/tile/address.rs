//! Where a tile lies, and the lattice of a zoom.
//!
//! The lattice has [`EXTENT`] steps a tile side, counted from the south-west
//! corner of the world's square; `x` runs east and `y` north. Tiles count their
//! rows from the north, as the tile matrix set `WebMercatorQuad` has it.

use crate::geom::crs::{lonlat_to_web_mercator, web_mercator_to_lonlat};
use crate::geom::{Grid, LonLat, crs};

/// Lattice steps to the side of a tile.
pub const EXTENT: i64 = 4096;
/// Steps by which a tile reaches beyond its side, so that lines drawn along it are whole.
pub(super) const BUFFER: i64 = 64;
/// The closest zoom that is made. Clients draw closer ones from it: a step is
/// then 0.4 m on the ground in the middle of Great Britain.
pub const MOST_ZOOM: u8 = 14;
/// Half the side of the world's square in web Mercator, in metres.
const HALF_WORLD_M: f64 = 20_037_508.342_789_244;

/// A tile of `WebMercatorQuad`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Zoom: there are `4^z` tiles.
    pub z: u8,
    /// Column, from the west.
    pub x: u32,
    /// Row, from the north.
    pub y: u32,
}

/// A point of the lattice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Corner {
    /// Steps east.
    pub x: i32,
    /// Steps north.
    pub y: i32,
}

/// A box on the lattice, edges included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) min: Corner,
    pub(super) max: Corner,
}

impl Address {
    /// A tile that there is; `None` beyond [`MOST_ZOOM`] and beyond the world.
    #[must_use]
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        let side = 1_u32.checked_shl(u32::from(z))?;
        (z <= MOST_ZOOM && x < side && y < side).then_some(Self { z, x, y })
    }

    /// The tile that holds a point.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the tiles there are"
    )]
    pub fn holding(z: u8, point: LonLat) -> Self {
        let side = f64::from(1_u32 << z.min(MOST_ZOOM));
        let (x, y) = share(point);
        let tile = |share: f64| (share * side).floor().clamp(0.0, side - 1.0) as u32;
        Self { z: z.min(MOST_ZOOM), x: tile(x), y: tile(1.0 - y) }
    }

    /// West, south, east and north of the tile in degrees.
    #[must_use]
    pub fn bounds(self) -> [f64; 4] {
        let side = 2.0 * HALF_WORLD_M / f64::from(1_u32 << self.z);
        let corner = |x: u32, y: u32| {
            web_mercator_to_lonlat(f64::from(x) * side - HALF_WORLD_M, HALF_WORLD_M - f64::from(y) * side)
        };
        let (low, high) = (corner(self.x, self.y + 1), corner(self.x + 1, self.y));
        [low.lon, low.lat, high.lon, high.lat]
    }

    /// The lattice of the tile, wider by `margin` on every side.
    pub(super) fn window(self, margin: i64) -> Window {
        let rows = 1_i64 << self.z;
        let (west, south) = (i64::from(self.x) * EXTENT, (rows - 1 - i64::from(self.y)) * EXTENT);
        let corner = |x: i64, y: i64| Corner { x: saturated(x), y: saturated(y) };
        Window {
            min: corner(west - margin, south - margin),
            max: corner(west + EXTENT + margin, south + EXTENT + margin),
        }
    }

    /// A lattice point as the tile writes it: from its north-west corner, `y` down.
    pub(super) fn within(self, at: Corner) -> (i32, i32) {
        let own = self.window(0);
        (at.x - own.min.x, own.max.y - at.y)
    }
}

impl Window {
    pub(super) fn holds(&self, at: Corner) -> bool {
        at.x >= self.min.x && at.x <= self.max.x && at.y >= self.min.y && at.y <= self.max.y
    }
}

/// A point of the grid on the lattice of a zoom, not yet rounded; `None`
/// outside Great Britain, where there is nothing of ours.
pub(super) fn on_lattice(z: u8, at: Grid) -> Option<(f64, f64)> {
    let (x, y) = share(crs::grid_to_lonlat(at).ok()?);
    let steps = f64::from(1_u32 << z) * EXTENT as f64;
    Some((x * steps, y * steps))
}

/// The length of a lattice step on the ground, at the middle of a layer.
pub(super) fn step_m(z: u8, middle: LonLat) -> f64 {
    let steps = f64::from(1_u32 << z) * EXTENT as f64;
    2.0 * HALF_WORLD_M / steps * middle.lat.to_radians().cos()
}

/// Where a point lies in the world's square, from its south-west corner, in 0..=1.
fn share(point: LonLat) -> (f64, f64) {
    let (x, y) = lonlat_to_web_mercator(point);
    (f64::midpoint(x / HALF_WORLD_M, 1.0), f64::midpoint(y / HALF_WORLD_M, 1.0))
}

/// The lattice point nearest to a place.
#[expect(clippy::cast_possible_truncation, reason = "the lattice ends below 2^27; the cast saturates")]
pub(super) fn nearest((x, y): (f64, f64)) -> Corner {
    Corner { x: (x + 0.5).floor() as i32, y: (y + 0.5).floor() as i32 }
}

fn saturated(value: i64) -> i32 {
    i32::try_from(value).unwrap_or(if value < 0 { i32::MIN } else { i32::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_lies_where_every_map_on_the_web_has_it() {
        // The middle of London at zoom 10, as OpenStreetMap counts.
        let london = LonLat { lon: -0.1278, lat: 51.5074 };
        let tile = Address::holding(10, london);
        assert_eq!(tile, Address { z: 10, x: 511, y: 340 });
        let [west, south, east, north] = tile.bounds();
        assert!(west < london.lon && east > london.lon && south < london.lat && north > london.lat);
        let world = Address { z: 0, x: 0, y: 0 }.bounds().map(|degrees| format!("{degrees:.3}"));
        assert_eq!(world, ["-180.000", "-85.051", "180.000", "85.051"]);
    }

    #[test]
    fn tiles_beyond_the_world_are_none() {
        assert!(Address::new(0, 0, 0).is_some() && Address::new(0, 1, 0).is_none());
        assert!(Address::new(MOST_ZOOM + 1, 0, 0).is_none() && Address::new(255, 0, 0).is_none());
    }
}
