//! Custom areas and what is estimated for them, on the wire.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::crosswalk::Estimate;
use crate::custom::{CustomArea, Making, SavedArea};
use crate::engine::{AlignedFigure, CustomFigure};
use crate::geom::crs;

use super::LinkView;

/// Ground that is named: a shape, areas of an edition, or postcodes; one of the three.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroundView {
    /// The name to save it under; `/api/estimate` does not take one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A GeoJSON polygon, feature or collection in longitude and latitude.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub geometry: Option<Value>,
    /// Areas of one edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub areas: Option<ListedAreas>,
    /// Postcodes, with any spacing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcodes: Option<Vec<String>>,
    /// Measures to estimate; all where it is left out. For `/api/estimate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<Vec<String>>,
}

/// Areas of one edition.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListedAreas {
    /// The edition, as `wards@2023`.
    pub edition: String,
    /// Codes of its areas.
    pub codes: Vec<String>,
}

/// Another name for a saved area.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewName {
    /// The name.
    pub name: String,
}

/// What is known of a custom area, beside its shape.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CustomAreaView {
    /// Its id; null for an area that is not saved.
    pub id: Option<String>,
    /// Its name; null for an area that is not saved.
    pub name: Option<String>,
    /// `drawn`, `areas`, `postcodes` or `file`.
    pub made: String,
    /// The edition whose areas it was made from.
    pub edition: Option<String>,
    /// Codes, postcodes or the name of the file that it was made from.
    pub made_from: Vec<String>,
    /// What was put right or left out on the way.
    pub notes: Vec<String>,
    /// Planar area in m².
    pub area_m2: f64,
    /// Version of the place that it was made with.
    pub place_version: u64,
    /// When it was saved.
    #[schema(format = DateTime)]
    pub created: Option<String>,
    /// When it was last renamed.
    #[schema(format = DateTime)]
    pub changed: Option<String>,
    /// The program that saved it.
    pub software: Option<String>,
}

/// A custom area with its shape: a GeoJSON feature.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CustomFeatureView {
    /// Always `Feature`.
    #[serde(rename = "type")]
    #[schema(pattern = "^Feature$")]
    pub kind: String,
    /// The area's id.
    pub id: Option<String>,
    /// `MultiPolygon` in longitude and latitude.
    #[schema(value_type = Option<Object>)]
    pub geometry: Option<Value>,
    /// What is known of it.
    pub properties: CustomAreaView,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// The saved custom areas.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CustomListView {
    /// The areas, in the order in which they were saved.
    pub areas: Vec<CustomEntryView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// One saved custom area in the list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CustomEntryView {
    /// What is known of it.
    #[serde(flatten)]
    pub area: CustomAreaView,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// Measures estimated for a custom area.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EstimatesView {
    /// Version of the place that answered.
    pub version: u64,
    /// The area.
    pub area: CustomAreaView,
    /// One entry a measure, in the manifest's order.
    pub figures: Vec<CustomFigureView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// One measure estimated for a custom area.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CustomFigureView {
    /// Id of the measure.
    pub measure: String,
    /// Its name.
    pub title: String,
    /// `count`, `rate`, `score` or `category`.
    pub kind: String,
    /// Its unit.
    pub unit: String,
    /// Always true: figures of custom areas are estimates.
    pub estimated: bool,
    /// The estimate; null where there is none.
    pub value: Option<f64>,
    /// Why there is none: `suppressed`, `not-given`, `not-applicable` or `not-covered`.
    pub missing: Option<String>,
    /// Why there is none, in a sentence.
    pub reason: Option<String>,
    /// What the areas with figures alone give; null where none has one.
    pub known_part: Option<f64>,
    /// Low end of the 95 % range; null where there is no estimate and for categories.
    pub low: Option<f64>,
    /// High end of the 95 % range.
    pub high: Option<f64>,
    /// The range in one letter, A to E.
    pub grade: Option<String>,
    /// The share of the evidence whose figures are known, 0 to 1.
    pub known_share: Option<f64>,
    /// The share of the ground that areas with figures cover, 0 to 1.
    pub cover: Option<f64>,
    /// For categories, the share of each.
    pub shares: Vec<ShareView>,
    /// The table edition that the figures stand in; null where it cannot be read.
    pub table: Option<String>,
    /// The edition whose areas they are of.
    pub geography: Option<String>,
    /// The period that they speak of.
    pub period: Option<String>,
    /// Areas that it is put together from.
    pub sources: usize,
    /// Those of them that lie in it whole.
    pub sources_whole: usize,
    /// How many areas are weighed by each kind of evidence, best first.
    pub evidence: Vec<RungView>,
    /// For counts, what became of the figures of the areas touched.
    pub balance: Option<BalanceView>,
    /// Areas among them without a figure.
    pub gaps: Vec<GapView>,
}

