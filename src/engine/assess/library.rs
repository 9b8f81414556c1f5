//! The indicator library of a place: every measure with what a reader may ask
//! of it, where its figures stand, and what is missing before it may be published.

use crate::engine::{Edition, Engine};
use crate::model::{Measure, MeasureSource};

use super::publishable::missing_keys;

/// One measure of the library.
#[derive(Debug, Clone)]
pub struct LibraryEntry<'e> {
    /// The measure, with numerator, denominator, owner and next update.
    pub measure: &'e Measure,
    /// The editions in view that hold its figures, in the order of its sources.
    pub editions: Vec<LibraryEdition<'e>>,
    /// What must be said before it may be published, one clause each; empty where nothing is missing.
    pub lacks: Vec<String>,
}

/// One table edition with figures of a measure; its source and licence are the edition's.
#[derive(Debug, Clone)]
pub struct LibraryEdition<'e> {
    /// The edition.
    pub edition: &'e Edition,
    /// Which of its columns make the figure.
    pub source: &'e MeasureSource,
    /// The periods that it holds, in order; empty where it names none.
    pub periods: Vec<String>,
}

impl Engine {
    /// Every measure of the place, in the order of the manifest.
    #[must_use]
    pub fn library(&self) -> Vec<LibraryEntry<'_>> {
        self.snapshot().info.catalogue.measures.iter().map(|measure| self.library_entry(measure)).collect()
    }

    fn library_entry<'e>(&'e self, measure: &'e Measure) -> LibraryEntry<'e> {
        let mut lacks: Vec<String> = missing_keys(measure).into_iter().map(str::to_owned).collect();
        let mut editions = Vec::new();
        for (source, edition) in self.measure_tables(measure) {
            let mut periods = self.periods(source, &edition.key).unwrap_or_else(|error| {
                lacks.push(error.to_string());
                Vec::new()
            });
            if periods.is_empty() {
                periods.extend(edition.period.clone());
            }
            let has_areas = edition.table().is_some_and(|table| table.geography.is_some());
            if periods.is_empty() {
                lacks.push(format!("period of {}", edition.key));
            }
            if !has_areas && source.located.is_none() {
                lacks.push(format!("geography of {}", edition.key));
            }
            if edition.licence.name.is_empty() {
                lacks.push(format!("licence of {}", edition.key));
            }
            editions.push(LibraryEdition { edition, source, periods });
        }
        if editions.is_empty() {
            lacks.push("a table in view with its figures".to_owned());
        }
        LibraryEntry { measure, editions, lacks }
    }
}
