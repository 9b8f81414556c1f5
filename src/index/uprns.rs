//! From property reference numbers to points, where a register carries both.

use crate::geom::Grid;
use crate::model::Uprn;
use crate::register::{Precision, Register};

/// The UPRNs of one register, sorted for lookup.
#[derive(Debug, Clone, Default)]
pub struct Uprns {
    /// Number and position of the record, sorted.
    entries: Vec<(Uprn, u32)>,
}

impl Uprns {
    /// Reads the column whose header names UPRNs. Empty where there is none.
    #[must_use]
    pub fn from_register(register: &Register) -> Self {
        let table = &register.attributes;
        let named = |name: &str| {
            let plain: String =
                name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
            plain.ends_with("uprn") || plain == "uniquepropertyreferencenumber"
        };
        let Some(column) = table.columns().iter().position(|column| named(&column.name)) else {
            return Self::default();
        };
        let uprn = |row: usize| table.text(row, column).and_then(Uprn::parse);
        let mut entries: Vec<_> =
            (0..table.len()).filter_map(|row| Some((uprn(row)?, u32::try_from(row).ok()?))).collect();
        entries.sort_unstable();
        Self { entries }
    }

    /// How many records carry a UPRN.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no record carries one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The positions of the records with this UPRN, in published order:
    /// several holdings of one property share a number.
    pub fn find(&self, uprn: Uprn) -> impl Iterator<Item = usize> + '_ {
        let start = self.entries.partition_point(|(other, _)| *other < uprn);
        self.entries[start..]
            .iter()
            .take_while(move |(other, _)| *other == uprn)
            .map(|(_, row)| *row as usize)
    }

    /// The point of the first record with this UPRN that lies by its own
    /// coordinates; a point that came from a postcode is not the property's.
    #[must_use]
    pub fn point(&self, uprn: Uprn, register: &Register) -> Option<Grid> {
        self.find(uprn).find_map(|row| match register.records.get(row)?.location {
            Some((at, Precision::Coordinates)) => Some(at),
            _ => None,
        })
    }
}
