//! The error of counts.

use super::quantity::{ConstantsOf, Quantity};
use super::route::{Piece, Route, is_settled};
use crate::crosswalk::apply::{Estimate, Figure};
use crate::crosswalk::error::CrosswalkError;
use crate::crosswalk::weights::Crosswalk;

/// Counts of the sources.
pub(crate) struct Counts<'a>(pub(crate) &'a [Figure]);

impl Quantity for Counts<'_> {
    fn estimates(&self, crosswalk: &Crosswalk) -> Result<Vec<Estimate>, CrosswalkError> {
        Ok(crosswalk.apply_count(self.0)?.0)
    }

    fn split(
        &self,
        route: &Route<'_>,
        pieces: &[Piece],
        constants: ConstantsOf<'_>,
    ) -> Result<Vec<f64>, CrosswalkError> {
        let counts = route.carry(self.0)?;
        let mut variance = vec![0.0; route.whole().to.len()];
        for piece in pieces {
            let settling = counts[piece.step][piece.source]
                .map_or(f64::NAN, |count| settling(count, constants(piece).count));
            variance[piece.target] += settling * piece.split;
        }
        Ok(variance)
    }

    fn sampling(&self, crosswalk: &Crosswalk, errors: &[f64]) -> Result<Vec<f64>, CrosswalkError> {
        let mut variance = vec![0.0; crosswalk.to.len()];
        for (source, link) in crosswalk.links() {
            variance[link.target as usize] += (link.weight * errors[source]).powi(2);
        }
        Ok(variance)
    }

    fn floors(&self, crosswalk: &Crosswalk) -> Vec<Option<f64>> {
        let mut floors = vec![Some(0.0); crosswalk.to.len()];
        for (source, link) in crosswalk.links() {
            let floor = &mut floors[link.target as usize];
            match self.0[source] {
                Ok(count) if count < 0.0 => *floor = None,
                Ok(count) if is_settled(link) => *floor = floor.map(|sum| sum + count * link.weight),
                _ => {}
            }
        }
        floors
    }
}

/// The variance of a count per unit of split: people who settle one by one,
/// and people who keep together.
fn settling(count: f64, together: f64) -> f64 {
    count.abs() + together * count * count
}
