//! `cursor`: where the next page of a listing starts.
//!
//! A cursor names the version that brought the edition in and a position.
//! While rows of an edition stay what they are, pages neither skip nor
//! repeat; once the edition has been replaced the cursor is refused.

use crate::api::{Kind, Problem};
use crate::engine::Edition;

use super::Fields;

/// Reads `cursor` as a position from 0 among the rows of `edition`.
///
/// # Errors
/// A [`Problem`] for a text that is no cursor of ours (400) and for one of
/// rows that have been replaced (410).
pub fn cursor(fields: &mut Fields, edition: &Edition) -> Result<usize, Problem> {
    let Some(text) = fields.take("cursor")? else { return Ok(0) };
    let parts =
        text.split_once('.').and_then(|(since, at)| Some((since.parse::<u64>().ok()?, at.parse().ok()?)));
    match parts {
        None => Err(Problem::parameter("cursor", "this is no cursor; use those of the 'next' links")),
        Some((since, _)) if since != edition.since_version => {
            let detail = format!("{} was replaced while it was being listed; start again", edition.key);
            Err(Problem::new(Kind::Gone, detail).at("cursor"))
        }
        Some((_, at)) => Ok(at),
    }
}

/// The cursor of a position.
#[must_use]
pub fn written(edition: &Edition, at: usize) -> String {
    format!("{}.{at}", edition.since_version)
}
