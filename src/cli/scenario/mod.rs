//! `wardwise scenario`: what a plan does to people, and the evidence of it.

mod lines;
mod pack;
mod write;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::ingest::siting::parse_scenario;
use crate::scenario::LinkedPack;
use crate::views::scenario::TriedView;

use super::exit::Exit;
use super::files::open_engine;
use super::locate::{read_recipe, recipe_faults, siting_errors};
use super::output::Output;

/// Try out closing, moving, opening or sharing, and see who gains and loses
///
/// A recipe names the people, the service as it stands in a register, and what
/// changes. For every small area the times before and after are found, and
/// people are added up by group and class, each sum with a range. A scenario
/// stays beside the place and never becomes part of it.
///
/// With a date in the recipe an equality evidence pack is written. Once it is
/// linked to a decision, --verify tells whether it was changed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise scenario closures.toml --place town --out closures
  wardwise scenario --verify closures/pack.json

A recipe ends with what changes (people, sites and travel are as for `locate`):
  title = \"Two closures\"
  date = 2026-05-01                       # the day that the pack bears
  assumptions = [\"Everybody walks.\"]
  [thresholds]
  minutes = 5
  near_minutes = 10
  [[action]]
  close = \"Aston Library\"
  [[action]]
  move = \"Quinton Library\"
  to = { name = \"New hub\", easting = 400000, northing = 284000 }
  [[action]]
  share = \"Sheldon Library\"
  with = { register = \"fire-stations\", id = \"Sheldon\" }
  [pack]
  decision = \"CAB-2026-17\"
  sign_off = { name = \"A. Smith\", role = \"Director\", on = 2026-05-02 }
  [[pack.mitigation]]
  for = \"65 and over\"
  what = \"A mobile library comes every week.\"

The folder holds areas.csv and areas.geojson, tallies.csv, scenario.json, the
recipe and, where there is a date, pack.json and pack.html.

Exit codes of --verify: 0 unchanged; 3 changed.")]
pub struct Args {
    /// The recipe (TOML)
    #[arg(value_name = "SPEC", required_unless_present = "verify", requires_all = ["place", "out"])]
    spec: Option<PathBuf>,

    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: Option<PathBuf>,

    /// The folder to write; it must not be there yet
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Only tell whether this pack was changed since it was written
    #[arg(long, value_name = "PACK.json", conflicts_with_all = ["spec", "place", "out"])]
    verify: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    if let Some(file) = &args.verify {
        return verify(file, output);
    }
    let (Some(recipe), Some(place), Some(out)) = (&args.spec, &args.place, &args.out) else {
        bail!("a recipe, --place and --out belong together");
    };
    if out.exists() {
        bail!("'{}' is there already; a scenario is written into a folder of its own", out.display());
    }
    let text = read_recipe(recipe)?;
    let spec = parse_scenario(&text).map_err(|faults| recipe_faults(recipe, &faults))?;
    let (_, engine) = open_engine(place)?;
    let tried = engine.try_out(&spec, &text).map_err(|errors| siting_errors(recipe, &errors))?;
    let view = TriedView::new(&tried);
    write::folder(out, &text, &tried, &view)?;
    output.json(&view)?;
    lines::report(&view, output)?;
    if let Some(linked) = &tried.linked {
        output.line(format!("The pack is linked to its decision; digest {}.", linked.digest()))?;
    }
    output.line(format!("{} is written.", out.display()))?;
    Ok(Exit::Done)
}

fn verify(file: &Path, output: &mut Output) -> anyhow::Result<Exit> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("the pack '{}' cannot be read", file.display()))?;
    let (facts, digest) = pack::read(&text).with_context(|| format!("'{}' is no pack", file.display()))?;
    let found = LinkedPack::verify(&facts, &digest);
    output.json(&serde_json::json!({ "unchanged": found.is_ok(), "digest": digest }))?;
    Ok(match found {
        Ok(()) => {
            output.line(format!("Unchanged: {} facts fit the digest {digest}.", facts.len()))?;
            Exit::Done
        }
        Err(changed) => {
            output.line(format!("! {changed}."))?;
            Exit::Stopped
        }
    })
}
