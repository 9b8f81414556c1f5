//! GeoJSON (RFC 7946): longitude and latitude, seven decimals, shells
//! anticlockwise.
//!
//! Beside `properties` every feature has a member `missing`: for each null, by
//! the name of the property, why there is no value.

use std::io::{self, Write};

use geo_types::{LineString, MultiPolygon};

use crate::engine::Edition;
use crate::geom::crs::lonlat_to_web_mercator;
use crate::geom::{Crs, Grid, crs};
use crate::model::Missing;
use crate::views::CitationView;

use super::edition_rows::shape_of;
use super::features::Shape;
use super::number::write_coordinate;
use super::rows::{Rows, Value};

/// The coordinate system of what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutputCrs {
    /// Longitude and latitude, in that order (CRS84).
    LonLat,
    /// Easting and northing in metres (EPSG:27700).
    Grid,
    /// Latitude and longitude, in that order (EPSG:4326 as its register has it).
    LatLon,
    /// Metres of web Mercator (EPSG:3857).
    WebMercator,
}

impl OutputCrs {
    /// All systems, the usual one first.
    pub const ALL: [Self; 4] = [Self::LonLat, Self::Grid, Self::LatLon, Self::WebMercator];

    /// The system's address, as OGC names it.
    #[must_use]
    pub fn uri(self) -> &'static str {
        match self {
            Self::LonLat => "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            Self::Grid => "http://www.opengis.net/def/crs/EPSG/0/27700",
            Self::LatLon => "http://www.opengis.net/def/crs/EPSG/0/4326",
            Self::WebMercator => "http://www.opengis.net/def/crs/EPSG/0/3857",
        }
    }

    /// The system of an address.
    #[must_use]
    pub fn from_uri(uri: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|crs| crs.uri() == uri)
    }

    /// The system as `geom` has it, and whether the northing or latitude stands first.
    #[must_use]
    pub fn axes(self) -> (Crs, bool) {
        match self {
            Self::LonLat => (Crs::LonLat, false),
            Self::LatLon => (Crs::LonLat, true),
            Self::Grid => (Crs::BritishNationalGrid, false),
            Self::WebMercator => (Crs::WebMercator, false),
        }
    }

    /// Seven decimals of a degree are a centimetre; three of a metre a millimetre.
    fn decimals(self) -> usize {
        match self {
            Self::LonLat | Self::LatLon => 7,
            Self::Grid | Self::WebMercator => 3,
        }
    }
}

/// Writes an edition whole, as one `FeatureCollection` in longitude and latitude.
pub(super) fn write_collection(
    edition: &Edition,
    citation: &CitationView,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rows = Rows::new(edition);
    let name = format!("{}-{}", edition.key.dataset, edition.key.edition);
    write!(out, "{{\"type\":\"FeatureCollection\",\"name\":{},\"citation\":", quoted(&name))?;
    serde_json::to_writer(&mut *out, citation)?;
    out.write_all(b",\"features\":[")?;
    for row in 0..rows.len() {
        out.write_all(if row == 0 { b"\n" } else { b",\n" })?;
        write_feature(&rows, row, None, OutputCrs::LonLat, out)?;
    }
    out.write_all(b"\n]}\n")
}

/// Writes one row as a `Feature`. `drawn` takes the place of an area's own
/// shape, for display.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write_feature(
    rows: &Rows<'_>,
    row: usize,
    drawn: Option<&MultiPolygon<f64>>,
    crs: OutputCrs,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(b"{\"type\":\"Feature\",\"id\":")?;
    serde_json::to_writer(&mut *out, &rows.key(row))?;
    out.write_all(b",\"geometry\":")?;
    let outside = write_geometry(rows.edition(), row, drawn, crs, out)?.is_none();
    out.write_all(b",\"properties\":")?;
    write_values(rows, row, out)?;
    out.write_all(b",\"missing\":")?;
    write_missing(rows, row, outside.then_some(("geometry", "outside-great-britain")), out)?;
    write!(out, ",\"row\":{}}}", rows.edition().attributes().source_row(row))
}

/// Writes the values of a row as one JSON object; gaps are null.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write_values(rows: &Rows<'_>, row: usize, out: &mut dyn Write) -> io::Result<()> {
    for (at, field) in rows.fields().iter().enumerate() {
        out.write_all(if at == 0 { b"{" } else { b"," })?;
        write!(out, "{}:", quoted(&field.property))?;
        match rows.value(row, field) {
            Ok(Value::Number(number)) => write!(out, "{number}")?,
            Ok(Value::Flag(flag)) => write!(out, "{flag}")?,
            Ok(Value::Text(text)) => serde_json::to_writer(&mut *out, &text)?,
            Ok(Value::Day(day)) => write!(out, "\"{day}\"")?,
            Err(_reason) => out.write_all(b"null")?,
        }
    }
    out.write_all(if rows.fields().is_empty() { b"{}" } else { b"}" })
}

/// Writes why values of a row are missing, by the names of the fields.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write_missing(
    rows: &Rows<'_>,
    row: usize,
    further: Option<(&str, &str)>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let gaps = rows.fields().iter().filter_map(|field| Some((field, rows.value(row, field).err()?)));
    let reasons = gaps.map(|(field, reason): (_, Missing)| (field.property.as_str(), reason.key()));
    out.write_all(b"{")?;
    for (at, (name, reason)) in reasons.chain(further).enumerate() {
        let comma = if at == 0 { "" } else { "," };
        write!(out, "{comma}{}:\"{reason}\"", quoted(name))?;
    }
    out.write_all(b"}")
}

