//! The plain data that the engine answers with.

use crate::geom::Grid;
use crate::model::{AreaCode, EditionKey, Validity};

/// One area that holds a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The layer's edition.
    pub edition: EditionKey,
    /// Position of the area in the layer, from 0.
    pub area: usize,
    /// Its code.
    pub code: AreaCode,
    /// Its name, where the file gives one.
    pub name: Option<String>,
    /// When the edition is in force.
    pub validity: Validity,
    /// Whether the point lies on the area's boundary, to the millimetre.
    /// The tie rule of `geom::locate` then says which neighbour holds it.
    pub on_boundary: bool,
}

/// One record near a point or inside an area.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// The register's edition.
    pub edition: EditionKey,
    /// Position of the record in the register, from 0.
    pub record: usize,
    /// Distance in metres.
    pub distance_m: f64,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What was found, and where to look it up.
    pub target: Target,
    /// The text to show: a name or a postcode.
    pub label: String,
    /// What stands beside it: the edition's title, a code.
    pub detail: String,
}

/// The thing behind a search hit.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// An area of a layer.
    Area {
        /// The layer's edition.
        edition: EditionKey,
        /// Position of the area in the layer.
        area: usize,
    },
    /// A record of a register.
    Record {
        /// The register's edition.
        edition: EditionKey,
        /// Position of the record in the register.
        record: usize,
    },
    /// A postcode and its point.
    Postcode {
        /// In its written form.
        postcode: String,
        /// Where it lies.
        point: Grid,
    },
}

/// Where a layer or register lies, in grid metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// South-west corner.
    pub min: Grid,
    /// North-east corner.
    pub max: Grid,
}
