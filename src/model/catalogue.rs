//! What a place's manifest says of the meaning of its data.

use super::backtest::BacktestSource;
use super::estate::EstateSource;
use super::evidence::{EvidenceSource, LookupSource};
use super::id::MeasureId;
use super::measure::Measure;
use super::trial::TrialKind;

/// Measures, evidence, lookups, back-tests, estate and recipes of a place, in the order of its manifest.
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
    /// Registers of buildings and services.
    pub estate: Vec<EstateSource>,
    /// Paths of the recipes that are co-location searches.
    pub searches: Vec<String>,
    /// Paths of the recipes that are trials.
    pub trials: Vec<(TrialKind, String)>,
    /// Recipes of assessments, searches and trials. The manifest names the files; an import reads them.
    pub recipes: Vec<RecipeFile>,
}

/// A recipe of an assessment, a search or a plan, as a person wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipeFile {
    /// Its path beside the manifest, with `/`.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

impl Catalogue {
    /// Recipes of assessments.
    pub fn assessment_recipes(&self) -> impl Iterator<Item = &RecipeFile> {
        let is_trial = |path: &String| self.trials.iter().any(|(_, trial)| trial == path);
        self.recipes
            .iter()
            .filter(move |recipe| !self.searches.contains(&recipe.path) && !is_trial(&recipe.path))
    }

    /// Recipes of trials, in the order of the manifest.
    pub fn trial_recipes(&self) -> impl Iterator<Item = (TrialKind, &RecipeFile)> {
        self.trials.iter().filter_map(|(kind, path)| {
            Some((*kind, self.recipes.iter().find(|recipe| recipe.path == *path)?))
        })
    }

    /// Recipes of co-location searches.
    pub fn search_recipes(&self) -> impl Iterator<Item = &RecipeFile> {
        self.recipes.iter().filter(|recipe| self.searches.contains(&recipe.path))
    }

    /// A measure by its id.
    #[must_use]
    pub fn measure(&self, id: &MeasureId) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == *id)
    }
}
