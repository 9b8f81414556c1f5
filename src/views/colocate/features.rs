//! Candidates as GeoJSON: lines, points and who is meant by them.

use serde_json::{Value, json};

use crate::engine::{Colocated, Engine};
use crate::geom::crs::grid_to_lonlat;
use crate::geom::{Grid, LonLat};

use super::{CandidateView, DuplicateView, GapView, HubView, citations};

/// All candidates of a search as one GeoJSON document (longitude and latitude).
///
/// Pairs and duplicates are lines from one place to the other (points where
/// both are at one), hubs several points, gaps the point of the building.
#[must_use]
pub fn features(engine: &Engine, found: &Colocated) -> Value {
    let services = |at: u32| found.estate.services[at as usize].at.map(|(at, _)| at);
    let buildings = |at: u32| found.estate.buildings[at as usize].at.map(|(at, _)| at);
    let mut features: Vec<Value> = Vec::new();
    for pair in &found.found.pairs {
        let line = line(services(pair.service), buildings(pair.building));
        features.push(feature("pair", line, json!(CandidateView::new(found, pair))));
    }
    for hub in &found.found.hubs {
        let points: Vec<Value> =
            hub.buildings.iter().filter_map(|(at, _)| position(buildings(*at)?)).collect();
        let shape = json!({ "type": "MultiPoint", "coordinates": points });
        features.push(feature("hub", shape, json!(HubView::new(found, hub))));
    }
    for gap in &found.found.gaps {
        features.push(feature("gap", point(buildings(gap.building)), json!(GapView::new(found, gap))));
    }
    for one in &found.found.duplicates {
        let line = line(services(one.services.0), services(one.services.1));
        features.push(feature("duplicate", line, json!(DuplicateView::new(found, one))));
    }
    json!({
        "type": "FeatureCollection",
        "title": found.spec.title,
        "search": found.spec.id.to_string(),
        "place_version": found.version,
        "walks": found.by().words(),
        "citations": citations(engine, found),
        "features": features,
    })
}

fn feature(kind: &str, geometry: Value, mut properties: Value) -> Value {
    let id = properties.get("id").cloned();
    if let Some(map) = properties.as_object_mut() {
        map.insert("kind".to_owned(), json!(kind));
    }
    let mut feature = json!({ "type": "Feature", "geometry": geometry, "properties": properties });
    if let (Some(id), Some(map)) = (id, feature.as_object_mut()) {
        map.insert("id".to_owned(), id);
    }
    feature
}

fn line(from: Option<Grid>, to: Option<Grid>) -> Value {
    match (from, to) {
        (Some(from), Some(to)) if from != to => match (position(from), position(to)) {
            (Some(from), Some(to)) => json!({ "type": "LineString", "coordinates": [from, to] }),
            _ => Value::Null,
        },
        (Some(at), _) | (None, Some(at)) => point(Some(at)),
        (None, None) => Value::Null,
    }
}

fn point(at: Option<Grid>) -> Value {
    let place = at.and_then(position);
    place.map_or(Value::Null, |place| json!({ "type": "Point", "coordinates": place }))
}

/// Seven decimals of a degree are a centimetre. `None` off the grid.
fn position(at: Grid) -> Option<Value> {
    let LonLat { lon, lat } = grid_to_lonlat(at).ok()?;
    let degrees = |value: f64| (value * 1e7).round() / 1e7;
    Some(json!([degrees(lon), degrees(lat)]))
}
