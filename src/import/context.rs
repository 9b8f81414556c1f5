//! What a file is checked against: the layers and postcodes of this import
//! and, for editions that it does not bring, those in view in the place.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::LayerCodes;
use crate::engine::EditionData;
use crate::index::{Extent, Postcodes};
use crate::ingest::manifest::{PlaceTrial, TablePlan};
use crate::layer::Layer;
use crate::model::{DatasetId, EditionId, EditionKey};
use crate::store::{PlaceStore, Revision, StoreError};

/// What is known so far, growing as files pass.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Editions that can be leaned on: passed now, or in view in the place.
    held: BTreeMap<EditionKey, (String, EditionData)>,
    /// Editions that were stopped now and of which the place shows nothing.
    lost: BTreeSet<EditionKey>,
    /// Code sets of all layers, once they are through.
    pub codes: Vec<LayerCodes>,
    /// The ground of the place.
    pub extent: Option<Extent>,
    /// The place's postcodes.
    pub postcodes: Option<Postcodes>,
}

/// What of a table's geography is not there, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Missing {
    /// Every edition that could be meant is there.
    Nothing,
    /// Some are: codes that fit one of them wholly need no other.
    Some(String),
    /// None is.
    All(String),
}

impl Known {
    /// Adds an edition that passed.
    pub fn passed(&mut self, key: &EditionKey, title: &str, data: &EditionData) {
        self.held.insert(key.clone(), (title.to_owned(), data.clone()));
    }

    /// Adds an edition that was stopped, unless the place still shows one of it.
    pub fn stopped(&mut self, key: &EditionKey) {
        if !self.held.contains_key(key) {
            self.lost.insert(key.clone());
        }
    }

    /// Adds from the place every edition in view of the wanted data sets that
    /// this import did not bring.
    pub fn fill(
        &mut self,
        store: &PlaceStore,
        revisions: &[Revision],
        wanted: impl Fn(&Revision) -> bool,
    ) -> Result<(), StoreError> {
        for revision in revisions.iter().filter(|r| r.shown && wanted(r)) {
            if !self.held.contains_key(&revision.key) {
                let edition = store.load(&revision.key, None)?;
                self.held.insert(revision.key.clone(), (revision.title.clone(), edition.data));
                self.lost.remove(&revision.key);
            }
        }
        Ok(())
    }

    /// Takes the ground of the place from its layer's newest edition.
    pub fn settle_extent(&mut self, place: &PlaceTrial) {
        let newest = place.extent_layer.as_ref().and_then(|id| self.newest(id));
        self.extent = newest.and_then(|data| match data {
            EditionData::Layer(layer) => Some(Extent::of(layer)),
            _ => None,
        });
    }

    /// Takes the postcodes from the newest edition of their register.
    pub fn settle_postcodes(&mut self, place: &PlaceTrial) {
        let newest = place.postcodes.as_ref().and_then(|id| self.newest(id));
        self.postcodes = newest.and_then(|data| match data {
            EditionData::Register(register) => Some(Postcodes::from_register(register)),
            _ => None,
        });
    }

    /// Takes the code sets of all layers.
    pub fn settle_codes(&mut self) {
        let layers = self.held.values().filter_map(|(title, data)| match data {
            EditionData::Layer(layer) => Some((title, layer)),
            _ => None,
        });
        let codes = |(title, layer): (&String, &Arc<Layer>)| LayerCodes::of(layer, title.as_str());
        self.codes = layers.map(codes).collect();
    }

    /// What of a table's geography is not there to check its codes against.
    pub fn missing_geography(&self, table: &TablePlan, edition: Option<&EditionId>) -> Missing {
        let Some(layer) = &table.geography else { return Missing::Nothing };
        let asked = |key: &&EditionKey| {
            key.dataset == *layer && edition.is_none_or(|edition| key.edition == *edition)
        };
        let lost: Vec<String> = self.lost.iter().filter(asked).map(ToString::to_string).collect();
        let there = self.held.keys().any(|key| asked(&key));
        let name = edition.map_or_else(|| layer.to_string(), |edition| format!("{layer}@{edition}"));
        match (lost.is_empty(), there) {
            (true, true) => Missing::Nothing,
            (true, false) => Missing::All(format!("the place shows no edition of {name}")),
            (false, true) => Missing::Some(format!("{} was stopped", lost.join(" and "))),
            (false, false) => Missing::All(format!(
                "{} was stopped, and the place shows no earlier one",
                lost.join(" and ")
            )),
        }
    }

    /// Why records cannot be placed by postcode: the register was stopped.
    pub fn missing_postcodes(&self, place: &PlaceTrial) -> Option<String> {
        let register = place.postcodes.as_ref()?;
        (self.postcodes.is_none()).then(|| {
            format!("its postcodes cannot be placed: the register {register} was stopped or is not there")
        })
    }

    /// What to note where the outline of the place is not known.
    pub fn missing_extent(&self, place: &PlaceTrial) -> Option<String> {
        let layer = place.extent_layer.as_ref()?;
        (self.extent.is_none()).then(|| {
            format!("the layer {layer} was stopped or is not there, so whether anything lies outside the place was not checked")
        })
    }

    fn newest(&self, dataset: &DatasetId) -> Option<&EditionData> {
        let of_dataset = self.held.iter().filter(|(key, _)| key.dataset == *dataset);
        let from = |data: &EditionData| match data {
            EditionData::Layer(layer) => layer.validity.from,
            EditionData::Register(register) => register.validity.from,
            EditionData::Network(streets) => streets.validity.from,
            EditionData::Table(_) => None,
        };
        let best = of_dataset.min_by_key(|(key, (_, data))| Reverse((from(data), &key.edition)));
        best.map(|(_, (_, data))| data)
    }
}
