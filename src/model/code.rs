//! Codes of areas, and the schemes that say what a right code looks like.

use std::fmt;

/// The longest code that any published scheme uses is far below this.
const MAX_CODE_CHARS: usize = 120;

/// A code that names one area within one edition of one layer.
///
/// It is never empty, holds no outer spaces and no control characters.
/// Whether it is *right* for its layer is a question for its [`Scheme`].
///
/// # Examples
/// ```
/// use wardwise::model::AreaCode;
/// assert_eq!(AreaCode::parse(" E05011118 ").unwrap().as_str(), "E05011118");
/// assert!(AreaCode::parse("   ").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaCode(Box<str>);

/// Why a text is not a code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing is left once the outer spaces are gone.
    #[error("the code is empty")]
    Empty,
    /// Longer than any published scheme's codes.
    #[error("the code is {0} characters long; at most {MAX_CODE_CHARS} are read")]
    TooLong(usize),
    /// A tab, line end or other control character stands inside the code.
    #[error("the code holds a control character")]
    ControlCharacter,
    /// The code does not have the form its scheme asks for.
    #[error("'{code}' is not {expected}")]
    WrongForm {
        /// The code as it was read.
        code: String,
        /// What the scheme asks for, in words.
        expected: &'static str,
    },
}

impl AreaCode {
    /// Reads a code, taking off outer spaces.
    ///
    /// # Errors
    /// [`CodeError::Empty`], [`CodeError::TooLong`] or [`CodeError::ControlCharacter`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let code = text.trim();
        if code.is_empty() {
            return Err(CodeError::Empty);
        }
        let length = code.chars().count();
        if length > MAX_CODE_CHARS {
            return Err(CodeError::TooLong(length));
        }
        if code.chars().any(char::is_control) {
            return Err(CodeError::ControlCharacter);
        }
        Ok(Self(code.into()))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The rule that the codes of one layer follow.
///
/// A layer has its own scheme because not every code is a GSS code: Northern
/// Ireland's small areas are not, and NHS localities have names only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// Nine characters, a letter of E, W, S, N or K and eight digits.
    Gss,
    /// Northern Ireland small areas: `N` and eight digits, or the older `95AA01S3` form.
    NorthernIrelandSmallArea,
    /// The area's name is its only key.
    Name,
    /// A publisher's own codes (police, fire, housing): any non-empty text.
    Own,
}

impl Scheme {
    /// All schemes, in the order they are explained to people.
    pub const ALL: [Self; 4] = [Self::Gss, Self::NorthernIrelandSmallArea, Self::Name, Self::Own];

    /// The name used in manifests and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Gss => "gss",
            Self::NorthernIrelandSmallArea => "ni-small-area",
            Self::Name => "name",
            Self::Own => "own",
        }
    }

    /// The scheme of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.key() == key)
    }

    /// Checks one code against the scheme.
    ///
    /// # Errors
    /// [`CodeError::WrongForm`] with the form that was expected.
    ///
    /// # Examples
    /// ```
    /// use wardwise::model::{AreaCode, Scheme};
    /// let ward = AreaCode::parse("E05011118").unwrap();
    /// assert!(Scheme::Gss.check(&ward).is_ok());
    /// let small_area = AreaCode::parse("95AA01S3").unwrap();
    /// assert!(Scheme::Gss.check(&small_area).is_err());
    /// assert!(Scheme::NorthernIrelandSmallArea.check(&small_area).is_ok());
    /// ```
    pub fn check(self, code: &AreaCode) -> Result<(), CodeError> {
        let (right, expected) = match self {
            Self::Gss => {
                (is_gss(code.as_str()), "a GSS code (E, W, S, N or K and eight digits, such as E05011118)")
            }
            Self::NorthernIrelandSmallArea => (
                is_ni_small_area(code.as_str()),
                "a Northern Ireland small-area code (N and eight digits, or the form 95AA01S3)",
            ),
            Self::Name | Self::Own => (true, ""),
        };
        if right {
            return Ok(());
        }
        Err(CodeError::WrongForm { code: code.to_string(), expected })
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

fn is_gss(code: &str) -> bool {
    let bytes = code.as_bytes();
    bytes.len() == 9 && b"EWSNK".contains(&bytes[0]) && bytes[1..].iter().all(u8::is_ascii_digit)
}

/// `95AA01S3`: two digits, two letters, two digits, a letter S or W, one or two digits.
fn is_ni_small_area(code: &str) -> bool {
    let bytes = code.as_bytes();
    let current = bytes.len() == 9 && bytes[0] == b'N' && bytes[1..].iter().all(u8::is_ascii_digit);
    let older = (8..=9).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_digit)
        && bytes[2..4].iter().all(u8::is_ascii_uppercase)
        && bytes[4..6].iter().all(u8::is_ascii_digit)
        && (bytes[6] == b'S' || bytes[6] == b'W')
        && bytes[7..].iter().all(u8::is_ascii_digit);
    current || older
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(scheme: Scheme, code: &str, right: bool) {
        let code = AreaCode::parse(code).expect("a code");
        assert_eq!(scheme.check(&code).is_ok(), right, "{scheme} {code}");
    }

    #[test]
    fn gss_codes_have_a_country_letter_and_eight_digits() {
        check(Scheme::Gss, "E05011118", true);
        check(Scheme::Gss, "W01000001", true);
        check(Scheme::Gss, "e05011118", false);
        check(Scheme::Gss, "E0501111", false);
        check(Scheme::Gss, "95AA01S3", false);
        check(Scheme::Gss, "X05011118", false);
    }

    #[test]
    fn northern_ireland_has_two_forms() {
        check(Scheme::NorthernIrelandSmallArea, "N00000001", true);
        check(Scheme::NorthernIrelandSmallArea, "95AA01S3", true);
        check(Scheme::NorthernIrelandSmallArea, "95ZZ16S10", true);
        check(Scheme::NorthernIrelandSmallArea, "E05011118", false);
    }

    #[test]
    fn a_code_with_a_tab_inside_is_refused() {
        assert_eq!(AreaCode::parse("E05\t1"), Err(CodeError::ControlCharacter));
    }

    #[test]
    fn every_scheme_is_found_by_its_key() {
        for scheme in Scheme::ALL {
            assert_eq!(Scheme::from_key(scheme.key()), Some(scheme));
        }
    }
}
