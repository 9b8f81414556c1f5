//! Decisions on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::colocate::{Decision, Judged};
use crate::engine::Colocated;
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

/// How many of the possible duplicates that people judged are duplicates. The
/// interval holds for all of them only if those judged are like the rest.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct JudgedView {
    /// Those that somebody confirmed or dismissed, among those that the search finds now.
    pub judged: usize,
    /// Those confirmed.
    pub confirmed: usize,
    /// Lower end of the Wilson interval at 95 % of the share confirmed; null where nothing is judged.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

impl JudgedView {
    /// The view of what people judged.
    #[must_use]
    pub fn new(found: &Colocated, decisions: &[Decision]) -> Self {
        let Judged { judged, confirmed, precision } = found.judged(decisions);
        let (low, high) = precision.map(|range| (range.low, range.high)).unzip();
        Self { judged, confirmed, low, high }
    }
}

/// The decisions about what a search found.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DecisionsView {
    /// In the order in which they were made: of two about one subject the later stands.
    pub decisions: Vec<DecisionView>,
    /// How often people found the search for duplicates right.
    pub duplicates: JudgedView,
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
