//! The profile of one area as CSV: one row a figure.

use std::io::{self, Write};

use crate::views::SOFTWARE;
use crate::views::assess::{ProfileFigureView, ProfileView};

use super::csv::guard;

const HEADER: [&str; 36] = [
    "assessment",
    "areas",
    "code",
    "name",
    "domain",
    "indicator",
    "title",
    "unit",
    "value",
    "missing",
    "low_95",
    "high_95",
    "against",
    "benchmark",
    "verdict",
    "rank",
    "rank_low",
    "rank_high",
    "least",
    "lower_quarter",
    "median",
    "upper_quarter",
    "most",
    "stand_in",
    "grade",
    "priority",
    "since",
    "change",
    "change_low_95",
    "change_high_95",
    "change_verdict",
    "source_table",
    "source_period",
    "crosswalk",
    "licence",
    "software",
];

/// Writes a profile. A gap is an empty value with its reason beside it.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write(out: &mut dyn Write, profile: &ProfileView) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(HEADER)?;
    for figure in &profile.figures {
        out.write_record(row(profile, figure))?;
    }
    out.flush()
}

fn row(profile: &ProfileView, figure: &ProfileFigureView) -> Vec<String> {
    let text = |text: &str| guard(text).into_owned();
    let (interval, range) = (figure.interval.as_ref(), figure.all_areas.as_ref());
    let change = figure.change.as_ref();
    let source = figure.source.and_then(|number| profile.sources.get(number.checked_sub(1)?));
    let priority = profile.priorities.iter().position(|own| own.id == figure.id).map(|at| at + 1);
    vec![
        text(&profile.assessment),
        text(&profile.areas),
        text(&profile.result.code),
        text(profile.result.name.as_deref().unwrap_or_default()),
        text(figure.domain.as_deref().unwrap_or_default()),
        text(&figure.id),
        text(&figure.title),
        text(&figure.unit),
        some(figure.value),
        figure.missing.clone().unwrap_or_default(),
        some(interval.map(|own| own.low)),
        some(interval.map(|own| own.high)),
        text(&profile.against),
        some(figure.benchmark),
        figure.rag.clone().unwrap_or_default(),
        some(figure.rank),
        some(figure.rank_low),
        some(figure.rank_high),
        some(range.map(|own| own.least)),
        some(range.map(|own| own.lower_quarter)),
        some(range.map(|own| own.median)),
        some(range.map(|own| own.upper_quarter)),
        some(range.map(|own| own.most)),
        some(figure.stand_in),
        figure.grade.clone().unwrap_or_default(),
        some(priority),
        text(change.map_or("", |own| &own.since)),
        some(change.map(|own| own.difference)),
        some(change.map(|own| own.interval.low)),
        some(change.map(|own| own.interval.high)),
        change.map(|own| own.verdict.clone()).unwrap_or_default(),
        source.map(|own| own.table.clone()).unwrap_or_default(),
        text(source.map_or("", |own| &own.period)),
        source.and_then(|own| own.crosswalk.clone()).unwrap_or_default(),
        text(source.map_or("", |own| &own.licence)),
        SOFTWARE.to_owned(),
    ]
}

/// A gap is an empty cell.
fn some(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
