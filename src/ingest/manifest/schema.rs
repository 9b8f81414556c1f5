//! The manifest as it stands in the file. Unknown keys are faults.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ManifestFile {
    pub place: PlaceEntry,
    #[serde(default)]
    pub licence: BTreeMap<String, LicenceEntry>,
    #[serde(default)]
    pub layer: Vec<DatasetEntry>,
    #[serde(default)]
    pub table: Vec<DatasetEntry>,
    #[serde(default)]
    pub register: Vec<DatasetEntry>,
    #[serde(default)]
    pub network: Vec<DatasetEntry>,
    #[serde(default)]
    pub measure: Vec<MeasureEntry>,
    #[serde(default)]
    pub evidence: Vec<EvidenceEntry>,
    #[serde(default)]
    pub lookup: Vec<LookupEntry>,
    #[serde(default)]
    pub backtest: Vec<BacktestEntry>,
    #[serde(default)]
    pub assessment: Vec<AssessmentEntry>,
    #[serde(default)]
    pub buildings: Vec<EstateEntry>,
    #[serde(default)]
    pub services: Vec<EstateEntry>,
    #[serde(default)]
    pub search: Vec<AssessmentEntry>,
    #[serde(default)]
    pub sites: Vec<AssessmentEntry>,
    #[serde(default)]
    pub scenario: Vec<AssessmentEntry>,
}

