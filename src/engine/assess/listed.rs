//! The assessments of a place: those of its manifest, and those that people saved.

use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;

use crate::assess::spec::AssessmentSpec;
use crate::engine::Engine;
use crate::model::{AssessmentId, EditionKey};

use super::error::AssessError;

/// An assessment that the place's manifest names.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceAssessment {
    /// Its file, path inside the source folder.
    pub file: String,
    /// What it asks for.
    pub spec: Arc<AssessmentSpec>,
}

/// An assessment that a person saved.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedAssessment {
    /// Counts up from 1 with each saving under the same id.
    pub number: u64,
    /// When.
    pub saved_at: Timestamp,
    /// What it asks for.
    pub spec: Arc<AssessmentSpec>,
}

/// One assessment of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct AssessmentEntry {
    /// Its id.
    pub id: AssessmentId,
    /// Its title.
    pub title: String,
    /// Why it exists.
    pub purpose: String,
    /// The layer edition that it assesses.
    pub areas: EditionKey,
    /// The number of the saved version; the place's version for one of the manifest.
    pub version: u64,
    /// Where it comes from.
    pub origin: AssessmentOrigin,
}

/// Where an assessment comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssessmentOrigin {
    /// The place's manifest names its file.
    Manifest {
        /// Path inside the source folder.
        file: String,
    },
    /// A person saved it.
    Saved {
        /// When.
        at: Timestamp,
    },
}

/// Saved assessments, which belong to no version of the place.
#[derive(Debug, Default)]
pub(super) struct Saved(RwLock<Arc<Vec<SavedAssessment>>>);

impl Engine {
    /// All assessments: those of the manifest in its order, then those that
    /// people saved, in order of their ids.
    #[must_use]
    pub fn assessments(&self) -> Vec<AssessmentEntry> {
        let entry = |spec: &AssessmentSpec, version, origin| AssessmentEntry {
            id: spec.id.clone(),
            title: spec.title.clone(),
            purpose: spec.purpose.clone(),
            areas: spec.areas.clone(),
            version,
            origin,
        };
        let own = self.snapshot.assessments.iter().map(|one| {
            entry(&one.spec, self.version(), AssessmentOrigin::Manifest { file: one.file.clone() })
        });
        let saved = self.saved_assessments();
        let saved = saved
            .iter()
            .filter(|one| !self.is_of_manifest(&one.spec.id))
            .map(|one| entry(&one.spec, one.number, AssessmentOrigin::Saved { at: one.saved_at }));
        own.chain(saved).collect()
    }

    /// What an assessment asks for.
    #[must_use]
    pub fn assessment(&self, id: &AssessmentId) -> Option<Arc<AssessmentSpec>> {
        self.numbered(id).ok().map(|(spec, _)| spec)
    }

    /// Whether the manifest names an assessment of this id: nobody may save another under it.
    #[must_use]
    pub fn is_of_manifest(&self, id: &AssessmentId) -> bool {
        self.snapshot.assessments.iter().any(|one| one.spec.id == *id)
    }

    /// The saved assessments that are known, the newest of each id.
    #[must_use]
    pub fn saved_assessments(&self) -> Arc<Vec<SavedAssessment>> {
        Arc::clone(&self.assessments.saved.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes up what people have saved. Results of other versions are not touched.
    pub fn take_saved(&self, mut saved: Vec<SavedAssessment>) {
        saved.sort_by(|a, b| a.spec.id.cmp(&b.spec.id).then(b.number.cmp(&a.number)));
        saved.dedup_by(|later, first| later.spec.id == first.spec.id);
        *self.assessments.saved.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(saved);
    }

    /// An assessment with the number that tells its versions apart: 0 for one of the manifest.
    pub(super) fn numbered(&self, id: &AssessmentId) -> Result<(Arc<AssessmentSpec>, u64), AssessError> {
        let own = self.snapshot.assessments.iter().find(|one| one.spec.id == *id);
        if let Some(own) = own {
            return Ok((Arc::clone(&own.spec), 0));
        }
        let saved = self.saved_assessments();
        let one = saved.iter().find(|one| one.spec.id == *id).ok_or_else(|| {
            let known = self.assessments().into_iter().map(|entry| entry.id).collect();
            AssessError::Unknown { id: id.clone(), known }
        })?;
        Ok((Arc::clone(&one.spec), one.number))
    }
}
