//! The error of scores: weighted means whose parts may differ from the whole.

use super::quantity::{ConstantsOf, Quantity};
use super::route::{Piece, Route};
use crate::crosswalk::apply::{Estimate, Figure};
use crate::crosswalk::error::CrosswalkError;
use crate::crosswalk::weights::Crosswalk;

/// Scores of the sources and what they are means over.
pub(crate) struct Scores<'a> {
    pub(crate) figures: &'a [Figure],
    pub(crate) sizes: Option<&'a [f64]>,
    /// Whether a part of a source may differ from its whole: yes for a mean,
    /// no for a label that holds for all of it.
    pub(crate) parts_differ: bool,
}

impl Scores<'_> {
    /// The scores' variance between sources, by size: how unlike each other
    /// places are.
    fn variety(&self, sizes: &[f64]) -> f64 {
        let known = || {
            let pairs = self.figures.iter().zip(sizes);
            pairs.filter_map(|(score, size)| score.ok().map(|score| (score, *size)))
        };
        let whole: f64 = known().map(|(_, size)| size).sum();
        if !self.parts_differ || whole <= 0.0 {
            return 0.0;
        }
        let mean = known().map(|(score, size)| score * size).sum::<f64>() / whole;
        known().map(|(score, size)| size * (score - mean).powi(2)).sum::<f64>() / whole
    }
}

impl Quantity for Scores<'_> {
    fn estimates(&self, crosswalk: &Crosswalk) -> Result<Vec<Estimate>, CrosswalkError> {
        crosswalk.apply_score(self.figures, self.sizes)
    }

    fn split(
        &self,
        route: &Route<'_>,
        pieces: &[Piece],
        constants: ConstantsOf<'_>,
    ) -> Result<Vec<f64>, CrosswalkError> {
        let sizes = route.whole().sizes(self.sizes)?;
        let variety = self.variety(sizes);
        let means = self.estimates(route.whole())?;
        // A source of no size has no say, whether its score is known or not.
        let known = |at: usize| match sizes[at] {
            size if size > 0.0 => self.figures[at].map(|score| (score, size)),
            _ => Ok((0.0, 0.0)),
        };
        let sums = |pick: fn((f64, f64)) -> f64| -> Result<Vec<Vec<Figure>>, CrosswalkError> {
            let figures: Vec<Figure> = (0..sizes.len()).map(|at| known(at).map(pick)).collect();
            let mut steps = route.carry(&figures)?;
            steps.push(route.whole().apply_count(&figures)?.0.iter().map(|e| e.value).collect());
            Ok(steps)
        };
        let (sums, masses) = (sums(|(score, size)| score * size)?, sums(|(_, size)| size)?);
        let mut variance = vec![0.0; route.whole().to.len()];
        for piece in pieces {
            let (sum, size) = (sums[piece.step][piece.source], masses[piece.step][piece.source]);
            let (mean, whole) = (means[piece.target].value, masses[masses.len() - 1][piece.target]);
            variance[piece.target] += match (sum, size, mean, whole) {
                (_, Ok(size), ..) if size <= 0.0 => 0.0,
                (Ok(sum), Ok(size), Ok(mean), Ok(whole)) => {
                    let unlike = (sum / size - mean).powi(2) + variety;
                    constants(piece).score * (size / whole).powi(2) * unlike * piece.split
                }
                _ => f64::NAN,
            };
        }
        Ok(variance)
    }

    fn sampling(&self, crosswalk: &Crosswalk, errors: &[f64]) -> Result<Vec<f64>, CrosswalkError> {
        let sizes = crosswalk.sizes(self.sizes)?;
        let mut whole = vec![0.0; crosswalk.to.len()];
        let mut sum = vec![0.0; crosswalk.to.len()];
        for (source, link) in crosswalk.links().filter(|(source, _)| self.figures[*source].is_ok()) {
            let mass = sizes[source] * link.weight;
            whole[link.target as usize] += mass;
            sum[link.target as usize] += (mass * errors[source]).powi(2);
        }
        let divided = |(sum, whole): (f64, f64)| if whole > 0.0 { sum / (whole * whole) } else { 0.0 };
        Ok(sum.into_iter().zip(whole).map(divided).collect())
    }

    fn floors(&self, crosswalk: &Crosswalk) -> Vec<Option<f64>> {
        vec![None; crosswalk.to.len()]
    }
}
