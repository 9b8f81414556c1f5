//! Back-tests and the constants of error ranges, on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use crate::crosswalk::backtest::Row;
use crate::crosswalk::uncertainty::{Basis, Calibration, Entry, Promise, Record};
use crate::engine::{Backtested, Engine};
use crate::model::MeasureKind;

/// A back-test of a place.
#[derive(Debug, Clone, Serialize)]
pub struct BacktestView {
    /// Id of the test in the manifest; null for one that was derived.
    pub test: Option<String>,
    /// Which figures of which areas.
    pub data: String,
    /// The table, as `dataset@edition`.
    pub table: String,
    /// The small areas.
    pub small_areas: String,
    /// The layer that figures come from.
    pub from: String,
    /// The layer that they are carried to.
    pub to: String,
    /// The layer whose areas stand for their people at one point each.
    pub at_one_point: Option<String>,
    /// Column of all residents.
    pub total: String,
    /// The counts with known truths.
    pub truths: Vec<String>,
    /// Small areas of the layer.
    pub n_small_areas: usize,
    /// Those without a full row of figures.
    pub without_figures: usize,
    /// Those that lie in no source.
    pub in_no_source: usize,
    /// Those that lie in a source and in no target.
    pub in_no_target: usize,
    /// Those that took part.
    pub tested: usize,
    /// Sources that hold any.
    pub sources: usize,
    /// Targets that hold any.
    pub targets: usize,
    /// Targets that nest and are exact; no row counts them.
    pub nested_targets: usize,
    /// The worst error of one of these, relative to its truth.
    pub worst_nested_error: f64,
    /// Into how many parts targets were dealt.
    pub folds: usize,
    /// Which deal.
    pub seed: u64,
    /// What weighed, best rung first.
    pub weights: Vec<WeigherView>,
    /// Evidence of the place that could not weigh here.
    pub unused: Vec<UnusedView>,
    /// One for each rung, company and kind of figure.
    pub rows: Vec<BacktestRowView>,
    /// Whether every range holds 92 to 98 % of the truths.
    pub holds: bool,
    /// Whether the place's ranges use the constants of this test.
    pub in_use: bool,
}

/// What weighed on one rung.
#[derive(Debug, Clone, Serialize)]
pub struct WeigherView {
    /// The rung.
    pub rung: String,
    /// Where its weights were read.
    pub edition: String,
    /// Their column.
    pub column: Option<String>,
    /// How many small areas have any.
    pub small_areas: usize,
}

/// Evidence that could not weigh.
#[derive(Debug, Clone, Serialize)]
pub struct UnusedView {
    /// What it stands for.
    pub kind: String,
    /// Where it was read.
    pub edition: String,
    /// Why it did not weigh.
    pub why: String,
}

/// How one kind of figure came out by one kind of evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BacktestRowView {
    /// The evidence; `lookup` is the best fit by people.
    pub rung: String,
    /// What it was compared with: `alone`, `beside-worse` or `beside-better`.
    pub company: String,
    /// `count`, `rate` or `score`.
    pub kind: String,
    /// The constant tuned on all targets; null for a best fit.
    pub constant: Option<f64>,
    /// The constants with which it was judged, each tuned without the targets it was judged on.
    pub constant_without_fold: Vec<f64>,
    /// How it came out.
    #[serde(flatten)]
    pub record: RecordView,
}

/// How ranges stood up to truths.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RecordView {
    /// How many truths there were.
    pub truths: usize,
    /// The share of them that the 95 % ranges held.
    pub coverage: f64,
    /// Mean width of the whole range relative to the figure.
    pub mean_width: f64,
    /// Mean absolute error relative to the truth.
    pub mean_error: f64,
    /// The worst such error.
    pub worst_error: f64,
    /// `holds` (92 to 98 % of truths), `too-narrow` or `too-wide`.
    pub promise: String,
}

