//! Coordinate reference systems: which ones are known, and the way between them.
//!
//! Everything is stored and measured in EPSG:27700 and exchanged in CRS84.
//! The way between goes through the OSTN15 grid shift (to about 1 mm);
//! a Helmert shift alone would be metres off and is not offered.

use std::fmt;

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use rayon::prelude::*;

use super::point::{Grid, LonLat};

/// A coordinate reference system that Wardwise reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Crs {
    /// British National Grid, EPSG:27700: easting and northing in metres.
    BritishNationalGrid,
    /// Longitude and latitude, in that order: CRS84, and EPSG:4326 as files hold it.
    LonLat,
    /// Spherical web Mercator, EPSG:3857, in metres.
    WebMercator,
}

/// Why a point could not be carried over.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum CrsError {
    /// A coordinate is not a finite number.
    #[error("the coordinates ({x}, {y}) are not finite numbers")]
    NotFinite {
        /// First coordinate.
        x: f64,
        /// Second coordinate.
        y: f64,
    },
    /// The point lies outside the area that OSTN15 covers (Great Britain and its near waters).
    #[error("the point ({x}, {y}) lies outside Great Britain, where OSTN15 has no shift")]
    OutsideGreatBritain {
        /// First coordinate.
        x: f64,
        /// Second coordinate.
        y: f64,
    },
}

/// The first point of a shape that could not be carried over. Counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("part {part}, ring {ring}, point {point}: {error}")]
pub struct ShapeError {
    /// Part of the shape.
    pub part: u32,
    /// Ring of the part; 1 is the shell.
    pub ring: u32,
    /// Point of the ring.
    pub point: u32,
    /// What is wrong with it.
    pub error: CrsError,
}

impl Crs {
    /// All systems, the one that everything is stored in first.
    pub const ALL: [Self; 3] = [Self::BritishNationalGrid, Self::LonLat, Self::WebMercator];

    /// The system of a written label: `EPSG:27700`, `OGC:CRS84`, an OGC URN
    /// such as `urn:ogc:def:crs:EPSG::4326`, or an OGC address. Case does not
    /// matter. `None` for anything that Wardwise does not read.
    ///
    /// EPSG:4326 and 4258 (ETRS89) are taken as longitude, latitude: files
    /// hold them that way round whatever the register's axis order says, and
    /// ETRS89 and WGS 84 agree to a metre, below what such files hold.
    ///
    /// # Examples
    /// ```
    /// use wardwise::geom::Crs;
    /// assert_eq!(Crs::parse("epsg:27700"), Some(Crs::BritishNationalGrid));
    /// assert_eq!(Crs::parse("urn:ogc:def:crs:OGC:1.3:CRS84"), Some(Crs::LonLat));
    /// assert_eq!(Crs::parse("http://www.opengis.net/def/crs/EPSG/0/3857"), Some(Crs::WebMercator));
    /// assert_eq!(Crs::parse("EPSG:2157"), None);
    /// ```
    #[must_use]
    pub fn parse(label: &str) -> Option<Self> {
        let label = label.trim().to_ascii_uppercase();
        let mut words = label.split([':', '/', '#']).filter(|word| !word.is_empty());
        let code = words.next_back()?;
        let authority = words.rfind(|word| matches!(*word, "EPSG" | "EPSG.XML" | "OGC" | "ESRI" | "CRS"));
        let plain = !label.contains([':', '/', '#']);
        match (authority, code) {
            (Some("OGC" | "CRS"), "CRS84") | (None, "CRS84" | "WGS84") if authority.is_some() || plain => {
                Some(Self::LonLat)
            }
            (Some("EPSG" | "EPSG.XML"), code) => Self::of_epsg(code),
            (Some("ESRI"), "102100" | "102113") => Some(Self::WebMercator),
            (None, code) if plain => Self::of_epsg(code),
            _ => None,
        }
    }

