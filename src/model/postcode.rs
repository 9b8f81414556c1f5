//! UK postcodes in their one written form.

use std::fmt;

/// A postcode in upper case with one space before the inward part: `B1 1BB`.
///
/// The form is checked, not whether Royal Mail ever issued it.
///
/// # Examples
/// ```
/// use wardwise::model::Postcode;
/// assert_eq!(Postcode::parse("b1  1bb").unwrap().as_str(), "B1 1BB");
/// assert_eq!(Postcode::parse("B11BB").unwrap().sector(), "B1 1");
/// assert!(Postcode::parse("B1").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Postcode(Box<str>);

impl Postcode {
    /// Reads a postcode written with any spacing (also line ends and
    /// no-break spaces, which registers hold) and any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut compact = [0_u8; 7];
        let mut length = 0;
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            if !c.is_ascii_alphanumeric() || length == compact.len() {
                return None;
            }
            compact[length] = c.to_ascii_uppercase() as u8;
            length += 1;
        }
        let (outward, inward) = compact[..length].split_at_checked(length.checked_sub(3)?)?;
        if !is_outward(outward) || !is_inward(inward) {
            return None;
        }
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Some(Self(format!("{} {}", text(outward), text(inward)).into()))
    }

    /// The written form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the space: the postcode district, `B1`.
    #[must_use]
    pub fn district(&self) -> &str {
        &self.0[..self.0.len() - 4]
    }

    /// The district and the first digit of the inward part: `B1 1`.
    #[must_use]
    pub fn sector(&self) -> &str {
        &self.0[..self.0.len() - 2]
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A9, A99, AA9, AA99, A9A or AA9A.
fn is_outward(part: &[u8]) -> bool {
    let letters = part.iter().take_while(|b| b.is_ascii_uppercase()).count();
    if !(1..=2).contains(&letters) {
        return false;
    }
    match part[letters..] {
        [a] => a.is_ascii_digit(),
        [a, b] => a.is_ascii_digit() && b.is_ascii_alphanumeric(),
        _ => false,
    }
}

/// 9AA.
fn is_inward(part: &[u8]) -> bool {
    matches!(part, [a, b, c] if a.is_ascii_digit() && b.is_ascii_uppercase() && c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(Postcode::parse(text).as_ref().map(Postcode::as_str), expected, "{text:?}");
    }

    #[test]
    fn spacing_and_case_do_not_matter() {
        check("B1 1BB", Some("B1 1BB"));
        check("b11bb", Some("B1 1BB"));
        check("GL50\n1JZ", Some("GL50 1JZ"));
        check("B14\u{a0}7AA", Some("B14 7AA"));
        check("EC1A 1BB", Some("EC1A 1BB"));
        check("W1A 0AX", Some("W1A 0AX"));
    }

    #[test]
    fn what_has_no_postcode_form_is_refused() {
        for text in ["", "B1", "Birmingham", "BB1", "1B1 1BB", "B1 11B", "B111 1BB", "ABC1 1AA", "B1-1BB"] {
            check(text, None);
        }
    }

    #[test]
    fn parts_are_read_off_the_written_form() {
        let postcode = Postcode::parse("EC1A1BB").expect("a postcode");
        assert_eq!((postcode.district(), postcode.sector()), ("EC1A", "EC1A 1"));
    }
}
