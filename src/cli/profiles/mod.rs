//! `wardwise profiles`: the profile of every area as files that stand alone.

mod folder;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use indicatif::{ProgressBar, ProgressStyle};
use maud::{DOCTYPE, html};
use rayon::prelude::*;
use serde_json::json;

use crate::assess::spec::AssessmentSpec;
use crate::engine::{Assessed, Engine, FigureRanks};
use crate::export;
use crate::ingest::recipe::write_recipe;
use crate::model::{AssessmentId, Checksum};
use crate::pages::assess::{profile_view, standalone_profile};
use crate::views::SOFTWARE;

use super::exit::Exit;
use super::files::open_engine;
use super::output::Output;

use folder::{Failed, Folder, Manifest, Written, names};

/// Areas between two notes of what is done.
const BATCH: usize = 8;

/// Write the profile of every area of an assessment
///
/// The folder gets one page (HTML) and one table (CSV) an area, a list of them
/// to open first (index.html) and a list of all files with their SHA-256 and of
/// the areas that failed (profiles.json). Pages stand alone: they load nothing
/// and can be sent by mail. Run again after a stop, it goes on where it was;
/// profiles made from the same data are kept. One area that fails holds up no other.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise profiles priorities --place town --out profiles
  wardwise profiles priorities --place town --out profiles --service https://maps.example.gov.uk

Exit code 3 says that some areas failed; profiles.json says which and why.")]
pub struct Args {
    /// Id of an assessment of the place
    #[arg(value_name = "ASSESSMENT")]
    assessment: AssessmentId,

    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    /// Folder to write; new, empty, or written by this command
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Address of the service, to which links of the pages lead; without it they are plain words
    #[arg(long, value_name = "URL", value_parser = service)]
    service: Option<String>,
}

fn service(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_plain = |rest: &str| !rest.is_empty() && !rest.contains(['"', '<', '>', ' ', '\'', '?', '#']);
    if rest.is_some_and(is_plain) {
        Ok(text.to_owned())
    } else {
        Err("write an address such as https://maps.example.gov.uk".to_owned())
    }
}

/// What all profiles of a run share.
struct Work<'a> {
    engine: &'a Engine,
    assessed: &'a Assessed,
    ranks: &'a FigureRanks,
    service: Option<&'a str>,
    folder: &'a Folder,
    made_from: String,
    /// File names without ending, by area.
    names: Vec<String>,
}

/// What became of one area.
enum Fate {
    Written(Written),
    Kept(Written),
    Failed(Failed),
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let (_, engine) = open_engine(&args.place)?;
    let Some(spec) = engine.assessment(&args.assessment) else {
        let known: Vec<String> = engine.assessments().iter().map(|entry| entry.id.to_string()).collect();
        let known = if known.is_empty() {
            "nor any other".to_owned()
        } else {
            format!("it has {}", known.join(", "))
        };
        bail!("the place has no assessment '{}'; {known}", args.assessment);
    };
    let folder = Folder::open(&args.out)?;
    let made_from = made_from(&engine, &spec, args.service.as_deref());
    if let Some(manifest) = folder.whole(&made_from) {
        report(args, &manifest, manifest.profiles.len(), output)?;
        return Ok(Exit::Done);
    }
    let refused = || format!("the assessment '{}' cannot be run", args.assessment);
    let assessed = engine.assessed(&args.assessment).with_context(refused)?;
    let ranks = engine.figure_ranks(&args.assessment).with_context(refused)?;
    let work = Work {
        engine: &engine,
        assessed: &assessed,
        ranks: &ranks,
        service: args.service.as_deref(),
        folder: &folder,
        made_from,
        names: names(assessed.areas.iter().map(|area| area.code.as_str())),
    };
    let (manifest, kept) = work.all(output)?;
    folder.tidy(&manifest)?;
    report(args, &manifest, kept, output)?;
    Ok(if manifest.errors.is_empty() { Exit::Done } else { Exit::Stopped })
}

