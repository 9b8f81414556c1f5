//! Where an indicator's figures come from, for whoever must defend them.

use crate::crosswalk::uncertainty::Grade;
use crate::engine::{AlignError, Aligned, Engine};
use crate::model::{EditionKey, Licence, Measure, MeasureAbout, MeasureId, MeasureKind, Way};

use super::choose::Chosen;

/// Where an indicator's figures come from.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorSource {
    /// The indicator.
    pub indicator: String,
    /// What its figures are expressed in.
    pub unit: String,
    /// The figures.
    pub figures: FiguresUsed,
    /// What they were divided by, where the assessment divides two counts.
    pub over: Option<FiguresUsed>,
    /// The grade of each area's figure; `None` where it is published for the
    /// area itself, where there is none, and where nothing is known of its error.
    pub grades: Vec<Option<Grade>>,
    /// What a reader must know of the figures, one sentence each.
    pub notes: Vec<String>,
}

/// Figures of one table and period.
#[derive(Debug, Clone, PartialEq)]
pub struct FiguresUsed {
    /// The measure.
    pub measure: MeasureId,
    /// Its name.
    pub title: String,
    /// What kind of figure it is.
    pub kind: MeasureKind,
    /// What its figures count or are expressed in.
    pub unit: String,
    /// Who answers for it, when new figures are due, what is divided by what.
    pub about: MeasureAbout,
    /// The table.
    pub table: EditionKey,
    /// The table's name.
    pub table_title: String,
    /// The period, as published.
    pub period: String,
    /// Whether nobody named the period: it is the newest that the assessment's day allows.
    pub is_newest: bool,
    /// Newer periods, left alone because they are after the assessment's day.
    pub too_new: Vec<String>,
    /// The layer edition that they were published for.
    pub geography: EditionKey,
    /// What carried them to the assessed areas; `None` where nothing did.
    pub crosswalk: Option<CrosswalkUsed>,
    /// The published file, path inside the source folder.
    pub file: String,
    /// SHA-256 of the file.
    pub checksum: String,
    /// Where the publisher offers the file.
    pub source: Option<String>,
    /// Terms of use.
    pub licence: Licence,
    /// Version of the place that brought the table in.
    pub since_version: u64,
    /// Tells these rows from any others: SHA-256 over all of them.
    pub content: String,
}

/// What carried figures from one geography to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrosswalkUsed {
    /// Tells it from every other.
    pub id: String,
    /// How its weights were found; never [`Way::Best`].
    pub way: Way,
    /// Who answers for the lookup, where it is an official one.
    pub official: Option<String>,
    /// The control points that were asked, best first: kind and edition.
    pub evidence: Vec<String>,
}

impl Engine {
    /// What is to be told of chosen figures after they were carried.
    pub(super) fn used(&self, chosen: &Chosen<'_>, aligned: &Aligned) -> Result<FiguresUsed, String> {
        let table = aligned.source.table.clone();
        let edition = self.edition(&table).ok_or_else(|| AlignError::NoTable(table.clone()).to_string())?;
        let crosswalk = aligned.crosswalk.as_ref().map(|built| CrosswalkUsed {
            id: built.id.clone(),
            way: built.way,
            official: built.lookup.as_ref().and_then(|(_, publisher)| publisher.clone()),
            evidence: built
                .evidence
                .iter()
                .map(|used| format!("{} {}", used.kind.key(), used.edition))
                .collect(),
        });
        let Measure { id, title, kind, unit, about, .. } = chosen.measure;
        Ok(FiguresUsed {
            measure: id.clone(),
            title: title.clone(),
            kind: *kind,
            unit: unit.clone(),
            about: about.clone(),
            table,
            table_title: edition.title.clone(),
            period: chosen.period.clone(),
            is_newest: chosen.is_newest,
            too_new: chosen.too_new.clone(),
            geography: aligned.source.geography.clone(),
            crosswalk,
            file: edition.file.clone(),
            checksum: edition.checksum.as_str().to_owned(),
            source: edition.source.clone(),
            licence: edition.licence.clone(),
            since_version: edition.since_version,
            content: edition.content.clone(),
        })
    }
}

impl IndicatorSource {
    /// Whether anything carried its figures from other areas.
    #[must_use]
    pub fn is_carried(&self) -> bool {
        std::iter::once(&self.figures).chain(&self.over).any(|used| used.crosswalk.is_some())
    }
}

impl FiguresUsed {
    /// The data, as provenance names it.
    pub(super) fn data(&self) -> String {
        let content: String = self.content.chars().take(16).collect();
        format!("{} of {}, {} ({content})", self.measure, self.table, self.period)
    }

    /// The boundaries and what carried them, as provenance names it.
    pub(super) fn boundary(&self, to: &EditionKey, content: &str) -> String {
        let content: String = content.chars().take(16).collect();
        match &self.crosswalk {
            None => format!("{to} ({content}) as published"),
            Some(crosswalk) => format!("{to} ({content}) by {}", crosswalk.id),
        }
    }
}
