//! The better estimate beside what a published lookup gives.

use crate::crosswalk::Figure;
use crate::engine::Engine;

use super::{AlignAsk, AlignError, Aligned, Way};

/// A difference of more than this share of the estimate is marked.
pub const MARKED_ABOVE: f64 = 0.05;

/// A measure carried to a layer, and the same by lookup.
#[derive(Debug, Clone)]
pub struct Beside {
    /// As asked for.
    pub better: Aligned,
    /// By the place's lookup between the two layers, where it holds one and
    /// the question was not about it.
    pub lookup: Option<Aligned>,
    /// One a row: how far the lookup's figure lies from the other; `None`
    /// without a lookup, and where either figure is missing or no number.
    pub differences: Vec<Option<Difference>>,
}

/// How far a lookup's figure lies from the better estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// By how much, in the measure's own unit.
    pub amount: f64,
    /// By what share of the better estimate; `None` where that is nought and the other is not.
    pub share: Option<f64>,
}

impl Difference {
    fn between(better: Figure, lookup: Figure) -> Option<Self> {
        let (better, lookup) = (better.ok()?, lookup.ok()?);
        let amount = lookup - better;
        let share = if better == 0.0 { (amount == 0.0).then_some(0.0) } else { Some(amount / better.abs()) };
        Some(Self { amount, share })
    }

    /// Whether the two lie far enough apart to be marked.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        self.share.is_none_or(|share| share.abs() > MARKED_ABOVE)
    }
}

impl Engine {
    /// Carries a measure as asked, and sets the lookup's figures beside it.
    ///
    /// # Errors
    /// As [`Engine::align`].
    pub fn align_beside(&self, ask: &AlignAsk) -> Result<Beside, AlignError> {
        self.beside(self.align(ask)?)
    }

    /// Sets the lookup's figures beside what was carried.
    ///
    /// # Errors
    /// As [`Engine::align_figures`].
    pub fn beside(&self, better: Aligned) -> Result<Beside, AlignError> {
        let is_carried = better.crosswalk.as_ref().is_some_and(|built| built.way != Way::Lookup);
        let lookup = if is_carried { self.by_lookup(&better)? } else { None };
        let difference = |at: usize| {
            let lookup = lookup.as_ref()?.rows.get(at)?;
            Difference::between(better.rows[at].figure.number(), lookup.figure.number())
        };
        let differences = (0..better.rows.len()).map(difference).collect();
        Ok(Beside { better, lookup, differences })
    }

    fn by_lookup(&self, better: &Aligned) -> Result<Option<Aligned>, AlignError> {
        let Aligned { measure, kind, per, source, to, .. } = better;
        match self.align_figures(measure, *kind, *per, source.as_ref().clone(), to, Way::Lookup) {
            Ok(aligned) => Ok(Some(aligned)),
            Err(AlignError::NoLookup { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Missing;

    fn check(better: Figure, lookup: Figure, expected: Option<(Option<f64>, bool)>) {
        let found = Difference::between(better, lookup).map(|d| (d.share, d.is_marked()));
        assert_eq!(found, expected);
    }

    #[test]
    fn five_in_a_hundred_is_the_mark_and_a_gap_is_no_difference() {
        check(Ok(100.0), Ok(105.0), Some((Some(0.05), false)));
        check(Ok(100.0), Ok(94.0), Some((Some(-0.06), true)));
        check(Ok(-50.0), Ok(-40.0), Some((Some(0.2), true)));
        check(Ok(0.0), Ok(0.0), Some((Some(0.0), false)));
        check(Ok(0.0), Ok(1.0), Some((None, true)));
        check(Err(Missing::Suppressed), Ok(1.0), None);
        check(Ok(1.0), Err(Missing::NotCovered), None);
    }
}
