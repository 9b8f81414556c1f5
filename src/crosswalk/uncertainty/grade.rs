//! An error range in one letter.

/// How good an estimate is: half its 95 % range, relative to its value.
///
/// "B" reads "within 2 % either way, 95 times in 100".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// Every source lies whole inside the target, and the figures were not sampled.
    A,
    /// Below 2 %.
    B,
    /// Below 5 %.
    C,
    /// Below 10 %.
    D,
    /// 10 % or more: never the only ground for a colour.
    E,
}

impl Grade {
    /// All grades, best first.
    pub const ALL: [Self; 5] = [Self::A, Self::B, Self::C, Self::D, Self::E];

    /// The grade of an estimate that does not nest, by half its 95 % range.
    ///
    /// An error about a value of nought is endless: E. No error about nought is B.
    #[must_use]
    pub fn of(half_width: f64, value: f64) -> Self {
        let relative = if half_width <= 0.0 { 0.0 } else { half_width / value.abs() };
        match relative {
            below if below < 0.02 => Self::B,
            below if below < 0.05 => Self::C,
            below if below < 0.1 => Self::D,
            _ => Self::E,
        }
    }

    /// The letter.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::E => "E",
        }
    }

    /// What the letter says, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::A => "exact: every source lies whole inside",
            Self::B => "within 2 % either way",
            Self::C => "within 5 % either way",
            Self::D => "within 10 % either way",
            Self::E => "more than 10 % either way",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Grade;

    #[test]
    fn grades_go_by_half_the_range() {
        let grades = [1.9, 2.0, 4.9, 5.0, 9.9, 10.0].map(|half| Grade::of(half, -100.0));
        assert_eq!(grades, [Grade::B, Grade::C, Grade::C, Grade::D, Grade::D, Grade::E]);
        assert_eq!((Grade::of(1.0, 0.0), Grade::of(0.0, 0.0)), (Grade::E, Grade::B));
        assert_eq!(Grade::of(f64::NAN, 1.0), Grade::E);
    }
}
