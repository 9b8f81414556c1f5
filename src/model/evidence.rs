//! What a place knows of where people are, and which lookups it holds.

use super::id::{DatasetId, EditionId};

/// A kind of control points, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EvidenceKind {
    /// Residential addresses.
    Addresses,
    /// Postcodes with their households.
    PostcodeHouseholds,
    /// Residents of output areas, at one point each.
    SmallAreaPopulation,
    /// Points weighted by something else.
    OtherPoints,
}

impl EvidenceKind {
    /// All kinds, best first.
    pub const ALL: [Self; 4] =
        [Self::Addresses, Self::PostcodeHouseholds, Self::SmallAreaPopulation, Self::OtherPoints];

    /// The name used in manifests and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Addresses => "addresses",
            Self::PostcodeHouseholds => "postcode-households",
            Self::SmallAreaPopulation => "small-area-population",
            Self::OtherPoints => "other-points",
        }
    }

    /// The kind of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// Where control points of one kind come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceSource {
    /// What they stand for.
    pub kind: EvidenceKind,
    /// The table or register that holds them.
    pub dataset: DatasetId,
    /// One edition of it; `None` for the newest in view.
    pub edition: Option<EditionId>,
    /// Where the weights stand.
    pub weighed: Weighed,
}

/// How the points of a data set are placed and weighed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Weighed {
    /// A table: each area's figure stands at one point inside the area.
    AtAreas {
        /// Column of the weights.
        column: String,
    },
    /// A register: each record stands at its own point.
    AtRecords {
        /// Column of the weights; `None` counts each record as one.
        column: Option<String>,
    },
}

impl EvidenceSource {
    /// The column of the weights, where there is one.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        match &self.weighed {
            Weighed::AtAreas { column } => Some(column),
            Weighed::AtRecords { column } => column.as_deref(),
        }
    }
}

/// A table that says which area of another layer each area belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookupSource {
    /// The table; its geography holds the areas that are looked up.
    pub table: DatasetId,
    /// One edition of it; `None` for every edition.
    pub edition: Option<EditionId>,
    /// Column of the codes it points to.
    pub column: String,
    /// The layer of those codes.
    pub to: DatasetId,
    /// Who answers for the lookup, where it is an official one ("Office for
    /// National Statistics, best fit"). Only such a lookup makes a figure official.
    pub official: Option<String>,
}
