//! Targets dealt into parts.

/// The part of each target: as even as can be, and the same for the same seed.
pub(super) fn folds(targets: usize, folds: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<(u64, usize)> =
        (0_u64..).zip(0..targets).map(|(n, at)| (mixed(seed, n), at)).collect();
    order.sort_unstable();
    let mut dealt = vec![0; targets];
    for (place, (_, target)) in order.into_iter().enumerate() {
        dealt[target] = place % folds;
    }
    dealt
}

/// The n-th number of the sequence that a seed begins.
///
/// # Source
/// `SplitMix64`: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable
/// pseudorandom number generators", OOPSLA 2014.
fn mixed(seed: u64, n: u64) -> u64 {
    let z = seed.wrapping_add((n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::{folds, mixed};

    #[test]
    fn the_sequence_is_the_published_one() {
        // First outputs of the generator for seed 1234567, as its authors' reference gives them.
        assert_eq!(
            [0, 1].map(|n| mixed(1_234_567, n)),
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]
        );
    }

    #[test]
    fn parts_are_even_and_go_by_the_seed() {
        let dealt = folds(69, 2, 1);
        assert_eq!(dealt.iter().filter(|fold| **fold == 0).count(), 35);
        assert_eq!(dealt, folds(69, 2, 1));
        assert_ne!(dealt, folds(69, 2, 2));
    }
}
