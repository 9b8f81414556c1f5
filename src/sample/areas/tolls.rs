//! What it costs to grow an area across an edge.

use crate::sample::mesh::Mesh;
use crate::sample::terrain::Kind;

use super::Grouping;

/// What it costs to cross each edge of a mesh, as a factor on the way.
pub(crate) struct Tolls(Vec<f64>);

impl Tolls {
    /// Rivers, railways and main roads are dear to cross.
    pub(crate) fn plain(mesh: &Mesh) -> Self {
        let toll = |kind| match kind {
            Kind::River => 4.0,
            Kind::Railway => 2.2,
            Kind::Road => 1.5,
            Kind::Plain | Kind::Outline => 1.0,
        };
        Self(mesh.edges.iter().map(|edge| toll(edge.kind)).collect())
    }

    /// The same tolls, higher on the boundaries of a geography.
    pub(super) fn along(mut self, mesh: &Mesh, grouping: &Grouping, factor: f64) -> Self {
        for (toll, edge) in self.0.iter_mut().zip(&mesh.edges) {
            let [a, b] = edge.blocks.map(|block| grouping.of.get(block as usize));
            if a != b {
                *toll *= factor;
            }
        }
        self
    }

    /// The toll on one edge.
    pub(crate) fn of(&self, edge: u32) -> f64 {
        self.0[edge as usize]
    }
}
