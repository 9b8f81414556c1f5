//! What would move an area out of the worst ones: the smallest change of a single indicator.

use crate::assess::aggregate;
use crate::assess::figure::{self, Figure, known};
use crate::assess::pipeline;
use crate::assess::plan::Kind;
use crate::assess::run::{Run, Standing, standings};

/// One indicator that could do it alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// The indicator.
    pub id: String,
    /// Its figure now (shrunk, where the recipe shrinks), in its unit.
    pub from: f64,
    /// The figure with which the area would no longer be among the worst.
    pub to: f64,
    /// The change as a share of the range over all areas.
    pub share_of_range: f64,
    /// Whether the whole assessment, run again with that figure, agrees.
    /// The search keeps all scales as they are; an area that itself sets the
    /// end of a scale moves the scale too.
    pub holds_on_rerun: bool,
}

/// Why there are no levers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LeverFault {
    /// No such area.
    #[error("there is no area {0}")]
    NoArea(usize),
    /// The area is not ranked.
    #[error("the area is not ranked")]
    NotRanked,
    /// It is not among the worst.
    #[error("the area has rank {rank} and is not among the worst {worst}")]
    NotAmongTheWorst {
        /// Its rank.
        rank: usize,
        /// How many count as the worst.
        worst: usize,
    },
    /// Nobody would take its place.
    #[error("no more than {0} areas are ranked: none can leave the worst")]
    TooFewRanked(usize),
}

/// The indicators that could by themselves take an area out of the worst ones, the least change first.
///
/// Other areas stay as they are. A figure is moved no further than the best
/// that any area has: what was never seen is no lever. An indicator
/// whose figure is a stand-in has nothing to be moved. Equal scores count as still among the worst.
///
/// # Errors
/// [`LeverFault`].
pub fn levers(run: &Run, area: usize) -> Result<Vec<Lever>, LeverFault> {
    let goal = goal(run, area)?;
    let mut levers: Vec<Lever> =
        (0..run.indicators.len()).filter_map(|indicator| lever(run, area, indicator, goal)).collect();
    levers.sort_by(|a, b| a.share_of_range.total_cmp(&b.share_of_range).then(a.id.cmp(&b.id)));
    Ok(levers)
}

/// The score that the area must get below.
fn goal(run: &Run, area: usize) -> Result<f64, LeverFault> {
    let index = run.index();
    let worst = run.recipe.rules.worst;
    let rank = match index.standings.get(area) {
        None => return Err(LeverFault::NoArea(area)),
        Some(Standing::Unranked(_)) => return Err(LeverFault::NotRanked),
        Some(Standing::Ranked { rank, .. }) => *rank,
    };
    if rank > worst {
        return Err(LeverFault::NotAmongTheWorst { rank, worst });
    }
    let mut others: Vec<f64> = (0..index.scores.len())
        .filter(|other| *other != area && index.standings[*other].rank().is_some())
        .filter_map(|other| index.scores[other].ok())
        .collect();
    others.sort_by(|a, b| b.total_cmp(a));
    let next = *others.get(worst - 1).ok_or(LeverFault::TooFewRanked(worst))?;
    // Clear of a tie, and of the rounding of a rerun.
    Ok(next - 4e-9 * next.abs().max(1.0))
}

fn lever(run: &Run, area: usize, indicator: usize, goal: f64) -> Option<Lever> {
    let stages = &run.indicators[indicator];
    if stages.share == 0.0 || stages.fitted.is_none() {
        return None;
    }
    let from = stages.start[area].ok()?;
    let scored = |figure: f64| score_with(run, area, indicator, figure);
    let sorted = figure::sorted(&known(&stages.start));
    let (least, most) = (*sorted.first()?, *sorted.last()?);
    let best = best_seen(run, indicator, &sorted)?;
    if scored(best)? >= goal {
        return None;
    }
    let to =
        halve(from, best, |figure| scored(figure).is_some_and(|score| score < goal), &sorted, run, indicator);
    let share_of_range = (to - from).abs() / (most - least);
    let holds_on_rerun = holds(run, area, indicator, to);
    Some(Lever { id: stages.id.clone(), from, to, share_of_range, holds_on_rerun })
}

