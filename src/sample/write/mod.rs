//! Writers of the published forms. Each takes plain rows and gives bytes.
//!
//! The bytes depend on nothing but the rows: no clock, no compression whose
//! result differs between machines.

pub(super) mod delimited;
pub(super) mod flatgeobuf;
pub(super) mod geojson;
pub(super) mod geopackage;
pub(super) mod kml;
pub(super) mod shapefile;
pub(super) mod topojson;
pub(super) mod workbook;
pub(super) mod zipped;

use geo_types::MultiPolygon;

use super::line::Point;

/// A published cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number, written with this many decimals.
    Real(f64, usize),
}

impl Value {
    pub(crate) fn count(n: usize) -> Self {
        Self::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// As a text table shows it.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Int(n) => n.to_string(),
            Self::Real(number, decimals) => format!("{number:.decimals$}"),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<usize> for Value {
    fn from(n: usize) -> Self {
        Self::count(n)
    }
}

/// A table to be written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Value>>,
}

impl Sheet {
    pub(crate) fn new(columns: &[&str]) -> Self {
        Self { columns: columns.iter().map(|&name| name.to_owned()).collect(), rows: Vec::new() }
    }

    pub(crate) fn push(&mut self, row: Vec<Value>) {
        self.rows.push(row);
    }
}

/// Areas to be written: row `i` of the sheet belongs to `shapes[i]`, in grid metres.
#[derive(Debug, Clone)]
pub(crate) struct Boundaries {
    pub(crate) sheet: Sheet,
    pub(crate) shapes: Vec<MultiPolygon<f64>>,
}

/// The rings of a shape, shells first in each part, with whether each is a hole.
pub(crate) fn rings(shape: &MultiPolygon<f64>) -> impl Iterator<Item = (&Vec<Point>, bool)> {
    shape.0.iter().flat_map(|polygon| {
        let holes = polygon.interiors().iter().map(|hole| (&hole.0, true));
        std::iter::once((&polygon.exterior().0, false)).chain(holes)
    })
}
