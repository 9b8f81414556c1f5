//! Data sets and editions on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use super::{CitationView, LinkView, ValidityView};

/// All data sets of the place.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DatasetsView {
    /// Version of the place.
    pub version: u64,
    /// In the order of their ids.
    pub datasets: Vec<DatasetView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// A data set with its editions.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DatasetView {
    /// Its id.
    #[schema(example = "wards")]
    pub id: String,
    /// `layer`, `register` or `table`.
    #[schema(example = "layer")]
    pub kind: String,
    /// Its name, for headings.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// Active editions, newest first.
    pub editions: Vec<EditionSummaryView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// An edition in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EditionSummaryView {
    /// Its id.
    #[schema(example = "2018")]
    pub id: String,
    /// Its name, for badges.
    pub title: String,
    /// When it is in force.
    pub validity: ValidityView,
    /// The period that the figures speak of, as published.
    pub period: Option<String>,
    /// Areas, records or rows.
    pub rows: usize,
    /// Version of the place that brought it in.
    pub since_version: u64,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// One edition whole, without its rows.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EditionView {
    /// Id of the data set.
    pub dataset: String,
    /// Its id.
    pub id: String,
    /// `layer`, `register` or `table`.
    pub kind: String,
    /// Its name, for badges.
    pub title: String,
    /// What the data set is for.
    pub description: String,
    /// Areas, records or rows.
    pub rows: usize,
    /// Layers: the scheme of the codes.
    pub scheme: Option<String>,
    /// Registers: records with a point on the ground.
    pub located: Option<usize>,
    /// Layers: areas whose published shape was repaired, with what that changed.
    pub repairs: Vec<RepairView>,
    /// Where it lies; null for tables.
    pub extent: Option<ExtentView>,
    /// The fields of every row, in order.
    pub fields: Vec<FieldView>,
    /// Registers: values to filter by, with their counts.
    pub facets: Vec<FacetView>,
    /// Version of the place that brought it in.
    pub since_version: u64,
    /// Source, licence and version.
    pub citation: CitationView,
    /// The systems that `crs` may name.
    pub crs: Vec<String>,
    /// The system the data are held in.
    #[serde(rename = "storageCrs")]
    pub storage_crs: Option<String>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// A repair of an invalid shape.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RepairView {
    /// Code of the area.
    pub code: String,
    /// Area as published in m², by the even-odd rule.
    pub before_m2: f64,
    /// Area after the repair in m².
    pub after_m2: f64,
}

/// A box on the ground.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct ExtentView {
    /// West, south, east, north in grid metres (EPSG:27700).
    pub grid: [f64; 4],
    /// West, south, east, north in degrees (CRS84); null outside Great Britain.
    pub lonlat: Option<[f64; 4]>,
}

/// A field of every row.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldView {
    /// Its name in answers, files and filters.
    pub property: String,
    /// What it is, for people.
    pub title: String,
    /// `number`, `text`, `flag` or `day`.
    pub kind: String,
    /// Header in the published file; null for fields of ours.
    pub published: Option<String>,
}

/// A field to filter by, with its values.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FacetView {
    /// Its name in filters.
    pub property: String,
    /// What it is, for people.
    pub title: String,
    /// Values, most frequent first; at most 200.
    pub values: Vec<FacetValueView>,
    /// Records without a value.
    pub missing: u64,
    /// Further values that are not listed.
    pub more: u64,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FacetValueView {
    /// The value, as filters take it.
    pub value: String,
    /// Records that have it.
    pub count: u64,
}
