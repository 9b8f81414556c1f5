//! The place on disk: its folder, `place.gpkg`, its transactions and checksums.
//! All SQL lives here.
//!
//! A place is one folder: `place.toml` (the manifest as imported), `raw/` (the
//! published files, named by their checksums, never changed) and `place.gpkg`.
//! Rows are written once; what changes is which revisions a version shows, and
//! that changes in one transaction. Read `place.rs` first.

mod assessments;
mod backup;
mod connect;
mod content;
mod crosswalk;
mod custom;
mod decisions;
mod error;
mod folder;
mod geopackage;
mod landing;
mod lock;
mod manifest_trials;
mod origin;
mod place;
mod raw;
mod restore;
mod revision;
mod schema;
mod searches;
mod single;
mod snapshot;
mod trials;
mod version;

pub use assessments::{AssessmentVersion, MOST_ASSESSMENTS};
pub use backup::{BackedUp, backup};
pub use content::MAX_COLUMNS;
pub use crosswalk::{NewCrosswalk, SavedCrosswalk, SavedPair};
pub use custom::MOST_CUSTOM_AREAS;
pub use error::StoreError;
pub use landing::{Fate, Landing, NewEdition};
pub use lock::PlaceLock;
pub use origin::OriginRow;
pub use place::{PlaceStore, Stopped};
pub use raw::{RawFile, Staging};
pub use restore::{Restored, restore};
pub use revision::{Details, Revision};
pub use schema::NEWEST as NEWEST_SCHEMA;
pub use single::{SingleRows, SingleShape, SingleTable, write_geopackage};
pub use trials::{KeptPack, MOST_TRIALS, Trial};
pub use version::{Change, RevisionRef, Version, What};

/// This program, as it signs what it writes.
const SOFTWARE: &str = concat!("wardwise ", env!("CARGO_PKG_VERSION"));
