//! Searches for sites and scenarios that a manifest names: recipes by their kind and id.

use std::sync::Arc;

use crate::engine::Engine;
use crate::engine::kept::Kept;
use crate::locate::LocateSpec;
use crate::model::{TrialId, TrialKind};
use crate::scenario::ScenarioSpec;

use super::error::SitingError;
use super::locate::Located;
use super::people::People;
use super::scenario::Tried;

/// Trials are large: each holds what it takes from every area to every site.
const MOST_KEPT: usize = 8;

/// All points where people live, each time.
const MOST_PEOPLE: usize = 2;

/// What was worked out before, by the text of its recipe.
#[derive(Debug)]
pub(in crate::engine) struct Trials {
    /// People by what was asked of them, for pages that ask for the same again and again.
    pub(super) people: Kept<String, People, Vec<SitingError>>,
    located: Kept<String, Located, Vec<SitingError>>,
    tried: Kept<String, Tried, Vec<SitingError>>,
}

impl Default for Trials {
    fn default() -> Self {
        let (people, located) = (Kept::at_most(MOST_PEOPLE), Kept::at_most(MOST_KEPT));
        Self { people, located, tried: Kept::at_most(MOST_KEPT) }
    }
}

/// A trial that the place's manifest names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceTrial {
    /// What it asks.
    pub kind: TrialKind,
    /// Its id: the name of its file.
    pub id: TrialId,
    /// Its heading.
    pub title: String,
    /// Its file, path inside the source folder.
    pub file: String,
    /// What stands in it.
    pub recipe: String,
}

impl Engine {
    /// The trials of a kind, in the order of the manifest.
    pub fn trials(&self, kind: TrialKind) -> impl Iterator<Item = &PlaceTrial> {
        self.snapshot().trials.iter().filter(move |trial| trial.kind == kind)
    }

    /// The trial whose people are those that this place judges for: the first
    /// scenario that the manifest names, else its first search for sites.
    #[must_use]
    pub fn usual_trial(&self) -> Option<&PlaceTrial> {
        self.trials(TrialKind::Scenario).next().or_else(|| self.trials(TrialKind::Sites).next())
    }

    /// A trial by its written id.
    #[must_use]
    pub fn trial(&self, kind: TrialKind, id: &str) -> Option<&PlaceTrial> {
        self.trials(kind).find(|trial| trial.id.as_str() == id)
    }

    /// What came of a search for sites, where it was carried out on this version before.
    #[must_use]
    pub fn located_before(&self, recipe: &str) -> Option<Result<Arc<Located>, Vec<SitingError>>> {
        self.trials.located.get(&recipe.to_owned())
    }

    /// Carries out a search for sites, once for each text of its recipe.
    ///
    /// # Errors
    /// As [`Engine::locate`].
    pub fn located_sites(
        &self,
        spec: &LocateSpec,
        recipe: &str,
        clock: &dyn Fn() -> f64,
    ) -> Result<Arc<Located>, Vec<SitingError>> {
        self.trials.located.get_or_make(recipe.to_owned(), || self.locate(spec, clock))
    }

    /// What came of a scenario, where it was tried out on this version before.
    #[must_use]
    pub fn tried_before(&self, recipe: &str) -> Option<Result<Arc<Tried>, Vec<SitingError>>> {
        self.trials.tried.get(&recipe.to_owned())
    }

    /// Tries out a scenario, once for each text of its recipe.
    ///
    /// # Errors
    /// As [`Engine::try_out`].
    pub fn tried(&self, spec: &ScenarioSpec, recipe: &str) -> Result<Arc<Tried>, Vec<SitingError>> {
        self.trials.tried.get_or_make(recipe.to_owned(), || self.try_out(spec, recipe))
    }
}
