//! The shapes of a shapefile, record by record.
//!
//! The records are found here, so that one bad record does not hide the
//! others; what is in a record is decoded by the `shapefile` crate, which is
//! given no more than that record's bytes.

use std::io::Cursor;

use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPoint, Point};
use shapefile::{PolygonRing, ReadableShape, Shape};

use crate::check::Rule;

use super::super::found::{Halt, unreadable};
use super::group::group;

const HEADER_BYTES: usize = 100;

/// The contents of the records, in order.
pub(super) struct Records<'b> {
    contents: Vec<Result<&'b [u8], Bad>>,
}

/// A record that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bad {
    /// The rule it breaks.
    pub(super) rule: Rule,
    /// Why.
    pub(super) message: String,
}

/// One decoded record.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Decoded {
    /// The shape; `None` for a null shape.
    pub(super) geometry: Option<Geometry<f64>>,
    /// Points whose height was left out.
    pub(super) heights: u64,
    /// Rings that do not end where they begin.
    pub(super) unclosed: u64,
}

impl<'b> Records<'b> {
    /// Finds the records by the index (`.shx`) if there is a sound one, else
    /// one after the other.
    pub(super) fn open(bytes: &'b [u8], shx: Option<&[u8]>) -> Result<Self, Halt> {
        let declared = bytes
            .get(24..28)
            .filter(|_| bytes.len() >= HEADER_BYTES && bytes.starts_with(&[0, 0, 0x27, 0x0a]))
            .map(|word| doubled(big_endian(word)))
            .ok_or_else(|| damaged("it does not begin with a shapefile header"))?;
        let by_index = shx.and_then(offsets_of);
        if by_index.is_none() && declared > bytes.len() {
            let message = format!("it declares {declared} bytes and holds {}", bytes.len());
            return Err(damaged(&message));
        }
        let contents = match by_index {
            Some(offsets) => offsets.into_iter().map(|offset| content_at(bytes, offset)).collect(),
            None => one_after_the_other(&bytes[..declared.max(HEADER_BYTES)]),
        };
        Ok(Self { contents })
    }

    /// How many records there are.
    pub(super) fn len(&self) -> usize {
        self.contents.len()
    }

    /// The records in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Result<&'b [u8], Bad>> {
        self.contents.iter()
    }
}

/// Decodes the content of one record.
pub(super) fn shape_of(content: &Result<&[u8], Bad>) -> Result<Decoded, Bad> {
    let content = content.as_ref().map_err(Clone::clone)?;
    check_counts(content)?;
    let size = i32::try_from(content.len()).map_err(|error| unreadable_shape(&error))?;
    let shape =
        Shape::read_from(&mut Cursor::new(*content), size).map_err(|error| unreadable_shape(&error))?;
    decode(shape)
}

fn decode(shape: Shape) -> Result<Decoded, Bad> {
    let flat = |geometry: Geometry<f64>| Decoded { geometry: Some(geometry), ..Decoded::default() };
    match shape {
        Shape::NullShape => Ok(Decoded::default()),
        Shape::Point(at) => Ok(flat(Point::new(at.x, at.y).into())),
        Shape::PointM(at) => Ok(flat(Point::new(at.x, at.y).into())),
        Shape::PointZ(at) => Ok(Decoded { heights: 1, ..flat(Point::new(at.x, at.y).into()) }),
        Shape::Multipoint(points) => Ok(several(coords(points.into_inner()), 0)),
        Shape::MultipointM(points) => Ok(several(coords(points.into_inner()), 0)),
        Shape::MultipointZ(points) => {
            let coords = coords(points.into_inner());
            let heights = coords.len() as u64;
            Ok(several(coords, heights))
        }
        Shape::Polyline(lines) => Ok(lined(lines.into_inner().into_iter().map(coords).collect(), false)),
        Shape::PolylineM(lines) => Ok(lined(lines.into_inner().into_iter().map(coords).collect(), false)),
        Shape::PolylineZ(lines) => Ok(lined(lines.into_inner().into_iter().map(coords).collect(), true)),
        Shape::Polygon(area) => enclosed(area.into_inner().into_iter().map(ring).collect(), false),
        Shape::PolygonM(area) => enclosed(area.into_inner().into_iter().map(ring).collect(), false),
        Shape::PolygonZ(area) => enclosed(area.into_inner().into_iter().map(ring).collect(), true),
        Shape::Multipatch(_) => Err(Bad {
            rule: Rule::WrongGeometry,
            message: "a multipatch, a surface in space, is not an area on a map".into(),
        }),
    }
}

fn several(coords: Vec<Coord<f64>>, heights: u64) -> Decoded {
    let points: Vec<_> = coords.into_iter().map(Point).collect();
    let geometry = (!points.is_empty()).then(|| MultiPoint(points).into());
    Decoded { geometry, heights, unclosed: 0 }
}