impl Work<'_> {
    /// Writes what is not there yet, batch by batch, and says how many were kept.
    fn all(&self, output: &Output) -> anyhow::Result<(Manifest, usize)> {
        let spec = &self.assessed.spec;
        let mut manifest = Manifest {
            software: SOFTWARE.to_owned(),
            assessment: spec.id.to_string(),
            title: spec.title.clone(),
            areas: spec.areas.to_string(),
            place_version: self.assessed.place_version,
            made_from: self.made_from.clone(),
            complete: false,
            profiles: Vec::new(),
            errors: Vec::new(),
        };
        let bar = bar(output, self.assessed.areas.len());
        let mut kept = 0;
        let areas: Vec<usize> = (0..self.assessed.areas.len()).collect();
        for batch in areas.chunks(BATCH) {
            let fates: Vec<Fate> = batch.par_iter().map(|area| self.one(*area)).collect();
            for fate in fates {
                match fate {
                    Fate::Written(own) => manifest.profiles.push(own),
                    Fate::Kept(own) => {
                        kept += 1;
                        manifest.profiles.push(own);
                    }
                    Fate::Failed(own) => manifest.errors.push(own),
                }
            }
            self.folder.note(&manifest)?;
            bar.inc(batch.len() as u64);
        }
        bar.finish_and_clear();
        manifest.complete = true;
        self.folder.write("index.html", index(&manifest).as_bytes())?;
        self.folder.note(&manifest)?;
        Ok((manifest, kept))
    }

    /// One area; whatever goes wrong is its own.
    fn one(&self, area: usize) -> Fate {
        let own = &self.assessed.areas[area];
        if let Some(kept) = self.folder.kept(&self.made_from, own.code.as_str()) {
            return Fate::Kept(kept);
        }
        let done = catch_unwind(AssertUnwindSafe(|| self.write(area)));
        let failed = |error: String| {
            Fate::Failed(Failed { code: own.code.to_string(), name: own.label().to_owned(), error })
        };
        match done {
            Ok(Ok(written)) => Fate::Written(written),
            Ok(Err(error)) => failed(format!("{error:#}")),
            Err(_panic) => failed("the profile could not be made: a fault in the program".to_owned()),
        }
    }

    fn write(&self, area: usize) -> anyhow::Result<Written> {
        let (own, name) = (&self.assessed.areas[area], &self.names[area]);
        let gone = || format!("the place does not show {}", self.assessed.spec.areas);
        let page = standalone_profile(self.engine, self.assessed, self.ranks, area, self.service);
        let page = page.with_context(gone)?;
        let view =
            profile_view(self.engine, self.assessed, self.ranks, area, Vec::new()).with_context(gone)?;
        // The mark by which spreadsheets know UTF-8.
        let mut table = "\u{feff}".as_bytes().to_vec();
        export::profile::write(&mut table, &view)?;
        let (html, csv) = (format!("{name}.html"), format!("{name}.csv"));
        Ok(Written {
            code: own.code.to_string(),
            name: own.label().to_owned(),
            html_sha256: self.folder.write(&html, page.as_bytes())?,
            csv_sha256: self.folder.write(&csv, &table)?,
            html,
            csv,
        })
    }
}

/// A digest of everything that the profiles depend on: program, data, recipe, links.
fn made_from(engine: &Engine, spec: &AssessmentSpec, service: Option<&str>) -> String {
    let editions = engine.snapshot().datasets.values().flat_map(|dataset| &dataset.editions);
    let data: Vec<String> = editions
        .map(|edition| format!("{} {} {:?}", edition.key, edition.content, edition.validity))
        .collect();
    let info = &engine.snapshot().info;
    let parts = [
        SOFTWARE.to_owned(),
        format!("{} {} {}", info.id, info.name, engine.version()),
        data.join("\n"),
        write_recipe(spec),
        service.unwrap_or_default().to_owned(),
    ];
    Checksum::of(parts.join("\n\n").as_bytes()).as_str().to_owned()
}

fn bar(output: &Output, areas: usize) -> ProgressBar {
    if !output.shows_progress() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("profiles {bar:24} {pos:>4}/{len:<4} {elapsed:>4}");
    let bar = ProgressBar::new(areas as u64);
    bar.set_style(style.unwrap_or_else(|_template| ProgressStyle::default_bar()));
    bar
}

/// The list to open first.
fn index(manifest: &Manifest) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Profiles: " (manifest.title) }
                style { "body{max-width:50rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 'Noto Sans',Arial,sans-serif}li{padding:2px 0}" }
            }
            body {
                main {
                    h1 { "Profiles: " (manifest.title) }
                    p { (manifest.profiles.len()) " areas of " (manifest.areas) ", version " (manifest.place_version) " of the data. " (manifest.software) "." }
                    ul { @for own in &manifest.profiles { li { a href=(own.html) { (own.name) } " (" a href=(own.csv) { "table of " (own.name) } ")" } } }
                    @if !manifest.errors.is_empty() {
                        h2 { "Without a profile" }
                        ul { @for own in &manifest.errors { li { (own.name) ": " (own.error) } } }
                    }
                }
            }
        }
    };
    page.into_string()
}

fn report(args: &Args, manifest: &Manifest, kept: usize, output: &mut Output) -> anyhow::Result<()> {
    let written = manifest.profiles.len() - kept;
    output.json(&json!({
        "folder": args.out, "assessment": manifest.assessment, "written": written, "kept": kept,
        "errors": manifest.errors,
    }))?;
    let folder = args.out.display();
    output.line(format!("{written} profiles written to {folder}, {kept} kept as they were."))?;
    for failed in &manifest.errors {
        output.line(format!("{} ({}) has no profile: {}", failed.name, failed.code, failed.error))?;
    }
    Ok(())
}
