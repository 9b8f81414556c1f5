//! Files on their way into the place: sent, looked at, checked, published.
//!
//! An upload waits in a folder of its own inside the place until it is
//! published, thrown away or too old. Publishing is an import like any other:
//! the choices of a person become a piece of the manifest. The functions here
//! block and know no HTTP; the API and the pages call the same ones.
//! Read `waiting.rs` first.

mod choices;
mod detect;
mod publish;
mod waiting;

pub use choices::{Choices, LicenceChoice, LocateChoice, Tick};
pub use detect::{Detected, DetectedColumn, Fit, Proposal, detect};
pub use publish::{Looked, check, publish};
pub use waiting::{Receiver, Upload, discard, find, remove_old};

/// Where uploads are sent to.
pub const PATH: &str = "/api/uploads";

/// Whether an address takes files, which are larger and slower than other bodies.
#[must_use]
pub fn takes_files(path: &str) -> bool {
    path.starts_with(PATH)
        || path.starts_with("/data/upload")
        || path == "/api/custom-areas"
        || path == crate::pages::custom::PATH
}
