//! From what a person names to a point on the grid.

use jiff::civil::Date;

use crate::engine::Engine;
use crate::geom::{Grid, crs};
use crate::index::{InUse, PostcodeHit};
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

fn locate_postcode(engine: &Engine, postcode: &Postcode, day: Option<Date>) -> Result<Located, Problem> {
    let nothing = || {
        let detail = format!("postcode {postcode} in this place's list, nor its sector or district");
        Problem::not_found(detail).at("postcode")
    };
    let hit = engine.find_postcode(postcode, day).ok_or_else(nothing)?;
    Ok(Located { grid: hit.at, precision: hit.precision, asked: postcode.to_string(), note: note(&hit) })
}

fn note(hit: &PostcodeHit) -> String {
    match hit.use_then {
        InUse::Yes => String::new(),
        InUse::EndedBefore(day) => format!("this postcode was last in use before {day}"),
        InUse::StartsOn(day) => format!("this postcode was first in use on {day}"),
        InUse::Unlisted => {
            "this postcode is not in the place's list: the point is the middle of its sector or district"
                .to_owned()
        }
    }
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
