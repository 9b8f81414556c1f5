//! What the cells of a column are, decided column by column.
//!
//! A column is what all of its cells are: numbers, days, yes or no, else text.
//! Codes and identifiers stay text whatever they look like, and a gap keeps
//! its reason: no gap ever becomes 0.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::draft::{Cell, Draft};
use crate::fault::{Fault, Place, Rule};
use crate::model::Missing;

use super::day_text::DayForm;
use super::header_words::names_identifiers;
use super::number::{is_digit_string, read_number};
use super::{ColumnBuilder, ColumnInfo, ColumnKind, Table};

/// Types the columns of a draft. `keep_text` names columns (as published, or
/// as in use) that stay text whatever they look like; so do columns whose
/// headers name identifiers (UPRN, code, postcode, telephone ...) and columns
/// with leading zeros or with more digits than a number can hold.
///
/// The faults are notes and warnings: [`Rule::MissingValues`] and
/// [`Rule::NumberFormat`] with their counts, [`Rule::MixedTypes`] with the
/// records that stand against their column.
#[must_use]
pub fn type_draft(draft: &Draft, keep_text: &[String]) -> (Table, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut columns = Vec::with_capacity(draft.columns.len());
    for (position, name) in names_in_use(&draft.columns).into_iter().enumerate() {
        let published = &draft.columns[position];
        let kept = keep_text.iter().any(|kept| kept == published || kept.trim() == name);
        let column = Column { draft, position, name: &name };
        let (cells, found) = column.typed(kept || names_identifiers(&name));
        faults.extend(found);
        let kind = cells.kind();
        columns.push((ColumnInfo { name, published: published.clone(), kind }, cells));
    }
    let rows = draft.rows.iter().map(|row| row.number).collect();
    match Table::build(rows, columns) {
        Ok(table) => (table, faults),
        Err(error) => {
            faults.push(Fault::new(Rule::Unreadable, Place::default(), error.to_string()));
            (Table::empty(), faults)
        }
    }
}

/// The names in use: white space inside reduced to single spaces, none
/// outside, and each unlike all others.
#[must_use]
pub fn names_in_use(published: &[String]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut names = Vec::with_capacity(published.len());
    for (position, name) in published.iter().enumerate() {
        let mut name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            name = format!("column {}", position + 1);
        }
        let mut candidate = name.clone();
        let mut count = 1;
        while !taken.insert(candidate.clone()) {
            count += 1;
            candidate = format!("{name} ({count})");
        }
        names.push(candidate);
    }
    names
}

/// How many records a fault names one by one.
const NAMED_ROWS: usize = 5;

struct Column<'a> {
    draft: &'a Draft,
    position: usize,
    name: &'a str,
}

/// What the cells of a column could be.
#[derive(Default)]
struct Tally {
    filled: u64,
    numbers: u64,
    dressed: u64,
    days: [u64; DayForm::ALL.len()],
    flags: u64,
    flag_words: BTreeSet<&'static str>,
    digit_strings: bool,
    others: Vec<(u64, String)>,
    typed_text: bool,
}

