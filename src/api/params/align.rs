//! `measure`, `table` and `period`: which figures are to be carried.

use crate::api::Problem;
use crate::engine::{AlignAsk, Engine};

use super::Fields;
use super::crosswalk::{edition_key, layer, way};

/// Reads the whole question.
///
/// # Errors
/// A [`Problem`] that names the parameter.
pub fn ask(fields: &mut Fields, engine: &Engine) -> Result<AlignAsk, Problem> {
    let text = fields.take("measure")?.unwrap_or_default();
    let wrong = |_not_an_id| Problem::parameter("measure", format!("'{text}' is not the id of a measure"));
    let measure = text.parse().map_err(wrong)?;
    let to = layer(fields, engine, "to")?;
    let way = way(fields)?;
    let table = fields.take("table")?.map(|text| edition_key(&text, "table")).transpose()?;
    let period = fields.take("period")?;
    Ok(AlignAsk { measure, table, period, to, way })
}
