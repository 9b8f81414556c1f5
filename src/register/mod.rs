//! A register: things at points, such as buildings, practices or postcodes.

use crate::geom::Grid;
use crate::model::{EditionKey, Validity};
use crate::table::Table;

/// How exactly a record is known to lie where its point says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The register's own coordinates, or those of its UPRN.
    Coordinates,
    /// The point of its postcode.
    Postcode,
    /// The middle of its postcode sector.
    Sector,
    /// The middle of an area.
    Area,
}

impl Precision {
    /// All precisions, best first.
    pub const ALL: [Self; 4] = [Self::Coordinates, Self::Postcode, Self::Sector, Self::Area];

    /// The name used in the store and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Coordinates => "coordinates",
            Self::Postcode => "postcode",
            Self::Sector => "sector",
            Self::Area => "area",
        }
    }

    /// The precision of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|precision| precision.key() == key)
    }
}

/// One record of a register.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The register's own id, or its row number where it has none. May repeat
    /// where the published file repeats it.
    pub id: String,
    /// The name people use.
    pub name: Option<String>,
    /// Where it lies, and how exactly that is known; `None` where nothing says.
    pub location: Option<(Grid, Precision)>,
}

/// All records of one edition of one register.
#[derive(Debug, Clone)]
pub struct Register {
    /// Which edition this is.
    pub edition: EditionKey,
    /// When it is in force.
    pub validity: Validity,
    /// The records, in published order.
    pub records: Vec<Record>,
    /// All published columns; row `i` belongs to `records[i]`.
    pub attributes: Table,
    /// Columns that pages offer as filters (owner, type, tenure, service ...), by position.
    pub facets: Vec<usize>,
    /// Column of the postcode, where there is one.
    pub postcode_column: Option<usize>,
}
