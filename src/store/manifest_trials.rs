//! Plans that a version's manifest names.

use crate::engine::PlaceTrial;
use crate::ingest::siting::{RecipeFault, parse_locate, parse_scenario};
use crate::model::trial::id_of_file;
use crate::model::{Catalogue, RecipeFile, TrialKind};

/// The trials whose recipes a version's manifest names. One that this program
/// cannot read is left out and noted in the log.
pub(super) fn of_trials(catalogue: &Catalogue) -> Vec<PlaceTrial> {
    let read = |(kind, recipe): (TrialKind, &RecipeFile)| {
        let id = id_of_file(&recipe.path)?;
        let title = match kind {
            TrialKind::Sites => parse_locate(&recipe.text).map(|spec| spec.title),
            TrialKind::Scenario => parse_scenario(&recipe.text).map(|spec| spec.title),
        };
        title
            .map(|title| PlaceTrial {
                kind,
                id,
                title,
                file: recipe.path.clone(),
                recipe: recipe.text.clone(),
            })
            .map_err(|faults: Vec<RecipeFault>| not_understood(recipe, &faults))
            .ok()
    };
    catalogue.trial_recipes().filter_map(read).collect()
}

fn not_understood(recipe: &RecipeFile, faults: &[RecipeFault]) {
    let first = faults.first().map_or_else(String::new, ToString::to_string);
    tracing::warn!(file = %recipe.path, "the plan {} is not understood: {first}", recipe.path);
}
