//! One vintage of a geography: its areas' codes and names.

use crate::crosswalk::side::Side;
use crate::model::AreaCode;

/// The areas of one vintage, in their published order.
#[derive(Debug, Clone, PartialEq)]
pub struct Vintage {
    /// Edition and codes.
    pub side: Side,
    /// Names, one an area; `None` where the file gives none.
    pub names: Vec<Option<String>>,
}

impl Vintage {
    /// How many areas there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.side.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.side.is_empty()
    }

    /// The code of an area.
    #[must_use]
    pub fn code(&self, area: u32) -> &AreaCode {
        &self.side.codes[area as usize]
    }

    /// The name of an area, where it has one.
    #[must_use]
    pub fn name(&self, area: u32) -> Option<&str> {
        self.names.get(area as usize)?.as_deref()
    }
}
