//! How badly the layers of a place fit into each other.

use jiff::civil::Date;

use crate::crosswalk::misfit::{self, Misfit};
use crate::crosswalk::{Evidence, Tolerance};
use crate::model::{DatasetId, EditionKey};

use super::{Engine, Pair, PairError};

/// How many times smaller areas must be on average to be called far smaller.
const FAR_SMALLER: f64 = 4.0;

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

impl Fitting {
    /// Whether the two layers are the same areas, published twice.
    #[must_use]
    pub fn are_twins(&self) -> bool {
        misfit::are_twins(&self.pair.pieces, &self.first, &self.second)
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

    /// The layers whose areas may cut those of `key`: of each other data set
    /// the newest edition that is in force on a common day, where its areas
    /// are not far smaller on average. Nothing fits into areas far smaller
    /// than itself, and that says nothing.
    #[must_use]
    pub fn partners(&self, key: &EditionKey) -> Vec<EditionKey> {
        let (Some(edition), Some(own)) = (self.edition(key), self.mean_area_m2(key)) else {
            return Vec::new();
        };
        let others = self.snapshot().datasets.values().filter(|dataset| dataset.id != key.dataset);
        let contemporary = others.filter_map(|dataset| {
            let mut layers = dataset.editions.iter().filter(|other| other.layer().is_some());
            Some(layers.find(|other| other.validity.overlaps(&edition.validity))?.key.clone())
        });
        let is_coarse =
            |other: &EditionKey| self.mean_area_m2(other).is_some_and(|mean| mean * FAR_SMALLER >= own);
        contemporary.filter(is_coarse).collect()
    }

    /// The mean size of a layer's areas in m²; `None` where it has none.
    #[must_use]
    pub fn mean_area_m2(&self, key: &EditionKey) -> Option<f64> {
        let areas = &self.layer(key)?.areas;
        let all: f64 = areas.iter().map(|area| area.area_m2).sum();
        (!areas.is_empty()).then(|| all / areas.len() as f64)
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
