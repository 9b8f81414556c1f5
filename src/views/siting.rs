//! Chosen sites and scenarios, for machines: summaries, and features on the ground.

use geo_types::MultiPolygon;
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::engine::{LeftOut, Located, SiteRecord, Sites, SpotsFrom, Tried};
use crate::geom::crs::{grid_to_lonlat, shape_to_lonlat};
use crate::geom::{Grid, LonLat};
use crate::locate::{Answer, Fate, Outcome, Served};
use crate::model::EditionKey;
use crate::scenario::{Access, Range, Tally};

use super::SOFTWARE;

/// What a summary says of the data that it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RestsOnView {
    /// The program.
    pub software: String,
    /// Version of the place.
    pub place_version: u64,
    /// Every edition that was read.
    pub data: Vec<String>,
    /// By what reckoning times were found.
    pub travel: &'static str,
    /// The same in plain words.
    pub travel_words: String,
    /// What the points inside small areas are.
    pub people_at: Vec<String>,
    /// What to know of the figures.
    pub notes: Vec<String>,
    /// Records that are no sites because nothing says where they lie.
    pub unlocated: Vec<String>,
    /// How many records the recipe's filters left out.
    pub filtered: usize,
}

/// The summary of chosen sites.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LocatedView {
    /// The recipe's heading.
    pub title: String,
    /// Which model.
    pub model: &'static str,
    /// `optimal`, `within-gap`, `time-limit`, `infeasible` or `nothing-found`.
    pub status: &'static str,
    /// What the model counts.
    pub objective: Option<f64>,
    /// Its unit.
    pub objective_unit: &'static str,
    /// No set of sites can do better.
    pub bound: Option<f64>,
    /// Distance of both, relative to the objective.
    pub gap: Option<f64>,
    /// Seed of the solver.
    pub seed: u64,
    /// The chosen sites.
    pub chosen: Vec<ChosenView>,
    /// Cover of groups.
    pub groups: Vec<GroupServedView>,
    /// People served, and all that were to be.
    pub people_served: f64,
    /// All people whose number is known.
    pub people: f64,
    /// People from whom no street leads to any site.
    pub off_streets: OffStreetsView,
    /// Areas whose people take no part or are not served, with why.
    pub not_served: Vec<NotServedView>,
    /// Where nothing is possible: what cannot hold together.
    pub conflict: Vec<String>,
    /// Proved: without any one of these the others can hold together.
    pub conflict_minimal: Option<bool>,
    /// Proved: no fewer are in conflict.
    pub conflict_smallest: Option<bool>,
    /// What it rests on.
    pub rests_on: RestsOnView,
}

/// People who live where no street leads to any site.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OffStreetsView {
    /// How many, by the points at which the people of their area live.
    pub people: f64,
    /// Their share of all people; null where there are none.
    pub share: Option<f64>,
    /// Areas of which the other points tell the time for all.
    pub areas_in_part: usize,
    /// Areas from which nobody can walk to any site.
    pub areas_whole: usize,
}

/// One chosen site.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChosenView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its owner or partner.
    pub partner: Option<String>,
    /// `free` or `fixed`.
    pub fate: &'static str,
    /// People who go there.
    pub people: f64,
    /// Small areas that send anybody.
    pub areas: usize,
    /// Its room.
    pub capacity: Option<f64>,
}

/// Cover of one group.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GroupServedView {
    /// The group.
    pub group: String,
    /// The reach in minutes; null where being served at all counts.
    pub within_minutes: Option<f64>,
    /// Its people served.
    pub served: f64,
    /// Its people whose number is known.
    pub people: f64,
    /// Part of them; null where there is nobody.
    pub share: Option<f64>,
    /// The least share that was asked for.
    pub asked: Option<f64>,
    /// Areas in which its number is not known.
    pub areas_unknown: usize,
}

/// An area that is not served.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NotServedView {
    /// Its code.
    pub area: String,
    /// `unreachable`, `not-served`, `no-people` or `people-unknown`.
    pub why: &'static str,
    /// Its people; null where not known.
    pub people: Option<f64>,
}

