//! Coordinate reference systems: which ones are known, and the way between them.
//!
//! Everything is stored and measured in EPSG:27700 and exchanged in CRS84.
//! The way between goes through the OSTN15 grid shift (to about 1 mm);
//! a Helmert shift alone would be metres off and is not offered.

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

impl Crs {
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

fn web_mercator_to_lonlat(x: f64, y: f64) -> LonLat {
    const RADIUS_M: f64 = 6_378_137.0;
    LonLat { lon: (x / RADIUS_M).to_degrees(), lat: (y / RADIUS_M).sinh().atan().to_degrees() }
}