/// A register whose records are buildings or services.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EstateEntry {
    pub register: String,
    pub edition: Option<String>,
    /// Registers with the same word tell of the same buildings.
    pub join: Option<String>,
    /// Rows that count: column = value or a list of values, all columns of them.
    #[serde(default)]
    pub only: BTreeMap<String, TextsEntry>,
    /// Rows that do not: column = value or a list of values, any of them.
    #[serde(default)]
    pub leave_out: BTreeMap<String, TextsEntry>,
    /// Where each field comes from.
    #[serde(default)]
    pub fields: BTreeMap<String, FieldEntry>,
    /// Kind of organisation = layer whose areas its services stay within.
    #[serde(default)]
    pub tied_to: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "write a column, { text = \"…\" } for the same in all rows, or { days = [\"…\"] } for seven columns of hours"
)]
pub(super) enum FieldEntry {
    Column(String),
    Text(FieldTextEntry),
    Days(FieldDaysEntry),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldTextEntry {
    pub text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldDaysEntry {
    pub days: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AssessmentEntry {
    /// The recipe, a path beside the manifest.
    pub file: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceEntry {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub description: String,
    /// Layer whose areas people mean by "my ward".
    pub main_layer: Option<String>,
    /// Layer whose outline is the place: points and areas beyond it are told.
    pub extent_layer: Option<String>,
    /// Register that turns postcodes into points.
    pub postcodes: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LicenceEntry {
    pub name: String,
    pub url: Option<String>,
    #[serde(default)]
    pub attribution: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DatasetEntry {
    pub id: String,
    pub title: String,
    #[serde(default)]
    pub description: String,
    /// Layers only: gss, ni-small-area, name or own.
    pub scheme: Option<String>,
    /// Tables only: the layer whose codes the rows carry.
    pub geography: Option<String>,
    #[serde(default)]
    pub edition: Vec<EditionEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EditionEntry {
    pub id: String,
    pub title: Option<String>,
    pub file: String,
    /// Sheet, container layer or archive member.
    pub part: Option<String>,
    /// geojson, topojson, shapefile, geopackage, flatgeobuf, kml, parquet, csv, tsv, xlsx or osm-pbf;
    /// found from the file where left out.
    pub format: Option<String>,
    pub crs: Option<String>,
    pub encoding: Option<String>,
    pub valid_from: Option<toml::value::Datetime>,
    pub valid_to: Option<toml::value::Datetime>,
    pub period: Option<String>,
    pub source: Option<String>,
    pub licence: String,
    /// Column of the codes (layers, tables) or of the record's id (registers).
    pub code: Option<String>,
    pub name: Option<String>,
    /// Rows to keep: column = value, all of them.
    #[serde(default)]
    pub only: BTreeMap<String, String>,
    /// Tables: edition of the geography; found from the code set where left out.
    pub geography_edition: Option<String>,
    /// Registers: where the point comes from.
    pub locate: Option<LocateEntry>,
    /// Registers: columns offered as filters.
    #[serde(default)]
    pub facets: Vec<String>,
    /// Columns to be kept as text whatever they look like.
    #[serde(default)]
    pub text: Vec<String>,
    /// Tables: published totals that a column must add up to.
    #[serde(default)]
    pub control: BTreeMap<String, f64>,
    /// `false` loads the edition without showing it, to be compared and activated later.
    #[serde(default = "yes")]
    pub activate: bool,
    #[serde(default)]
    pub accept: Vec<AcceptEntry>,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LocateEntry {
    pub easting: Option<String>,
    pub northing: Option<String>,
    pub lon: Option<String>,
    pub lat: Option<String>,
    pub grid_ref: Option<String>,
    pub postcode: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AcceptEntry {
    pub warning: String,
    pub reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeasureEntry {
    pub id: String,
    pub title: String,
    /// count, rate, score or category.
    pub kind: String,
    #[serde(default)]
    pub unit: String,
    /// Rates: per 1, 100, 1,000 or 100,000.
    pub per: Option<f64>,
    /// higher-is-worse, lower-is-worse or neither.
    pub polarity: Option<String>,
    /// Who answers for the figures.
    #[serde(default)]
    pub owner: String,
    /// When new figures are due, in words.
    #[serde(default)]
    pub next_update: String,
    /// What is counted or measured, in a sentence.
    #[serde(default)]
    pub numerator: String,
    /// What it is a part of or set against.
    #[serde(default)]
    pub denominator: String,
    /// Rates: whether what is counted are events, of which one person may have several.
    #[serde(default)]
    pub events: bool,
    #[serde(default)]
    pub source: Vec<MeasureSourceEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeasureSourceEntry {
    pub table: String,
    pub edition: Option<String>,
    /// Counts, scores and categories.
    pub column: Option<String>,
    /// Rates.
    pub numerator: Option<String>,
    pub denominator: Option<String>,
    /// Scores: column of what the score is a mean over.
    pub over: Option<String>,
    /// Rows that count: column = value or a list of values, all columns of them.
    #[serde(default)]
    pub only: BTreeMap<String, TextsEntry>,
    /// Whether several rows of one area add up.
    #[serde(default)]
    pub add_rows: bool,
    /// Whether every row of an area repeats the denominator of the whole.
    #[serde(default)]
    pub repeats_denominator: bool,
    /// Column of the period, where several stand in one table.
    pub period: Option<String>,
    /// Counts kept by the records of a register: the register, and the table's
    /// column with their ids.
    pub register: Option<String>,
    pub key: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "write a text, or a list of texts of which any will do")]
pub(super) enum TextsEntry {
    One(String),
    Any(Vec<String>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EvidenceEntry {
    /// addresses, postcode-households, small-area-population or other-points.
    pub kind: String,
    pub table: Option<String>,
    pub register: Option<String>,
    pub edition: Option<String>,
    pub column: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LookupEntry {
    pub table: String,
    pub edition: Option<String>,
    pub column: String,
    /// Layer of the codes in the column.
    pub to: String,
    /// Who answers for it, where it is official.
    pub official: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BacktestEntry {
    pub id: String,
    /// Table of the small areas.
    pub table: String,
    pub edition: Option<String>,
    /// Column of all residents.
    pub total: String,
    pub truths: TruthsEntry,
    #[serde(default)]
    pub rates: Vec<RatioEntry>,
    /// Layers, as `wards` or `wards@2018`.
    pub from: Option<String>,
    pub to: Option<String>,
    pub at_one_point: Option<String>,
    /// Whether the constants found take the place of the built-in ones.
    #[serde(default)]
    pub use_constants: bool,
}

#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "truths are a list of columns, or { from = \"…\", to = \"…\", together = 5 } for columns side by side"
)]
pub(super) enum TruthsEntry {
    Each(Vec<ColumnsEntry>),
    Dealt(DealtEntry),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DealtEntry {
    pub from: String,
    pub to: String,
    /// How many columns make one truth.
    #[serde(default = "one")]
    pub together: usize,
}

fn one() -> usize {
    1
}

#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "write a column, or { from = \"…\", to = \"…\" } for columns side by side that add up"
)]
pub(super) enum ColumnsEntry {
    One(String),
    Span(SpanEntry),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SpanEntry {
    pub from: String,
    pub to: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RatioEntry {
    pub of: ColumnsEntry,
    pub among: ColumnsEntry,
}
