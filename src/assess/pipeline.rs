//! The stages that one indicator's column goes through by itself.

use super::figure::{ColumnFault, Figure};
use super::impute::{self, Imputation, Imputed};
use super::normalise::{Direction, Fitted, Normalisation, normalise};
use super::recipe::{Evidence, Indicator, Inputs, Shrinkage};
use super::shrink::{self, Shrunk};
use super::treat::Treated;
use crate::model::Missing;

/// A column ready for treatment: as it came, or shrunk.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Start {
    pub(crate) figures: Vec<Figure>,
    pub(crate) shrunk: Option<Vec<Result<Shrunk, Missing>>>,
}

/// What became of a column.
pub(crate) struct Staged {
    pub(crate) treated: Treated,
    pub(crate) imputed: Imputed,
    /// `None` for an indicator that has no score because it has no worse end.
    pub(crate) fitted: Option<Fitted>,
    pub(crate) normalised: Vec<Figure>,
}

/// The column that the stages start from.
pub(crate) fn start(indicator: &Indicator, inputs: &Inputs) -> Result<Start, ColumnFault> {
    let missing = || ColumnFault::Unfit { reason: "there are no figures of this indicator".to_owned() };
    let given = inputs.indicators.get(&indicator.id).ok_or_else(missing)?;
    let unshrunk = || Start { figures: given.figures.clone(), shrunk: None };
    let Evidence::Share { parts, per } = &given.evidence else { return Ok(unshrunk()) };
    let shrunk = match &indicator.shrinkage {
        Shrinkage::Off => return Ok(unshrunk()),
        Shrinkage::Whole => shrink::shrink(parts)?,
        Shrinkage::Within(grouping) => shrink::shrink_within(parts, groups(inputs, grouping)?)?,
    };
    Ok(Start { figures: shrink::as_figures(&shrunk, *per), shrunk: Some(shrunk) })
}

/// Treats, imputes and normalises a column.
pub(crate) fn stage(
    indicator: &Indicator,
    column: &[Figure],
    imputation: &Imputation,
    normalisation: &Normalisation,
    inputs: &Inputs,
) -> Result<Staged, ColumnFault> {
    let treated = indicator.treatment.apply(column)?;
    let own_groups = match imputation {
        Imputation::GroupMean { grouping } => Some(groups(inputs, grouping)?),
        _ => None,
    };
    let imputed = impute::impute(&treated.figures, imputation, own_groups)?;
    if indicator.direction == Direction::Neither {
        let normalised = vec![Err(Missing::NotApplicable); column.len()];
        return Ok(Staged { treated, imputed, fitted: None, normalised });
    }
    let (fitted, normalised) = normalise(&imputed.figures, normalisation, indicator.direction)?;
    Ok(Staged { treated, imputed, fitted: Some(fitted), normalised })
}

fn groups<'a>(inputs: &'a Inputs, grouping: &str) -> Result<&'a [Option<String>], ColumnFault> {
    let found = inputs.groupings.get(grouping).map(Vec::as_slice);
    found.ok_or_else(|| ColumnFault::Unfit { reason: format!("there is no grouping named {grouping}") })
}
