//! Why a figure is not there. Missing is never zero.

use std::fmt;

/// The reason for a gap. Each reads differently on a page, in a file and on a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Missing {
    /// The publisher left the cell empty or wrote "NA".
    NotGiven,
    /// The publisher held the figure back so that nobody can be recognised.
    Suppressed,
    /// The question does not arise for this area.
    NotApplicable,
    /// Nothing was collected here: the area lies outside the data's cover.
    NotCovered,
}

impl Missing {
    /// All reasons.
    pub const ALL: [Self; 4] = [Self::NotGiven, Self::Suppressed, Self::NotApplicable, Self::NotCovered];

    /// The name used in the store and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NotGiven => "not-given",
            Self::Suppressed => "suppressed",
            Self::NotApplicable => "not-applicable",
            Self::NotCovered => "not-covered",
        }
    }

    /// The reason of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.key() == key)
    }

    /// The words a reader sees in place of the figure.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NotGiven => "not given",
            Self::Suppressed => "suppressed",
            Self::NotApplicable => "not applicable",
            Self::NotCovered => "no data here",
        }
    }

    /// What a published cell means when it holds no figure.
    ///
    /// Blank, `NA`, `N/A`, `null`, `-` and `..` are gaps; `*`, `c`, `[c]` and
    /// `~` mark suppression; `z`, `[z]` and `.` mark "not applicable"; `x`,
    /// `[x]` and `:` mark "not available". Government Analysis Function
    /// symbols (2023) and the older office conventions. Anything else is not
    /// a mark of a gap.
    #[must_use]
    pub fn from_mark(text: &str) -> Option<Self> {
        match text.trim() {
            "" | "-" | "–" | ".." | "NA" | "N/A" | "n/a" | "#N/A" | "NULL" | "null" | "NaN" | "nan" | "x"
            | "[x]" | ":" => Some(Self::NotGiven),
            "*" | "c" | "[c]" | "~" => Some(Self::Suppressed),
            "z" | "[z]" | "." => Some(Self::NotApplicable),
            _ => None,
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_gaps_are_told_apart() {
        assert_eq!(Missing::from_mark(" NA "), Some(Missing::NotGiven));
        assert_eq!(Missing::from_mark("[c]"), Some(Missing::Suppressed));
        assert_eq!(Missing::from_mark("[z]"), Some(Missing::NotApplicable));
        assert_eq!(Missing::from_mark("0"), None);
        assert_eq!(Missing::from_mark("Aston"), None);
    }

    #[test]
    fn every_reason_is_found_by_its_key() {
        for reason in Missing::ALL {
            assert_eq!(Missing::from_key(reason.key()), Some(reason));
        }
    }
}
