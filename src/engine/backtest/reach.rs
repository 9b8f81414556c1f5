//! Which small area lies in which source and in which target.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::crosswalk::Side;
use crate::crosswalk::backtest::{Place, gathered};
use crate::engine::{AlignError, Engine};
use crate::geom::Grid;
use crate::geom::middle::inner;
use crate::layer::Layer;
use crate::model::EditionKey;

use super::counts::Known;
use super::{NoBacktest, PlannedBacktest};

/// How many small areas lie where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    /// Small areas of the layer.
    pub small_areas: usize,
    /// Those that the table gives no full row of figures for.
    pub without_figures: usize,
    /// Those whose inner point lies in no source; they take no part.
    pub in_no_source: usize,
    /// Those that lie in a source and in no target: what they hold is spill.
    pub in_no_target: usize,
    /// Those that take part.
    pub tested: usize,
    /// Sources that hold any.
    pub sources: usize,
    /// Targets that hold any.
    pub targets: usize,
}

/// Small areas that take part, and where they lie.
pub(super) struct Ground {
    pub(super) reach: Reach,
    /// Their positions in the layer.
    pub(super) rows: Vec<usize>,
    pub(super) layer: Arc<Layer>,
    pub(super) from: Side,
    pub(super) to: Side,
    pub(super) places: Vec<Place>,
    /// Where areas stand for their people at one point each: the group of
    /// each small area, and the points of all of them.
    pub(super) groups: Option<(Vec<u32>, Vec<Grid>)>,
}

impl Ground {
    /// Sources and targets that hold no small area are left out: nothing is
    /// known of them.
    pub(super) fn survey(engine: &Engine, plan: &PlannedBacktest, known: &Known) -> Result<Self, NoBacktest> {
        let layer = Arc::clone(engine.layer(&plan.small_areas).ok_or_else(|| no_layer(&plan.small_areas))?);
        let whole: Vec<usize> = (0..layer.areas.len()).filter(|at| known.is_whole(*at)).collect();
        let points = inner_points(&layer, &whole);
        let found = Sources::find(engine, plan, &points, &known.people_at(&whole))?;
        let kept: Vec<usize> = (0..whole.len()).filter(|at| found.of[*at].is_some()).collect();
        let rows: Vec<usize> = kept.iter().map(|at| whole[*at]).collect();
        let kept_points: Vec<Grid> = kept.iter().map(|at| points[*at]).collect();
        let (from, in_source) = compact(engine, &plan.from, kept.iter().map(|at| found.of[*at]))?;
        let (to, in_target) = compact(engine, &plan.to, locate(engine, &plan.to, &kept_points)?)?;
        for (side, key) in [(&from, &plan.from), (&to, &plan.to)] {
            if side.is_empty() {
                let (small_areas, layer) = (plan.small_areas.clone(), key.clone());
                return Err(NoBacktest::Nowhere { small_areas, layer });
            }
        }
        let reach = Reach {
            small_areas: layer.areas.len(),
            without_figures: layer.areas.len() - whole.len(),
            in_no_source: whole.len() - kept.len(),
            in_no_target: in_target.iter().filter(|target| target.is_none()).count(),
            tested: kept.len(),
            sources: from.len(),
            targets: to.len(),
        };
        let place = |(source, target): (Option<u32>, Option<u32>)| Some(Place { source: source?, target });
        let places = in_source.into_iter().zip(in_target).filter_map(place).collect();
        let of_kept = |groups: Vec<Option<u32>>| kept.iter().filter_map(|at| groups[*at]).collect();
        let groups = found.groups.map(|groups| (of_kept(groups), kept_points));
        Ok(Self { reach, rows, layer, from, to, places, groups })
    }
}

/// The source of each small area, and its group where areas stand for their
/// people at one point each.
struct Sources {
    of: Vec<Option<u32>>,
    groups: Option<Vec<Option<u32>>>,
}

impl Sources {
    fn find(
        engine: &Engine,
        plan: &PlannedBacktest,
        points: &[Grid],
        people: &[f64],
    ) -> Result<Self, NoBacktest> {
        let own = locate(engine, &plan.from, points)?;
        let Some(key) = &plan.at_one_point else { return Ok(Self { of: own, groups: None }) };
        let groups = locate(engine, key, points)?;
        Ok(Self { of: with_their_group(&groups, &own, points, people), groups: Some(groups) })
    }
}

/// A point inside each of some areas; nowhere for one without an inside.
fn inner_points(layer: &Layer, rows: &[usize]) -> Vec<Grid> {
    const NOWHERE: Grid = Grid { e: f64::NAN, n: f64::NAN };
    rows.iter().map(|row| inner(&layer.areas[*row].shape).unwrap_or(NOWHERE)).collect()
}

fn no_layer(key: &EditionKey) -> NoBacktest {
    AlignError::NoLayer(key.clone()).into()
}

/// The position in a layer of the area that holds each point.
fn locate(engine: &Engine, key: &EditionKey, points: &[Grid]) -> Result<Vec<Option<u32>>, NoBacktest> {
    let found = engine.layers.iter().find(|layer| layer.key == *key).ok_or_else(|| no_layer(key))?;
    let number = |at: Option<usize>| at.and_then(|at| u32::try_from(at).ok());
    Ok(found.areas().first_at_each(points).into_iter().map(number).collect())
}

/// Each small area in the source that holds its group's point, so that a
/// group, like a small area in earnest, lies whole in one source.
fn with_their_group(
    groups: &[Option<u32>],
    own: &[Option<u32>],
    points: &[Grid],
    people: &[f64],
) -> Vec<Option<u32>> {
    let members: Vec<usize> = (0..groups.len()).filter(|at| groups[*at].is_some()).collect();
    let numbers: Vec<u32> = members.iter().filter_map(|at| groups[*at]).collect();
    let of = |values: &[f64]| -> Vec<f64> { members.iter().map(|at| values[*at]).collect() };
    let at_points: Vec<Grid> = members.iter().map(|at| points[*at]).collect();
    let standing = gathered(&numbers, &at_points, &of(people));
    let stands: BTreeMap<u32, Option<u32>> = members
        .iter()
        .zip(&numbers)
        .zip(standing)
        .filter(|(_, people)| *people > 0.0)
        .map(|((at, group), _)| (*group, own[*at]))
        .collect();
    groups.iter().map(|group| stands.get(&(*group)?).copied().flatten()).collect()
}

/// The areas of a layer that are in use, and every use by its new number.
fn compact(
    engine: &Engine,
    key: &EditionKey,
    used: impl IntoIterator<Item = Option<u32>>,
) -> Result<(Side, Vec<Option<u32>>), NoBacktest> {
    let used: Vec<Option<u32>> = used.into_iter().collect();
    let mut numbers: BTreeMap<u32, u32> = used.iter().flatten().map(|at| (*at, 0)).collect();
    for (new, number) in (0_u32..).zip(numbers.values_mut()) {
        *number = new;
    }
    let layer = engine.layer(key).ok_or_else(|| no_layer(key))?;
    let codes = numbers.keys().map(|at| layer.areas[*at as usize].code.clone());
    let side = Side::new(Some(key.clone()), codes);
    Ok((side, used.into_iter().map(|at| at.and_then(|at| numbers.get(&at).copied())).collect()))
}
