//! Why a recipe cannot be carried out on a place.

use crate::engine::{AlignError, ReachError};
use crate::locate::{EditionRef, Fault};
use crate::scenario::{PackError, PlanFault, SettingFault};

/// One thing that is wrong. All that can be told at once are.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SitingError {
    /// No such data set in view.
    #[error("the place shows no {kind} '{named}'")]
    NoEdition {
        /// "layer", "register", "network" or "table".
        kind: &'static str,
        /// What the recipe names.
        named: EditionRef,
    },
    /// The recipe asks for a network and the place has none.
    #[error("the place has no walking network; import one, or travel by straight-line")]
    NoNetwork,
    /// The network cannot be walked.
    #[error(transparent)]
    Reach(#[from] ReachError),
    /// No such column.
    #[error("{named} has no column '{column}'")]
    NoColumn {
        /// Where it was looked for.
        named: String,
        /// The column.
        column: String,
    },
    /// The second column of a span comes before the first.
    #[error("in {table} the column '{to}' does not come after '{from}'")]
    Backwards {
        /// The table.
        table: String,
        /// First column.
        from: String,
        /// Last column.
        to: String,
    },
    /// A figure that counts nobody.
    #[error("'{0}' is no count of people: name a count, or a rate whose numerator is one")]
    NotACount(String),
    /// A measure cannot be read or carried.
    #[error(transparent)]
    Align(#[from] AlignError),
    /// No small area has anybody in it.
    #[error("no small area of the place has people in it")]
    NoPeople,
    /// Nobody offers it.
    #[error("no building or service of the place offers '{kind}'; {known}")]
    NotOffered {
        /// The kind of service.
        kind: String,
        /// What is offered, in words.
        known: String,
    },
    /// No record is left.
    #[error("no record of {0} is a site: all are filtered out or have no point")]
    NoSites(String),
    /// A site that the recipe names is not there, or not once.
    #[error("among the sites of {named} are {found} located records '{id}'; the recipe must mean one")]
    NoSite {
        /// The register.
        named: String,
        /// The id.
        id: String,
        /// How many there are.
        found: usize,
    },
    /// The problem is wrong.
    #[error(transparent)]
    Problem(#[from] Fault),
    /// The setting is wrong.
    #[error(transparent)]
    Setting(#[from] SettingFault),
    /// The plan is wrong.
    #[error(transparent)]
    Plan(#[from] PlanFault),
    /// The pack cannot be linked to its decision.
    #[error(transparent)]
    Pack(#[from] PackError),
}
