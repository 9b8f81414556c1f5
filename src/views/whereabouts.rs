//! The areas that hold a point, on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use super::{LinkView, ValidityView};

/// Every area that holds a point.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WhereView {
    /// Version of the place.
    pub version: u64,
    /// The point that was asked about.
    pub point: PointView,
    /// The day that was asked about; null asks about all editions.
    #[schema(format = Date)]
    pub date: Option<String>,
    /// In the order of the data sets' ids, newest edition first.
    pub areas: Vec<FoundView>,
    /// Layers that hold the point in no area, on that day.
    pub none_in: Vec<String>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// A point in both systems, and how exactly it is known.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PointView {
    /// What was asked, in its written form.
    pub asked: String,
    /// Grid metres east.
    pub easting: f64,
    /// Grid metres north.
    pub northing: f64,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// `coordinates`, `postcode`, `sector` or `area`.
    pub precision: String,
    /// What to bear in mind, in a sentence: a postcode that has ended, a square
    /// of the grid. Empty where there is nothing.
    pub note: String,
}

/// One area that holds the point.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FoundView {
    /// Id of the layer.
    pub dataset: String,
    /// Name of the layer.
    pub dataset_title: String,
    /// Id of the edition.
    pub edition: String,
    /// Name of the edition.
    pub edition_title: String,
    /// When the edition is in force.
    pub validity: ValidityView,
    /// Code of the area.
    pub code: String,
    /// Name of the area.
    pub name: Option<String>,
    /// Whether the point lies on the boundary, to the millimetre.
    pub on_boundary: bool,
    /// Usual name of the licence of the boundaries.
    pub licence: String,
    /// Ways on.
    pub links: Vec<LinkView>,
}
