//! The whole made-up town: its land, its people, its geographies.

use super::SampleError;
use super::areas::Areas;
use super::blocks;
use super::line::Point;
use super::mesh::Mesh;
use super::people::People;
use super::postal::Postal;
use super::terrain::Terrain;

/// Everything that files are written from.
#[derive(Debug, Clone)]
pub(crate) struct Town {
    pub(crate) seed: u64,
    pub(crate) terrain: Terrain,
    pub(crate) mesh: Mesh,
    pub(crate) people: People,
    pub(crate) areas: Areas,
    pub(crate) postal: Postal,
}

impl Town {
    /// Builds the town of a seed.
    ///
    /// # Errors
    /// [`SampleError::Degenerate`], see [`blocks::lay`].
    pub(crate) fn build(seed: u64) -> Result<Self, SampleError> {
        let terrain = Terrain::new(seed);
        let mesh = blocks::lay(&terrain, seed)?;
        let people = People::settle(&terrain, &mesh, seed);
        let areas = Areas::draw(&terrain, &mesh, &people, seed);
        let postal = Postal::sort(&mesh, &people, seed);
        Ok(Self { seed, terrain, mesh, people, areas, postal })
    }

    /// A point inside a block, to the metre as address lists give it.
    pub(crate) fn spot(&self, block: usize) -> Point {
        let p = self.mesh.sites[block];
        Point { x: p.x.round(), y: p.y.round() }
    }
}
