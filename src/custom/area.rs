//! What a custom area is, and how it came about.

use geo_types::MultiPolygon;
use jiff::Timestamp;

use crate::model::{AreaCode, EditionKey, Postcode};

use super::AreaName;

/// How a custom area was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Making {
    /// Drawn by a person.
    Drawn,
    /// Areas of one edition of a layer, put together.
    Areas {
        /// The edition.
        edition: EditionKey,
        /// The areas, in the order of their codes.
        codes: Vec<AreaCode>,
    },
    /// Everything at some postcodes.
    Postcodes(Vec<Postcode>),
    /// The shapes of a file, put together.
    Uploaded {
        /// The file's name.
        file: String,
    },
}

/// Ground that a person chose.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomArea {
    /// How it was made.
    pub made: Making,
    /// Its shape in grid metres: valid, shells anticlockwise.
    pub shape: MultiPolygon<f64>,
    /// Planar area of the shape in m².
    pub area_m2: f64,
    /// What was put right or left out on the way, in sentences.
    pub notes: Vec<String>,
    /// Version of the place that it was made with.
    pub place_version: u64,
}

/// A custom area that the place keeps.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedArea {
    /// Its id, never used again: `c1`, `c2` and so on.
    pub id: String,
    /// Its name.
    pub name: AreaName,
    /// The area.
    pub area: CustomArea,
    /// When it was saved.
    pub created: Timestamp,
    /// When it was last renamed; at first, when it was saved.
    pub changed: Timestamp,
    /// The program that saved it, with its version.
    pub software: String,
}

impl Making {
    /// The names of the ways, as in the store and on the wire.
    pub const KEYS: [&'static str; 4] = ["drawn", "areas", "postcodes", "file"];

    /// The name used in the store and on the wire.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Drawn => Self::KEYS[0],
            Self::Areas { .. } => Self::KEYS[1],
            Self::Postcodes(_) => Self::KEYS[2],
            Self::Uploaded { .. } => Self::KEYS[3],
        }
    }

    /// How it was made, in words for people: "drawn", "12 areas of wards@2023".
    #[must_use]
    pub fn words(&self) -> String {
        let counted = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        match self {
            Self::Drawn => "drawn".to_owned(),
            Self::Areas { edition, codes } => {
                format!("{} of {edition}", counted(codes.len(), "area", "areas"))
            }
            Self::Postcodes(list) => counted(list.len(), "postcode", "postcodes"),
            Self::Uploaded { file } => format!("from the file {file}"),
        }
    }

    /// The postcodes, where it is a list of them.
    #[must_use]
    pub fn postcodes(&self) -> Option<&[Postcode]> {
        match self {
            Self::Postcodes(list) => Some(list),
            _ => None,
        }
    }
}
