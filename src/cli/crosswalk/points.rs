//! Weighted points and lookups from plain files.

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::check::{RegisterRules, check_register};
use crate::draft::Draft;
use crate::fault::Severity;
use crate::geom::Grid;
use crate::model::EditionKey;

use super::PlanarCrs;
use super::plain::read_file;

/// Points with their weights.
pub(super) struct WeightedPoints {
    pub points: Vec<(Grid, f64)>,
    /// Records without a point or a weight.
    pub left_out: usize,
}

/// Reads points: shapes of the file, or columns of coordinates by their headers.
pub(super) fn read(
    path: &Path,
    weight: Option<&str>,
    crs: Option<PlanarCrs>,
) -> anyhow::Result<WeightedPoints> {
    let file = path.display();
    let draft = read_file(path)?;
    let key: EditionKey = "points@file".parse().context("a fixed name")?;
    let rules = RegisterRules {
        used: weight.iter().map(ToString::to_string).collect(),
        crs: crs.map(|PlanarCrs::BritishNationalGrid| "EPSG:27700".to_owned()),
        ..RegisterRules::new(key)
    };
    let checked = check_register(draft, &rules);
    let Some(register) = checked.value else {
        let errors = checked.report.faults.iter().filter(|fault| fault.severity == Severity::Error);
        let list: Vec<String> =
            errors.map(|fault| format!("\n  {}: {}", fault.place, fault.message)).collect();
        bail!("'{file}' cannot be used as points:{}", list.concat());
    };
    let column = weight.map(|name| {
        register.attributes.column(name).with_context(|| format!("'{file}' has no column '{name}'"))
    });
    let column = column.transpose()?;
    let weigh = |row: usize| match column {
        Some(column) => register.attributes.number(row, column).ok().filter(|weight| *weight >= 0.0),
        None => Some(1.0),
    };
    let points: Vec<(Grid, f64)> = register
        .records
        .iter()
        .enumerate()
        .filter_map(|(row, record)| Some((record.location?.0, weigh(row)?)))
        .collect();
    if points.is_empty() {
        bail!("no record of '{file}' has both a point and a weight");
    }
    Ok(WeightedPoints { left_out: register.records.len() - points.len(), points })
}

/// The pairs of codes of a lookup table, each with its record.
pub(super) fn code_pairs(path: &Path, from: &str, to: &str) -> anyhow::Result<Vec<(u64, String, String)>> {
    let draft = read_file(path)?;
    let column = |name: &str| -> anyhow::Result<usize> {
        draft.column(name).with_context(|| {
            format!("'{}' has no column '{name}'; it has: {}", path.display(), draft.columns.join(", "))
        })
    };
    let (from, to) = (column(from)?, column(to)?);
    Ok(pairs(&draft, from, to))
}

fn pairs(draft: &Draft, from: usize, to: usize) -> Vec<(u64, String, String)> {
    let text = |row: &crate::draft::DraftRow, column: usize| {
        row.cells.get(column).map(|cell| cell.display().trim().to_owned()).unwrap_or_default()
    };
    draft.rows.iter().map(|row| (row.number, text(row, from), text(row, to))).collect()
}
