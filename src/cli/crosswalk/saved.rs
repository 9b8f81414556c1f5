//! `wardwise crosswalks`: what a place keeps, and getting it out again.

use std::path::PathBuf;

use serde_json::json;

use crate::store::{PlaceStore, SavedCrosswalk};

use super::super::output::columns;
use super::{Exit, Output, write};

/// List the crosswalks that a place keeps, or write one of them out again
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise crosswalks --place town
  wardwise crosswalks --place town --id xw-0123456789abcdef --out x.csv")]
pub struct Args {
    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    /// The crosswalk to write out
    #[arg(long, value_name = "ID", requires = "out")]
    id: Option<String>,

    /// File to write: .csv or .parquet
    #[arg(long, value_name = "FILE", requires = "id")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let store = PlaceStore::open(&args.place)?;
    if let (Some(id), Some(out)) = (&args.id, &args.out) {
        write::check_name(out)?;
        let (saved, pairs) = store.saved_crosswalk(id)?;
        write::saved(out, &pairs)?;
        output.json(&json!({ "out": out, "crosswalk": as_json(&saved) }))?;
        output.line(format!("{} pairs of {} are written to {}.", saved.pairs, saved.id, out.display()))?;
        return Ok(Exit::Done);
    }
    let all = store.saved_crosswalks()?;
    output.json(&json!({ "crosswalks": all.iter().map(as_json).collect::<Vec<_>>() }))?;
    if all.is_empty() {
        output.line(
            "The place keeps no crosswalk; 'wardwise crosswalk FROM TO --place DIR --save' keeps one.",
        )?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<String>> = all.iter().map(row).collect();
    for line in columns(&["id", "from", "to", "no.", "pairs", "place version", "by"], &rows) {
        output.line(line)?;
    }
    Ok(Exit::Done)
}

fn row(saved: &SavedCrosswalk) -> Vec<String> {
    vec![
        saved.id.clone(),
        saved.from.to_string(),
        saved.to.to_string(),
        saved.number.to_string(),
        saved.pairs.to_string(),
        saved.place_version.to_string(),
        saved.basis.clone(),
    ]
}

fn as_json(saved: &SavedCrosswalk) -> serde_json::Value {
    json!({
        "id": saved.id,
        "number": saved.number,
        "from": saved.from.to_string(),
        "to": saved.to.to_string(),
        "method": saved.method,
        "basis": saved.basis,
        "table": saved.table,
        "pairs": saved.pairs,
        "place_version": saved.place_version,
        "saved_at": saved.at.to_string(),
        "software": saved.software,
    })
}
