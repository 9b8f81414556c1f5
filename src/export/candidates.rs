//! Candidates of a search as CSV: one row a pair.

use std::io::{self, Write};

use crate::colocate::Criterion;
use crate::engine::Colocated;
use crate::views::colocate::{CandidateView, FigureRangeView};

use super::csv::guard;

const FIRST: [&str; 15] = [
    "rank",
    "id",
    "service",
    "service_owner",
    "building",
    "building_owner",
    "minutes",
    "walks_by",
    "tier",
    "score_low",
    "score_high",
    "score_middle",
    "front",
    "stays_at_top",
    "sentence",
];

const LAST: [&str; 6] = ["saving_low", "saving_mid", "saving_high", "saving_missing", "crowded", "questions"];

/// Writes every candidate that is listed, the best first. An unknown value is
/// an empty cell.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write(out: &mut dyn Write, found: &Colocated) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    let criteria = Criterion::ALL.map(Criterion::key);
    out.write_record(FIRST.iter().chain(&criteria).chain(&LAST))?;
    for pair in &found.found.pairs {
        let view = CandidateView::new(found, pair);
        let values = Criterion::ALL.map(|criterion| or_empty(pair.values[criterion.position()]));
        out.write_record(first(found, &view).into_iter().chain(values).chain(last(&view)))?;
    }
    out.flush()?;
    Ok(())
}

fn or_empty(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| ((value * 1e6).round() / 1e6).to_string())
}

fn text(text: &str) -> String {
    guard(text).into_owned()
}

fn first(found: &Colocated, view: &CandidateView) -> Vec<String> {
    vec![
        view.rank.to_string(),
        text(&view.id),
        text(&view.service.name),
        text(view.service.owner.as_deref().unwrap_or_default()),
        text(&view.building.name),
        text(view.building.owner.as_deref().unwrap_or_default()),
        view.minutes.to_string(),
        found.by().key().to_owned(),
        view.tier.to_owned(),
        view.score.low.to_string(),
        view.score.high.to_string(),
        view.score.middle.to_string(),
        view.front.to_owned(),
        or_empty(view.stays_at_top),
        text(&view.sentence),
    ]
}

fn last(view: &CandidateView) -> Vec<String> {
    let FigureRangeView { low, mid, high, missing } = &view.estimate.saving;
    vec![
        or_empty(*low),
        or_empty(*mid),
        or_empty(*high),
        missing.unwrap_or_default().to_owned(),
        if view.estimate.is_crowded { "yes" } else { "no" }.to_owned(),
        text(&view.questions.join(" ")),
    ]
}
