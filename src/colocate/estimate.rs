//! Money, carbon and use of room: what a move would change, low to high.

use super::building::{Building, Service};
use super::search::{Factor, Factors};

/// A figure with the range in which it is likely to lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The lowest.
    pub low: f64,
    /// The likeliest.
    pub mid: f64,
    /// The highest.
    pub high: f64,
}

impl Range {
    fn exact(value: f64) -> Self {
        Self { low: value, mid: value, high: value }
    }

    /// Of figures that are not negative.
    fn times(self, other: Self) -> Self {
        Self { low: self.low * other.low, mid: self.mid * other.mid, high: self.high * other.high }
    }

    fn plus(self, other: Self) -> Self {
        Self { low: self.low + other.low, mid: self.mid + other.mid, high: self.high + other.high }
    }

    /// The least is the least of the one without the most of the other.
    fn minus(self, other: Self) -> Self {
        Self { low: self.low - other.high, mid: self.mid - other.mid, high: self.high - other.low }
    }

    fn scaled(self, by: f64) -> Self {
        Self { low: self.low * by, mid: self.mid * by, high: self.high * by }
    }
}

impl From<&Factor> for Range {
    fn from(factor: &Factor) -> Self {
        Self { low: factor.low, mid: factor.mid, high: factor.high }
    }
}

/// A figure, or what is missing to reckon it.
pub type Reckoned = Result<Range, &'static str>;

/// What a move would change.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// m² that the service takes up: given up where it is, taken up in the building.
    pub area_m2: Reckoned,
    /// Pounds a year that no longer have to be paid for where it is.
    pub avoided_a_year: Reckoned,
    /// Pounds once: fitting out, and the move itself.
    pub one_off: Reckoned,
    /// Pounds over the years of the search: avoided, less what is paid once.
    pub saving: Reckoned,
    /// Tonnes of `CO₂e` a year that no longer arise.
    pub carbon_t_a_year: Reckoned,
    /// The share of the building that is in use, now and with the service.
    pub use_of_building: Result<(f64, Range), &'static str>,
    /// Whether the building would be fuller than it is large: crowding lowers
    /// access for all. `None` where neither room nor need is known.
    pub is_crowded: Option<bool>,
    /// What was taken, and who says so.
    pub sources: Vec<String>,
}

/// Reckons what the move of a service changes. `now` is the building that it is in.
#[must_use]
pub fn estimate(service: &Service, now: Option<&Building>, then: &Building, factors: &Factors) -> Estimate {
    let mut sources = Vec::new();
    let mut cite = |what: &str, factor: &Factor| {
        sources.push(format!(
            "{what}: {} to {}, likeliest {} ({})",
            factor.low, factor.high, factor.mid, factor.source
        ));
        Range::from(factor)
    };
    let area_m2 = match (service.needs_area.value(), service.needs_desks.value(), &factors.m2_per_desk) {
        (Some(area), ..) => Ok(Range::exact(*area)),
        (None, Some(desks), Some(factor)) => Ok(cite("m² a desk", factor).scaled(*desks)),
        (None, Some(_), None) => Err("m² for a desk are not given"),
        (None, None, _) => Err("no register says how much room the service needs"),
    };
    let cost_per_m2 = match (now.and_then(Building::cost_per_m2), &factors.cost_per_m2) {
        (Some(cost), _) => Ok(Range::exact(cost)),
        (None, Some(factor)) => Ok(cite("£ a m² and year", factor)),
        (None, None) => Err("the running cost of where the service is now is not known"),
    };
    let avoided = both(area_m2, cost_per_m2).map(|(area, cost)| area.times(cost));
    let fitting = match (&factors.one_off_per_m2, area_m2) {
        (Some(factor), Ok(area)) => Ok(cite("£ to fit out a m²", factor).times(area)),
        (Some(_), Err(why)) => Err(why),
        (None, _) => Err("the search gives no cost of fitting out"),
    };
    let moving = match &factors.transition {
        Some(factor) => Ok(cite("£ a move", factor)),
        None => Err("the search gives no cost of a move"),
    };
    let one_off = both(fitting, moving).map(|(fitting, moving)| fitting.plus(moving));
    let saving = both(avoided, one_off).map(|(avoided, once)| avoided.scaled(factors.years).minus(once));
    let carbon = match (&factors.carbon_per_m2, area_m2) {
        (Some(factor), Ok(area)) => Ok(cite("kg CO₂e a m² and year", factor).times(area).scaled(0.001)),
        (Some(_), Err(why)) => Err(why),
        (None, _) => Err("the search gives no carbon factor"),
    };
    let use_of_building = in_use(then, area_m2);
    let is_overfull = use_of_building.ok().map(|(_, then)| then.mid > 1.0);
    let is_short = super::criteria::room(service, then).map(|share| share < 1.0);
    let is_crowded = match (is_overfull, is_short) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (None, None) => None,
        _ => Some(false),
    };
    Estimate {
        area_m2,
        avoided_a_year: avoided,
        one_off,
        saving,
        carbon_t_a_year: carbon,
        use_of_building,
        is_crowded,
        sources,
    }
}

fn both(a: Reckoned, b: Reckoned) -> Result<(Range, Range), &'static str> {
    Ok((a?, b?))
}

fn in_use(building: &Building, area: Reckoned) -> Result<(f64, Range), &'static str> {
    let floor = building.floor_area.value().filter(|floor| **floor > 0.0);
    let floor = floor.ok_or("the floor area of the building is not known")?;
    let spare = building.spare_area.value().ok_or("the spare floor of the building is not known")?;
    let used = (floor - spare).max(0.0);
    let then = area?.plus(Range::exact(used)).scaled(1.0 / floor);
    Ok((used / floor, then))
}
