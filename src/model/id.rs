//! Names of data sets, editions and measures: safe in file names and addresses.

use std::fmt;
use std::str::FromStr;

const MAX_ID_CHARS: usize = 60;

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' cannot be an id: use 1 to {MAX_ID_CHARS} lower-case letters, digits, '-' or '.', starting with a letter or digit"
)]
pub struct IdError(pub String);

fn check_id(text: &str) -> Result<Box<str>, IdError> {
    let starts_well = text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    let right = starts_well
        && text.len() <= MAX_ID_CHARS
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.'))
        && !text.contains("..");
    if right { Ok(text.into()) } else { Err(IdError(text.to_owned())) }
}

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The id as text, safe in a file name and in a URL path.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                check_id(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id_type!(
    /// Names one data set of a place, such as `wards` or `gp-practices`.
    DatasetId
);
id_type!(
    /// Names one edition of a data set, such as `2018` or `mid-2020`.
    EditionId
);
id_type!(
    /// Names one measure of a place, such as `residents` or `claimant-rate`.
    MeasureId
);
id_type!(
    /// Names one assessment of a place, such as `priorities`.
    AssessmentId
);
id_type!(
    /// Names one co-location search of a place, such as `advice-into-libraries`.
    SearchId
);
id_type!(
    /// Names one plan of a place, a search for sites or a scenario, such as `five-libraries`.
    TrialId
);
id_type!(
    /// Names one back-test of a place, such as `age-bands`.
    BacktestId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_safe_in_paths() {
        for bad in ["", "A", "a/b", "..", "a..b", "a b", "-a", &"a".repeat(61)] {
            assert!(bad.parse::<DatasetId>().is_err(), "{bad:?}");
        }
        assert!("mid-2020.v1".parse::<EditionId>().is_ok());
    }
}
