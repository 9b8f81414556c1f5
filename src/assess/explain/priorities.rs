//! What an area's problems are: the indicators to look at first.

use super::{Against, contributions};
use crate::assess::normalise::Direction;
use crate::assess::rag::Rag;
use crate::assess::run::Run;

/// An indicator that asks for attention in an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Priority {
    /// Position of the indicator in [`Run::indicators`].
    pub indicator: usize,
    /// What it adds to the score beyond that of an average area; `None` where
    /// the score cannot be split down to it.
    pub amount: Option<f64>,
    /// Whether the figure is worse than its benchmark beyond chance.
    pub is_surely_worse: bool,
}

/// The rule, as a reader is shown it.
pub const RULE: &str = "First come figures that are worse for sure, then those that add most to the score. \
A figure that is a stand-in for a gap is never one of them.";

/// The indicators to look at first in one area, at most `most` of them.
///
/// An indicator counts where its figure is worse than the benchmark for sure,
/// or where it adds to the score what an average area does not have. Surely
/// worse ones come first, the larger addition before the smaller. A stand-in
/// is no ground for a priority; neither is an indicator without a worse end.
///
/// # Units
/// Amounts are in the unit of the score.
#[must_use]
pub fn priorities(run: &Run, area: usize, most: usize) -> Vec<Priority> {
    let split = contributions(run, area, Against::Average).map(|split| split.parts).unwrap_or_default();
    let settings = run.recipe.index.indicators();
    let mut found: Vec<Priority> = run
        .indicators
        .iter()
        .enumerate()
        .filter(|(_, stages)| stages.raw.get(area).is_some_and(Result::is_ok))
        .filter(|(at, _)| settings.get(*at).is_some_and(|own| own.direction != Direction::Neither))
        .map(|(indicator, stages)| Priority {
            indicator,
            amount: split.iter().find(|part| part.id == stages.id).map(|part| part.amount),
            is_surely_worse: matches!(stages.judged[area].rag, Some(Rag::Worse | Rag::MuchWorse)),
        })
        .filter(|priority| priority.is_surely_worse || priority.amount.is_some_and(|amount| amount > 0.0))
        .collect();
    let amount = |priority: &Priority| priority.amount.unwrap_or(f64::NEG_INFINITY);
    found.sort_by(|a, b| {
        let sure = b.is_surely_worse.cmp(&a.is_surely_worse);
        sure.then(amount(b).total_cmp(&amount(a))).then(a.indicator.cmp(&b.indicator))
    });
    found.truncate(most);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::recipe::{IndicatorFigures, Node};
    use crate::assess::run::run;
    use crate::assess::shrink::Part;
    use crate::assess::testing as towns;
    use crate::model::Missing;

    fn town(c_direction: Direction) -> Run {
        let counted = |counts: [f64; 3]| {
            IndicatorFigures::shares(counts.map(|count| Ok(Part { count, total: 1000.0 })).to_vec(), 100.0)
        };
        let gap = vec![Err(Missing::Suppressed), Ok(1.0), Ok(3.0)];
        let bare = |figures: [f64; 3]| figures.map(Ok).to_vec();
        let columns = vec![
            ("a", bare([1.0; 3])),
            ("b", bare([90.0, 20.0, 10.0])),
            ("c", bare([80.0, 20.0, 10.0])),
            ("d", gap),
            ("e", bare([1.0, 2.0, 30.0])),
        ];
        let mut inputs = towns::inputs(columns);
        inputs.indicators.insert("a".to_owned(), counted([500.0, 100.0, 100.0]));
        let mut parts: Vec<_> = ["a", "b", "c", "d", "e"].map(|id| towns::indicator(id, 1.0)).to_vec();
        parts[1].weight = 3.0;
        parts[2].direction = c_direction;
        if c_direction == Direction::Neither {
            parts[2].weight = 0.0;
        }
        let parts = parts.into_iter().map(Node::Indicator).collect();
        let mut index = towns::group("index", 1.0, towns::ARITHMETIC, parts);
        index.gaps = crate::assess::aggregate::Gaps::Reweight { least_present: 0.0 };
        run(&towns::recipe(3, index), &inputs).expect("a run")
    }

    #[test]
    fn what_is_surely_worse_comes_before_what_adds_most() {
        let found = priorities(&town(Direction::HighIsWorse), 0, 5);
        let ids: Vec<usize> = found.iter().map(|priority| priority.indicator).collect();
        assert_eq!(ids, [0, 1, 2], "a gap and what takes away from the score are none");
        assert!(found[0].is_surely_worse && !found[1].is_surely_worse);
        assert!(found[1].amount > found[0].amount);
        assert_eq!(priorities(&town(Direction::HighIsWorse), 0, 2).len(), 2);
    }

    #[test]
    fn an_indicator_without_a_worse_end_is_no_priority() {
        let found = priorities(&town(Direction::Neither), 0, 5);
        assert!(found.iter().all(|priority| priority.indicator != 2));
    }
}
