//! Why a custom area cannot be.

use crate::geom::repair::RepairError;
use crate::model::EditionKey;

/// Why what was asked for is no area.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CustomError {
    /// Nothing was given.
    #[error("{0}")]
    Nothing(&'static str),
    /// More than is read.
    #[error("there are {found} {what}; an area is made from at most {most}")]
    TooMany {
        /// What was counted.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many are read.
        most: usize,
    },
    /// An outline cannot be put right.
    #[error("shape {number} cannot be used: {error}{}", at.as_ref().map_or_else(String::new, |at| format!(" ({at})")))]
    Shape {
        /// Which of the shapes, from 1.
        number: usize,
        /// Why.
        error: RepairError,
        /// The first defect with its place, in words.
        at: Option<String>,
    },
    /// The place shows no such layer.
    #[error("the place shows no layer edition {0}")]
    NoLayer(EditionKey),
    /// Codes that the layer does not have.
    #[error("{edition} has no area with the code {}", named(.codes))]
    UnknownCodes {
        /// The edition.
        edition: EditionKey,
        /// The codes.
        codes: Vec<String>,
    },
    /// The place has no list of postcodes.
    #[error("the place has no list of postcodes, so an area cannot be made from them")]
    NoPostcodeList,
    /// No postcode of the list is in use here.
    #[error("no postcode of the list is in use in this place: {}", named(.0))]
    NoPostcodeHere(Vec<String>),
    /// The ground lies outside everything that the place knows.
    #[error("this ground lies outside the place: no area of any of its layers reaches it")]
    OutsidePlace,
}

/// The first few of some texts, and how many more there are.
pub(crate) fn named(texts: &[String]) -> String {
    const NAMED: usize = 5;
    let first = texts.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match texts.len().checked_sub(NAMED) {
        Some(more) if more > 0 => format!("{first} and {more} more"),
        _ => first,
    }
}
