//! From typed words to a point: postcode, grid reference, metres or degrees.

use jiff::civil::Date;

use crate::engine::Engine;
use crate::geom::{Crs, Grid, GridRef};
use crate::index::InUse;
use crate::model::Postcode;
use crate::register::Precision;

use super::format;

/// A point that somebody asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// Where it is.
    pub point: Grid,
    /// What to call it.
    pub label: String,
    /// How exactly it is known, in words.
    pub precision: String,
}

/// Reads a typed place. A postcode is looked up as it was on a day, where one is given.
///
/// # Errors
/// A sentence that says what can be typed instead.
pub fn read(engine: &Engine, text: &str, on: Option<Date>) -> Result<Spot, String> {
    let text = text.trim();
    if let Some(postcode) = Postcode::parse(text) {
        return of_postcode(engine, &postcode, on);
    }
    if let Some((a, b)) = two_numbers(text) {
        return of_numbers(a, b);
    }
    if let Ok(square) = GridRef::parse(text) {
        return Ok(Spot {
            point: square.centre(),
            label: square.to_string(),
            precision: "the middle of the grid square".to_owned(),
        });
    }
    Err(format!("“{text}” is no postcode, grid reference or pair of coordinates; use the search for names"))
}

fn of_postcode(engine: &Engine, postcode: &Postcode, on: Option<Date>) -> Result<Spot, String> {
    let hit = engine
        .find_postcode(postcode, on)
        .ok_or_else(|| format!("The postcode list of this place does not hold {postcode}"))?;
    let precision = match hit.precision {
        Precision::Sector => {
            "the middle of the postcode's sector, because the list does not hold the postcode itself"
        }
        Precision::Area => {
            "the middle of the postcode's district, because the list does not hold the postcode itself"
        }
        Precision::Postcode | Precision::Coordinates => {
            "the point of the postcode, which covers several addresses"
        }
    };
    let then = match hit.use_then {
        InUse::EndedBefore(day) => format!("; it was last in use before {}", format::day(day)),
        InUse::StartsOn(day) => format!("; it was first in use on {}", format::day(day)),
        InUse::Yes | InUse::Unlisted => String::new(),
    };
    Ok(Spot { point: hit.at, label: postcode.to_string(), precision: format!("{precision}{then}") })
}

fn of_numbers(a: f64, b: f64) -> Result<Spot, String> {
    let exact = || "the coordinates as typed".to_owned();
    let degrees = |lon: f64, lat: f64| {
        let point = Crs::LonLat.to_grid(lon, lat).map_err(|e| e.to_string())?;
        Ok(Spot { point, label: format!("{lat}, {lon}"), precision: exact() })
    };
    let is_lat = |x: f64| (49.0..62.0).contains(&x);
    let is_lon = |x: f64| (-9.0..3.0).contains(&x);
    if is_lat(a) && is_lon(b) {
        return degrees(b, a);
    }
    if is_lon(a) && is_lat(b) {
        return degrees(a, b);
    }
    if (0.0..700_000.0).contains(&a) && (0.0..1_300_000.0).contains(&b) && (a > 1000.0 || b > 1000.0) {
        return Ok(Spot { point: Grid { e: a, n: b }, label: format!("{a}, {b}"), precision: exact() });
    }
    Err(format!("{a}, {b} lies outside Great Britain, in degrees and in grid metres alike"))
}

fn two_numbers(text: &str) -> Option<(f64, f64)> {
    let parts = text.split(|c: char| c == ',' || c == ';' || c.is_whitespace());
    let mut numbers = parts.filter(|part| !part.is_empty()).map(str::parse::<f64>);
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(Ok(a)), Some(Ok(b)), None) if a.is_finite() && b.is_finite() => Some((a, b)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latitude_and_longitude_are_told_apart_in_either_order() {
        let a = of_numbers(52.4797, -1.9027).expect("a spot");
        let b = of_numbers(-1.9027, 52.4797).expect("a spot");
        assert_eq!(a.point, b.point);
        assert!((a.point.e - 406_700.0).abs() < 200.0, "{a:?}");
    }

    #[test]
    fn metres_are_taken_as_they_are() {
        assert_eq!(
            of_numbers(406_689.0, 286_822.0).expect("a spot").point,
            Grid { e: 406_689.0, n: 286_822.0 }
        );
        assert!(of_numbers(5.0, 7.0).is_err());
        assert!(of_numbers(9e9, 1.0).is_err());
    }

    #[test]
    fn only_two_numbers_are_a_pair() {
        assert_eq!(two_numbers("1,2"), Some((1.0, 2.0)));
        assert_eq!(two_numbers("1 2 3"), None);
        assert_eq!(two_numbers("NaN 2"), None);
    }
}
