//! The indicator library on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use crate::engine::{Engine, LibraryEdition, LibraryEntry};
use crate::model::{Measure, Polarity};
use crate::views::{CitationView, LinkView};

/// Every measure of the place with what a reader may ask of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LibraryView {
    /// Version of the place that was asked.
    pub version: u64,
    /// The measures, in the order of the manifest.
    pub indicators: Vec<LibraryIndicatorView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// One measure.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LibraryIndicatorView {
    /// Its id, unique in the place.
    #[schema(example = "claimants")]
    pub id: String,
    /// Its name.
    pub title: String,
    /// `count`, `rate`, `score` or `category`.
    pub kind: String,
    /// For a rate, what it is expressed per.
    pub per: f64,
    /// What it says of itself.
    #[serde(flatten)]
    pub about: AboutView,
    /// Whether everything that a reader may ask of it is said: an assessment that uses one of which it is not is refused.
    pub publishable: bool,
    /// What is missing before it may be published.
    pub lacks: Vec<String>,
    /// The table editions in view that hold its figures.
    pub editions: Vec<LibraryEditionView>,
}

/// What a measure says of itself; null where its manifest does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AboutView {
    /// What its figures count or are expressed in.
    pub unit: Option<String>,
    /// `higher-is-worse`, `lower-is-worse` or `neither`.
    pub polarity: Option<String>,
    /// What is counted or measured.
    pub numerator: Option<String>,
    /// What it is a part of or set against; null for what is not divided.
    pub denominator: Option<String>,
    /// Who answers for the figures.
    pub owner: Option<String>,
    /// When new figures are due, in the publisher's words.
    pub next_update: Option<String>,
}

/// A table edition with figures of a measure.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LibraryEditionView {
    /// The periods that it holds, in order.
    pub periods: Vec<String>,
    /// The register whose records it counts for, where it is keyed by these.
    pub located_by: Option<String>,
    /// Geography, published file and terms of use.
    pub citation: CitationView,
}

impl LibraryView {
    /// The library of a place.
    #[must_use]
    pub fn new(engine: &Engine, links: Vec<LinkView>) -> Self {
        let indicators =
            engine.library().iter().map(|entry| LibraryIndicatorView::new(engine, entry)).collect();
        Self { version: engine.version(), indicators, links }
    }
}

impl LibraryIndicatorView {
    fn new(engine: &Engine, entry: &LibraryEntry<'_>) -> Self {
        let measure = entry.measure;
        let edition = |one: &LibraryEdition<'_>| LibraryEditionView {
            periods: one.periods.clone(),
            located_by: one.source.located.as_ref().map(|located| located.register.to_string()),
            citation: CitationView::new(engine.snapshot(), one.edition),
        };
        Self {
            id: measure.id.to_string(),
            title: measure.title.clone(),
            kind: measure.kind.key().to_owned(),
            per: measure.per,
            about: measure.into(),
            publishable: entry.lacks.is_empty(),
            lacks: entry.lacks.clone(),
            editions: entry.editions.iter().map(edition).collect(),
        }
    }
}

impl From<&Measure> for AboutView {
    fn from(measure: &Measure) -> Self {
        Self::of(&measure.unit, &measure.about)
    }
}

impl AboutView {
    /// What is said, from the unit and the rest.
    #[must_use]
    pub fn of(unit: &str, about: &crate::model::MeasureAbout) -> Self {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Self {
            unit: said(unit),
            polarity: about.polarity.map(|polarity: Polarity| polarity.key().to_owned()),
            numerator: said(&about.numerator),
            denominator: said(&about.denominator),
            owner: said(&about.owner),
            next_update: said(&about.next_update),
        }
    }
}
