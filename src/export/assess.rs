//! Results of an assessment as files: scores as CSV, areas as GeoJSON.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::engine::{Assessed, Engine};
use crate::views::SOFTWARE;
use crate::views::assess::AreaResultView;

use super::csv::guard;
use super::geojson::geometry;

/// Columns before the domains and verdicts.
const HEADER: [&str; 14] = [
    "code",
    "name",
    "score",
    "missing",
    "rank",
    "sharing",
    "unranked",
    "rank_low",
    "rank_high",
    "rank_median",
    "among_worst",
    "imputed_share",
    "absent_share",
    "cover",
];

/// Writes one row an area: score, rank and its interval, domain scores, verdicts.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write_csv(out: &mut dyn Write, assessed: &Assessed) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    let first = AreaResultView::new(assessed, 0);
    let domains = first.domains.keys().map(|id| format!("score:{id}"));
    let verdicts = first.rag.keys().map(|id| format!("rag:{id}"));
    out.write_record(HEADER.map(str::to_owned).into_iter().chain(domains).chain(verdicts))?;
    for area in 0..assessed.areas.len() {
        out.write_record(row(&AreaResultView::new(assessed, area)))?;
    }
    out.flush()
}

fn row(area: &AreaResultView) -> Vec<String> {
    let rank = &area.rank;
    let mut row = vec![
        guard(&area.code).into_owned(),
        guard(area.name.as_deref().unwrap_or_default()).into_owned(),
        text(area.score),
        area.missing.clone().unwrap_or_default(),
        text(rank.rank),
        text(rank.sharing),
        rank.unranked.clone().unwrap_or_default(),
        text(rank.low),
        text(rank.high),
        text(rank.median),
        text(rank.among_worst),
        area.imputed.to_string(),
        area.absent.to_string(),
        area.cover.to_string(),
    ];
    row.extend(area.domains.values().map(|score| text(*score)));
    row.extend(area.rag.values().map(|rag| rag.clone().unwrap_or_default()));
    row
}

/// A gap is an empty cell.
fn text(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// Writes the areas with their shapes in longitude and latitude, area by area.
///
/// # Errors
/// When `out` cannot take the bytes, and where the place does not show the areas.
pub fn write_geojson(out: &mut dyn Write, engine: &Engine, assessed: &Assessed) -> io::Result<()> {
    let spec = &assessed.spec;
    let layer = engine.layer(&spec.areas);
    let layer = layer.ok_or_else(|| io::Error::other(format!("the place shows no {}", spec.areas)))?;
    let head = json!({
        "title": spec.title, "assessment": spec.id.to_string(), "areas": spec.areas.to_string(),
        "place_version": assessed.place_version, "software": SOFTWARE,
        "licence": engine.edition(&spec.areas).map(|edition| edition.licence.attribution.clone()),
    });
    write!(out, "{{\"type\":\"FeatureCollection\",\"about\":{head},\"features\":[")?;
    for (at, area) in layer.areas.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        let properties = properties(&AreaResultView::new(assessed, at))?;
        let feature = json!({
            "type": "Feature", "id": area.code.as_str(), "properties": properties,
            "geometry": geometry(&area.shape),
        });
        serde_json::to_writer(&mut *out, &feature)?;
    }
    out.write_all(b"\n]}\n")
}

/// One flat set of properties, the same for every area: clients guess columns from the first.
fn properties(area: &AreaResultView) -> io::Result<Map<String, Value>> {
    let Value::Object(mut all) = serde_json::to_value(area)? else {
        return Err(io::Error::other("an area is an object"));
    };
    for (name, before) in [("rank", ""), ("domains", "score_"), ("rag", "rag_")] {
        if let Some(Value::Object(inner)) = all.remove(name) {
            let renamed = |key: &str| match (name, key) {
                ("rank", "low" | "high" | "median") => format!("rank_{key}"),
                _ => format!("{before}{key}"),
            };
            all.extend(inner.into_iter().map(|(key, value)| (renamed(&key), value)));
        }
    }
    Ok(all)
}
