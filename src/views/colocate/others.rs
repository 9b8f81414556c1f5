//! Hubs, gaps and possible duplicates.

use serde::Serialize;
use utoipa::ToSchema;

use crate::colocate::{Duplicate, Gap, Hub, TermReach};
use crate::engine::Colocated;

use super::PlaceView;
use super::tidy;

/// Buildings of several owners within a short walk.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct HubView {
    /// The building in the middle.
    pub middle: PlaceView,
    /// All of them with the walk from the middle.
    pub buildings: Vec<HubBuildingView>,
    /// Their owners.
    pub owners: Vec<String>,
    /// Buildings with room that is known to be spare.
    pub with_spare: usize,
    /// Services in them.
    pub services: usize,
}

/// A building of a hub.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct HubBuildingView {
    /// The building.
    pub building: PlaceView,
    /// The walk from the middle, in minutes.
    pub minutes: f64,
}

/// A kind of service that a building could offer as well.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = ServiceGapView)]
pub struct GapView {
    /// The kind of service.
    pub term: String,
    /// The building.
    pub building: PlaceView,
    /// People who would newly be within reach.
    pub people: f64,
    /// Their need among all areas, 0 to 1; null where it is not known.
    pub need: Option<f64>,
    /// Codes of their small areas.
    pub areas: Vec<String>,
    /// What has to be asked of the building first.
    pub questions: Vec<&'static str>,
}

/// How far a kind of service reaches.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TermReachView {
    /// The kind of service.
    pub term: String,
    /// Services of this kind.
    pub services: usize,
    /// People within reach of one.
    pub reached: f64,
    /// People within reach of none.
    pub not_reached: f64,
    /// Of these, people whom the candidates would reach.
    pub could_be_reached: f64,
}

/// Two services that may do the same.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DuplicateView {
    /// What tells it from any other.
    pub id: String,
    /// The kind of service.
    pub term: String,
    /// The first.
    pub first: PlaceView,
    /// The second.
    pub second: PlaceView,
    /// People within reach of both.
    pub people: f64,
    /// Their share of the people within reach of the one that reaches fewer.
    pub overlap: f64,
    /// Minutes a week that both are open; null where it is not known.
    pub shared_minutes: Option<u32>,
}

impl HubView {
    /// The view of a hub.
    #[must_use]
    pub fn new(found: &Colocated, hub: &Hub) -> Self {
        let building = |(at, minutes): &(u32, f64)| HubBuildingView {
            building: PlaceView::building(found, *at),
            minutes: tidy(*minutes),
        };
        Self {
            middle: PlaceView::building(found, hub.middle),
            buildings: hub.buildings.iter().map(building).collect(),
            owners: hub.owners.clone(),
            with_spare: hub.with_spare,
            services: hub.services,
        }
    }
}

impl GapView {
    /// The view of a gap.
    #[must_use]
    pub fn new(found: &Colocated, gap: &Gap) -> Self {
        Self {
            term: gap.term.clone(),
            building: PlaceView::building(found, gap.building),
            people: tidy(gap.people),
            need: gap.need.map(tidy),
            areas: gap.areas.iter().map(|at| found.demand.points[*at as usize].code.clone()).collect(),
            questions: gap.open.iter().map(|gate| gate.question()).collect(),
        }
    }
}

impl TermReachView {
    /// The view of a kind of service.
    #[must_use]
    pub fn new(reach: &TermReach) -> Self {
        Self {
            term: reach.term.clone(),
            services: reach.services,
            reached: tidy(reach.reached),
            not_reached: tidy(reach.not_reached),
            could_be_reached: tidy(reach.could_be),
        }
    }
}

impl DuplicateView {
    /// The view of a possible duplicate.
    #[must_use]
    pub fn new(found: &Colocated, one: &Duplicate) -> Self {
        Self {
            id: one.id(found.setting()),
            term: one.term.clone(),
            first: PlaceView::service(found, one.services.0),
            second: PlaceView::service(found, one.services.1),
            people: tidy(one.people),
            overlap: tidy(one.overlap),
            shared_minutes: one.shared_minutes,
        }
    }
}
