//! Figures, days and counts as people read them.

use jiff::civil::Date;

use crate::model::Validity;
use crate::table::{ColumnKind, Table, header_words};

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
pub struct NumberStyle {
    /// With commas between thousands: `12,345.5`.
    grouped: bool,
    /// Decimals that every number has, so that they stand below each other.
    decimals: usize,
}

impl NumberStyle {
    /// Commas between thousands, and as many decimals as the number has.
    pub const GROUPED: Self = Self { grouped: true, decimals: 0 };
    /// No commas, for years and for numbers that are names: `2021`.
    pub const PLAIN: Self = Self { grouped: false, decimals: 0 };

    /// The style that suits single numbers of a column: years, coordinates
    /// and UPRNs are labels rather than amounts and carry no commas.
    #[must_use]
    pub fn of(table: &Table, column: usize) -> Self {
        let Some(info) = table.columns().get(column) else { return Self::GROUPED };
        let is_amount = info.kind == ColumnKind::Number && !names_a_label(&info.name);
        if is_amount { Self::GROUPED } else { Self::PLAIN }
    }

    /// The same for numbers below each other: all have the decimals that the
    /// longest of them needs.
    #[must_use]
    pub fn of_column(table: &Table, column: usize) -> Self {
        let looked_at = table.len().min(LOOKED_AT);
        let values = (0..looked_at).filter_map(|row| table.number(row, column).ok());
        Self::of(table, column).aligned(values)
    }

    /// This style with the decimals that the longest of some numbers needs.
    #[must_use]
    pub fn aligned(self, values: impl Iterator<Item = f64>) -> Self {
        let decimals = values.map(decimals).max().unwrap_or(0);
        Self { decimals, ..self }
    }
}

/// Rows that are looked at to tell how many decimals a column has.
const LOOKED_AT: usize = 2_000;

/// Whether the numbers below a header are names or places rather than amounts.
fn names_a_label(header: &str) -> bool {
    const WORDS: [&str; 12] = [
        "year",
        "easting",
        "eastings",
        "northing",
        "northings",
        "geo",
        "uprn",
        "usrn",
        "lat",
        "lon",
        "code",
        "id",
    ];
    const WHOLE: [&str; 8] = ["x", "y", "long", "lng", "latitude", "longitude", "objectid", "fid"];
    let whole = header.trim().to_lowercase();
    WHOLE.contains(&whole.as_str()) || header_words(header).iter().any(|word| WORDS.contains(&word.as_str()))
}

/// Decimals that a number needs, at most [`MAX_DECIMALS`].
fn decimals(value: f64) -> usize {
    if is_tiny(value) || value.abs() >= 1e15 {
        return 0;
    }
    let text = format!("{value:.MAX_DECIMALS$}");
    let trimmed = text.trim_end_matches('0');
    trimmed.rsplit_once('.').map_or(0, |(_, decimals)| decimals.len())
}

fn is_tiny(value: f64) -> bool {
    value != 0.0 && value.abs() < 0.5 * 10_f64.powi(-4)
}

/// A number for a page. At most four decimals are shown.
///
/// # Examples
/// ```
/// use wardwise::pages::format::{NumberStyle, number};
/// assert_eq!(number(1_234_567.5, NumberStyle::GROUPED), "1,234,567.5");
/// assert_eq!(number(2.0, NumberStyle::PLAIN.aligned([0.25].into_iter())), "2.00");
/// assert_eq!(number(-0.0, NumberStyle::PLAIN), "0");
/// assert_eq!(number(-0.00001, NumberStyle::GROUPED), "-1.0e-5");
/// ```
#[must_use]
pub fn number(value: f64, style: NumberStyle) -> String {
    if is_tiny(value) || value.abs() >= 1e15 {
        return format!("{value:.1e}");
    }
    let decimals = decimals(value).max(style.decimals);
    // What rounds to nothing from below is nought, not "-0".
    let value = value + 0.0;
    let text = format!("{value:.decimals$}");
    if style.grouped { grouped(&text) } else { text }
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

/// When an edition is in force, where the heading says so already: `From 3 May 2018`.
#[must_use]
pub fn in_force(when: Validity) -> String {
    sentence(validity(when).trim_start_matches("in force "))
}

/// An area of ground: hectares below 1 km², square kilometres above.
#[must_use]
pub fn area(area_m2: f64) -> String {
    if area_m2 >= 1e6 {
        format!("{} km²", number((area_m2 / 1e4).round() / 1e2, NumberStyle::GROUPED))
    } else if area_m2 >= 1e4 {
        format!("{} ha", number((area_m2 / 1e3).round() / 1e1, NumberStyle::GROUPED))
    } else {
        format!("{} m²", number(area_m2.round(), NumberStyle::GROUPED))
    }
}

/// The unit in which areas below each other are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AreaUnit {
    /// Square kilometres, two decimals.
    SquareKilometres,
    /// Hectares, one decimal.
    Hectares,
}

