//! Why walks cannot be looked for.

use crate::model::EditionKey;

/// Why walks cannot be looked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReachError {
    /// The edition is not in view.
    #[error("the place shows no edition {0}")]
    NoEdition(EditionKey),
    /// The edition is no network.
    #[error("{0} is no walking network")]
    NoNetwork(EditionKey),
    /// The place has no network at all.
    #[error("the place has no walking network; import an OpenStreetMap extract as [[network]]")]
    NoStreets,
    /// The edition is neither a layer nor a register.
    #[error("{0} has neither areas nor points; name a layer or a register")]
    NoPoints(EditionKey),
    /// A speed at which nobody walks, in km/h.
    #[error("{0} km/h is no walking speed")]
    Pace(String),
    /// A column of a filter is not there.
    #[error("{edition} has no column '{column}'")]
    NoColumn {
        /// The edition.
        edition: EditionKey,
        /// The column.
        column: String,
    },
    /// No row is left.
    #[error("no row of {0} is left to walk from or to")]
    Nothing(EditionKey),
}
