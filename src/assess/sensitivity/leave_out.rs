//! Leaving out one indicator or domain at a time.

use crate::assess::plan::{Kind, Plan};
use crate::assess::recipe::{FaultKind, Faults};
use crate::assess::run::{Run, standings};

/// What happens to the ranks without one part.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// The indicator or domain.
    pub id: String,
    /// Mean absolute rank shift over the areas ranked both times; `None`
    /// where the index rests on this part alone, or no area is ranked without it.
    pub mean_shift: Option<f64>,
    /// The area (a position) that moves most, and by how many ranks; above
    /// nought towards the better end.
    pub most: Option<(usize, i64)>,
    /// How many areas enter or leave the worst ones.
    pub worst_changed: usize,
}

/// Leaves out each indicator and each domain that has a say, one at a time.
///
/// Areas that are not ranked for lack of data stay so; the shares that decide it are those of the run.
///
/// # Errors
/// [`Faults`] where the rest cannot be put together.
pub fn leave_one_out(run: &Run) -> Result<Vec<LeftOut>, Faults> {
    let plan = &run.plan;
    let own = plan.weights();
    let shares = plan.shares(&own);
    (0..plan.root()).filter(|at| shares[*at] > 0.0).map(|at| without(run, plan, &own, at)).collect()
}

fn without(run: &Run, plan: &Plan, own: &[f64], at: usize) -> Result<LeftOut, Faults> {
    let id = plan.nodes[at].id.clone();
    let Some(weights) = silenced(plan, own, at) else {
        return Ok(LeftOut { id, mean_shift: None, most: None, worst_changed: 0 });
    };
    let scores = rest_scores(run, plan, &weights)?;
    let index = run.index();
    let now = standings(&scores, &index.imputed, &index.missing, &index.cover, &run.recipe.rules);
    let worst = run.recipe.rules.worst;
    let (mut sum, mut count, mut most, mut worst_changed) = (0, 0, None::<(usize, i64)>, 0);
    for (area, (before, after)) in index.standings.iter().zip(&now).enumerate() {
        let is_worst = |rank: Option<usize>| rank.is_some_and(|rank| rank <= worst);
        worst_changed += usize::from(is_worst(before.rank()) != is_worst(after.rank()));
        let (Some(before), Some(after)) = (before.rank(), after.rank()) else { continue };
        #[expect(clippy::cast_possible_wrap, reason = "ranks of areas")]
        let shift = after as i64 - before as i64;
        sum += shift.unsigned_abs();
        count += 1;
        if most.is_none_or(|(_, far)| shift.abs() > far.abs()) {
            most = Some((area, shift));
        }
    }
    let mean_shift = (count > 0).then(|| sum as f64 / f64::from(count));
    Ok(LeftOut { id, mean_shift, most, worst_changed })
}

/// Weights without a part; a group that loses its last part goes with it.
/// `None` where nothing would be left.
fn silenced(plan: &Plan, own: &[f64], at: usize) -> Option<Vec<f64>> {
    let mut weights = own.to_vec();
    let mut at = at;
    loop {
        weights[at] = 0.0;
        let parent = plan.nodes[at].parent?;
        let Kind::Group { parts, .. } = &plan.nodes[parent].kind else { return None };
        if parts.iter().any(|part| weights[*part] > 0.0) {
            return Some(weights);
        }
        at = parent;
    }
}

/// The index with some parts silenced; a silenced group keeps its own scores, which nobody asks for.
fn rest_scores(
    run: &Run,
    plan: &Plan,
    weights: &[f64],
) -> Result<Vec<crate::assess::figure::Figure>, Faults> {
    let mut usable = weights.to_vec();
    for node in &plan.nodes {
        if let Kind::Group { parts, .. } = &node.kind
            && parts.iter().all(|part| weights[*part] == 0.0)
        {
            for part in parts {
                usable[*part] = plan.nodes[*part].weight;
            }
        }
    }
    let scores = plan.scores(&run.columns(), &usable, None);
    let mut scores =
        scores.map_err(|(at, fault)| Faults::one(plan.nodes[at].id.clone(), FaultKind::Aggregate(fault)))?;
    Ok(scores.swap_remove(plan.root()))
}
