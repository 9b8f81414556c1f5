//! Shapes for display, simplified so that neighbours still share their edges.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use geo_types::MultiPolygon;

use crate::geom::simplify::simplify_together;
use crate::model::EditionKey;

use super::Engine;

/// Tolerances below this draw every vertex.
const FINEST_M: f64 = 0.05;

/// Tolerances above this are drawn as this one.
const COARSEST_M: f64 = 5_000.0;

type Drawn = Arc<Vec<MultiPolygon<f64>>>;

/// What was drawn before, by layer and step of tolerance. At most one entry
/// a step, and there are some sixteen steps.
#[derive(Debug, Default)]
pub(super) struct Outlines {
    drawn: Mutex<BTreeMap<(EditionKey, u64), Drawn>>,
}

impl Engine {
    /// The shapes of a layer for display, row by row as its areas, in grid
    /// metres; `None` when there is no such layer.
    ///
    /// `tolerance_m` is how far a drawn line may lie from the true one; it is
    /// rounded down to 1, 2 or 5 times a power of ten, and what was drawn is
    /// kept for the next reader. Shared edges are simplified once, so no gap
    /// or overlap appears. For pictures only: never measure on an outline.
    #[must_use]
    pub fn outline(&self, key: &EditionKey, tolerance_m: f64) -> Option<Arc<Vec<MultiPolygon<f64>>>> {
        let layer = self.layer(key)?;
        let tolerance_m = step_below(tolerance_m);
        let slot = (key.clone(), tolerance_m.to_bits());
        // A reader that panicked leaves a map of whole entries behind.
        let known = self.outlines.drawn.lock().unwrap_or_else(PoisonError::into_inner).get(&slot).cloned();
        if known.is_some() {
            return known;
        }
        let shapes: Vec<&MultiPolygon<f64>> = layer.areas.iter().map(|area| &area.shape).collect();
        let drawn = Arc::new(simplify_together(&shapes, tolerance_m));
        let mut all = self.outlines.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(all.entry(slot).or_insert(drawn)))
    }
}

/// The next of ..., 0.1, 0.2, 0.5, 1, 2, 5, 10, ... metres at or below; 0 draws everything.
fn step_below(tolerance_m: f64) -> f64 {
    if tolerance_m.is_nan() || tolerance_m < FINEST_M {
        return 0.0;
    }
    let wanted = tolerance_m.min(COARSEST_M);
    let decades = [0.01, 0.1, 1.0, 10.0, 100.0, 1000.0];
    let steps = decades.into_iter().flat_map(|decade| [1.0, 2.0, 5.0].map(|step| step * decade));
    steps.filter(|step| *step <= wanted).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tolerances_are_rounded_down_to_a_few_steps() {
        let check = |tolerance_m: f64, expected: f64| {
            let step = step_below(tolerance_m);
            assert!((step - expected).abs() < 1e-12, "{tolerance_m} gave {step}");
        };
        check(7.3, 5.0);
        check(10.0, 10.0);
        check(1e9, 5_000.0);
        check(0.01, 0.0);
        check(-1.0, 0.0);
        check(f64::NAN, 0.0);
    }
}
