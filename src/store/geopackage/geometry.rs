//! The binary form of shapes: a short header, then well-known binary.

use geo::BoundingRect;
use geo_traits::to_geo::{ToGeoLineString, ToGeoMultiPolygon, ToGeoPoint};
use geo_traits::{GeometryTrait, GeometryType};
use geo_types::{LineString, MultiPolygon, Point};
use wkb::Endianness;
use wkb::reader::read_wkb;
use wkb::writer::{WriteOptions, write_line_string, write_multi_polygon, write_point};

use crate::geom::Grid;

/// EPSG code of the British National Grid, the one system of a place.
pub const SRS_ID: i32 = 27700;

const LITTLE_ENDIAN: u8 = 0b0000_0001;
const WITH_BOX: u8 = 0b0000_0010;
const OPTIONS: WriteOptions = WriteOptions { endianness: Endianness::LittleEndian };

/// A box as `[min_x, max_x, min_y, max_y]`, the order of the standard.
pub type Extent = [f64; 4];

/// The binary form of an area, and its box. `None` for an area without points.
pub fn encode_area(shape: &MultiPolygon<f64>) -> Option<(Vec<u8>, Extent)> {
    let rect = shape.bounding_rect()?;
    let extent = [rect.min().x, rect.max().x, rect.min().y, rect.max().y];
    let mut blob = header(LITTLE_ENDIAN | WITH_BOX);
    for side in extent {
        blob.extend_from_slice(&side.to_le_bytes());
    }
    write_multi_polygon(&mut blob, shape, &OPTIONS).ok()?;
    Some((blob, extent))
}

/// The binary form of a line, and its box. `None` for a line without points.
pub fn encode_line(line: &LineString<f64>) -> Option<(Vec<u8>, Extent)> {
    let rect = line.bounding_rect()?;
    let extent = [rect.min().x, rect.max().x, rect.min().y, rect.max().y];
    let mut blob = header(LITTLE_ENDIAN | WITH_BOX);
    for side in extent {
        blob.extend_from_slice(&side.to_le_bytes());
    }
    write_line_string(&mut blob, line, &OPTIONS).ok()?;
    Some((blob, extent))
}

/// The binary form of a point, and its box.
pub fn encode_point(point: Grid) -> Option<(Vec<u8>, Extent)> {
    let mut blob = header(LITTLE_ENDIAN);
    write_point(&mut blob, &Point::new(point.e, point.n), &OPTIONS).ok()?;
    Some((blob, [point.e, point.e, point.n, point.n]))
}

/// Reads an area back; `None` where the bytes are something else.
pub fn decode_area(blob: &[u8]) -> Option<MultiPolygon<f64>> {
    let shape = read_wkb(body(blob)?).ok()?;
    match shape.as_type() {
        GeometryType::MultiPolygon(parts) => Some(parts.to_multi_polygon()),
        _ => None,
    }
}

/// Reads a line back; `None` where the bytes are something else.
pub fn decode_line(blob: &[u8]) -> Option<LineString<f64>> {
    let shape = read_wkb(body(blob)?).ok()?;
    match shape.as_type() {
        GeometryType::LineString(line) => Some(line.to_line_string()),
        _ => None,
    }
}

/// Reads a point back; `None` where the bytes are something else.
pub fn decode_point(blob: &[u8]) -> Option<Grid> {
    let shape = read_wkb(body(blob)?).ok()?;
    match shape.as_type() {
        GeometryType::Point(point) => point.try_to_point().map(|p| Grid { e: p.x(), n: p.y() }),
        _ => None,
    }
}

fn header(flags: u8) -> Vec<u8> {
    let mut blob = vec![b'G', b'P', 0, flags];
    blob.extend_from_slice(&SRS_ID.to_le_bytes());
    blob
}

/// What follows the header, whose length depends on the kind of box in it.
fn body(blob: &[u8]) -> Option<&[u8]> {
    let right = blob.starts_with(b"GP") && blob.get(2) == Some(&0);
    let flags = *blob.get(3).filter(|_| right)?;
    let box_bytes = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return None,
    };
    blob.get(8 + box_bytes..)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Polygon, polygon};
    use proptest::prelude::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "an extent is copied, not reckoned")]
    fn an_area_with_a_hole_comes_back_as_it_was() {
        let shell = LineString::from(vec![(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0), (0.0, 0.0)]);
        let hole = LineString::from(vec![(1.0, 1.0), (1.0, 2.0), (2.0, 2.0), (1.0, 1.0)]);
        let far = polygon![(x: 20.5, y: 0.25), (x: 21.0, y: 0.0), (x: 21.0, y: 1.0), (x: 20.5, y: 0.25)];
        let shape = MultiPolygon::new(vec![Polygon::new(shell, vec![hole]), far]);
        let (blob, extent) = encode_area(&shape).expect("bytes");
        assert_eq!(extent, [0.0, 21.0, 0.0, 9.0]);
        assert_eq!(decode_area(&blob), Some(shape));
    }

    #[test]
    fn a_line_comes_back_as_it_was() {
        let line = LineString::from(vec![(4.0, 0.5), (9.0, 0.0), (9.125, 9.0)]);
        let (blob, _) = encode_line(&line).expect("bytes");
        assert_eq!(decode_line(&blob), Some(line));
        assert_eq!(decode_area(&blob), None);
    }

    proptest! {
        #[test]
        fn a_point_comes_back_to_the_last_bit(e in -1e7..1e7_f64, n in -1e7..1e7_f64) {
            let point = Grid { e, n };
            let (blob, _) = encode_point(point).expect("bytes");
            prop_assert_eq!(decode_point(&blob), Some(point));
        }

        #[test]
        fn other_bytes_give_nothing(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = decode_area(&bytes);
            let mut blob = header(LITTLE_ENDIAN);
            blob.extend(bytes);
            let _ = decode_area(&blob);
            let _ = decode_line(&blob);
            let _ = decode_point(&blob);
        }
    }
}
