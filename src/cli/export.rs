//! `wardwise export`: one edition as a file for other programs.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde_json::json;

use crate::engine::Engine;
use crate::export::{self, Format, citation_text};
use crate::model::EditionKey;
use crate::store::write_geopackage;
use crate::views::CitationView;

use super::exit::Exit;
use super::files::{now, open_engine};
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
    if args.out.exists() && !args.force {
        bail!("'{}' is there already; add --force to replace it", args.out.display());
    }
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

fn draft_beside(out: &Path) -> anyhow::Result<tempfile::NamedTempFile<File>> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    tempfile::Builder::new()
        .prefix(".wardwise-export-")
        .tempfile_in(folder)
        .with_context(|| format!("'{}' cannot be written to", folder.display()))
}

fn finish(mut draft: tempfile::NamedTempFile<File>, out: &Path) -> anyhow::Result<PathBuf> {
    draft.as_file_mut().flush()?;
    let kept = draft.persist(out).with_context(|| format!("'{}' cannot be written", out.display()))?;
    kept.sync_all()?;
    readable(&kept)?;
    Ok(out.to_owned())
}

/// A file for others to read: temporary files start out private.
#[cfg(unix)]
fn readable(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_file: &File) -> std::io::Result<()> {
    Ok(())
}
