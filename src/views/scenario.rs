//! Scenarios, for machines: a summary, and features on the ground.

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::engine::Tried;
use crate::scenario::{Access, Range, Tally};

use super::siting::{RestsOnView, area_geometry, feature, point_geometry, tidy};

/// The summary of a scenario.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TriedView {
    /// The recipe's heading.
    pub title: String,
    /// A digest of the recipe and of the data it was reckoned on.
    pub id: String,
    /// A scenario is a trial: nothing of it is in the place.
    pub kind: &'static str,
    /// What is taken for granted.
    pub assumptions: Vec<String>,
    /// What changes, in plain words.
    pub actions: Vec<String>,
    /// More minutes than this are a loss or a gain.
    pub threshold_minutes: f64,
    /// Within so many minutes the service is near.
    pub near_minutes: f64,
    /// Who gains and loses.
    pub tallies: Vec<TallyView>,
    /// What it rests on.
    pub rests_on: RestsOnView,
}

/// An estimate with its 95 % range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
#[schema(as = SitingRangeView)]
pub struct RangeView {
    /// The estimate.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// What becomes of one population.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = SitingTallyView)]
pub struct TallyView {
    /// What it is one part of.
    pub family: String,
    /// Which people.
    pub name: String,
    /// How many.
    pub people: RangeView,
    /// For whom it takes longer by more than the threshold.
    pub losing: RangeView,
    /// For whom it is quicker.
    pub gaining: RangeView,
    /// Near before and not after.
    pub no_longer_near: RangeView,
    /// Near after and not before.
    pub newly_near: RangeView,
    /// Reached before and not after.
    pub cut_off: RangeView,
    /// Reached after and not before.
    pub newly_reached: RangeView,
    /// Reached neither before nor after.
    pub never_reached: RangeView,
    /// Mean minutes before; null where nobody reaches it.
    pub minutes_before: Option<f64>,
    /// Mean minutes after.
    pub minutes_after: Option<f64>,
    /// Part who lose or are cut off.
    pub share_losing: Option<RangeView>,
    /// Whether the range of that part lies wholly above that of all residents.
    pub harder_hit: bool,
    /// Areas in which the number is not known.
    pub areas_unknown: usize,
}

impl From<Range> for RangeView {
    fn from(range: Range) -> Self {
        Self { value: tidy(range.value), low: tidy(range.low), high: tidy(range.high) }
    }
}

impl From<&Tally> for TallyView {
    fn from(tally: &Tally) -> Self {
        Self {
            family: tally.family.clone(),
            name: tally.name.clone(),
            people: tally.people.into(),
            losing: tally.losing.into(),
            gaining: tally.gaining.into(),
            no_longer_near: tally.no_longer_near.into(),
            newly_near: tally.newly_near.into(),
            cut_off: tally.cut_off.into(),
            newly_reached: tally.newly_reached.into(),
            never_reached: tally.never_reached.into(),
            minutes_before: tally.minutes_before.map(tidy),
            minutes_after: tally.minutes_after.map(tidy),
            share_losing: tally.share_losing.map(RangeView::from),
            harder_hit: tally.harder_hit,
            areas_unknown: tally.areas_unknown,
        }
    }
}

impl TriedView {
    /// The view of a scenario.
    #[must_use]
    pub fn new(tried: &Tried) -> Self {
        Self {
            title: tried.spec.title.clone(),
            id: tried.id.clone(),
            kind: "scenario",
            assumptions: tried.spec.assumptions.clone(),
            actions: tried.plan.actions.iter().map(|action| action.words(&tried.setting)).collect(),
            threshold_minutes: tried.spec.thresholds.minutes,
            near_minutes: tried.spec.thresholds.near,
            tallies: tried.effect.tallies.iter().map(TallyView::from).collect(),
            rests_on: RestsOnView::new(&tried.data, &tried.people, &tried.sites, &tried.by, tried.version),
        }
    }
}

/// Areas and places of a scenario as one GeoJSON document.
#[must_use]
pub fn tried_features(tried: &Tried) -> Value {
    let mut features = Vec::new();
    for (at, venue) in tried.setting.venues.iter().enumerate() {
        let properties = json!({
            "kind": "place", "id": venue.id, "name": venue.name,
            "before": tried.effect.applied.before[at], "after": tried.effect.applied.after[at],
        });
        features.push(feature(point_geometry(tried.places[at]), properties));
    }
    for (at, (area, effect)) in tried.setting.areas.iter().zip(&tried.effect.areas).enumerate() {
        let mut properties = Map::new();
        properties.insert("kind".into(), json!("area"));
        properties.insert("code".into(), json!(area.code));
        properties.insert("name".into(), json!(area.name));
        properties.insert("residents".into(), json!(area.residents.map(|count| tidy(count.people))));
        for (when, access) in [("before", &effect.before), ("after", &effect.after)] {
            access_properties(tried, when, access, &mut properties);
        }
        properties.insert("change_minutes".into(), json!(effect.change.map(tidy)));
        properties.insert("share_losing".into(), json!(tidy(effect.losing())));
        properties.insert("share_gaining".into(), json!(tidy(effect.gaining())));
        features.push(feature(area_geometry(&tried.people.shape(at).shape), Value::Object(properties)));
    }
    json!({
        "type": "FeatureCollection", "title": tried.spec.title, "scenario": tried.id,
        "note": "A trial: nothing in it is part of the place.", "features": features,
    })
}

fn access_properties(tried: &Tried, when: &str, access: &Access, properties: &mut Map<String, Value>) {
    let mut set = |name: &str, value: Value| properties.insert(format!("{name}_{when}"), value);
    set("minutes", json!(access.minutes.map(tidy)));
    set("least_minutes", json!(access.range.map(|(least, _)| tidy(least))));
    set("most_minutes", json!(access.range.map(|(_, most)| tidy(most))));
    set("nearest", json!(access.venue.map(|at| &tried.setting.venues[at].id)));
    set("share_unreached", json!(tidy(access.unreached)));
}
