//! Rows on the wire: features of layers and registers, rows of tables.
//!
//! These types describe answers that are written row by row (`export`), so
//! they are schemas first; nothing here is built for thousands of rows.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{CitationView, LinkView};

/// A page of areas or records.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FeatureCollectionView {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    #[schema(pattern = "^FeatureCollection$")]
    pub kind: String,
    /// Rows that the filters let through, on all pages together.
    #[serde(rename = "numberMatched")]
    pub number_matched: usize,
    /// Rows on this page.
    #[serde(rename = "numberReturned")]
    pub number_returned: usize,
    /// Ways on; `next` while there are more pages.
    pub links: Vec<LinkView>,
    /// Source, licence and version.
    pub citation: CitationView,
    /// The rows.
    pub features: Vec<FeatureView>,
}

/// One area or record.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FeatureView {
    /// Always `Feature`.
    #[serde(rename = "type")]
    #[schema(pattern = "^Feature$")]
    pub kind: String,
    /// Code of the area or id of the record.
    pub id: Option<String>,
    /// `MultiPolygon` or `Point`; null where the place is not known.
    #[schema(value_type = Option<Object>)]
    pub geometry: Option<Value>,
    /// The fields by name; the same names in every feature, null where there is no value.
    #[schema(value_type = Object)]
    pub properties: Map<String, Value>,
    /// For each null, why: `not-given`, `suppressed`, `not-applicable` or `not-covered`.
    pub missing: BTreeMap<String, String>,
    /// Record of the published file.
    pub row: u64,
    /// A single feature only: source, licence and version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<CitationView>,
    /// A single feature only: ways on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links: Option<Vec<LinkView>>,
}

/// A page of a table.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RowsView {
    /// Rows that the filters let through, on all pages together.
    #[serde(rename = "numberMatched")]
    pub number_matched: usize,
    /// Rows on this page.
    #[serde(rename = "numberReturned")]
    pub number_returned: usize,
    /// Ways on; `next` while there are more pages.
    pub links: Vec<LinkView>,
    /// Source, licence and version.
    pub citation: CitationView,
    /// The rows.
    pub rows: Vec<RowView>,
}

/// One row of a table.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RowView {
    /// The area that the row speaks of.
    pub id: Option<String>,
    /// The fields by name; null where there is no value.
    #[schema(value_type = Object)]
    pub values: Map<String, Value>,
    /// For each null, why: `not-given`, `suppressed`, `not-applicable` or `not-covered`.
    pub missing: BTreeMap<String, String>,
    /// Record of the published file.
    pub row: u64,
}

/// Features of a layer or register, or rows of a table.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(untagged)]
pub enum ItemsView {
    /// Layers and registers.
    Features(FeatureCollectionView),
    /// Tables.
    Rows(RowsView),
}
