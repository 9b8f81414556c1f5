//! How sure the rank of each figure is, asked for apart because it takes many draws.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::assess::uncertainty::{RankRange, figure_ranks};
use crate::engine::Engine;
use crate::model::AssessmentId;

use super::assessed::Assessed;
use super::error::AssessError;
use super::spatial::MOST_PERMUTED;

/// Draws of each indicator's figures.
const DRAWS: usize = 1_000;

/// Draws where there are more areas than are permuted: enough for whole ranks.
const DRAWS_OF_MANY: usize = 200;

/// How sure the rank of each figure is.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureRanks {
    /// How many draws.
    pub draws: usize,
    /// By indicator, then by area; an indicator of whose errors nothing is known is not here.
    pub indicators: BTreeMap<String, Vec<Option<RankRange>>>,
}

impl FigureRanks {
    /// The range of one figure's rank; `None` where nothing is known of it.
    #[must_use]
    pub fn of(&self, indicator: &str, area: usize) -> Option<&RankRange> {
        self.indicators.get(indicator)?.get(area)?.as_ref()
    }
}

impl Engine {
    /// How sure the rank of each figure of an assessment is, worked out once and kept.
    ///
    /// # Errors
    /// As [`Engine::assessed`].
    pub fn figure_ranks(&self, id: &AssessmentId) -> Result<Arc<FigureRanks>, AssessError> {
        let (assessed, key) = self.assessed_and_key(id)?;
        self.assessments.figure_ranks.get_or_make(key, || Ok(assessed.figure_ranks()))
    }
}

impl Assessed {
    /// How sure the rank of each figure is.
    #[must_use]
    pub fn figure_ranks(&self) -> FigureRanks {
        let draws = if self.areas.len() > MOST_PERMUTED { DRAWS_OF_MANY } else { DRAWS };
        let of = |(at, stages): (usize, &crate::assess::run::Stages)| {
            figure_ranks(&self.run, at, draws).map(|ranges| (stages.id.clone(), ranges))
        };
        FigureRanks { draws, indicators: self.run.indicators.iter().enumerate().filter_map(of).collect() }
    }
}
