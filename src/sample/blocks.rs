//! Lays street blocks over the land: along the river, the railway, the main
//! roads and the edge of the borough first, then wherever there is room.

use super::SampleError;
use super::line::{Point, distance, point, walk};
use super::mesh::Mesh;
use super::rng::Rng;
use super::terrain::{CENTRE, HALF, Kind, Terrain};
use super::voronoi::{Near, cells};

/// How many throws find no room before the ground counts as full.
const MISSES: usize = 9_000;

/// The street blocks of a town.
///
/// # Errors
/// [`SampleError::Degenerate`] when ten tries in a row put four blocks at one corner.
pub(crate) fn lay(terrain: &Terrain, seed: u64) -> Result<Mesh, SampleError> {
    for attempt in 0..10 {
        match try_lay(terrain, &mut Rng::named(seed, &format!("blocks {attempt}"))) {
            Err(SampleError::Degenerate) => {}
            laid => return laid,
        }
    }
    Err(SampleError::Degenerate)
}

fn try_lay(terrain: &Terrain, rng: &mut Rng) -> Result<Mesh, SampleError> {
    let mut ground = Ground::new(terrain);
    let mut outline = terrain.outline.clone();
    outline.push(outline[0]);
    ground.line(&outline, rng);
    for divider in &terrain.dividers {
        ground.line(&divider.line, rng);
    }
    ground.fill(rng);
    let (sites, inside) = ground.sorted();
    let (low, high) = (CENTRE - HALF, CENTRE + HALF);
    let mut near = Near::new(low, high, 120.0);
    for (i, &site) in sites.iter().enumerate() {
        near.add(site, i);
    }
    let cells = cells(&sites, low, high, &near);
    if cells.iter().take(inside).any(|cell| cell.is_open) {
        return Err(SampleError::Degenerate);
    }
    let banks: Vec<u32> = sites.iter().map(|&site| terrain.sides(site)).collect();
    Mesh::build(&sites, inside, &cells, |a, b| {
        let parted = banks[a] ^ banks[b];
        if parted == 0 { Kind::Plain } else { terrain.dividers[parted.trailing_zeros() as usize].kind }
    })
}

struct Ground<'a> {
    terrain: &'a Terrain,
    sites: Vec<Point>,
    near: Near,
}

impl<'a> Ground<'a> {
    fn new(terrain: &'a Terrain) -> Self {
        Self { terrain, sites: Vec::new(), near: Near::new(CENTRE - HALF, CENTRE + HALF, 120.0) }
    }

    /// Blocks in pairs, one on each side, so that the edge between them is the line.
    fn line(&mut self, line: &[Point], rng: &mut Rng) {
        let mut pairs = Vec::new();
        let terrain = self.terrain;
        walk(line, |p| 0.95 * spacing(terrain, p), |p, along| pairs.push((p, along)));
        for (p, along) in pairs {
            let r = spacing(terrain, p);
            let shift = along * (r * rng.range(-0.14, 0.14));
            let across = point(-along.y, along.x) * (0.42 * r);
            let skew = along * (r * rng.range(-0.1, 0.1));
            let (left, right) = (p + shift + across, p + shift + skew - across);
            if self.is_free(left, 0.62 * r) && self.is_free(right, 0.62 * r) {
                self.put(left);
                self.put(right);
            }
        }
    }

    fn fill(&mut self, rng: &mut Rng) {
        let mut misses = 0;
        while misses < MISSES {
            let p = CENTRE + point(rng.range(-HALF.x, HALF.x), rng.range(-HALF.y, HALF.y));
            if self.is_free(p, spacing(self.terrain, p)) {
                self.put(p);
                misses = 0;
            } else {
                misses += 1;
            }
        }
    }

    fn is_free(&self, p: Point, reach_m: f64) -> bool {
        let inside = (p.x - CENTRE.x).abs() < HALF.x && (p.y - CENTRE.y).abs() < HALF.y;
        inside && self.near.within(p, reach_m).all(|i| distance(self.sites[i as usize], p) >= reach_m)
    }

    fn put(&mut self, p: Point) {
        self.near.add(p, self.sites.len());
        self.sites.push(p);
    }

    /// The sites inside the borough, from west to east in strips, then those outside.
    fn sorted(self) -> (Vec<Point>, usize) {
        let terrain = self.terrain;
        let (inside, outside): (Vec<_>, Vec<_>) = self.sites.into_iter().partition(|&p| terrain.is_inside(p));
        let n = inside.len();
        (inside.into_iter().chain(outside).collect(), n)
    }
}

/// How far apart blocks are; wider beyond the edge of the borough.
fn spacing(terrain: &Terrain, p: Point) -> f64 {
    if terrain.is_inside(p) { terrain.spacing_m(p) } else { terrain.spacing_m(p).min(260.0) }
}
