//! Tables of a recipe: every key that is asked for, and a fault for every other one.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One thing wrong in a recipe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipeFault {
    /// Its line in the file, from 1.
    pub line: usize,
    /// Its table: `domain income / indicator claimants`.
    pub at: String,
    /// What is wrong and what to write instead.
    pub message: String,
}

impl fmt::Display for RecipeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, {}: {}", self.line, self.at, self.message)
    }
}

/// Reads a recipe and keeps every fault it meets.
pub(in crate::ingest) struct Reader {
    /// Where its lines end, in bytes.
    breaks: Vec<usize>,
    pub faults: Vec<RecipeFault>,
    /// Where each table of the file stands, by what it is called in faults.
    pub lines: BTreeMap<String, usize>,
}

impl Reader {
    pub fn new(text: &str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at).collect();
        Self { breaks, faults: Vec::new(), lines: BTreeMap::new() }
    }

    pub fn fault(&mut self, line: usize, at: &str, message: impl Into<String>) {
        self.faults.push(RecipeFault { line, at: at.to_owned(), message: message.into() });
    }

    /// The line of a byte of the file.
    pub fn line(&self, byte: usize) -> usize {
        self.breaks.partition_point(|at| *at < byte) + 1
    }
}

/// One table, and which of its keys were asked for.
pub(in crate::ingest) struct Section<'d, 'i> {
    /// What it is called in faults.
    pub at: String,
    /// The line on which it begins.
    pub line: usize,
    table: Option<&'d DeTable<'i>>,
    asked: Vec<&'static str>,
}

type Value<'d, 'i> = &'d Spanned<DeValue<'i>>;

impl<'d, 'i> Section<'d, 'i> {
    pub fn new(at: impl Into<String>, line: usize, table: &'d DeTable<'i>) -> Self {
        Self { at: at.into(), line, table: Some(table), asked: Vec::new() }
    }

    /// A table that is not there: every key of it is left out.
    pub fn absent(at: impl Into<String>) -> Self {
        Self::bare(at, 1)
    }

    /// What stands for a table on a line of its own: no key of it is given.
    pub fn bare(at: impl Into<String>, line: usize) -> Self {
        Self { at: at.into(), line, table: None, asked: Vec::new() }
    }

    /// Whether the file has this table.
    pub fn is_there(&self) -> bool {
        self.table.is_some()
    }

    pub fn value(&mut self, key: &'static str) -> Option<Value<'d, 'i>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.table?.iter().find(|(name, _)| name.get_ref().as_ref() == key).map(|(_, value)| value)
    }

    /// All keys of a table whose names are the writer's own.
    pub fn own_names(&self) -> Vec<(&'d str, Value<'d, 'i>)> {
        let names = self.table.into_iter().flat_map(DeTable::iter);
        names.map(|(name, value)| (name.get_ref().as_ref(), value)).collect()
    }

    pub fn text(&mut self, key: &'static str, reader: &mut Reader) -> Option<String> {
        let value = self.value(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong(key, "a text in quotes", value, reader);
        }
        text.map(|text| text.trim().to_owned())
    }

    /// A text that must be there.
    pub fn needed(&mut self, key: &'static str, reader: &mut Reader) -> String {
        if self.table.is_some() && self.peek(key).is_none() {
            reader.fault(self.line, &self.at, format!("'{key}' is missing"));
        }
        self.text(key, reader).unwrap_or_default()
    }

    /// Something with a written form of its own, such as an id.
    pub fn parsed<T: std::str::FromStr<Err: fmt::Display>>(
        &mut self,
        key: &'static str,
        reader: &mut Reader,
    ) -> Option<T> {
        let text = self.text(key, reader)?;
        let line = self.line_of(key, reader);
        text.parse().map_err(|error: T::Err| reader.fault(line, &self.at, format!("{key}: {error}"))).ok()
    }

    pub fn number(&mut self, key: &'static str, reader: &mut Reader) -> Option<f64> {
        let value = self.value(key)?;
        let number = number_of(value.get_ref());
        if number.is_none() {
            self.wrong(key, "a number", value, reader);
        }
        number
    }

    pub fn whole<T: std::str::FromStr>(&mut self, key: &'static str, reader: &mut Reader) -> Option<T> {
        let value = self.value(key)?;
        let number = value.get_ref().as_integer().filter(|number| number.radix() == 10);
        let number = number.and_then(|number| number.as_str().replace('_', "").parse().ok());
        if number.is_none() {
            self.wrong(key, "a whole number from 0", value, reader);
        }
        number
    }

