//! The assessed areas as GeoJSON, with scores, ranks, ranges and colours.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::assess::figure::Figure;
use crate::assess::run::NodeResult;
use crate::engine::{Assessed, Engine};
use crate::export::geojson::geometry;
use crate::views::run::StandingView;

/// Writes one feature an area. A gap is null; its reason stands in `missing`,
/// by the name of the property.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write_areas(out: &mut dyn Write, engine: &Engine, assessed: &Assessed) -> io::Result<()> {
    let layer = engine.layer(&assessed.spec.areas);
    let head = json!({
        "assessment": assessed.spec.id.to_string(),
        "title": assessed.spec.title,
        "boundaries": assessed.spec.areas.to_string(),
        "place_version": assessed.place_version,
        "attribution": attributions(engine, assessed),
    });
    write!(out, "{{\"type\":\"FeatureCollection\",\"assessment\":{head},\"features\":[")?;
    for (at, area) in assessed.areas.iter().enumerate() {
        let shape = layer.and_then(|layer| layer.areas.get(at)).and_then(|area| geometry(&area.shape));
        let (properties, missing) = properties(assessed, at);
        let feature = json!({
            "type": "Feature",
            "id": area.code.to_string(),
            "geometry": shape,
            "properties": properties,
            "missing": missing,
        });
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &feature)?;
    }
    out.write_all(b"\n]}\n")
}

/// The sentences that publishers ask to be shown, each once.
fn attributions(engine: &Engine, assessed: &Assessed) -> Vec<String> {
    let used = assessed.sources.iter().chain(&assessed.people);
    let tables = used.flat_map(|source| std::iter::once(&source.figures).chain(&source.over));
    let layer = engine.edition(&assessed.spec.areas).map(|edition| edition.licence.attribution.clone());
    let mut all: Vec<String> = tables
        .map(|used| used.licence.attribution.clone())
        .chain(layer)
        .filter(|text| !text.is_empty())
        .collect();
    all.sort();
    all.dedup();
    all
}

fn properties(assessed: &Assessed, at: usize) -> (Map<String, Value>, Map<String, Value>) {
    let (mut properties, mut missing) = (Map::new(), Map::new());
    let run = &assessed.run;
    let area = &assessed.areas[at];
    properties.insert("code".into(), json!(area.code.to_string()));
    properties.insert("name".into(), json!(area.name));
    let mut figure = |properties: &mut Map<String, Value>, key: String, figure: &Figure| {
        if let Err(gap) = figure {
            missing.insert(key.clone(), json!(gap.key()));
        }
        properties.insert(key, json!(figure.as_ref().ok()));
    };
    let index = run.index();
    figure(&mut properties, "score".into(), &index.scores[at]);
    let standing = StandingView::of(index.standings[at]);
    properties.insert("rank".into(), json!(standing.rank));
    properties.insert("not_ranked".into(), json!(standing.unranked));
    add_range(&mut properties, assessed, index, "", at);
    for node in run.nodes.iter().filter(|node| node.level > 0 && node.weighing.is_some()) {
        figure(&mut properties, format!("domain_{}", node.id), &node.scores[at]);
        let standing = StandingView::of(node.standings[at]);
        properties.insert(format!("domain_{}_rank", node.id), json!(standing.rank));
        add_range(&mut properties, assessed, node, &format!("domain_{}_", node.id), at);
    }
    for stages in &run.indicators {
        figure(&mut properties, format!("figure_{}", stages.id), &stages.raw[at]);
        properties.insert(
            format!("rag_{}", stages.id),
            json!(stages.judged[at].rag.map(crate::assess::rag::Rag::key)),
        );
    }
    (properties, missing)
}

/// How sure a rank is, where draws bear on it.
fn add_range(
    properties: &mut Map<String, Value>,
    assessed: &Assessed,
    node: &NodeResult,
    before: &str,
    at: usize,
) {
    if assessed.ranges.as_ref().and_then(|ranges| ranges.of(node)).is_none() {
        return;
    }
    let range = assessed.rank_range(node, at);
    properties.insert(format!("{before}rank_median"), json!(range.map(|range| range.median)));
    properties.insert(format!("{before}rank_low_90"), json!(range.map(|range| range.low)));
    properties.insert(format!("{before}rank_high_90"), json!(range.map(|range| range.high)));
    properties.insert(format!("{before}among_worst"), json!(range.map(|range| range.among_worst)));
}
