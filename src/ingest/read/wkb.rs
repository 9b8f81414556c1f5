//! Well-known binary, as GeoPackage and GeoParquet hold it.

use geo_traits::to_geo::ToGeoGeometry;
use geo_traits::{
    CoordTrait, GeometryTrait, GeometryType, LineStringTrait, MultiLineStringTrait, MultiPointTrait,
    MultiPolygonTrait, PointTrait, PolygonTrait,
};
use geo_types::Geometry;

/// A shape from well-known binary, and how many of its points carry a height
/// or measure that is left out.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Shape {
    /// The shape; `None` when it is empty.
    pub(super) geometry: Option<Geometry<f64>>,
    /// Points whose further coordinates are left out.
    pub(super) heights: u64,
}

/// Decodes one shape.
///
/// # Errors
/// What is wrong with the bytes.
pub(super) fn shape_of(bytes: &[u8]) -> Result<Shape, String> {
    let wkb = wkb::reader::read_wkb(bytes).map_err(|error| error.to_string())?;
    let points = count(&wkb);
    if points == 0 {
        return Ok(Shape::default());
    }
    let heights = if wkb.dimension() == wkb::reader::Dimension::Xy { 0 } else { points };
    Ok(Shape { geometry: non_empty(wkb.to_geometry()), heights })
}

/// The points of a shape, for its decoder makes empty points of none.
fn count<G: GeometryTrait<T = f64>>(geometry: &G) -> u64 {
    let line = |n: usize| n as u64;
    match geometry.as_type() {
        GeometryType::Point(point) => {
            u64::from(point.coord().is_some_and(|at| !at.x().is_nan() || !at.y().is_nan()))
        }
        GeometryType::LineString(l) => line(l.num_coords()),
        GeometryType::Polygon(polygon) => polygon_points(polygon),
        GeometryType::MultiPoint(points) => line(points.num_points()),
        GeometryType::MultiLineString(lines) => lines.line_strings().map(|l| line(l.num_coords())).sum(),
        GeometryType::MultiPolygon(polygons) => polygons.polygons().map(|p| polygon_points(&p)).sum(),
        // The parts of a collection are looked at once they are built.
        _ => 1,
    }
}

fn polygon_points<P: PolygonTrait<T = f64>>(polygon: &P) -> u64 {
    let shell = polygon.exterior().map_or(0, |ring| ring.num_coords());
    (shell + polygon.interiors().map(|ring| ring.num_coords()).sum::<usize>()) as u64
}

/// Leaves out parts without points.
fn non_empty(geometry: Geometry<f64>) -> Option<Geometry<f64>> {
    match geometry {
        Geometry::MultiPolygon(mut polygons) => {
            polygons.0.retain(|polygon| !polygon.exterior().0.is_empty());
            (!polygons.0.is_empty()).then(|| polygons.into())
        }
        Geometry::MultiLineString(mut lines) => {
            lines.0.retain(|line| !line.0.is_empty());
            (!lines.0.is_empty()).then(|| lines.into())
        }
        Geometry::Polygon(polygon) => (!polygon.exterior().0.is_empty()).then(|| polygon.into()),
        Geometry::GeometryCollection(collection) => {
            let parts: Vec<_> = collection.0.into_iter().filter_map(non_empty).collect();
            (!parts.is_empty()).then_some(Geometry::GeometryCollection(geo_types::GeometryCollection(parts)))
        }
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use geo_types::{MultiPolygon, Point, polygon};

    use super::*;

    fn written(geometry: &Geometry<f64>) -> Vec<u8> {
        let mut bytes = Vec::new();
        wkb::writer::write_geometry(&mut bytes, geometry, &wkb::writer::WriteOptions::default())
            .expect("bytes");
        bytes
    }

    #[test]
    fn a_shape_comes_back_as_it_was_written() {
        let square = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0), (x: 0.0, y: 0.0)];
        for geometry in [Geometry::from(Point::new(1.0, 2.0)), MultiPolygon(vec![square]).into()] {
            assert_eq!(shape_of(&written(&geometry)).expect("a shape").geometry, Some(geometry));
        }
    }

    #[test]
    fn empty_shapes_are_none_and_cut_bytes_an_error() {
        assert_eq!(shape_of(&written(&MultiPolygon::<f64>(vec![]).into())), Ok(Shape::default()));
        let bytes = written(&Point::new(1.0, 2.0).into());
        for length in 0..bytes.len() {
            assert!(shape_of(&bytes[..length]).is_err(), "cut at {length}");
        }
    }

    #[test]
    fn huge_declared_counts_and_deep_collections_are_refused() {
        let mut huge = vec![1, 3, 0, 0, 0];
        huge.extend(u32::MAX.to_le_bytes());
        assert!(shape_of(&huge).is_err());
        let deep: Vec<u8> = [1, 7, 0, 0, 0, 1, 0, 0, 0].repeat(10_000);
        assert!(shape_of(&deep).is_err());
    }
}