    pub fn flag(&mut self, key: &'static str, reader: &mut Reader) -> Option<bool> {
        let value = self.value(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(key, "true or false", value, reader);
        }
        flag
    }

    pub fn date(&mut self, key: &'static str, reader: &mut Reader) -> Option<Date> {
        let value = self.value(key)?;
        let text = value.get_ref().as_datetime().map(ToString::to_string);
        let date = text.filter(|text| text.len() == 10).and_then(|text| text.parse().ok());
        if date.is_none() {
            self.wrong(key, "a day such as 2025-04-01", value, reader);
        }
        date
    }

    /// A list of texts.
    pub fn texts(&mut self, key: &'static str, reader: &mut Reader) -> Vec<String> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let list = value.get_ref().as_array().map(|list| list.iter().collect::<Vec<_>>());
        let texts: Option<Vec<String>> = list
            .and_then(|list| list.into_iter().map(|one| one.get_ref().as_str().map(str::to_owned)).collect());
        if texts.is_none() {
            self.wrong(key, "a list of texts", value, reader);
        }
        texts.unwrap_or_default()
    }

    /// A table below.
    pub fn section(&mut self, key: &'static str, at: &str, reader: &mut Reader) -> Section<'d, 'i> {
        let Some(value) = self.value(key) else { return Section::absent(at) };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(key, "a table", value, reader);
            return Section::absent(at);
        };
        Section::new(at, reader.line(value.span().start), table)
    }

    /// The tables of a list such as `[[domain]]`.
    pub fn list(&mut self, key: &'static str, reader: &mut Reader) -> Vec<(usize, &'d DeTable<'i>)> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let list = value.get_ref().as_array().map(|list| list.iter().collect::<Vec<_>>());
        let tables: Option<Vec<_>> = list.and_then(|list| {
            let table = |one: &'d Spanned<DeValue<'i>>| {
                one.get_ref().as_table().map(|table| (reader.line(one.span().start), table))
            };
            list.into_iter().map(table).collect()
        });
        if tables.is_none() {
            self.wrong(key, &format!("tables, each under its own [[{key}]]"), value, reader);
        }
        tables.unwrap_or_default()
    }

    /// A fault of one key's value.
    pub fn refuse(&self, key: &str, message: impl Into<String>, reader: &mut Reader) {
        let line = self.line_of(key, reader);
        reader.fault(line, &self.at, message);
    }

    /// A fault for each key that nobody asked for.
    pub fn finish(self, reader: &mut Reader) {
        for (name, _) in self.table.into_iter().flat_map(DeTable::iter) {
            let key = name.get_ref().as_ref();
            if !self.asked.contains(&key) {
                let known = self.asked.join(", ");
                let message = format!("the key '{key}' is not known; there are {known}");
                reader.fault(reader.line(name.span().start), &self.at, message);
            }
        }
    }

    fn peek(&self, key: &str) -> Option<Value<'d, 'i>> {
        self.table?.iter().find(|(name, _)| name.get_ref().as_ref() == key).map(|(_, value)| value)
    }

    fn line_of(&self, key: &str, reader: &Reader) -> usize {
        self.peek(key).map_or(self.line, |value| reader.line(value.span().start))
    }

    fn wrong(&self, key: &str, wanted: &str, value: Value<'d, 'i>, reader: &mut Reader) {
        let found = match value.get_ref().as_integer() {
            Some(number) => number.to_string(),
            None => with_article(value.get_ref().type_str()),
        };
        let message = format!("'{key}' must be {wanted}, and is {found}");
        reader.fault(reader.line(value.span().start), &self.at, message);
    }
}

/// A number, whole or not.
pub(in crate::ingest) fn number_of(value: &DeValue<'_>) -> Option<f64> {
    let text = match (value.as_float(), value.as_integer()) {
        (Some(float), _) => float.as_str().replace('_', ""),
        (_, Some(integer)) if integer.radix() == 10 => integer.as_str().replace('_', ""),
        _ => return None,
    };
    text.parse().ok()
}

fn with_article(kind: &str) -> String {
    let vowel = kind.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {kind}", if vowel { "an" } else { "a" })
}
