//! `wardwise export`: one edition as a file for other programs.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::json;

use crate::engine::Engine;
use crate::export::{self, Format};
use crate::model::EditionKey;

use super::exit::Exit;
use super::files::{Fresh, draft_beside, finish, open_engine};
use super::output::Output;

/// Write one edition as a file for other programs
///
/// GeoJSON is in longitude and latitude; GeoPackage, GeoParquet and FlatGeobuf
/// are in British National Grid metres. An Excel workbook has a sheet of notes;
/// CSV comes with a second file that says what each column means. A gap is an
/// empty cell with its reason beside it, never a zero.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise export wards@2018 --place town --out wards.gpkg
  wardwise export imd-2025@2025 --place town --out imd.xlsx")]
pub struct Args {
    /// The edition, as `wards@2018`
    edition: EditionKey,

    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    /// File to write: its ending says the format (.csv, .xlsx, .geojson, .gpkg, .parquet, .fgb)
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
    let format = format_of(&args.out)?;
    let mut written = vec![write(&engine, &args.edition, format, &args.out)?];
    if format == Format::Csv {
        let metadata = args.out.with_extension(Format::CsvMetadata.extension());
        written.push(write(&engine, &args.edition, Format::CsvMetadata, &metadata)?);
    }
    output.json(&json!({ "files": written }))?;
    for file in &written {
        output.line(format!("{} is written.", file.display()))?;
    }
    Ok(Exit::Done)
}

/// The format of a file by its ending.
fn format_of(out: &Path) -> anyhow::Result<Format> {
    let ending = out.extension().unwrap_or_default().to_string_lossy();
    if ending.eq_ignore_ascii_case("json") {
        return Ok(Format::GeoJson);
    }
    Format::from_extension(&ending).filter(|format| *format != Format::CsvMetadata).with_context(|| {
        let known = Format::ALL.into_iter().filter(|format| *format != Format::CsvMetadata);
        let endings: Vec<String> = known.map(|format| format!(".{}", format.extension())).collect();
        format!("the ending of the file must be one of {}", endings.join(", "))
    })
}

/// Writes beside the file first, so that a failure leaves no half of it.
fn write(engine: &Engine, key: &EditionKey, format: Format, out: &Path) -> anyhow::Result<PathBuf> {
    let mut draft = draft_beside(out)?;
    export::write(engine, key, format, draft.as_file_mut())?;
    finish(draft, out)
}
