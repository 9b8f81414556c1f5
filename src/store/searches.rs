//! Co-location searches that a version's manifest names.

use std::sync::Arc;

use crate::engine::PlaceSearch;
use crate::ingest::colocation::read_search;
use crate::model::{Catalogue, RecipeFile};

/// The searches whose recipes a version's manifest names. One that this
/// program cannot read is left out and noted in the log.
pub(super) fn of_searches(catalogue: &Catalogue) -> Vec<PlaceSearch> {
    let read = |recipe: &RecipeFile| match read_search(&recipe.text) {
        Ok(spec) => Some(PlaceSearch { file: recipe.path.clone(), spec: Arc::new(spec) }),
        Err(faults) => {
            let first = faults.first().map_or_else(String::new, ToString::to_string);
            tracing::warn!(file = %recipe.path, "the search {} is not understood: {first}", recipe.path);
            None
        }
    };
    catalogue.search_recipes().filter_map(read).collect()
}
