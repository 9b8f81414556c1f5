//! Which figures of the place are meant.

use std::collections::BTreeMap;

use crate::model::{EditionKey, MeasureId, Way};

/// Figures of the place: a measure, and which edition and period of it.
#[derive(Debug, Clone, PartialEq)]
pub struct FiguresFrom {
    /// The measure.
    pub measure: MeasureId,
    /// The table edition; `None` takes the one with the newest period.
    pub table: Option<EditionKey>,
    /// The period, as published; `None` takes the newest that is not after the assessment's day.
    pub period: Option<String>,
    /// How they are carried to the areas; `None` as the assessment says.
    pub way: Option<Way>,
    /// For a count: what it is divided by.
    pub over: Option<Divisor>,
    /// For categories: the score of each, by its text. The higher, the worse.
    pub categories: BTreeMap<String, f64>,
}

/// A count that another count is divided by.
#[derive(Debug, Clone, PartialEq)]
pub struct Divisor {
    /// The measure, a count.
    pub measure: MeasureId,
    /// The table edition; `None` takes the one with the newest period.
    pub table: Option<EditionKey>,
    /// The period, as published; `None` takes the newest that is not after the assessment's day.
    pub period: Option<String>,
    /// What the result is expressed per: 1, 100, 1,000 or 100,000.
    pub per: f64,
    /// Whether what is counted are events, of which one person may have
    /// several; else each is one of those that it is divided by.
    pub events: bool,
}

/// A published figure of a larger area.
#[derive(Debug, Clone, PartialEq)]
pub struct Benchmark {
    /// The figure, in the unit of the indicator.
    pub value: f64,
    /// Where it is published.
    pub source: String,
}

/// What groups areas.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupingFrom {
    /// The area of a layer edition that holds most of each area's people, or
    /// of its ground where the place knows of no people.
    Layer(EditionKey),
    /// A column of a table keyed by the areas' codes.
    Column {
        /// The table edition.
        table: EditionKey,
        /// Its column.
        column: String,
    },
}

impl FiguresFrom {
    /// Figures of a measure, the newest there are.
    #[must_use]
    pub fn newest(measure: MeasureId) -> Self {
        Self { measure, table: None, period: None, way: None, over: None, categories: BTreeMap::new() }
    }
}
