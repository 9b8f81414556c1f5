//! One whole version of a place, held in memory and never changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::layer::Layer;
use crate::model::{Catalogue, Checksum, DatasetId, DatasetKind, EditionId, EditionKey, Licence, Validity};
use crate::network::Streets;
use crate::register::Register;
use crate::table::{KeyedTable, Table};

use super::{PlaceAssessment, PlaceSearch, PlaceTrial};

/// What a place is called and where it lies.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceInfo {
    /// Short id, safe in file names.
    pub id: String,
    /// Its name, for headings.
    pub name: String,
    /// One or two sentences for the home page.
    pub description: String,
    /// The layer whose areas people mean by "my ward", opened first.
    pub main_layer: Option<DatasetId>,
    /// What its figures mean, and what crosswalks are weighed by.
    pub catalogue: Catalogue,
}

/// A data set with its editions, newest first.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Its id.
    pub id: DatasetId,
    /// What it is made of.
    pub kind: DatasetKind,
    /// Its name, for headings.
    pub title: String,
    /// What it is for, in a sentence or two.
    pub description: String,
    /// Active editions, newest `valid_from` first, undated last.
    pub editions: Vec<Edition>,
}

/// One active edition.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Which one.
    pub key: EditionKey,
    /// Its name, for badges: "Wards, May 2018".
    pub title: String,
    /// When it is in force.
    pub validity: Validity,
    /// The period the figures speak of, as published ("Census 2021"); tables mostly.
    pub period: Option<String>,
    /// Published file, path inside the source folder.
    pub file: String,
    /// Sheet, layer or member inside the file.
    pub part: Option<String>,
    /// SHA-256 of the file.
    pub checksum: Checksum,
    /// Where the publisher offers the file.
    pub source: Option<String>,
    /// Terms of use.
    pub licence: Licence,
    /// Tells these rows from any others of the edition: SHA-256 over all of them.
    pub content: String,
    /// Version of the place that brought this edition in.
    pub since_version: u64,
    /// The rows.
    pub data: EditionData,
}

/// The rows of an edition, by kind.
#[derive(Debug, Clone)]
pub enum EditionData {
    /// Areas.
    Layer(Arc<Layer>),
    /// Things at points.
    Register(Arc<Register>),
    /// Figures keyed by codes.
    Table(Arc<KeyedTable>),
    /// Streets and paths.
    Network(Arc<Streets>),
}

/// One whole version of a place.
///
/// A snapshot is built once, shared by `Arc`, and swapped whole when an
/// import lands; a request keeps the one it started with.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Counts up by one with each change of the place.
    pub version: u64,
    /// When this version was made; files that are written from it bear this time.
    pub made: Timestamp,
    /// What the place is.
    pub info: PlaceInfo,
    /// Every data set with at least one active edition.
    pub datasets: BTreeMap<DatasetId, Dataset>,
    /// The assessments that the manifest names, in its order.
    pub assessments: Vec<PlaceAssessment>,
    /// The co-location searches that the manifest names, in its order.
    pub searches: Vec<PlaceSearch>,
    /// The trials that the manifest names, in its order.
    pub trials: Vec<PlaceTrial>,
}

impl Snapshot {
    /// Puts a snapshot together; editions are sorted newest first.
    #[must_use]
    pub fn new(version: u64, info: PlaceInfo, datasets: Vec<Dataset>) -> Self {
        let sorted = datasets.into_iter().map(|mut dataset| {
            dataset
                .editions
                .sort_by(|a, b| (b.validity.from, &b.key.edition).cmp(&(a.validity.from, &a.key.edition)));
            (dataset.id.clone(), dataset)
        });
        let made = Timestamp::UNIX_EPOCH;
        Self {
            version,
            made,
            info,
            datasets: sorted.collect(),
            assessments: Vec::new(),
            searches: Vec::new(),
            trials: Vec::new(),
        }
    }

    /// Says when this version was made.
    #[must_use]
    pub fn made_at(mut self, made: Timestamp) -> Self {
        self.made = made;
        self
    }

    /// The same with the assessments that the manifest names.
    #[must_use]
    pub fn with_assessments(self, assessments: Vec<PlaceAssessment>) -> Self {
        Self { assessments, ..self }
    }

    /// The same with the co-location searches that the manifest names.
    #[must_use]
    pub fn with_searches(self, searches: Vec<PlaceSearch>) -> Self {
        Self { searches, ..self }
    }

    /// The same with the trials that the manifest names.
    #[must_use]
    pub fn with_trials(self, trials: Vec<PlaceTrial>) -> Self {
        Self { trials, ..self }
    }

    /// A data set by id.
    #[must_use]
    pub fn dataset(&self, id: &DatasetId) -> Option<&Dataset> {
        self.datasets.get(id)
    }

    /// One edition of a data set.
    #[must_use]
    pub fn edition(&self, dataset: &DatasetId, edition: &EditionId) -> Option<&Edition> {
        self.dataset(dataset)?.editions.iter().find(|e| e.key.edition == *edition)
    }
}

impl Edition {
    /// The areas, where this is an edition of a layer.
    #[must_use]
    pub fn layer(&self) -> Option<&Arc<Layer>> {
        match &self.data {
            EditionData::Layer(layer) => Some(layer),
            _ => None,
        }
    }

    /// The records, where this is an edition of a register.
    #[must_use]
    pub fn register(&self) -> Option<&Arc<Register>> {
        match &self.data {
            EditionData::Register(register) => Some(register),
            _ => None,
        }
    }

    /// The rows, where this is an edition of a table.
    #[must_use]
    pub fn table(&self) -> Option<&Arc<KeyedTable>> {
        match &self.data {
            EditionData::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The streets, where this is an edition of a network.
    #[must_use]
    pub fn streets(&self) -> Option<&Arc<Streets>> {
        match &self.data {
            EditionData::Network(streets) => Some(streets),
            _ => None,
        }
    }

    /// The published columns, whatever the kind.
    #[must_use]
    pub fn attributes(&self) -> &Table {
        match &self.data {
            EditionData::Layer(layer) => &layer.attributes,
            EditionData::Register(register) => &register.attributes,
            EditionData::Table(table) => &table.table,
            EditionData::Network(streets) => &streets.attributes,
        }
    }
}
