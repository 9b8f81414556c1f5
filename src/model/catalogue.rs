//! What a place's manifest says of the meaning of its data.

use super::backtest::BacktestSource;
use super::evidence::{EvidenceSource, LookupSource};
use super::id::MeasureId;
use super::measure::Measure;

/// Measures, evidence, lookups, back-tests and recipes of a place, in the order of its manifest.
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
    /// Recipes of assessments. The manifest names the files; an import reads them.
    pub recipes: Vec<RecipeFile>,
}

/// A recipe of an assessment, as a person wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipeFile {
    /// Its path beside the manifest, with `/`.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

impl Catalogue {
    /// A measure by its id.
    #[must_use]
    pub fn measure(&self, id: &MeasureId) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == *id)
    }
}