/// The share of one category.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CustomShareView)]
pub struct ShareView {
    /// The category; null for areas that have none.
    pub category: Option<String>,
    /// Why there is none.
    pub missing: Option<String>,
    /// Its share, 0 to 1.
    pub share: f64,
}

/// Areas weighed by one kind of evidence.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CustomRungView)]
pub struct RungView {
    /// `addresses`, `postcode-households`, `small-area-population`, `other-points` or `area`.
    pub evidence: String,
    /// How many areas.
    pub areas: usize,
}

/// What became of the total of the areas touched.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CustomBalanceView)]
pub struct BalanceView {
    /// Sum of their known figures.
    pub total: f64,
    /// What of it is in the custom area.
    pub inside: f64,
    /// What of it lies beside.
    pub outside: f64,
    /// Areas without a figure.
    pub missing: usize,
}

/// An area without a figure.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CustomGapView)]
pub struct GapView {
    /// Its code.
    pub code: String,
    /// Why.
    pub reason: String,
}

impl CustomAreaView {
    /// An area that is not saved.
    #[must_use]
    pub fn unsaved(area: &CustomArea) -> Self {
        let (edition, made_from) = match &area.made {
            Making::Drawn => (None, Vec::new()),
            Making::Areas { edition, codes } => {
                (Some(edition.to_string()), codes.iter().map(ToString::to_string).collect())
            }
            Making::Postcodes(list) => (None, list.iter().map(ToString::to_string).collect()),
            Making::Uploaded { file } => (None, vec![file.clone()]),
        };
        Self {
            id: None,
            name: None,
            made: area.made.key().to_owned(),
            edition,
            made_from,
            notes: area.notes.clone(),
            area_m2: area.area_m2,
            place_version: area.place_version,
            created: None,
            changed: None,
            software: None,
        }
    }

    /// A saved area.
    #[must_use]
    pub fn saved(saved: &SavedArea) -> Self {
        Self {
            id: Some(saved.id.clone()),
            name: Some(saved.name.to_string()),
            created: Some(saved.created.to_string()),
            changed: Some(saved.changed.to_string()),
            software: Some(saved.software.clone()),
            ..Self::unsaved(&saved.area)
        }
    }
}

impl CustomFeatureView {
    /// A feature in longitude and latitude.
    #[must_use]
    pub fn new(area: &CustomArea, properties: CustomAreaView, links: Vec<LinkView>) -> Self {
        let geometry = crs::shape_to_lonlat(&area.shape).ok();
        Self {
            kind: "Feature".to_owned(),
            id: properties.id.clone(),
            geometry: geometry.map(|shape| multi_polygon(&shape)),
            properties,
            links,
        }
    }
}