/// What the ranges of some figures rest on.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ConstantsView {
    /// The evidence that the figures rest on.
    pub rung: String,
    /// The evidence whose constants are used; another where the first was never tested.
    pub calibrated_on: String,
    /// What the figures were compared with: `alone`, `beside-worse` or `beside-better`.
    pub company: String,
    /// `this place` where its own back-test found them, else `built in`.
    pub origin: String,
    /// The back-test: which figures of which areas.
    pub data: String,
    /// How it came out for this kind of figure; null where it was not tried.
    pub record: Option<RecordView>,
}

impl From<&Record> for RecordView {
    fn from(record: &Record) -> Self {
        Self {
            truths: record.truths,
            coverage: record.coverage,
            mean_width: record.mean_width,
            mean_error: record.mean_error,
            worst_error: record.worst_error,
            promise: record.promise().key().to_owned(),
        }
    }
}

impl From<&Row> for BacktestRowView {
    fn from(row: &Row) -> Self {
        Self {
            rung: row.rung.key().to_owned(),
            company: row.company.key().to_owned(),
            kind: row.kind.key().to_owned(),
            constant: row.constant,
            constant_without_fold: row.constant_without_fold.clone(),
            record: (&row.record).into(),
        }
    }
}

impl BacktestView {
    /// What is to be told of a back-test; `in_use` tells whether its constants count.
    #[must_use]
    pub fn new(found: &Backtested, in_use: bool) -> Self {
        let Backtested { plan, reach, report, .. } = found;
        let weigher = |weigher: &crate::engine::Weigher| WeigherView {
            rung: weigher.rung.key().to_owned(),
            edition: weigher.edition.to_string(),
            column: weigher.column.clone(),
            small_areas: weigher.small_areas,
        };
        let unused = |unused: &crate::engine::UnusedEvidence| UnusedView {
            kind: unused.kind.key().to_owned(),
            edition: unused.edition.to_string(),
            why: unused.why.to_owned(),
        };
        Self {
            test: plan.id.as_ref().map(ToString::to_string),
            data: report.data.clone(),
            table: plan.table.to_string(),
            small_areas: plan.small_areas.to_string(),
            from: plan.from.to_string(),
            to: plan.to.to_string(),
            at_one_point: plan.at_one_point.as_ref().map(ToString::to_string),
            total: plan.total.clone(),
            truths: found.truths.clone(),
            n_small_areas: reach.small_areas,
            without_figures: reach.without_figures,
            in_no_source: reach.in_no_source,
            in_no_target: reach.in_no_target,
            tested: reach.tested,
            sources: reach.sources,
            targets: reach.targets,
            nested_targets: report.nested_targets,
            worst_nested_error: report.worst_nested_error,
            folds: found.folds,
            seed: found.seed,
            weights: found.weighers.iter().map(weigher).collect(),
            unused: found.unused.iter().map(unused).collect(),
            rows: report.rows.iter().map(Into::into).collect(),
            holds: report.rows.iter().all(|row| row.record.promise() == Promise::Kept),
            in_use,
        }
    }
}

impl ConstantsView {
    /// What figures with some basis rest on.
    #[must_use]
    pub fn new(engine: &Engine, basis: Basis, kind: MeasureKind) -> Self {
        let entry = engine.constants().calibration.entry(basis.rung, basis.company);
        Self {
            rung: basis.rung.key().to_owned(),
            calibrated_on: entry.rung.key().to_owned(),
            company: basis.company.key().to_owned(),
            origin: origin(entry).to_owned(),
            data: entry.provenance.data.to_string(),
            record: record(entry, kind).map(Into::into),
        }
    }
}

/// Where constants come from, in two words.
#[must_use]
pub fn origin(entry: &Entry) -> &'static str {
    if Calibration::is_builtin(entry) { "built in" } else { "this place" }
}

/// How an entry came out for a kind of figure.
fn record(entry: &Entry, kind: MeasureKind) -> Option<&Record> {
    match kind {
        MeasureKind::Count => Some(&entry.provenance.counts),
        MeasureKind::Rate => entry.provenance.rates.as_ref(),
        MeasureKind::Score => Some(&entry.provenance.scores),
        MeasureKind::Category => None,
    }
}
