//! One end of a crosswalk: which areas, of which edition.

use std::sync::Arc;

use crate::model::{AreaCode, EditionKey};

/// The areas at one end of a crosswalk, in their published order.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The edition they belong to; `None` for areas of a plain file.
    pub edition: Option<EditionKey>,
    /// Their codes.
    pub codes: Arc<[AreaCode]>,
}

impl Side {
    /// The areas of an edition.
    pub fn new(edition: Option<EditionKey>, codes: impl IntoIterator<Item = AreaCode>) -> Self {
        Self { edition, codes: codes.into_iter().collect() }
    }

    /// How many areas there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The edition's name for messages.
    pub(super) fn label(&self) -> String {
        self.edition.as_ref().map_or_else(
            || format!("{} areas of a plain file", self.len()),
            |key| format!("{} {}", key.dataset, key.edition),
        )
    }
}
