//! The figure of a published best fit, beside the better estimate.

use std::sync::Arc;

use crate::crosswalk::Figure;
use crate::engine::Engine;
use crate::model::EditionKey;

use super::{AlignedFigure, BuiltCrosswalk, SourceFigures, Way};

/// Best fit and better estimate that lie further apart than this share of the
/// better one are marked.
pub const MARKED_ABOVE: f64 = 0.05;

/// The same figures by a published lookup.
#[derive(Debug, Clone)]
pub struct BestFit {
    /// The lookup, as a crosswalk.
    pub crosswalk: Arc<BuiltCrosswalk>,
    /// One figure an area, in the layer's order.
    pub figures: Vec<AlignedFigure>,
}

impl Engine {
    /// What the published lookup makes of figures; `None` where no lookup
    /// leads to the layer or it cannot carry them.
    pub(super) fn best_fit(&self, source: &SourceFigures, per: f64, to: &EditionKey) -> Option<BestFit> {
        let crosswalk = self.crosswalk(&source.geography, to, Way::Lookup).ok()?;
        let (figures, _) = self.carried(&crosswalk, &source.values, per).ok()?;
        Some(BestFit { crosswalk, figures })
    }
}

/// By how much a best fit differs from a better estimate, as a share of that;
/// `None` where either is missing or the better one is nought.
#[must_use]
pub fn difference(best_fit: Figure, better: Figure) -> Option<f64> {
    let (best_fit, better) = (best_fit.ok()?, better.ok()?);
    (better != 0.0).then(|| (best_fit - better) / better.abs())
}

/// Whether two figures lie so far apart that a reader must be told.
#[must_use]
pub fn is_marked(best_fit: Figure, better: Figure) -> bool {
    match difference(best_fit, better) {
        Some(share) => share.abs() > MARKED_ABOVE,
        // One of them is nought and the other is not.
        None => best_fit.ok().zip(better.ok()).is_some_and(|(best_fit, _)| best_fit != 0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Missing;

    #[test]
    fn differences_above_a_twentieth_are_marked() {
        assert!(!is_marked(Ok(104.9), Ok(100.0)));
        assert!(is_marked(Ok(94.0), Ok(100.0)));
        assert!(is_marked(Ok(1.0), Ok(0.0)));
        assert!(!is_marked(Ok(0.0), Ok(0.0)));
        assert!(!is_marked(Err(Missing::Suppressed), Ok(100.0)));
        assert_eq!(difference(Ok(90.0), Ok(-100.0)), Some(1.9));
    }
}
