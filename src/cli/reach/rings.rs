//! `wardwise rings`: the streets within some minutes of each site.

use std::path::PathBuf;

use anyhow::Context as _;

use crate::cli::exit::Exit;
use crate::cli::files::{Fresh, open_engine};
use crate::cli::output::{Output, columns};
use crate::engine::{Around, ReachError};
use crate::network::RINGS_MIN;
use crate::views::reach::rings_geojson;

use super::ask::{self, WalkArgs, end};

/// Show which streets lie within some minutes' walk of the records of a register
///
/// A ring is the streets themselves, each cut where its minute ends, and not a
/// polygon: a polygon claims ground that nobody reaches, such as the far bank
/// of a river. Steps are counted towards the site.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise rings --place town --around libraries-national --out rings.geojson
  wardwise rings --place town --around gp-practices --minutes 10,20 --step-free --out gp.geojson")]
pub struct RingsArgs {
    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    /// The sites: a register or layer, NAME or NAME@EDITION
    #[arg(long, value_name = "NAME")]
    around: String,

    /// Only rows whose column holds a value; may be repeated
    #[arg(long, value_name = "COLUMN=VALUE")]
    only: Vec<String>,

    /// The minutes of the rings, with commas between [default: 5,10,15,20]
    #[arg(long, value_name = "MINUTES", value_delimiter = ',', value_parser = ask::minutes)]
    minutes: Vec<f64>,

    #[command(flatten)]
    walk: WalkArgs,

    /// Write the rings into this file as GeoJSON
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

/// Runs the command.
pub fn run_rings(args: &RingsArgs, output: &mut Output) -> anyhow::Result<Exit> {
    let fresh = args.out.as_deref().map(|out| Fresh::any(out, args.force)).transpose()?;
    let (_, engine) = open_engine(&args.place)?;
    let network =
        args.walk.network(&engine)?.or_else(|| engine.main_network()).ok_or(ReachError::NoStreets)?;
    let minutes = if args.minutes.is_empty() { RINGS_MIN.to_vec() } else { args.minutes.clone() };
    let walking = args.walk.walking();
    let sites = end(&engine, &args.around, &args.only)?;
    let around = engine.rings_around(Some(&network), &sites, &minutes, &walking)?;
    let pace = walking.pace.m_per_min() * 60.0 / 1000.0;
    let view = rings_geojson(&around, &network.to_string(), pace);
    if let Some(fresh) = fresh {
        let write = |out: &mut dyn std::io::Write| Ok(serde_json::to_writer(out, &view)?);
        let path = fresh.write(write).context("the rings were not written")?;
        output.remark(format!("Wrote the rings to {}.", path.display()));
    }
    output.json(&view)?;
    print(&around, &network.to_string(), pace, output)?;
    let any = around.iter().any(|site| site.rings.is_some());
    Ok(if any { Exit::Done } else { Exit::NotFound })
}

fn print(around: &[Around], network: &str, pace: f64, output: &mut Output) -> anyhow::Result<()> {
    output.line(format!("Streets of {network} within a walk at {pace} km/h:"))?;
    let rows: Vec<Vec<String>> = around.iter().flat_map(rows).collect();
    for line in columns(&["site", "", "minutes", "km of street"], &rows) {
        output.line(format!("  {line}"))?;
    }
    Ok(())
}

fn rows(around: &Around) -> Vec<Vec<String>> {
    let (id, name) = (around.point.id.clone(), around.point.name.clone().unwrap_or_default());
    let Some(rings) = &around.rings else {
        let why = if around.point.at.is_none() { "no location" } else { "off the network" };
        return vec![vec![id, name, why.to_owned(), "-".to_owned()]];
    };
    let row = |ring: &crate::network::Ring| {
        let span = format!("{} to {}", ring.from_min, ring.to_min);
        vec![id.clone(), name.clone(), span, format!("{:.1}", ring.length_m / 1000.0)]
    };
    rings.0.iter().map(row).collect()
}
