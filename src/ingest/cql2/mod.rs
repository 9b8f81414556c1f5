//! Filters in CQL2, from text and from JSON.
//!
//! Whatever is read is bounded: how deep it nests, how many parts and points
//! it has. Shapes come out on the grid. What a filter means is for [`crate::cql2`].

mod json;
mod lexer;
mod shapes;
mod text;
mod wkt;

pub use json::read_json;
pub use text::read_text;

use geo_types::Geometry;

use crate::cql2::{Literal, MOST_DEPTH, MOST_PARTS, MOST_POINTS};
use crate::geom::{Crs, anywhere};

/// The name by which a filter speaks of where a feature lies.
pub const GEOMETRY: &str = "geometry";

/// In which system the coordinates of a filter are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Axes {
    /// The system.
    pub crs: Crs,
    /// Whether the northing or latitude stands first.
    pub north_first: bool,
}

/// Why a text is no filter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Something else was expected.
    #[error("character {at}: {what}")]
    Text {
        /// Where, counted from 1.
        at: usize,
        /// What is wrong.
        what: String,
    },
    /// JSON that is no filter.
    #[error("{0}")]
    Json(String),
    /// A filter larger than is read here.
    #[error("the filter {0}")]
    TooLarge(String),
}

/// What a filter has used up of what it may.
#[derive(Debug, Default)]
struct Budget {
    depth: usize,
    parts: usize,
    points: usize,
}

impl Budget {
    fn enter(&mut self) -> Result<(), ReadError> {
        self.depth += 1;
        self.parts += 1;
        if self.depth > MOST_DEPTH {
            return Err(ReadError::TooLarge(format!("nests deeper than {MOST_DEPTH} levels")));
        }
        if self.parts > MOST_PARTS {
            return Err(ReadError::TooLarge(format!("has more than {MOST_PARTS} parts")));
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    fn point(&mut self) -> Result<(), ReadError> {
        self.points += 1;
        if self.points > MOST_POINTS {
            return Err(ReadError::TooLarge(format!("has more than {MOST_POINTS} points")));
        }
        Ok(())
    }
}

impl Axes {
    /// A shape as it was written, on the grid.
    fn settle(self, shape: Geometry<f64>) -> Literal {
        let shape = if self.north_first { shapes::swapped(shape) } else { shape };
        Literal::new(anywhere::shape_to_grid(self.crs, shape))
    }
}
