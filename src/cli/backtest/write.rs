//! A back-test as CSV: one row for each rung, company and kind of figure.

use std::io::Write;

use crate::views::backtest::{BacktestRowView, BacktestView};

const HEADER: [&str; 11] = [
    "rung",
    "company",
    "kind",
    "constant",
    "constant_without_fold",
    "truths",
    "coverage",
    "mean_width",
    "mean_error",
    "worst_error",
    "promise",
];

/// Writes the table.
pub(super) fn csv(out: &mut dyn Write, view: &BacktestView) -> anyhow::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(HEADER)?;
    for row in &view.rows {
        out.write_record(record(row))?;
    }
    out.flush()?;
    Ok(())
}

fn record(row: &BacktestRowView) -> [String; 11] {
    let parts: Vec<String> = row.constant_without_fold.iter().map(ToString::to_string).collect();
    [
        row.rung.clone(),
        row.company.clone(),
        row.kind.clone(),
        row.constant.map(|constant| constant.to_string()).unwrap_or_default(),
        parts.join(" "),
        row.record.truths.to_string(),
        row.record.coverage.to_string(),
        row.record.mean_width.to_string(),
        row.record.mean_error.to_string(),
        row.record.worst_error.to_string(),
        row.record.promise.clone(),
    ]
}
