//! Which choice of an assessment matters.

use serde::Serialize;
use utoipa::ToSchema;

use crate::assess::sensitivity::{FactorShare, LeftOut, Sensitivity};
use crate::engine::{Assessed, SensitivityOf};
use crate::views::LinkView;

/// Which choice of an assessment matters.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SensitivityView {
    /// Version of the place that was asked.
    pub version: u64,
    /// The assessment.
    pub id: String,
    /// What happens to the ranks without each indicator and domain.
    pub left_out: Vec<LeftOutView>,
    /// Shares of the variance of ranks; null where they cannot be found.
    pub variance: Option<VarianceView>,
    /// Why there are no shares.
    pub no_variance: Vec<String>,
    /// Ways on.
    pub links: Vec<LinkView>,
}

/// The ranks without one part.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LeftOutView {
    /// The indicator or domain.
    pub id: String,
    /// Mean rank shift over the areas; null where the index rests on this part alone.
    pub mean_shift: Option<f64>,
    /// Code of the area that moves most.
    pub most_moved: Option<String>,
    /// By how many ranks; above nought towards the better end.
    pub moved_by: Option<i64>,
    /// How many areas enter or leave the worst ones.
    pub worst_changed: usize,
}

/// What moves the ranks.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct VarianceView {
    /// By how many ranks an area moves on average.
    pub mean_shift: f64,
    /// The variance of that over all draws.
    pub variance: f64,
    /// How many times the assessment was run.
    pub runs: usize,
    /// The share of each choice.
    pub factors: Vec<FactorShareView>,
}

/// One choice's share of the variance.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FactorShareView {
    /// The choice.
    #[schema(example = "weight:income")]
    pub factor: String,
    /// What fixing it alone would take away.
    pub first: f64,
    /// Standard error of that.
    pub first_error: f64,
    /// What it does with all that depends on it.
    pub total: f64,
    /// Standard error of that.
    pub total_error: f64,
}

impl SensitivityView {
    /// The answer.
    #[must_use]
    pub fn new(assessed: &Assessed, found: &SensitivityOf, links: Vec<LinkView>) -> Self {
        let (variance, no_variance) = match &found.shares {
            Ok(shares) => (Some(shares.into()), Vec::new()),
            Err(faults) => (None, faults.iter().map(ToString::to_string).collect()),
        };
        Self {
            version: assessed.place_version,
            id: assessed.spec.id.to_string(),
            left_out: found.left_out.iter().map(|left| left_out(assessed, left)).collect(),
            variance,
            no_variance,
            links,
        }
    }
}

fn left_out(assessed: &Assessed, left: &LeftOut) -> LeftOutView {
    LeftOutView {
        id: left.id.clone(),
        mean_shift: left.mean_shift,
        most_moved: left.most.map(|(area, _)| assessed.areas[area].code.to_string()),
        moved_by: left.most.map(|(_, by)| by),
        worst_changed: left.worst_changed,
    }
}

impl From<&Sensitivity> for VarianceView {
    fn from(found: &Sensitivity) -> Self {
        Self {
            mean_shift: found.mean_shift,
            variance: found.variance,
            runs: found.runs,
            factors: found.factors.iter().map(Into::into).collect(),
        }
    }
}

impl From<&FactorShare> for FactorShareView {
    fn from(share: &FactorShare) -> Self {
        let indices = share.indices;
        Self {
            factor: share.factor.key(),
            first: indices.first,
            first_error: indices.first_error,
            total: indices.total,
            total_error: indices.total_error,
        }
    }
}
