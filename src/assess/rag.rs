//! Red, amber, green: better or worse only where chance does not explain the difference.

use super::figure::{self, ColumnFault, Figure};
use super::intervals::Interval;
use super::normalise::Direction;
use crate::model::Missing;

/// The rule, as a reader is shown it.
pub const RULE: &str = "Better or worse only where the benchmark lies outside the area's 95% interval; \
much better or much worse where it lies outside the 99.8% interval; otherwise similar.";

/// Where an area stands against a benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rag {
    /// Better at 99.8 %.
    MuchBetter,
    /// Better at 95 %.
    Better,
    /// The benchmark lies within the 95 % interval.
    Similar,
    /// Worse at 95 %.
    Worse,
    /// Worse at 99.8 %.
    MuchWorse,
    /// Lower at 95 %, where neither end is the worse one.
    Lower,
    /// Higher at 95 %, where neither end is the worse one.
    Higher,
}

impl Rag {
    /// The words beside colour and shape.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::MuchBetter => "much better",
            Self::Better => "better",
            Self::Similar => "similar",
            Self::Worse => "worse",
            Self::MuchWorse => "much worse",
            Self::Lower => "lower",
            Self::Higher => "higher",
        }
    }

    /// The sign that says the same without colour.
    #[must_use]
    pub fn shape(self) -> &'static str {
        match self {
            Self::MuchBetter => "▼▼",
            Self::Better => "▼",
            Self::Similar => "●",
            Self::Worse => "▲",
            Self::MuchWorse => "▲▲",
            Self::Lower => "−",
            Self::Higher => "+",
        }
    }

    /// The name used in files and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::MuchBetter => "much-better",
            Self::Better => "better",
            Self::Similar => "similar",
            Self::Worse => "worse",
            Self::MuchWorse => "much-worse",
            Self::Lower => "lower",
            Self::Higher => "higher",
        }
    }
}

/// Judges an area by its 95 % and 99.8 % intervals against a benchmark.
///
/// # Source
/// UKHSA, Fingertips technical guidance: comparison by confidence intervals; [`RULE`].
#[must_use]
pub fn judge(usual: Interval, wide: Interval, benchmark: f64, direction: Direction) -> Rag {
    if usual.holds(benchmark) {
        return Rag::Similar;
    }
    let is_high = usual.low > benchmark;
    let is_sure = !wide.holds(benchmark);
    match (direction, is_high, is_sure) {
        (Direction::Neither, false, _) => Rag::Lower,
        (Direction::Neither, true, _) => Rag::Higher,
        (Direction::HighIsWorse, true, true) | (Direction::HighIsBetter, false, true) => Rag::MuchWorse,
        (Direction::HighIsWorse, true, false) | (Direction::HighIsBetter, false, false) => Rag::Worse,
        (_, _, true) => Rag::MuchBetter,
        (_, _, false) => Rag::Better,
    }
}

/// The fifth of the areas that each area lies in, 1 the worst.
///
/// Equal areas lie in the same fifth, the worse of the two.
///
/// # Examples
/// ```
/// use wardwise::assess::{normalise::Direction, rag::quintiles};
/// let column = [10.0, 20.0, 30.0, 40.0, 50.0].map(Ok);
/// let fifths = quintiles(&column, Direction::HighIsWorse)?;
/// assert_eq!(fifths, [Ok(5), Ok(4), Ok(3), Ok(2), Ok(1)]);
/// # Ok::<(), wardwise::assess::ColumnFault>(())
/// ```
///
/// # Errors
/// [`ColumnFault::Unfit`] below five figures or without a worse end; else as for any column
/// that is compared.
pub fn quintiles(column: &[Figure], direction: Direction) -> Result<Vec<Result<u8, Missing>>, ColumnFault> {
    let values = figure::comparable(column)?;
    if values.len() < 5 {
        return Err(ColumnFault::Unfit { reason: format!("{} figures make no fifths", values.len()) });
    }
    let sign = match direction {
        Direction::HighIsWorse => 1.0,
        Direction::HighIsBetter => -1.0,
        Direction::Neither => {
            return Err(ColumnFault::Unfit {
                reason: "without a worse end there is no worst fifth".to_owned(),
            });
        }
    };
    let sorted = figure::sorted(&values.iter().map(|value| value * sign).collect::<Vec<_>>());
    let fifth = |value: f64| {
        let worse = sorted.len() - sorted.partition_point(|other| *other <= value * sign);
        u8::try_from(worse * 5 / sorted.len() + 1).unwrap_or(5)
    };
    Ok(column.iter().map(|figure| figure.map(fifth)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sure_differences_are_better_or_worse() {
        let usual = Interval { low: 8.0, high: 12.0 };
        let wide = Interval { low: 6.0, high: 14.0 };
        let judged = |benchmark, direction| judge(usual, wide, benchmark, direction);
        assert_eq!(judged(12.0, Direction::HighIsWorse), Rag::Similar);
        assert_eq!(judged(13.0, Direction::HighIsWorse), Rag::Better);
        assert_eq!(judged(15.0, Direction::HighIsWorse), Rag::MuchBetter);
        assert_eq!(judged(7.0, Direction::HighIsWorse), Rag::Worse);
        assert_eq!(judged(7.0, Direction::HighIsBetter), Rag::Better);
        assert_eq!(judged(5.0, Direction::HighIsWorse), Rag::MuchWorse);
        assert_eq!(judged(15.0, Direction::HighIsBetter), Rag::MuchWorse);
        assert_eq!(judged(15.0, Direction::Neither), Rag::Lower);
        assert_eq!(judged(5.0, Direction::Neither), Rag::Higher);
    }

    #[test]
    fn the_worst_fifth_is_the_first() {
        let column: Vec<Figure> =
            (1..=10).map(|value| Ok(f64::from(value))).chain([Err(Missing::Suppressed)]).collect();
        let fifths = quintiles(&column, Direction::HighIsWorse).unwrap();
        assert_eq!((fifths[9], fifths[8], fifths[7], fifths[0]), (Ok(1), Ok(1), Ok(2), Ok(5)));
        assert_eq!(fifths[10], Err(Missing::Suppressed));
        assert_eq!(quintiles(&column, Direction::HighIsBetter).unwrap()[0], Ok(1));
        assert!(quintiles(&column[..4], Direction::HighIsWorse).is_err());
        assert!(quintiles(&column, Direction::Neither).is_err());
    }
}