impl Column<'_> {
    fn cells(&self) -> impl Iterator<Item = (u64, &Cell)> {
        self.draft.rows.iter().map(|row| (row.number, row.cells.get(self.position).unwrap_or(&Cell::Empty)))
    }

    fn typed(&self, is_identifier: bool) -> (ColumnBuilder, Vec<Fault>) {
        let mut faults = Vec::new();
        let tally = self.tally();
        let kind = if is_identifier { Choice::Text } else { tally.choose() };
        let mostly_numbers = !is_identifier && !tally.digit_strings && 2 * tally.numbers >= tally.filled;
        let gaps = if matches!(kind, Choice::Text) && !(mostly_numbers && tally.numbers > 0) {
            Gaps::OfText
        } else {
            Gaps::OfFigures
        };
        if let (Choice::Text, false) = (&kind, is_identifier) {
            faults.extend(self.mixed(&tally));
        }
        if matches!(kind, Choice::Number) && tally.dressed > 0 {
            faults.push(self.number_format(tally.dressed));
        }
        let cells = self.build(&kind, gaps);
        faults.extend(self.missing(&cells));
        (cells, faults)
    }

    fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for (row, cell) in self.cells() {
            tally.add(row, cell);
        }
        tally
    }

    fn build(&self, choice: &Choice, gaps: Gaps) -> ColumnBuilder {
        let mut cells = ColumnBuilder::with_capacity(choice.kind(), self.draft.rows.len());
        for (_, cell) in self.cells() {
            let gap = gaps.of(cell);
            match (&mut cells, gap) {
                (_, Some(reason)) => cells.push_gap(reason),
                (ColumnBuilder::Number(numbers), None) => {
                    numbers.push(number_of(cell).map(|n| n.0).ok_or(Missing::NotGiven));
                }
                (ColumnBuilder::Flag(flags), None) => {
                    flags.push(flag_of(cell).map(|flag| flag.0).ok_or(Missing::NotGiven));
                }
                (ColumnBuilder::Day(days), None) => days.push(choice.day_of(cell).ok_or(Missing::NotGiven)),
                (ColumnBuilder::Text(texts), None) => texts.push(Ok(text_of(cell))),
            }
        }
        cells
    }

    fn number_format(&self, dressed: u64) -> Fault {
        let message = format!(
            "{dressed} cells of '{}' hold numbers written with separators, signs, brackets or outer spaces",
            self.name
        );
        Fault::new(Rule::NumberFormat, Place::field(self.name), message).counting(dressed)
    }

    /// A column is mixed when most of it is numbers or days and the rest is not.
    fn mixed(&self, tally: &Tally) -> Option<Fault> {
        let days = tally.days.iter().copied().max().unwrap_or(0);
        let (most, words) = if tally.numbers >= days { (tally.numbers, "numbers") } else { (days, "days") };
        if most == 0 || most == tally.filled || 2 * most <= tally.filled || tally.digit_strings {
            return None;
        }
        let rest = tally.filled - most;
        let named: Vec<_> = tally.others.iter().map(|(row, text)| format!("row {row}: '{text}'")).collect();
        let message = format!(
            "'{}' holds {most} {words} and {rest} cells that are something else ({}{}); it is kept as text",
            self.name,
            named.join(", "),
            if rest > NAMED_ROWS as u64 { ", ..." } else { "" }
        );
        let place = Place { row: tally.others.first().map(|other| other.0), ..Place::field(self.name) };
        let advice = "Mend the cells in the file; if the column is meant to be text, list it under 'text' in the manifest.";
        Some(Fault::new(Rule::MixedTypes, place, message).advise(advice).counting(rest))
    }

    fn missing(&self, cells: &ColumnBuilder) -> Option<Fault> {
        let reasons = cells.reasons();
        let gaps: u64 = reasons.values().sum();
        if gaps == 0 {
            return None;
        }
        let rows = cells.len() as u64;
        let each: Vec<_> = reasons.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
        let message = if gaps == rows {
            format!("'{}' holds nothing in any of {rows} records", self.name)
        } else {
            format!("{gaps} of {rows} cells of '{}' hold no value ({})", self.name, each.join(", "))
        };
        Some(Fault::new(Rule::MissingValues, Place::field(self.name), message).counting(gaps))
    }
}

impl Tally {
    fn add(&mut self, row: u64, cell: &Cell) {
        if Gaps::OfFigures.of(cell).is_some() {
            // A mark such as `x` is a gap among figures and a word among words.
            self.typed_text |= Gaps::OfText.of(cell).is_none();
            return;
        }
        self.filled += 1;
        if let Some((_, dressed)) = number_of(cell) {
            self.numbers += 1;
            self.dressed += u64::from(dressed);
            return;
        }
        let mut known = false;
        for (count, form) in self.days.iter_mut().zip(DayForm::ALL) {
            if day_of(cell, form).is_some() {
                *count += 1;
                known = true;
            }
        }
        if let Some((_, word)) = flag_of(cell) {
            self.flags += 1;
            self.flag_words.insert(word);
        }
        if let Cell::Text(text) = cell {
            self.digit_strings |= is_digit_string(text);
        }
        if !known && self.others.len() < NAMED_ROWS {
            self.others.push((row, cell.display().trim().chars().take(40).collect()));
        }
    }

