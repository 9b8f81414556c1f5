//! A layer as one zoom draws it: every area on the lattice, none across another.

use geo_types::{LineString, MultiPolygon};
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::geom::{Grid, LonLat};

use super::address::{Address, BUFFER, Corner, on_lattice, step_m};
use super::clip::clip;
use super::snap::{Place, snap};
use super::trace::{Part, edges_of, trace};

/// How far a drawn line may lie from the true one, in lattice steps: half a
/// pixel where a tile is drawn 512 pixels wide.
const TOLERANCE_STEPS: f64 = 4.0;

/// How far lines may be moved before they are laid on the lattice of a zoom,
/// in metres, around a point in the middle of the layer.
#[must_use]
pub fn simplification_m(z: u8, middle: LonLat) -> f64 {
    TOLERANCE_STEPS * step_m(z, middle)
}

/// A layer on the lattice of one zoom.
#[derive(Debug)]
pub struct Level {
    areas: Vec<Vec<Part>>,
    tree: RTree<GeomWithData<Rectangle<[i32; 2]>, u32>>,
}

impl Level {
    /// Lays shapes in grid metres, simplified together, on the lattice of a zoom.
    ///
    /// An area smaller than a step has no ground there. A ring with a point
    /// outside Great Britain is left out.
    #[must_use]
    pub fn draw(z: u8, shapes: &[MultiPolygon<f64>]) -> Self {
        let placed: Vec<Vec<Vec<Place>>> = shapes.par_iter().map(|shape| place(z, shape)).collect();
        let counts: Vec<usize> = placed.iter().map(Vec::len).collect();
        let rings: Vec<Vec<Place>> = placed.into_iter().flatten().collect();
        let mut snapped = snap(&rings).into_iter();
        let of_each: Vec<Vec<Vec<Corner>>> =
            counts.into_iter().map(|count| snapped.by_ref().take(count).collect()).collect();
        let areas: Vec<Vec<Part>> = of_each
            .into_par_iter()
            .map(|rings| trace(rings.iter().flat_map(|ring| edges_of(ring)).collect::<Vec<_>>()))
            .collect();
        let leaves =
            (0_u32..).zip(&areas).filter_map(|(at, parts)| Some(GeomWithData::new(around(parts)?, at)));
        Self { tree: RTree::bulk_load(leaves.collect()), areas }
    }

    /// The ground of each area on the whole lattice.
    #[must_use]
    pub fn areas(&self) -> &[Vec<Part>] {
        &self.areas
    }

    /// The areas that have ground in a tile or just beyond its sides, by
    /// position, and that ground, still on the lattice of the zoom.
    #[must_use]
    pub fn cut(&self, tile: Address) -> Vec<(usize, Vec<Part>)> {
        let window = tile.window(BUFFER);
        let wanted = AABB::from_corners([window.min.x, window.min.y], [window.max.x, window.max.y]);
        let near = self.tree.locate_in_envelope_intersecting(&wanted);
        let mut near: Vec<usize> = near.map(|leaf| leaf.data as usize).collect();
        near.sort_unstable();
        let cut = near.into_iter().map(|at| (at, clip(&self.areas[at], window)));
        cut.filter(|(_, parts)| !parts.is_empty()).collect()
    }
}

/// The rings of a shape on the lattice, open, the ground to their left.
fn place(z: u8, shape: &MultiPolygon<f64>) -> Vec<Vec<Place>> {
    let rings = shape.0.iter().flat_map(|part| {
        std::iter::once((part.exterior(), true)).chain(part.interiors().iter().map(|hole| (hole, false)))
    });
    rings.filter_map(|(ring, is_shell)| place_ring(z, ring, is_shell)).collect()
}

fn place_ring(z: u8, ring: &LineString<f64>, is_shell: bool) -> Option<Vec<Place>> {
    let open = ring.0.len().checked_sub(1)?;
    let placed = ring.0[..open].iter().map(|corner| on_lattice(z, Grid::from(*corner)));
    let mut placed: Vec<Place> = placed.collect::<Option<_>>()?;
    if (crate::geom::measure::signed_ring_area_m2(ring) > 0.0) != is_shell {
        placed.reverse();
    }
    Some(placed)
}

fn around(parts: &[Part]) -> Option<Rectangle<[i32; 2]>> {
    let corners = || parts.iter().flat_map(|part| &part.shell);
    let least = |of: fn(&Corner) -> i32| corners().map(of).min();
    let most = |of: fn(&Corner) -> i32| corners().map(of).max();
    let (low, high) = ([least(|c| c.x)?, least(|c| c.y)?], [most(|c| c.x)?, most(|c| c.y)?]);
    Some(Rectangle::from_corners(low, high))
}
