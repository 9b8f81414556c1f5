//! Where figures come from and under which terms: what travels with each of them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::engine::{Edition, EditionData, Snapshot};
use crate::model::{Licence, Validity};

/// The program that made an answer or a file.
pub const SOFTWARE: &str = concat!("Wardwise ", env!("CARGO_PKG_VERSION"));

/// Edition, source, licence and version: enough to cite a figure and to find it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CitationView {
    /// The place's name.
    pub place: String,
    /// Version of the place that was asked.
    pub place_version: u64,
    /// Id of the data set.
    #[schema(example = "wards")]
    pub dataset: String,
    /// Id of the edition.
    #[schema(example = "2018")]
    pub edition: String,
    /// Name of the edition, for badges.
    #[schema(example = "Wards, May 2018")]
    pub title: String,
    /// When the edition is in force.
    pub validity: ValidityView,
    /// The period that the figures speak of, as published.
    pub period: Option<String>,
    /// Tables: the edition of the layer that the codes belong to, as `dataset@edition`.
    pub geography: Option<String>,
    /// The published file.
    pub source: SourceView,
    /// The terms of use.
    pub licence: LicenceView,
    /// The program that made this answer.
    pub software: String,
}

/// The days on which an edition is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ValidityView {
    /// First day in force; null where it is not stated.
    #[schema(format = Date, example = "2018-05-03")]
    pub from: Option<String>,
    /// First day no longer in force; null where it is open.
    #[schema(format = Date)]
    pub to: Option<String>,
}

/// The published file behind an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SourceView {
    /// Path inside the source folder.
    pub file: String,
    /// Sheet, layer or member inside the file.
    pub part: Option<String>,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Where the publisher offers it.
    pub url: Option<String>,
}

/// The terms under which a file was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LicenceView {
    /// Usual name of the licence.
    pub name: String,
    /// Where its text can be read.
    pub url: Option<String>,
    /// The sentence that the publisher asks to be shown.
    pub attribution: String,
}

impl CitationView {
    /// What is to be said of an edition of a place.
    #[must_use]
    pub fn new(snapshot: &Snapshot, edition: &Edition) -> Self {
        Self {
            place: snapshot.info.name.clone(),
            place_version: snapshot.version,
            dataset: edition.key.dataset.to_string(),
            edition: edition.key.edition.to_string(),
            title: edition.title.clone(),
            validity: edition.validity.into(),
            period: edition.period.clone(),
            geography: geography(edition),
            source: SourceView::new(edition),
            licence: (&edition.licence).into(),
            software: SOFTWARE.to_owned(),
        }
    }

    /// The citation as one sentence, for files that have room for no more.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut parts = vec![format!("{} ({} {})", self.title, self.dataset, self.edition)];
        if !self.licence.attribution.is_empty() {
            parts.push(self.licence.attribution.trim_end_matches('.').to_owned());
        }
        parts.push(format!("Licence: {}", self.licence.name));
        parts.push(format!("File {} with SHA-256 {}", self.source.file, self.source.sha256));
        parts.push(format!("{}, version {}, by {}", self.place, self.place_version, self.software));
        parts.join(". ")
    }
}

fn geography(edition: &Edition) -> Option<String> {
    match &edition.data {
        EditionData::Table(table) => table.geography.as_ref().map(ToString::to_string),
        _ => None,
    }
}

impl SourceView {
    /// The published file of an edition.
    #[must_use]
    pub fn new(edition: &Edition) -> Self {
        Self {
            file: edition.file.clone(),
            part: edition.part.clone(),
            sha256: edition.checksum.to_string(),
            url: edition.source.clone(),
        }
    }
}

impl From<Validity> for ValidityView {
    fn from(validity: Validity) -> Self {
        Self { from: validity.from.map(|day| day.to_string()), to: validity.to.map(|day| day.to_string()) }
    }
}

impl From<&Licence> for LicenceView {
    fn from(licence: &Licence) -> Self {
        Self {
            name: licence.name.clone(),
            url: licence.url.clone(),
            attribution: licence.attribution.clone(),
        }
    }
}
