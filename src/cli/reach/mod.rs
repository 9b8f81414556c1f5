//! `wardwise reach` and `wardwise rings`: walking times and what lies within them.

mod ask;
mod lines;
mod rings;
mod write;

use std::path::PathBuf;

use anyhow::Context as _;

use crate::engine::ReachAsk;
use crate::network::Bound;
use crate::views::reach::ReachView;

use super::exit::Exit;
use super::files::{Fresh, open_engine};
use super::output::Output;
use ask::{WalkArgs, end};

pub use rings::{RingsArgs, run_rings};

/// Say how long the walk is from areas or records to the records of a register
///
/// The walk goes along the place's streets and paths. An area is stood for by
/// where its people live, if the place knows that, else by a point inside it.
/// Where the place has no network, or it does not come near a point, the
/// straight line times 1.3 stands in and is labelled so. There is no time
/// where no way leads: a straight line over a river is not a way.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise reach --place town --from lsoa --to libraries-national --nearest
  wardwise reach --place town --from oa --to streets-places --only-to kind=library --within 30 --out walks.csv
  wardwise reach --place town --from wards --to gp-practices --step-free --format json")]
pub struct Args {
    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    /// Where walks start: a layer or register, NAME or NAME@EDITION
    #[arg(long, value_name = "NAME")]
    from: String,

    /// Where they end: a register or layer
    #[arg(long, value_name = "NAME")]
    to: String,

    /// Only rows of --from whose column holds a value; may be repeated
    #[arg(long, value_name = "COLUMN=VALUE")]
    only_from: Vec<String>,

    /// Only rows of --to whose column holds a value; may be repeated
    #[arg(long, value_name = "COLUMN=VALUE")]
    only_to: Vec<String>,

    /// Look no farther than so many minutes [default: as far as streets go]
    #[arg(long, value_name = "MINUTES", value_parser = ask::minutes)]
    within: Option<f64>,

    /// Only the site that each start comes to first
    #[arg(long)]
    nearest: bool,

    #[command(flatten)]
    walk: WalkArgs,

    /// Write a row for each pair into this file (.csv)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let fresh = args.out.as_deref().map(|out| Fresh::csv(out, args.force)).transpose()?;
    let (_, engine) = open_engine(&args.place)?;
    let ask = ReachAsk {
        network: args.walk.network(&engine)?,
        from: end(&engine, &args.from, &args.only_from)?,
        to: end(&engine, &args.to, &args.only_to)?,
        bound: args.within.map_or(Bound::Unlimited, Bound::Minutes),
        walking: args.walk.walking(),
    };
    let reached = engine.reach(&ask)?;
    let view = ReachView::new(&reached, args.nearest);
    if let Some(fresh) = fresh {
        let path = fresh.write(|out| write::csv(out, &view)).context("the walks were not written")?;
        output.remark(format!("Wrote {} rows to {}.", view.pairs.len(), path.display()));
    }
    output.json(&view)?;
    lines::print(&reached, &view, args.out.is_none(), output)?;
    let any = view.pairs.iter().any(|pair| pair.minutes.is_some());
    Ok(if any { Exit::Done } else { Exit::NotFound })
}
