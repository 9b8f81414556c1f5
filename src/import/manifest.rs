//! A manifest as text and as what it means.

use std::path::{Path, PathBuf};

use crate::ingest::manifest::{ManifestFault, Plan, parse_manifest};

/// A manifest that has been read: its text is what the place keeps.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    text: String,
    plan: Plan,
    dir: Option<PathBuf>,
}

impl Manifest {
    /// Reads and checks a manifest.
    ///
    /// # Errors
    /// All faults of the manifest.
    pub fn parse(text: impl Into<String>) -> Result<Self, Vec<ManifestFault>> {
        let text = text.into();
        let plan = parse_manifest(&text)?;
        Ok(Self { text, plan, dir: None })
    }

    /// The same, lying in a folder: recipes of assessments are sought beside it.
    #[must_use]
    pub fn lying_in(self, dir: &Path) -> Self {
        Self { dir: Some(dir.to_owned()), ..self }
    }

    /// The folder that it lies in, where it is known.
    pub(super) fn dir(&self) -> Option<&Path> {
        self.dir.as_deref()
    }

    /// The text as a person wrote it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it means.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
}
