//! `wardwise export`: one edition as a file for other programs.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde_json::json;

use crate::engine::Engine;
use crate::export::{self, Format, citation_text};
use crate::model::EditionKey;
use crate::store::write_geopackage;
use crate::views::CitationView;

use super::exit::Exit;
use super::files::{Fresh, draft_beside, finish, now, open_engine};
use super::output::Output;

/// Write one edition as GeoJSON, CSV or GeoPackage
///
/// GeoJSON is in longitude and latitude, GeoPackage in British National Grid
/// metres. CSV comes with a second file that says what each column means. A
/// gap is an empty cell with its reason beside it, never a zero.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise export wards@2018 --place town --out wards.gpkg
  wardwise export imd-2025@2025 --place town --out imd.csv")]
pub struct Args {
    /// The edition, as `wards@2018`
    edition: EditionKey,

    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    /// File to write: its ending says the format (.geojson, .csv, .gpkg)
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let (_, engine) = open_engine(&args.place)?;
    Fresh::any(&args.out, args.force)?;
    let ending = args.out.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let written = match ending.as_deref() {
        Some("gpkg") => write_gpkg(&engine, args)?,
        Some("csv") => write_csv(&engine, args)?,
        Some("geojson" | "json") => vec![write_text(&engine, &args.edition, Format::GeoJson, &args.out)?],
        _ => bail!("the file's ending must be .geojson, .csv or .gpkg"),
    };
    output.json(&json!({ "files": written }))?;
    for file in &written {
        output.line(format!("{} is written.", file.display()))?;
    }
    Ok(Exit::Done)
}

fn write_csv(engine: &Engine, args: &Args) -> anyhow::Result<Vec<PathBuf>> {
    let metadata = args.out.with_extension(Format::CsvMetadata.extension());
    Ok(vec![
        write_text(engine, &args.edition, Format::Csv, &args.out)?,
        write_text(engine, &args.edition, Format::CsvMetadata, &metadata)?,
    ])
}

/// Writes beside the file first, so that a failure leaves no half of it.
fn write_text(engine: &Engine, key: &EditionKey, format: Format, out: &Path) -> anyhow::Result<PathBuf> {
    let mut draft = draft_beside(out)?;
    export::write(engine, key, format, draft.as_file_mut())?;
    finish(draft, out)
}

fn write_gpkg(engine: &Engine, args: &Args) -> anyhow::Result<Vec<PathBuf>> {
    let unknown = || format!("the place shows no edition {}", args.edition);
    let edition = engine.edition(&args.edition).with_context(unknown)?;
    let draft = draft_beside(&args.out)?;
    let metadata = citation_text(&CitationView::new(engine.snapshot(), edition));
    write_geopackage(draft.path(), edition, &metadata, now()?)?;
    Ok(vec![finish(draft, &args.out)?])
}
