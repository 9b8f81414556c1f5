//! Words and figures of registers: yes and no, tenures, grades, amounts, days.
//!
//! Each function gives `None` for a text that it does not understand; what
//! means "unknown" is told apart by [`is_unknown`].

use jiff::civil::Date;

/// By what right the owner has a building.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tenure {
    /// It is theirs.
    Freehold,
    /// They hold it for a term; what they may do stands in the lease.
    Leasehold,
    /// They may be there until told otherwise.
    Licence,
}

impl Tenure {
    /// The name used on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Freehold => "freehold",
            Self::Leasehold => "leasehold",
            Self::Licence => "licence",
        }
    }
}

/// What is asked with yes or no, and sometimes answered "in part".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum YesNo {
    /// Yes.
    Yes,
    /// No.
    No,
    /// In part: neither yes nor no.
    Part,
}

impl YesNo {
    /// The name used on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Part => "in part",
        }
    }
}

/// The state of a building, best first: the grades of the condition surveys
/// that central and local government use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// Good: performing as intended.
    A,
    /// Satisfactory: minor deterioration.
    B,
    /// Poor: major defects.
    C,
    /// Bad: life expired or at risk of failure.
    D,
}

impl Grade {
    /// The letter.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }
}

/// Whether a text says that nothing is known.
#[must_use]
pub fn is_unknown(text: &str) -> bool {
    // "None", "null" and "nan" are what programs write for an empty cell.
    const WORDS: [&str; 15] = [
        "",
        "-",
        "?",
        "na",
        "n/a",
        "nk",
        "not known",
        "unknown",
        "not recorded",
        "tbc",
        "tba",
        "not stated",
        "none",
        "null",
        "nan",
    ];
    WORDS.contains(&text.trim().to_lowercase().as_str())
}

/// Yes, no or in part.
#[must_use]
pub fn yes_no(text: &str) -> Option<YesNo> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "full" | "fully" | "x" => Some(YesNo::Yes),
        "no" | "n" | "false" | "0" => Some(YesNo::No),
        "part" | "partial" | "partly" | "partially" | "limited" | "some" | "in part" => Some(YesNo::Part),
        _ => None,
    }
}

/// The tenure that a text tells. Registers of councils know few words, and
/// write them in many ways ("Leashold" among them).
#[must_use]
pub fn tenure(text: &str) -> Option<Tenure> {
    let plain: String = text.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    let is_free = has(&["freehold", "feehold", "feusimple", "absoluteowner"]) || plain == "owned";
    let is_licence = has(&["licence", "license", "tenancyatwill"]);
    let is_held = has(&["leasehold", "leashold", "lease", "rented", "tenancy"]);
    match (is_free, is_licence, is_held) {
        (true, false, false) => Some(Tenure::Freehold),
        (false, true, _) => Some(Tenure::Licence),
        (false, false, true) => Some(Tenure::Leasehold),
        // Both are named: of which part, the text does not say.
        _ => None,
    }
}

/// The condition grade that a text tells: `B`, `B - satisfactory`, `Good`.
#[must_use]
pub fn grade(text: &str) -> Option<Grade> {
    let plain = text.trim().to_lowercase();
    let first = plain.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let last = plain.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let word = if matches!(first, "grade" | "category" | "condition") { last } else { first };
    match word {
        "a" | "good" | "excellent" => Some(Grade::A),
        "b" | "satisfactory" | "fair" => Some(Grade::B),
        "c" | "poor" => Some(Grade::C),
        "d" | "bad" | "verypoor" => Some(Grade::D),
        _ => None,
    }
}

/// A number that may wear a pound sign, one of `units` (in lower case) or
/// commas: `£12,400`, `85 m²`. Negative ones are not amounts, nor is one in
/// another unit.
#[must_use]
pub fn amount(text: &str, units: &[&str]) -> Option<f64> {
    let plain = text.trim().trim_start_matches('£').trim().to_lowercase();
    let plain = units.iter().find_map(|unit| plain.strip_suffix(unit)).unwrap_or(&plain).trim();
    let is_plain = plain.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    let number: f64 = plain.replace(',', "").parse().ok()?;
    (is_plain && number.is_finite()).then_some(number)
}

/// A day: `2031-03-31`, `31/03/2031`, `31.03.2031`, `31 March 2031`.
#[must_use]
pub fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(day) = text.get(..10).unwrap_or(text).parse::<Date>() {
        return Some(day);
    }
    let parts: Vec<&str> = text.split(['/', '.', ' ', '-']).filter(|part| !part.is_empty()).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let named = || {
        let short = month.get(..3)?.to_lowercase();
        (1_i8..).zip(months).find(|(_, name)| *name == short).map(|(number, _)| number)
    };
    let month: i8 = month.parse().ok().or_else(named)?;
    (year.len() == 4).then(|| Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()).flatten()
}

/// Terms that stand in one cell, split at semicolons, bars and line ends
/// (commas stand inside names).
#[must_use]
pub fn terms(text: &str) -> Vec<String> {
    let parts =
        text.split([';', '|', '\n']).map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    parts.filter(|part| !is_unknown(part)).collect()
}

/// A term in the form in which terms are compared: letters and figures alone.
#[must_use]
pub fn plain(term: &str) -> String {
    let words = term.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenures_are_told_as_councils_write_them() {
        for (text, tenure_told) in [
            ("Freehold", Some(Tenure::Freehold)),
            ("Leasehold", Some(Tenure::Leasehold)),
            ("Leashold", Some(Tenure::Leasehold)),
            ("Groundlease", Some(Tenure::Leasehold)),
            ("Licence to occupy", Some(Tenure::Licence)),
            ("Part freehold, part leasehold", None),
            ("Chattel", None),
            ("Occupied by local authority", None),
        ] {
            assert_eq!(tenure(text), tenure_told, "{text}");
        }
    }

    #[test]
    fn amounts_and_days_are_read_as_they_are_written() {
        assert_eq!(amount("£12,400", &["gbp"]), Some(12_400.0));
        assert_eq!(amount("85 m²", &["m²"]), Some(85.0));
        assert_eq!(amount("8 desks", &["m²"]), None, "another unit");
        assert_eq!(amount("€12", &["gbp"]), None, "another currency");
        assert_eq!(amount("-4", &[]), None);
        assert_eq!(amount("4 or 5", &[]), None);
        assert_eq!(amount("inf", &[]), None);
        let last = jiff::civil::date(2031, 3, 31);
        for text in ["2031-03-31", "31/03/2031", "31 March 2031", "2031-03-31T00:00:00"] {
            assert_eq!(day(text), Some(last), "{text}");
        }
        assert_eq!(day("31/02/2031"), None);
        assert_eq!(day("31/03/31"), None, "no century");
    }

    #[test]
    fn grades_and_answers_are_told() {
        assert_eq!(grade("B - satisfactory"), Some(Grade::B));
        assert_eq!(grade("Grade C"), Some(Grade::C));
        assert_eq!(grade("surveyed 2019"), None);
        assert_eq!(yes_no("Part"), Some(YesNo::Part));
        assert_eq!(yes_no("see notes"), None);
        assert!([" Unknown ", "", "None", "nan"].into_iter().all(is_unknown) && !is_unknown("no"));
    }

    #[test]
    fn terms_are_split_and_compared_by_their_letters() {
        assert_eq!(terms("Debt advice; Benefits advice"), ["Debt advice", "Benefits advice"]);
        assert_eq!(plain("Children\u{2019}s  Centre"), plain("children's centre"));
        assert!(terms("N/A").is_empty());
    }
}
