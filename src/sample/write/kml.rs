//! KML 2.2 with `ExtendedData`, longitude and latitude.

use std::fmt::Write as _;

use super::geojson::lonlat;
use super::workbook::escaped;
use super::{Boundaries, rings};
use crate::sample::SampleError;

/// The bytes of a layer; the column `name` becomes the placemark's name.
///
/// # Errors
/// [`SampleError::Coordinates`] for a point outside Great Britain.
pub(crate) fn bytes(title: &str, layer: &Boundaries, name: &str) -> Result<Vec<u8>, SampleError> {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><name>{}</name>\n",
        escaped(title)
    );
    for (row, shape) in layer.sheet.rows.iter().zip(&layer.shapes) {
        text.push_str("<Placemark>");
        let cells = || layer.sheet.columns.iter().zip(row);
        for (_, value) in cells().filter(|(column, _)| *column == name) {
            let _ = write!(text, "<name>{}</name>", escaped(&value.written()));
        }
        text.push_str("<ExtendedData>");
        for (column, value) in cells().filter(|(column, _)| *column != name) {
            let (column, value) = (escaped(column), escaped(&value.written()));
            let _ = write!(text, "<Data name=\"{column}\"><value>{value}</value></Data>");
        }
        text.push_str("</ExtendedData><MultiGeometry>");
        let mut open = false;
        for (ring, is_hole) in rings(shape) {
            if !is_hole && open {
                text.push_str("</Polygon>");
            }
            if !is_hole {
                text.push_str("<Polygon>");
                open = true;
            }
            let side = if is_hole { "innerBoundaryIs" } else { "outerBoundaryIs" };
            let _ = write!(text, "<{side}><LinearRing><coordinates>");
            for p in ring {
                let (lon, lat) = lonlat(*p)?;
                let _ = write!(text, "{lon},{lat},0 ");
            }
            let _ = write!(text, "</coordinates></LinearRing></{side}>");
        }
        text.push_str("</Polygon></MultiGeometry></Placemark>\n");
    }
    text.push_str("</Document></kml>\n");
    Ok(text.into_bytes())
}
