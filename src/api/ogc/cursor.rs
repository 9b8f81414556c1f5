//! `cursor`: where the next page of a listing starts, and of which rows.
//!
//! A cursor names the rows it counts by what they hold and the place at which
//! the page starts. While those rows are shown, or kept after an import, its
//! pages neither skip nor repeat, whatever else has changed; once they are
//! gone the cursor is refused.

use crate::api::params::Fields;
use crate::api::{Kind, Problem};
use crate::engine::Edition;
use crate::model::Checksum;

/// Characters of a stamp.
const STAMP_CHARS: usize = 12;

/// Where a page starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cursor {
    /// What the rows hold.
    pub(super) stamp: String,
    /// The mark of the first row.
    pub(super) mark: u64,
}

impl Cursor {
    /// Reads `cursor`.
    ///
    /// # Errors
    /// A [`Problem`] for a text that is no cursor of ours.
    pub(super) fn read(fields: &mut Fields) -> Result<Option<Self>, Problem> {
        let Some(text) = fields.take("cursor")? else { return Ok(None) };
        let parts = text.split_once('.').and_then(|(stamp, mark)| Some((stamp, mark.parse().ok()?)));
        let known = parts
            .filter(|(stamp, _)| stamp.len() == STAMP_CHARS && stamp.bytes().all(|b| b.is_ascii_hexdigit()));
        let wrong = || Problem::parameter("cursor", "this is no cursor; use those of the 'next' links");
        let (stamp, mark) = known.ok_or_else(wrong)?;
        Ok(Some(Self { stamp: stamp.to_owned(), mark }))
    }

    /// The cursor as it stands in an address.
    pub(super) fn written(stamp: &str, mark: u64) -> String {
        format!("{stamp}.{mark}")
    }
}

/// The refusal of a cursor whose rows are no longer at hand.
pub(super) fn gone() -> Problem {
    let detail = "the rows that were being listed have been replaced and are no longer kept; start again";
    Problem::new(Kind::Gone, detail).at("cursor")
}

/// What tells the rows of an edition from all others.
pub(super) fn stamp_of_edition(edition: &Edition) -> String {
    stamp(&format!("{} {} {} {}", edition.key, edition.content, edition.checksum, edition.since_version))
}

/// A stamp of anything that can be put into words.
pub(super) fn stamp(of: &str) -> String {
    Checksum::of(of.as_bytes()).as_str()[..STAMP_CHARS].to_owned()
}
