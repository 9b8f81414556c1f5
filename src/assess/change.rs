//! Change between two periods, and whether chance explains it.

use super::intervals::{Estimate, Interval, Level, quantile};
use super::normalise::Direction;
use super::spatial::benjamini_hochberg;
use crate::model::Missing;

/// One period's figures with their 95 % intervals.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    /// Its name, for messages.
    pub name: String,
    /// The boundaries that the figures are on: both periods must have the same.
    pub boundary: String,
    /// One figure an area.
    pub estimates: Vec<Result<Estimate, Missing>>,
}

/// The change of one area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Later less earlier.
    pub difference: f64,
    /// Its 95 % interval.
    pub interval: Interval,
    /// Two-sided p-value, uncorrected.
    pub p: f64,
    /// The smallest false-discovery rate at which it would be found.
    pub adjusted: f64,
    /// What it is.
    pub verdict: Verdict,
}

/// What a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Towards the better end.
    Improved,
    /// Towards the worse end.
    Worsened,
    /// Up, where neither end is worse.
    Rose,
    /// Down, where neither end is worse.
    Fell,
    /// Chance explains it.
    NotSure,
}

impl Verdict {
    /// The words beside the mark.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Improved => "improved",
            Self::Worsened => "worsened",
            Self::Rose => "rose",
            Self::Fell => "fell",
            Self::NotSure => "no sure change",
        }
    }
}

/// Why changes cannot be told.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ChangeFault {
    /// The periods are on other boundaries.
    #[error(
        "{earlier} is on {earlier_boundary}, {later} on {later_boundary}: carry both to one set of boundaries first"
    )]
    OtherBoundaries {
        /// Earlier period.
        earlier: String,
        /// Its boundaries.
        earlier_boundary: String,
        /// Later period.
        later: String,
        /// Its boundaries.
        later_boundary: String,
    },
    /// The periods have other numbers of areas.
    #[error("{earlier} areas before, {later} after")]
    WrongLength {
        /// Earlier.
        earlier: usize,
        /// Later.
        later: usize,
    },
    /// A figure outside its interval, or an interval without width.
    #[error("area {0}: its intervals have no width or do not hold their figures")]
    BadInterval(usize),
    /// The rate of false discoveries is no share.
    #[error("a false-discovery rate of {0}: between 0 and 1")]
    BadRate(f64),
}

/// The changes of all areas, with the false-discovery rate held at `rate`.
///
/// The interval of a difference is put together from the two intervals
/// (square and add), so it is as skewed as they are:
///
/// L = d − √[(v₂ − l₂)² + (u₁ − v₁)²], U = d + √[(u₂ − v₂)² + (v₁ − l₁)²]
///
/// p comes from the side towards nought, so that p < 0.05 exactly where the
/// interval leaves nought out. A gap in either period is a gap.
///
/// # Units
/// Unit of the figures.
///
/// # Errors
/// [`ChangeFault`].
///
/// # Source
/// R. G. Newcombe, "Interval estimation for the difference between
/// independent proportions", Statistics in Medicine 17, 1998, method 10;
/// G. Y. Zou and A. Donner, "Construction of confidence limits about effect
/// measures", Statistics in Medicine 27, 2008.
pub fn changes(
    earlier: &Period,
    later: &Period,
    direction: Direction,
    rate: f64,
) -> Result<Vec<Result<Change, Missing>>, ChangeFault> {
    check(earlier, later, rate)?;
    let mut raw: Vec<Result<(f64, Interval, f64), Missing>> = Vec::new();
    for (area, (before, after)) in earlier.estimates.iter().zip(&later.estimates).enumerate() {
        raw.push(match (before, after) {
            (Ok(before), Ok(after)) => Ok(difference(*before, *after).ok_or(ChangeFault::BadInterval(area))?),
            (Err(gap), _) | (_, Err(gap)) => Err(*gap),
        });
    }
    let p: Vec<Option<f64>> = raw.iter().map(|area| area.as_ref().ok().map(|(_, _, p)| *p)).collect();
    let adjusted = benjamini_hochberg(&p);
    let change = |(area, adjusted): (Result<(f64, Interval, f64), Missing>, Option<f64>)| {
        area.map(|(difference, interval, p)| {
            let adjusted = adjusted.unwrap_or(1.0);
            let verdict = verdict(difference, adjusted <= rate, direction);
            Change { difference, interval, p, adjusted, verdict }
        })
    };
    Ok(raw.into_iter().zip(adjusted).map(change).collect())
}

fn check(earlier: &Period, later: &Period, rate: f64) -> Result<(), ChangeFault> {
    if earlier.boundary != later.boundary {
        return Err(ChangeFault::OtherBoundaries {
            earlier: earlier.name.clone(),
            earlier_boundary: earlier.boundary.clone(),
            later: later.name.clone(),
            later_boundary: later.boundary.clone(),
        });
    }
    if earlier.estimates.len() != later.estimates.len() {
        let (earlier, later) = (earlier.estimates.len(), later.estimates.len());
        return Err(ChangeFault::WrongLength { earlier, later });
    }
    if !(rate > 0.0 && rate < 1.0) {
        return Err(ChangeFault::BadRate(rate));
    }
    Ok(())
}

