//! Published lookups between layers, as crosswalks.

use std::collections::BTreeSet;

use crate::crosswalk::{Crosswalk, LookupRow, Overlap, Side, by_lookup};
use crate::engine::Engine;
use crate::layer::Layer;
use crate::model::{EditionKey, LookupSource};
use crate::table::KeyedTable;

use super::AlignError;

/// A lookup that leads from one edition to another.
pub(super) struct FoundLookup<'e> {
    pub source: &'e LookupSource,
    pub table: &'e KeyedTable,
    pub edition: &'e EditionKey,
    pub content: &'e str,
}

impl Engine {
    /// The lookup that leads from one edition to another: an official one
    /// first, then the one whose table has most rows for the target.
    pub(super) fn find_lookup(&self, from: &EditionKey, to: &EditionKey) -> Option<FoundLookup<'_>> {
        let target = self.layer(to)?;
        let codes: BTreeSet<&str> = target.areas.iter().map(|area| area.code.as_str()).collect();
        let mut best: Option<(bool, usize, FoundLookup<'_>)> = None;
        for source in self.snapshot.info.catalogue.lookups.iter().filter(|source| source.to == to.dataset) {
            let Some(dataset) = self.snapshot.dataset(&source.table) else { continue };
            for edition in &dataset.editions {
                let Some(table) = edition.table() else { continue };
                let wanted = source.edition.as_ref().is_none_or(|id| *id == edition.key.edition);
                if !wanted || table.geography.as_ref() != Some(from) {
                    continue;
                }
                let Some(column) = table.table.column(&source.column) else { continue };
                let pointing = (0..table.table.len())
                    .filter(|row| table.table.text(*row, column).is_some_and(|code| codes.contains(code)))
                    .count();
                let rank = (source.official.is_some(), pointing);
                if pointing > 0 && best.as_ref().is_none_or(|(official, rows, _)| (*official, *rows) < rank) {
                    let content = &edition.content;
                    let found = FoundLookup { source, table, edition: &edition.key, content };
                    best = Some((rank.0, rank.1, found));
                }
            }
        }
        best.map(|(_, _, found)| found)
    }
}

impl FoundLookup<'_> {
    /// The crosswalk that the lookup makes. Rows that name an area of neither
    /// layer (a neighbour's) lead out of them and are left aside.
    pub fn crosswalk(&self, from: &Layer, to: &Layer, overlap: &Overlap) -> Result<Crosswalk, AlignError> {
        let column = |name: Option<usize>| name.ok_or_else(|| AlignError::NoGeography(self.edition.clone()));
        let codes = column(self.table.code_column)?;
        let targets = self.table.table.column(&self.source.column).ok_or_else(|| AlignError::NoColumn {
            table: self.edition.clone(),
            column: self.source.column.clone(),
        })?;
        let table = &self.table.table;
        let known = |layer: &Layer| -> BTreeSet<String> {
            layer.areas.iter().map(|area| area.code.to_string()).collect()
        };
        let (sources, ends) = (known(from), known(to));
        let rows = (0..table.len()).filter_map(|row| {
            let (source, target) = (table.text(row, codes)?.trim(), table.text(row, targets)?.trim());
            let inside = sources.contains(source) && ends.contains(target);
            inside.then(|| LookupRow { row: table.source_row(row), source, target })
        });
        let rows: Vec<LookupRow<'_>> = rows.collect();
        let side = |layer: &Layer| {
            Side::new(Some(layer.edition.clone()), layer.areas.iter().map(|area| area.code.clone()))
        };
        Ok(by_lookup(side(from), side(to), &rows, Some(overlap))?)
    }
}
