//! What counts, rates and scores have in common when their error is reckoned.

use super::calibration::Constants;
use super::route::{Piece, Route};
use crate::crosswalk::apply::Estimate;
use crate::crosswalk::error::CrosswalkError;
use crate::crosswalk::weights::Crosswalk;

/// The constants of a piece.
pub(crate) type ConstantsOf<'a> = &'a dyn Fn(&Piece) -> Constants;

/// A kind of figure.
pub(crate) trait Quantity {
    /// The figures at the targets.
    fn estimates(&self, crosswalk: &Crosswalk) -> Result<Vec<Estimate>, CrosswalkError>;

    /// The variance at each target that the pieces bring; not a number where a
    /// piece's figure is missing, so that a gap can never pass for certainty.
    fn split(
        &self,
        route: &Route<'_>,
        pieces: &[Piece],
        constants: ConstantsOf<'_>,
    ) -> Result<Vec<f64>, CrosswalkError>;

    /// The variance at each target that standard errors of the sources bring.
    fn sampling(&self, crosswalk: &Crosswalk, errors: &[f64]) -> Result<Vec<f64>, CrosswalkError>;

    /// What each target certainly has at least, where that can be told.
    fn floors(&self, crosswalk: &Crosswalk) -> Vec<Option<f64>>;
}