fn lined(mut lines: Vec<Vec<Coord<f64>>>, has_heights: bool) -> Decoded {
    let points = lines.iter().map(Vec::len).sum::<usize>() as u64;
    lines.retain(|line| !line.is_empty());
    let mut lines: Vec<_> = lines.into_iter().map(LineString).collect();
    let geometry = match lines.len() {
        0 => None,
        1 => lines.pop().map(Geometry::from),
        _ => Some(MultiLineString(lines).into()),
    };
    Decoded { geometry, heights: if has_heights { points } else { 0 }, unclosed: 0 }
}

fn enclosed(mut rings: Vec<Vec<Coord<f64>>>, has_heights: bool) -> Result<Decoded, Bad> {
    let points = rings.iter().map(Vec::len).sum::<usize>() as u64;
    rings.retain(|ring| !ring.is_empty());
    let unclosed = rings.iter().filter(|ring| ring.first() != ring.last()).count() as u64;
    let mut polygons = group(rings).map_err(|message| Bad { rule: Rule::OverLimit, message })?;
    let geometry = match polygons.len() {
        0 => None,
        1 => polygons.pop().map(Geometry::from),
        _ => Some(geo_types::MultiPolygon(polygons).into()),
    };
    Ok(Decoded { geometry, heights: if has_heights { points } else { 0 }, unclosed })
}

fn coords<P>(points: Vec<P>) -> Vec<Coord<f64>>
where
    Coord<f64>: From<P>,
{
    points.into_iter().map(Coord::from).collect()
}

fn ring<P>(ring: PolygonRing<P>) -> Vec<Coord<f64>>
where
    Coord<f64>: From<P>,
{
    coords(ring.into_inner())
}

/// Refuses counts of parts and points that the record is too short to hold,
/// before anything is allocated for them.
fn check_counts(content: &[u8]) -> Result<(), Bad> {
    let word = |at: usize| content.get(at..at + 4).map(little_endian);
    let Some(kind) = word(0) else { return Err(bad("the record is shorter than its type")) };
    let fits = match kind {
        3 | 5 | 13 | 15 | 23 | 25 | 31 => match (word(36), word(40)) {
            (Some(parts), Some(points)) => {
                44_usize.saturating_add(product(parts, 4)).saturating_add(product(points, 16))
                    <= content.len()
                    && parts_ascend(content, parts, points)
            }
            _ => false,
        },
        8 | 18 | 28 => {
            word(36).is_some_and(|points| 40_usize.saturating_add(product(points, 16)) <= content.len())
        }
        _ => true,
    };
    if fits { Ok(()) } else { Err(bad("its counts of parts and points do not fit its length")) }
}

fn parts_ascend(content: &[u8], parts: u32, points: u32) -> bool {
    let starts: Vec<u32> = content[44..].chunks_exact(4).take(parts as usize).map(little_endian).collect();
    starts.first().is_none_or(|first| *first == 0)
        && starts.is_sorted()
        && starts.last().is_none_or(|last| *last <= points)
}

fn product(count: u32, size: usize) -> usize {
    (count as usize).saturating_mul(size)
}

fn offsets_of(shx: &[u8]) -> Option<Vec<usize>> {
    let entries = shx.get(HEADER_BYTES..)?;
    if !shx.starts_with(&[0, 0, 0x27, 0x0a]) || entries.len() % 8 != 0 {
        return None;
    }
    Some(entries.chunks_exact(8).map(|entry| doubled(big_endian(&entry[..4]))).collect())
}

fn content_at(bytes: &[u8], offset: usize) -> Result<&[u8], Bad> {
    let length = offset
        .checked_add(4)
        .filter(|_| offset >= HEADER_BYTES)
        .and_then(|at| bytes.get(at..at.checked_add(4)?))
        .map(|word| doubled(big_endian(word)));
    let start = offset.saturating_add(8);
    length
        .and_then(|length| bytes.get(start..start.checked_add(length)?))
        .ok_or_else(|| bad("the file ends before the record does"))
}

fn one_after_the_other(bytes: &[u8]) -> Vec<Result<&[u8], Bad>> {
    let mut contents = Vec::new();
    let mut offset = HEADER_BYTES;
    while offset < bytes.len() {
        let content = content_at(bytes, offset);
        let length = content.as_ref().map_or(0, |content| content.len());
        let ends = content.is_err();
        contents.push(content);
        if ends {
            break;
        }
        offset = offset.saturating_add(8).saturating_add(length);
    }
    contents
}

fn big_endian(word: &[u8]) -> u32 {
    word.try_into().map_or(0, u32::from_be_bytes)
}

fn little_endian(word: &[u8]) -> u32 {
    word.try_into().map_or(0, u32::from_le_bytes)
}

/// Lengths are written in words of two bytes.
fn doubled(words: u32) -> usize {
    (words as usize).saturating_mul(2)
}

fn bad(why: &str) -> Bad {
    Bad { rule: Rule::Unreadable, message: format!("the shape cannot be read: {why}") }
}

fn unreadable_shape(error: &dyn std::error::Error) -> Bad {
    bad(&error.to_string())
}

fn damaged(why: &str) -> Halt {
    unreadable(format!("the .shp file is damaged: {why}"), "Fetch the shapefile again from its publisher.")
}
