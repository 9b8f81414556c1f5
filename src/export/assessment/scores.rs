//! Scores and ranks as CSV: one row for each area and each part of the index.

use std::io::{self, Write};

use crate::engine::Assessed;
use crate::export::csv::guard;
use crate::views::run::StandingView;

use super::{gap, optional, value};

const HEADER: [&str; 17] = [
    "area",
    "name",
    "part",
    "title",
    "level",
    "score",
    "missing",
    "rank",
    "sharing",
    "not_ranked",
    "share_imputed",
    "share_missing",
    "cover",
    "rank_median",
    "rank_low_90",
    "rank_high_90",
    "among_worst",
];

/// Writes the scores, the index first. Indicators have no rank range here: theirs is in the profiles.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write_scores(out: &mut dyn Write, assessed: &Assessed) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(HEADER)?;
    let run = &assessed.run;
    for node in run.nodes.iter().rev() {
        for (at, area) in assessed.areas.iter().enumerate() {
            let standing = StandingView::of(node.standings[at]);
            let range = assessed.rank_range(node, at);
            let whole = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
            out.write_record([
                area.code.as_str(),
                &guard(area.name.as_deref().unwrap_or("")),
                &node.id,
                &guard(&node.title),
                &node.level.to_string(),
                &value(&node.scores[at]),
                gap(&node.scores[at]),
                &whole(standing.rank),
                &whole(standing.sharing),
                standing.unranked.as_deref().unwrap_or(""),
                &node.imputed[at].to_string(),
                &node.missing[at].to_string(),
                &node.cover[at].to_string(),
                &optional(range.map(|range| range.median)),
                &whole(range.map(|range| range.low)),
                &whole(range.map(|range| range.high)),
                &optional(range.map(|range| range.among_worst)),
            ])?;
        }
    }
    out.flush()
}