    /// The label used in manifests, reports and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::BritishNationalGrid => "EPSG:27700",
            Self::LonLat => "OGC:CRS84",
            Self::WebMercator => "EPSG:3857",
        }
    }

    /// What the system is called among people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::BritishNationalGrid => "British National Grid",
            Self::LonLat => "longitude and latitude",
            Self::WebMercator => "web Mercator",
        }
    }

    fn of_epsg(code: &str) -> Option<Self> {
        match code {
            "27700" | "7405" => Some(Self::BritishNationalGrid),
            "4326" | "4258" | "4979" => Some(Self::LonLat),
            "3857" | "900913" | "3785" => Some(Self::WebMercator),
            _ => None,
        }
    }

    /// Takes one point to the grid.
    ///
    /// # Errors
    /// [`CrsError::NotFinite`] and [`CrsError::OutsideGreatBritain`].
    pub fn to_grid(self, x: f64, y: f64) -> Result<Grid, CrsError> {
        if !x.is_finite() || !y.is_finite() {
            return Err(CrsError::NotFinite { x, y });
        }
        match self {
            Self::BritishNationalGrid => Ok(Grid { e: x, n: y }),
            Self::LonLat => lonlat_to_grid(LonLat { lon: x, lat: y }),
            Self::WebMercator => lonlat_to_grid(web_mercator_to_lonlat(x, y)),
        }
    }

    /// Takes a whole shape to the grid. Points that had to be moved between
    /// systems are rounded to the millimetre, which is what the shift is good
    /// for, so that edges shared in the file stay shared; points already on
    /// the grid are left exactly as published.
    ///
    /// # Errors
    /// The first point that cannot be carried over, with its place.
    pub fn shape_to_grid(self, shape: MultiPolygon<f64>) -> Result<MultiPolygon<f64>, ShapeError> {
        let mut parts = Vec::with_capacity(shape.0.len());
        for (part, polygon) in (1..).zip(shape.0) {
            let (shell, holes) = polygon.into_inner();
            let shell = self.ring_to_grid(part, 1, shell)?;
            let holes = (2..).zip(holes).map(|(ring, hole)| self.ring_to_grid(part, ring, hole));
            parts.push(Polygon::new(shell, holes.collect::<Result<_, _>>()?));
        }
        Ok(MultiPolygon(parts))
    }

    fn ring_to_grid(
        self,
        part: u32,
        ring: u32,
        line: LineString<f64>,
    ) -> Result<LineString<f64>, ShapeError> {
        let convert = |(point, at): (u32, Coord<f64>)| match self.to_grid(at.x, at.y) {
            Ok(grid) if self == Self::BritishNationalGrid => Ok(Coord::from(grid)),
            Ok(grid) => Ok(Coord { x: to_millimetre(grid.e), y: to_millimetre(grid.n) }),
            Err(error) => Err(ShapeError { part, ring, point, error }),
        };
        (1..).zip(line.0).map(convert).collect::<Result<_, _>>().map(LineString)
    }
}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.key(), self.title())
    }
}

/// Takes many shapes to the grid on all cores, in the order given.
#[must_use]
pub fn shapes_to_grid(
    crs: Crs,
    shapes: Vec<MultiPolygon<f64>>,
) -> Vec<Result<MultiPolygon<f64>, ShapeError>> {
    shapes.into_par_iter().map(|shape| crs.shape_to_grid(shape)).collect()
}

/// Takes a grid shape to longitude and latitude, for display and exchange.
///
/// # Errors
/// [`CrsError`] of the first point that cannot be carried over.
pub fn shape_to_lonlat(shape: &MultiPolygon<f64>) -> Result<MultiPolygon<f64>, CrsError> {
    use geo::MapCoords;
    shape.try_map_coords(|at| {
        let LonLat { lon, lat } = grid_to_lonlat(Grid::from(at))?;
        Ok(Coord { x: lon, y: lat })
    })
}

/// Longitude and latitude to the grid, through OSTN15.
///
/// # Errors
/// [`CrsError::NotFinite`] and [`CrsError::OutsideGreatBritain`].
///
/// # Examples
/// ```
/// use wardwise::geom::{crs, LonLat};
/// // Ordnance Survey's test point (OSTN15 developer pack).
/// let p = crs::lonlat_to_grid(LonLat { lon: 1.716073973, lat: 52.658007833 }).unwrap();
/// assert!((p.e - 651_409.804).abs() < 0.002 && (p.n - 313_177.450).abs() < 0.002);
/// ```
pub fn lonlat_to_grid(point: LonLat) -> Result<Grid, CrsError> {
    let LonLat { lon, lat } = point;
    if !lon.is_finite() || !lat.is_finite() {
        return Err(CrsError::NotFinite { x: lon, y: lat });
    }
    let (e, n) = lonlat_bng::convert_osgb36(lon, lat)
        .map_err(|_outside| CrsError::OutsideGreatBritain { x: lon, y: lat })?;
    Ok(Grid { e, n })
}

/// The grid to longitude and latitude, through OSTN15.
///
/// # Errors
/// [`CrsError::NotFinite`] and [`CrsError::OutsideGreatBritain`].
pub fn grid_to_lonlat(point: Grid) -> Result<LonLat, CrsError> {
    let Grid { e, n } = point;
    if !e.is_finite() || !n.is_finite() {
        return Err(CrsError::NotFinite { x: e, y: n });
    }
    let (lon, lat) = lonlat_bng::convert_osgb36_to_ll(e, n)
        .map_err(|_outside| CrsError::OutsideGreatBritain { x: e, y: n })?;
    Ok(LonLat { lon, lat })
}

/// Radius of the sphere of web Mercator in metres.
const MERCATOR_RADIUS_M: f64 = 6_378_137.0;

/// Longitude and latitude to web Mercator (EPSG:3857), by the formulas of its definition.
///
/// # Source
/// EPSG method 1024, Popular Visualisation Pseudo Mercator.
#[must_use]
pub fn lonlat_to_web_mercator(point: LonLat) -> (f64, f64) {
    let y = point.lat.to_radians().tan().asinh();
    (MERCATOR_RADIUS_M * point.lon.to_radians(), MERCATOR_RADIUS_M * y)
}

