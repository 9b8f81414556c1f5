//! What tells one version of a place from every other: the `ETag` of all answers.

use std::fmt::Write;

use axum::http::HeaderValue;

use crate::engine::Snapshot;
use crate::model::Checksum;

/// The program's own version, which also decides what an answer looks like.
pub const SOFTWARE: &str = env!("CARGO_PKG_VERSION");

/// A version of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Counts up by one with each change.
    pub number: u64,
    /// Weak entity tag of every answer from this version.
    pub etag: String,
    /// The same as a header.
    pub tag: HeaderValue,
}

impl Version {
    /// The version of a snapshot.
    ///
    /// The number alone is not enough: a place restored from a backup counts
    /// on from an older number. So the tag is made from what the place holds.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Self {
        let digest = Checksum::of(contents(snapshot).as_bytes());
        let etag = format!("W/\"{}-{}\"", snapshot.version, &digest.as_str()[..16]);
        let tag = HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("W/\"none\""));
        Self { number: snapshot.version, etag, tag }
    }
}

/// Everything that answers depend on, in words.
fn contents(snapshot: &Snapshot) -> String {
    let mut text = format!("{SOFTWARE} {} {:?}\n", snapshot.version, snapshot.info);
    for dataset in snapshot.datasets.values() {
        let _ =
            writeln!(text, "{} {} {:?} {:?}", dataset.id, dataset.kind, dataset.title, dataset.description);
        for edition in &dataset.editions {
            let _ = writeln!(
                text,
                "{} {} {} {} {:?} {:?} {:?} {:?}",
                edition.key,
                edition.checksum,
                edition.since_version,
                edition.attributes().len(),
                edition.title,
                edition.validity,
                edition.period,
                edition.licence,
            );
        }
    }
    text
}
