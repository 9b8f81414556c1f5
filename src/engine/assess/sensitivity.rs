//! Which choice matters, asked for apart because it takes many runs.

use std::sync::Arc;

use crate::assess::sensitivity::{LeftOut, Sensitivity, leave_one_out, sensitivity};
use crate::engine::Engine;
use crate::model::AssessmentId;

use super::assessed::Assessed;
use super::error::{AssessError, AssessFault};

/// Base draws of the shares of variance.
pub const BASE_DRAWS: usize = 256;

/// Which choice matters.
#[derive(Debug, Clone, PartialEq)]
pub struct SensitivityOf {
    /// What happens to the ranks without each indicator and domain.
    pub left_out: Vec<LeftOut>,
    /// Shares of the variance of ranks, or why there are none.
    pub shares: Result<Sensitivity, Vec<AssessFault>>,
}

impl Engine {
    /// Which choice matters in an assessment of the place, worked out once and kept.
    ///
    /// # Errors
    /// As [`Engine::assessed`].
    pub fn sensitivity(&self, id: &AssessmentId) -> Result<Arc<SensitivityOf>, AssessError> {
        let (assessed, key) = self.assessed_and_key(id)?;
        self.assessments.sensitivities.get_or_make(key, || assessed.sensitivity())
    }
}

impl Assessed {
    /// Which choice matters.
    ///
    /// # Errors
    /// [`AssessError::Refused`] where a part cannot be left out. Shares of
    /// variance that cannot be found are told in their place.
    pub fn sensitivity(&self) -> Result<SensitivityOf, AssessError> {
        let shares = sensitivity(&self.run, BASE_DRAWS);
        Ok(SensitivityOf {
            left_out: leave_one_out(&self.run)?,
            shares: shares.map_err(|faults| faults.0.iter().map(AssessFault::from).collect()),
        })
    }
}
