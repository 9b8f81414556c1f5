//! The one door: an immutable snapshot of a place, and the questions it answers.
//!
//! The server, the command line and the tests ask the same questions here.
//! Answers are plain data; turning them into JSON or HTML is for the edges.

mod answer;
mod compare;
mod outline;
mod search;
mod snapshot;
mod whereabouts;

pub use answer::{Bounds, Found, Hit, Near, Target};
pub use compare::{AreaChange, Comparison, compare_layers};
pub use snapshot::{Dataset, Edition, EditionData, PlaceInfo, Snapshot};

pub use crate::table::KeyedTable;

use std::sync::Arc;

use crate::layer::{Area, Layer};
use crate::model::EditionKey;
use crate::register::Register;

/// A snapshot with its indexes: the one place to ask.
///
/// It is built once for each version of a place and shared by `Arc`.
#[derive(Debug)]
pub struct Engine {
    snapshot: Arc<Snapshot>,
}

impl Engine {
    /// Indexes a snapshot.
    #[must_use]
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        Self { snapshot }
    }

    /// The data behind the answers.
    #[must_use]
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    /// Counts up by one with each change of the place.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.snapshot.version
    }

    /// One edition of any kind.
    #[must_use]
    pub fn edition(&self, key: &EditionKey) -> Option<&Edition> {
        self.snapshot.edition(&key.dataset, &key.edition)
    }

    /// One edition of a layer.
    #[must_use]
    pub fn layer(&self, key: &EditionKey) -> Option<&Arc<Layer>> {
        self.edition(key)?.layer()
    }

    /// One edition of a register.
    #[must_use]
    pub fn register(&self, key: &EditionKey) -> Option<&Arc<Register>> {
        self.edition(key)?.register()
    }

    /// An area by its code, with its position in the layer.
    #[must_use]
    pub fn area(&self, key: &EditionKey, code: &str) -> Option<(usize, &Area)> {
        self.layer(key)?.areas.iter().enumerate().find(|(_, area)| area.code.as_str() == code)
    }
}
