//! The map as files of its own: SVG for large layers, GeoJSON for the map that can be moved.

use std::collections::BTreeSet;

use geo::InteriorPoint;
use serde_json::{Value, json};

use crate::model::EditionKey;
use crate::pages::mapblock::{self, Outlines};
use crate::pages::mapfile::{coordinates, degrees};
use crate::pages::sheet::Sheet;

use super::map;
use super::subject::Subject;

/// The map as one SVG picture.
pub(super) fn svg(subject: &Subject<'_>) -> Option<String> {
    map::svg(subject, false).map(|(svg, _)| svg.into_string())
}

/// The map for a sheet of its own, with whence its boundaries and figures are.
pub(super) fn sheet(subject: &Subject<'_>) -> Option<Sheet> {
    let mut sources = vec![mapblock::credit("Boundaries", subject.edition)];
    let tables: BTreeSet<&EditionKey> = subject
        .assessed
        .sources
        .iter()
        .filter(|source| subject.is_index() || shows(subject, &source.indicator))
        .flat_map(|source| std::iter::once(&source.figures).chain(&source.over))
        .map(|figures| &figures.table)
        .collect();
    let tables = tables.into_iter().filter_map(|key| subject.engine.edition(key));
    sources.extend(tables.map(|table| mapblock::credit("Figures", table)));
    let picture = map::picture(subject)?;
    Some(Sheet::of(subject.engine, picture, map::key(subject), &sources))
}

/// Whether an indicator's figures are in the part that is shown: itself, or a domain that has it.
fn shows(subject: &Subject<'_>, indicator: &str) -> bool {
    let run = subject.run();
    let mut at = run.node(indicator);
    while let Some(node) = at {
        if node.id == subject.node.id {
            return true;
        }
        at = node.parent.and_then(|parent| run.nodes.get(parent));
    }
    false
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
