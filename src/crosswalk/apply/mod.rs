//! Carrying figures over a crosswalk: counts, rates, scores, categories.

mod category;
mod count;
mod evidence;
mod rate;
mod score;

pub use category::{Mixture, Share};

use super::error::CrosswalkError;
use super::weights::Crosswalk;
use crate::model::Missing;

/// A figure, or why there is none.
pub type Figure = Result<f64, Missing>;

/// A figure carried to a target, with what it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The figure; missing where a source that matters has none, or where no
    /// source reaches the target.
    pub value: Figure,
    /// What the known sources alone give; equal to the value where there is one.
    pub known_part: f64,
    /// The share of the target's evidence whose figures are known, in 0..=1.
    pub known_share: f64,
    /// The share of the target's ground that sources cover, where shapes are known.
    pub cover: Option<f64>,
}

impl Crosswalk {
    pub(super) fn check_length(&self, what: &'static str, found: usize) -> Result<(), CrosswalkError> {
        let expected = self.from.len();
        if found == expected {
            return Ok(());
        }
        Err(CrosswalkError::WrongLength { what, found, expected, side: self.from.label() })
    }

    fn check_sizes(&self, sizes: &[f64]) -> Result<(), CrosswalkError> {
        self.check_length("sizes", sizes.len())?;
        match sizes.iter().position(|size| !(size.is_finite() && *size >= 0.0)) {
            Some(at) => {
                Err(CrosswalkError::BadSize { code: self.from.codes[at].to_string(), size: sizes[at] })
            }
            None => Ok(()),
        }
    }
}
