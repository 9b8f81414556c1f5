//! Chosen sites, for machines: a summary, and features on the ground.

use geo_types::MultiPolygon;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::engine::{LeftOut, Located, SiteRecord, Sites, SpotsFrom};
use crate::geom::crs::{grid_to_lonlat, shape_to_lonlat};
use crate::geom::{Grid, LonLat};
use crate::locate::{Answer, Fate, Outcome, Served};
use crate::model::EditionKey;

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
    pub(super) fn new(
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
            notes: people
                .notes
                .iter()
                .map(|note| note.0.clone())
                .chain(sites.notes.iter().cloned())
                .collect(),
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

pub(super) fn feature(geometry: Value, properties: Value) -> Value {
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}

/// A point in longitude and latitude; null where it lies off the grid.
pub(super) fn point_geometry(at: Grid) -> Value {
    grid_to_lonlat(at).map_or(
        Value::Null,
        |LonLat { lon, lat }| json!({ "type": "Point", "coordinates": [degrees(lon), degrees(lat)] }),
    )
}

pub(super) fn area_geometry(shape: &MultiPolygon<f64>) -> Value {
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
pub(super) fn tidy(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
