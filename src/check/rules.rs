//! What a check is told: what the manifest says of a file, and what the place
//! already knows.

use std::collections::{BTreeMap, BTreeSet};

use crate::index::{Extent, Postcodes};
use crate::layer::Layer;
use crate::model::{AreaCode, Checksum, DatasetId, EditionId, EditionKey, Scheme, Validity};

use super::Waiver;

/// Keeps the rows whose `column` holds exactly `value` (outer spaces aside).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Published column name.
    pub column: String,
    /// The text to be equal to.
    pub value: String,
}

/// A way to place a record on the ground, by column names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Locate {
    /// British National Grid metres.
    Grid {
        /// Column of eastings.
        easting: String,
        /// Column of northings.
        northing: String,
    },
    /// Degrees.
    LonLat {
        /// Column of longitudes.
        lon: String,
        /// Column of latitudes.
        lat: String,
    },
    /// Letters and figures such as "SP 066 867".
    GridRef {
        /// Column of grid references.
        column: String,
    },
    /// Joined to the place's postcode register.
    Postcode {
        /// Column of postcodes.
        column: String,
    },
}

/// The code set of one edition of one layer: what a table's codes are compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerCodes {
    /// Which edition.
    pub edition: EditionKey,
    /// Its name for people: "LSOA 2011".
    pub title: String,
    /// The scheme of the codes.
    pub scheme: Scheme,
    /// When the edition is in force.
    pub validity: Validity,
    /// Every code of the edition.
    pub codes: BTreeSet<AreaCode>,
}

impl LayerCodes {
    /// The code set of a checked layer. `title` is the name of the edition for people.
    #[must_use]
    pub fn of(layer: &Layer, title: impl Into<String>) -> Self {
        Self {
            edition: layer.edition.clone(),
            title: title.into(),
            scheme: layer.scheme,
            validity: layer.validity,
            codes: layer.areas.iter().map(|area| area.code.clone()).collect(),
        }
    }
}

/// How a table is to be checked.
#[derive(Debug, Clone)]
pub struct TableRules<'a> {
    /// The edition that the file is to become.
    pub edition: EditionKey,
    /// SHA-256 of the file's bytes.
    pub checksum: Option<Checksum>,
    /// Column of the codes.
    pub code: Option<String>,
    /// Column of names.
    pub name: Option<String>,
    /// Rows to keep; empty keeps all.
    pub only: Vec<Filter>,
    /// Columns kept as text whatever they look like.
    pub text: Vec<String>,
    /// Columns that measures, evidence or lookups read.
    pub used: Vec<String>,
    /// Published column name → the total that the column must add up to.
    pub control: BTreeMap<String, f64>,
    /// Warnings that a person has ticked.
    pub waivers: Vec<Waiver>,
    /// The layer that the manifest says the codes belong to.
    pub geography: Option<DatasetId>,
    /// The edition of it that the manifest names.
    pub geography_edition: Option<EditionId>,
    /// Every edition of every layer that the place holds.
    pub layers: &'a [LayerCodes],
}

impl TableRules<'_> {
    /// Rules that ask for nothing beyond what holds for every table.
    #[must_use]
    pub fn new(edition: EditionKey) -> Self {
        Self {
            edition,
            checksum: None,
            code: None,
            name: None,
            only: Vec::new(),
            text: Vec::new(),
            used: Vec::new(),
            control: BTreeMap::new(),
            waivers: Vec::new(),
            geography: None,
            geography_edition: None,
            layers: &[],
        }
    }
}

/// How a register is to be checked.
#[derive(Debug, Clone)]
pub struct RegisterRules<'a> {
    /// The edition that the file is to become.
    pub edition: EditionKey,
    /// When the edition is in force; postcodes are looked up on its first day.
    pub validity: Validity,
    /// SHA-256 of the file's bytes.
    pub checksum: Option<Checksum>,
    /// Column of the records' ids.
    pub code: Option<String>,
    /// Column of names.
    pub name: Option<String>,
    /// Rows to keep; empty keeps all.
    pub only: Vec<Filter>,
    /// Columns kept as text whatever they look like.
    pub text: Vec<String>,
    /// Columns that measures, evidence or lookups read.
    pub used: Vec<String>,
    /// Coordinate system set by the manifest, as written (`EPSG:27700`): that
    /// of the file's shapes, else of its eastings and northings.
    pub crs: Option<String>,
    /// Where the point of a record comes from, best first. Empty takes the
    /// shapes of the file where it has any, else what the headers suggest.
    pub locate: Vec<Locate>,
    /// Columns offered as filters.
    pub facets: Vec<String>,
    /// Warnings that a person has ticked.
    pub waivers: Vec<Waiver>,
    /// The place's postcode list.
    pub postcodes: Option<&'a Postcodes>,
    /// The ground of the place: points beyond it are told.
    pub extent: Option<&'a Extent>,
}

impl RegisterRules<'_> {
    /// Rules that ask for nothing beyond what holds for every register.
    #[must_use]
    pub fn new(edition: EditionKey) -> Self {
        Self {
            edition,
            validity: Validity::default(),
            checksum: None,
            code: None,
            name: None,
            only: Vec::new(),
            text: Vec::new(),
            used: Vec::new(),
            crs: None,
            locate: Vec::new(),
            facets: Vec::new(),
            waivers: Vec::new(),
            postcodes: None,
            extent: None,
        }
    }
}