    fn choose(&self) -> Choice {
        if self.filled == 0 {
            return Choice::Text;
        }
        if self.numbers == self.filled {
            return Choice::Number;
        }
        if let Some((form, _)) =
            DayForm::ALL.into_iter().zip(self.days).find(|(_, count)| *count == self.filled)
        {
            return Choice::Day(form);
        }
        // One letter alone is no answer: a column of F may speak of women.
        let words_differ = self.flag_words.len() > 1 || self.flag_words.iter().all(|word| word.len() > 1);
        if self.flags == self.filled && words_differ && !self.typed_text {
            return Choice::Flag;
        }
        Choice::Text
    }
}

/// The kind that a column is given.
enum Choice {
    Number,
    Text,
    Flag,
    Day(DayForm),
}

impl Choice {
    fn kind(&self) -> ColumnKind {
        match self {
            Self::Number => ColumnKind::Number,
            Self::Text => ColumnKind::Text,
            Self::Flag => ColumnKind::Flag,
            Self::Day(_) => ColumnKind::Day,
        }
    }

    fn day_of(&self, cell: &Cell) -> Option<Date> {
        match self {
            Self::Day(form) => day_of(cell, *form),
            _ => None,
        }
    }
}

/// Which marks stand for a gap: among figures all of them, among words only
/// those that no word is written like.
#[derive(Debug, Clone, Copy)]
enum Gaps {
    OfFigures,
    OfText,
}

impl Gaps {
    fn of(self, cell: &Cell) -> Option<Missing> {
        let text = match cell {
            Cell::Empty => return Some(Missing::NotGiven),
            Cell::Text(text) => text,
            _ => return None,
        };
        let reason = Missing::from_mark(text)?;
        let mark = text.trim();
        let plain = matches!(mark, "x" | "c" | "z" | "." | ":" | "*" | "~");
        match self {
            Self::OfText if plain => None,
            _ => Some(reason),
        }
    }
}

fn number_of(cell: &Cell) -> Option<(f64, bool)> {
    match cell {
        Cell::Number(number) => Some((*number, false)),
        Cell::Text(text) => read_number(text).map(|number| (number.value, number.dressed)),
        _ => None,
    }
}

fn day_of(cell: &Cell, form: DayForm) -> Option<Date> {
    match cell {
        Cell::Day(day) => Some(*day),
        Cell::Text(text) => form.read(text),
        _ => None,
    }
}

/// Yes or no, and the word's own spelling in lower case.
fn flag_of(cell: &Cell) -> Option<(bool, &'static str)> {
    const WORDS: [(&str, bool); 8] = [
        ("true", true),
        ("false", false),
        ("yes", true),
        ("no", false),
        ("t", true),
        ("f", false),
        ("y", true),
        ("n", false),
    ];
    match cell {
        Cell::Flag(flag) => Some((*flag, if *flag { "true" } else { "false" })),
        Cell::Text(text) => {
            let text = text.trim();
            WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(word, flag)| (*flag, *word))
        }
        _ => None,
    }
}

/// Text as published; a number that a format types as one as people write it.
fn text_of(cell: &Cell) -> Box<str> {
    match cell.display() {
        Cow::Borrowed(text) => text.into(),
        Cow::Owned(text) => text.into(),
    }
}

