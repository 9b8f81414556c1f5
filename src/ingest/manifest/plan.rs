//! What a manifest means: every id, date, rule and licence in it checked.

use std::collections::BTreeMap;

use crate::check::{Filter, Locate, Waiver};
use crate::model::{Catalogue, DatasetId, EditionId, EditionKey, Licence, Scheme, TrialKind, Validity};

use super::reader::Reader;
use super::schema::ManifestFile;

/// The longest manifest that is read, in bytes.
const MAX_MANIFEST_BYTES: usize = 4 << 20;

/// A manifest whose every name has been checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What the place is.
    pub place: PlaceTrial,
    /// Boundary layers, in the order of the file.
    pub layers: Vec<LayerPlan>,
    /// Registers, in the order of the file.
    pub registers: Vec<RegisterPlan>,
    /// Tables, in the order of the file.
    pub tables: Vec<TablePlan>,
    /// Walking networks, in the order of the file.
    pub networks: Vec<NetworkPlan>,
    /// What the figures mean, and what crosswalks are weighed by.
    pub catalogue: Catalogue,
    /// Files with recipes of assessments, paths beside the manifest.
    pub recipes: Vec<String>,
    /// Files with co-location searches, paths beside the manifest.
    pub searches: Vec<String>,
    /// Files with searches for sites and scenarios, paths beside the manifest.
    pub trials: Vec<(TrialKind, String)>,
}

/// The place as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceTrial {
    /// Short id.
    pub id: String,
    /// Name for headings.
    pub name: String,
    /// A sentence or two for the home page.
    pub description: String,
    /// The layer people mean by "my ward".
    pub main_layer: Option<DatasetId>,
    /// The layer whose outline is the place.
    pub extent_layer: Option<DatasetId>,
    /// The register that turns postcodes into points.
    pub postcodes: Option<DatasetId>,
}

/// A boundary layer.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerPlan {
    /// Its id.
    pub id: DatasetId,
    /// Its name.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// The scheme of its codes.
    pub scheme: Scheme,
    /// Its editions.
    pub editions: Vec<EditionPlan>,
}

/// A register of things at points.
#[derive(Debug, Clone, PartialEq)]
pub struct RegisterPlan {
    /// Its id.
    pub id: DatasetId,
    /// Its name.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// Its editions.
    pub editions: Vec<EditionPlan>,
}

/// A network of streets and paths.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkPlan {
    /// Its id.
    pub id: DatasetId,
    /// Its name.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// Its editions.
    pub editions: Vec<EditionPlan>,
}

/// A table of figures or a lookup.
#[derive(Debug, Clone, PartialEq)]
pub struct TablePlan {
    /// Its id.
    pub id: DatasetId,
    /// Its name.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// The layer whose codes the rows carry; `None` for a table without a geography.
    pub geography: Option<DatasetId>,
    /// Its editions.
    pub editions: Vec<EditionPlan>,
}

/// One edition of any kind of data set. Fields that a kind has no use for are empty.
#[derive(Debug, Clone, PartialEq)]
pub struct EditionPlan {
    /// Which edition.
    pub key: EditionKey,
    /// Name for badges.
    pub title: String,
    /// Path inside the source folder, with `/`.
    pub file: String,
    /// Sheet, container layer or archive member.
    pub part: Option<String>,
    /// Format key where the manifest names one.
    pub format: Option<String>,
    /// Coordinate system that the manifest sets, as written (`EPSG:27700`).
    pub crs: Option<String>,
    /// Text encoding that the manifest sets, as written (`windows-1252`).
    pub encoding: Option<String>,
    /// When it is in force.
    pub validity: Validity,
    /// Period that the figures speak of.
    pub period: Option<String>,
    /// Where the publisher offers the file.
    pub source: Option<String>,
    /// Terms of use.
    pub licence: Licence,
    /// Column of codes or ids.
    pub code: Option<String>,
    /// Column of names.
    pub name: Option<String>,
    /// Rows to keep; empty keeps all.
    pub only: Vec<Filter>,
    /// Edition of the geography that the manifest names.
    pub geography_edition: Option<EditionId>,
    /// Where the point of a record comes from, best first.
    pub locate: Vec<Locate>,
    /// Columns offered as filters.
    pub facets: Vec<String>,
    /// Columns kept as text whatever they look like.
    pub text: Vec<String>,
    /// Columns that measures, evidence and lookups read: they must be there.
    pub used: Vec<String>,
    /// Column name → published total.
    pub control: BTreeMap<String, f64>,
    /// Whether the edition shows as soon as it is imported.
    pub activate: bool,
    /// Warnings that a person has ticked.
    pub accept: Accept,
}

/// Warnings that a person has ticked for one edition.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accept(pub Vec<Waiver>);

/// One thing wrong in a manifest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {message}")]
pub struct ManifestFault {
    /// Where: `layer wards, edition 2018` or a line and column.
    pub at: String,
    /// What is wrong and what to write instead.
    pub message: String,
}

/// Reads and checks a manifest. All faults are given, not the first.
///
/// # Errors
/// One [`ManifestFault`] for each name, date, rule or licence that is wrong.
pub fn parse_manifest(text: &str) -> Result<Plan, Vec<ManifestFault>> {
    if text.len() > MAX_MANIFEST_BYTES {
        let message = format!("{} bytes; at most {MAX_MANIFEST_BYTES} are read", text.len());
        return Err(vec![ManifestFault { at: "manifest".into(), message }]);
    }
    let file: ManifestFile = toml::from_str(text).map_err(|e| vec![toml_fault(text, &e)])?;
    Reader::default().read(file)
}

fn toml_fault(text: &str, error: &toml::de::Error) -> ManifestFault {
    let start = error.span().map_or(0, |span| span.start).min(text.len());
    let before = text.get(..start).unwrap_or("");
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
    ManifestFault { at: format!("line {line}, column {column}"), message: error.message().to_owned() }
}