impl LocatedView {
    /// The view of a recipe that was carried out.
    #[must_use]
    pub fn new(located: &Located, place_version: u64) -> Self {
        let answer = located.outcome.answer();
        let kind = located.problem.model.kind();
        let conflict = match &located.outcome {
            Outcome::Infeasible(conflict) => Some(conflict),
            _ => None,
        };
        let bound = match &located.outcome {
            Outcome::Solved(answer) => Some(answer.bound),
            Outcome::NothingFound { bound, .. } => *bound,
            Outcome::Infeasible(_) => None,
        };
        let people: f64 = located.problem.demand.iter().map(|point| point.weight).sum();
        let astray = located.astray;
        Self {
            title: located.spec.title.clone(),
            model: kind.key(),
            status: match &located.outcome {
                Outcome::Solved(answer) => answer.status.key(),
                Outcome::Infeasible(_) => "infeasible",
                Outcome::NothingFound { .. } => "nothing-found",
            },
            objective: answer.map(|answer| answer.objective),
            objective_unit: match kind.key() {
                "lscp" => "sites",
                "mclp" => "people",
                "p-median" => "person-minutes",
                _ => "minutes",
            },
            bound,
            gap: answer.map(|answer| answer.gap),
            seed: located.spec.limits.seed,
            chosen: answer.map(|answer| chosen(located, answer)).unwrap_or_default(),
            groups: answer.map(|answer| groups(located, answer)).unwrap_or_default(),
            people_served: answer.map_or(0.0, |answer| answer.loads.iter().map(|load| load.people).sum()),
            people,
            off_streets: OffStreetsView {
                people: astray.people,
                share: (people > 0.0).then(|| astray.people / people),
                areas_in_part: astray.areas_in_part,
                areas_whole: astray.areas_whole,
            },
            not_served: not_served(located),
            conflict: conflict.map(|found| found.words(&located.problem, "minutes")).unwrap_or_default(),
            conflict_minimal: conflict.map(|found| found.minimal),
            conflict_smallest: conflict.map(|found| found.smallest),
            rests_on: RestsOnView::new(
                &located.data,
                &located.people,
                &located.sites,
                &located.by,
                place_version,
            ),
        }
    }
}

impl RestsOnView {
    fn new(
        data: &[EditionKey],
        people: &crate::engine::People,
        sites: &Sites,
        by: &crate::engine::TravelBy,
        place_version: u64,
    ) -> Self {
        let unlocated = sites.left_out.iter().filter_map(|left| match left {
            LeftOut::Unlocated(name) => Some(name.clone()),
            LeftOut::Filtered(_) => None,
        });
        let unlocated: Vec<String> = unlocated.collect();
        Self {
            software: SOFTWARE.to_owned(),
            place_version,
            data: data.iter().map(ToString::to_string).collect(),
            travel: by.key(),
            travel_words: by.words(),
            people_at: people.spots_from.iter().map(spots_words).collect(),
            notes: people.notes.iter().map(|note| note.0.clone()).collect(),
            filtered: sites.left_out.len() - unlocated.len(),
            unlocated,
        }
    }
}

fn spots_words(from: &SpotsFrom) -> String {
    match from {
        SpotsFrom::Evidence(kind, edition) => format!("{} of {edition}", kind.key()),
        SpotsFrom::Ground => "an even grid over the ground, where nothing better is known".to_owned(),
    }
}

fn chosen(located: &Located, answer: &Answer) -> Vec<ChosenView> {
    let view = |load: &crate::locate::Load| {
        let (record, site) = (&located.sites.records[load.site], &located.problem.sites[load.site]);
        ChosenView {
            id: record.id.clone(),
            name: record.name.clone(),
            partner: record.partner.clone(),
            fate: site.fate.key(),
            people: load.people,
            areas: load.points,
            capacity: load.capacity,
        }
    };
    answer.loads.iter().map(view).collect()
}

fn groups(located: &Located, answer: &Answer) -> Vec<GroupServedView> {
    let view = |group: &crate::locate::GroupServed| GroupServedView {
        group: located.problem.groups[group.group].clone(),
        within_minutes: group.within,
        served: group.served,
        people: group.people,
        share: (group.people > 0.0).then(|| group.served / group.people),
        asked: group.asked,
        areas_unknown: group.unknown,
    };
    answer.groups.iter().map(view).collect()
}

