//! What changed between two runs as CSV: one row for each area and cause.

use std::io::{self, Write};

use crate::assess::explain::AreaChange;
use crate::export::csv::guard;

use super::optional;

const HEADER: [&str; 9] = [
    "area",
    "name",
    "score_before",
    "score_after",
    "rank_before",
    "rank_after",
    "cause",
    "score_by_cause",
    "rank_by_cause",
];

/// Writes the changes of scores and ranks; an area's rows add up to its change.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write_changes(
    out: &mut dyn Write,
    changes: &[AreaChange],
    name_of: &dyn Fn(&str) -> String,
) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(HEADER)?;
    for change in changes {
        let rank = |rank: Option<usize>| rank.map(|rank| rank.to_string()).unwrap_or_default();
        for step in &change.steps {
            out.write_record([
                change.area.as_str(),
                &guard(&name_of(change.area.as_str())),
                &optional(change.score.0),
                &optional(change.score.1),
                &rank(change.rank.0),
                &rank(change.rank.1),
                step.cause.key(),
                &optional(step.score),
                &step.rank.map(|rank| rank.to_string()).unwrap_or_default(),
            ])?;
        }
    }
    out.flush()
}
