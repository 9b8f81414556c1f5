//! Figures carried over a crosswalk, each kind by its own rule.

use crate::crosswalk::{Balance, Crosswalk, Estimate, Figure};

use super::{AlignError, AlignedFigure, Values};

/// Carries figures of any kind.
///
/// `sizes` tells how large each source is, for scores that name no people of
/// their own and for categories ([`Crosswalk::comparable_sizes`]).
///
/// # Errors
/// [`AlignError::Crosswalk`], and those of `sizes`.
pub(in crate::engine) fn carried(
    crosswalk: &Crosswalk,
    values: &Values,
    per: f64,
    sizes: impl FnOnce() -> Result<Vec<f64>, AlignError>,
) -> Result<(Vec<AlignedFigure>, Option<Balance>), AlignError> {
    let numbers = |estimates: Vec<Estimate>| estimates.into_iter().map(AlignedFigure::Number).collect();
    Ok(match values {
        Values::Counts(counts) => {
            let (estimates, balance) = crosswalk.apply_count(counts)?;
            (numbers(estimates), Some(balance))
        }
        Values::Rates { numerators, denominators } => {
            let rates = crosswalk.apply_rate(numerators, denominators)?;
            (numbers(rates.into_iter().map(|rate| times(rate, per)).collect()), None)
        }
        Values::Scores { scores, over: Some(over) } => {
            let (scores, people) = with_people(scores, over);
            (numbers(crosswalk.apply_score(&scores, Some(&people))?), None)
        }
        Values::Scores { scores, over: None } => {
            (numbers(crosswalk.apply_score(scores, Some(&sizes()?))?), None)
        }
        Values::Categories(categories) => {
            let mixtures = crosswalk.apply_category(categories, Some(&sizes()?))?;
            (mixtures.into_iter().map(AlignedFigure::Mixture).collect(), None)
        }
    })
}

/// Scores with the people behind them. A score of nobody knows how many makes
/// a gap as wide as a middling area's, so that it is not passed over.
pub(super) fn with_people(scores: &[Figure], over: &[Figure]) -> (Vec<Figure>, Vec<f64>) {
    let known: Vec<f64> = over.iter().filter_map(|people| people.ok()).collect();
    let middling = if known.is_empty() { 1.0 } else { known.iter().sum::<f64>() / known.len() as f64 };
    let both = scores.iter().zip(over).map(|(score, people)| people.and(*score)).collect();
    (both, over.iter().map(|people| people.unwrap_or(middling)).collect())
}

fn times(rate: Estimate, per: f64) -> Estimate {
    Estimate { value: rate.value.map(|value| value * per), known_part: rate.known_part * per, ..rate }
}
