//! A layer: areas that have been checked, of one edition, in grid metres.
//!
//! A [`Layer`] is only made by `check`; whoever holds one need not check again:
//! codes are unique, shapes are valid, not empty, shells run anticlockwise
//! and holes clockwise.

use geo_types::MultiPolygon;

use crate::model::{AreaCode, EditionKey, Scheme, Validity};
use crate::table::Table;

/// One area of a layer.
#[derive(Debug, Clone)]
pub struct Area {
    /// Unique within the layer.
    pub code: AreaCode,
    /// The name people use, where the file gives one.
    pub name: Option<String>,
    /// Shape in grid metres; shells anticlockwise, holes clockwise.
    pub shape: MultiPolygon<f64>,
    /// Planar area of the shape in m².
    pub area_m2: f64,
    /// What was done to the published shape, if anything.
    pub repair: Option<Repair>,
}

impl Area {
    /// The name if there is one, else the code.
    #[must_use]
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(self.code.as_str())
    }
}

/// A repair of an invalid shape, which stays visible to the last screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Repair {
    /// Area as published, measured by the even-odd rule, in m².
    pub before_m2: f64,
    /// Area after the repair in m².
    pub after_m2: f64,
}

/// All areas of one edition of one layer.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Which edition this is.
    pub edition: EditionKey,
    /// When it is in force.
    pub validity: Validity,
    /// The scheme that its codes follow.
    pub scheme: Scheme,
    /// The areas, in published order.
    pub areas: Vec<Area>,
    /// All published columns; row `i` belongs to `areas[i]`.
    pub attributes: Table,
}
