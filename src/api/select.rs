//! Which rows of an edition a listing holds.

use crate::engine::{Edition, EditionData};
use crate::export::Rows;
use crate::export::geojson::OutputCrs;

use super::params::bbox::Bbox;
use super::params::filter::Filter;

/// What a listing was asked for.
#[derive(Debug, Clone)]
pub struct Selection {
    /// Conditions on fields; all must hold.
    pub filters: Vec<Filter>,
    /// The box that rows must touch.
    pub bbox: Option<Bbox>,
    /// The system in which the box was written.
    pub bbox_crs: OutputCrs,
    /// The system of the answer.
    pub crs: OutputCrs,
    /// How far drawn lines may lie from the true ones, in metres.
    pub tolerance: Option<f64>,
    /// Which page.
    pub page: Page,
}

/// One page of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Position of its first row among those found.
    pub start: usize,
    /// Most rows on it.
    pub limit: usize,
}

impl Selection {
    /// The positions of the rows that are wanted, in published order.
    #[must_use]
    pub fn apply(&self, rows: &Rows<'_>) -> Vec<usize> {
        let holds = |row: &usize| {
            self.filters.iter().all(|filter| filter.holds(rows, *row))
                && self.bbox.as_ref().is_none_or(|bbox| touches(rows.edition(), *row, bbox))
        };
        (0..rows.len()).filter(holds).collect()
    }
}

fn touches(edition: &Edition, row: usize, bbox: &Bbox) -> bool {
    match &edition.data {
        EditionData::Layer(layer) => bbox.touches(&layer.areas[row].shape),
        EditionData::Register(register) => register.records[row].location.is_some_and(|(p, _)| bbox.holds(p)),
        EditionData::Network(streets) => bbox.touches_line(&streets.segments[row].line),
        EditionData::Table(_) => false,
    }
}
