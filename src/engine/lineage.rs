//! What became of every area between two editions of a layer.

use crate::crosswalk::lineage::{self, Lineage};
use crate::crosswalk::{Evidence, Tolerance};
use crate::layer::Layer;
use crate::model::{DatasetId, EditionId, EditionKey};

use super::{Engine, Pair, PairError};

/// How a lineage is told.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LineageOptions {
    /// How far apart two drawings of one line may lie.
    pub tolerance: Tolerance,
    /// What counts as a change.
    pub counts: lineage::Options,
}

/// What became of the areas of one layer in another, whether or not they are in view.
///
/// `people` are control points located in the two layers; without them shares
/// are of ground.
///
/// # Errors
/// [`PairError::Unmeasured`], [`PairError::Uncounted`].
pub fn lineage_of(
    from: &Layer,
    to: &Layer,
    people: Option<&Evidence>,
    options: LineageOptions,
) -> Result<Lineage, PairError> {
    let pair = Pair::measure(from, to, people, options.tolerance)?;
    pair.lineage(options.counts)
}

impl Pair {
    /// What became of the first layer's areas in the second.
    ///
    /// # Errors
    /// [`PairError::OtherAreas`] when the pair was put together by hand from other areas.
    pub fn lineage(self, options: lineage::Options) -> Result<Lineage, PairError> {
        Ok(lineage::trace(self.first, self.second, &self.pieces, options)?)
    }
}

impl Engine {
    /// What became of the areas of one edition in another.
    ///
    /// # Errors
    /// [`PairError::NoLayer`] and those of [`lineage_of`].
    pub fn lineage(
        &self,
        from: &EditionKey,
        to: &EditionKey,
        people: Option<&Evidence>,
        options: LineageOptions,
    ) -> Result<Lineage, PairError> {
        lineage_of(self.layer_or_why(from)?, self.layer_or_why(to)?, people, options)
    }

    /// The two editions of a layer to compare: those named; where the later is
    /// not named the newest, where the earlier is not, the one before the later.
    ///
    /// # Errors
    /// [`PairError::NoDataset`], [`PairError::NoEdition`],
    /// [`PairError::NothingBefore`] when there is no earlier edition or both are one.
    pub fn editions_to_compare(
        &self,
        dataset: &DatasetId,
        from: Option<&EditionId>,
        to: Option<&EditionId>,
    ) -> Result<(EditionKey, EditionKey), PairError> {
        let known = self.editions_of_layer(dataset)?;
        let position = |edition: &EditionId| {
            known.iter().position(|key| key.edition == *edition).ok_or_else(|| PairError::NoEdition {
                asked: EditionKey { dataset: dataset.clone(), edition: edition.clone() },
                known: known.clone(),
            })
        };
        let to = to.map_or(Ok(0), position)?;
        let from = from.map_or(Ok(to + 1), position)?;
        match known.get(from) {
            Some(earlier) if from != to => Ok((earlier.clone(), known[to].clone())),
            _ => Err(PairError::NothingBefore(known[to].clone())),
        }
    }
}
