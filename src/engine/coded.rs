//! A code through the editions: where it stands, and where it no longer does.

use jiff::civil::Date;

use crate::model::{DatasetId, EditionKey};

use super::Engine;

/// What is known of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coded {
    /// The edition that answers, and the area's position in it.
    pub edition: EditionKey,
    /// Position of the area.
    pub at: usize,
    /// The edition in which the code no longer stands, where it was asked
    /// about there: the newest, or the one in force on the day.
    pub not_in: Option<EditionKey>,
}

impl Engine {
    /// The area of a code: in the edition in force on a day, else in the
    /// newest; where it does not stand there, in the newest edition that has
    /// it. The main layer goes before others. `None` for a code of nobody.
    #[must_use]
    pub fn coded(&self, code: &str, day: Option<Date>) -> Option<Coded> {
        let main = self.snapshot().info.main_layer.as_ref();
        let others = self.snapshot().datasets.keys().filter(|id| Some(*id) != main);
        let found: Vec<Coded> =
            main.into_iter().chain(others).filter_map(|id| self.coded_in(id, code, day)).collect();
        let standing = found.iter().find(|coded| coded.not_in.is_none());
        standing.or(found.first()).cloned()
    }

    fn coded_in(&self, layer: &DatasetId, code: &str, day: Option<Date>) -> Option<Coded> {
        let editions = self.editions_of_layer(layer).ok()?;
        let asked = match day {
            None => editions.first(),
            Some(day) => editions
                .iter()
                .find(|key| self.edition(key).is_some_and(|edition| edition.validity.contains(day))),
        };
        let holds = |key: &&EditionKey| self.area(key, code).is_some();
        let edition = asked.filter(holds).or_else(|| editions.iter().find(holds))?;
        let (at, _) = self.area(edition, code)?;
        // Where no edition is in force on the day, the newest one tells what became of it.
        let not_in = (asked != Some(edition)).then(|| asked.or(editions.first()).cloned()).flatten();
        Some(Coded { edition: edition.clone(), at, not_in })
    }
}
