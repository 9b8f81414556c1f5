//! The service itself on the wire: landing page, search, versions, health.

use serde::Serialize;
use utoipa::ToSchema;

use super::{CitationView, LinkView, ReportView};

/// Where everything starts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LandingView {
    /// The place's name.
    pub title: String,
    /// A sentence or two about the place.
    pub description: String,
    /// Version of the place.
    pub version: u64,
    /// The program.
    pub software: String,
    /// The layer whose areas people mean by "my ward".
    pub main_layer: Option<String>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// What a search found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SearchView {
    /// Version of the place.
    pub version: u64,
    /// The text that was searched for.
    pub query: String,
    /// Best first.
    pub hits: Vec<HitView>,
}

/// One thing that was found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HitView {
    /// `area`, `record` or `postcode`.
    pub kind: String,
    /// The text to show.
    pub label: String,
    /// What stands beside it.
    pub detail: String,
    /// Code of the area, id of the record, or the postcode.
    pub id: String,
    /// The edition it stands in, as `dataset@edition`; null for postcodes.
    pub edition: Option<String>,
    /// Where to look it up.
    #[schema(format = "uri")]
    pub href: String,
}

/// The versions of the place.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VersionsView {
    /// The version that answers now.
    pub version: u64,
    /// Newest first; empty when the service runs without a place folder.
    pub versions: Vec<VersionView>,
}

/// One version of the place.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VersionView {
    /// Its number.
    pub version: u64,
    /// When it came about.
    #[schema(format = DateTime)]
    pub at: String,
    /// `create`, `import`, `activate`, `withdraw` or `rollback`.
    pub what: String,
    /// Why, in words.
    pub why: String,
    /// The program that made it.
    pub software: String,
    /// How many editions it shows.
    pub editions: u64,
}

/// A published record, as it stands in its file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OriginView {
    /// Source, licence and version.
    pub citation: CitationView,
    /// 1-based record in the file; for text tables the line on which it starts.
    pub row: u64,
    /// The cells as published, in order.
    pub cells: Vec<OriginCellView>,
    /// When the file was imported.
    #[schema(format = DateTime)]
    pub imported_at: String,
    /// The program that imported it.
    pub imported_by: String,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// One published cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OriginCellView {
    /// Header as published.
    pub column: String,
    /// Text as published; null where nothing is written.
    pub text: Option<String>,
}

/// The report of the import that brought an edition in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EditionReportView {
    /// Source, licence and version.
    pub citation: CitationView,
    /// What was found in the file.
    pub report: ReportView,
}

/// Whether the service lives and can answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HealthView {
    /// `ok`, or `failing` when the place folder cannot be read any more.
    pub status: String,
    /// The program.
    pub software: String,
    /// Version of the place that answers now.
    pub version: u64,
    /// Data sets with at least one active edition.
    pub datasets: usize,
    /// Active editions.
    pub editions: usize,
    /// Rows of all active editions.
    pub rows: usize,
    /// Requests that are being worked on.
    pub requests_in_flight: usize,
    /// Whether anything can be changed over HTTP.
    pub writes: bool,
}