/// Writes the place of a row. `None` when it cannot be told in `crs`, which
/// leaves a null.
fn write_geometry(
    edition: &Edition,
    row: usize,
    drawn: Option<&MultiPolygon<f64>>,
    crs: OutputCrs,
    out: &mut dyn Write,
) -> io::Result<Option<()>> {
    match drawn {
        Some(drawn) => write_area(drawn, crs, out),
        None => write_place(shape_of(edition, row).as_ref(), crs, out),
    }
}

/// Writes where a row lies as a geometry; null where that is not known.
/// `None` when it cannot be told in `crs`, which leaves a null, too.
///
/// # Errors
/// When `out` cannot take the bytes.
pub fn write_place(shape: Option<&Shape<'_>>, crs: OutputCrs, out: &mut dyn Write) -> io::Result<Option<()>> {
    match shape {
        Some(Shape::Point(point)) => write_point(*point, crs, out),
        Some(Shape::Line(line)) => write_line(line, crs, out),
        Some(Shape::Area(area)) => write_area(area, crs, out),
        None => out.write_all(b"null").map(Some),
    }
}

fn write_line(line: &LineString<f64>, crs: OutputCrs, out: &mut dyn Write) -> io::Result<Option<()>> {
    let Some(line) = carry_line(line, crs) else { return out.write_all(b"null").map(|()| None) };
    out.write_all(b"{\"type\":\"LineString\",\"coordinates\":")?;
    write_ring(&line, crs, out)?;
    out.write_all(b"}").map(Some)
}

/// Writes a point in grid metres as a geometry.
fn write_point(point: Grid, crs: OutputCrs, out: &mut dyn Write) -> io::Result<Option<()>> {
    let Some(position) = carry(point, crs) else { return out.write_all(b"null").map(|()| None) };
    out.write_all(b"{\"type\":\"Point\",\"coordinates\":")?;
    write_position(position, crs, out)?;
    out.write_all(b"}").map(Some)
}

/// Writes a shape in grid metres as a geometry.
fn write_area(shape: &MultiPolygon<f64>, crs: OutputCrs, out: &mut dyn Write) -> io::Result<Option<()>> {
    match carry_shape(shape, crs) {
        Some(shape) => write_shape(&shape, crs, out).map(Some),
        None => out.write_all(b"null").map(|()| None),
    }
}

/// A shape in grid metres as a GeoJSON geometry in longitude and latitude;
/// `None` where it lies outside Great Britain.
#[must_use]
pub fn geometry(shape: &MultiPolygon<f64>) -> Option<serde_json::Value> {
    let carried = carry_shape(shape, OutputCrs::LonLat)?;
    let mut text = Vec::new();
    write_shape(&carried, OutputCrs::LonLat, &mut text).ok()?;
    serde_json::from_slice(&text).ok()
}

fn write_shape(shape: &MultiPolygon<f64>, crs: OutputCrs, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"type\":\"MultiPolygon\",\"coordinates\":[")?;
    for (at, part) in shape.0.iter().enumerate() {
        out.write_all(if at == 0 { b"[" } else { b",[" })?;
        write_ring(part.exterior(), crs, out)?;
        for hole in part.interiors() {
            out.write_all(b",")?;
            write_ring(hole, crs, out)?;
        }
        out.write_all(b"]")?;
    }
    out.write_all(b"]}")
}

fn write_ring(ring: &LineString<f64>, crs: OutputCrs, out: &mut dyn Write) -> io::Result<()> {
    for (at, point) in ring.0.iter().enumerate() {
        out.write_all(if at == 0 { b"[" } else { b"," })?;
        write_position((point.x, point.y), crs, out)?;
    }
    out.write_all(b"]")
}

fn write_position((x, y): (f64, f64), crs: OutputCrs, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    write_coordinate(out, x, crs.decimals())?;
    out.write_all(b",")?;
    write_coordinate(out, y, crs.decimals())?;
    out.write_all(b"]")
}

fn carry(point: Grid, crs: OutputCrs) -> Option<(f64, f64)> {
    match crs {
        OutputCrs::Grid => Some((point.e, point.n)),
        OutputCrs::LonLat => crs::grid_to_lonlat(point).ok().map(|p| (p.lon, p.lat)),
        OutputCrs::LatLon => crs::grid_to_lonlat(point).ok().map(|p| (p.lat, p.lon)),
        OutputCrs::WebMercator => crs::grid_to_lonlat(point).ok().map(lonlat_to_web_mercator),
    }
}

fn carry_line(line: &LineString<f64>, crs: OutputCrs) -> Option<LineString<f64>> {
    let points = line.0.iter().map(|c| carry((*c).into(), crs).map(|(x, y)| geo_types::Coord { x, y }));
    points.collect::<Option<Vec<_>>>().map(LineString)
}

fn carry_shape(shape: &MultiPolygon<f64>, crs: OutputCrs) -> Option<std::borrow::Cow<'_, MultiPolygon<f64>>> {
    use geo::MapCoords;
    use std::borrow::Cow;
    if crs == OutputCrs::Grid {
        return Some(Cow::Borrowed(shape));
    }
    let carried =
        shape.try_map_coords(|c| carry(c.into(), crs).map(|(x, y)| geo_types::Coord { x, y }).ok_or(()));
    carried.ok().map(Cow::Owned)
}

/// A text as a JSON string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
