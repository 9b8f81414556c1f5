//! What a reader hands over: rows as they stand in the file, nothing judged yet.
//!
//! A draft keeps the published order, the published column names and, for
//! each row, its place in the file. Checking turns drafts into layers,
//! registers and tables, or into a list of faults.

mod cell;
mod streets;

pub use cell::Cell;
pub use streets::{StreetDraft, StreetPoint, StreetWay, Tags};

use geo_types::Geometry;

use crate::fault::Fault;
use crate::geom::Crs;

/// The rows of one file (or of one layer, sheet or member of it).
#[derive(Debug, Clone)]
pub struct Draft {
    /// Path inside the source folder, as faults and provenance name it.
    pub file: String,
    /// Sheet, container layer or archive member that was read.
    pub part: Option<String>,
    /// The coordinate system that the file declares.
    pub crs: DeclaredCrs,
    /// Column names as published (outer spaces and all), in order.
    pub columns: Vec<String>,
    /// One entry a record.
    pub rows: Vec<DraftRow>,
    /// What the reader itself noticed: a guessed encoding, a legacy `crs` member,
    /// a duplicate header, a row with too many cells.
    pub noticed: Vec<Fault>,
}

/// One record.
#[derive(Debug, Clone)]
pub struct DraftRow {
    /// 1-based record number; for text tables the line on which the record starts.
    pub number: u64,
    /// The shape in the file's own coordinates; `None` for a null shape or a plain table.
    pub geometry: Option<Geometry<f64>>,
    /// One cell a column; always as many as `Draft::columns`.
    pub cells: Vec<Cell>,
}

/// What a file says of its coordinates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeclaredCrs {
    /// One of the systems Wardwise reads.
    Known(Crs),
    /// Something was declared that Wardwise does not know or cannot trust; the text as found.
    Unknown(String),
    /// Nothing is declared, and the format does not imply a system.
    None,
}

impl Draft {
    /// A draft without rows.
    #[must_use]
    pub fn new(file: impl Into<String>, part: Option<String>) -> Self {
        Self {
            file: file.into(),
            part,
            crs: DeclaredCrs::None,
            columns: Vec::new(),
            rows: Vec::new(),
            noticed: Vec::new(),
        }
    }

    /// The position of a column, by its exact published name or, failing that,
    /// by its name without outer spaces.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        let exact = self.columns.iter().position(|column| column == name);
        exact.or_else(|| self.columns.iter().position(|column| column.trim() == name.trim()))
    }

    /// Whether any row carries a shape.
    #[must_use]
    pub fn has_geometry(&self) -> bool {
        self.rows.iter().any(|row| row.geometry.is_some())
    }
}
