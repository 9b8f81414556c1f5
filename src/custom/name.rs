//! The name of a saved area.

use std::fmt;

const MOST_CHARS: usize = 120;

/// A name that a person gave: 1 to 120 characters, no control characters, no
/// space at either end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaName(String);

impl AreaName {
    /// Reads a name; spaces at its ends are taken off, runs of white space become one space.
    ///
    /// # Errors
    /// A sentence that says what a name may be.
    ///
    /// # Examples
    /// ```
    /// use wardwise::custom::AreaName;
    /// assert_eq!(AreaName::parse("  North\n side ").unwrap().as_str(), "North side");
    /// assert!(AreaName::parse(" ").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, String> {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let chars = name.chars().count();
        if name.is_empty() {
            return Err("give the area a name".to_owned());
        }
        if chars > MOST_CHARS {
            return Err(format!("a name has at most {MOST_CHARS} characters; this one has {chars}"));
        }
        if name.chars().any(char::is_control) {
            return Err("a name cannot hold control characters".to_owned());
        }
        Ok(Self(name))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AreaName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_kept_within_bounds() {
        assert_eq!(AreaName::parse("Tŷ  Mawr").expect("a name").as_str(), "Tŷ Mawr");
        assert!(AreaName::parse(&"ŷ".repeat(120)).is_ok());
        for wrong in ["", "\t", &"a".repeat(121), "a\u{0}b"] {
            assert!(AreaName::parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
