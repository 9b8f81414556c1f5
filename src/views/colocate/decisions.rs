//! Decisions on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::colocate::Decision;
use crate::views::LinkView;

/// A decision to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDecisionView {
    /// Id of a candidate or of a possible duplicate.
    pub subject: String,
    /// `shortlist` or `unlist` a candidate; `confirm`, `dismiss` or `reopen` a duplicate.
    #[schema(example = "shortlist")]
    pub verdict: String,
    /// Why.
    pub reason: String,
}

/// A decision that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DecisionView {
    /// Counts up by one.
    pub number: u64,
    /// The candidate or duplicate.
    pub subject: String,
    /// What was decided.
    pub verdict: &'static str,
    /// Why.
    pub reason: String,
    /// Version of the place that it was made on.
    pub place_version: u64,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
}

/// The decisions about what a search found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DecisionsView {
    /// In the order in which they were made: of two about one subject the later stands.
    pub decisions: Vec<DecisionView>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

impl DecisionView {
    /// The view of a decision.
    #[must_use]
    pub fn new(decision: &Decision) -> Self {
        Self {
            number: decision.number,
            subject: decision.made.subject.clone(),
            verdict: decision.made.verdict.key(),
            reason: decision.made.reason.clone(),
            place_version: decision.place_version,
            at: decision.at.to_string(),
        }
    }
}
