//! The postcode list, and a year of requests for service.

use super::super::SampleError;
use super::super::line::point;
use super::super::names;
use super::super::rng::{Rng, real};
use super::super::town::Town;
use super::super::write::delimited::{self, Habits};
use super::super::write::geojson::lonlat;
use super::super::write::{Sheet, Value};
use super::{Published, flaws};

const REQUESTS: usize = 5_000;

/// Category, how common it is, and how much commoner where life is hard.
const CATEGORIES: [(&str, f64, f64); 10] = [
    ("Missed collection", 16.0, 0.1),
    ("Fly-tipping", 14.0, 2.6),
    ("Pothole", 15.0, -0.2),
    ("Street lighting", 9.0, 0.0),
    ("Noise", 11.0, 1.4),
    ("Graffiti", 5.0, 1.9),
    ("Abandoned vehicle", 4.0, 1.2),
    ("Dog fouling", 6.0, 0.5),
    ("Damp and mould", 8.0, 2.2),
    ("Overgrown vegetation", 7.0, -0.4),
];

/// All postcodes, those that have ended among them. Households stand beside
/// those in use; of one that has ended none are given.
pub(crate) fn postcodes(town: &Town) -> Published {
    let mut sheet = Sheet::new(&[
        "postcode",
        "introduced",
        "terminated",
        "easting",
        "northing",
        "oa21",
        "lsoa21",
        "households",
    ]);
    let mut units: Vec<_> = town.postal.units.iter().collect();
    units.sort_by(|a, b| a.postcode.cmp(&b.postcode));
    for unit in units {
        let spot = town.spot(unit.block);
        let in_use = unit.terminated.is_empty();
        let households = if in_use { town.people.households[unit.block].into() } else { Value::Empty };
        sheet.push(vec![
            unit.postcode.clone().into(),
            unit.introduced.clone().into(),
            unit.terminated.clone().into(),
            Value::Real(spot.x, 0),
            Value::Real(spot.y, 0),
            format!("E0099{:04}", town.areas.oa.of[unit.block] + 1).into(),
            town.areas.lsoa21_codes[town.areas.lsoa21.of[unit.block] as usize].clone().into(),
            households,
        ]);
    }
    ("registers/postcodes_2024.csv".into(), delimited::bytes(&sheet, Habits::PLAIN))
}

/// Requests of 2024, each at the nearest crossing of a 150 m grid, so that
/// many share a point; some rows are alike in all but their number.
///
/// # Errors
/// [`SampleError::Coordinates`] for a point outside Great Britain.
pub(crate) fn file(town: &Town) -> Result<Published, SampleError> {
    let mut rng = Rng::named(town.seed, "requests");
    let mut sheet = Sheet::new(&[
        "Reference",
        "Received",
        "Category",
        "Channel",
        "Status",
        "Days open",
        "Street",
        "Longitude",
        "Latitude",
    ]);
    let mut rows = Vec::new();
    let streets: Vec<String> = town.mesh.sites.iter().map(|_| names::street(&mut rng)).collect();
    while rows.len() < REQUESTS {
        let row = request(town, &streets, &mut rng)?;
        // Now and then several neighbours report the same thing.
        let times = if rng.chance(0.03) { rng.between(2, 4) } else { 1 };
        rows.extend(std::iter::repeat_n(row, times));
    }
    rows.truncate(REQUESTS);
    rows.sort_by(|a, b| a[0].written().cmp(&b[0].written()));
    for (i, mut row) in rows.into_iter().enumerate() {
        row.insert(0, format!("SR24-{:05}", i + 1).into());
        sheet.push(row);
    }
    Ok(("registers/service_requests_2024.csv".into(), delimited::bytes(&sheet, Habits::PLAIN)))
}

fn request(town: &Town, streets: &[String], rng: &mut Rng) -> Result<Vec<Value>, SampleError> {
    let blocks = town.mesh.sites.len();
    let block = loop {
        let block = rng.below(blocks);
        let wanted = real(town.people.total(block)) / 160.0 * (0.35 + 1.3 * town.people.hardship[block]);
        if rng.chance(wanted.min(1.0)) {
            break block;
        }
    };
    let hardship = town.people.hardship[block];
    let weights = CATEGORIES.map(|(_, common, pull)| common * (1.0 + pull * hardship).max(0.1));
    let (category, ..) = CATEGORIES[rng.weighted(&weights)];
    let closed = rng.chance(0.9);
    let at = town.spot(block) + point(rng.range(-40.0, 40.0), rng.range(-40.0, 40.0));
    let (lon, lat) = lonlat(inside(town, flaws::snapped(at, 150.0), block))?;
    let located = !rng.chance(0.004);
    Ok(vec![
        season(rng).into(),
        category.into(),
        rng.pick(&["Web", "Web", "Phone", "App", "Councillor"]).into(),
        if closed { "Closed" } else { "Open" }.into(),
        if closed { rng.between(0, 45).into() } else { Value::Empty },
        streets[block].clone().into(),
        if located { Value::Real(lon, 6) } else { Value::Empty },
        if located { Value::Real(lat, 6) } else { Value::Empty },
    ])
}

/// A crossing beyond the edge of the borough is left for the block itself.
fn inside(town: &Town, snapped: super::super::line::Point, block: usize) -> super::super::line::Point {
    let well_inside = [(60.0, 0.0), (-60.0, 0.0), (0.0, 60.0), (0.0, -60.0)]
        .iter()
        .all(|(x, y)| town.terrain.is_inside(snapped + point(*x, *y)));
    if well_inside { snapped } else { town.spot(block) }
}

/// A day of 2024, more often in the wet months.
fn season(rng: &mut Rng) -> String {
    const MONTHS: [f64; 12] = [11.0, 10.0, 9.0, 8.0, 7.0, 7.0, 7.0, 6.0, 8.0, 9.0, 10.0, 8.0];
    const DAYS: [usize; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let month = rng.weighted(&MONTHS);
    format!("2024-{:02}-{:02}", month + 1, rng.between(1, DAYS[month]))
}
