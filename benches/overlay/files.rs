//! Pairs of layers as files, for tools that do not share this process.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use wardwise::geom::overlay::SharedArea;

const MULTI_POLYGON: u32 = 6;
const POLYGON: u32 = 3;

/// A folder of pairs of layers, each pair of files under its own name.
pub struct Folder(pub PathBuf);

impl Folder {
    /// Little-endian: for each shape its length in bytes, then a WKB multipolygon.
    pub fn write_layer(&self, pair: &str, layer: &str, shapes: &[MultiPolygon<f64>]) {
        let mut bytes = Vec::new();
        for shape in shapes {
            let wkb = wkb_of(shape);
            bytes.extend(count(wkb.len()));
            bytes.extend(wkb);
        }
        fs::write(self.path(pair, layer, "wkb"), bytes).expect("the folder can be written to");
    }

    /// What [`Folder::write_layer`] and `wardwise crosswalk --shapes` leave.
    pub fn read_layer(&self, pair: &str, layer: &str) -> Vec<MultiPolygon<f64>> {
        let bytes = fs::read(self.path(pair, layer, "wkb")).expect("a layer left by an export");
        let mut reader = Reader { rest: &bytes };
        let mut shapes = Vec::new();
        while !reader.rest.is_empty() {
            let _length = reader.number();
            shapes.push(reader.shape());
        }
        shapes
    }

    /// `source,target,area_m2`, with every digit.
    pub fn write_pairs(&self, pair: &str, shared: &[SharedArea]) {
        let mut text = String::from("source,target,area_m2\n");
        for row in shared {
            writeln!(text, "{},{},{:?}", row.source, row.target, row.area_m2).expect("a string takes all");
        }
        fs::write(self.path(pair, "pairs", "csv"), text).expect("the folder can be written to");
    }

    fn path(&self, pair: &str, file: &str, extension: &str) -> PathBuf {
        let folder: &Path = &self.0;
        folder.join(format!("{pair}_{file}.{extension}"))
    }
}

fn wkb_of(shape: &MultiPolygon<f64>) -> Vec<u8> {
    let mut bytes = head(MULTI_POLYGON, shape.0.len());
    for polygon in &shape.0 {
        bytes.extend(head(POLYGON, 1 + polygon.interiors().len()));
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            bytes.extend(count(ring.0.len()));
            bytes.extend(ring.0.iter().flat_map(|c| [c.x.to_le_bytes(), c.y.to_le_bytes()]).flatten());
        }
    }
    bytes
}

fn head(kind: u32, parts: usize) -> Vec<u8> {
    let mut bytes = vec![1];
    bytes.extend(kind.to_le_bytes());
    bytes.extend(count(parts));
    bytes
}

fn count(n: usize) -> [u8; 4] {
    u32::try_from(n).expect("a small shape").to_le_bytes()
}

struct Reader<'b> {
    rest: &'b [u8],
}

impl Reader<'_> {
    fn shape(&mut self) -> MultiPolygon<f64> {
        let parts = self.head(MULTI_POLYGON);
        MultiPolygon((0..parts).map(|_| self.polygon()).collect())
    }

    fn polygon(&mut self) -> Polygon<f64> {
        let rings = self.head(POLYGON);
        let mut rings = (0..rings).map(|_| self.ring()).collect::<Vec<_>>().into_iter();
        let shell = rings.next().unwrap_or_else(|| LineString(Vec::new()));
        Polygon::new(shell, rings.collect())
    }

    fn ring(&mut self) -> LineString<f64> {
        let points = self.number();
        let point = |_| Coord { x: f64::from_le_bytes(self.take()), y: f64::from_le_bytes(self.take()) };
        LineString((0..points).map(point).collect())
    }

    fn head(&mut self, kind: u32) -> u32 {
        assert_eq!(self.take::<1>(), [1], "little-endian");
        assert_eq!(self.number(), kind, "the kind of a shape");
        self.number()
    }

    fn number(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    fn take<const N: usize>(&mut self) -> [u8; N] {
        let (head, rest) = self.rest.split_first_chunk().expect("a whole file");
        self.rest = rest;
        *head
    }
}
