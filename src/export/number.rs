//! Coordinates as text, no longer than they are exact.

use std::io::{self, Write};

/// Writes a coordinate with at most `decimals` digits after the point and no
/// noughts at the end.
pub(super) fn write_coordinate(out: &mut dyn Write, value: f64, decimals: usize) -> io::Result<()> {
    let text = format!("{value:.decimals$}");
    let short = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    // A tiny negative number rounds to "-0", which reads oddly.
    out.write_all(if short == "-0" { b"0" } else { short.as_bytes() })
}

#[cfg(test)]
mod tests {
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
}