/// The figure seen anywhere that scores lowest.
fn best_seen(run: &Run, indicator: usize, sorted: &[f64]) -> Option<f64> {
    let score = |figure: &f64| frozen(run, indicator, *figure).unwrap_or(f64::INFINITY);
    sorted.iter().copied().min_by(|a, b| score(a).total_cmp(&score(b)))
}

/// The score of a figure on the scale of the run.
fn frozen(run: &Run, indicator: usize, figure: f64) -> Option<f64> {
    let stages = &run.indicators[indicator];
    stages.fitted.as_ref()?.score(stages.treated.curve.at(figure))
}

/// The figure nearest to `from` that does it: by halving, or among the categories.
fn halve(
    from: f64,
    best: f64,
    does: impl Fn(f64) -> bool,
    sorted: &[f64],
    run: &Run,
    indicator: usize,
) -> f64 {
    let recipe = run.recipe.index.indicators();
    if matches!(recipe[indicator].normalisation, crate::assess::normalise::Normalisation::Categorical { .. })
    {
        let nearest = sorted.iter().copied().filter(|code| does(*code));
        return nearest.min_by(|a, b| (a - from).abs().total_cmp(&(b - from).abs())).unwrap_or(best);
    }
    let (mut not_yet, mut enough) = (from, best);
    for _ in 0..80 {
        let middle = 0.5 * (not_yet + enough);
        if does(middle) {
            enough = middle;
        } else {
            not_yet = middle;
        }
    }
    enough
}

/// The area's score with one figure changed, everything else as it was.
fn score_with(run: &Run, area: usize, indicator: usize, figure: f64) -> Option<f64> {
    let mut at = run.plan.leaf(indicator)?;
    let mut value = frozen(run, indicator, figure)?;
    while let Some(parent) = run.plan.nodes[at].parent {
        let Kind::Group { parts, aggregation, gaps } = &run.plan.nodes[parent].kind else { return None };
        value = group_with(run, area, (at, value), parts, *aggregation, *gaps)?;
        at = parent;
    }
    Some(value)
}

fn group_with(
    run: &Run,
    area: usize,
    (changed, value): (usize, f64),
    parts: &[usize],
    aggregation: aggregate::Aggregation,
    gaps: aggregate::Gaps,
) -> Option<f64> {
    // A contest needs all areas; a mean only this one.
    let areas = if aggregation == aggregate::Aggregation::Copeland {
        0..run.inputs.areas.len()
    } else {
        area..area + 1
    };
    let place = area - areas.start;
    let columns: Vec<Vec<Figure>> = parts
        .iter()
        .map(|part| {
            let mut column = run.nodes[*part].scores[areas.clone()].to_vec();
            if *part == changed {
                column[place] = Ok(value);
            }
            column
        })
        .collect();
    let columns: Vec<&[Figure]> = columns.iter().map(Vec::as_slice).collect();
    let weights: Vec<f64> = parts.iter().map(|part| run.plan.nodes[*part].weight).collect();
    aggregate::aggregate(&columns, &weights, aggregation, gaps).ok()?[place].ok()
}

/// Whether the area is out of the worst ones when all is reckoned anew.
fn holds(run: &Run, area: usize, indicator: usize, to: f64) -> bool {
    let settings = run.recipe.index.indicators()[indicator];
    let mut start = run.indicators[indicator].start.clone();
    start[area] = Ok(to);
    let staged =
        pipeline::stage(settings, &start, &settings.imputation, &settings.normalisation, &run.inputs);
    let Ok(staged) = staged else { return false };
    let mut columns = run.columns();
    columns[indicator] = staged.normalised;
    let Ok(scores) = run.plan.scores(&columns, &run.plan.weights(), None) else { return false };
    let index = run.index();
    let again =
        standings(&scores[run.plan.root()], &index.imputed, &index.missing, &index.cover, &run.recipe.rules);
    again[area].rank().is_some_and(|rank| rank > run.recipe.rules.worst)
}
