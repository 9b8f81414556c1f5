//! Uploads on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use super::{LinkView, ReportView};

/// What came, or would come, of publishing an upload.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LookedView {
    /// The edition, as `dataset@edition`.
    pub edition: String,
    /// `published`, `shown-again`, `held`, `unchanged`, `unchanged-held` or `stopped`.
    pub state: String,
    /// The state in words.
    pub words: String,
    /// Version of the place before.
    pub version_before: u64,
    /// Version after; the same where nothing changed.
    pub version_after: u64,
    /// Everything that was found in the file.
    pub report: ReportView,
    /// Ways on.
    pub links: Vec<LinkView>,
}