fn not_served(located: &Located) -> Vec<NotServedView> {
    let mut list: Vec<NotServedView> = Vec::new();
    if let Some(answer) = located.outcome.answer() {
        for (point, served) in located.problem.demand.iter().zip(&answer.served) {
            if let Served::Not(why) = served {
                list.push(NotServedView {
                    area: point.id.clone(),
                    why: why.key(),
                    people: Some(point.weight),
                });
            }
        }
    }
    let unknown = located.people.areas.iter().filter(|area| area.residents.is_none());
    list.extend(unknown.map(|area| NotServedView {
        area: area.code.clone(),
        why: "people-unknown",
        people: None,
    }));
    list
}

/// Sites and areas of an answer as one GeoJSON document (longitude and latitude).
#[must_use]
pub fn located_features(located: &Located, view: &LocatedView) -> Value {
    let answer = located.outcome.answer();
    let mut features: Vec<Value> = located
        .sites
        .records
        .iter()
        .enumerate()
        .map(|(at, site)| site_feature(located, answer, at, site))
        .collect();
    for (point, area) in located.areas.iter().enumerate() {
        let Some(Served::By(by)) = answer.map(|answer| &answer.served[point]) else { continue };
        let (demand, shape) = (&located.problem.demand[point], located.people.shape(*area));
        let sites: Vec<Value> = by
            .iter()
            .map(|(site, share, minutes)| {
                json!({ "site": located.sites.records[*site].id, "share": tidy(*share), "minutes": tidy(*minutes) })
            })
            .collect();
        let properties = json!({
            "kind": "area", "code": demand.id, "name": shape.name, "people": tidy(demand.weight), "served_by": sites,
        });
        features.push(feature(area_geometry(&shape.shape), properties));
    }
    for missing in &view.not_served {
        let at = located.people.areas.iter().position(|area| area.code == missing.area);
        let geometry = at.map_or(Value::Null, |at| area_geometry(&located.people.shape(at).shape));
        let properties = json!({ "kind": "area", "code": missing.area, "people": missing.people, "not_served": missing.why });
        features.push(feature(geometry, properties));
    }
    json!({ "type": "FeatureCollection", "title": view.title, "status": view.status, "features": features })
}

fn site_feature(located: &Located, answer: Option<&Answer>, at: usize, site: &SiteRecord) -> Value {
    let load = answer.and_then(|answer| answer.loads.iter().find(|load| load.site == at));
    let fate = located.problem.sites[at].fate;
    let properties = json!({
        "kind": "site", "id": site.id, "name": site.name, "partner": site.partner,
        "chosen": load.is_some(), "fate": if fate == Fate::Free { Value::Null } else { json!(fate.key()) },
        "people": load.map(|load| tidy(load.people)),
        "capacity": site.capacity.map(|(room, _)| room), "capacity_assumed": site.capacity.map(|(_, assumed)| assumed),
        "cost": site.cost.map(|(cost, _)| cost), "cost_assumed": site.cost.map(|(_, assumed)| assumed),
        "located_by": site.precision.key(),
    });
    feature(point_geometry(site.at), properties)
}

fn feature(geometry: Value, properties: Value) -> Value {
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}

/// A point in longitude and latitude; null where it lies off the grid.
fn point_geometry(at: Grid) -> Value {
    grid_to_lonlat(at).map_or(
        Value::Null,
        |LonLat { lon, lat }| json!({ "type": "Point", "coordinates": [degrees(lon), degrees(lat)] }),
    )
}

fn area_geometry(shape: &MultiPolygon<f64>) -> Value {
    let Ok(shape) = shape_to_lonlat(shape) else { return Value::Null };
    let ring = |ring: &geo_types::LineString<f64>| -> Vec<[f64; 2]> {
        ring.0.iter().map(|at| [degrees(at.x), degrees(at.y)]).collect()
    };
    let polygon = |polygon: &geo_types::Polygon<f64>| -> Vec<Vec<[f64; 2]>> {
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect()
    };
    let all: Vec<Vec<Vec<[f64; 2]>>> = shape.0.iter().map(polygon).collect();
    json!({ "type": "MultiPolygon", "coordinates": all })
}

/// Seven decimals of a degree are a centimetre.
fn degrees(value: f64) -> f64 {
    (value * 1e7).round() / 1e7
}

/// Six decimals: beyond them is the noise of adding up.
fn tidy(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

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
