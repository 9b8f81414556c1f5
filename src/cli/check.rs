//! `wardwise check`: every fault of every file of a manifest, with its place.

use std::path::PathBuf;

use anyhow::Context as _;

use crate::import::{CheckedEdition, SourceFolder, check_plan};
use crate::ingest::manifest::{Plan, parse_manifest};
use crate::ingest::read::Limits;
use crate::views::report::ReportView;

use super::exit::Exit;
use super::output::Output;
use super::progress::Bars;
use super::report;

/// Check the files of a manifest and change nothing
///
/// Every file is read, put on the grid, repaired where it can be, compared
/// with its neighbours and with the vintages that the manifest brings. Errors
/// stop a file. Warnings wait for a tick: an `accept` entry in the manifest
/// that names the rule and gives a reason.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  wardwise check data/sample/sample.toml --source data/sample --all")]
pub struct Args {
    /// The manifest (TOML)
    pub manifest: PathBuf,

    /// Folder that the manifest's file paths start from [default: the manifest's own folder]
    #[arg(long)]
    pub source: Option<PathBuf>,

    /// Write out every fault that the report lists
    #[arg(long)]
    pub all: bool,

    /// Only data sets or editions with this id (`wards` or `wards@2018`), may be repeated
    #[arg(long, value_name = "ID")]
    pub only: Vec<String>,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let plan = read_manifest(&args.manifest)?;
    let source = open_source(args.source.as_ref(), &args.manifest)?;
    let bars = Bars::new(output);
    let checked = check_plan(&plan, &source, None, &Limits::default(), &bars);
    let shown = chosen(&checked, &args.only)?;
    output.json(&shown.iter().map(|c| ReportView::from(&c.report)).collect::<Vec<_>>())?;
    for checked in &shown {
        for line in report::lines(&checked.report, args.all) {
            output.line(line)?;
        }
        output.line("")?;
    }
    let stopped = shown.iter().filter(|checked| !checked.is_ready()).count();
    output.line(format!("{} files checked, {} ready, {stopped} not", shown.len(), shown.len() - stopped))?;
    Ok(if stopped == 0 { Exit::Done } else { Exit::Stopped })
}

/// Reads a manifest, with every fault in the message.
pub fn read_manifest(path: &PathBuf) -> anyhow::Result<Plan> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("the manifest '{}' cannot be read", path.display()))?;
    parse_manifest(&text).map_err(|faults| {
        let list: Vec<String> = faults.iter().map(|fault| format!("\n  {fault}")).collect();
        let things = if faults.len() == 1 { "one thing is" } else { "these things are" };
        anyhow::anyhow!("{things} wrong in the manifest '{}':{}", path.display(), list.concat())
    })
}

/// Opens the source folder; where none is named it is the manifest's own.
pub fn open_source(named: Option<&PathBuf>, manifest: &PathBuf) -> anyhow::Result<SourceFolder> {
    let own = || match manifest.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    Ok(SourceFolder::open(&named.cloned().unwrap_or_else(own))?)
}

fn chosen<'a>(checked: &'a [CheckedEdition], only: &[String]) -> anyhow::Result<Vec<&'a CheckedEdition>> {
    let is =
        |c: &CheckedEdition, id: &String| c.plan.key.dataset.as_str() == id || c.plan.key.to_string() == *id;
    if let Some(unknown) = only.iter().find(|id| !checked.iter().any(|c| is(c, id))) {
        anyhow::bail!("the manifest has no data set or edition '{unknown}'");
    }
    Ok(checked.iter().filter(|c| only.is_empty() || only.iter().any(|id| is(c, id))).collect())
}
