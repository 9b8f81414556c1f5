//! Points as one zoom draws them.

use std::collections::BTreeMap;

use crate::geom::Grid;

use super::address::{Address, BUFFER, Corner, MOST_ZOOM, nearest, on_lattice};

/// Below the closest zoom, points in one square of so many steps (one pixel)
/// are drawn as one that says how many it stands for.
const PIXEL_SHIFT: u32 = 3;

/// One dot of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dot {
    /// Position of the first point it stands for.
    pub at: usize,
    /// Where, on the lattice.
    pub corner: Corner,
    /// How many points it stands for.
    pub count: u32,
}

/// Points on the lattice of one zoom, by tiles.
#[derive(Debug)]
pub struct PointLevel {
    dots: BTreeMap<Corner, Dot>,
}

impl PointLevel {
    /// Lays points in grid metres on the lattice of a zoom. Points outside
    /// Great Britain are left out.
    #[must_use]
    pub fn draw(z: u8, points: impl Iterator<Item = (usize, Grid)>) -> Self {
        let mut dots: BTreeMap<Corner, Dot> = BTreeMap::new();
        for (at, point) in points {
            let Some(place) = on_lattice(z, point) else { continue };
            let corner = nearest(place);
            let key = if z < MOST_ZOOM { pixel(corner) } else { corner };
            let first = Dot { at, corner, count: 0 };
            dots.entry(key).or_insert(first).count += 1;
        }
        Self { dots }
    }

    /// The dots in a tile and just beyond its sides, west to east.
    pub fn cut(&self, tile: Address) -> impl Iterator<Item = &Dot> {
        let window = tile.window(BUFFER);
        let from = pixel(Corner { x: window.min.x, y: i32::MIN });
        let to = Corner { x: window.max.x, y: i32::MAX };
        self.dots.range(from..=to).map(|(_, dot)| dot).filter(move |dot| window.holds(dot.corner))
    }
}

fn pixel(corner: Corner) -> Corner {
    Corner { x: corner.x >> PIXEL_SHIFT << PIXEL_SHIFT, y: corner.y >> PIXEL_SHIFT << PIXEL_SHIFT }
}
