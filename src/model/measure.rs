//! Measures: what the figures of a place mean, and in which tables they stand.

use super::id::{DatasetId, EditionId, MeasureId};

/// What kind of figure a measure is; it decides how the figure is carried
/// from one geography to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MeasureKind {
    /// Things that add up: people, dwellings, crimes.
    Count,
    /// One count over another.
    Rate,
    /// A mean over people or ground: a deprivation score, a density.
    Score,
    /// A name for what an area is.
    Category,
}

impl MeasureKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Count, Self::Rate, Self::Score, Self::Category];

    /// The name used in manifests and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Rate => "rate",
            Self::Score => "score",
            Self::Category => "category",
        }
    }

    /// The kind of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// One measure, with every table that holds figures of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Its id, unique in the place.
    pub id: MeasureId,
    /// Its name, for headings.
    pub title: String,
    /// What its figures count or are expressed in ("persons", "score").
    pub unit: String,
    /// What kind of figure it is. Every source reckons this kind.
    pub kind: MeasureKind,
    /// For a rate, what it is expressed per: 1, 100, 1,000 or 100,000.
    pub per: f64,
    /// Where its figures stand.
    pub sources: Vec<MeasureSource>,
    /// What a reader may ask of it.
    pub about: MeasureAbout,
}

/// What a reader may ask of a measure. It can be carried without, not published.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MeasureAbout {
    /// Which end is the worse one.
    pub polarity: Option<Polarity>,
    /// Who answers for the figures.
    pub owner: String,
    /// When new figures are due, in the publisher's words ("December 2026", "not planned").
    pub next_update: String,
    /// What is counted or measured, in a sentence.
    pub numerator: String,
    /// What it is a part of or set against; empty for what is not divided.
    pub denominator: String,
    /// Whether what a rate counts are events, of which one person may have several.
    pub events: bool,
}

/// Which end of a measure is the worse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Polarity {
    /// High figures are worse: claimants, crimes.
    HigherIsWorse,
    /// Low figures are worse: qualifications, green space.
    LowerIsWorse,
    /// Neither: residents.
    Neither,
}

impl Polarity {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::HigherIsWorse, Self::LowerIsWorse, Self::Neither];

    /// The name used in manifests and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::HigherIsWorse => "higher-is-worse",
            Self::LowerIsWorse => "lower-is-worse",
            Self::Neither => "neither",
        }
    }

    /// The polarity of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|polarity| polarity.key() == key)
    }
}

/// One table with figures of a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureSource {
    /// The table.
    pub table: DatasetId,
    /// One edition of it; `None` for every edition.
    pub edition: Option<EditionId>,
    /// Which columns make the figure.
    pub reckoning: Reckoning,
    /// Rows that count: column, and the texts of which it must hold one.
    pub only: Vec<(String, Vec<String>)>,
    /// Whether several rows of one area add up. Where they do not, a second
    /// row is an error: it may repeat a total.
    pub adds_rows: bool,
    /// Whether every row of an area repeats the denominator of the whole: it
    /// counts once, and rows that disagree are an error.
    pub repeats_denominator: bool,
    /// Column of the period, where rows of several periods stand in one table.
    pub period: Option<String>,
    /// For counts kept by the records of a register: where these lie.
    pub located: Option<Located>,
}

/// The register whose records a table's rows name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The register; it lists all there are.
    pub register: DatasetId,
    /// The table's column with the records' ids.
    pub key: String,
}

/// How a figure is made from columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reckoning {
    /// A count in a column.
    Count {
        /// The column.
        column: String,
    },
    /// One column over another.
    Rate {
        /// Column of what is counted.
        numerator: String,
        /// Column of what it is a part of.
        denominator: String,
    },
    /// A score in a column.
    Score {
        /// The column.
        column: String,
        /// Column of what the score is a mean over; `None` takes the people or
        /// the ground that the crosswalk itself is weighed by.
        over: Option<String>,
    },
    /// A category in a column.
    Category {
        /// The column.
        column: String,
    },
}

impl Reckoning {
    /// The kind of figure it makes.
    #[must_use]
    pub fn kind(&self) -> MeasureKind {
        match self {
            Self::Count { .. } => MeasureKind::Count,
            Self::Rate { .. } => MeasureKind::Rate,
            Self::Score { .. } => MeasureKind::Score,
            Self::Category { .. } => MeasureKind::Category,
        }
    }

    /// The columns it reads.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let (first, second) = match self {
            Self::Count { column } | Self::Category { column } => (column, None),
            Self::Rate { numerator, denominator } => (numerator, Some(denominator)),
            Self::Score { column, over } => (column, over.as_ref()),
        };
        std::iter::once(first.as_str()).chain(second.map(String::as_str))
    }
}

impl MeasureSource {
    /// Every column that must be there, filters and period included.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let filters = self.only.iter().map(|(column, _)| column.as_str());
        let key = self.located.as_ref().map(|located| located.key.as_str());
        self.reckoning.columns().chain(filters).chain(self.period.as_deref()).chain(key)
    }
}
