//! The columns of a table as a file has them: values, reasons of gaps, coordinates.

use crate::geom::{Grid, crs};
use crate::model::Missing;

use super::features::{Features, Shape, ShapeKind};
use super::number::shortest;

/// One column of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// Header, before any guard.
    pub header: String,
    /// What stands in its cells.
    pub content: Content,
}

/// What stands in the cells of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// The values of a property.
    Value(usize),
    /// Why values of a property are missing.
    Note(usize),
    /// A coordinate of the row's point.
    Place(Coordinate),
}

/// One coordinate of a row's point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coordinate {
    Easting,
    Northing,
    Longitude,
    Latitude,
}

impl Coordinate {
    pub(super) const ALL: [Self; 4] = [Self::Easting, Self::Northing, Self::Longitude, Self::Latitude];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Easting => "easting",
            Self::Northing => "northing",
            Self::Longitude => "longitude",
            Self::Latitude => "latitude",
        }
    }

    fn of(self, point: Grid) -> Option<String> {
        match self {
            Self::Easting => Some(shortest(point.e, 3)),
            Self::Northing => Some(shortest(point.n, 3)),
            Self::Longitude => crs::grid_to_lonlat(point).ok().map(|p| shortest(p.lon, 7)),
            Self::Latitude => crs::grid_to_lonlat(point).ok().map(|p| shortest(p.lat, 7)),
        }
    }

    /// The coordinate of a row, as short as it is exact; `None` where there is none.
    pub(super) fn of_row(self, features: &dyn Features, row: usize) -> Option<String> {
        match features.shape(row)? {
            Shape::Point(point) => self.of(point),
            Shape::Line(_) | Shape::Area(_) => None,
        }
    }
}

/// The columns of a file that keeps shapes by themselves: values, and beside
/// them why some are missing.
pub(super) fn columns(features: &dyn Features) -> Vec<Column> {
    let mut columns = Vec::new();
    for (at, property) in features.properties().iter().enumerate() {
        columns.push(Column { header: property.name.clone(), content: Content::Value(at) });
        if features.has_reasons(at) {
            let header = format!("{} (note)", property.name);
            columns.push(Column { header, content: Content::Note(at) });
        }
    }
    columns
}

/// The columns of a file without shapes, where points are four columns more.
pub(super) fn columns_with_places(features: &dyn Features) -> Vec<Column> {
    let mut columns = columns(features);
    if features.shapes() == ShapeKind::Points {
        let place = |c: Coordinate| Column { header: c.name().to_owned(), content: Content::Place(c) };
        columns.extend(Coordinate::ALL.map(place));
    }
    columns
}

/// Why a value is missing, in words; `None` where it is there or nobody said why.
pub(super) fn note(features: &dyn Features, row: usize, property: usize) -> Option<&'static str> {
    match features.value(row, property) {
        Err(reason) if reason != Missing::NotGiven => Some(reason.words()),
        _ => None,
    }
}
