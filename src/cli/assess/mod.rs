//! `wardwise assess`: an assessment run and written out, as one folder.
//!
//! `find.rs` says which assessment is meant, `saved.rs` lists those of a place,
//! `library.rs` what they may be made of.

mod find;
mod folder;
mod library;
mod saved;

pub use library::{Args as IndicatorsArgs, run as run_indicators};
pub use saved::{Args as AssessmentsArgs, run as run_assessments};

pub(super) use find::find;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::json;

use crate::engine::Assessed;
use crate::export::{Format, assessment};
use crate::ingest::recipe::write_recipe;
use crate::views::run::{RunView, StandingView};

use super::exit::Exit;
use super::files::open_engine;
use super::output::{Output, columns};
use super::progress::Steps;

use folder::{Filled, NewFolder};

/// Run an assessment and write all that it found
///
/// RECIPE is a file (TOML), the id of an assessment of the place, or a saved
/// version of one (`mine@2`). The folder
/// gets areas.geojson (scores, ranks and colours of each area), scores.csv,
/// stages.csv (every stage of every figure), run.json (all of it, for 'wardwise
/// diff' and to run it again) and report.html to read. The folder is whole or
/// not there. The same recipe and version of the place give the same bytes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise assess priorities --place town --out priorities
  wardwise assess my-recipe.toml --place town --out mine --force
  wardwise assess mine@2 --place town --out mine-2 --also xlsx --also gpkg
  wardwise assess priorities --place town --out out --format json")]
pub struct Args {
    /// A recipe (.toml), the id of an assessment of the place, or a saved version of it (`mine@2`)
    recipe: String,

    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    /// Folder to write; it must not be there, or be written by this command
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Replace the folder if an earlier run wrote it
    #[arg(long)]
    force: bool,

    /// Write the areas in another form as well: xlsx, gpkg, parquet or fgb; give it once for each
    #[arg(long, value_name = "ENDING", value_parser = format_of)]
    also: Vec<Format>,

    /// Leave out which choice matters: it takes the most runs
    #[arg(long)]
    without_sensitivity: bool,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let folder = NewFolder::check(&args.out, args.force)?;
    let steps = Steps::new(output, 4);
    steps.begin("opening the place");
    let (store, engine) = open_engine(&args.place)?;
    let spec = find(&store, &engine, &args.recipe)?;
    steps.begin("carrying figures and running");
    let assessed = engine.assess(&spec).with_context(|| refused(&args.recipe))?;
    steps.begin("asking which choice matters");
    let sensitivity = if args.without_sensitivity {
        None
    } else {
        Some(assessed.sensitivity().with_context(|| refused(&args.recipe))?)
    };
    steps.begin("writing");
    let view = RunView::new(&engine.snapshot().info, &assessed, write_recipe(&spec));
    let report = assessment::report(&engine, &assessed, sensitivity.as_ref());
    let mut files: Vec<Filled<'_>> = vec![
        filled("areas.geojson", |out| Ok(assessment::write_areas(out, &engine, &assessed)?)),
        filled("scores.csv", |out| Ok(assessment::write_scores(out, &assessed)?)),
        filled("stages.csv", |out| Ok(assessment::write_stages(out, &assessed)?)),
        filled("run.json", |out| {
            serde_json::to_writer_pretty(&mut *out, &view)?;
            Ok(out.write_all(b"\n")?)
        }),
        filled("report.html", |out| Ok(out.write_all(report.as_bytes())?)),
    ];
    for format in &args.also {
        let write = |out: &mut dyn Write| Ok(assessment::write_file(out, &engine, &assessed, *format)?);
        files.push(filled(&format.file_name("areas"), write));
    }
    let written = folder.write(&files)?;
    steps.finish();
    output.json(&summary(&assessed, &written))?;
    print(&assessed, &written, output)?;
    Ok(Exit::Done)
}

fn filled<'f>(name: &str, fill: impl Fn(&mut dyn Write) -> anyhow::Result<()> + 'f) -> Filled<'f> {
    (name.to_owned(), Box::new(fill))
}

/// A form of the areas by the ending of its file.
fn format_of(text: &str) -> Result<Format, String> {
    let found = Format::from_extension(text).filter(|format| assessment::FORMATS.contains(format));
    found.ok_or_else(|| {
        format!("'{text}' is none of {}", assessment::FORMATS.map(Format::extension).join(", "))
    })
}

fn refused(recipe: &str) -> String {
    format!("the assessment '{recipe}' cannot be run")
}

fn print(assessed: &Assessed, written: &Path, output: &mut Output) -> anyhow::Result<()> {
    let worst = assessed.run.recipe.rules.worst;
    output.line(format!("{}: the worst {worst} of {} areas.", assessed.spec.title, assessed.areas.len()))?;
    output.line("")?;
    let index = assessed.run.index();
    let row = |at: usize| {
        let standing = StandingView::of(index.standings[at]);
        let range = assessed.rank_range(index, at);
        vec![
            standing.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string()),
            assessed.areas[at].label().to_owned(),
            index.scores[at].map_or_else(|gap| gap.words().to_owned(), |score| format!("{score:.2}")),
            range.map_or_else(String::new, |range| range.median.to_string()),
            range.map_or_else(String::new, |range| format!("{} to {}", range.low, range.high)),
            range.map_or_else(String::new, |range| format!("{:.0} %", 100.0 * range.among_worst)),
        ]
    };
    let rows: Vec<Vec<String>> = index.in_order().into_iter().take(worst).map(row).collect();
    for line in columns(&["rank", "area", "score", "median", "90 % interval", "among the worst"], &rows) {
        output.line(line)?;
    }
    output.line("")?;
    let unranked = index.standings.len() - index.ranked();
    if unranked > 0 {
        output.line(format!("{unranked} areas are not ranked: scores.csv says why."))?;
    }
    output.line(format!("{} is written; report.html is the one to read.", written.display()))?;
    Ok(())
}

fn summary(assessed: &Assessed, written: &Path) -> serde_json::Value {
    let index = assessed.run.index();
    let area = |at: usize| {
        let standing = StandingView::of(index.standings[at]);
        let range = assessed.rank_range(index, at);
        json!({
            "code": assessed.areas[at].code.to_string(),
            "name": assessed.areas[at].name,
            "score": index.scores[at].ok(),
            "rank": standing.rank,
            "not_ranked": standing.unranked,
            "rank_median": range.map(|range| range.median),
            "rank_low_90": range.map(|range| range.low),
            "rank_high_90": range.map(|range| range.high),
            "among_worst": range.map(|range| range.among_worst),
        })
    };
    json!({
        "assessment": assessed.spec.id.to_string(),
        "title": assessed.spec.title,
        "boundaries": assessed.spec.areas.to_string(),
        "place_version": assessed.place_version,
        "folder": written.display().to_string(),
        "areas": index.in_order().into_iter().map(area).collect::<Vec<_>>(),
    })
}
