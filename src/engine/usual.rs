//! Questions that pages ask again and again, in the usual way, answered once.
//!
//! The usual way: a tolerance of one metre, people counted by the residents
//! that the place knows of, and the default least shares.

use std::sync::Arc;

use crate::crosswalk::lineage::Lineage;
use crate::crosswalk::{Tolerance, lineage};
use crate::model::{DatasetId, EditionKey, MeasureId};

use super::kept::Kept;
use super::{AlignError, AssessmentOrigin, Dataset, Engine, Pair, PairError, Series, Way};

type Keys = (EditionKey, EditionKey);

/// The answers that were given before.
#[derive(Debug, Default)]
pub(super) struct Usual {
    pairs: Kept<Keys, Pair, PairError>,
    lineages: Kept<Keys, Lineage, PairError>,
    series: Kept<(MeasureId, EditionKey, Way), Series, AlignError>,
}

impl Engine {
    /// Two editions of layers and what they share, in ground and, where the
    /// place knows of residents, in people. Measured once and kept.
    ///
    /// # Errors
    /// [`PairError::NoLayer`], [`PairError::Unmeasured`], [`PairError::Uncounted`].
    pub fn pair(&self, first: &EditionKey, second: &EditionKey) -> Result<Arc<Pair>, PairError> {
        self.usual.pairs.get_or_make((first.clone(), second.clone()), || {
            // The two ways round are one measurement.
            if second < first {
                Ok(self.pair(second, first)?.turned())
            } else {
                self.measure_pair(first, second)
            }
        })
    }

    fn measure_pair(&self, first: &EditionKey, second: &EditionKey) -> Result<Pair, PairError> {
        let (from, to) = (self.layer_or_why(first)?, self.layer_or_why(second)?);
        let overlap = self.overlap(first, second).map_err(|error| match error {
            AlignError::Unmeasurable { refused, .. } => PairError::Unmeasured(refused),
            // Shapes of layers that are there fail in no other way.
            _ => PairError::NoLayer(first.clone()),
        })?;
        let people = self.residents(first, second);
        Pair::of_overlap(from, to, &overlap, people.as_ref(), Tolerance::default())
    }

    /// What became of the areas of one edition in another, by the usual options.
    ///
    /// # Errors
    /// As [`Engine::pair`].
    pub fn usual_lineage(&self, from: &EditionKey, to: &EditionKey) -> Result<Arc<Lineage>, PairError> {
        self.usual.lineages.get_or_make((from.clone(), to.clone()), || {
            Pair::clone(&*self.pair(from, to)?).lineage(lineage::Options::default())
        })
    }

    /// A measure through the years, as [`Engine::series`] tells it, kept.
    ///
    /// # Errors
    /// As [`Engine::series`].
    pub fn usual_series(
        &self,
        measure: &MeasureId,
        to: &EditionKey,
        way: Way,
    ) -> Result<Arc<Series>, AlignError> {
        let key = (measure.clone(), to.clone(), way);
        self.usual.series.get_or_make(key, || self.series(measure, to, way))
    }

    /// Works out what the pages of the main layer's areas will ask, one thing
    /// after another. Failures are met again, and told, by whoever asks.
    pub fn foresee(&self) {
        // Anyone may have saved any number of others: those wait until they are asked for.
        for entry in self.assessments() {
            if matches!(entry.origin, AssessmentOrigin::Manifest { .. }) {
                let _ = self.assessed(&entry.id);
            }
        }
        let info = &self.snapshot().info;
        let Some(main) = &info.main_layer else { return };
        for key in self.editions_of_layer(main).unwrap_or_default() {
            for measure in &info.catalogue.measures {
                let _ = self.usual_series(&measure.id, &key, Way::Best);
            }
            let mut others = self.partners(&key);
            others.push(key.clone());
            for (at, first) in others.iter().enumerate() {
                for second in &others[at + 1..] {
                    let _ = self.pair(first, second);
                }
            }
            if let (_, Some(earlier)) = self.neighbours(&key) {
                let _ = self.usual_lineage(&earlier, &key);
            }
        }
    }

    /// The newest edition of every layer, in order of their ids.
    #[must_use]
    pub fn newest_layers(&self) -> Vec<EditionKey> {
        let newest = |dataset: &Dataset| {
            let mut layers = dataset.editions.iter().filter(|edition| edition.layer().is_some());
            layers.next().map(|edition| edition.key.clone())
        };
        self.snapshot().datasets.values().filter_map(newest).collect()
    }

    /// The newest edition of a layer.
    ///
    /// # Errors
    /// [`PairError::NoDataset`].
    pub fn newest_layer(&self, dataset: &DatasetId) -> Result<EditionKey, PairError> {
        let known = self.editions_of_layer(dataset)?;
        known
            .into_iter()
            .next()
            .ok_or_else(|| PairError::NoDataset { dataset: dataset.clone(), known: Vec::new() })
    }

    /// The edition that follows, in time, on one of the same layer, and the one before it.
    #[must_use]
    pub fn neighbours(&self, key: &EditionKey) -> (Option<EditionKey>, Option<EditionKey>) {
        let editions = self.editions_of_layer(&key.dataset).unwrap_or_default();
        let Some(at) = editions.iter().position(|other| other == key) else { return (None, None) };
        let later = at.checked_sub(1).and_then(|later| editions.get(later).cloned());
        (later, editions.get(at + 1).cloned())
    }
}
