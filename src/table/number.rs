//! Numbers as publishers write them.

/// A number, and whether it was written for machines or for people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct WrittenNumber {
    /// Always finite. A percentage keeps its figure: `45%` is 45.
    pub(super) value: f64,
    /// Thousands separators, a currency or percent sign, outer spaces, brackets.
    pub(super) dressed: bool,
}

/// Reads a number. `None` for anything that is not one throughout, for
/// figures that only look like one (`007`, `1E5`), and for more digits than a
/// number can hold.
pub(super) fn read_number(text: &str) -> Option<WrittenNumber> {
    let trimmed = text.trim();
    let (body, brackets) = match trimmed.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (inner.trim(), true),
        None => (trimmed, false),
    };
    let (body, minus) = take_sign(body);
    let (body, currency) = take_currency(body);
    let (body, minus) = if minus || !currency { (body, minus) } else { take_sign(body) };
    let (body, percent) = match body.strip_suffix('%') {
        Some(rest) => (rest.trim_end(), true),
        None => (body, false),
    };
    if brackets && minus {
        return None;
    }
    let (value, grouped) = read_plain(body).map(|value| (value, false)).or_else(|| {
        let value = read_grouped(body)?;
        Some((value, true))
    })?;
    let negative = minus || brackets;
    let dressed =
        brackets || currency || percent || grouped || trimmed.len() != text.len() || text.contains('−');
    Some(WrittenNumber { value: if negative { -value } else { value }, dressed })
}

/// Whether a text is made of figures but must not be read as a number:
/// leading zeros, or more digits than a number can hold.
pub(super) fn is_digit_string(text: &str) -> bool {
    let text = text.trim();
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    digits && ((text.len() > 1 && text.starts_with('0')) || text.len() > MAX_DIGITS)
}

/// An `f64` tells all whole numbers of fifteen digits apart.
const MAX_DIGITS: usize = 15;

fn take_sign(text: &str) -> (&str, bool) {
    let stripped = text.strip_prefix('-').or_else(|| text.strip_prefix('−'));
    match stripped {
        Some(rest) => (rest.trim_start(), true),
        None => (text.strip_prefix('+').unwrap_or(text), false),
    }
}

fn take_currency(text: &str) -> (&str, bool) {
    match text.strip_prefix(['£', '€', '$']) {
        Some(rest) => (rest.trim_start(), true),
        None => (text, false),
    }
}

/// Figures with at most one point, and an exponent with a sign or after a point.
fn read_plain(text: &str) -> Option<f64> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let figures = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let holds_figures = !whole.is_empty() || fraction.is_some_and(|part| !part.is_empty());
    if !holds_figures || !figures(whole) || !fraction.is_none_or(figures) {
        return None;
    }
    if (whole.len() > 1 && whole.starts_with('0')) || (whole.len() > MAX_DIGITS && fraction.is_none()) {
        return None;
    }
    if let Some(exponent) = exponent {
        let unsigned = exponent.trim_start_matches(['+', '-']);
        let signed = unsigned.len() + 1 == exponent.len();
        let right = (1..=3).contains(&unsigned.len()) && figures(unsigned) && (signed || fraction.is_some());
        if !right || exponent.len() > unsigned.len() + 1 {
            return None;
        }
    }
    text.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// Groups of three figures divided by commas, or by spaces of any width.
fn read_grouped(text: &str) -> Option<f64> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let divider = whole.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(divider, ',' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'') {
        return None;
    }
    let mut groups = whole.split(divider);
    let first = groups.next()?;
    let figures = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !(1..=3).contains(&first.len()) || !figures(first) || (first.starts_with('0')) {
        return None;
    }
    let mut joined = first.to_owned();
    for group in groups {
        if group.len() != 3 || !figures(group) {
            return None;
        }
        joined.push_str(group);
    }
    if let Some(fraction) = fraction {
        if !figures(fraction) {
            return None;
        }
        joined.push('.');
        joined.push_str(fraction);
    }
    joined.parse::<f64>().ok().filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: Option<(f64, bool)>) {
        assert_eq!(read_number(text).map(|n| (n.value, n.dressed)), expected, "{text:?}");
    }

    #[test]
    fn plain_numbers_are_read_as_they_stand() {
        check("0", Some((0.0, false)));
        check("-12.50", Some((-12.5, false)));
        check(".5", Some((0.5, false)));
        check("5.67150635208711e-05", Some((5.671_506_352_087_11e-5, false)));
        check("1e+05", Some((100_000.0, false)));
    }

    #[test]
    fn numbers_written_for_people_are_read_and_told() {
        check("1,234", Some((1_234.0, true)));
        check(" 12 ", Some((12.0, true)));
        check("£1,234.50", Some((1_234.5, true)));
        check("-£5", Some((-5.0, true)));
        check("45%", Some((45.0, true)));
        check("1 234 567", Some((1_234_567.0, true)));
        check("(1,200)", Some((-1_200.0, true)));
        check("−3", Some((-3.0, true)));
    }

    #[test]
    fn what_only_looks_like_a_number_is_not_read() {
        for text in [
            "",
            "-",
            ".",
            "1,5",
            "1,2345",
            "12,34",
            "007",
            "0123",
            "1E5",
            "12E34567",
            "1e5",
            "inf",
            "NaN",
            "0x10",
            "1.2.3",
            "1-2",
            "90+",
            "12:30",
            "B1",
            "1234567890123456",
            "1e999",
            "--5",
            "(-5)",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn figures_that_are_names_are_known() {
        assert!(is_digit_string("007") && is_digit_string("1234567890123456"));
        assert!(!is_digit_string("0") && !is_digit_string("70") && !is_digit_string("0.5"));
    }

    proptest! {
        #[test]
        fn every_written_number_is_read_back(value in -1e15_f64..1e15) {
            let text = format!("{value}");
            prop_assert_eq!(read_number(&text).map(|n| n.value), Some(value));
        }

        #[test]
        fn any_text_gives_a_finite_number_or_none(text in "\\PC{0,20}") {
            prop_assert!(read_number(&text).is_none_or(|n| n.value.is_finite()));
        }
    }
}
