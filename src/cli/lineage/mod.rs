//! `wardwise lineage`: what became of every area between two editions.

mod lines;

pub(super) use lines::report;

use std::path::PathBuf;

use crate::crosswalk::{Tolerance, lineage};
use crate::engine::LineageOptions;
use crate::export;
use crate::model::{DatasetId, EditionId};
use crate::views::lineage::LineageView;

use super::exit::Exit;
use super::files::{Fresh, open_engine};
use super::output::Output;

/// Tell what became of every area between two editions of a layer
///
/// Ground decides: an area is the same, renamed, recoded, split, merged or
/// shifted by what the two editions share, never by its name or code. Two
/// drawings of one line and pieces below the least share make no predecessor.
/// Codes and names that live on over other ground are listed: do not join by them.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise lineage wards --place town
  wardwise lineage wards --from 2013 --to 2018 --place town --out old-to-new.csv
  wardwise lineage wards --place town --format json

The file has one row for each old area and each of its successors, with the
shares of both; an area without any has a row of its own.")]
pub struct Args {
    /// Id of the layer
    layer: DatasetId,

    /// The earlier edition [default: the one before the later]
    #[arg(long, value_name = "EDITION")]
    from: Option<EditionId>,

    /// The later edition [default: the newest]
    #[arg(long, value_name = "EDITION")]
    to: Option<EditionId>,

    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    #[command(flatten)]
    measure: MeasureArgs,

    /// The least part, in per cent of either area, that makes a predecessor
    #[arg(long, value_name = "PERCENT", default_value = "1", value_parser = percent)]
    least: f64,

    /// Also write the lineage to this file (.csv)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

/// How areas are measured against each other.
#[derive(Debug, clap::Args)]
pub(super) struct MeasureArgs {
    /// How far apart two drawings of one line may lie, in metres
    #[arg(long, value_name = "METRES", default_value = "1", value_parser = metres)]
    tolerance: f64,
}

impl MeasureArgs {
    pub(super) fn tolerance(&self) -> Tolerance {
        Tolerance { metres: self.tolerance }
    }
}

/// Reads a share written in per cent.
pub(super) fn percent(text: &str) -> Result<f64, String> {
    let percent = text.trim_end_matches('%').trim_end().parse::<f64>().ok();
    percent
        .filter(|percent| (0.0..=100.0).contains(percent))
        .ok_or_else(|| format!("'{text}' is not a number of per cent from 0 to 100"))
}

fn metres(text: &str) -> Result<f64, String> {
    let metres = text.parse::<f64>().ok().filter(|metres| (0.0..=1_000.0).contains(metres));
    metres.ok_or_else(|| format!("'{text}' is not a number of metres from 0 to 1000"))
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let out = args.out.as_deref().map(|out| Fresh::csv(out, args.force)).transpose()?;
    let (_, engine) = open_engine(&args.place)?;
    let (from, to) = engine.editions_to_compare(&args.layer, args.from.as_ref(), args.to.as_ref())?;
    let options = LineageOptions {
        tolerance: args.measure.tolerance(),
        counts: lineage::Options { least_share: args.least / 100.0 },
    };
    let lineage = engine.lineage(&from, &to, engine.residents(&from, &to).as_ref(), options)?;
    let view = LineageView::new(&lineage, options.tolerance.metres);
    output.json(&view)?;
    report(&view, output)?;
    if let Some(out) = out {
        let written = out.write(|file| Ok(export::lineage::write(file, &lineage)?))?;
        output.line(format!("{} is written.", written.display()))?;
    }
    Ok(Exit::Done)
}
