//! Back-tests that a place can run: which counts of small areas are known.

use super::edition::EditionKey;
use super::id::{BacktestId, DatasetId, EditionId};

/// One back-test of a place: a table of small areas whose counts are known
/// both to the sources and to the targets that they lie in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BacktestSource {
    /// Its id, unique in the place.
    pub id: BacktestId,
    /// The table of the small areas; its geography says which areas these are.
    pub table: DatasetId,
    /// One edition of it; `None` for the newest in view.
    pub edition: Option<EditionId>,
    /// Column of all residents: scores are means over them, and the best fit
    /// sends a source where most of them are.
    pub total: String,
    /// The counts whose truths are known.
    pub truths: Truths,
    /// Rates with known truths, beside each truth's share of the total.
    pub rates: Vec<RatioColumns>,
    /// The sources; `None` lets the place choose.
    pub from: Option<LayerRef>,
    /// The targets; `None` takes the place's main layer.
    pub to: Option<LayerRef>,
    /// A layer between small areas and sources whose areas stand for their
    /// people at one point each, and are cut as small areas are in earnest.
    pub at_one_point: Option<LayerRef>,
    /// Whether the constants found take the place of those that come with the program.
    pub use_constants: bool,
}

/// Columns that add up to one count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Columns {
    /// One column.
    One(String),
    /// All columns from one to another, both included, in the table's order.
    Span(Span),
}

/// Columns beside each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub from: String,
    /// The last.
    pub to: String,
}

/// The counts of a back-test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Truths {
    /// Each named by its columns.
    Each(Vec<Columns>),
    /// Columns beside each other, dealt out in order.
    Dealt {
        /// All of them.
        span: Span,
        /// How many make one count; those left over at the end join the last.
        together: usize,
    },
}

/// A rate by its two counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatioColumns {
    /// What is counted.
    pub of: Columns,
    /// What it is a part of.
    pub among: Columns,
}

/// A layer, in one of its editions or in the newest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerRef {
    /// The layer.
    pub layer: DatasetId,
    /// The edition; `None` for the newest in view.
    pub edition: Option<EditionId>,
}

impl Columns {
    /// The columns that it names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let (first, second) = match self {
            Self::One(column) => (column, None),
            Self::Span(span) => (&span.from, Some(&span.to)),
        };
        std::iter::once(first.as_str()).chain(second.map(String::as_str))
    }
}

impl BacktestSource {
    /// Every column that it names, and which must be there.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        let mut columns = vec![self.total.as_str()];
        match &self.truths {
            Truths::Each(truths) => columns.extend(truths.iter().flat_map(Columns::names)),
            Truths::Dealt { span, .. } => columns.extend([span.from.as_str(), span.to.as_str()]),
        }
        columns.extend(self.rates.iter().flat_map(|ratio| ratio.of.names().chain(ratio.among.names())));
        columns
    }
}

impl From<&EditionKey> for LayerRef {
    fn from(key: &EditionKey) -> Self {
        Self { layer: key.dataset.clone(), edition: Some(key.edition.clone()) }
    }
}
