//! From what a person names to a point on the grid.

use jiff::civil::Date;

use crate::engine::{Engine, Target};
use crate::geom::{Grid, crs};
use crate::model::Postcode;
use crate::register::Precision;
use crate::views::whereabouts::PointView;

use super::Problem;
use super::params::point::Point;

/// A point, and how exactly it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// Where.
    pub grid: Grid,
    /// How exactly that is known.
    pub precision: Precision,
    /// What was asked, in its written form.
    pub asked: String,
    /// What to bear in mind; empty where there is nothing.
    pub note: String,
}

/// Finds the point that was asked about.
///
/// # Errors
/// A [`Problem`] when the place's list holds no such postcode.
pub fn locate(engine: &Engine, asked: &Point, day: Option<Date>) -> Result<Located, Problem> {
    match asked {
        Point::At { grid, asked, note } => Ok(Located {
            grid: *grid,
            precision: Precision::Coordinates,
            asked: asked.clone(),
            note: note.clone(),
        }),
        Point::Postcode(postcode) => locate_postcode(engine, postcode, day),
    }
}

fn locate_postcode(engine: &Engine, postcode: &Postcode, _day: Option<Date>) -> Result<Located, Problem> {
    let hits = engine.search(postcode.as_str(), 10);
    let point = hits.into_iter().find_map(|hit| match hit.target {
        Target::Postcode { postcode: found, point } if found == postcode.as_str() => Some(point),
        _ => None,
    });
    let nothing = || Problem::not_found(format!("postcode {postcode} in this place's list")).at("postcode");
    Ok(Located {
        grid: point.ok_or_else(nothing)?,
        precision: Precision::Postcode,
        asked: postcode.to_string(),
        note: String::new(),
    })
}

impl Located {
    /// The point as it goes on the wire.
    #[must_use]
    pub fn view(&self) -> PointView {
        let lonlat = crs::grid_to_lonlat(self.grid).ok();
        PointView {
            asked: self.asked.clone(),
            easting: self.grid.e,
            northing: self.grid.n,
            lon: lonlat.map(|p| p.lon),
            lat: lonlat.map(|p| p.lat),
            precision: self.precision.key().to_owned(),
            note: self.note.clone(),
        }
    }
}
