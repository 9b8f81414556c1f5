//! `wardwise misfit`: how badly the layers of a place fit into each other.

mod lines;

use std::path::PathBuf;

use anyhow::bail;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::crosswalk::misfit;
use crate::engine::{Engine, Fitting, MisfitOptions};
use crate::export;
use crate::model::{DatasetId, EditionKey};
use crate::views::misfit::MisfitView;

use super::exit::Exit;
use super::files::{Fresh, now, open_engine};
use super::lineage::{MeasureArgs, percent};
use super::output::Output;

/// Measure how badly the areas of partners' geographies fit into each other
///
/// The misfit of a layer against another is the share of its ground that lies
/// with the minority of its area: nought where every area lies whole in one
/// area of the other. Areas cut into several parts are listed. An area outside
/// the other layer takes no part.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise misfit --place town
  wardwise misfit wards police nhs-localities --place town --out overlaps.csv
  wardwise misfit wards --date 2017-06-01 --place town
  wardwise misfit wards@2013 constituencies@2010 --least 1 --place town

With one layer that one is measured against all others in force; with several,
each against each. The file is the overlap matrix: one row a pair of areas.")]
pub struct Args {
    /// Layers, as `wards` (the edition in force) or `wards@2018` [default: all in force]
    #[arg(value_name = "LAYER", value_parser = parse_asked)]
    layers: Vec<Asked>,

    /// The day on which editions are in force (2019-05-01) [default: today]
    #[arg(long)]
    date: Option<Date>,

    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    #[command(flatten)]
    measure: MeasureArgs,

    /// The least share, in per cent of an area, that counts as a part of it
    #[arg(long, value_name = "PERCENT", default_value = "5", value_parser = percent)]
    least: f64,

    /// From how many parts on an area is listed as split
    #[arg(long, value_name = "PARTS", default_value_t = 3, value_parser = clap::value_parser!(u16).range(2..))]
    split: u16,

    /// Also write the overlap matrix to this file (.csv)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

/// A layer as it was asked for.
#[derive(Debug, Clone)]
enum Asked {
    InForce(DatasetId),
    Edition(EditionKey),
}

fn parse_asked(text: &str) -> Result<Asked, String> {
    let asked =
        if text.contains('@') { text.parse().map(Asked::Edition) } else { text.parse().map(Asked::InForce) };
    asked.map_err(|error| error.to_string())
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let out = args.out.as_deref().map(|out| Fresh::csv(out, args.force)).transpose()?;
    let (_, engine) = open_engine(&args.place)?;
    let pairs = pairs(args, &engine)?;
    if pairs.is_empty() {
        output.json(&Vec::<MisfitView>::new())?;
        output.line("There are no two layers in force on that day to compare.")?;
        return Ok(Exit::NotFound);
    }
    let options = MisfitOptions {
        tolerance: args.measure.tolerance(),
        counts: misfit::Options { least_share: args.least / 100.0, split_from: usize::from(args.split) },
    };
    let fittings: Vec<Fitting> = pairs
        .iter()
        .map(|(first, second)| {
            engine.misfit(first, second, engine.residents(first, second).as_ref(), options)
        })
        .collect::<Result<_, _>>()?;
    let views: Vec<MisfitView> = fittings.iter().flat_map(MisfitView::both).collect();
    output.json(&views)?;
    lines::report(&views, output)?;
    if let Some(out) = out {
        let written = out.write(|file| Ok(export::overlaps::write(file, &fittings)?))?;
        output.line(format!("{} is written.", written.display()))?;
    }
    Ok(Exit::Done)
}

/// The pairs to measure, each once, in the order of the layers.
fn pairs(args: &Args, engine: &Engine) -> anyhow::Result<Vec<(EditionKey, EditionKey)>> {
    let day = match args.date {
        Some(day) => day,
        None => now()?.to_zoned(TimeZone::UTC).date(),
    };
    let asked = |asked: &Asked| match asked {
        Asked::InForce(dataset) => engine.layer_in_force(dataset, day),
        Asked::Edition(key) => Ok(key.clone()),
    };
    let layers: Vec<EditionKey> = args.layers.iter().map(asked).collect::<Result<_, _>>()?;
    let twice = layers.iter().enumerate().find(|(at, key)| layers[..*at].contains(key));
    if let Some((_, key)) = twice {
        bail!("{key} is named twice");
    }
    Ok(match layers.as_slice() {
        [] => each_against_each(&engine.layers_in_force(day)),
        [one] => {
            let others = engine.layers_in_force(day).into_iter().filter(|other| other.dataset != one.dataset);
            others.map(|other| (one.clone(), other)).collect()
        }
        several => each_against_each(several),
    })
}

fn each_against_each(layers: &[EditionKey]) -> Vec<(EditionKey, EditionKey)> {
    let rest = |at: usize| layers[at + 1..].iter();
    let with =
        |(at, first): (usize, &EditionKey)| rest(at).map(|second| (first.clone(), second.clone())).collect();
    layers.iter().enumerate().flat_map::<Vec<_>, _>(with).collect()
}