/// Difference, interval and p; `None` for intervals that cannot be.
fn difference(before: Estimate, after: Estimate) -> Option<(f64, Interval, f64)> {
    if !before.interval.holds(before.value) || !after.interval.holds(after.value) {
        return None;
    }
    let difference = after.value - before.value;
    let down = (after.value - after.interval.low).hypot(before.interval.high - before.value);
    let up = (after.interval.high - after.value).hypot(before.value - before.interval.low);
    let towards_nought = if difference > 0.0 { down } else { up };
    if !difference.is_finite() || towards_nought <= 0.0 || !towards_nought.is_finite() {
        return None;
    }
    let p = quantile::normal_two_sided(difference / towards_nought * Level::P95.z());
    Some((difference, Interval { low: difference - down, high: difference + up }, p))
}

fn verdict(difference: f64, is_sure: bool, direction: Direction) -> Verdict {
    if !is_sure {
        return Verdict::NotSure;
    }
    match (direction, difference > 0.0) {
        (Direction::Neither, true) => Verdict::Rose,
        (Direction::Neither, false) => Verdict::Fell,
        (Direction::HighIsWorse, false) | (Direction::HighIsBetter, true) => Verdict::Improved,
        (Direction::HighIsWorse, true) | (Direction::HighIsBetter, false) => Verdict::Worsened,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::intervals::share;

    fn period(name: &str, counts: &[(f64, f64)]) -> Period {
        let estimates =
            counts.iter().map(|(count, total)| Ok(share(*count, *total, 1.0, Level::P95).unwrap()));
        Period { name: name.to_owned(), boundary: "wards 2018".to_owned(), estimates: estimates.collect() }
    }

    #[test]
    fn newcombes_published_difference_comes_out() {
        // Newcombe 1998, table II, method 10: 56/70 less 48/80 is 0.2, from 0.0524 to 0.3339.
        let found =
            changes(&period("a", &[(48.0, 80.0)]), &period("b", &[(56.0, 70.0)]), Direction::Neither, 0.05);
        let change = found.unwrap()[0].unwrap();
        assert!((change.difference - 0.2).abs() < 1e-12);
        assert!((change.interval.low - 0.0524).abs() < 5e-5, "{change:?}");
        assert!((change.interval.high - 0.3339).abs() < 5e-5, "{change:?}");
        assert_eq!(change.verdict, Verdict::Rose);
    }

    #[test]
    fn the_p_value_and_the_interval_agree() {
        for later in [30.0, 35.0, 40.0, 42.0, 43.0, 44.0, 45.0, 50.0, 10.0] {
            let found = changes(
                &period("a", &[(30.0, 100.0)]),
                &period("b", &[(later, 100.0)]),
                Direction::HighIsWorse,
                0.05,
            );
            let change = found.unwrap()[0].unwrap();
            assert_eq!(change.p < 0.05, !change.interval.holds(0.0), "{change:?}");
        }
    }

    #[test]
    fn among_many_areas_a_single_weak_change_is_not_sure() {
        let mut before = vec![(300.0, 1000.0); 20];
        let after = before.clone();
        before[0] = (255.0, 1000.0);
        before[1] = (150.0, 1000.0);
        let found =
            changes(&period("a", &before), &period("b", &after), Direction::HighIsWorse, 0.05).unwrap();
        let first = found[0].unwrap();
        assert!(first.p < 0.05 && first.verdict == Verdict::NotSure, "{first:?}");
        assert_eq!(found[1].unwrap().verdict, Verdict::Worsened);
    }

    #[test]
    fn other_boundaries_and_gaps_are_not_bridged() {
        let earlier = period("2019", &[(1.0, 9.0), (3.0, 9.0)]);
        let mut later = period("2024", &[(1.0, 9.0), (3.0, 9.0)]);
        later.estimates[1] = Err(Missing::Suppressed);
        let found = changes(&earlier, &later, Direction::HighIsWorse, 0.05).unwrap();
        assert_eq!(found[1], Err(Missing::Suppressed));
        later.boundary = "wards 2024".to_owned();
        let fault = changes(&earlier, &later, Direction::HighIsWorse, 0.05).unwrap_err();
        assert!(fault.to_string().contains("2019 is on wards 2018, 2024 on wards 2024"), "{fault}");
        let narrow = Estimate { value: 1.0, interval: Interval { low: 1.0, high: 1.0 } };
        let still = Period { estimates: vec![Ok(narrow)], ..earlier.clone() };
        assert_eq!(changes(&still, &still, Direction::HighIsWorse, 0.05), Err(ChangeFault::BadInterval(0)));
        assert!(matches!(
            changes(&earlier, &still, Direction::HighIsWorse, 0.05),
            Err(ChangeFault::WrongLength { .. })
        ));
        assert_eq!(changes(&earlier, &earlier, Direction::HighIsWorse, 2.0), Err(ChangeFault::BadRate(2.0)));
    }
}
