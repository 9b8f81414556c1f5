//! Figures of a column, and the sums that several stages need.

use crate::model::Missing;

/// One figure, or the reason why there is none.
pub type Figure = Result<f64, Missing>;

/// What is wrong with a column of figures, whatever its name.
///
/// The stages that know the indicator wrap it in
/// [`FaultKind::Column`](super::recipe::FaultKind::Column).
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ColumnFault {
    /// No area has a figure.
    #[error("no area has a figure")]
    AllMissing,
    /// All figures are one and the same, so nothing can be told apart.
    #[error("all figures are {value}: nothing tells the areas apart")]
    Constant {
        /// That figure.
        value: f64,
    },
    /// More than half of the figures are one and the same: the median absolute deviation is nought.
    #[error("more than half of the figures are {value}: the median absolute deviation is nought")]
    NoRobustSpread {
        /// That figure.
        value: f64,
    },
    /// Only one area has a figure.
    #[error("only one area has a figure: there is nothing to compare it with")]
    OneArea,
    /// A figure is infinite or not a number.
    #[error("the figure of area {at} is not a finite number")]
    NotFinite {
        /// Position of the area, from 0.
        at: usize,
    },
    /// A count below nought.
    #[error("the count of area {at} is {value}: counts are not negative")]
    Negative {
        /// Position of the area, from 0.
        at: usize,
        /// The count.
        value: f64,
    },
    /// A denominator of nought.
    #[error("the denominator of area {at} is nought")]
    ZeroDenominator {
        /// Position of the area, from 0.
        at: usize,
    },
    /// More events than people, where a share is asked for.
    #[error("area {at} counts {count} of {total}")]
    MoreThanAll {
        /// Position of the area, from 0.
        at: usize,
        /// What is counted.
        count: f64,
        /// Out of how many.
        total: f64,
    },
    /// A value that the setting of the method cannot deal with.
    #[error("{reason}")]
    Unfit {
        /// Which value, and why.
        reason: String,
    },
    /// Columns that should belong to the same areas differ in length.
    #[error("{found} figures for {wanted} areas")]
    WrongLength {
        /// Areas there are.
        wanted: usize,
        /// Figures given.
        found: usize,
    },
}

/// The known figures, in order.
pub(crate) fn known(column: &[Figure]) -> Vec<f64> {
    column.iter().filter_map(|figure| figure.ok()).collect()
}

/// The known figures of a column that a method can compare: at least two that differ.
///
/// # Errors
/// [`ColumnFault::NotFinite`], [`ColumnFault::AllMissing`], [`ColumnFault::OneArea`],
/// [`ColumnFault::Constant`].
pub(crate) fn comparable(column: &[Figure]) -> Result<Vec<f64>, ColumnFault> {
    check_finite(column)?;
    let values = known(column);
    #[expect(clippy::float_cmp, reason = "constant means equal to the last bit")]
    let is_constant = |first: &f64, rest: &[f64]| rest.iter().all(|value| value == first);
    match values.as_slice() {
        [] => Err(ColumnFault::AllMissing),
        [_] => Err(ColumnFault::OneArea),
        [first, rest @ ..] if is_constant(first, rest) => Err(ColumnFault::Constant { value: *first }),
        _ => Ok(values),
    }
}

/// Refuses infinities and what is not a number.
pub(crate) fn check_finite(column: &[Figure]) -> Result<(), ColumnFault> {
    let at = column.iter().position(|figure| figure.is_ok_and(|value| !value.is_finite()));
    at.map_or(Ok(()), |at| Err(ColumnFault::NotFinite { at }))
}

/// Mean of values; nought for none, which callers rule out.
pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// Standard deviation with n − 1 below the line; the caller has at least two values.
pub(crate) fn standard_deviation(values: &[f64]) -> f64 {
    let centre = mean(values);
    let squares: f64 = values.iter().map(|value| (value - centre).powi(2)).sum();
    (squares / (values.len().max(2) - 1) as f64).sqrt()
}

/// Median; nought for none, which callers rule out.
pub(crate) fn median(values: &[f64]) -> f64 {
    quantile(&sorted(values), 0.5)
}

/// A sorted copy.
pub(crate) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut copy = values.to_vec();
    copy.sort_by(f64::total_cmp);
    copy
}

/// The quantile of sorted values, on the straight line between neighbours
/// (Hyndman and Fan's type 7); nought for none.
pub(crate) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let place = share * last as f64;
    let below = place.floor();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the slice")]
    let at = (below as usize).min(last);
    let next = sorted[(at + 1).min(last)];
    sorted[at] + (place - below) * (next - sorted[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_neighbours() {
        assert!((quantile(&[1.0, 2.0, 3.0, 4.0], 0.5) - 2.5).abs() < 1e-12);
        assert!((quantile(&[1.0, 2.0, 3.0, 4.0], 0.25) - 1.75).abs() < 1e-12);
        assert!((quantile(&[7.0], 0.9) - 7.0).abs() < 1e-12);
    }

    #[test]
    fn columns_that_cannot_be_compared_say_why() {
        let gap = Err(Missing::Suppressed);
        assert_eq!(comparable(&[gap, gap]), Err(ColumnFault::AllMissing));
        assert_eq!(comparable(&[gap, Ok(1.0)]), Err(ColumnFault::OneArea));
        assert_eq!(comparable(&[Ok(2.0), Ok(2.0), gap]), Err(ColumnFault::Constant { value: 2.0 }));
        assert_eq!(comparable(&[Ok(2.0), Ok(f64::NAN)]), Err(ColumnFault::NotFinite { at: 1 }));
    }
}
