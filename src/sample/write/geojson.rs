//! GeoJSON, of today and as it was written before RFC 7946.

use std::fmt::Write as _;

use geo_types::MultiPolygon;

use super::super::line::Point;
use super::{Boundaries, Value};
use crate::geom::{Grid, crs};
use crate::sample::SampleError;

/// Which GeoJSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// RFC 7946: longitude and latitude, shells anticlockwise.
    Current,
    /// Before RFC 7946: a `crs` member that names CRS84, shells clockwise.
    OldLonLat,
    /// Before RFC 7946: a `crs` member that names EPSG:27700, metres to a decimetre.
    OldGrid,
}

/// The bytes of a layer.
///
/// # Errors
/// [`SampleError::Coordinates`] for a point outside Great Britain.
pub(crate) fn bytes(name: &str, layer: &Boundaries, flavour: Flavour) -> Result<Vec<u8>, SampleError> {
    let mut text = format!("{{\n\"type\": \"FeatureCollection\",\n\"name\": {},\n", quoted(name));
    text.push_str(match flavour {
        Flavour::Current => "",
        Flavour::OldLonLat => {
            "\"crs\": { \"type\": \"name\", \"properties\": { \"name\": \"urn:ogc:def:crs:OGC:1.3:CRS84\" } },\n"
        }
        Flavour::OldGrid => {
            "\"crs\": { \"type\": \"name\", \"properties\": { \"name\": \"urn:ogc:def:crs:EPSG::27700\" } },\n"
        }
    });
    text.push_str("\"features\": [\n");
    for (i, (row, shape)) in layer.sheet.rows.iter().zip(&layer.shapes).enumerate() {
        if i > 0 {
            text.push_str(",\n");
        }
        text.push_str("{ \"type\": \"Feature\", \"properties\": { ");
        for (n, (name, value)) in layer.sheet.columns.iter().zip(row).enumerate() {
            let comma = if n > 0 { ", " } else { "" };
            let _ = write!(text, "{comma}{}: {}", quoted(name), json(value));
        }
        text.push_str(" }, \"geometry\": ");
        geometry(&mut text, shape, flavour)?;
        text.push_str(" }");
    }
    text.push_str("\n]\n}\n");
    Ok(text.into_bytes())
}

fn geometry(text: &mut String, shape: &MultiPolygon<f64>, flavour: Flavour) -> Result<(), SampleError> {
    let single = shape.0.len() == 1;
    text.push_str(if single {
        "{ \"type\": \"Polygon\", \"coordinates\": "
    } else {
        "{ \"type\": \"MultiPolygon\", \"coordinates\": ["
    });
    for (i, polygon) in shape.0.iter().enumerate() {
        text.push_str(if i > 0 { ", [" } else { "[" });
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        for (n, ring) in rings.enumerate() {
            text.push_str(if n > 0 { ", [" } else { "[" });
            positions(text, &ring.0, flavour)?;
            text.push(']');
        }
        text.push(']');
    }
    text.push_str(if single { " }" } else { "] }" });
    Ok(())
}

fn positions(text: &mut String, ring: &[Point], flavour: Flavour) -> Result<(), SampleError> {
    let mut points = ring.to_vec();
    if flavour == Flavour::OldLonLat {
        points.reverse();
    }
    for (i, p) in points.into_iter().enumerate() {
        let comma = if i > 0 { "," } else { "" };
        let _ = if flavour == Flavour::OldGrid {
            write!(text, "{comma}[{:.1},{:.1}]", p.x, p.y)
        } else {
            let (lon, lat) = lonlat(p)?;
            write!(text, "{comma}[{lon},{lat}]")
        };
    }
    Ok(())
}

/// Longitude and latitude to seven decimals, about a centimetre.
pub(crate) fn lonlat(p: Point) -> Result<(f64, f64), SampleError> {
    let ll = crs::grid_to_lonlat(Grid { e: p.x, n: p.y }).map_err(SampleError::Coordinates)?;
    Ok(((ll.lon * 1e7).round() / 1e7, (ll.lat * 1e7).round() / 1e7))
}

/// A value as JSON.
pub(crate) fn json(value: &Value) -> String {
    match value {
        Value::Empty => "null".to_owned(),
        Value::Text(text) => quoted(text),
        Value::Int(_) | Value::Real(..) => value.written(),
    }
}

/// A text as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
