//! `wardwise series`: a measure through the years, on one edition's boundaries.

mod lines;

use std::path::PathBuf;

use anyhow::bail;

use crate::engine::Way;
use crate::export;
use crate::model::MeasureId;
use crate::views::series::SeriesView;

use super::exit::Exit;
use super::files::{Fresh, layer_edition, open_engine};
use super::output::Output;

/// Set a measure through the years on the boundaries of one edition
///
/// Every table and period that holds figures of the measure makes a point.
/// Figures published for these very boundaries are handed on; others are
/// carried by a crosswalk and have a 95 % range and a grade. Where two tables
/// speak of one year, the one for these boundaries wins, then the one of the
/// smallest areas; the other is named. A missing figure says why.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise series residents --to wards --place town
  wardwise series residents --to wards@2018 --area E05011118 --place town
  wardwise series residents --to wards --place town --out residents.csv
  wardwise series residents --to wards --way area --place town --format json

The file has one row for each year and area, with range, grade, method,
crosswalk and source.")]
pub struct Args {
    /// Id of the measure, as the manifest names it under [[measure]]
    measure: MeasureId,

    /// The boundaries: `wards@2018`, or `wards` for the newest
    #[arg(long, value_name = "LAYER")]
    to: String,

    /// Code of one area [default: all]
    #[arg(long, value_name = "CODE")]
    area: Option<String>,

    /// How weights are found: best, area, area-kept-inside, points or lookup
    #[arg(long, default_value = "best", value_parser = parse_way)]
    way: Way,

    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    /// Also write the series to this file (.csv)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

fn parse_way(text: &str) -> Result<Way, String> {
    Way::from_key(text).ok_or_else(|| {
        let known: Vec<&str> = Way::ALL.iter().map(|way| way.key()).collect();
        format!("'{text}' is no way to find weights; there are: {}", known.join(", "))
    })
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let out = args.out.as_deref().map(|out| Fresh::csv(out, args.force)).transpose()?;
    let (_, engine) = open_engine(&args.place)?;
    let to = layer_edition(&engine, &args.to)?;
    if let Some(code) = args.area.as_deref().filter(|code| engine.area(&to, code).is_none()) {
        bail!("{to} has no area '{code}'");
    }
    let measure = engine.measure(&args.measure)?;
    let series = engine.series(&args.measure, &to, args.way)?;
    let view = SeriesView::new(&engine, measure, &series, args.way.key(), args.area.as_deref());
    output.json(&view)?;
    lines::report(&view, output)?;
    if let Some(out) = out {
        let written = out.write(|file| Ok(export::series::write(file, &view)?))?;
        output.line(format!("{} is written.", written.display()))?;
    }
    Ok(Exit::Done)
}
