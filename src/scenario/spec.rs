//! What a person writes down to try out a plan.

use jiff::civil::Date;

use crate::locate::{EditionRef, PeopleSpec, SitesSpec, TravelSpec};

use super::pack::{Mitigation, SignOff};
use super::tally::Thresholds;

/// One change, as it is written.
#[derive(Debug, Clone, PartialEq)]
pub enum ActionSpec {
    /// A site of the register closes.
    Close {
        /// Its id.
        site: String,
    },
    /// A site moves to a point or to a record of another register.
    Move {
        /// Its id.
        site: String,
        /// Where to.
        to: PlaceSpec,
    },
    /// The service comes to a point or to a record of another register.
    Open {
        /// Where.
        at: PlaceSpec,
    },
    /// A site moves in with another service.
    Share {
        /// Its id.
        site: String,
        /// The building.
        with: PlaceSpec,
    },
}

/// A place that is not a site yet.
#[derive(Debug, Clone, PartialEq)]
pub enum PlaceSpec {
    /// A point of the National Grid, with a name.
    Point {
        /// What it is called.
        name: String,
        /// Metres east.
        easting: f64,
        /// Metres north.
        northing: f64,
    },
    /// A record of a register.
    Record {
        /// The register.
        register: EditionRef,
        /// The record's id.
        id: String,
    },
}

/// What goes with a decision, besides what is reckoned.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PackSpec {
    /// The decision it belongs to, once there is one.
    pub decision: Option<String>,
    /// What is done for those who lose.
    pub mitigations: Vec<Mitigation>,
    /// Who answers for it.
    pub sign_off: Option<SignOff>,
}

/// A whole recipe.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioSpec {
    /// Its heading.
    pub title: String,
    /// The day that the pack bears; `None` where no pack is wanted.
    pub date: Option<Date>,
    /// What is taken for granted, in sentences.
    pub assumptions: Vec<String>,
    /// Who is served.
    pub people: PeopleSpec,
    /// The service as it is today.
    pub sites: SitesSpec,
    /// How people get there.
    pub travel: TravelSpec,
    /// When a change counts.
    pub thresholds: Thresholds,
    /// What changes.
    pub actions: Vec<ActionSpec>,
    /// What goes with a decision.
    pub pack: PackSpec,
}
