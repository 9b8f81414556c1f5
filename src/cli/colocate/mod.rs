//! `wardwise colocate`: which buildings and services could share.

mod lines;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::json;

use crate::colocate::{Kind, SearchSpec};
use crate::engine::{ColocateError, Colocated, Engine};
use crate::export::{self, Format};
use crate::ingest::colocation::read_search;
use crate::model::SearchId;
use crate::views::colocate::{ColocatedView, features};

use super::exit::Exit;
use super::files::{Fresh, open_engine};
use super::output::Output;

/// Find buildings and services that could share, with reasons
///
/// Gates come first: each is answered yes, no or unknown with the cell that it
/// rests on. A no fails a pair; unknown never counts as yes, and the pair is
/// listed with the open question. Scores follow, each from 0 to 1; what is not
/// known makes the score a range. Nothing is moved or decided by this.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise colocate advice.toml --place town --out advice.geojson --csv advice.csv
  wardwise colocate rooms-for-advice --place town
  wardwise colocate rooms-for-advice --place town --out candidates.xlsx
  wardwise colocate --list --place town

SEARCH is a file, or the id of a search that the place's manifest names under
[[search]]. docs/methods/co-location.md lists every key of a search.")]
pub struct Args {
    /// A file with a search, or the id of one that the place keeps
    #[arg(value_name = "SEARCH", required_unless_present = "list")]
    search: Option<String>,

    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    /// List the searches that the place keeps
    #[arg(long, conflicts_with_all = ["search", "out", "csv", "json"])]
    list: bool,

    /// Write candidates, hubs, gaps and duplicates to this file (.geojson), or
    /// the candidates alone as rows (.xlsx, .gpkg, .parquet or .fgb)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Write the candidates to this table (.csv)
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,

    /// Write everything to this file (.json)
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// How many candidates are printed
    #[arg(long, value_name = "N", default_value_t = 10)]
    show: usize,

    /// Replace files that are there
    #[arg(long)]
    force: bool,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let fresh = |path: &'_ Option<PathBuf>| -> anyhow::Result<()> {
        path.as_deref().map(|path| Fresh::any(path, args.force)).transpose().map(|_| ())
    };
    [&args.out, &args.json].into_iter().try_for_each(fresh)?;
    let format = args.out.as_deref().map(format_of).transpose()?;
    args.csv.as_deref().map(|path| Fresh::csv(path, args.force)).transpose()?;
    let (_, engine) = open_engine(&args.place)?;
    let Some(name) = &args.search else { return list(&engine, output) };
    let spec = spec(name, &engine)?;
    let found = engine.colocate(&spec).map_err(in_plain_words)?;
    let view = ColocatedView::new(&engine, &found, Vec::new());
    output.json(&view)?;
    lines::report(&view, spec.find.contains(&Kind::Pairs), args.show, output)?;
    if let (Some(path), Some(format)) = (&args.out, format) {
        let written = Fresh::any(path, args.force)?.write(|file| match format {
            Format::GeoJson => Ok(serde_json::to_writer(file, &features(&engine, &found))?),
            format => Ok(export::candidates::write_file(file, &engine, &found, format)?),
        })?;
        output.line(format!("{} is written.", written.display()))?;
    }
    write_tables(args, &found, &view, output)?;
    let nothing = view.candidates.is_empty()
        && view.hubs.is_empty()
        && view.gaps.is_empty()
        && view.duplicates.is_empty();
    Ok(if nothing { Exit::NotFound } else { Exit::Done })
}

fn list(engine: &Engine, output: &mut Output) -> anyhow::Result<Exit> {
    let searches = &engine.snapshot().searches;
    let rows = searches.iter().map(|one| {
        json!({ "id": one.spec.id.to_string(), "title": one.spec.title, "purpose": one.spec.purpose, "file": one.file })
    });
    output.json(&rows.collect::<Vec<_>>())?;
    for one in searches {
        output.line(format!("{}  {}", one.spec.id, one.spec.title))?;
    }
    if searches.is_empty() {
        output.line("The place keeps no search; name files under [[search]] in its manifest.")?;
        return Ok(Exit::NotFound);
    }
    Ok(Exit::Done)
}

/// The search of a file, else of an id that the place keeps.
fn spec(name: &str, engine: &Engine) -> anyhow::Result<SearchSpec> {
    let path = Path::new(name);
    if path.is_file() {
        let text = std::fs::read_to_string(path).with_context(|| format!("'{name}' cannot be read"))?;
        return read_search(&text).map_err(|faults| {
            let list: Vec<String> = faults.iter().map(|fault| format!("\n  {fault}")).collect();
            let things = if faults.len() == 1 { "one thing is" } else { "these things are" };
            anyhow::anyhow!("{things} wrong in the search '{name}':{}", list.concat())
        });
    }
    let id: SearchId = name.parse().map_err(|_no_id| anyhow::anyhow!("there is no file '{name}'"))?;
    let spec = engine.search_of(&id).with_context(|| format!("there is no file '{name}' either"))?;
    Ok((*spec).clone())
}

fn in_plain_words(error: ColocateError) -> anyhow::Error {
    let faults: Vec<String> = error.faults().iter().map(|fault| format!("\n  {fault}")).collect();
    if faults.is_empty() {
        return error.into();
    }
    anyhow::anyhow!("the search cannot be carried out on this place:{}", faults.concat())
}

/// What the ending of a file's name asks for.
fn format_of(path: &Path) -> anyhow::Result<Format> {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let takes = |format: &Format| *format == Format::GeoJson || export::candidates::FORMATS.contains(format);
    Format::from_extension(&ending).filter(takes).with_context(|| {
        format!(
            "'{}' should end in .geojson, .xlsx, .gpkg, .parquet or .fgb; --csv and --json write those",
            path.display()
        )
    })
}

fn write_tables(
    args: &Args,
    found: &Colocated,
    view: &ColocatedView,
    output: &mut Output,
) -> anyhow::Result<()> {
    if let Some(path) = &args.csv {
        let written =
            Fresh::csv(path, args.force)?.write(|file| Ok(export::candidates::write(file, found)?))?;
        output.line(format!("{} is written.", written.display()))?;
    }
    if let Some(path) = &args.json {
        let written =
            Fresh::any(path, args.force)?.write(|file| Ok(serde_json::to_writer_pretty(file, view)?))?;
        output.line(format!("{} is written.", written.display()))?;
    }
    Ok(())
}
