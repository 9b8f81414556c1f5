//! Figures of areas: numeric columns of tables, joined to the layer whose codes they carry.

use std::collections::BTreeMap;

use crate::engine::{Edition, KeyedTable, Snapshot};
use crate::layer::Layer;
use crate::model::{EditionKey, Missing};
use crate::table::ColumnKind;

use super::format::{self, NumberStyle, number};
use super::map::{Classes, Method};

/// One numeric column of one edition of a table.
#[derive(Debug, Clone, Copy)]
pub struct Figure<'a> {
    /// The table's edition.
    pub edition: &'a Edition,
    /// Its rows.
    pub table: &'a KeyedTable,
    /// Position of the column.
    pub column: usize,
}

/// What one area shows of a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Joined {
    /// The number, or why there is none. An area without a row is "no data here".
    pub value: Result<f64, Missing>,
    /// Row of the table, for the way back to the published cells.
    pub row: Option<usize>,
}

/// A figure joined to the areas of a layer, in the layer's order.
#[derive(Debug, Clone)]
pub struct Shown<'a> {
    /// Which figure.
    pub figure: Figure<'a>,
    /// One entry an area.
    pub areas: Vec<Joined>,
    /// Classes of the values; `None` when no area has a value.
    pub classes: Option<Classes>,
    /// How the classes were made.
    pub method: Method,
    /// How numbers are written.
    pub style: NumberStyle,
}

impl<'a> Figure<'a> {
    /// The column's name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.table.table.columns().get(self.column).map_or("", |column| column.name.as_str())
    }

    /// The key that addresses use: `dataset@edition/column`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}", self.edition.key, self.column + 1)
    }

    /// Joins the figure to a layer. `None` where an area has several rows: a
    /// map could only show one of them.
    #[must_use]
    pub fn join(self, layer: &Layer, method: Method) -> Option<Shown<'a>> {
        let rows = single_rows(self.table)?;
        let areas: Vec<Joined> = layer
            .areas
            .iter()
            .map(|area| match rows.get(area.code.as_str()) {
                Some(row) => Joined { value: self.table.table.number(*row, self.column), row: Some(*row) },
                None => Joined { value: Err(Missing::NotCovered), row: None },
            })
            .collect();
        let values: Vec<f64> = areas.iter().filter_map(|area| area.value.ok()).collect();
        Some(Shown {
            figure: self,
            classes: Classes::build(&values, method),
            areas,
            method,
            style: NumberStyle::of(&self.table.table, self.column).aligned(values.iter().copied()),
        })
    }
}

impl Shown<'_> {
    /// The figure of one area in words.
    #[must_use]
    pub fn words(&self, area: usize) -> String {
        match self.areas.get(area).map_or(Err(Missing::NotCovered), |a| a.value) {
            Ok(value) => number(value, self.style),
            Err(reason) => reason.words().to_owned(),
        }
    }

    /// The class of one area; `None` without a value.
    #[must_use]
    pub fn class(&self, area: usize) -> Option<usize> {
        let value = self.areas.get(area)?.value.ok()?;
        Some(self.classes.as_ref()?.class(value))
    }

    /// The map in a sentence or two: what is highest and lowest, what is missing.
    #[must_use]
    pub fn sentence(&self, layer: &Layer) -> String {
        let mut valued: Vec<(f64, &str)> = self
            .areas
            .iter()
            .zip(&layer.areas)
            .filter_map(|(joined, area)| Some((joined.value.ok()?, area.label())))
            .collect();
        let missing = self.areas.len() - valued.len();
        if valued.is_empty() {
            return "No area has a figure.".to_owned();
        }
        valued.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(b.1)));
        let named = |(value, label): &(f64, &str)| format!("{label} ({})", number(*value, self.style));
        let highest: Vec<String> = valued.iter().rev().take(3).map(named).collect();
        let lowest: Vec<String> = valued.iter().take(3).map(named).collect();
        let mut text = if valued.len() > 6 {
            format!("Highest: {}. Lowest: {}.", format::list(&highest), format::list(&lowest))
        } else {
            format!("{}.", format::list(&valued.iter().rev().map(named).collect::<Vec<_>>()))
        };
        if missing > 0 {
            use std::fmt::Write;
            let of = format::count(format::len(self.areas.len()));
            let have = if missing == 1 { "area has" } else { "areas have" };
            // Writing to a String cannot fail.
            let _ = write!(
                text,
                " {} of {of} {have} no figure; none of them counts as zero.",
                format::count(format::len(missing))
            );
        }
        text
    }
}

/// Every figure whose codes belong to one edition of a layer, in catalogue order.
#[must_use]
pub fn of_layer<'a>(snapshot: &'a Snapshot, key: &EditionKey) -> Vec<Figure<'a>> {
    tables_of(snapshot, key)
        .into_iter()
        .flat_map(|(edition, table)| numeric_columns(edition, table))
        .collect()
}

/// Every figure of the place that a map can show, in catalogue order.
#[must_use]
pub fn all(snapshot: &Snapshot) -> Vec<Figure<'_>> {
    let editions = snapshot.datasets.values().flat_map(|dataset| &dataset.editions);
    let tables = editions.filter_map(|edition| Some((edition, edition.table()?.as_ref())));
    let mapped = tables.filter(|(_, table)| table.geography.is_some());
    mapped.flat_map(|(edition, table)| numeric_columns(edition, table)).collect()
}

/// The tables whose codes belong to one edition of a layer.
#[must_use]
pub fn tables_of<'a>(snapshot: &'a Snapshot, key: &EditionKey) -> Vec<(&'a Edition, &'a KeyedTable)> {
    let editions = snapshot.datasets.values().flat_map(|dataset| &dataset.editions);
    let tables = editions.filter_map(|edition| Some((edition, edition.table()?.as_ref())));
    tables.filter(|(_, table)| table.geography.as_ref() == Some(key)).collect()
}

/// The figures of one table, its code column aside.
#[must_use]
pub fn numeric_columns<'a>(edition: &'a Edition, table: &'a KeyedTable) -> Vec<Figure<'a>> {
    let columns = table.table.columns().iter().enumerate();
    let numeric =
        columns.filter(|(at, info)| info.kind == ColumnKind::Number && Some(*at) != table.code_column);
    numeric.map(|(column, _)| Figure { edition, table, column }).collect()
}

/// The figure that an address names, if it is one of those offered.
#[must_use]
pub fn find<'a>(figures: &[Figure<'a>], key: &str) -> Option<Figure<'a>> {
    figures.iter().copied().find(|figure| figure.key() == key)
}

/// The rows of one code, in published order.
#[must_use]
pub fn rows_of(table: &KeyedTable, code: &str) -> Vec<usize> {
    let Some(column) = table.code_column else { return Vec::new() };
    (0..table.table.len()).filter(|row| code_at(table, *row, column).as_deref() == Some(code)).collect()
}

/// The code of a row as text.
#[must_use]
pub fn code_at(table: &KeyedTable, row: usize, column: usize) -> Option<String> {
    let cell = table.table.cell(row, column);
    let text = cell.display();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn single_rows(table: &KeyedTable) -> Option<BTreeMap<String, usize>> {
    let column = table.code_column?;
    let mut rows = BTreeMap::new();
    for row in 0..table.table.len() {
        if let Some(code) = code_at(table, row, column)
            && rows.insert(code, row).is_some()
        {
            return None;
        }
    }
    Some(rows)
}
