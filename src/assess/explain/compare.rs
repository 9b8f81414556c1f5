//! Whether the figures of two areas differ beyond chance.

use crate::assess::change::{self, Period};
use crate::assess::intervals::{Estimate, Interval};
use crate::assess::normalise::Direction;
use crate::assess::run::Run;
use crate::model::Missing;

/// How one area's figure differs from another's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// This area's figure less that of the first one, in the indicator's unit.
    pub amount: f64,
    /// Its 95 % interval.
    pub interval: Interval,
    /// The smallest false-discovery rate at which it would be found.
    pub adjusted: f64,
    /// Whether chance does not explain it.
    pub is_sure: bool,
    /// Whether this area is the worse one; `None` where neither end is worse or both are equal.
    pub is_worse: Option<bool>,
}

/// Why a difference cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTold {
    /// One of the two has no figure.
    Gap(Missing),
    /// Nothing is known of the error of one of them.
    NoError,
}

/// The differences of areas from a first one: by indicator, then by area as given.
///
/// Many pairs are tested at once, so the false-discovery rate over all of
/// them together is held at `rate`. The errors of two areas are taken as
/// independent; those that alignment makes in areas side by side pull in
/// opposite directions, so such a difference is somewhat less sure than told.
///
/// # Units
/// Unit of each indicator.
///
/// # Source
/// Interval and test as in [`change::changes`]; `docs/methods/profile.md`.
#[must_use]
pub fn compare(
    run: &Run,
    first: usize,
    others: &[usize],
    rate: f64,
) -> Vec<Vec<Result<Difference, NotTold>>> {
    let mut rows = Vec::new();
    let mut asked: Vec<(Estimate, Estimate)> = Vec::new();
    for at in 0..run.indicators.len() {
        let pair = |other: &usize| {
            for area in [first, *other] {
                // A gap is the plainer reason, so it is told before an unknown error.
                run.indicators[at].raw[area].map_err(NotTold::Gap)?;
            }
            let both = (estimate(run, at, first)?, estimate(run, at, *other)?);
            // An interval without width, or beside its figure, tells nothing.
            change::changes(&period(vec![both.0]), &period(vec![both.1]), Direction::Neither, rate)
                .map_err(|_bad_interval| NotTold::NoError)?;
            asked.push(both);
            Ok(asked.len() - 1)
        };
        rows.push(others.iter().map(pair).collect::<Vec<Result<usize, NotTold>>>());
    }
    let (before, after) = asked.into_iter().unzip();
    let told = change::changes(&period(before), &period(after), Direction::Neither, rate).unwrap_or_default();
    let settings = run.recipe.index.indicators();
    let difference = |at: usize, direction: Direction| {
        let change = told.get(at).and_then(|change| change.as_ref().ok()).ok_or(NotTold::NoError)?;
        let is_worse = match direction {
            Direction::HighIsWorse => Some(change.difference > 0.0),
            Direction::HighIsBetter => Some(change.difference < 0.0),
            Direction::Neither => None,
        };
        Ok(Difference {
            amount: change.difference,
            interval: change.interval,
            adjusted: change.adjusted,
            is_sure: change.adjusted <= rate,
            is_worse: is_worse.filter(|_| change.difference != 0.0),
        })
    };
    let row = |(at, row): (usize, Vec<Result<usize, NotTold>>)| {
        let direction = settings.get(at).map_or(Direction::Neither, |own| own.direction);
        row.into_iter().map(|pair| pair.and_then(|pair| difference(pair, direction))).collect()
    };
    rows.into_iter().enumerate().map(row).collect()
}

fn estimate(run: &Run, at: usize, area: usize) -> Result<Estimate, NotTold> {
    let stages = &run.indicators[at];
    let value = stages.raw[area].map_err(NotTold::Gap)?;
    let interval = stages.judged[area].usual.ok_or(NotTold::NoError)?;
    Ok(Estimate { value, interval })
}

fn period(estimates: Vec<Estimate>) -> Period {
    Period {
        name: String::new(),
        boundary: String::new(),
        estimates: estimates.into_iter().map(Ok).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::recipe::{IndicatorFigures, Node};
    use crate::assess::run::run;
    use crate::assess::shrink::Part;
    use crate::assess::testing as towns;

    fn town(direction: Direction) -> Run {
        let counts = [500.0, 300.0, 505.0].map(|count| Ok(Part { count, total: 1000.0 })).to_vec();
        let columns = vec![
            ("a", vec![Ok(1.0); 3]),
            ("b", vec![Ok(1.0), Ok(2.0), Ok(9.0)]),
            ("c", vec![Ok(1.0), Err(Missing::Suppressed), Ok(9.0)]),
        ];
        let mut inputs = towns::inputs(columns);
        inputs.indicators.insert("a".to_owned(), IndicatorFigures::shares(counts, 100.0));
        let mut parts: Vec<_> = ["a", "b", "c"].map(|id| towns::indicator(id, 1.0)).to_vec();
        parts[0].direction = direction;
        if direction == Direction::Neither {
            parts[0].weight = 0.0;
        }
        let parts = parts.into_iter().map(Node::Indicator).collect();
        let mut index = towns::group("index", 1.0, towns::ARITHMETIC, parts);
        index.gaps = crate::assess::aggregate::Gaps::Reweight { least_present: 0.0 };
        run(&towns::recipe(3, index), &inputs).expect("a run")
    }

    #[test]
    fn only_a_difference_beyond_chance_is_sure() {
        let found = compare(&town(Direction::HighIsWorse), 0, &[1, 2], 0.05);
        let first = found[0][0].expect("a difference");
        assert!((first.amount + 20.0).abs() < 1e-9 && first.is_sure);
        assert_eq!(first.is_worse, Some(false), "fewer is better here");
        assert!(!found[0][1].expect("a difference").is_sure);
    }

    #[test]
    fn the_worse_one_depends_on_the_direction() {
        let worse = |direction| compare(&town(direction), 0, &[1], 0.05)[0][0].expect("told").is_worse;
        assert_eq!(worse(Direction::HighIsBetter), Some(true));
        assert_eq!(worse(Direction::Neither), None);
    }

    #[test]
    fn a_gap_and_an_unknown_error_are_told_apart() {
        let found = compare(&town(Direction::HighIsWorse), 0, &[1, 2], 0.05);
        assert_eq!(found[1][0], Err(NotTold::NoError));
        assert_eq!(found[2][0], Err(NotTold::Gap(Missing::Suppressed)));
    }

    #[test]
    fn comparing_with_nobody_gives_empty_rows() {
        assert_eq!(compare(&town(Direction::HighIsWorse), 0, &[], 0.05), vec![Vec::new(); 3]);
    }
}
