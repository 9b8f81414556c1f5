//! Saved searches for sites and saved scenarios, as they go on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::scenario::Facts;

use super::LinkView;
use super::scenario::TriedView;
use super::siting::LocatedView;

/// A recipe to be saved.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTrialView {
    /// Its id: small letters, figures and hyphens.
    #[schema(example = "twelve-libraries")]
    pub id: String,
    /// The recipe (TOML), as `wardwise locate` or `wardwise scenario` reads it.
    pub recipe: String,
}

/// A saved search or scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrialView {
    /// Its id.
    pub id: String,
    /// Counts up from 1 with each saving under the same id; 0 for one that the place's manifest names.
    pub number: u64,
    /// Its heading.
    pub title: String,
    /// The recipe, as it was written.
    pub recipe: String,
    /// Version of the place that it was saved with.
    pub saved_with_version: u64,
    /// When it was saved; null for one that the place's manifest names.
    pub saved_at: Option<String>,
    /// The program that saved it.
    pub software: String,
    /// Where to go from here.
    pub links: Vec<LinkView>,
}

/// What the place keeps of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TrialsView {
    /// The newest version of each, in order of their ids.
    pub saved: Vec<TrialView>,
    /// Where to go from here.
    pub links: Vec<LinkView>,
}

/// A saved search for sites carried out on the present version of the place.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SitesAnswerView {
    /// What was asked.
    pub asked: TrialView,
    /// What came out.
    pub answer: LocatedView,
}

/// A saved scenario tried out on the present version of the place.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ScenarioAnswerView {
    /// Says that nothing of this is real.
    #[schema(example = "What if: not real data")]
    pub label: &'static str,
    /// What was asked.
    pub asked: TrialView,
    /// What came out.
    pub answer: TriedView,
}

/// An evidence pack that was linked to a decision; it is never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct KeptPackView {
    /// The saved scenario.
    pub scenario: String,
    /// The decision.
    pub decision: String,
    /// SHA-256 over all facts in order: for each its name and its text, both
    /// with their length in bytes and a colon before them.
    pub digest: String,
    /// Whether the facts still fit the digest.
    pub unchanged: bool,
    /// Version of the place that it speaks of.
    pub place_version: u64,
    /// When it was linked.
    pub linked_at: String,
    /// Its facts, each a name and a text, the decision first.
    #[schema(value_type = Vec<Vec<String>>)]
    pub facts: Facts,
}

/// The evidence packs of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct KeptPacksView {
    /// The packs, in order of their decisions.
    pub packs: Vec<KeptPackView>,
    /// Where to go from here.
    pub links: Vec<LinkView>,
}
