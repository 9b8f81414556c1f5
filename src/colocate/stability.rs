//! How much the order owes to the weights: it is tried out with others.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::assess::random::Random;

use super::criteria::{Criterion, score};
use super::pairs::Pair;
use super::search::SearchSpec;

/// Draws weights anew, each between half and twice what the search says, and
/// tells of each pair in what share of the draws it is at the top.
///
/// Draws are independent of each other and of the number of threads.
pub(super) fn stability(pairs: &mut [Pair], spec: &SearchSpec) {
    let (draws, top) = (spec.stability.draws, spec.stability.top);
    if draws == 0 || pairs.is_empty() {
        return;
    }
    let nothing = || vec![0_u32; pairs.len()];
    let one = |mut counts: Vec<u32>, draw: u64| -> Vec<u32> {
        let weights = drawn(&spec.weights, &mut Random::stream(spec.stability.seed, draw));
        let mut order: Vec<(f64, usize)> =
            pairs.iter().enumerate().map(|(at, pair)| (score(&pair.values, &weights).middle(), at)).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        order.into_iter().take(top).for_each(|(_, at)| counts[at] += 1);
        counts
    };
    let sum = |mut a: Vec<u32>, b: Vec<u32>| {
        a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        a
    };
    let counts = (0..draws as u64).into_par_iter().fold(nothing, one).reduce(nothing, sum);
    #[expect(clippy::cast_precision_loss, reason = "a search asks for at most 10,000 draws")]
    let all = draws as f64;
    for (pair, count) in pairs.iter_mut().zip(counts) {
        pair.stays_at_top = Some(f64::from(count) / all);
    }
}

fn drawn(weights: &BTreeMap<Criterion, f64>, random: &mut Random) -> BTreeMap<Criterion, f64> {
    weights
        .iter()
        .map(|(criterion, weight)| (*criterion, weight * random.between(-1.0, 1.0).exp2()))
        .collect()
}
