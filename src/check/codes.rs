//! The codes of a table: which there are, on which records, of which kind.

use std::collections::BTreeMap;

use crate::fault::{Fault, Place, Rule, Severity};
use crate::model::{AreaCode, Scheme};
use crate::table::Table;

use super::listing::Listing;

/// The distinct codes of a column, each with its records.
#[derive(Debug, Default)]
pub(super) struct Codes {
    /// Position of the code column.
    pub(super) column: usize,
    /// Positions of rows, by code.
    pub(super) rows: BTreeMap<AreaCode, Vec<usize>>,
}

impl Codes {
    /// Reads a column. Records without a code, or with one that cannot be a
    /// code of any scheme, are told.
    pub(super) fn read(table: &Table, column: usize, faults: &mut Vec<Fault>) -> Self {
        let mut codes = Self { column, rows: BTreeMap::new() };
        let mut listing = Listing::default();
        let field = &table.columns()[column].name;
        for row in 0..table.len() {
            let place = || Place::row(table.source_row(row)).in_field(field.as_str());
            let cell = table.cell(row, column);
            let text = cell.display();
            if text.trim().is_empty() {
                let fault = Fault::new(Rule::MissingCode, place(), "the record has no code");
                listing.add(fault.advise(
                    "Complete the code in the file, or leave the record out with 'only' in the manifest.",
                ));
                continue;
            }
            match AreaCode::parse(&text) {
                Ok(code) => codes.rows.entry(code).or_default().push(row),
                Err(error) => listing.add(Fault::new(Rule::MalformedCode, place(), error.to_string())),
            }
        }
        faults.extend(listing.into_faults());
        codes
    }

    /// How many distinct codes there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether a code stands on more than one record.
    pub(super) fn repeat(&self) -> bool {
        self.rows.values().any(|rows| rows.len() > 1)
    }

    /// The published record on which a code stands first.
    pub(super) fn first_row(&self, table: &Table, code: &AreaCode) -> Place {
        let row = self.rows.get(code).and_then(|rows| rows.first());
        row.map_or_else(Place::default, |row| Place::row(table.source_row(*row)))
    }
}

/// Codes that follow no scheme although their layer has one. A note each: as
/// codes that no area has they are warned of anyway.
pub(super) fn malformed(table: &Table, codes: &Codes, scheme: Scheme, faults: &mut Vec<Fault>) {
    if !matches!(scheme, Scheme::Gss | Scheme::NorthernIrelandSmallArea) {
        return;
    }
    for code in codes.rows.keys() {
        let known =
            [Scheme::Gss, Scheme::NorthernIrelandSmallArea].iter().any(|scheme| scheme.check(code).is_ok());
        if known || is_total_word(code.as_str()) {
            continue;
        }
        if let Err(error) = scheme.check(code) {
            let upper = AreaCode::parse(&code.as_str().to_uppercase());
            let advice = match upper {
                Ok(upper) if scheme.check(&upper).is_ok() => format!("Write it as {upper}."),
                _ => "Mend the code, or leave the record out with 'only' in the manifest.".to_owned(),
            };
            let place = codes.first_row(table, code).of(code.as_str());
            let fault = Fault::new(Rule::MalformedCode, place, error.to_string()).at(Severity::Note);
            faults.push(fault.advise(advice));
        }
    }
}

/// Words that stand in a code or name column for "all of it".
pub(super) fn is_total_word(text: &str) -> bool {
    const WORDS: [&str; 13] = [
        "total",
        "totals",
        "grand total",
        "all",
        "overall",
        "sum",
        "england",
        "wales",
        "scotland",
        "northern ireland",
        "great britain",
        "united kingdom",
        "england and wales",
    ];
    WORDS.contains(&text.trim().to_lowercase().as_str())
}

/// What kind of area a code stands for, as far as its form tells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CodeKind {
    /// A GSS code: its country letter and the three characters of its type (`E01`).
    Gss(char, String),
    /// A Northern Ireland small area of the older form.
    NorthernIreland,
    /// Anything else.
    Other,
}

impl CodeKind {
    pub(super) fn of(code: &AreaCode) -> Self {
        let text = code.as_str();
        if Scheme::Gss.check(code).is_ok() {
            return Self::Gss(text.chars().next().unwrap_or('?'), text[..3].to_owned());
        }
        if Scheme::NorthernIrelandSmallArea.check(code).is_ok() { Self::NorthernIreland } else { Self::Other }
    }

    fn words(&self) -> String {
        match self {
            Self::Gss(letter, kind) => {
                let country = match letter {
                    'E' => "England",
                    'W' => "Wales",
                    'S' => "Scotland",
                    'N' => "Northern Ireland",
                    _ => "several countries",
                };
                format!("{country} ({kind}...)")
            }
            Self::NorthernIreland => "Northern Ireland (the form 95AA01S3)".to_owned(),
            Self::Other => "other texts".to_owned(),
        }
    }
}

/// A warning where codes of several countries or kinds share a column.
pub(super) fn mixed_schemes(table: &Table, codes: &Codes) -> Option<Fault> {
    let mut kinds: BTreeMap<CodeKind, u64> = BTreeMap::new();
    for code in codes.rows.keys() {
        *kinds.entry(CodeKind::of(code)).or_insert(0) += 1;
    }
    let has_scheme = kinds.keys().any(|kind| *kind != CodeKind::Other);
    if kinds.len() < 2 || !has_scheme {
        return None;
    }
    let mut sorted: Vec<_> = kinds.iter().collect();
    sorted.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    let each: Vec<_> = sorted.iter().map(|(kind, count)| format!("{count} of {}", kind.words())).collect();
    let most = *sorted.first()?.1;
    let rest = codes.len() as u64 - most;
    let field = &table.columns()[codes.column].name;
    let message = format!("the codes are of {} kinds: {}", kinds.len(), each.join(", "));
    let advice = "Rows whose codes no area has stay in the table and join nothing; keep one kind with 'only' in the manifest.";
    Some(Fault::new(Rule::MixedSchemes, Place::field(field.as_str()), message).advise(advice).counting(rest))
}
