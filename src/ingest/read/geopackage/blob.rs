//! The header that stands before each shape (GeoPackage standard, clause 2.1.3).

use super::super::wkb::{self, Shape};

/// Decodes one blob: "GP", version, flags, system, envelope, then well-known binary.
///
/// # Errors
/// What is wrong with it.
pub(super) fn shape_of(blob: &[u8]) -> Result<Shape, String> {
    let head = blob.get(..8).ok_or_else(|| format!("{} bytes are no shape", blob.len()))?;
    if &head[..2] != b"GP" {
        return Err("it does not begin with 'GP'".into());
    }
    if head[2] != 0 {
        return Err(format!("version {} of the form is not known", u32::from(head[2]) + 1));
    }
    let flags = head[3];
    if flags & 0b10_0000 != 0 {
        return Err("it is of an extended type, which only its maker reads".into());
    }
    let envelope = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        code => return Err(format!("envelope code {code} is not known")),
    };
    if flags & 0b1_0000 != 0 {
        return Ok(Shape::default());
    }
    let body = blob.get(8 + envelope..).ok_or("it ends inside its envelope")?;
    wkb::shape_of(body)
}

#[cfg(test)]
mod tests {
    use geo_types::Point;

    use super::*;

    fn blob(flags: u8, envelope: usize) -> Vec<u8> {
        let mut bytes = vec![b'G', b'P', 0, flags, 0, 0, 0, 0];
        bytes.resize(8 + envelope, 0);
        let point = geo_types::Geometry::from(Point::new(1.0, 2.0));
        ::wkb::writer::write_geometry(&mut bytes, &point, &::wkb::writer::WriteOptions::default())
            .expect("bytes");
        bytes
    }

    #[test]
    fn every_envelope_is_stepped_over() {
        for (code, length) in [(0, 0), (1, 32), (2, 48), (3, 48), (4, 64)] {
            let shape = shape_of(&blob(1 | (code << 1), length)).expect("a shape");
            assert_eq!(shape.geometry, Some(Point::new(1.0, 2.0).into()), "code {code}");
        }
        assert!(shape_of(&blob(1 | (5 << 1), 0)).is_err());
    }

    #[test]
    fn the_empty_flag_gives_no_shape_and_extended_types_are_refused() {
        assert_eq!(shape_of(&blob(1 | 16, 0)), Ok(Shape::default()));
        assert!(shape_of(&blob(1 | 32, 0)).is_err());
        assert!(shape_of(b"GP").is_err());
    }
}
