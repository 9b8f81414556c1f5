//! `postcode`, `lon` and `lat`, `grid`, `easting` and `northing`: one point, in one way.

use crate::api::Problem;
use crate::geom::{Grid, GridRef, LonLat, crs};
use crate::model::Postcode;

use super::Fields;

/// A point as it was asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Point {
    /// By its postcode.
    Postcode(Postcode),
    /// By coordinates, with the text that names them and a remark on their exactness.
    At {
        /// Where.
        grid: Grid,
        /// In its written form.
        asked: String,
        /// A square of the grid is answered by its middle.
        note: String,
    },
}

/// Reads the one point that a query asks about.
///
/// # Errors
/// A [`Problem`] when none or several are given, when a text is no postcode,
/// number or grid reference, or when the point lies outside Great Britain.
pub fn point(fields: &mut Fields) -> Result<Point, Problem> {
    let postcode = fields.take("postcode")?;
    let lonlat = pair(fields, "lon", "lat")?;
    let reference = fields.take("grid")?;
    let metres = pair(fields, "easting", "northing")?;
    match (postcode, lonlat, reference, metres) {
        (Some(text), None, None, None) => read_postcode(&text),
        (None, Some((lon, lat)), None, None) => read_lonlat(lon, lat),
        (None, None, Some(text), None) => read_reference(&text),
        (None, None, None, Some((e, n))) => read_metres(e, n),
        (None, None, None, None) => Err(Problem::new(
            crate::api::Kind::BadRequest,
            "name a point: postcode, or lon and lat, or grid, or easting and northing",
        )),
        _ => Err(Problem::new(crate::api::Kind::BadRequest, "name one point, in one way")),
    }
}

fn pair(fields: &mut Fields, x: &'static str, y: &'static str) -> Result<Option<(f64, f64)>, Problem> {
    match (fields.take(x)?, fields.take(y)?) {
        (None, None) => Ok(None),
        (Some(first), Some(second)) => Ok(Some((number(x, &first)?, number(y, &second)?))),
        (Some(_), None) => Err(Problem::parameter(y, format!("'{x}' needs '{y}' beside it"))),
        (None, Some(_)) => Err(Problem::parameter(x, format!("'{y}' needs '{x}' beside it"))),
    }
}

fn number(name: &'static str, text: &str) -> Result<f64, Problem> {
    let finite = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    finite.ok_or_else(|| Problem::parameter(name, format!("'{text}' is not a number")))
}

fn read_postcode(text: &str) -> Result<Point, Problem> {
    let postcode = Postcode::parse(text);
    let wrong =
        || Problem::parameter("postcode", format!("'{text}' has not the form of a postcode, such as B1 1BB"));
    postcode.map(Point::Postcode).ok_or_else(wrong)
}

fn read_lonlat(lon: f64, lat: f64) -> Result<Point, Problem> {
    let field = if lon.abs() > 180.0 { "lon" } else { "lat" };
    let grid =
        crs::lonlat_to_grid(LonLat { lon, lat }).map_err(|e| Problem::parameter(field, e.to_string()))?;
    Ok(Point::At { grid, asked: format!("longitude {lon}, latitude {lat}"), note: String::new() })
}

fn read_reference(text: &str) -> Result<Point, Problem> {
    let reference = GridRef::parse(text).map_err(|error| Problem::parameter("grid", error.to_string()))?;
    let note = if reference.side_m > 1.0 {
        format!("the middle of a square with sides of {} m", reference.side_m)
    } else {
        String::new()
    };
    Ok(Point::At { grid: reference.centre(), asked: reference.to_string(), note })
}

fn read_metres(e: f64, n: f64) -> Result<Point, Problem> {
    for (name, value, most) in [("easting", e, 700_000.0), ("northing", n, 1_300_000.0)] {
        if !(0.0..=most).contains(&value) {
            return Err(Problem::parameter(
                name,
                format!("{value} lies outside the National Grid (0 to {most})"),
            ));
        }
    }
    Ok(Point::At { grid: Grid { e, n }, asked: format!("easting {e}, northing {n}"), note: String::new() })
}

#[cfg(test)]
mod tests {
    use super::super::fields;
    use super::*;

    fn field_at_fault(query: &str) -> Option<String> {
        point(&mut fields(query)).expect_err(query).field
    }

    #[test]
    fn one_point_is_named_in_one_way() {
        assert!(
            matches!(point(&mut fields("postcode=b11bb")), Ok(Point::Postcode(p)) if p.as_str() == "B1 1BB")
        );
        assert!(
            matches!(point(&mut fields("grid=SP066867")), Ok(Point::At { note, .. }) if note.contains("100 m"))
        );
        assert_eq!(field_at_fault(""), None);
        assert_eq!(field_at_fault("postcode=B1+1BB&grid=SP066867"), None);
        assert_eq!(field_at_fault("lon=-1.9").as_deref(), Some("lat"));
        assert_eq!(field_at_fault("lon=NaN&lat=52").as_deref(), Some("lon"));
        assert_eq!(field_at_fault("lon=2.35&lat=48.86").as_deref(), Some("lat"));
        assert_eq!(field_at_fault("easting=-5&northing=1").as_deref(), Some("easting"));
        assert_eq!(field_at_fault("postcode=Birmingham").as_deref(), Some("postcode"));
    }
}
