//! The straight line in place of a walk: lengthened, at a pace.

use super::Grid;

/// Lengthened straight lines. They see no river, railway or motorway.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StraightLine {
    /// How much longer a walk is than the line.
    pub detour: f64,
    /// Walking speed.
    pub km_per_hour: f64,
}

impl StraightLine {
    /// Metres walked from one point to another.
    #[must_use]
    pub fn metres(self, a: Grid, b: Grid) -> f64 {
        a.metres_to(b) * self.detour
    }

    /// Minutes walked from one point to another.
    #[must_use]
    pub fn minutes(self, a: Grid, b: Grid) -> f64 {
        self.minutes_of(a.metres_to(b))
    }

    /// Minutes walked between points so many metres apart.
    #[must_use]
    pub fn minutes_of(self, apart_m: f64) -> f64 {
        apart_m * self.detour / self.m_per_minute()
    }

    /// How far apart points are that are so many minutes' walk from each other.
    #[must_use]
    pub fn radius_m(self, minutes: f64) -> f64 {
        minutes * self.m_per_minute() / self.detour
    }

    fn m_per_minute(self) -> f64 {
        self.km_per_hour * 1_000.0 / 60.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_hundred_metres_are_thirteen_minutes_with_the_usual_detour() {
        let line = StraightLine { detour: 1.3, km_per_hour: 4.8 };
        let (a, b) = (Grid { e: 0.0, n: 0.0 }, Grid { e: 480.0, n: 640.0 });
        assert!((line.metres(a, b) - 1_040.0).abs() < 1e-9);
        assert!((line.minutes(a, b) - 13.0).abs() < 1e-12);
        assert!((line.radius_m(13.0) - 800.0).abs() < 1e-9);
    }
}