/// GeoJSON with seven decimals: about a centimetre.
fn multi_polygon(shape: &geo_types::MultiPolygon<f64>) -> Value {
    let rounded = |value: f64| (value * 1e7).round() / 1e7;
    let ring = |ring: &geo_types::LineString<f64>| -> Value {
        ring.0.iter().map(|c| Value::from(vec![rounded(c.x), rounded(c.y)])).collect()
    };
    let part = |part: &geo_types::Polygon<f64>| -> Value {
        std::iter::once(part.exterior()).chain(part.interiors()).map(ring).collect()
    };
    let parts: Value = shape.0.iter().map(part).collect();
    serde_json::json!({ "type": "MultiPolygon", "coordinates": parts })
}

impl From<&CustomFigure> for CustomFigureView {
    fn from(found: &CustomFigure) -> Self {
        let number = match &found.figure {
            AlignedFigure::Number(estimate) => Some(*estimate),
            AlignedFigure::Mixture(_) => None,
        };
        let value = number.map(|estimate| estimate.value);
        Self {
            measure: found.measure.id.to_string(),
            title: found.measure.title.clone(),
            kind: found.measure.kind.key().to_owned(),
            unit: found.measure.unit.clone(),
            estimated: true,
            value: value.and_then(Result::ok),
            missing: value.and_then(Result::err).map(|reason| reason.key().to_owned()),
            reason: found.reason.clone(),
            known_part: number.and_then(known_part),
            low: found.margin.map(|margin| margin.range.low),
            high: found.margin.map(|margin| margin.range.high),
            grade: found.margin.map(|margin| margin.grade.key().to_owned()),
            known_share: number.map(|estimate| estimate.known_share),
            cover: number.and_then(|estimate| estimate.cover),
            shares: shares(&found.figure),
            table: Some(found.table.to_string()),
            geography: Some(found.geography.to_string()),
            period: found.period.clone(),
            sources: found.sources,
            sources_whole: found.whole,
            evidence: found.rungs.iter().map(RungView::from).collect(),
            balance: found.balance.map(BalanceView::from),
            gaps: found.gaps.iter().map(GapView::from).collect(),
        }
    }
}

/// Nothing known is no part of nought.
fn known_part(estimate: Estimate) -> Option<f64> {
    (estimate.known_share > 0.0).then_some(estimate.known_part)
}

fn shares(figure: &AlignedFigure) -> Vec<ShareView> {
    let AlignedFigure::Mixture(mixture) = figure else { return Vec::new() };
    let view = |share: &crate::crosswalk::Share| ShareView {
        category: share.category.as_ref().ok().cloned(),
        missing: share.category.as_ref().err().map(|reason| reason.key().to_owned()),
        share: share.share,
    };
    mixture.iter().map(view).collect()
}

impl CustomFigureView {
    /// A measure that cannot be read, with the reason.
    #[must_use]
    pub fn unreadable(measure: &crate::model::Measure, reason: String) -> Self {
        Self {
            measure: measure.id.to_string(),
            title: measure.title.clone(),
            kind: measure.kind.key().to_owned(),
            unit: measure.unit.clone(),
            estimated: true,
            value: None,
            missing: None,
            reason: Some(reason),
            known_part: None,
            low: None,
            high: None,
            grade: None,
            known_share: None,
            cover: None,
            shares: Vec::new(),
            table: None,
            geography: None,
            period: None,
            sources: 0,
            sources_whole: 0,
            evidence: Vec::new(),
            balance: None,
            gaps: Vec::new(),
        }
    }
}

impl From<&(crate::crosswalk::Rung, usize)> for RungView {
    fn from((rung, areas): &(crate::crosswalk::Rung, usize)) -> Self {
        Self { evidence: rung.key().to_owned(), areas: *areas }
    }
}

impl From<crate::crosswalk::Balance> for BalanceView {
    fn from(balance: crate::crosswalk::Balance) -> Self {
        Self {
            total: balance.total,
            inside: balance.placed,
            outside: balance.spilled,
            missing: balance.missing,
        }
    }
}

impl From<&crate::engine::Gap> for GapView {
    fn from(gap: &crate::engine::Gap) -> Self {
        Self { code: gap.code.to_string(), reason: gap.reason.key().to_owned() }
    }
}
