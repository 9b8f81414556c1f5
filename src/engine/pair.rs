//! Two layers side by side: measured once, for every question about the two.

use geo_types::MultiPolygon;

use crate::crosswalk::lineage::Vintage;
use crate::crosswalk::{CrosswalkError, Evidence, Overlap, Pieces, Side, Tolerance};
use crate::geom::overlay::Refused;
use crate::layer::Layer;
use crate::model::{DatasetId, EditionKey};

use super::Engine;

/// Why two layers could not be put side by side.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PairError {
    /// The place shows no such edition, or it has no boundaries.
    #[error("the place shows no boundaries {0}")]
    NoLayer(EditionKey),
    /// The place shows no such data set, or it has no boundaries.
    #[error("the place shows no boundaries '{dataset}'; it has: {}", list(.known))]
    NoDataset {
        /// What was asked for.
        dataset: DatasetId,
        /// The layers there are.
        known: Vec<DatasetId>,
    },
    /// An edition of a layer that is not there.
    #[error("the place shows no edition {asked}; of {} it has: {}", asked.dataset, list(.known))]
    NoEdition {
        /// What was asked for.
        asked: EditionKey,
        /// The editions there are, newest first.
        known: Vec<EditionKey>,
    },
    /// No edition of a layer is in force on a day.
    #[error("no edition of '{dataset}' is in force on {day}; it has: {}", list(.known))]
    NotInForce {
        /// The layer.
        dataset: DatasetId,
        /// The day.
        day: jiff::civil::Date,
        /// The editions there are, newest first.
        known: Vec<EditionKey>,
    },
    /// There is no other edition to compare with.
    #[error("there is no edition before {0} to compare it with")]
    NothingBefore(EditionKey),
    /// Rings that cannot be measured.
    #[error("the boundaries cannot be measured: {}", list(.0))]
    Unmeasured(Vec<Refused>),
    /// Control points that cannot be counted.
    #[error("the people cannot be counted: {}", list(.0))]
    Uncounted(Vec<CrosswalkError>),
    /// The areas are not those that were measured.
    #[error(transparent)]
    OtherAreas(#[from] CrosswalkError),
}

/// Two layers and what they share.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The first layer's codes and names.
    pub first: Vintage,
    /// The second layer's codes and names.
    pub second: Vintage,
    /// What they share.
    pub pieces: Pieces,
    /// How far apart two drawings of one line may lie.
    pub tolerance: Tolerance,
}

impl Pair {
    /// Measures two layers. Without control points only ground is measured.
    ///
    /// # Errors
    /// [`PairError::Unmeasured`], [`PairError::Uncounted`].
    pub fn measure(
        first: &Layer,
        second: &Layer,
        people: Option<&Evidence>,
        tolerance: Tolerance,
    ) -> Result<Self, PairError> {
        let overlap = Overlap::measure(&shapes(first), &shapes(second), tolerance);
        let overlap = overlap.map_err(PairError::Unmeasured)?;
        Self::of_overlap(first, second, &overlap, people, tolerance)
    }

    /// The pair of two layers whose shapes have been measured already, with this tolerance.
    ///
    /// # Errors
    /// [`PairError::Uncounted`].
    pub fn of_overlap(
        first: &Layer,
        second: &Layer,
        overlap: &Overlap,
        people: Option<&Evidence>,
        tolerance: Tolerance,
    ) -> Result<Self, PairError> {
        let pieces = Pieces::measure(overlap, people).map_err(PairError::Uncounted)?;
        Ok(Self { first: vintage(first), second: vintage(second), pieces, tolerance })
    }

    /// The same pair seen from the second layer.
    #[must_use]
    pub fn turned(&self) -> Self {
        Self {
            first: self.second.clone(),
            second: self.first.clone(),
            pieces: self.pieces.turned(),
            tolerance: self.tolerance,
        }
    }
}

impl Engine {
    /// One edition of a layer, or the reason why not.
    pub(super) fn layer_or_why(&self, key: &EditionKey) -> Result<&Layer, PairError> {
        self.layer(key).map(AsRef::as_ref).ok_or_else(|| PairError::NoLayer(key.clone()))
    }

    /// The editions of a layer in view, newest first.
    pub(super) fn editions_of_layer(&self, dataset: &DatasetId) -> Result<Vec<EditionKey>, PairError> {
        let keys = |id: &DatasetId| -> Vec<EditionKey> {
            let editions = self.snapshot().dataset(id).into_iter().flat_map(|dataset| &dataset.editions);
            editions.filter(|edition| edition.layer().is_some()).map(|edition| edition.key.clone()).collect()
        };
        let found = keys(dataset);
        if !found.is_empty() {
            return Ok(found);
        }
        let known = self.snapshot().datasets.keys().filter(|id| !keys(id).is_empty()).cloned().collect();
        Err(PairError::NoDataset { dataset: dataset.clone(), known })
    }
}

fn shapes(layer: &Layer) -> Vec<&MultiPolygon<f64>> {
    layer.areas.iter().map(|area| &area.shape).collect()
}

fn vintage(layer: &Layer) -> Vintage {
    let codes = layer.areas.iter().map(|area| area.code.clone());
    Vintage {
        side: Side::new(Some(layer.edition.clone()), codes),
        names: layer.areas.iter().map(|area| area.name.clone()).collect(),
    }
}

fn list(things: &[impl ToString]) -> String {
    things.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
