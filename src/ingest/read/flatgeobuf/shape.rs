//! Shapes of a FlatGeobuf feature: flat coordinates, with the ends of rings.

use flatgeobuf::{Geometry as Written, GeometryType};
use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
};

use super::super::json::polygon_of;

/// A point as it is written: x, then y.
type Point2 = [[u8; size_of::<f64>()]; 2];

/// A shape, and what was left out or put right on the way.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Shape {
    /// The shape; `None` when it is empty.
    pub(super) geometry: Option<Geometry<f64>>,
    /// Points whose height is left out.
    pub(super) heights: u64,
    /// Rings that do not end where they begin.
    pub(super) unclosed: u64,
}

/// How many points a shape has, its parts included. Parts may share their
/// bytes, so a small file can hold a huge shape. `None` past the depth.
pub(super) fn points_of(written: &Written<'_>, depth: usize) -> Option<u64> {
    let mut points = written.xy().map_or(0, |xy| xy.len() as u64 / 2);
    for part in written.parts().iter().flatten() {
        points = points.saturating_add(1).saturating_add(points_of(&part, depth.checked_sub(1)?)?);
    }
    Some(points)
}

/// Builds a shape of the type that the layer declares, or, where the layer
/// holds several types, of its own.
///
/// # Errors
/// What is wrong: a curved type, or ends of rings that point nowhere.
pub(super) fn shape_of(written: &Written<'_>, declared: GeometryType, depth: usize) -> Result<Shape, String> {
    let mut shape = Shape::default();
    shape.geometry = build(written, declared, depth, &mut shape)?;
    Ok(shape)
}

fn build(
    written: &Written<'_>,
    declared: GeometryType,
    depth: usize,
    shape: &mut Shape,
) -> Result<Option<Geometry<f64>>, String> {
    let depth = depth.checked_sub(1).ok_or("its parts nest too deep")?;
    let kind = if declared == GeometryType::Unknown { written.type_() } else { declared };
    Ok(match kind {
        GeometryType::Point => coords(written, shape).first().map(|at| Point(*at).into()),
        GeometryType::MultiPoint => {
            let points: Vec<_> = coords(written, shape).into_iter().map(Point).collect();
            (!points.is_empty()).then(|| MultiPoint(points).into())
        }
        GeometryType::LineString => {
            let line = coords(written, shape);
            (!line.is_empty()).then(|| LineString(line).into())
        }
        GeometryType::MultiLineString => {
            let mut lines = lists(written, shape)?;
            lines.retain(|line| !line.is_empty());
            (!lines.is_empty()).then(|| MultiLineString(lines.into_iter().map(LineString).collect()).into())
        }
        GeometryType::Polygon | GeometryType::Triangle => {
            polygon_of(rings(written, shape)?).map(Geometry::from)
        }
        GeometryType::MultiPolygon => {
            let mut polygons = Vec::new();
            for part in written.parts().iter().flatten() {
                polygons.extend(polygon_of(rings(&part, shape)?));
            }
            if written.parts().is_none() {
                polygons.extend(polygon_of(rings(written, shape)?));
            }
            (!polygons.is_empty()).then(|| MultiPolygon(polygons).into())
        }
        GeometryType::GeometryCollection => {
            let mut parts = Vec::new();
            for part in written.parts().iter().flatten() {
                parts.extend(build(&part, GeometryType::Unknown, depth, shape)?);
            }
            (!parts.is_empty()).then_some(Geometry::GeometryCollection(GeometryCollection(parts)))
        }
        other => {
            let name = other.variant_name().unwrap_or("unknown");
            return Err(format!("a shape of the type {name}, which is not read"));
        }
    })
}

fn rings(written: &Written<'_>, shape: &mut Shape) -> Result<Vec<Vec<Coord<f64>>>, String> {
    let rings = lists(written, shape)?;
    shape.unclosed += rings.iter().filter(|ring| ring.first() != ring.last()).count() as u64;
    Ok(rings)
}

/// The coordinates, split where the ends say.
fn lists(written: &Written<'_>, shape: &mut Shape) -> Result<Vec<Vec<Coord<f64>>>, String> {
    let points = points(written, shape);
    let Some(ends) = written.ends().filter(|ends| !ends.is_empty()) else {
        return Ok(if points.is_empty() { Vec::new() } else { vec![decode(points)] });
    };
    let mut lists = Vec::with_capacity(ends.len());
    let mut start = 0;
    for end in ends {
        let end = end as usize;
        let list = points.get(start..end).ok_or("the ends of its rings point nowhere")?;
        lists.push(decode(list));
        start = end;
    }
    if start < points.len() {
        return Err("some of its points are in no ring".into());
    }
    Ok(lists)
}

fn coords(written: &Written<'_>, shape: &mut Shape) -> Vec<Coord<f64>> {
    decode(points(written, shape))
}

fn points<'a>(written: &Written<'a>, shape: &mut Shape) -> &'a [Point2] {
    let Some(xy) = written.xy() else { return &[] };
    let (numbers, _) = xy.bytes().as_chunks();
    let (points, _) = numbers.as_chunks();
    if written.z().is_some() || written.m().is_some() {
        shape.heights += points.len() as u64;
    }
    points
}

fn decode(points: &[Point2]) -> Vec<Coord<f64>> {
    points.iter().map(|&[x, y]| Coord { x: f64::from_le_bytes(x), y: f64::from_le_bytes(y) }).collect()
}
