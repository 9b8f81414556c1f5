//! Seeded chance that gives the same numbers on every machine.
//!
//! Only whole-number steps and `+ - * /` are used, which every machine rounds
//! alike; no sine, logarithm or power, whose last digit differs between
//! mathematics libraries.

/// A stream of numbers from a seed.
///
/// # Source
/// `SplitMix64`: Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014, figure 17.
#[derive(Debug, Clone)]
pub(crate) struct Rng(u64);

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

impl Rng {
    /// The stream named `label` of a seed. Streams of different names are
    /// independent, so that a change in one part leaves the others as they were.
    pub(crate) fn named(seed: u64, label: &str) -> Self {
        let mut hash = 0xCBF2_9CE4_8422_2325_u64;
        for byte in label.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
        Self(mix(seed ^ hash))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// A number in `0.0..1.0`.
    pub(crate) fn unit(&mut self) -> f64 {
        unit_of(self.next())
    }

    /// A number in `low..high`.
    pub(crate) fn range(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number in `0..n`; 0 when `n` is 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        let wide = u128::from(self.next()) * (n as u128);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// True in a share of the cases.
    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// Bell-shaped around 0 with standard deviation 1, never beyond ±6
    /// (the sum of twelve even numbers).
    pub(crate) fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// One of the items. `items` must not be empty.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }

    /// The position of one weight, chosen in proportion; 0 when all are 0.
    pub(crate) fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (i, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return i;
            }
        }
        0
    }

    /// Puts the items into a chance order.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

/// A number in `0.0..1.0` that belongs to a seed and two keys.
pub(crate) fn unit_at(seed: u64, a: u64, b: u64) -> f64 {
    unit_of(mix(mix(mix(seed) ^ a.wrapping_mul(GOLDEN)) ^ b.wrapping_mul(0xD6E8_FEB8_6659_FD93)))
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
fn unit_of(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

/// A count as a number. Counts here are far below 2^52.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub(crate) fn real(count: usize) -> f64 {
    count as f64
}

/// A number rounded to a count; negative numbers give 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped at nought")]
pub(crate) fn count(number: f64) -> usize {
    number.max(0.0).round() as usize
}

/// A position that fits the compact indices of a mesh.
///
/// Meshes have fewer than 2^32 cells, vertices and edges by construction.
#[expect(clippy::cast_possible_truncation, reason = "meshes have fewer than 2^32 parts")]
pub(crate) fn small(position: usize) -> u32 {
    position as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_numbers_it_always_gave() {
        let mut rng = Rng(0);
        // First outputs of SplitMix64 for seed 0, as its authors' C code prints them.
        assert_eq!(rng.next(), 0xE220_A839_7B1D_CDAF);
        assert_eq!(rng.next(), 0x6E78_9E6A_A1B9_65F4);
    }

    #[test]
    fn names_part_the_streams() {
        assert_ne!(Rng::named(1, "river").next(), Rng::named(1, "roads").next());
    }

    #[test]
    fn numbers_stay_in_their_range() {
        let mut rng = Rng::named(7, "test");
        for _ in 0..10_000 {
            assert!((0.0..1.0).contains(&rng.unit()));
            assert!(rng.below(3) < 3);
            assert!(rng.bell().abs() <= 6.0);
        }
        assert_eq!(rng.weighted(&[0.0, 0.0, 1.0]), 2);
    }
}
