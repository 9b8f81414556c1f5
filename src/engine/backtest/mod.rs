//! The back-test of a place: its own small areas put the error ranges to the proof.
//!
//! `plan.rs` says which test (the manifest's, or one derived from what the
//! place holds), `reach.rs` which small area lies where, `counts.rs` reads
//! what is known of them, `weigh.rs` what the place's evidence gives each.
//! The arithmetic is in `crate::crosswalk::backtest`. Read `plan.rs` first.

mod counts;
mod derive;
mod error;
mod plan;
mod reach;
mod weigh;

pub use error::NoBacktest;
pub use plan::{BacktestAsk, PlannedBacktest};
pub use reach::Reach;
pub use weigh::{UnusedEvidence, Weigher};

use crate::crosswalk::backtest::{BacktestReport, Count, Ratio, Spec, Weights, run};
use crate::engine::Engine;

use counts::Known;
use reach::Ground;
use weigh::Weighed;

/// Into how many parts targets are dealt where nobody says otherwise.
pub const FOLDS: usize = 2;
/// Which deal it is where nobody says otherwise.
pub const SEED: u64 = 2018;

/// A back-test that was run on a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Backtested {
    /// Which test, with every edition found.
    pub plan: PlannedBacktest,
    /// Names of the counts with known truths.
    pub truths: Vec<String>,
    /// How many small areas lie where.
    pub reach: Reach,
    /// What weighed, best rung first.
    pub weighers: Vec<Weigher>,
    /// Evidence of the place that could not weigh here.
    pub unused: Vec<UnusedEvidence>,
    /// Which deal of targets.
    pub seed: u64,
    /// Into how many parts.
    pub folds: usize,
    /// What came out.
    pub report: BacktestReport,
}

impl Engine {
    /// Puts the error ranges of this place to the proof, on counts of small
    /// areas that are known to its sources and to its targets.
    ///
    /// # Errors
    /// [`NoBacktest`]: nothing to test on, editions or columns that are not
    /// there, truths that are what the weights were made of.
    pub fn backtest(&self, ask: &BacktestAsk) -> Result<Backtested, NoBacktest> {
        let plan = self.planned_backtest(ask)?;
        let known = Known::read(self, &plan)?;
        let ground = Ground::survey(self, &plan, &known)?;
        let known = known.at(&ground.rows);
        let weighed = Weighed::gather(self, &plan, &ground)?;
        let data = words(&plan, &ground.reach, known.counts.len());
        let counts: Vec<Count<'_>> =
            known.counts.iter().map(|(name, values)| Count { name, values }).collect();
        let of_all = known.counts.iter().map(|(name, numerator)| Ratio {
            name,
            numerator,
            denominator: &known.people,
        });
        let others =
            known.ratios.iter().map(|(name, numerator, denominator)| Ratio { name, numerator, denominator });
        let ratios: Vec<Ratio<'_>> = of_all.chain(others).collect();
        let weights: Vec<Weights<'_>> =
            weighed.rungs.iter().map(|(rung, values)| Weights { rung: *rung, values }).collect();
        let report = run(&Spec {
            data: &data,
            from: ground.from,
            to: ground.to,
            places: &ground.places,
            people: &known.people,
            weights: &weights,
            counts: &counts,
            ratios: &ratios,
            folds: ask.folds,
            seed: ask.seed,
        });
        Ok(Backtested {
            truths: known.counts.iter().map(|(name, _)| name.clone()).collect(),
            reach: ground.reach,
            weighers: weighed.weighers,
            unused: weighed.unused,
            seed: ask.seed,
            folds: ask.folds,
            report: report.map_err(NoBacktest::Refused)?,
            plan,
        })
    }
}

/// Which figures of which areas, as the constants remember it.
fn words(plan: &PlannedBacktest, reach: &Reach, counts: usize) -> String {
    let cut = plan.at_one_point.as_ref().map(|layer| format!(", areas of {layer} at one point each"));
    format!(
        "{}: {counts} counts of {} areas of {} carried to {} areas of {}{}, truths from {} areas of {}",
        plan.table,
        reach.sources,
        plan.from,
        reach.targets,
        plan.to,
        cut.unwrap_or_default(),
        reach.tested,
        plan.small_areas,
    )
}
