//! Ranges beside truths that the constants had not seen.

use std::collections::{BTreeMap, BTreeSet};

use super::Kind;
use super::ground::{Case, Ground};
use super::spec::BacktestError;
use crate::crosswalk::uncertainty::{
    Assessed, Calibration, Company, Grade, Record, Route, Uncertainty, assess,
};
use crate::crosswalk::weights::{Crosswalk, Rung};

type Key = (Rung, Company, Kind);

/// Everything judged so far.
#[derive(Debug, Default)]
pub(super) struct Tally {
    sums: BTreeMap<Key, Sums>,
    nested: BTreeSet<usize>,
    pub(super) worst_nested_error: f64,
}

#[derive(Debug, Default)]
struct Sums {
    truths: usize,
    held: usize,
    widths: (f64, usize),
    errors: (f64, usize),
    worst: f64,
}

/// Judges every rung, alone and beside the others, and the best fit, on some targets.
pub(super) fn judge(
    ground: &Ground,
    calibration: &Calibration,
    on: &dyn Fn(usize) -> bool,
    tally: &mut Tally,
) -> Result<(), BacktestError> {
    let every: Vec<&Crosswalk> = ground.crosswalks.iter().map(|(_, crosswalk)| crosswalk).collect();
    let mut benches = vec![(&ground.best_fit, every)];
    for (rung, crosswalk) in &ground.crosswalks {
        benches.push((crosswalk, Vec::new()));
        let others = ground.others(*rung);
        if !others.is_empty() {
            benches.push((crosswalk, others));
        }
    }
    for (crosswalk, others) in &benches {
        let route = Route::direct(crosswalk)?;
        let with = Uncertainty { calibration, others, sampling: None };
        for case in &ground.cases {
            let assessed = assess(&route, case.quantity(&ground.people).as_ref(), &with)?;
            tally.add(case, &assessed, on);
        }
    }
    Ok(())
}

impl Tally {
    fn add(&mut self, case: &Case, assessed: &[Assessed], on: &dyn Fn(usize) -> bool) {
        for (target, assessed) in assessed.iter().enumerate().filter(|(target, _)| on(*target)) {
            let (Ok(value), Some(margin), Some(truth)) =
                (assessed.value, assessed.margin, case.truths[target])
            else {
                continue;
            };
            let error = (value - truth).abs();
            let relative = if error > 0.0 { error / truth.abs() } else { 0.0 };
            if margin.grade == Grade::A {
                self.nested.insert(target);
                self.worst_nested_error = self.worst_nested_error.max(relative);
                continue;
            }
            let key = (margin.basis.rung, margin.basis.company, case.kind);
            let sums = self.sums.entry(key).or_default();
            sums.truths += 1;
            sums.held += usize::from(margin.range.holds(truth));
            if value.abs() > 0.0 {
                sums.widths = (sums.widths.0 + margin.range.width() / value.abs(), sums.widths.1 + 1);
            }
            if truth.abs() > 0.0 {
                sums.errors = (sums.errors.0 + relative, sums.errors.1 + 1);
                sums.worst = sums.worst.max(relative);
            }
        }
    }

    pub(super) fn keys(&self) -> Vec<Key> {
        self.sums.keys().copied().collect()
    }

    pub(super) fn nested_targets(&self) -> usize {
        self.nested.len()
    }

    pub(super) fn record(&self, rung: Rung, company: Company, kind: Kind) -> Option<Record> {
        let mean = |(sum, n): (f64, usize)| if n > 0 { sum / n as f64 } else { 0.0 };
        self.sums.get(&(rung, company, kind)).map(|sums| Record {
            truths: sums.truths,
            coverage: sums.held as f64 / sums.truths as f64,
            mean_width: mean(sums.widths),
            mean_error: mean(sums.errors),
            worst_error: sums.worst,
        })
    }
}
