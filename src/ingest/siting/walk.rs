//! A walk over TOML tables that keeps every fault and every key nobody asked for.

use std::collections::BTreeSet;

use jiff::civil::Date;
use toml::{Table, Value};

use crate::locate::{EditionRef, Filter};
use crate::model::{EditionKey, IdError};

use super::RecipeFault;

/// Faults so far.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub faults: Vec<RecipeFault>,
}

impl Walk {
    /// Adds a fault.
    pub fn fault(&mut self, at: &str, message: impl Into<String>) {
        self.faults.push(RecipeFault { at: at.to_owned(), message: message.into() });
    }
}

/// One table with its name and the keys that were asked for.
#[derive(Debug)]
pub(super) struct Section<'t> {
    pub at: String,
    table: Option<&'t Table>,
    asked: BTreeSet<&'static str>,
}

impl<'t> Section<'t> {
    /// The recipe itself.
    pub fn root(table: &'t Table) -> Self {
        Self { at: String::new(), table: Some(table), asked: BTreeSet::new() }
    }

    /// The name of a key, with the tables around it.
    pub fn path(&self, key: &str) -> String {
        if self.at.is_empty() { key.to_owned() } else { format!("{}.{key}", self.at) }
    }

    fn value(&mut self, key: &'static str) -> Option<&'t Value> {
        self.asked.insert(key);
        self.table?.get(key)
    }

    /// Whether a key is written.
    pub fn has(&self, key: &str) -> bool {
        self.table.is_some_and(|table| table.contains_key(key))
    }

    fn typed<T>(
        &mut self,
        walk: &mut Walk,
        key: &'static str,
        wanted: &str,
        read: impl Fn(&'t Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.value(key)?;
        let found = read(value);
        if found.is_none() {
            walk.fault(&self.path(key), format!("is {}; write {wanted}", value.type_str()));
        }
        found
    }

    /// Says that a key is missing.
    pub fn need<T>(&self, walk: &mut Walk, key: &str, found: Option<T>) -> Option<T> {
        if found.is_none() && !self.has(key) {
            walk.fault(&self.path(key), "is missing");
        }
        found
    }

    /// A text that is not empty.
    pub fn text(&mut self, walk: &mut Walk, key: &'static str) -> Option<String> {
        let text = self.typed(walk, key, "a text in quotes", |value| value.as_str().map(str::trim))?;
        if text.is_empty() {
            walk.fault(&self.path(key), "is empty");
            return None;
        }
        Some(text.to_owned())
    }

    /// A text that must be there.
    pub fn needed_text(&mut self, walk: &mut Walk, key: &'static str) -> Option<String> {
        let found = self.text(walk, key);
        self.need(walk, key, found)
    }

    /// A finite number.
    pub fn number(&mut self, walk: &mut Walk, key: &'static str) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "a setting of this size is out of every range anyway")]
        let number =
            |value: &Value| value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64));
        self.typed(walk, key, "a number", |value| number(value).filter(|number| number.is_finite()))
    }

    /// A number in a range.
    pub fn number_in(&mut self, walk: &mut Walk, key: &'static str, low: f64, high: f64) -> Option<f64> {
        let number = self.number(walk, key)?;
        if (low..=high).contains(&number) {
            return Some(number);
        }
        let range = if high.is_finite() { format!("from {low} to {high}") } else { format!("from {low} up") };
        walk.fault(&self.path(key), format!("is {number}; write a number {range}"));
        None
    }

    /// A whole number from 0 up.
    pub fn whole(&mut self, walk: &mut Walk, key: &'static str) -> Option<usize> {
        let wanted = "a whole number from 0 up";
        self.typed(walk, key, wanted, |value| value.as_integer().and_then(|n| usize::try_from(n).ok()))
    }

    /// Yes or no.
    pub fn flag(&mut self, walk: &mut Walk, key: &'static str) -> Option<bool> {
        self.typed(walk, key, "true or false", Value::as_bool)
    }

    /// A day.
    pub fn day(&mut self, walk: &mut Walk, key: &'static str) -> Option<Date> {
        let day = |value: &Value| value.as_datetime()?.to_string().parse().ok();
        self.typed(walk, key, "a day such as 2026-05-01", day)
    }

    /// A list of texts; a single text is a list of one.
    pub fn texts(&mut self, walk: &mut Walk, key: &'static str) -> Vec<String> {
        self.typed(walk, key, "a list of texts", texts_of).unwrap_or_default()
    }

    /// One of several words.
    pub fn word<T>(
        &mut self,
        walk: &mut Walk,
        key: &'static str,
        known: &[&str],
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(walk, key)?;
        let found = read(&text);
        if found.is_none() {
            walk.fault(&self.path(key), format!("is '{text}'; write one of {}", known.join(", ")));
        }
        found
    }

    /// A data set with or without an edition: `wards@2018` or `wards`.
    pub fn edition(&mut self, walk: &mut Walk, key: &'static str) -> Option<EditionRef> {
        let text = self.text(walk, key)?;
        let read = match text.parse::<EditionKey>() {
            Ok(key) => Ok(EditionRef { dataset: key.dataset, edition: Some(key.edition) }),
            Err(_) => text.parse().map(|dataset| EditionRef { dataset, edition: None }),
        };
        read.map_err(|error: IdError| walk.fault(&self.path(key), error.to_string())).ok()
    }

    /// Columns and what they hold: `{ type = "Static", closed = ["", "No"] }`.
    pub fn filters(&mut self, walk: &mut Walk, key: &'static str) -> Vec<Filter> {
        let wanted = "a table of columns and texts";
        let Some(table) = self.typed(walk, key, wanted, Value::as_table) else { return Vec::new() };
        let mut filters = Vec::new();
        for (column, value) in table {
            let Some(values) = texts_of(value).filter(|values| !values.is_empty()) else {
                walk.fault(&format!("{}.{column}", self.path(key)), "write a text or a list of texts");
                continue;
            };
            filters.push(Filter { column: column.clone(), values });
        }
        filters
    }

    /// A table inside; an empty one where it is not written.
    pub fn section(&mut self, walk: &mut Walk, key: &'static str) -> Section<'t> {
        let table = self.typed(walk, key, "a table", Value::as_table);
        Section { at: self.path(key), table, asked: BTreeSet::new() }
    }

    /// A table inside, where it is written.
    pub fn maybe_section(&mut self, walk: &mut Walk, key: &'static str) -> Option<Section<'t>> {
        if self.has(key) { Some(self.section(walk, key)) } else { None }
    }

    /// Tables inside, one after another.
    pub fn sections(&mut self, walk: &mut Walk, key: &'static str) -> Vec<Section<'t>> {
        let read =
            |value: &'t Value| value.as_array()?.iter().map(Value::as_table).collect::<Option<Vec<_>>>();
        let tables = self.typed(walk, key, "tables in double brackets", read).unwrap_or_default();
        let section = |(at, table): (usize, &'t Table)| Section {
            at: format!("{} {}", self.path(key), at + 1),
            table: Some(table),
            asked: BTreeSet::new(),
        };
        tables.into_iter().enumerate().map(section).collect()
    }

    /// Says which keys nobody asked for.
    pub fn end(self, walk: &mut Walk) {
        for key in self.table.into_iter().flat_map(Table::keys) {
            if !self.asked.contains(key.as_str()) {
                let known: Vec<&str> = self.asked.iter().copied().collect();
                walk.fault(&self.path(key), format!("is not known here; known are {}", known.join(", ")));
            }
        }
    }
}

fn texts_of(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Array(list) => list.iter().map(|item| item.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}
