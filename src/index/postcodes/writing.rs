//! The ways in which lists write postcodes.

use crate::model::Postcode;

/// How a list writes its postcodes: what a join of the texts as they stand needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Writing {
    /// `B1 1BB`, one space.
    #[default]
    OneSpace,
    /// `B11BB`, none.
    NoSpace,
    /// Outward part filled to four characters, no space more: `B1  1BB` (seven characters).
    Seven,
    /// Outward part filled to four characters and a space: `B1   1BB` (eight characters).
    Eight,
}

impl Writing {
    /// All ways.
    pub const ALL: [Self; 4] = [Self::OneSpace, Self::NoSpace, Self::Seven, Self::Eight];

    /// A postcode written this way.
    #[must_use]
    pub fn write(self, postcode: &Postcode) -> String {
        let (outward, inward) = (postcode.district(), &postcode.as_str()[postcode.as_str().len() - 3..]);
        match self {
            Self::OneSpace => postcode.as_str().to_owned(),
            Self::NoSpace => format!("{outward}{inward}"),
            Self::Seven => format!("{outward:<4}{inward}"),
            Self::Eight => format!("{outward:<4} {inward}"),
        }
    }
}
