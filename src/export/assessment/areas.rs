//! The assessed areas with scores, ranks, ranges, colours and flags: as rows
//! for every format, and as GeoJSON.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Deref;

use serde_json::{Map, Value as Json, json};

use crate::assess::run::NodeResult;
use crate::assess::uncertainty::RankRange;
use crate::engine::{Assessed, Engine};
use crate::export::geojson::geometry;
use crate::export::number::whole;
use crate::export::rows::Value;
use crate::export::{Features, Property, Shape, ShapeKind};
use crate::layer::Layer;
use crate::model::Missing;
use crate::table::ColumnKind;
use crate::views::run::StandingView;

/// The areas of an assessment as rows. `A` is a reference to what was
/// assessed, or shares it.
pub struct AssessedAreas<'a, A> {
    layer: Option<&'a Layer>,
    assessed: A,
    columns: Vec<What>,
    properties: Vec<Property>,
}

/// What a column says of an area. Nodes and indicators are told by position.
#[derive(Debug, Clone, Copy)]
enum What {
    Code,
    Name,
    Score(usize),
    Rank(usize),
    NotRanked(usize),
    RankMedian(usize),
    RankLow(usize),
    RankHigh(usize),
    AmongWorst(usize),
    Figure(usize),
    Colour(usize),
    ShareImputed(usize),
    ShareMissing(usize),
    Cover(usize),
}

impl<'a, A: Deref<Target = Assessed>> AssessedAreas<'a, A> {
    /// The areas of an assessment of a place.
    #[must_use]
    pub fn new(engine: &'a Engine, assessed: A) -> Self {
        let layer = engine.layer(&assessed.spec.areas);
        let (columns, properties) = columns(&assessed).into_iter().unzip();
        Self { layer: layer.map(|layer| &**layer), assessed, columns, properties }
    }

    /// What was assessed.
    #[must_use]
    pub fn assessed(&self) -> &Assessed {
        &self.assessed
    }

    fn range(&self, node: usize, row: usize) -> Result<&RankRange, Missing> {
        self.assessed.rank_range(&self.assessed.run.nodes[node], row).ok_or(Missing::NotApplicable)
    }
}

fn columns(assessed: &Assessed) -> Vec<(What, Property)> {
    use ColumnKind::{Number, Text};
    let run = &assessed.run;
    let of = |what, name: &str, title: &str, kind| (what, Property::new(name, title, kind));
    let whole = |what, name: &str, title: &str| (what, Property::whole(name, title));
    let index = run.nodes.iter().position(|node| node.level == 0).unwrap_or_default();
    let mut all = vec![
        of(What::Code, "code", "Code of the area", Text),
        of(What::Name, "name", "Name", Text),
        of(What::Score(index), "score", &run.nodes[index].title, Number),
        whole(What::Rank(index), "rank", "Rank, 1 for the worst"),
        of(What::NotRanked(index), "not_ranked", "Why it is not ranked", Text),
    ];
    all.extend(range_columns(assessed, index, "", ""));
    for (at, node) in run.nodes.iter().enumerate().filter(|(_, n)| n.level > 0 && n.weighing.is_some()) {
        let name = format!("domain_{}", node.id);
        all.push(of(What::Score(at), &name, &node.title, Number));
        all.push(whole(What::Rank(at), &format!("{name}_rank"), &format!("{}: rank", node.title)));
        all.extend(range_columns(assessed, at, &format!("{name}_"), &format!("{}: ", node.title)));
    }
    for (at, stages) in run.indicators.iter().enumerate() {
        let title = run.nodes.iter().find(|node| node.id == stages.id).map_or(&stages.id, |node| &node.title);
        all.push(of(What::Figure(at), &format!("figure_{}", stages.id), title, Number));
        all.push(of(What::Colour(at), &format!("rag_{}", stages.id), &format!("{title}: colour"), Text));
    }
    all.push(of(What::ShareImputed(index), "share_imputed", "Share of stand-ins by weight, 0 to 1", Number));
    all.push(of(What::ShareMissing(index), "share_missing", "Share of gaps by weight, 0 to 1", Number));
    all.push(of(What::Cover(index), "cover", "Share of the area that its data cover, 0 to 1", Number));
    all
}

/// How sure ranks are, where draws bear on them.
fn range_columns(assessed: &Assessed, at: usize, before: &str, of: &str) -> Vec<(What, Property)> {
    let node: &NodeResult = &assessed.run.nodes[at];
    if assessed.ranges.as_ref().and_then(|ranges| ranges.of(node)).is_none() {
        return Vec::new();
    }
    let name = |what: &str| format!("{before}{what}");
    let number =
        |what: &str, title: &str| Property::new(&name(what), &format!("{of}{title}"), ColumnKind::Number);
    let whole = |what: &str, title: &str| Property::whole(&name(what), &format!("{of}{title}"));
    vec![
        (What::RankMedian(at), number("rank_median", "Median rank of the draws")),
        (What::RankLow(at), whole("rank_low_90", "Rank that 5 % of the draws are below")),
        (What::RankHigh(at), whole("rank_high_90", "Rank that 5 % of the draws are above")),
        (What::AmongWorst(at), number("among_worst", "Share of draws among the worst, 0 to 1")),
    ]
}

