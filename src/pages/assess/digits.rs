//! Figures of one column with as many decimals as their size bears.

use crate::pages::format::{NumberStyle, number};

/// How many decimals the figures of a column are shown with; downloads have them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digits(i32);

impl Digits {
    /// Whole numbers.
    pub(super) const WHOLE: Self = Self(0);
    /// One decimal, for scores from 0 to 100 and for percentages.
    pub(super) const TENTHS: Self = Self(1);

    /// About three digits of the largest figure; none where all are whole.
    pub(super) fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        if values.clone().all(|value| value.fract() == 0.0) {
            return Self::WHOLE;
        }
        let most = values.map(f64::abs).fold(0.0, f64::max);
        Self(if most >= 1_000.0 {
            0
        } else if most >= 10.0 {
            1
        } else if most >= 1.0 {
            2
        } else {
            3
        })
    }

    pub(super) fn words(self, value: f64) -> String {
        let step = 10_f64.powi(self.0);
        let style = NumberStyle::GROUPED.aligned(std::iter::once(1.0 / step));
        number((value * step).round() / step, style)
    }

    /// With its sign, also above nought.
    pub(super) fn signed(self, value: f64) -> String {
        let words = self.words(value.abs());
        let is_nothing = self.words(0.0) == words;
        match value {
            _ if is_nothing => words,
            value if value < 0.0 => format!("−{words}"),
            _ => format!("+{words}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_figures_have_no_decimals_and_small_ones_three() {
        let check = |values: [f64; 2], words: &str| {
            assert_eq!(Digits::of(values.into_iter()).words(values[0]), words);
        };
        check([1234.56, 2.5], "1,235");
        check([12.345, 2.5], "12.3");
        check([1.2345, 0.5], "1.23");
        check([0.012_345, 0.5], "0.012");
        check([7.0, 1e6], "7");
    }

    #[test]
    fn signs_stand_before_what_is_not_nothing() {
        assert_eq!(Digits::TENTHS.signed(1.25), "+1.3");
        assert_eq!(Digits::TENTHS.signed(-1.25), "−1.3");
        assert_eq!(Digits::TENTHS.signed(-0.01), "0.0");
    }
}
