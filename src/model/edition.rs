//! Data sets and their editions: what was true from when to when.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::id::{DatasetId, EditionId, IdError};

/// What a data set is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DatasetKind {
    /// Areas with boundaries.
    Layer,
    /// Figures keyed by the codes of areas (or a lookup between codes).
    Table,
    /// Things at points: buildings, practices, postcodes, reports.
    Register,
    /// Streets and paths that people walk.
    Network,
}

impl DatasetKind {
    /// All kinds, layers first: the others lean on them.
    pub const ALL: [Self; 4] = [Self::Layer, Self::Register, Self::Table, Self::Network];

    /// The name used in manifests, in the store and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Layer => "layer",
            Self::Table => "table",
            Self::Register => "register",
            Self::Network => "network",
        }
    }

    /// The kind of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

impl fmt::Display for DatasetKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// One edition of one data set.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EditionKey {
    /// The data set.
    pub dataset: DatasetId,
    /// Its edition.
    pub edition: EditionId,
}

impl fmt::Display for EditionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.dataset, self.edition)
    }
}

impl FromStr for EditionKey {
    type Err = IdError;

    /// Reads the written form `dataset@edition`.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let (dataset, edition) = text.split_once('@').ok_or_else(|| IdError(text.to_owned()))?;
        Ok(Self { dataset: dataset.parse()?, edition: edition.parse()? })
    }
}

/// The days on which an edition is in force: from its first day up to, and
/// not including, its last. An open end is unknown or not yet set.
///
/// # Examples
/// ```
/// use jiff::civil::date;
/// use wardwise::model::Validity;
/// let old = Validity { from: None, to: Some(date(2018, 5, 3)) };
/// assert!(old.contains(date(2018, 5, 2)));
/// assert!(!old.contains(date(2018, 5, 3)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Validity {
    /// First day in force.
    pub from: Option<Date>,
    /// First day no longer in force.
    pub to: Option<Date>,
}

impl Validity {
    /// Whether the edition is in force on `day`.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }

    /// Whether two editions are in force on a common day.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let starts_before_end = |a: &Self, b: &Self| match (a.from, b.to) {
            (Some(from), Some(to)) => from < to,
            _ => true,
        };
        starts_before_end(self, other) && starts_before_end(other, self)
    }

    /// Whether the last day lies after the first.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        match (self.from, self.to) {
            (Some(from), Some(to)) => from < to,
            _ => true,
        }
    }
}

impl fmt::Display for Validity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) => write!(f, "from {from} until before {to}"),
            (Some(from), None) => write!(f, "from {from}"),
            (None, Some(to)) => write!(f, "until before {to}"),
            (None, None) => f.write_str("dates not stated"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_edition_key_is_read_back_from_its_written_form() {
        let key: EditionKey = "wards@2018".parse().expect("a key");
        assert_eq!(key.to_string(), "wards@2018");
        assert!("wards".parse::<EditionKey>().is_err());
    }

    #[test]
    fn editions_that_follow_each_other_do_not_overlap() {
        let old = Validity { from: None, to: Some(date(2018, 5, 3)) };
        let new = Validity { from: Some(date(2018, 5, 3)), to: None };
        assert!(!old.overlaps(&new));
        assert!(old.overlaps(&Validity::default()));
    }
}
