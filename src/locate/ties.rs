//! Which of several equally good sets is given: the one with earlier sites, as far as exchanges lead.

use super::case::{Case, within};
use super::costs::Way;
use super::interchange::{Columns, exchanges};
use super::measure::{keeps_to_all, positions};
use super::problem::ModelKind;

/// Exchanges a chosen site for one that comes earlier in the list as long as
/// the set stays as good and keeps to the rules.
///
/// Afterwards no single such exchange is left. Where capacity counts, sets
/// are not touched: who goes where would have to be worked out anew.
pub(super) fn earliest(case: &Case, model: ModelKind, objective: f64, chosen: &[bool]) -> Vec<bool> {
    let mut chosen = chosen.to_vec();
    if case.room.is_some() {
        return chosen;
    }
    let reach = match model {
        ModelKind::PMedian => None,
        ModelKind::PCentre => Some(objective),
        ModelKind::Lscp | ModelKind::Mclp => Some(case.within),
    };
    let priced = reach.map_or_else(|| case.clone(), |reach| near_or_not(case, reach));
    let columns = if reach.is_some() { Columns::of_cover(&priced) } else { Columns::new(&priced) };
    let scale = if reach.is_some() { case.weights.iter().sum() } else { objective };
    // Each exchange moves a site forward, so this ends; the limit keeps large cases quick.
    for _ in 0..200 {
        let Some(next) = next(case, &priced, &columns, scale, &chosen) else { break };
        chosen = next;
    }
    chosen
}

fn next(case: &Case, priced: &Case, columns: &Columns, scale: f64, chosen: &[bool]) -> Option<Vec<bool>> {
    let mut equal: Vec<(usize, usize)> = exchanges(priced, columns, chosen)
        .into_iter()
        .filter(|(saving, closed, opened)| opened < closed && saving.abs() <= 1e-12 * scale.abs())
        .map(|(_, closed, opened)| (closed, opened))
        .collect();
    equal.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    equal.into_iter().find_map(|(closed, opened)| {
        let mut trial = chosen.to_vec();
        trial[closed] = false;
        trial[opened] = true;
        debug_assert_eq!(positions(&trial).len(), positions(chosen).len());
        keeps_to_all(case, &trial).then_some(trial)
    })
}

/// The case in which a way is worth having if it is no longer than a reach.
fn near_or_not(case: &Case, reach: f64) -> Case {
    let near = |ways: &Vec<Way>| within(ways, reach).iter().map(|way| Way { cost: 0.0, ..*way }).collect();
    Case { ways: case.ways.iter().map(near).collect(), ..case.clone() }
}
