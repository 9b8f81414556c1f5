//! What a place's manifest says of the meaning of its data.

use super::backtest::BacktestSource;
use super::evidence::{EvidenceSource, LookupSource};
use super::id::MeasureId;
use super::measure::Measure;

/// Measures, evidence, lookups and back-tests of a place, in the order of its manifest.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Catalogue {
    /// What the figures mean.
    pub measures: Vec<Measure>,
    /// Control points that crosswalks may be weighed by, best kind first.
    pub evidence: Vec<EvidenceSource>,
    /// Published lookups between layers.
    pub lookups: Vec<LookupSource>,
    /// Back-tests of error ranges that the place can run.
    pub backtests: Vec<BacktestSource>,
}

impl Catalogue {
    /// A measure by its id.
    #[must_use]
    pub fn measure(&self, id: &MeasureId) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == *id)
    }
}
