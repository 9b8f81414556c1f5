//! `tolerance`: how far a drawn line may lie from the true one, in metres.

use crate::api::Problem;

use super::Fields;

const MOST_M: f64 = 10_000.0;

/// Reads `tolerance`; `None` asks for the shapes as they are held.
///
/// # Errors
/// A [`Problem`] for anything but a number from 0 to 10,000.
pub fn tolerance(fields: &mut Fields) -> Result<Option<f64>, Problem> {
    let Some(text) = fields.take("tolerance")? else { return Ok(None) };
    let metres = text.parse::<f64>().ok().filter(|metres| (0.0..=MOST_M).contains(metres));
    let wrong =
        || Problem::parameter("tolerance", format!("'{text}' is not a number of metres from 0 to {MOST_M}"));
    metres.map(Some).ok_or_else(wrong)
}
