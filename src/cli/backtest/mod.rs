//! `wardwise backtest`: the error ranges of a place put to the proof.

mod lines;
mod write;

use std::path::PathBuf;

use crate::engine::{BacktestAsk, FOLDS, SEED};
use crate::model::BacktestId;
use crate::views::backtest::BacktestView;

use super::exit::Exit;
use super::files::{Fresh, layer_edition, open_engine};
use super::output::Output;

/// Put the error ranges of a place to the proof, on figures it knows both ways
///
/// Small areas whose counts are known are added up to larger ones, carried to
/// other areas by the place's own evidence, and compared with what is true
/// there. Targets are dealt into parts; each is judged with constants tuned on
/// the others. A 95 % range that is worth its name holds 92 to 98 % of the
/// truths: the line below the table says whether each does, and the exit code
/// with it.
///
/// The manifest describes tests under [[backtest]]. Where it describes none,
/// one is derived: the table named as evidence of small-area-population, if
/// columns side by side add up to its residents in every row.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise backtest --place town
  wardwise backtest age-bands --place town --to police --out ranges.csv
  wardwise backtest --place town --seed 7 --folds 5 --format json

In a manifest:
  [[backtest]]
  id = \"age-bands\"
  table = \"population\"          # small areas, one row each
  total = \"All ages\"
  truths = { from = \"0\", to = \"90\", together = 5 }   # or a list of columns
  from = \"lsoa\"                 # where figures come from
  to = \"wards\"                  # where they are carried to
  use_constants = true          # ranges of this place rest on this test

Columns: rung, what the figures rest on, best first; beside, the evidence they
were compared with; constant, tuned on all targets, in brackets those of the
parts; held, the share of truths in the range; width of the whole range and
errors relative to the figure. Worse errors than a range allows show as 'too
narrow'; 'too wide' errs on the safe side and hides what is known.

Exit codes: 0 every range holds 92 to 98 % of the truths; 3 one or more do not.")]
pub struct Args {
    /// Which of the manifest's tests [default: the first]
    #[arg(value_name = "TEST")]
    test: Option<BacktestId>,

    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    /// The layer that figures come from: `lsoa` (its newest edition) or `lsoa@2011` [default: the test's]
    #[arg(long, value_name = "LAYER")]
    from: Option<String>,

    /// The layer to carry them to [default: the test's, or the main layer]
    #[arg(long, value_name = "LAYER")]
    to: Option<String>,

    /// Which deal of targets into parts
    #[arg(long, value_name = "N", default_value_t = SEED)]
    seed: u64,

    /// Into how many parts targets are dealt: 2 or more
    #[arg(long, value_name = "N", default_value_t = FOLDS, value_parser = folds)]
    folds: usize,

    /// Also write the table to this file (.csv)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

fn folds(text: &str) -> Result<usize, String> {
    let folds = text.parse::<usize>().ok().filter(|folds| (2..=100).contains(folds));
    folds.ok_or_else(|| format!("'{text}' is not a number from 2 to 100"))
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let out = args.out.as_deref().map(|out| Fresh::csv(out, args.force)).transpose()?;
    let (_, engine) = open_engine(&args.place)?;
    let layer = |name: Option<&str>| name.map(|name| layer_edition(&engine, name)).transpose();
    let ask = BacktestAsk {
        test: args.test.clone(),
        from: layer(args.from.as_deref())?,
        to: layer(args.to.as_deref())?,
        folds: args.folds,
        seed: args.seed,
    };
    let found = engine.backtest(&ask)?;
    let as_described = ask.from.is_none() && ask.to.is_none();
    let constants = engine.constants();
    let in_use = as_described && found.plan.id.as_ref().is_some_and(|id| constants.own.contains(id));
    let view = BacktestView::new(&found, in_use);
    output.json(&view)?;
    lines::report(&view, output)?;
    if let Some(out) = out {
        let written = out.write(|file| write::csv(file, &view))?;
        output.line(format!("{} is written.", written.display()))?;
    }
    Ok(if view.holds { Exit::Done } else { Exit::Stopped })
}
