//! What the words of a header say of its column.

/// The words of a header, in lower case: `STATION_POSTCODE`, `AssetCode` and
/// `Asset code` give the same two words apart from the first.
///
/// # Examples
/// ```
/// use wardwise::table::header_words;
/// assert_eq!(header_words("AssetCode"), ["asset", "code"]);
/// assert_eq!(header_words("LSOA21CD"), ["lsoa", "21", "cd"]);
/// assert_eq!(header_words("Unique property reference number"), ["unique", "property", "reference", "number"]);
/// ```
#[must_use]
pub fn header_words(header: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = Kind::Other;
    let mut chars = header.chars().peekable();
    while let Some(c) = chars.next() {
        let kind = Kind::of(c);
        let starts = match (last, kind) {
            (_, Kind::Other) => false,
            (Kind::Lower | Kind::Upper, Kind::Lower) | (Kind::Digit, Kind::Digit) => false,
            // `GPPractice` starts its second word at the last capital.
            (Kind::Upper, Kind::Upper) => chars.peek().is_some_and(|next| Kind::of(*next) == Kind::Lower),
            _ => true,
        };
        if starts || (words.is_empty() && kind != Kind::Other) {
            words.push(String::new());
        }
        if let (Some(word), true) = (words.last_mut(), kind != Kind::Other) {
            word.extend(c.to_lowercase());
        }
        last = kind;
    }
    words
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Lower,
    Upper,
    Digit,
    Other,
}

impl Kind {
    fn of(c: char) -> Self {
        if c.is_numeric() {
            Self::Digit
        } else if c.is_uppercase() {
            Self::Upper
        } else if c.is_alphabetic() {
            Self::Lower
        } else {
            Self::Other
        }
    }
}

/// Words of headers whose columns name things and count nothing.
const IDENTIFIERS: [&str; 25] = [
    "uprn",
    "usrn",
    "toid",
    "urn",
    "ukprn",
    "code",
    "codes",
    "cd",
    "postcode",
    "pcd",
    "pcds",
    "postal",
    "phone",
    "telephone",
    "tel",
    "fax",
    "mobile",
    "id",
    "ids",
    "identifier",
    "ref",
    "reference",
    "gss",
    "fid",
    "oid",
];

/// Whether a header names identifiers, which stay text whatever they look like.
///
/// # Examples
/// ```
/// use wardwise::table::names_identifiers;
/// assert!(names_identifiers("UPRN") && names_identifiers("WD21CD") && names_identifiers("ObjectId"));
/// assert!(!names_identifiers("All Ages") && !names_identifiers("GeoX") && !names_identifiers("reports"));
/// ```
#[must_use]
pub fn names_identifiers(header: &str) -> bool {
    header_words(header).iter().any(|word| IDENTIFIERS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, words: &[&str]) {
        assert_eq!(header_words(header), words, "{header}");
    }

    #[test]
    fn words_are_found_however_they_are_joined() {
        check("STATION_POSTCODE", &["station", "postcode"]);
        check("Practice.Code", &["practice", "code"]);
        check("GPPracticeName", &["gp", "practice", "name"]);
        check("2024POP", &["2024", "pop"]);
        check("COUNC 1", &["counc", "1"]);
        check("lsoa21_code", &["lsoa", "21", "code"]);
        check("Left Behind Area?", &["left", "behind", "area"]);
        check("", &[]);
        check("  ", &[]);
        check("90+", &["90"]);
    }
}
