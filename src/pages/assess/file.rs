//! The map as files of its own: SVG for large layers, GeoJSON for the map that can be moved.

use geo::InteriorPoint;
use serde_json::{Value, json};

use crate::pages::mapblock::Outlines;
use crate::pages::mapfile::{coordinates, degrees};

use super::map;
use super::subject::Subject;

/// The map as one SVG picture.
pub(super) fn svg(subject: &Subject<'_>) -> Option<String> {
    map::svg(subject, false).map(|(svg, _)| svg.into_string())
}

/// The map as GeoJSON for display: generalised shapes in degrees, with label,
/// address, fill, hatch, sign and words.
pub(super) fn geojson(subject: &Subject<'_>) -> Option<Value> {
    let outlines = Outlines::of(subject.engine, &subject.edition.key)?;
    let feature = |area: usize| {
        let shape = outlines.shape(area)?;
        let look = map::look(subject, area);
        Some(json!({
            "type": "Feature",
            "properties": {
                "code": subject.code(area),
                "label": subject.label(area),
                "href": super::area_path(subject, area),
                "fill": look.fill,
                "unsure": look.unsure,
                "sign": look.sign.map(super::hot::Sign::letter),
                "words": map::spoken(subject, area).split_once(": ").map(|(_, words)| words),
                "middle": shape.interior_point().and_then(|point| degrees(point.0)),
            },
            "geometry": { "type": "MultiPolygon", "coordinates": coordinates(shape)? },
        }))
    };
    let features: Vec<Value> = (0..subject.assessed.areas.len()).filter_map(feature).collect();
    Some(json!({ "type": "FeatureCollection", "features": features }))
}
