//! The list of assessments.

use serde::Serialize;
use utoipa::ToSchema;

use crate::engine::{AssessmentEntry, AssessmentOrigin};
use crate::views::LinkView;

/// The assessments of the place.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentsView {
    /// Version of the place that was asked.
    pub version: u64,
    /// Those of the manifest, then those that people saved.
    pub assessments: Vec<AssessmentEntryView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// One assessment of the list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentEntryView {
    /// Its id.
    #[schema(example = "priorities")]
    pub id: String,
    /// Its title.
    pub title: String,
    /// Why it exists.
    pub purpose: String,
    /// The layer edition that it assesses, as `dataset@edition`.
    #[schema(example = "wards@2018")]
    pub areas: String,
    /// The number of the saved version; the place's version for one of the manifest.
    pub version: u64,
    /// `manifest` or `saved`.
    #[schema(example = "manifest")]
    pub origin: String,
    /// When it was saved; null for one of the manifest.
    #[schema(format = DateTime)]
    pub saved_at: Option<String>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

impl AssessmentEntryView {
    /// An entry with its links.
    #[must_use]
    pub fn new(entry: &AssessmentEntry, links: Vec<LinkView>) -> Self {
        let (origin, saved_at) = match &entry.origin {
            AssessmentOrigin::Manifest { .. } => ("manifest", None),
            AssessmentOrigin::Saved { at } => ("saved", Some(at.to_string())),
        };
        Self {
            id: entry.id.to_string(),
            title: entry.title.clone(),
            purpose: entry.purpose.clone(),
            areas: entry.areas.to_string(),
            version: entry.version,
            origin: origin.to_owned(),
            saved_at,
            links,
        }
    }
}

/// The saved versions of an assessment.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentVersionsView {
    /// The newest first.
    pub versions: Vec<AssessmentVersionView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// One saved version.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssessmentVersionView {
    /// The assessment.
    pub id: String,
    /// Counts up from 1.
    pub number: u64,
    /// When it was saved.
    #[schema(format = DateTime)]
    pub saved_at: String,
    /// When it was withdrawn; null where it stands.
    #[schema(format = DateTime)]
    pub withdrawn_at: Option<String>,
    /// Version of the place that it was saved with.
    pub place_version: u64,
    /// The program that saved it.
    pub software: String,
    /// The recipe.
    pub recipe: String,
}
