//! Figures, days and counts as people read them.

use jiff::civil::Date;

use crate::model::Validity;
use crate::table::{ColumnKind, Table};

/// Decimals beyond this are kept in the downloads and on the source page only.
const MAX_DECIMALS: usize = 4;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// How the numbers of one column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberStyle {
    /// With commas between thousands: `12,345.5`.
    Grouped,
    /// Without, for years and for numbers that are names: `2021`.
    Plain,
}

impl NumberStyle {
    /// The style that suits a column: years, eastings, northings and UPRNs are
    /// labels rather than amounts and carry no commas.
    #[must_use]
    pub fn of(table: &Table, column: usize) -> Self {
        let Some(info) = table.columns().get(column) else { return Self::Grouped };
        if info.kind != ColumnKind::Number {
            return Self::Plain;
        }
        let name = info.name.to_lowercase();
        let label = ["year", "easting", "northing", "uprn", "lat", "lon", "code", "objectid", "fid"];
        let is_label = name.split(|c: char| !c.is_alphanumeric()).any(|word| {
            label.contains(&word)
                || word == "id"
                || word.starts_with("easting")
                || word.starts_with("northing")
        });
        if is_label { Self::Plain } else { Self::Grouped }
    }
}

/// A number for a page. At most four decimals are shown.
///
/// # Examples
/// ```
/// use wardwise::pages::format::{NumberStyle, number};
/// assert_eq!(number(1_234_567.5, NumberStyle::Grouped), "1,234,567.5");
/// assert_eq!(number(-0.00001, NumberStyle::Grouped), "-1.0e-5");
/// ```
#[must_use]
pub fn number(value: f64, style: NumberStyle) -> String {
    let tiny = value != 0.0 && value.abs() < 0.5 * 10_f64.powi(-4);
    if tiny || value.abs() >= 1e15 {
        return format!("{value:.1e}");
    }
    let text = format!("{value:.MAX_DECIMALS$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match style {
        NumberStyle::Plain => text.to_owned(),
        NumberStyle::Grouped => grouped(text),
    }
}

/// A whole count with commas.
#[must_use]
pub fn count(n: u64) -> String {
    grouped(&n.to_string())
}

/// A count with its noun: `1 ward`, `40 wards`, `no wards`.
#[must_use]
pub fn counted(n: u64, one: &str, many: &str) -> String {
    match n {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        _ => format!("{} {many}", count(n)),
    }
}

/// A length as a count.
#[must_use]
pub fn len(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// A day: `3 May 2018`.
#[must_use]
pub fn day(date: Date) -> String {
    let month = usize::try_from(date.month()).ok().and_then(|m| MONTHS.get(m.wrapping_sub(1)));
    format!("{} {} {}", date.day(), month.unwrap_or(&""), date.year())
}

/// When an edition is in force, for badges and sentences.
#[must_use]
pub fn validity(validity: Validity) -> String {
    let last = |to: Date| to.yesterday().unwrap_or(to);
    match (validity.from, validity.to) {
        (Some(from), Some(to)) => format!("in force {} to {}", day(from), day(last(to))),
        (Some(from), None) => format!("in force from {}", day(from)),
        (None, Some(to)) => format!("in force until {}", day(last(to))),
        (None, None) => "dates not stated".to_owned(),
    }
}

/// An area of ground: hectares below 1 km², square kilometres above.
#[must_use]
pub fn area(area_m2: f64) -> String {
    if area_m2 >= 1e6 {
        format!("{} km²", number((area_m2 / 1e4).round() / 1e2, NumberStyle::Grouped))
    } else if area_m2 >= 1e4 {
        format!("{} ha", number((area_m2 / 1e3).round() / 1e1, NumberStyle::Grouped))
    } else {
        format!("{} m²", number(area_m2.round(), NumberStyle::Grouped))
    }
}

/// A share in `0..=1` as a percentage with one decimal; never rounded up to 100.
#[must_use]
pub fn percent(share: f64) -> String {
    let tenths = (share * 1000.0).floor() / 10.0;
    format!("{}%", number(tenths, NumberStyle::Plain))
}

/// Words joined as a sentence has them: `a, b and c`.
#[must_use]
pub fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// The first letter in upper case, the rest as it is.
#[must_use]
pub fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Text as one segment of a URL path, or one value of a query.
///
/// # Examples
/// ```
/// assert_eq!(wardwise::pages::format::encode("Tŷ a/b"), "T%C5%B7%20a%2Fb");
/// ```
#[must_use]
pub fn encode(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::with_capacity(text.len()), |mut url, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(url, "%{byte:02X}");
        }
        url
    })
}

fn grouped(text: &str) -> String {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, decimals) = rest.split_once('.').map_or((rest, ""), |(whole, d)| (whole, d));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !decimals.is_empty() {
        out.push('.');
        out.push_str(decimals);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn check(value: f64, expected: &str) {
        assert_eq!(number(value, NumberStyle::Grouped), expected);
    }

    #[test]
    fn numbers_are_grouped_and_cut_at_four_decimals() {
        check(0.0, "0");
        check(999.0, "999");
        check(1000.0, "1,000");
        check(-1_234_567.125, "-1,234,567.125");
        check(0.123_456, "0.1235");
        check(100.0, "100");
        check(2e15, "2.0e15");
    }

    #[test]
    fn a_share_is_never_rounded_up_to_all() {
        assert_eq!(percent(0.9999), "99.9%");
        assert_eq!(percent(1.0), "100%");
        assert_eq!(percent(0.5), "50%");
    }

    #[test]
    fn the_last_day_in_force_is_the_day_before_the_next_edition() {
        let old = Validity { from: None, to: Some(date(2018, 5, 3)) };
        assert_eq!(validity(old), "in force until 2 May 2018");
        assert_eq!(validity(Validity::default()), "dates not stated");
    }

    #[test]
    fn areas_are_given_in_a_unit_that_suits_them() {
        assert_eq!(area(1_234_567.0), "1.23 km²");
        assert_eq!(area(123_456.0), "12.3 ha");
        assert_eq!(area(99.4), "99 m²");
    }

    #[test]
    fn counts_have_their_noun() {
        assert_eq!(counted(0, "ward", "wards"), "no wards");
        assert_eq!(counted(1, "ward", "wards"), "1 ward");
        assert_eq!(counted(1200, "ward", "wards"), "1,200 wards");
    }
}
