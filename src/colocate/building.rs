//! A building and a service, as far as registers tell of them.

use jiff::civil::Date;

use crate::geom::Grid;
use crate::model::PartnerType;
use crate::register::Precision;

use super::hours::Week;
use super::told::Told;
use super::words::{Grade, Tenure, YesNo};

/// Where something stands, and how exactly that is known.
pub type Placed = Option<(Grid, Precision)>;

/// A building that could be shared. Whatever no register tells is unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct Building {
    /// The id in the register that is believed first.
    pub id: String,
    /// Its name; the id where it has none.
    pub name: String,
    /// Where it stands.
    pub at: Placed,
    /// Register and row of each record that tells of it, the one believed first foremost.
    pub records: Vec<(u16, u64)>,
    /// Who owns it.
    pub owner: Told<String>,
    /// What kind of organisation that is.
    pub partner: Told<PartnerType>,
    /// Unique property reference number, in plain digits.
    pub uprn: Told<String>,
    /// When it is open.
    pub hours: Told<Week>,
    /// By what right the owner has it.
    pub tenure: Told<Tenure>,
    /// Who occupies it, as written.
    pub tenure_detail: Told<String>,
    /// Last day of the lease.
    pub lease_end: Told<Date>,
    /// Whether sharing is allowed.
    pub sharing: Told<YesNo>,
    /// Floor in m².
    pub floor_area: Told<f64>,
    /// Spare floor in m².
    pub spare_area: Told<f64>,
    /// Spare desks.
    pub spare_desks: Told<f64>,
    /// Spare sessions a week.
    pub spare_sessions: Told<f64>,
    /// Step-free access.
    pub step_free: Told<YesNo>,
    /// Condition.
    pub condition: Told<Grade>,
    /// Running cost in pounds a year.
    pub running_cost: Told<f64>,
    /// Last day on which its statutory checks are in date.
    pub compliance_until: Told<Date>,
    /// Whether part of it can be kept apart.
    pub separate_space: Told<YesNo>,
    /// Whether it has a secure room.
    pub secure_space: Told<YesNo>,
    /// Services in it, as written.
    pub services: Told<Vec<String>>,
}

impl Building {
    /// Running cost in pounds a year for each m².
    #[must_use]
    pub fn cost_per_m2(&self) -> Option<f64> {
        let (cost, area) = (self.running_cost.value()?, self.floor_area.value()?);
        (*area > 0.0).then(|| cost / area)
    }

    /// Whether any room in it is known to be spare.
    #[must_use]
    pub fn has_spare(&self) -> bool {
        [&self.spare_area, &self.spare_desks, &self.spare_sessions]
            .iter()
            .any(|spare| spare.value().is_some_and(|spare| *spare > 0.0))
    }
}

/// A service that could move, as far as registers tell of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// Its id: the register's own, or the building's with the term behind it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it is now.
    pub at: Placed,
    /// Register and row that tell of it.
    pub record: (u16, u64),
    /// The building that it is in, by position.
    pub building: Option<u32>,
    /// The id of that building, as its register names it.
    pub building_named: Told<String>,
    /// Who runs it.
    pub owner: Told<String>,
    /// What kind of organisation that is.
    pub partner: Told<PartnerType>,
    /// Kinds of service that it is, as written.
    pub terms: Told<Vec<String>>,
    /// When it is open.
    pub hours: Told<Week>,
    /// Whether the hours are those of the building that it is in.
    pub hours_of_building: bool,
    /// Floor that it needs, in m².
    pub needs_area: Told<f64>,
    /// Desks that it needs.
    pub needs_desks: Told<f64>,
    /// Sessions a week that it needs.
    pub needs_sessions: Told<f64>,
    /// Whether its users must be kept apart from others.
    pub needs_separation: Told<YesNo>,
    /// Whether it needs a secure room.
    pub needs_secure: Told<YesNo>,
}
