//! Rates whose numerator and denominator are both known.

use super::super::error::CrosswalkError;
use super::super::weights::Crosswalk;
use super::{Estimate, Figure};
use crate::model::Missing;

impl Crosswalk {
    /// Carries a rate as its numerator and denominator, each shared out as a count.
    ///
    /// So a rate of a whole is the rate of its parts put together. A target
    /// whose denominator is nought has no rate: "not applicable".
    ///
    /// # Errors
    /// [`CrosswalkError::WrongLength`].
    ///
    /// # Source
    /// Allocated numerator over allocated denominator; `docs/methods/crosswalk.md`.
    pub fn apply_rate(
        &self,
        numerators: &[Figure],
        denominators: &[Figure],
    ) -> Result<Vec<Estimate>, CrosswalkError> {
        self.check_length("numerators", numerators.len())?;
        self.check_length("denominators", denominators.len())?;
        // A source counts only where both its figures are known.
        let both = |at: usize| numerators[at].and_then(|n| denominators[at].map(|d| (n, d)));
        let part = |pick: fn((f64, f64)) -> f64| -> Vec<Figure> {
            (0..numerators.len()).map(|at| both(at).map(pick)).collect()
        };
        let (above, _) = self.apply_count(&part(|pair| pair.0))?;
        let (below, _) = self.apply_count(&part(|pair| pair.1))?;
        Ok(above.iter().zip(&below).map(|(above, below)| divided(above, below)).collect())
    }
}

fn divided(above: &Estimate, below: &Estimate) -> Estimate {
    let rate =
        |above: f64, below: f64| if below > 0.0 { Ok(above / below) } else { Err(Missing::NotApplicable) };
    let value = above.value.and_then(|n| below.value.and_then(|d| rate(n, d)));
    let known_part = rate(above.known_part, below.known_part).unwrap_or_default();
    Estimate { value, known_part, ..*above }
}
