//! Scores, densities and rates without a numerator: a weighted mean.

use super::super::error::CrosswalkError;
use super::super::weights::Crosswalk;
use super::evidence::Gathered;
use super::{Estimate, Figure};

impl Crosswalk {
    /// The mean of the sources' scores, each with the size of what it shares
    /// with the target.
    ///
    /// `sizes` are what the score is a mean over (people for a deprivation
    /// score); `None` takes what weighs the crosswalk itself (m² by area).
    /// Part of a target that no source covers does not enter the mean; how
    /// much is covered stands beside it.
    ///
    /// # Errors
    /// [`CrosswalkError::WrongLength`]; [`CrosswalkError::BadSize`] for a
    /// negative or endless size; [`CrosswalkError::MixedEvidence`] without
    /// `sizes` when sources were weighed by different evidence.
    ///
    /// # Source
    /// Intensive case; `docs/methods/crosswalk.md`.
    pub fn apply_score(
        &self,
        scores: &[Figure],
        sizes: Option<&[f64]>,
    ) -> Result<Vec<Estimate>, CrosswalkError> {
        self.check_length("scores", scores.len())?;
        let sizes = self.sizes(sizes)?;
        let mut gathered = vec![Gathered::default(); self.to.len()];
        for (source, link) in self.links() {
            let mass = sizes[source] * link.weight;
            if mass > 0.0 {
                gathered[link.target as usize].add(scores[source], mass, mass, link);
            }
        }
        Ok(gathered.iter().enumerate().map(|(at, sum)| sum.mean(self.cover_of(at))).collect())
    }

    /// The sizes asked for, or the crosswalk's own where they can be compared.
    pub(in crate::crosswalk) fn sizes<'a>(
        &'a self,
        sizes: Option<&'a [f64]>,
    ) -> Result<&'a [f64], CrosswalkError> {
        if let Some(sizes) = sizes {
            self.check_sizes(sizes)?;
            return Ok(sizes);
        }
        let mut rungs = self.links().map(|(_, link)| link.rung);
        let first = rungs.next();
        if rungs.any(|rung| Some(rung) != first) {
            return Err(CrosswalkError::MixedEvidence { side: self.from.label() });
        }
        Ok(&self.source_size)
    }
}
