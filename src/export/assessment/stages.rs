//! Every stage of every figure as CSV: one row for each area and indicator.

use std::io::{self, Write};

use crate::assess::figure::Figure;
use crate::engine::Assessed;
use crate::export::csv::guard;

use super::{gap, optional, value};

const HEADER: [&str; 27] = [
    "area",
    "name",
    "indicator",
    "title",
    "unit",
    "raw",
    "missing",
    "low_95",
    "high_95",
    "cover",
    "grade",
    "alignment_error",
    "benchmark",
    "rag",
    "rag_withheld",
    "shrunk",
    "treated",
    "imputed",
    "is_stand_in",
    "normalised",
    "share_of_weight",
    "weighted",
    "table",
    "period",
    "geography",
    "crosswalk",
    "over_table",
];

/// Writes every stage: raw, shrunk, treated, imputed, normalised, weighted.
/// A stage that was not asked for is empty; a gap is empty with its reason beside it.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write_stages(out: &mut dyn Write, assessed: &Assessed) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(HEADER)?;
    let indicators = assessed.run.recipe.index.indicators();
    for ((stages, source), indicator) in
        assessed.run.indicators.iter().zip(assessed.sources.iter()).zip(indicators)
    {
        let given = &assessed.run.inputs.indicators[&stages.id];
        for (at, area) in assessed.areas.iter().enumerate() {
            let judged = &stages.judged[at];
            let shrunk: Option<Figure> = stages.shrunk.as_ref().map(|_| stages.start[at]);
            let error = given.alignment_error.get(at).copied().flatten();
            let crosswalk = source.figures.crosswalk.as_ref().map_or("", |crosswalk| &crosswalk.id);
            out.write_record([
                area.code.as_str(),
                &guard(area.name.as_deref().unwrap_or("")),
                &stages.id,
                &guard(&indicator.title),
                &guard(&source.unit),
                &value(&stages.raw[at]),
                gap(&stages.raw[at]),
                &optional(judged.usual.map(|interval| interval.low)),
                &optional(judged.usual.map(|interval| interval.high)),
                &given.cover_of(at).to_string(),
                source.grades[at].map_or("", |grade| grade.key()),
                &optional(error),
                &optional(judged.benchmark),
                judged.rag.map_or("", |rag| rag.key()),
                if judged.withheld { "true" } else { "false" },
                &shrunk.as_ref().map(value).unwrap_or_default(),
                &value(&stages.treated.figures[at]),
                &value(&stages.imputed.figures[at]),
                if stages.imputed.stand_ins[at] { "true" } else { "false" },
                &value(&stages.normalised[at]),
                &stages.share.to_string(),
                &value(&stages.weighted[at]),
                &source.figures.table.to_string(),
                &guard(&source.figures.period),
                &source.figures.geography.to_string(),
                crosswalk,
                &source.over.as_ref().map(|over| over.table.to_string()).unwrap_or_default(),
            ])?;
        }
    }
    out.flush()
}