impl<A: Deref<Target = Assessed> + Send + Sync> Features for AssessedAreas<'_, A> {
    fn properties(&self) -> &[Property] {
        &self.properties
    }

    fn shapes(&self) -> ShapeKind {
        ShapeKind::Areas
    }

    fn len(&self) -> usize {
        self.assessed.areas.len()
    }

    fn value(&self, row: usize, property: usize) -> Result<Value<'_>, Missing> {
        let run = &self.assessed.run;
        let area = &self.assessed.areas[row];
        let text = |text: &'_ str| Value::Text(Cow::Owned(text.to_owned()));
        let count = |count: usize| Value::Number(count as f64);
        match self.columns[property] {
            What::Code => Ok(Value::Text(Cow::Borrowed(area.code.as_str()))),
            What::Name => {
                area.name.as_deref().map(|name| Value::Text(Cow::Borrowed(name))).ok_or(Missing::NotGiven)
            }
            What::Score(node) => run.nodes[node].scores[row].map(Value::Number),
            What::Rank(node) => {
                let why = run.nodes[node].scores[row].err().unwrap_or(Missing::NotApplicable);
                StandingView::of(run.nodes[node].standings[row]).rank.map(count).ok_or(why)
            }
            What::NotRanked(node) => {
                let standing = StandingView::of(run.nodes[node].standings[row]);
                standing.unranked.map(|why| Value::Text(Cow::Owned(why))).ok_or(Missing::NotApplicable)
            }
            What::RankMedian(node) => self.range(node, row).map(|range| Value::Number(range.median)),
            What::RankLow(node) => self.range(node, row).map(|range| count(range.low)),
            What::RankHigh(node) => self.range(node, row).map(|range| count(range.high)),
            What::AmongWorst(node) => self.range(node, row).map(|range| Value::Number(range.among_worst)),
            What::Figure(indicator) => run.indicators[indicator].raw[row].map(Value::Number),
            What::Colour(indicator) => {
                let rag = run.indicators[indicator].judged[row].rag;
                rag.map(|rag| text(rag.key())).ok_or(Missing::NotApplicable)
            }
            What::ShareImputed(node) => Ok(Value::Number(run.nodes[node].imputed[row])),
            What::ShareMissing(node) => Ok(Value::Number(run.nodes[node].missing[row])),
            What::Cover(node) => Ok(Value::Number(run.nodes[node].cover[row])),
        }
    }

    fn shape(&self, row: usize) -> Option<Shape<'_>> {
        Some(Shape::Area(Cow::Borrowed(&self.layer?.areas.get(row)?.shape)))
    }
}

/// Writes one feature an area. A gap is null; its reason stands in `missing`,
/// by the name of the property.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write_areas(out: &mut dyn Write, engine: &Engine, assessed: &Assessed) -> io::Result<()> {
    let areas = AssessedAreas::new(engine, assessed);
    let head = json!({
        "assessment": assessed.spec.id.to_string(),
        "title": assessed.spec.title,
        "boundaries": assessed.spec.areas.to_string(),
        "place_version": assessed.place_version,
        "attribution": attributions(engine, assessed),
    });
    write!(out, "{{\"type\":\"FeatureCollection\",\"assessment\":{head},\"features\":[")?;
    for (at, area) in assessed.areas.iter().enumerate() {
        let shape = areas.layer.and_then(|layer| layer.areas.get(at)).and_then(|area| geometry(&area.shape));
        let (properties, missing) = said(&areas, at);
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

/// What is said of a row, and why what is not.
fn said(features: &dyn Features, row: usize) -> (Map<String, Json>, Map<String, Json>) {
    let (mut properties, mut missing) = (Map::new(), Map::new());
    for (at, property) in features.properties().iter().enumerate() {
        let value = match features.value(row, at) {
            Ok(Value::Number(number)) if property.is_whole => json!(whole(number)),
            Ok(Value::Number(number)) => json!(number),
            Ok(Value::Flag(flag)) => json!(flag),
            Ok(other) => json!(other.plain()),
            Err(reason) => {
                missing.insert(property.name.clone(), json!(reason.key()));
                Json::Null
            }
        };
        properties.insert(property.name.clone(), value);
    }
    (properties, missing)
}

/// The sentences that publishers ask to be shown, each once.
pub(super) fn attributions(engine: &Engine, assessed: &Assessed) -> Vec<String> {
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
