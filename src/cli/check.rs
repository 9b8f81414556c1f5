//! `wardwise check`: every fault of every file of a manifest, with its place.

use std::path::PathBuf;

use crate::import::{EditionOutcome, EditionState, ImportOptions, check_manifest};
use crate::views::report::ReportView;

use super::exit::Exit;
use super::files::{now, read_manifest, source_folder};
use super::output::Output;
use super::progress::Bars;
use super::report;

/// Check the files of a manifest and change nothing
///
/// Every file is read, put on the grid, repaired where it can be, compared
/// with its neighbours and with the vintages that the place holds. Errors stop
/// a file. Warnings wait for a tick: an `accept` entry in the manifest that
/// names the rule and gives a reason.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise check data/sample/sample.toml
  wardwise check town.toml --source files --only wards@2018 --all
  wardwise check town.toml --source files --format json > report.json")]
pub struct Args {
    /// The manifest (TOML)
    manifest: PathBuf,

    /// Folder that the manifest's paths start from [default: the manifest's own folder]
    #[arg(long, value_name = "DIR")]
    source: Option<PathBuf>,

    /// A place to check against as well: its layers and postcodes count too
    #[arg(long, value_name = "DIR")]
    place: Option<PathBuf>,

    /// Write out every fault that the report lists
    #[arg(long)]
    all: bool,

    /// Show only this data set or edition (`wards` or `wards@2018`); may be repeated
    #[arg(long, value_name = "ID")]
    only: Vec<String>,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let manifest = read_manifest(&args.manifest)?;
    let source = source_folder(args.source.as_ref(), &args.manifest);
    let options = ImportOptions::at(now()?);
    let outcome = check_manifest(&manifest, &source, args.place.as_deref(), &options, &Bars::new(output))?;
    let shown = chosen(&outcome.editions, &args.only)?;
    let assessments = if args.only.is_empty() { outcome.assessments.as_slice() } else { &[] };
    let reports = shown.iter().map(|edition| serde_json::to_value(ReportView::from(&edition.report)));
    let mut answer = reports.collect::<Result<Vec<_>, _>>()?;
    answer.extend(assessments.iter().map(report::recipe_json));
    output.json(&answer)?;
    for edition in &shown {
        for line in report::lines(&edition.report, args.all) {
            output.line(line)?;
        }
        output.line("")?;
    }
    let stopped = shown.iter().filter(|edition| edition.state == EditionState::Stopped).count();
    for line in report::recipe_lines(assessments) {
        output.line(line)?;
    }
    let all = shown.len() + assessments.len();
    let faulty = assessments.iter().filter(|one| one.state == EditionState::Stopped).count();
    let stopped = stopped + faulty;
    output.line(format!("{all} files checked: {} ready, {stopped} not.", all - stopped))?;
    Ok(if stopped == 0 { Exit::Done } else { Exit::Stopped })
}

fn chosen<'a>(editions: &'a [EditionOutcome], only: &[String]) -> anyhow::Result<Vec<&'a EditionOutcome>> {
    let is = |e: &EditionOutcome, id: &String| e.key.dataset.as_str() == id || e.key.to_string() == *id;
    if let Some(unknown) = only.iter().find(|id| !editions.iter().any(|e| is(e, id))) {
        anyhow::bail!("the manifest has no data set or edition '{unknown}'");
    }
    Ok(editions.iter().filter(|e| only.is_empty() || only.iter().any(|id| is(e, id))).collect())
}
