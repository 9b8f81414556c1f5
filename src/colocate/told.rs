//! What a register tells of one thing, and where it tells it.

use crate::model::Field;

/// A cell of a register: which of the estate's registers, which record, and
/// for what field it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cited {
    /// Position of the register in [`super::Estate::registers`].
    pub register: u16,
    /// Row of its published file, from 1.
    pub row: u64,
    /// What was read there.
    pub field: Field,
}

/// What is known.
#[derive(Debug, Clone, PartialEq)]
pub enum Known<T> {
    /// A value.
    Is(T),
    /// Something is written that is no such value; it stays as it was written.
    Unread(Box<str>),
    /// Nothing is written, or "unknown".
    Missing,
}

/// What is known of a field, with its cell where there is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Told<T> {
    /// What.
    pub known: Known<T>,
    /// Where; `None` where no register has the field, or the manifest itself says it.
    pub cited: Option<Cited>,
}

impl<T> Told<T> {
    /// Nothing is known, and no register has the field.
    #[must_use]
    pub fn missing() -> Self {
        Self { known: Known::Missing, cited: None }
    }

    /// A value from elsewhere than a cell.
    #[must_use]
    pub fn of(value: T) -> Self {
        Self { known: Known::Is(value), cited: None }
    }

    /// The value, where it is known.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        match &self.known {
            Known::Is(value) => Some(value),
            _ => None,
        }
    }

    /// Whether a value is known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        matches!(self.known, Known::Is(_))
    }

    /// Whether this tells more than the other: a value before an unread text
    /// before nothing.
    pub(super) fn tells_more_than(&self, other: &Self) -> bool {
        let rank = |told: &Self| match told.known {
            Known::Is(_) => 2,
            Known::Unread(_) => 1,
            Known::Missing => 0,
        };
        rank(self) > rank(other)
    }
}
