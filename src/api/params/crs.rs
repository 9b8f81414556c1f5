//! `crs` and `bbox-crs`: the system of coordinates, by its full address.

use crate::api::Problem;
use crate::export::geojson::OutputCrs;

use super::Fields;

/// Reads the system of the answer's coordinates; longitude and latitude where left out.
///
/// # Errors
/// A [`Problem`] that lists the systems there are.
pub fn crs(fields: &mut Fields) -> Result<OutputCrs, Problem> {
    read(fields, "crs")
}

/// Reads the system of the coordinates of `bbox`.
///
/// # Errors
/// A [`Problem`] that lists the systems there are.
pub fn bbox_crs(fields: &mut Fields) -> Result<OutputCrs, Problem> {
    read(fields, "bbox-crs")
}

fn read(fields: &mut Fields, name: &'static str) -> Result<OutputCrs, Problem> {
    let Some(uri) = fields.take(name)? else { return Ok(OutputCrs::LonLat) };
    let offered = [OutputCrs::LonLat, OutputCrs::Grid];
    OutputCrs::from_uri(&uri).filter(|crs| offered.contains(crs)).ok_or_else(|| {
        let detail =
            format!("'{uri}' is not offered; write {} or {}", OutputCrs::LonLat.uri(), OutputCrs::Grid.uri());
        Problem::parameter(name, detail)
    })
}
