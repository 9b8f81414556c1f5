//! How far carried figures may be off, each kind by its own rule.

use crate::crosswalk::Crosswalk;
use crate::crosswalk::uncertainty::{Assessed, Calibration, Margin, Uncertainty};

use super::carry::with_people;
use super::{AlignError, Values};

/// The margin of every target's figure; `None` where the figure is missing,
/// for categories, and where nothing is known to judge it by.
///
/// `others` are the same two sides by other evidence, and `sizes` is as for
/// carrying.
///
/// # Errors
/// [`AlignError::Crosswalk`], and those of `sizes`.
pub(in crate::engine) fn margins(
    crosswalk: &Crosswalk,
    others: &[&Crosswalk],
    values: &Values,
    per: f64,
    calibration: &Calibration,
    sizes: impl FnOnce() -> Result<Vec<f64>, AlignError>,
) -> Result<Vec<Option<Margin>>, AlignError> {
    let with = Uncertainty { calibration, others, sampling: None };
    let assessed = match values {
        Values::Counts(counts) => crosswalk.range_of_counts(counts, &with)?,
        Values::Rates { numerators, denominators } => {
            crosswalk.range_of_rates(numerators, denominators, &with)?
        }
        Values::Scores { scores, over: Some(over) } => {
            let (scores, people) = with_people(scores, over);
            crosswalk.range_of_scores(&scores, Some(&people), &with)?
        }
        Values::Scores { scores, over: None } => crosswalk.range_of_scores(scores, Some(&sizes()?), &with)?,
        Values::Categories(_) => return Ok(vec![None; crosswalk.to.len()]),
    };
    Ok(assessed.into_iter().map(|assessed: Assessed| assessed.margin.map(|m| wider(m, per))).collect())
}

/// A rate's margin in the unit that the rate is expressed in.
fn wider(mut margin: Margin, per: f64) -> Margin {
    (margin.range.low, margin.range.high) = (margin.range.low * per, margin.range.high * per);
    let variance = &mut margin.variance;
    for part in [&mut variance.split, &mut variance.between, &mut variance.sampling] {
        *part *= per * per;
    }
    margin
}
