//! Constants that make 95 % of ranges hold the truth.

use std::borrow::Cow;

use super::Kind;
use super::ground::{Case, Ground};
use super::spec::BacktestError;
use crate::crosswalk::uncertainty::{
    Company, Constants, Entry, Judged, Provenance, Record, Route, Z_95, between, judged,
};
use crate::crosswalk::weights::{Crosswalk, Rung};

/// The constants of a rung in some company.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tuned {
    pub(super) rung: Rung,
    pub(super) company: Company,
    constants: Constants,
    has_rates: bool,
}

impl Tuned {
    pub(super) fn constant(&self, kind: Kind) -> f64 {
        match kind {
            Kind::Count => self.constants.count,
            Kind::Rate => self.constants.apart,
            Kind::Score => self.constants.score,
        }
    }

    /// An entry that has not been judged yet.
    pub(super) fn entry(&self, data: &str) -> Entry {
        Entry {
            rung: self.rung,
            company: self.company,
            constants: self.constants,
            provenance: Provenance {
                data: Cow::Owned(data.to_owned()),
                counts: Record::default(),
                rates: self.has_rates.then(Record::default),
                scores: Record::default(),
            },
        }
    }
}

/// Tunes every rung, alone and beside the others, on some targets.
pub(super) fn tune(ground: &Ground, on: &dyn Fn(usize) -> bool) -> Result<Vec<Tuned>, BacktestError> {
    let mut tuned = Vec::new();
    for (rung, crosswalk) in &ground.crosswalks {
        let others = ground.others(*rung);
        let companies = [Vec::new(), others].into_iter().enumerate();
        for (_, others) in companies.filter(|(at, others)| *at == 0 || !others.is_empty()) {
            tuned.extend(Bench { ground, rung: *rung, crosswalk, others, on }.tune()?);
        }
    }
    Ok(tuned)
}

/// One rung beside some others.
struct Bench<'a> {
    ground: &'a Ground,
    rung: Rung,
    crosswalk: &'a Crosswalk,
    others: Vec<&'a Crosswalk>,
    on: &'a dyn Fn(usize) -> bool,
}

/// A truth: its squared error, and a variance that is a line in the constant.
struct Trial {
    squared_error: f64,
    fixed: f64,
    slope: f64,
}

impl Bench<'_> {
    /// The company that this rung has: better evidence is heard alone.
    fn company(&self) -> Company {
        let better = self.ground.crosswalks.iter().any(|(rung, _)| *rung < self.rung);
        match (self.others.is_empty(), better) {
            (true, _) => Company::Alone,
            (false, true) => Company::Better,
            (false, false) => Company::Worse,
        }
    }

    fn tune(&self) -> Result<Option<Tuned>, BacktestError> {
        let mut constants = Constants { count: 0.0, apart: 1.0, score: 0.0 };
        let Some(count) = self.smallest(Kind::Count, |count| Constants { count, ..constants })? else {
            return Ok(None);
        };
        constants.count = count;
        let apart = self.smallest(Kind::Rate, |apart| Constants { apart, ..constants })?;
        constants.apart = apart.unwrap_or(1.0).min(1.0);
        let score = self.smallest(Kind::Score, |score| Constants { score, ..constants })?;
        constants.score = score.unwrap_or_default();
        let (rung, company) = (self.rung, self.company());
        Ok(Some(Tuned { rung, company, constants, has_rates: apart.is_some() }))
    }

    /// The smallest constant with which 95 % of ranges hold the truth; `None`
    /// where nothing is split.
    fn smallest(&self, kind: Kind, with: impl Fn(f64) -> Constants) -> Result<Option<f64>, BacktestError> {
        let mut needed = Vec::new();
        for case in self.ground.cases.iter().filter(|case| case.kind == kind) {
            needed.extend(self.trials(case, &with)?.iter().map(Trial::needed));
        }
        needed.sort_by(f64::total_cmp);
        // Of n truths, all but the n/20 hardest.
        let Some(last) = (needed.len() - needed.len() / 20).checked_sub(1) else { return Ok(None) };
        match needed[last] {
            fits if fits.is_finite() => Ok(Some(fits)),
            // A rate can go no further apart than independently.
            _ if kind == Kind::Rate => Ok(Some(1.0)),
            _ => Err(BacktestError::NothingFits { rung: self.rung.key(), kind: kind.key() }),
        }
    }

    fn trials(&self, case: &Case, with: impl Fn(f64) -> Constants) -> Result<Vec<Trial>, BacktestError> {
        let quantity = case.quantity(&self.ground.people);
        let company = self.company();
        let judge = |crosswalk, constant: f64| -> Result<Judged, BacktestError> {
            let route = Route::direct(crosswalk)?;
            Ok(judged(&route, quantity.as_ref(), &|_, _| with(constant), &|_, _| company)?)
        };
        let others = self.others.iter().map(|other| judge(other, 0.0)).collect::<Result<Vec<_>, _>>()?;
        let (least, most) = (judge(self.crosswalk, 0.0)?, judge(self.crosswalk, 1.0)?);
        let trial = |target: usize| {
            let reach = least.reach[target];
            if reach.nests || reach.rung != self.rung || !(self.on)(target) {
                return None;
            }
            let value = least.estimates[target].value.ok()?;
            let (between, found) = between(&others, target, reach.rung, value);
            (found == company).then_some(())?;
            Some(Trial {
                squared_error: (value - case.truths[target]?).powi(2),
                fixed: least.split[target] + between,
                slope: most.split[target] - least.split[target],
            })
        };
        Ok((0..case.truths.len()).filter_map(trial).collect())
    }
}

impl Trial {
    /// The smallest constant with which its range holds the truth.
    fn needed(&self) -> f64 {
        let short = self.squared_error / (Z_95 * Z_95) - self.fixed;
        if short <= 1e-12 * self.fixed {
            0.0
        } else if self.slope > 0.0 {
            short / self.slope
        } else {
            f64::INFINITY
        }
    }
}
