//! The balance of a crosswalk, for people and for machines.

use std::path::Path;

use serde_json::json;

use crate::crosswalk::Crosswalk;
use crate::store::SavedCrosswalk;

use super::super::output::{Output, columns};

/// Shares of an area up to this one are not told: digitising makes as much.
const LEAST_SHARE: f64 = 0.01;

/// What is said of a crosswalk of a place.
pub(super) struct Told<'a> {
    pub id: &'a str,
    pub basis: &'a str,
    pub saved: Option<&'a SavedCrosswalk>,
}

/// Prints what a crosswalk covers and what it leaves out.
pub(super) fn print(
    crosswalk: &Crosswalk,
    out: Option<&Path>,
    told: Option<Told<'_>>,
    output: &mut Output,
) -> anyhow::Result<()> {
    let sheet = crosswalk.sheet(LEAST_SHARE);
    let shared = shared_m2(crosswalk);
    let rungs: serde_json::Map<String, serde_json::Value> =
        sheet.sources_by_rung.iter().map(|(rung, count)| (rung.key().to_owned(), json!(count))).collect();
    output.json(&json!({
        "out": out,
        "id": told.as_ref().map(|told| told.id),
        "basis": told.as_ref().map(|told| told.basis),
        "saved_as": told.as_ref().and_then(|told| told.saved).map(|saved| &saved.table),
        "method": crosswalk.method.key(),
        "from_areas": crosswalk.from.len(),
        "to_areas": crosswalk.to.len(),
        "pairs": crosswalk.n_links(),
        "shared_m2": shared,
        "from_areas_by_rung": rungs,
        "from_areas_nowhere": sheet.sources_nowhere.len(),
        "from_areas_more_than_1_percent_outside": sheet.sources_spilling.len(),
        "to_areas_unreached": sheet.targets_without_source.len(),
        "to_areas_more_than_1_percent_uncovered": sheet.targets_uncovered.len(),
    }))?;
    let row = |words: &str, count: usize| vec![words.to_owned(), count.to_string()];
    let mut rows = vec![row("pairs", crosswalk.n_links()), row("areas from", crosswalk.from.len())];
    rows.extend(
        sheet.sources_by_rung.iter().map(|(rung, count)| row(&format!("  by {}", rung.key()), *count)),
    );
    rows.extend([
        row("  that find no area", sheet.sources_nowhere.len()),
        row("  with more than 1 % outside every area", sheet.sources_spilling.len()),
        row("areas to", crosswalk.to.len()),
        row("  that nothing reaches", sheet.targets_without_source.len()),
        row("  with more than 1 % uncovered", sheet.targets_uncovered.len()),
    ]);
    for line in columns(&["balance", "count"], &rows) {
        output.line(line)?;
    }
    if let Some(told) = &told {
        output.line(format!("{}: {}", told.id, told.basis))?;
    }
    if let Some(shared) = shared {
        output.line(format!("{shared:.0} m² are shared."))?;
    }
    if let Some(saved) = told.and_then(|told| told.saved) {
        output.line(format!("Kept in the place as {} (table {}).", saved.id, saved.table))?;
    }
    match out {
        Some(out) => output.line(format!("Written to {}.", out.display())),
        None => Ok(()),
    }
}

/// What all pairs share; `None` where some pair's ground is not known.
fn shared_m2(crosswalk: &Crosswalk) -> Option<f64> {
    crosswalk.links().map(|(_, link)| link.area_m2).sum()
}
