//! `wardwise where`: every area of every geography that holds a point, on a day.

use std::path::PathBuf;

use anyhow::Context as _;
use jiff::civil::Date;
use serde_json::json;

use crate::engine::{Engine, Found};
use crate::geom::{Grid, GridRef, LonLat, crs};
use crate::index::InUse;
use crate::model::Postcode;
use crate::register::Precision;

use super::exit::Exit;
use super::files::open_engine;
use super::output::{Output, columns};

/// Say which areas of every geography hold a point, on a day
///
/// The box of an area proposes, its exact shape decides. A point on a line
/// between two areas belongs to exactly one of them, always the same one.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise where --place town --postcode \"B1 1BB\" --date 2019-05-01
  wardwise where --place town --lonlat -1.9036,52.4797
  wardwise where --place town --grid \"SP 066 867\"")]
pub struct Args {
    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    #[command(flatten)]
    point: PointArgs,

    /// Only editions in force on this day (2019-05-01) [default: all editions]
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    date: Option<Date>,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct PointArgs {
    /// A postcode of the place's list
    #[arg(long)]
    postcode: Option<String>,

    /// Longitude and latitude in degrees, with a comma between
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    lonlat: Option<String>,

    /// A grid reference ("SP 066 867") or easting and northing in metres
    #[arg(long)]
    grid: Option<String>,
}

struct Spot {
    asked: String,
    grid: Grid,
    precision: Precision,
    note: Option<String>,
}

fn parse_day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_not_a_day| "write the day as year-month-day, such as 2019-05-01".to_owned())
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let (_, engine) = open_engine(&args.place)?;
    let Some(spot) = locate(&args.point, &engine, args.date)? else {
        output.json(&json!({ "point": null, "areas": [] }))?;
        output.line("The place's postcode list does not hold this postcode, nor its district.")?;
        return Ok(Exit::NotFound);
    };
    let found = engine.where_is(spot.grid, args.date);
    output.json(&as_json(&spot, args.date, &engine, &found))?;
    print(&spot, args.date, &engine, &found, output)?;
    Ok(if found.is_empty() { Exit::NotFound } else { Exit::Done })
}

fn locate(args: &PointArgs, engine: &Engine, day: Option<Date>) -> anyhow::Result<Option<Spot>> {
    if let Some(text) = &args.postcode {
        return locate_postcode(text, engine, day);
    }
    if let Some(text) = &args.lonlat {
        let grid = crs::lonlat_to_grid(read_lonlat(text)?)?;
        return Ok(Some(Spot { asked: text.clone(), grid, precision: Precision::Coordinates, note: None }));
    }
    let text = args.grid.as_deref().unwrap_or_default();
    let reference = GridRef::parse(text)?;
    let note = (reference.side_m > 1.0).then(|| format!("the middle of a square of {} m", reference.side_m));
    let asked = reference.to_string();
    Ok(Some(Spot { asked, grid: reference.centre(), precision: Precision::Coordinates, note }))
}

fn locate_postcode(text: &str, engine: &Engine, day: Option<Date>) -> anyhow::Result<Option<Spot>> {
    let postcode = Postcode::parse(text)
        .with_context(|| format!("'{text}' has not the form of a postcode, such as B1 1BB"))?;
    Ok(engine.find_postcode(&postcode, day).map(|hit| Spot {
        asked: postcode.to_string(),
        grid: hit.at,
        precision: hit.precision,
        note: note(hit.use_then),
    }))
}

fn note(use_then: InUse) -> Option<String> {
    match use_then {
        InUse::Yes => None,
        InUse::EndedBefore(day) => Some(format!("this postcode was last in use before {day}")),
        InUse::StartsOn(day) => Some(format!("this postcode was first in use on {day}")),
        InUse::Unlisted => {
            Some("the list does not hold this postcode; the point is the middle of its neighbours".to_owned())
        }
    }
}

fn read_lonlat(text: &str) -> anyhow::Result<LonLat> {
    let pair = text
        .split_once(',')
        .and_then(|(lon, lat)| Some((lon.trim().parse().ok()?, lat.trim().parse().ok()?)));
    let (lon, lat) =
        pair.with_context(|| format!("'{text}' is not longitude,latitude, such as -1.9036,52.4797"))?;
    Ok(LonLat { lon, lat })
}

fn print(
    spot: &Spot,
    day: Option<Date>,
    engine: &Engine,
    found: &[Found],
    output: &mut Output,
) -> anyhow::Result<()> {
    let when = day.map_or("on any day".to_owned(), |day| format!("on {day}"));
    output.line(format!(
        "{} lies at {:.0} {:.0} on the National Grid (known from its {}).",
        spot.asked,
        spot.grid.e,
        spot.grid.n,
        spot.precision.key()
    ))?;
    if let Some(note) = &spot.note {
        output.line(format!("Note: {note}."))?;
    }
    if found.is_empty() {
        return output.line(format!("No area of the place holds it {when}."));
    }
    output.line(format!("Areas that hold it {when}:"))?;
    let rows: Vec<Vec<String>> = found.iter().map(|f| row(engine, f)).collect();
    for line in columns(&["geography", "edition", "code", "name", "in force"], &rows) {
        output.line(format!("  {line}"))?;
    }
    Ok(())
}

fn row(engine: &Engine, found: &Found) -> Vec<String> {
    let dataset = engine.snapshot().dataset(&found.edition.dataset);
    let line = if found.on_boundary { " (on its boundary)" } else { "" };
    vec![
        dataset.map_or_else(|| found.edition.dataset.to_string(), |dataset| dataset.title.clone()),
        found.edition.to_string(),
        found.code.to_string(),
        format!("{}{line}", found.name.as_deref().unwrap_or("")),
        found.validity.to_string(),
    ]
}

fn as_json(spot: &Spot, day: Option<Date>, engine: &Engine, found: &[Found]) -> serde_json::Value {
    let lonlat = crs::grid_to_lonlat(spot.grid).ok();
    let areas = found.iter().map(|f| {
        json!({
            "dataset": f.edition.dataset.to_string(),
            "edition": f.edition.edition.to_string(),
            "title": engine.edition(&f.edition).map(|edition| edition.title.clone()),
            "code": f.code.to_string(),
            "name": f.name,
            "valid_from": f.validity.from.map(|day| day.to_string()),
            "valid_to": f.validity.to.map(|day| day.to_string()),
            "on_boundary": f.on_boundary,
        })
    });
    let areas = areas.collect::<Vec<_>>();
    json!({
        "version": engine.version(),
        "point": {
            "asked": spot.asked,
            "easting": spot.grid.e,
            "northing": spot.grid.n,
            "lon": lonlat.map(|p| p.lon),
            "lat": lonlat.map(|p| p.lat),
            "precision": spot.precision.key(),
            "note": spot.note,
        },
        "date": day.map(|day| day.to_string()),
        "areas": areas,
    })
}
