//! The error of rates: numerator and denominator are mostly off together.

use super::calibration::Constants;
use super::quantity::{ConstantsOf, Quantity};
use super::route::{Piece, Route};
use crate::crosswalk::apply::{Estimate, Figure};
use crate::crosswalk::error::CrosswalkError;
use crate::crosswalk::weights::Crosswalk;

/// Numerators and denominators of the sources.
pub(crate) struct Rates<'a> {
    pub(crate) numerators: &'a [Figure],
    pub(crate) denominators: &'a [Figure],
}

impl Rates<'_> {
    fn allocated_denominators(&self, crosswalk: &Crosswalk) -> Result<Vec<Figure>, CrosswalkError> {
        let both = self.numerators.iter().zip(self.denominators).map(|(n, d)| n.and(*d));
        let (estimates, _) = crosswalk.apply_count(&both.collect::<Vec<_>>())?;
        Ok(estimates.iter().map(|estimate| estimate.value).collect())
    }
}

impl Quantity for Rates<'_> {
    fn estimates(&self, crosswalk: &Crosswalk) -> Result<Vec<Estimate>, CrosswalkError> {
        crosswalk.apply_rate(self.numerators, self.denominators)
    }

    fn split(
        &self,
        route: &Route<'_>,
        pieces: &[Piece],
        constants: ConstantsOf<'_>,
    ) -> Result<Vec<f64>, CrosswalkError> {
        let rates = self.estimates(route.whole())?;
        let wholes = self.allocated_denominators(route.whole())?;
        let (above, below) = (route.carry(self.numerators)?, route.carry(self.denominators)?);
        let mut variance = vec![0.0; route.whole().to.len()];
        for piece in pieces {
            let (n, d) = (above[piece.step][piece.source], below[piece.step][piece.source]);
            let (rate, whole) = (rates[piece.target].value, wholes[piece.target]);
            variance[piece.target] += match (n, d, rate, whole) {
                (Ok(n), Ok(d), Ok(rate), Ok(whole)) => {
                    residual(n, d, rate, constants(piece)) * piece.split / (whole * whole)
                }
                _ => f64::NAN,
            };
        }
        Ok(variance)
    }

    fn sampling(&self, crosswalk: &Crosswalk, errors: &[f64]) -> Result<Vec<f64>, CrosswalkError> {
        let wholes = self.allocated_denominators(crosswalk)?;
        let mut variance = vec![0.0; crosswalk.to.len()];
        for (source, link) in crosswalk.links() {
            if let Ok(whole) = wholes[link.target as usize]
                && whole > 0.0
            {
                variance[link.target as usize] += (link.weight * errors[source] / whole).powi(2);
            }
        }
        Ok(variance)
    }

    fn floors(&self, crosswalk: &Crosswalk) -> Vec<Option<f64>> {
        let negative = |figures: &[Figure]| figures.iter().any(|figure| figure.is_ok_and(|f| f < 0.0));
        let floor = (!negative(self.numerators) && !negative(self.denominators)).then_some(0.0);
        vec![floor; crosswalk.to.len()]
    }
}

/// The variance, per unit of split, of numerator less rate times denominator.
fn residual(n: f64, d: f64, rate: f64, constants: Constants) -> f64 {
    let one_by_one = if (0.0..=d).contains(&n) {
        // The numerator is part of the denominator: each person is in it or not.
        n * (1.0 - rate).powi(2) + (d - n) * rate * rate
    } else {
        n.abs() + rate * rate * d.abs()
    };
    let off_together = (n - rate * d).powi(2);
    let off_apart = 2.0 * (rate * n * d).abs();
    one_by_one + constants.count * (off_together + constants.apart * off_apart)
}
