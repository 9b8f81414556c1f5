//! Whether a range holds as many truths as it says.

use super::Record;

/// The least share of truths that a 95 % range should hold.
pub const LEAST_HELD: f64 = 0.92;
/// The largest such share; a range that holds more is wider than it need be.
pub const MOST_HELD: f64 = 0.98;

/// How a stated 95 % range stands up to truths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Promise {
    /// It holds 92 to 98 % of them.
    Kept,
    /// It holds fewer: figures are less sure than they say.
    TooNarrow,
    /// It holds more: figures are surer than they say.
    TooWide,
}

impl Promise {
    /// The name used in files and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Kept => "holds",
            Self::TooNarrow => "too-narrow",
            Self::TooWide => "too-wide",
        }
    }

    /// What it says, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Kept => "holds",
            Self::TooNarrow => "too narrow",
            Self::TooWide => "too wide",
        }
    }
}

impl Record {
    /// Whether the range held 92 to 98 % of the truths.
    #[must_use]
    pub fn promise(&self) -> Promise {
        match self.coverage {
            few if few < LEAST_HELD => Promise::TooNarrow,
            many if many > MOST_HELD => Promise::TooWide,
            _ => Promise::Kept,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_are_part_of_the_promise() {
        let promise = |coverage| Record { coverage, ..Record::default() }.promise();
        assert_eq!([0.92, 0.95, 0.98].map(promise), [Promise::Kept; 3]);
        assert_eq!([0.919, 0.0].map(promise), [Promise::TooNarrow; 2]);
        assert_eq!([0.981, 1.0].map(promise), [Promise::TooWide; 2]);
    }
}
