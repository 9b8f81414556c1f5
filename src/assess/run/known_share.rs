//! How much of a score rests on figures, on stand-ins, on nothing, and on partial cover.

use super::Stages;
use crate::assess::recipe::Inputs;

/// By area, for one node.
pub(super) struct KnownShares {
    pub(super) imputed: Vec<f64>,
    pub(super) missing: Vec<f64>,
    pub(super) cover: Vec<f64>,
}

/// The shares of a node from the indicators below it and their shares of its weight.
pub(super) fn known_shares(leaves: &[(usize, f64)], indicators: &[Stages], inputs: &Inputs) -> KnownShares {
    let areas = inputs.areas.len();
    let mut shares =
        KnownShares { imputed: vec![0.0; areas], missing: vec![0.0; areas], cover: vec![1.0; areas] };
    for (leaf, weight) in leaves {
        let stages = &indicators[*leaf];
        let given = inputs.indicators.get(&stages.id);
        for area in 0..areas {
            if stages.imputed.stand_ins[area] {
                shares.imputed[area] += weight;
            } else if stages.imputed.figures[area].is_err() {
                shares.missing[area] += weight;
            }
            let cover = given.map_or(1.0, |given| given.cover_of(area));
            shares.cover[area] -= weight * (1.0 - cover);
        }
    }
    shares
}
