//! Numbers as text, no longer than they are exact.

use std::io::{self, Write};

/// Writes a coordinate with at most `decimals` digits after the point and no
/// noughts at the end.
pub(super) fn write_coordinate(out: &mut dyn Write, value: f64, decimals: usize) -> io::Result<()> {
    let text = format!("{value:.decimals$}");
    let short = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    // A tiny negative number rounds to "-0", which reads oddly.
    out.write_all(if short == "-0" { b"0" } else { short.as_bytes() })
}

/// A coordinate with at most `decimals` digits after the point, as text.
pub(super) fn shortest(value: f64, decimals: usize) -> String {
    let mut text = Vec::new();
    match write_coordinate(&mut text, value, decimals) {
        Ok(()) => String::from_utf8_lossy(&text).into_owned(),
        Err(_full) => String::new(),
    }
}

/// A number of a column that holds whole numbers only.
#[expect(clippy::cast_possible_truncation, reason = "a whole column holds whole numbers below 2^53")]
pub(super) fn whole(number: f64) -> i64 {
    number as i64
}

/// Writes a number as its `Display` does: the fewest digits that give it back,
/// never with an exponent. Several times as fast where there are many.
pub(super) fn push_number(text: &mut String, number: f64) {
    use std::fmt::Write as _;
    let mut buffer = zmij::Buffer::new();
    let digits = buffer.format(number);
    if digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-')) {
        text.push_str(digits.strip_suffix(".0").unwrap_or(digits));
    } else {
        // Very large, very small, or no number. Writing to a text cannot fail.
        let _ = write!(text, "{number}");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(value: f64, decimals: usize, expected: &str) {
        let mut out = Vec::new();
        write_coordinate(&mut out, value, decimals).expect("bytes in memory");
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }

    #[test]
    fn coordinates_carry_no_idle_digits() {
        check(-1.902_341_234_567, 7, "-1.9023412");
        check(52.5, 7, "52.5");
        check(400_000.0, 3, "400000");
        check(-0.000_000_001, 7, "0");
        check(1200.0, 0, "1200");
    }

    fn check_number(number: f64) {
        let mut text = String::new();
        push_number(&mut text, number);
        assert_eq!(text, number.to_string(), "{:?}", number.to_bits());
    }

    #[test]
    fn numbers_that_are_written_otherwise_elsewhere_are_written_in_full() {
        for number in [0.0, -0.0, 1.0, 0.1, 1e-5, 1e-7, 1e15, 1e16, 1e17, 1e21, 123_456_789.125, 5e-324] {
            check_number(number);
            check_number(-number);
        }
        for number in [f64::MAX, f64::MIN_POSITIVE, f64::INFINITY, f64::NAN, f64::EPSILON] {
            check_number(number);
        }
    }

    proptest! {
        #[test]
        fn a_number_is_written_as_its_display_is(bits: u64, share in 0.0..1.0_f64, area_m2 in 0.0..1e9_f64) {
            check_number(f64::from_bits(bits));
            check_number(share);
            check_number(area_m2);
        }
    }
}
