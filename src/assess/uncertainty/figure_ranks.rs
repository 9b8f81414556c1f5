//! How sure the rank of a single figure is: figures moved by their errors, ranked many times.

use rayon::prelude::*;

use super::{RankRange, draw_ranks, ranges};
use crate::assess::intervals::{Interval, Level};
use crate::assess::normalise::Direction;
use crate::assess::random::Random;
use crate::assess::recipe::Bounds;
use crate::assess::run::Run;

/// One area's figure and how far it may be off on either side.
struct Spread {
    value: f64,
    /// Standard errors below and above the figure, in its unit.
    below: f64,
    above: f64,
}

/// The rank ranges of one indicator's figures, by area.
///
/// Each figure is moved by a normal error whose halves are those of its 95 %
/// interval, kept within what it can be, and all areas are ranked anew. A
/// figure without an interval stays where it is; an area without a figure has
/// no range. `None` where nothing is known of the error of any figure: a range
/// would only repeat the rank.
///
/// # Units
/// Ranks from 1 for the worst (the highest, where neither end is worse); shares of draws, 0 to 1.
///
/// # Source
/// H. Goldstein and D. J. Spiegelhalter, "League tables and their
/// limitations", Journal of the Royal Statistical Society A 159, 1996;
/// `docs/methods/profile.md`.
#[must_use]
pub fn figure_ranks(run: &Run, indicator: usize, draws: usize) -> Option<Vec<Option<RankRange>>> {
    let stages = run.indicators.get(indicator)?;
    let settings = run.recipe.index.indicators().into_iter().find(|own| own.id == stages.id)?;
    let spreads: Vec<Option<Spread>> = stages
        .raw
        .iter()
        .zip(&stages.judged)
        .map(|(figure, judged)| figure.ok().map(|value| Spread::of(value, judged.usual)))
        .collect();
    if !spreads.iter().flatten().any(|spread| spread.below > 0.0 || spread.above > 0.0) {
        return None;
    }
    let bounds = run.inputs.indicators.get(&stages.id).map_or_else(Bounds::default, |given| given.bounds);
    let sign = if settings.direction == Direction::HighIsBetter { -1.0 } else { 1.0 };
    let seed = Random::stream(run.recipe.seed, indicator as u64).bits();
    let ranks: Vec<Vec<u32>> = (0..draws)
        .into_par_iter()
        .map(|draw| {
            let mut random = Random::stream(seed, draw as u64);
            draw_ranks(moved(&spreads, bounds, sign, &mut random), spreads.len())
        })
        .collect();
    Some(ranges(&ranks, run.recipe.rules.worst))
}

impl Spread {
    fn of(value: f64, usual: Option<Interval>) -> Self {
        let error = |half: f64| (half / Level::P95.z()).max(0.0);
        Self {
            value,
            below: usual.map_or(0.0, |usual| error(value - usual.low)),
            above: usual.map_or(0.0, |usual| error(usual.high - value)),
        }
    }
}

/// One draw: the areas that have a figure, each with its figure moved, the worst the highest.
fn moved(spreads: &[Option<Spread>], bounds: Bounds, sign: f64, random: &mut Random) -> Vec<(usize, f64)> {
    let mut open = Vec::with_capacity(spreads.len());
    for (area, spread) in spreads.iter().enumerate() {
        // Drawn for gaps as well, so that a gap does not shift its neighbours' draws.
        let step = random.normal();
        if let Some(spread) = spread {
            let error = if step < 0.0 { spread.below } else { spread.above };
            open.push((area, sign * bounds.within(spread.value + step * error)));
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::recipe::{IndicatorFigures, Node};
    use crate::assess::run::run;
    use crate::assess::shrink::Part;
    use crate::assess::testing as towns;
    use crate::model::Missing;

    fn shares(parts: &[(f64, f64)], direction: Direction) -> Run {
        let parts: Vec<Result<Part, Missing>> = parts
            .iter()
            .map(|(count, total)| {
                if *total > 0.0 {
                    Ok(Part { count: *count, total: *total })
                } else {
                    Err(Missing::Suppressed)
                }
            })
            .collect();
        let areas = parts.len();
        let mut inputs = towns::inputs(vec![("a", vec![Ok(1.0); areas])]);
        inputs.indicators.insert("a".to_owned(), IndicatorFigures::shares(parts, 100.0));
        let mut a = towns::indicator("a", 1.0);
        a.direction = direction;
        let index = towns::group("index", 1.0, towns::ARITHMETIC, vec![Node::Indicator(a)]);
        run(&towns::recipe(areas, index), &inputs).expect("a run")
    }

    #[test]
    fn figures_far_apart_keep_their_ranks_and_near_ones_share_a_range() {
        let parts = [(900.0, 1000.0), (500.0, 1000.0), (502.0, 1000.0), (0.0, 0.0)];
        let found = figure_ranks(&shares(&parts, Direction::HighIsWorse), 0, 400).expect("ranges");
        let ends = |area: usize| found[area].as_ref().map(|range: &RankRange| (range.low, range.high));
        assert_eq!(ends(0), Some((1, 1)));
        assert_eq!((ends(1), ends(2)), (Some((2, 3)), Some((2, 3))));
        assert_eq!(ends(3), None, "an area without a figure has no range");
    }

    #[test]
    fn the_worst_is_first_whichever_end_is_the_worse_one() {
        let parts = [(900.0, 1000.0), (500.0, 1000.0), (100.0, 1000.0)];
        let found = figure_ranks(&shares(&parts, Direction::HighIsBetter), 0, 100).expect("ranges");
        let medians: Vec<f64> = found.iter().flatten().map(|range| range.median).collect();
        assert_eq!(medians, [3.0, 2.0, 1.0]);
    }

    #[test]
    fn the_same_seed_gives_the_same_ranges() {
        let run = shares(&[(30.0, 100.0), (33.0, 100.0), (36.0, 100.0)], Direction::HighIsWorse);
        assert_eq!(figure_ranks(&run, 0, 300), figure_ranks(&run, 0, 300));
    }

    #[test]
    fn without_known_errors_there_is_no_range() {
        let (recipe, inputs) = towns::town(6, 1, 1, towns::ARITHMETIC);
        assert_eq!(figure_ranks(&run(&recipe, &inputs).expect("a run"), 0, 50), None);
    }
}
