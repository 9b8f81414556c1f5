//! Why an import could not be made at all. A file that is stopped is no such
//! error: it has its report in the outcome.

use std::path::PathBuf;

use crate::ingest::manifest::ManifestFault;
use crate::store::StoreError;

/// Why an import could not be made at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The manifest has faults; all of them are given.
    #[error("the manifest has {} fault(s):\n{}", .0.len(), lines(.0))]
    Manifest(Vec<ManifestFault>),
    /// The source folder is not there.
    #[error("the source folder {} is not there; name the folder that holds the published files", .0.display())]
    NoSource(PathBuf),
    /// An edition was asked for that the manifest does not describe.
    #[error("the manifest describes no edition {0}")]
    NotDescribed(String),
    /// What was to be added to the manifest does not fit it.
    #[error("the entry cannot be added to the manifest: {0}")]
    Entry(String),
    /// The place on disk refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn lines(faults: &[ManifestFault]) -> String {
    faults.iter().map(|fault| format!("  {fault}")).collect::<Vec<_>>().join("\n")
}