impl ColumnBuilder {
    /// How many gaps there are, by reason.
    fn reasons(&self) -> BTreeMap<Missing, u64> {
        fn count<T>(cells: &[Result<T, Missing>]) -> BTreeMap<Missing, u64> {
            let mut reasons = BTreeMap::new();
            for reason in cells.iter().filter_map(|cell| cell.as_ref().err()) {
                *reasons.entry(*reason).or_insert(0) += 1;
            }
            reasons
        }
        match self {
            Self::Number(cells) => count(cells),
            Self::Text(cells) => count(cells),
            Self::Flag(cells) => count(cells),
            Self::Day(cells) => count(cells),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::draft::DraftRow;

    fn draft(header: &str, cells: &[Cell]) -> Draft {
        let mut draft = Draft::new("a.csv", None);
        draft.columns.push(header.to_owned());
        draft.rows = cells
            .iter()
            .zip(2..)
            .map(|(cell, number)| DraftRow { number, geometry: None, cells: vec![cell.clone()] })
            .collect();
        draft
    }

    fn typed(header: &str, cells: &[&str]) -> (Table, Vec<Fault>) {
        let cells: Vec<_> = cells.iter().map(|text| Cell::text(text)).collect();
        type_draft(&draft(header, &cells), &[])
    }

    fn check(header: &str, cells: &[&str], kind: ColumnKind, rules: &[Rule]) {
        let (table, faults) = typed(header, cells);
        assert_eq!(table.columns()[0].kind, kind, "{cells:?}");
        assert_eq!(faults.iter().map(|fault| fault.rule).collect::<Vec<_>>(), rules, "{faults:?}");
    }

    #[test]
    fn a_column_is_what_all_its_cells_are() {
        check("count", &["1", "2"], ColumnKind::Number, &[]);
        check("count", &["1,200", "2"], ColumnKind::Number, &[Rule::NumberFormat]);
        check("share", &["45%", "NA"], ColumnKind::Number, &[Rule::NumberFormat, Rule::MissingValues]);
        check("day", &["2018-05-03", "2018-05-04"], ColumnKind::Day, &[]);
        check("day", &["03/05/2018", ""], ColumnKind::Day, &[Rule::MissingValues]);
        check("open", &["Yes", "No"], ColumnKind::Flag, &[]);
        check("open", &["TRUE"], ColumnKind::Flag, &[]);
        check("name", &["Aston", "12"], ColumnKind::Text, &[]);
        check("nothing", &["", ""], ColumnKind::Text, &[Rule::MissingValues]);
        check("sex", &["F", "F"], ColumnKind::Text, &[]);
        check("statutory", &["t", "f"], ColumnKind::Flag, &[]);
    }

    #[test]
    fn identifiers_stay_text() {
        check("UPRN", &["100121228178", "10009"], ColumnKind::Text, &[]);
        check("number", &["007", "8"], ColumnKind::Text, &[]);
        check("number", &["1234567890123456"], ColumnKind::Text, &[]);
        let (table, _) = type_draft(&draft("count", &[Cell::text("1")]), &["count".into()]);
        assert_eq!(table.columns()[0].kind, ColumnKind::Text);
    }

    #[test]
    fn a_mixed_column_names_the_records_that_stand_against_it() {
        let (table, faults) = typed("count", &["1", "2", "many", "3", "few"]);
        assert_eq!(table.columns()[0].kind, ColumnKind::Text);
        assert_eq!((faults[0].rule, faults[0].count, faults[0].place.row), (Rule::MixedTypes, 2, Some(4)));
        assert!(faults[0].message.contains("row 6: 'few'"), "{}", faults[0].message);
    }

    #[test]
    fn marks_are_gaps_among_figures_and_words_among_words() {
        let (table, _) = typed("count", &["1", "*", "[c]", "[z]", ""]);
        let gaps: Vec<_> = (0..5).map(|row| table.gap(row, 0)).collect();
        let expected = [
            None,
            Some(Missing::Suppressed),
            Some(Missing::Suppressed),
            Some(Missing::NotApplicable),
            Some(Missing::NotGiven),
        ];
        assert_eq!(gaps, expected);
        let (table, _) = typed("grade", &["a", "c", "x", "NA"]);
        assert_eq!((table.text(1, 0), table.text(2, 0), table.text(3, 0)), (Some("c"), Some("x"), None));
    }

    #[test]
    fn names_in_use_are_tidy_and_unique() {
        let published = ["A", " A ", "", "Post\n code", "A (2)"].map(String::from);
        assert_eq!(names_in_use(&published), ["A", "A (2)", "column 3", "Post code", "A (2) (2)"]);
    }

    proptest! {
        #[test]
        fn a_gap_never_becomes_a_number(
            cells in prop::collection::vec(
                prop::sample::select(vec!["", " ", "NA", "-", "..", "*", "[c]", "x", "1", "0", "2.5", "1,000", "word"]),
                1..30,
            ),
        ) {
            let (table, _) = typed("value", &cells);
            for (row, cell) in cells.iter().enumerate() {
                let is_gap = Missing::from_mark(cell).is_some();
                prop_assert!(!(is_gap && table.number(row, 0).is_ok()), "{:?}", cell);
                prop_assert_eq!(read_number(cell).is_none() && table.number(row, 0).is_ok(), false);
            }
        }
    }
}
