//! The back-test: how far carried figures really are off, where it is known.
//!
//! Small areas lie whole in a source and whole in a target. Their counts are
//! added up to sources, carried to targets by weights that come from *other*
//! counts, and compared with what the small areas of each target add up to.
//! Constants are tuned on some targets and judged on the rest
//! (`fold.rs`), by the very functions that give every other figure its range.
//!
//! Targets are taken as unions of whole small areas, and so are the weights
//! by area: else the truths themselves would be estimates. What a line
//! through a small area adds is found out one level up (`gathered.rs`).
//!
//! Read `spec.rs` first. Results and their meaning: `docs/methods/error-range.md`.

mod fold;
mod gathered;
mod ground;
mod judge;
mod spec;
mod tune;

pub use gathered::gathered;
pub use spec::{BacktestError, Count, Place, Ratio, Spec, Weights};

use super::uncertainty::{Calibration, Company, Entry, Provenance, Record};
use super::weights::Rung;
use ground::Ground;
use judge::Tally;

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A count.
    Count,
    /// A count over another.
    Rate,
    /// A mean.
    Score,
}

/// What came out for one kind of figure by one kind of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The evidence; a lookup is the best fit by people.
    pub rung: Rung,
    /// The evidence it was compared with.
    pub company: Company,
    /// The kind of figure.
    pub kind: Kind,
    /// The constant tuned on all targets; a lookup has none.
    pub constant: Option<f64>,
    /// The constants tuned without each fold in turn, with which it was judged.
    pub constant_without_fold: Vec<f64>,
    /// How estimates compared with truths of folds that the constants had not seen.
    pub record: Record,
}

/// How constants made elsewhere hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// The evidence; a lookup is the best fit by people.
    pub rung: Rung,
    /// The evidence it was compared with.
    pub company: Company,
    /// The kind of figure.
    pub kind: Kind,
    /// How estimates compared with truths.
    pub record: Record,
}

/// A back-test's result.
#[derive(Debug, Clone, PartialEq)]
pub struct BacktestReport {
    /// Which figures of which areas.
    pub data: String,
    /// How many small areas there were.
    pub small_areas: usize,
    /// How many sources.
    pub sources: usize,
    /// How many targets.
    pub targets: usize,
    /// How many of them nest and are exact; the records leave them out.
    pub nested_targets: usize,
    /// The worst error of a target that nests, relative to its truth.
    pub worst_nested_error: f64,
    /// One row for each rung, company and kind.
    pub rows: Vec<Row>,
    /// The constants tuned on all targets, for [`Calibration::measured`].
    pub entries: Vec<Entry>,
}

impl BacktestReport {
    /// The place's own constants, over those that come with the program.
    #[must_use]
    pub fn calibration(&self) -> Calibration {
        Calibration::measured(self.entries.clone())
    }

    /// The row of a rung in some company for a kind of figure.
    #[must_use]
    pub fn row(&self, rung: Rung, company: Company, kind: Kind) -> Option<&Row> {
        self.rows.iter().find(|row| (row.rung, row.company, row.kind) == (rung, company, kind))
    }
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Count, Self::Rate, Self::Score];

    /// The name used in files and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Rate => "rate",
            Self::Score => "score",
        }
    }
}

/// Tunes constants on some targets, judges them on the others, and reports.
///
/// # Errors
/// All that is wrong with the spec (see [`BacktestError`]), or the one reason
/// why no constant fits.
///
/// # Source
/// `docs/methods/error-range.md`.
pub fn run(spec: &Spec<'_>) -> Result<BacktestReport, Vec<BacktestError>> {
    spec.check()?;
    let ground = Ground::survey(spec)?;
    run_on(&ground, spec).map_err(|error| vec![error])
}

/// Judges constants made elsewhere on all targets, and tunes nothing.
///
/// # Errors
/// As [`run`].
pub fn try_out(spec: &Spec<'_>, calibration: &Calibration) -> Result<Vec<Verdict>, Vec<BacktestError>> {
    spec.check()?;
    let ground = Ground::survey(spec)?;
    let mut tally = Tally::default();
    judge::judge(&ground, calibration, &|_| true, &mut tally).map_err(|error| vec![error])?;
    let verdict = |(rung, company, kind)| {
        tally.record(rung, company, kind).map(|record| Verdict { rung, company, kind, record })
    };
    Ok(tally.keys().into_iter().filter_map(verdict).collect())
}

fn run_on(ground: &Ground, spec: &Spec<'_>) -> Result<BacktestReport, BacktestError> {
    let folds = fold::folds(spec.to.len(), spec.folds, spec.seed);
    let mut tally = Tally::default();
    let mut without_fold = Vec::new();
    for fold in 0..spec.folds {
        let tuned = tune::tune(ground, &|target| folds[target] != fold)?;
        let calibration = Calibration::measured(tuned.iter().map(|found| found.entry(spec.data)).collect());
        judge::judge(ground, &calibration, &|target| folds[target] == fold, &mut tally)?;
        without_fold.push(tuned);
    }
    let tuned = tune::tune(ground, &|_| true)?;
    let record = |rung, company, kind| tally.record(rung, company, kind);
    let entries = tuned.iter().map(|found| {
        let record = |kind| record(found.rung, found.company, kind);
        let entry = found.entry(spec.data);
        let provenance = Provenance {
            data: entry.provenance.data,
            counts: record(Kind::Count).unwrap_or_default(),
            rates: record(Kind::Rate),
            scores: record(Kind::Score).unwrap_or_default(),
        };
        Entry { provenance, ..entry }
    });
    let entries = entries.collect();
    let rows = tally.keys().into_iter().map(|(rung, company, kind)| {
        let of = |tuned: &[tune::Tuned]| {
            tuned.iter().find(|t| (t.rung, t.company) == (rung, company)).map(|t| t.constant(kind))
        };
        Row {
            rung,
            company,
            kind,
            constant: of(&tuned),
            constant_without_fold: without_fold.iter().filter_map(|tuned| of(tuned)).collect(),
            record: record(rung, company, kind).unwrap_or_default(),
        }
    });
    let rows = rows.collect();
    Ok(BacktestReport {
        data: spec.data.to_owned(),
        small_areas: spec.places.len(),
        sources: spec.from.len(),
        targets: spec.to.len(),
        nested_targets: tally.nested_targets(),
        worst_nested_error: tally.worst_nested_error,
        rows,
        entries,
    })
}

#[cfg(test)]
mod tests;
