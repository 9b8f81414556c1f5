//! The two kinds of point, which cannot be mixed up.

/// A point on the British National Grid (EPSG:27700), in metres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Grid {
    /// Easting in metres.
    pub e: f64,
    /// Northing in metres.
    pub n: f64,
}

/// A point in longitude and latitude (CRS84), in degrees.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct LonLat {
    /// Degrees east of Greenwich; west is negative.
    pub lon: f64,
    /// Degrees north of the equator.
    pub lat: f64,
}

impl Grid {
    /// The straight distance to another point, in metres.
    #[must_use]
    pub fn metres_to(self, other: Self) -> f64 {
        (self.e - other.e).hypot(self.n - other.n)
    }
}

impl From<Grid> for geo_types::Coord<f64> {
    fn from(point: Grid) -> Self {
        Self { x: point.e, y: point.n }
    }
}

impl From<geo_types::Coord<f64>> for Grid {
    /// Takes x as easting and y as northing.
    fn from(coord: geo_types::Coord<f64>) -> Self {
        Self { e: coord.x, n: coord.y }
    }
}
