//! An indicator's figures with their intervals, against the benchmark.

use crate::assess::comparator;
use crate::assess::intervals::{Interval, IntervalError, Level};
use crate::assess::rag::{self, Rag};
use crate::assess::recipe::{Comparator, FaultKind, Faults, Indicator, IndicatorFigures, Inputs};

/// One area's figure against its benchmark.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// 95 % interval; `None` without figure or evidence.
    pub usual: Option<Interval>,
    /// 99.8 % interval.
    pub wide: Option<Interval>,
    /// What the area is compared with; `None` where it has no benchmark.
    pub benchmark: Option<f64>,
    /// The verdict; `None` without interval or benchmark, and where it is
    /// withheld: nothing is said.
    pub rag: Option<Rag>,
    /// Whether the figure is too rough to be the only ground for a colour.
    pub withheld: bool,
}

pub(super) fn judge_all(
    indicator: &Indicator,
    comparator: &Comparator,
    inputs: &Inputs,
) -> Result<Vec<Judged>, Faults> {
    let given = &inputs.indicators[&indicator.id];
    let benchmarks = comparator::benchmarks(&indicator.id, comparator, inputs)?;
    let judged = |(area, benchmark): (usize, Option<f64>)| {
        let [usual, wide] = intervals(given, area).map_err(|fault| {
            let area = inputs.areas[area].to_string();
            Faults::one(indicator.id.clone(), FaultKind::Counts { area, fault })
        })?;
        let withheld = given.is_too_rough(area);
        let rag = match (usual, wide, benchmark) {
            (Some(usual), Some(wide), Some(benchmark)) if !withheld => {
                Some(rag::judge(usual, wide, benchmark, indicator.direction))
            }
            _ => None,
        };
        Ok(Judged { usual, wide, benchmark, rag, withheld })
    };
    benchmarks.into_iter().enumerate().map(judged).collect()
}

fn intervals(given: &IndicatorFigures, area: usize) -> Result<[Option<Interval>; 2], IntervalError> {
    let of = |level| given.estimate(area, level).map(|estimate| estimate.map(|estimate| estimate.interval));
    Ok([of(Level::P95)?, of(Level::P998)?])
}
