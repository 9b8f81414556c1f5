//! The features of an edition as text, written once and handed out in slices.
//!
//! A page that asks for everything from a row on is one slice of this and
//! needs no memory of its own; a filtered page is as many slices as it has
//! runs of neighbours.

use axum::body::Bytes;
use rayon::prelude::*;

use crate::export::Shape;
use crate::export::geojson::OutputCrs;

use super::source::Source;
use super::write::Writer;

/// What stands between two features.
pub(super) const BETWEEN: &[u8] = b",\n";

/// Features one after another, with [`BETWEEN`] between them.
#[derive(Debug)]
pub(super) struct Text {
    bytes: Bytes,
    /// Where each feature ends.
    ends: Vec<usize>,
}

impl Text {
    /// About how many bytes the text of all features will have, on the safe side.
    pub(super) fn estimate(source: &dyn Source) -> usize {
        use geo::CoordsIter;
        let corners = |row: usize| match source.shape(row) {
            Some(Shape::Area(shape)) => shape.coords_count(),
            Some(Shape::Line(line)) => line.coords_count(),
            Some(Shape::Point(_)) => 1,
            None => 0,
        };
        let corners: usize = (0..source.len()).map(corners).sum();
        corners * 28 + source.len() * (150 + source.properties().len() * 48)
    }

    /// Writes all features.
    pub(super) fn write(source: &dyn Source, crs: OutputCrs) -> Self {
        let writer = Writer::new(source, crs);
        let written: Vec<Vec<u8>> =
            (0..source.len()).into_par_iter().map(|row| writer.feature(row)).collect();
        let length = written.iter().map(|text| text.len() + BETWEEN.len()).sum();
        let (mut bytes, mut ends) = (Vec::with_capacity(length), Vec::with_capacity(written.len()));
        for (row, text) in written.into_iter().enumerate() {
            if row > 0 {
                bytes.extend_from_slice(BETWEEN);
            }
            bytes.extend_from_slice(&text);
            ends.push(bytes.len());
        }
        Self { bytes: Bytes::from(bytes), ends }
    }

    /// The features from one row up to, and not including, another.
    pub(super) fn run(&self, from: usize, to: usize) -> Bytes {
        let start = from.checked_sub(1).map_or(0, |before| self.ends[before] + BETWEEN.len());
        self.bytes.slice(start..self.ends[to - 1])
    }
}
