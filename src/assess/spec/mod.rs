//! What a person asks for: an assessment as it is written down.
//!
//! A [`Recipe`] says how figures become scores; a specification says as well
//! which figures of the place those are, and on which areas. It is plain data:
//! `ingest::recipe` reads it from a file and writes it again, `engine::assess`
//! finds the figures and runs it.

mod check;
mod figures;

pub use check::check;
pub use figures::{Benchmark, Divisor, FiguresFrom, GroupingFrom};

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::recipe::{Comparator, Group, RankRules, Recipe, Uncertainty};
use crate::model::{AreaCode, AssessmentId, EditionKey, Way};

/// An assessment as it is written down.
#[derive(Debug, Clone, PartialEq)]
pub struct AssessmentSpec {
    /// Its id, unique in the place.
    pub id: AssessmentId,
    /// Its title.
    pub title: String,
    /// Why it exists, in plain words.
    pub purpose: String,
    /// The day for which it speaks: figures of later years are not taken
    /// unless an indicator names them. `None` takes the newest there are.
    pub date: Option<Date>,
    /// The layer edition that is assessed.
    pub areas: EditionKey,
    /// How figures of other areas are carried to these, where an indicator says nothing else.
    pub way: Way,
    /// The tree of domains and indicators, with every method and weight.
    pub index: Group,
    /// Where each indicator's figures come from, by its id.
    pub figures: BTreeMap<String, FiguresFrom>,
    /// What the weights of a group's parts must add up to, by the group's id.
    pub sums: BTreeMap<String, f64>,
    /// The people of each area, by whom figures without counts are averaged.
    pub people: Option<FiguresFrom>,
    /// What each area is compared with.
    pub comparator: Comparator,
    /// Published figures of the larger area, by indicator id.
    pub benchmarks: BTreeMap<String, Benchmark>,
    /// Groupings by name: patches, localities, districts.
    pub groupings: BTreeMap<String, GroupingFrom>,
    /// When an area is not ranked, and how many are "the worst".
    pub rules: RankRules,
    /// How rank intervals are found; `None` for none.
    pub uncertainty: Option<Uncertainty>,
    /// Where random numbers start.
    pub seed: u64,
}

impl AssessmentSpec {
    /// The recipe over these areas.
    #[must_use]
    pub fn recipe(&self, areas: Vec<AreaCode>) -> Recipe {
        Recipe {
            title: self.title.clone(),
            areas,
            index: self.index.clone(),
            comparator: self.comparator.clone(),
            rules: self.rules,
            uncertainty: self.uncertainty.clone(),
            seed: self.seed,
        }
    }

    /// Where an indicator's figures come from.
    #[must_use]
    pub fn figures_of(&self, indicator: &str) -> Option<&FiguresFrom> {
        self.figures.get(indicator)
    }

    /// How an indicator's figures are carried to the areas.
    #[must_use]
    pub fn way_of(&self, from: &FiguresFrom) -> Way {
        from.way.unwrap_or(self.way)
    }
}
