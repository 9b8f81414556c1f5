//! `wardwise import`: the files of a manifest become a new version of a place.

use std::path::PathBuf;

use serde_json::json;

use crate::import::{EditionState, ImportOptions, Outcome, run as import};
use crate::views::report::ReportView;

use super::exit::Exit;
use super::files::{now, read_manifest, source_folder};
use super::output::{Output, columns};
use super::progress::Bars;
use super::report;

/// Import the files of a manifest into a place
///
/// Files are checked first. An error, or a warning that nobody has ticked,
/// stops its file; all others become visible together, as one new version of
/// the place. What was there before of a stopped file stays. Importing the
/// same files again changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise import data/sample/sample.toml --place town
  wardwise import town.toml --source files --place town --dry-run")]
pub struct Args {
    /// The manifest (TOML)
    manifest: PathBuf,

    /// Folder that the manifest's paths start from [default: the manifest's own folder]
    #[arg(long, value_name = "DIR")]
    source: Option<PathBuf>,

    /// Folder of the place; made when it is not there
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    /// Say what would happen and write nothing
    #[arg(long)]
    dry_run: bool,

    /// Import all files or none
    #[arg(long)]
    strict: bool,

    /// Why, for the history of the place
    #[arg(long, value_name = "TEXT", default_value = "")]
    why: String,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let manifest = read_manifest(&args.manifest)?;
    let source = source_folder(args.source.as_ref(), &args.manifest);
    let options = ImportOptions {
        dry_run: args.dry_run,
        strict: args.strict,
        why: args.why.clone(),
        ..ImportOptions::at(now()?)
    };
    let outcome = import(&manifest, &source, &args.place, &options, &Bars::new(output))?;
    output.json(&as_json(&outcome))?;
    print(&outcome, output)?;
    if !args.dry_run && outcome.version_after > 0 {
        output.remark(format!("Look at it: wardwise serve --place {}", args.place.display()));
    }
    let stopped = outcome.stopped().next().is_some() || outcome.stopped_assessments().next().is_some();
    Ok(if stopped { Exit::Stopped } else { Exit::Done })
}

fn print(outcome: &Outcome, output: &mut Output) -> anyhow::Result<()> {
    if !output.is_quiet() {
        let rows: Vec<Vec<String>> = outcome.editions.iter().map(row).collect();
        for line in columns(&["edition", "records", "state", "rules broken", "file"], &rows) {
            output.line(line)?;
        }
    }
    for edition in outcome.stopped() {
        output.line("")?;
        for line in report::lines(&edition.report, false) {
            output.line(line)?;
        }
    }
    for line in report::recipe_lines(&outcome.assessments) {
        output.line(line)?;
    }
    output.line("")?;
    output.line(summary(outcome))?;
    if outcome.editions.iter().any(|edition| !edition.report.faults.is_empty()) {
        output.remark(
            "Every fault with its place: wardwise check, or the Checks of each data set in the browser.",
        );
    }
    Ok(())
}

fn row(edition: &crate::import::EditionOutcome) -> Vec<String> {
    let kept = edition.report.counts.kept;
    vec![
        edition.key.to_string(),
        kept.to_string(),
        edition.state.words().to_owned(),
        report::found(&edition.report),
        edition.report.file.clone(),
    ]
}

fn summary(outcome: &Outcome) -> String {
    let stopped = outcome.count(EditionState::Stopped) + outcome.stopped_assessments().count();
    let fate = match (outcome.dry_run, outcome.is_change()) {
        (true, true) => format!("This would make version {} of the place.", outcome.version_after),
        (true, false) => "This would change nothing.".to_owned(),
        (false, true) => format!("The place is now at version {}.", outcome.version_after),
        (false, false) => format!("Nothing changed; the place is at version {}.", outcome.version_after),
    };
    let refused = if outcome.refused { " One stopped file kept all out (--strict)." } else { "" };
    match stopped {
        0 => format!("{fate}{refused}"),
        1 => format!("{fate}{refused} 1 file was stopped: its report is above."),
        _ => format!("{fate}{refused} {stopped} files were stopped: their reports are above."),
    }
}

fn as_json(outcome: &Outcome) -> serde_json::Value {
    let editions = outcome.editions.iter().map(|edition| {
        json!({
            "edition": edition.key.to_string(),
            "kind": edition.kind.key(),
            "title": edition.title,
            "state": edition.state.key(),
            "report": ReportView::from(&edition.report),
        })
    });
    let editions = editions.collect::<Vec<_>>();
    json!({
        "dry_run": outcome.dry_run,
        "refused": outcome.refused,
        "version_before": outcome.version_before,
        "version_after": outcome.version_after,
        "editions": editions,
        "assessments": outcome.assessments.iter().map(report::recipe_json).collect::<Vec<_>>(),
        "not_named": outcome.not_named.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}
