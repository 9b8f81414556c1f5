//! How badly the layers of a place fit into each other.

use jiff::civil::Date;

use crate::crosswalk::misfit::{self, Misfit};
use crate::crosswalk::{Evidence, Tolerance};
use crate::model::{DatasetId, EditionKey};

use super::{Engine, Pair, PairError};

/// How a misfit is measured.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MisfitOptions {
    /// How far apart two drawings of one line may lie.
    pub tolerance: Tolerance,
    /// What counts as a part.
    pub counts: misfit::Options,
}

/// Two layers, what they share, and how each fits into the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitting {
    /// The two layers and every piece that they share: the overlap matrix.
    pub pair: Pair,
    /// How the first layer's areas fit into the second's.
    pub first: Misfit,
    /// How the second layer's areas fit into the first's.
    pub second: Misfit,
}

impl Pair {
    /// How each of the two layers fits into the other.
    #[must_use]
    pub fn fitting(self, options: misfit::Options) -> Fitting {
        let first = misfit::misfit(&self.pieces, options);
        let second = misfit::misfit(&self.pieces.turned(), options);
        Fitting { pair: self, first, second }
    }
}

impl Engine {
    /// How two editions of layers fit into each other.
    ///
    /// `people` are control points located in the two layers; without them
    /// only ground is measured.
    ///
    /// # Errors
    /// [`PairError::NoLayer`], [`PairError::Unmeasured`], [`PairError::Uncounted`].
    pub fn misfit(
        &self,
        first: &EditionKey,
        second: &EditionKey,
        people: Option<&Evidence>,
        options: MisfitOptions,
    ) -> Result<Fitting, PairError> {
        let (first, second) = (self.layer_or_why(first)?, self.layer_or_why(second)?);
        Ok(Pair::measure(first, second, people, options.tolerance)?.fitting(options.counts))
    }

    /// The layers in force on a day, one edition of each data set, in order of their ids.
    ///
    /// Where several editions are in force (dates are not stated), the newest.
    #[must_use]
    pub fn layers_in_force(&self, day: Date) -> Vec<EditionKey> {
        let newest = |id: &DatasetId| {
            let editions = &self.snapshot().dataset(id)?.editions;
            let mut layers = editions.iter().filter(|edition| edition.layer().is_some());
            Some(layers.find(|edition| edition.validity.contains(day))?.key.clone())
        };
        self.snapshot().datasets.keys().filter_map(newest).collect()
    }

    /// The edition of a layer in force on a day.
    ///
    /// # Errors
    /// [`PairError::NoDataset`], [`PairError::NotInForce`].
    pub fn layer_in_force(&self, dataset: &DatasetId, day: Date) -> Result<EditionKey, PairError> {
        let known = self.editions_of_layer(dataset)?;
        let in_force = self.layers_in_force(day).into_iter().find(|key| key.dataset == *dataset);
        in_force.ok_or(PairError::NotInForce { dataset: dataset.clone(), day, known })
    }
}
