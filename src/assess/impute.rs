//! Imputation: a stand-in for a figure that is missing, marked as one for good.

use super::figure::{self, ColumnFault, Figure, known};

/// What stands in for a missing figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imputation {
    /// Nothing: the gap stays a gap.
    None,
    /// The mean of all areas.
    Mean,
    /// The median of all areas.
    Median,
    /// The mean of the areas of the same group.
    GroupMean {
        /// Name of the grouping, as the inputs have it.
        grouping: String,
    },
}

/// A column without some or all of its gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Imputed {
    /// The figures; a gap that had no stand-in is still one.
    pub figures: Vec<Figure>,
    /// Which of them are stand-ins.
    pub stand_ins: Vec<bool>,
}

impl Imputed {
    /// Share of the areas whose figure is a stand-in.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.stand_ins.iter().filter(|is| **is).count() as f64 / self.stand_ins.len().max(1) as f64
    }
}

/// Fills the gaps of a column.
///
/// `groups` names the group of each area where the method asks for one; an
/// area without a group, or in a group without a figure, keeps its gap.
///
/// # Units
/// Unit of the column.
///
/// # Errors
/// [`ColumnFault::AllMissing`], [`ColumnFault::NotFinite`],
/// [`ColumnFault::WrongLength`], and [`ColumnFault::Unfit`] where a group mean
/// is asked for without groups.
///
/// # Source
/// OECD and JRC, "Handbook on constructing composite indicators", 2008, step 3.
pub fn impute(
    column: &[Figure],
    method: &Imputation,
    groups: Option<&[Option<String>]>,
) -> Result<Imputed, ColumnFault> {
    figure::check_finite(column)?;
    let values = known(column);
    if values.is_empty() {
        return Err(ColumnFault::AllMissing);
    }
    if values.len() == column.len() && !matches!(method, Imputation::GroupMean { .. }) {
        return Ok(Imputed { figures: column.to_vec(), stand_ins: vec![false; column.len()] });
    }
    let figures: Vec<Figure> = match method {
        Imputation::None => column.to_vec(),
        Imputation::Mean => filled(column, figure::mean(&values)),
        Imputation::Median => filled(column, figure::median(&values)),
        Imputation::GroupMean { grouping } => {
            let reason = || ColumnFault::Unfit { reason: format!("there is no grouping named {grouping}") };
            group_filled(column, groups.ok_or_else(reason)?)?
        }
    };
    let stand_ins = column.iter().zip(&figures).map(|(was, is)| was.is_err() && is.is_ok()).collect();
    Ok(Imputed { figures, stand_ins })
}

fn filled(column: &[Figure], value: f64) -> Vec<Figure> {
    column.iter().map(|figure| Ok(figure.unwrap_or(value))).collect()
}

fn group_filled(column: &[Figure], groups: &[Option<String>]) -> Result<Vec<Figure>, ColumnFault> {
    if groups.len() != column.len() {
        return Err(ColumnFault::WrongLength { wanted: column.len(), found: groups.len() });
    }
    let mut sums: std::collections::BTreeMap<&str, (f64, f64)> = std::collections::BTreeMap::new();
    for (figure, group) in column.iter().zip(groups) {
        if let (Ok(value), Some(group)) = (figure, group) {
            let (sum, count) = sums.entry(group).or_default();
            (*sum, *count) = (*sum + value, *count + 1.0);
        }
    }
    let mean_of = |group: &Option<String>| group.as_deref().and_then(|name| sums.get(name));
    Ok(column
        .iter()
        .zip(groups)
        .map(|(figure, group)| {
            figure.or_else(|gap| mean_of(group).map(|(sum, count)| sum / count).ok_or(gap))
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Missing;

    const GAP: Figure = Err(Missing::NotGiven);

    #[test]
    fn a_stand_in_is_marked() {
        let filled = impute(&[Ok(1.0), GAP, Ok(3.0), Ok(8.0)], &Imputation::Mean, None).unwrap();
        assert_eq!(filled.figures[1], Ok(4.0));
        assert_eq!(filled.stand_ins, vec![false, true, false, false]);
        assert!((filled.share() - 0.25).abs() < 1e-12);
        let middle = impute(&[Ok(1.0), GAP, Ok(3.0), Ok(8.0)], &Imputation::Median, None).unwrap();
        assert_eq!(middle.figures[1], Ok(3.0));
    }

    #[test]
    fn an_area_without_a_known_neighbour_in_its_group_keeps_its_gap() {
        let column = [Ok(1.0), GAP, Ok(5.0), GAP, GAP];
        let groups = ["a", "a", "b", "c", ""].map(|name| (!name.is_empty()).then(|| name.to_owned()));
        let method = Imputation::GroupMean { grouping: "kind".to_owned() };
        let filled = impute(&column, &method, Some(&groups)).unwrap();
        assert_eq!(filled.figures, vec![Ok(1.0), Ok(1.0), Ok(5.0), GAP, GAP]);
        assert_eq!(filled.stand_ins, vec![false, true, false, false, false]);
    }

    #[test]
    fn nothing_is_made_of_nothing() {
        assert_eq!(impute(&[GAP, GAP], &Imputation::Mean, None), Err(ColumnFault::AllMissing));
        let method = Imputation::GroupMean { grouping: "kind".to_owned() };
        assert!(matches!(impute(&[Ok(1.0)], &method, None), Err(ColumnFault::Unfit { .. })));
    }
}
