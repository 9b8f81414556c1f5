//! `wardwise sample`: the files of the made-up place.

use std::path::PathBuf;

use serde_json::json;

use crate::sample::{DEFAULT_SEED, SampleOptions, Scale, write};

use super::exit::Exit;
use super::output::Output;

/// Write the files of the sample place
///
/// A fictional town with boundaries of two vintages, registers and tables, in
/// the forms and with the flaws that published files have, and the manifest
/// that stands them up. The same seed gives the same bytes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise sample --out sample && wardwise import sample/sample.toml --place town
  wardwise sample --out country --scale national")]
pub struct Args {
    /// Folder to write to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Decides every chance event
    #[arg(long, default_value_t = DEFAULT_SEED)]
    seed: u64,

    /// `town`, or `national`: 170,000 small areas and 7,600 wards, for benches
    #[arg(long, default_value = "town", value_parser = parse_scale)]
    scale: Scale,
}

fn parse_scale(text: &str) -> Result<Scale, String> {
    let keys: Vec<_> = Scale::ALL.iter().map(|scale| scale.key()).collect();
    Scale::from_key(text).ok_or_else(|| format!("write one of {}", keys.join(", ")))
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let options = SampleOptions { seed: args.seed, scale: args.scale };
    let paths = write(&options, &args.out, &mut |what| output.remark(format!("making {what}")))?;
    output.json(&json!({ "files": paths }))?;
    output.line(format!("{} files are in {}.", paths.len(), args.out.display()))?;
    Ok(Exit::Done)
}
