//! Carried figures as CSV: one row a measure and area.

use std::io::Write;

use crate::export::csv::guard;
use crate::views::align::{AlignView, AlignedRowView};

const HEADER: [&str; 16] = [
    "measure",
    "kind",
    "period",
    "code",
    "name",
    "value",
    "gap",
    "low_95",
    "high_95",
    "grade",
    "known_share",
    "cover",
    "category",
    "best_fit",
    "best_fit_difference_percent",
    "crosswalk",
];

/// Writes every figure with its range, grade and what it rests on. A mixture
/// has one row a category, its share as the value.
pub(super) fn csv(out: &mut dyn Write, views: &[AlignView]) -> anyhow::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(HEADER)?;
    for view in views {
        for row in &view.rows {
            match &row.mixture {
                None => out.write_record(record(view, row, row.value, row.missing.as_deref(), ""))?,
                Some(shares) => {
                    for share in shares {
                        let category = share.category.as_deref().unwrap_or("");
                        let gap = share.missing.as_deref();
                        out.write_record(record(view, row, Some(share.share), gap, category))?;
                    }
                }
            }
        }
    }
    out.flush()?;
    Ok(())
}

fn record(
    view: &AlignView,
    row: &AlignedRowView,
    value: Option<f64>,
    gap: Option<&str>,
    category: &str,
) -> [String; 16] {
    let text = |text: &str| guard(text).into_owned();
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    [
        text(&view.measure.title),
        view.measure.kind.clone(),
        text(view.period.as_deref().unwrap_or("")),
        text(&row.code),
        text(row.name.as_deref().unwrap_or("")),
        number(value),
        gap.unwrap_or("").to_owned(),
        number(row.low),
        number(row.high),
        row.grade.clone().unwrap_or_default(),
        number(row.known_share),
        number(row.cover),
        text(category),
        number(row.best_fit),
        number(row.difference_percent),
        view.crosswalk.as_ref().map_or_else(|| "as published".to_owned(), |basis| basis.id.clone()),
    ]
}
