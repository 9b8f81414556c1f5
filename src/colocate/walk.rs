//! How long a walk is, and by what reckoning that is known.

use rayon::prelude::*;

use crate::geom::{Grid, StraightLine};
use crate::index::Points;

/// By what reckoning walks were measured.
#[derive(Debug, Clone, PartialEq)]
pub enum WalkBy {
    /// Along streets and paths.
    Network {
        /// Which network.
        edition: String,
        /// Walking speed.
        km_per_hour: f64,
    },
    /// The straight line, lengthened: it sees no river and no motorway.
    StraightLine {
        /// How much longer a walk is than the line.
        detour: f64,
        /// Walking speed.
        km_per_hour: f64,
    },
}

impl WalkBy {
    /// The name used on the wire.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Network { .. } => "network",
            Self::StraightLine { .. } => "straight-line",
        }
    }

    /// In plain words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Network { edition, km_per_hour } => {
                format!("Walks follow the streets and paths of {edition} at {km_per_hour} km/h.")
            }
            Self::StraightLine { detour, km_per_hour } => format!(
                "Walks are estimated: the straight line × {detour} at {km_per_hour} km/h. \
                 Rivers, railways and motorways are not seen."
            ),
        }
    }
}

/// A walk to one of several points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The point, by position.
    pub to: u32,
    /// How long it takes.
    pub minutes: f64,
}

/// A way of measuring walks. Networks and straight lines answer alike.
pub trait Walk: Sync {
    /// By what reckoning.
    fn by(&self) -> WalkBy;

    /// For each site the points within some minutes, in order of their
    /// positions. What cannot be reached is not among them.
    fn around(&self, sites: &[Option<Grid>], points: &[Option<Grid>], minutes: f64) -> Vec<Vec<Step>>;

    /// Sites that no street is near, by position: they reach nothing.
    fn cut_off(&self, sites: &[Option<Grid>]) -> Vec<usize>;
}

impl Walk for StraightLine {
    fn by(&self) -> WalkBy {
        WalkBy::StraightLine { detour: self.detour, km_per_hour: self.km_per_hour }
    }

    fn around(&self, sites: &[Option<Grid>], points: &[Option<Grid>], minutes: f64) -> Vec<Vec<Step>> {
        let tree = Points::new((0_u32..).zip(points).filter_map(|(at, point)| Some((at, (*point)?))));
        let around = |site: &Option<Grid>| {
            let Some(site) = site else { return Vec::new() };
            let mut steps: Vec<Step> = tree
                .within(*site, self.radius_m(minutes))
                .into_iter()
                .filter_map(|(to, metres)| {
                    Some(Step { to: u32::try_from(to).ok()?, minutes: self.minutes_of(metres) })
                })
                .collect();
            steps.sort_unstable_by_key(|step| step.to);
            steps
        };
        sites.par_iter().map(around).collect()
    }

    fn cut_off(&self, _sites: &[Option<Grid>]) -> Vec<usize> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_is_lengthened_and_says_so() {
        let walk = StraightLine { detour: 1.3, km_per_hour: 4.8 };
        let at = |e: f64| Some(Grid { e, n: 0.0 });
        let found = walk.around(&[at(0.0), None], &[at(800.0), at(400.0), None, at(0.0)], 10.0);
        // 800 m × 1.3 = 1,040 m are 13 minutes at 80 m a minute.
        assert_eq!(found[0].iter().map(|step| step.to).collect::<Vec<_>>(), [1, 3]);
        assert!((found[0][0].minutes - 6.5).abs() < 1e-12);
        assert!(found[1].is_empty());
        assert!(walk.by().words().contains("estimated"));
    }
}
