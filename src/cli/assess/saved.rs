//! `wardwise assessments`: those of a place's manifest, and those that people saved.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::engine::{AssessmentEntry, AssessmentOrigin, Engine};
use crate::store::AssessmentVersion;

use super::super::exit::Exit;
use super::super::files::open_engine;
use super::super::output::{Output, columns};

/// List the assessments of a place, with every saved version
///
/// Those that the manifest names change with the place. Those that people
/// saved have versions: 'wardwise assess mine@2' runs one of them, and
/// 'wardwise diff mine@1 mine@2 --place DIR' sets two side by side.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise assessments --place town
  wardwise assessments --place town --format json")]
pub struct Args {
    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let (store, engine) = open_engine(&args.place)?;
    let of_manifest = engine.assessments().into_iter().filter(|entry| is_of_manifest(&engine, entry));
    let of_manifest: Vec<AssessmentEntry> = of_manifest.collect();
    let versions = store.every_assessment_version()?;
    output.json(&json!({
        "place_version": engine.version(),
        "assessments": of_manifest.iter().map(entry_json).collect::<Vec<_>>(),
        "saved": versions.iter().map(version_json).collect::<Vec<_>>(),
    }))?;
    let rows: Vec<Vec<String>> =
        of_manifest.iter().map(entry_row).chain(versions.iter().map(version_row)).collect();
    if rows.is_empty() {
        output.line(
            "The place has no assessment: name a recipe in its manifest, or save one in the browser.",
        )?;
        return Ok(Exit::Done);
    }
    for line in columns(&["id", "from", "state"], &rows) {
        output.line(line)?;
    }
    Ok(Exit::Done)
}

fn is_of_manifest(engine: &Engine, entry: &AssessmentEntry) -> bool {
    engine.is_of_manifest(&entry.id)
}

fn entry_row(entry: &AssessmentEntry) -> Vec<String> {
    let from = match &entry.origin {
        AssessmentOrigin::Manifest { file } => file.clone(),
        AssessmentOrigin::Saved { at } => at.to_string(),
    };
    vec![entry.id.to_string(), from, format!("stands, version {} of the place", entry.version)]
}

fn version_row(saved: &AssessmentVersion) -> Vec<String> {
    vec![
        format!("{}@{}", saved.id, saved.number),
        format!("saved {} with version {} of the place", saved.saved_at, saved.place_version),
        saved.withdrawn_at.map_or_else(|| "stands".to_owned(), |at| format!("withdrawn {at}")),
    ]
}

fn entry_json(entry: &AssessmentEntry) -> Value {
    json!({
        "id": entry.id.to_string(),
        "title": entry.title,
        "purpose": entry.purpose,
        "boundaries": entry.areas.to_string(),
    })
}

fn version_json(saved: &AssessmentVersion) -> Value {
    json!({
        "id": saved.id.to_string(),
        "version": saved.number,
        "saved_at": saved.saved_at.to_string(),
        "withdrawn_at": saved.withdrawn_at.map(|at| at.to_string()),
        "place_version": saved.place_version,
        "software": saved.software,
        "recipe": saved.recipe,
    })
}