impl AreaUnit {
    /// Square kilometres when at least half of the areas have one, else hectares.
    #[must_use]
    pub fn for_all(areas_m2: impl Iterator<Item = f64>) -> Self {
        let (mut large, mut all) = (0_usize, 0_usize);
        for area in areas_m2 {
            all += 1;
            large += usize::from(area >= 1e6);
        }
        if large * 2 >= all { Self::SquareKilometres } else { Self::Hectares }
    }

    /// An area in this unit; one that would be nothing in it has a smaller one.
    #[must_use]
    pub fn words(self, area_m2: f64) -> String {
        let (value, decimals, unit) = match self {
            Self::SquareKilometres => (area_m2 / 1e6, 2, "km²"),
            Self::Hectares => (area_m2 / 1e4, 1, "ha"),
        };
        let least = 0.5 * 10_f64.powi(-decimals);
        if value < least {
            return area(area_m2);
        }
        let decimals = usize::from(decimals.unsigned_abs() == 2) + 1;
        format!("{} {unit}", grouped(&format!("{value:.decimals$}")))
    }
}

/// Whole people.
#[must_use]
pub fn people(count: f64) -> String {
    number(count.round(), NumberStyle::GROUPED)
}

/// Whole people with their range, where it has any width.
#[must_use]
pub fn people_range(value: f64, low: f64, high: f64) -> String {
    if low.round() < high.round() {
        format!("{} ({} to {})", people(value), people(low), people(high))
    } else {
        people(value)
    }
}

/// A share in `0..=1` as a percentage with one decimal; a part is never rounded
/// up to all, and some never down to none.
#[must_use]
pub fn percent(share: f64) -> String {
    let mut tenths = (share * 1000.0).round() / 10.0;
    if share < 1.0 && tenths >= 100.0 {
        tenths = 99.9;
    }
    if share > 0.0 && tenths <= 0.0 {
        return "under 0.1%".to_owned();
    }
    format!("{}%", number(tenths, NumberStyle::PLAIN))
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
        assert_eq!(number(value, NumberStyle::GROUPED), expected);
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
    fn areas_below_each_other_have_one_unit() {
        let unit = AreaUnit::for_all([759_000.0, 2_860_000.0, 3_100_000.0].into_iter());
        assert_eq!([759_000.0, 3_100_000.0].map(|m2| unit.words(m2)), ["0.76 km²", "3.10 km²"]);
        assert_eq!(unit.words(40.0), "40 m²");
        assert_eq!(AreaUnit::for_all([10_000.0].into_iter()).words(123_000_000.0), "12,300.0 ha");
    }

    #[test]
    fn numbers_below_each_other_have_as_many_decimals() {
        let values = [42.932, 21.64, 27.0];
        let style = NumberStyle::GROUPED.aligned(values.into_iter());
        assert_eq!(values.map(|value| number(value, style)), ["42.932", "21.640", "27.000"]);
        assert_eq!(number(0.000_01, style), "1.0e-5");
    }

    #[test]
    fn coordinates_are_no_amounts() {
        assert!(
            names_a_label("GeoX")
                && names_a_label("OS Easting")
                && names_a_label("y")
                && names_a_label("UPRN")
        );
        assert!(!names_a_label("Floor Area m2") && !names_a_label("geography share"));
    }

    #[test]
    fn counts_have_their_noun() {
        assert_eq!(counted(0, "ward", "wards"), "no wards");
        assert_eq!(counted(1, "ward", "wards"), "1 ward");
        assert_eq!(counted(1200, "ward", "wards"), "1,200 wards");
    }
}
