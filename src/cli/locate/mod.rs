//! `wardwise locate`: the sites that serve a place best, with proof.

mod lines;
mod write;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, bail};

use crate::engine::SitingError;
use crate::export::siting;
use crate::ingest::siting::{RecipeFault, parse_locate};
use crate::locate::Outcome;
use crate::views::siting::LocatedView;

use super::exit::Exit;
use super::files::{Fresh, open_engine};
use super::output::Output;

/// Choose the sites that serve a place best, and prove how good the choice is
///
/// A recipe names the small areas and their people, the register of candidate
/// sites, and one of four models: lscp (the fewest sites so that everybody has
/// one within reach), mclp (so many sites that most people have one within
/// reach), p-median (the least walking) and p-centre (the least walk for
/// whoever has the furthest). Capacity, fixed and forbidden sites, a budget, a
/// number of partners and a least cover of each group may be asked for.
///
/// Objective, bound, gap and status are always told. Where nothing is
/// possible, the smallest set of conflicting demands is named.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  wardwise locate libraries.toml --place town --out libraries.geojson

writes libraries.geojson (sites and areas), libraries.csv (which site serves
each area) and libraries.json (the summary).

A recipe:
  title = \"Twelve libraries\"
  [people]
  areas = \"lsoa@2021\"
  residents = \"residents\"                # a measure
  [[people.group]]
  name = \"Disabled\"
  family = \"Disability\"
  measure = \"disabled\"                   # or columns = { table, from, to }
  [sites]
  register = \"libraries\"
  keep = { type = \"Static Library\" }
  [model]
  kind = \"p-median\"                      # lscp, mclp, p-median, p-centre
  sites = 12                             # or at_most_sites; within_minutes
  [rules]
  fixed = [\"Central Library\"]
  [[rules.cover]]
  group = \"Disabled\"
  share = 0.9
  within_minutes = 25
  [limits]
  seconds = 60

Exit codes: 0 proved best, or within the gap that was asked for; 3 stopped by
time without proof; 4 nothing is possible, or nothing was found in time.")]
pub struct Args {
    /// The recipe (TOML)
    #[arg(value_name = "SPEC")]
    spec: PathBuf,

    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    /// The file to write (.geojson); a .csv and a .json stand beside it
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

    /// Replace the files if they are there
    #[arg(long)]
    force: bool,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    if !args.out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("geojson")) {
        bail!("'{}' should end in .geojson", args.out.display());
    }
    let (table, summary) = (args.out.with_extension("csv"), args.out.with_extension("json"));
    let fresh = [&args.out, &table, &summary].map(|file| Fresh::any(file, args.force));
    let [features, table, summary] = fresh;
    let (features, table, summary) = (features?, table?, summary?);
    let text = read_recipe(&args.spec)?;
    let spec = parse_locate(&text).map_err(|faults| recipe_faults(&args.spec, &faults))?;
    let (_, engine) = open_engine(&args.place)?;
    let start = Instant::now();
    let located = engine
        .locate(&spec, &|| start.elapsed().as_secs_f64())
        .map_err(|errors| siting_errors(&args.spec, &errors))?;
    let view = LocatedView::new(&located, engine.version());
    let written = [
        features.write(|file| write::features(file, &located, &view))?,
        table.write(|file| siting::sites_of_areas(file, &located))?,
        summary.write(|file| write::summary(file, &view))?,
    ];
    output.json(&view)?;
    lines::report(&view, start.elapsed().as_secs_f64(), output)?;
    for file in written {
        output.line(format!("{} is written.", file.display()))?;
    }
    Ok(match &located.outcome {
        Outcome::Solved(answer) if answer.status == crate::locate::Status::TimeLimit => Exit::Stopped,
        Outcome::Solved(_) => Exit::Done,
        Outcome::Infeasible(_) | Outcome::NothingFound { .. } => Exit::NotFound,
    })
}

/// Reads a recipe's text.
pub(super) fn read_recipe(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("the recipe '{}' cannot be read", path.display()))
}

/// All faults of a recipe in one message.
pub(super) fn recipe_faults(path: &Path, faults: &[RecipeFault]) -> anyhow::Error {
    told("the recipe", path, faults.iter().map(ToString::to_string).collect())
}

/// All errors of carrying it out in one message.
pub(super) fn siting_errors(path: &Path, errors: &[SitingError]) -> anyhow::Error {
    told("what the recipe asks for", path, errors.iter().map(ToString::to_string).collect())
}

fn told(what: &str, path: &Path, list: Vec<String>) -> anyhow::Error {
    let things = if list.len() == 1 { "one thing is" } else { "these things are" };
    let lines: Vec<String> = list.iter().map(|line| format!("\n  {line}")).collect();
    anyhow::anyhow!("{things} wrong in {what} ('{}'):{}", path.display(), lines.concat())
}
