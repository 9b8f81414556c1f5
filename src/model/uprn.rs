//! Unique property reference numbers.

use std::fmt;

/// A UPRN: one to twelve figures, not all zero.
///
/// Leading zeros do not count, because published files fill numbers up to
/// twelve figures or do not. The form is checked, not whether it was issued.
///
/// # Examples
/// ```
/// use wardwise::model::Uprn;
/// assert_eq!(Uprn::parse("010000480247"), Uprn::parse("10000480247"));
/// assert!(Uprn::parse("1.00E+11").is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uprn(u64);

impl Uprn {
    const MOST_FIGURES: usize = 12;

    /// Reads a UPRN, taking off outer spaces.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let sized = (1..=Self::MOST_FIGURES).contains(&text.len());
        if !sized || !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        text.parse().ok().filter(|number| *number > 0).map(Self)
    }

    /// The number.
    #[must_use]
    pub fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Uprn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uprn_has_one_to_twelve_figures() {
        for text in ["1", " 100121228178 ", "999999999999", "000000000001"] {
            assert!(Uprn::parse(text).is_some(), "{text:?}");
        }
        for text in ["", "0", "000000000000", "1000000000000", "1.0", "-5", "10012122817B", "1.00E+11"] {
            assert!(Uprn::parse(text).is_none(), "{text:?}");
        }
    }
}
