//! How long it takes from points to points, and by what reckoning.

use crate::geom::Grid;
use crate::locate::{Costs, TravelSpec};

/// By what reckoning times were found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TravelBy {
    /// The straight line, lengthened: it knows no river and no motorway.
    StraightLine {
        /// How much longer a walk is than the line.
        detour: f64,
        /// Walking speed.
        km_per_hour: f64,
    },
}

impl TravelBy {
    /// The name used on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::StraightLine { .. } => "straight-line",
        }
    }

    /// In plain words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::StraightLine { detour, km_per_hour } => format!(
                "Straight line × {detour} at {km_per_hour} km/h; rivers, railways and motorways are not seen."
            ),
        }
    }
}

/// A way of finding times. Networks and straight lines answer alike.
pub trait Travel {
    /// By what reckoning.
    fn by(&self) -> TravelBy;

    /// Minutes from each point to the places that it can reach.
    fn minutes(&self, from: &[Grid], to: &[Grid]) -> Costs;
}

/// Lengthened straight lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct StraightLine(pub TravelSpec);

impl Travel for StraightLine {
    fn by(&self) -> TravelBy {
        TravelBy::StraightLine { detour: self.0.detour, km_per_hour: self.0.km_per_hour }
    }

    fn minutes(&self, from: &[Grid], to: &[Grid]) -> Costs {
        let metres_a_minute = self.0.km_per_hour * 1_000.0 / 60.0;
        let furthest = self.0.furthest_minutes.unwrap_or(f64::INFINITY);
        let way = |a: &Grid, b: &Grid| (a.e - b.e).hypot(a.n - b.n) * self.0.detour / metres_a_minute;
        Costs::new(from.iter().map(|a| {
            let all = (0_u32..).zip(to).map(|(at, b)| (at, way(a, b)));
            all.filter(|(_, minutes)| *minutes <= furthest).collect()
        }))
    }
}