/// Web Mercator (EPSG:3857) to longitude and latitude.
#[must_use]
pub fn web_mercator_to_lonlat(x: f64, y: f64) -> LonLat {
    let lat = (y / MERCATOR_RADIUS_M).sinh().atan();
    LonLat { lon: (x / MERCATOR_RADIUS_M).to_degrees(), lat: lat.to_degrees() }
}

fn to_millimetre(metres: f64) -> f64 {
    (metres * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The 40 points of the OSTN15 developer pack: name, latitude, longitude,
    /// easting, northing. Copyright (c) 2015 Ordnance Survey and the Ministry
    /// of Defence; see `ostn15_points.txt` for the terms.
    const OS_POINTS: &str = include_str!("ostn15_points.txt");

    fn os_points() -> Vec<(String, LonLat, Grid)> {
        let rows = OS_POINTS.lines().filter(|line| !line.starts_with('#'));
        rows.map(|row| {
            let cells: Vec<&str> = row.split(',').collect();
            let number = |at: usize| cells[at].parse::<f64>().expect("a number");
            (
                cells[0].to_owned(),
                LonLat { lat: number(1), lon: number(2) },
                Grid { e: number(3), n: number(4) },
            )
        })
        .collect()
    }

    #[test]
    fn all_forty_points_of_the_developer_pack_come_out_right() {
        let points = os_points();
        assert_eq!(points.len(), 40);
        for (name, lonlat, grid) in points {
            let got = lonlat_to_grid(lonlat).expect("inside Great Britain");
            assert!((got.e - grid.e).abs() <= 0.01 && (got.n - grid.n).abs() <= 0.01, "{name}: {got:?}");
        }
    }

    #[test]
    fn there_and_back_is_within_two_millimetres() {
        for (name, _, grid) in os_points() {
            let there = grid_to_lonlat(grid).expect("inside Great Britain");
            let back = lonlat_to_grid(there).expect("inside Great Britain");
            assert!((back.e - grid.e).hypot(back.n - grid.n) < 0.002, "{name}: {back:?}");
        }
    }

    fn check_label(label: &str, expected: Option<Crs>) {
        assert_eq!(Crs::parse(label), expected, "{label}");
    }

    #[test]
    fn labels_are_read_in_every_usual_form() {
        check_label(" EPSG:27700 ", Some(Crs::BritishNationalGrid));
        check_label("27700", Some(Crs::BritishNationalGrid));
        check_label("urn:ogc:def:crs:EPSG::27700", Some(Crs::BritishNationalGrid));
        check_label("urn:ogc:def:crs:EPSG:6.6:4326", Some(Crs::LonLat));
        check_label("http://www.opengis.net/def/crs/OGC/1.3/CRS84", Some(Crs::LonLat));
        check_label("https://www.opengis.net/def/crs/EPSG/0/27700", Some(Crs::BritishNationalGrid));
        check_label("http://www.opengis.net/gml/srs/epsg.xml#27700", Some(Crs::BritishNationalGrid));
        check_label("CRS84", Some(Crs::LonLat));
        check_label("EPSG:3857", Some(Crs::WebMercator));
        check_label("EPSG:29902", None);
        check_label("British National Grid", None);
        check_label("", None);
        check_label("EPSG:", None);
    }

    #[test]
    fn a_label_is_found_by_its_own_key() {
        for crs in Crs::ALL {
            check_label(crs.key(), Some(crs));
        }
    }

    #[test]
    fn web_mercator_lands_on_the_same_spot_as_degrees() {
        let degrees = Crs::LonLat.to_grid(-1.9, 52.5).expect("in Birmingham");
        let mercator = Crs::WebMercator.to_grid(-211_507.032_2, 6_891_041.724_1).expect("in Birmingham");
        assert!((degrees.e - mercator.e).abs() < 0.1 && (degrees.n - mercator.n).abs() < 0.1, "{mercator:?}");
    }

    #[test]
    fn web_mercator_there_and_back_is_the_same_point() {
        let point = LonLat { lon: -1.9, lat: 52.5 };
        let (x, y) = lonlat_to_web_mercator(point);
        assert!((x + 211_507.032_2).abs() < 1e-3 && (y - 6_891_041.724_1).abs() < 1e-3, "{x} {y}");
        let back = web_mercator_to_lonlat(x, y);
        assert!((back.lon - point.lon).abs() < 1e-12 && (back.lat - point.lat).abs() < 1e-12);
    }

    #[test]
    fn a_bad_point_is_named_by_part_ring_and_point() {
        let mut shape = MultiPolygon(vec![Polygon::new(
            LineString::from(vec![(-1.9, 52.5), (-1.8, 52.5), (-1.8, 52.6)]),
            vec![],
        )]);
        shape.0[0].exterior_mut(|ring| ring.0[1].x = 90.0);
        let error = Crs::LonLat.shape_to_grid(shape).expect_err("outside");
        assert_eq!((error.part, error.ring, error.point), (1, 1, 2));
    }
}
