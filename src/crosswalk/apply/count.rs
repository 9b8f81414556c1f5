//! Counts: people, dwellings, crimes. What adds up stays added up.

use super::super::balance::Balance;
use super::super::error::CrosswalkError;
use super::super::weights::Crosswalk;
use super::evidence::Gathered;
use super::{Estimate, Figure};

impl Crosswalk {
    /// Shares each source count between its targets.
    ///
    /// A target whose sources are all known gets their sum; one with a source
    /// that is missing (slivers aside) stays missing for the same reason, and
    /// one that no source reaches is not covered. What falls outside every
    /// target is in the balance, never spread over the rest.
    ///
    /// # Errors
    /// [`CrosswalkError::WrongLength`].
    ///
    /// # Source
    /// Areal and point weighting, extensive case; `docs/methods/crosswalk.md`.
    pub fn apply_count(&self, counts: &[Figure]) -> Result<(Vec<Estimate>, Balance), CrosswalkError> {
        self.check_length("counts", counts.len())?;
        let mut gathered = vec![Gathered::default(); self.to.len()];
        let mut balance = Balance::default();
        for (source, count) in counts.iter().enumerate() {
            for link in self.links_of(source) {
                let mass = self.source_size[source] * link.weight;
                gathered[link.target as usize].add(*count, link.weight, mass, link);
            }
            match count {
                Ok(count) => {
                    let share = self.placed_share(source);
                    balance.total += count;
                    balance.placed += count * share;
                    balance.spilled += count * (1.0 - share);
                }
                Err(_) => balance.missing += 1,
            }
        }
        let estimates = gathered.iter().enumerate().map(|(at, sum)| sum.estimate(self.cover_of(at)));
        Ok((estimates.collect(), balance))
    }
}
