//! ESRI Shapefile: shapes, index, dBASE table, projection, code page.
//!
//! Written by hand because the usual writers stamp today's date into the
//! table. "ESRI Shapefile Technical Description", July 1998; dBASE III.

use geo_types::MultiPolygon;

use super::super::line::Point;
use super::super::rng::small;
use super::{Boundaries, Value, rings};

/// The British National Grid in ESRI's words.
const PRJ: &str = "PROJCS[\"British_National_Grid\",GEOGCS[\"GCS_OSGB_1936\",DATUM[\"D_OSGB_1936\",SPHEROID[\"Airy_1830\",6377563.396,299.3249646]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"False_Easting\",400000.0],PARAMETER[\"False_Northing\",-100000.0],PARAMETER[\"Central_Meridian\",-2.0],PARAMETER[\"Scale_Factor\",0.9996012717],PARAMETER[\"Latitude_Of_Origin\",49.0],UNIT[\"Meter\",1.0]]";

const POLYGON: u32 = 5;

/// The five files of a layer, by extension. `code_page` is what the `.cpg`
/// says; `UTF-8` writes UTF-8, anything else windows-1252.
pub(crate) fn files(layer: &Boundaries, code_page: &str) -> Vec<(&'static str, Vec<u8>)> {
    let (shp, shx) = shapes(&layer.shapes);
    vec![
        ("shp", shp),
        ("shx", shx),
        ("dbf", table(layer, code_page == "UTF-8")),
        ("prj", PRJ.into()),
        ("cpg", code_page.into()),
    ]
}

fn shapes(shapes: &[MultiPolygon<f64>]) -> (Vec<u8>, Vec<u8>) {
    let all: Vec<Point> =
        shapes.iter().flat_map(|shape| rings(shape).flat_map(|(ring, _)| ring.clone())).collect();
    let (mut shp, mut shx) = (Vec::new(), Vec::new());
    for (i, shape) in shapes.iter().enumerate() {
        let content = record(shape);
        let words = small(content.len() / 2);
        shx.extend(small(50 + shp.len() / 2).to_be_bytes());
        shx.extend(words.to_be_bytes());
        shp.extend(small(i + 1).to_be_bytes());
        shp.extend(words.to_be_bytes());
        shp.extend(content);
    }
    let with_header = |body: Vec<u8>| [header(&all, body.len()), body].concat();
    (with_header(shp), with_header(shx))
}

fn header(points: &[Point], body: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend(9_994_u32.to_be_bytes());
    bytes.extend([0; 20]);
    bytes.extend(small(50 + body / 2).to_be_bytes());
    bytes.extend(1_000_u32.to_le_bytes());
    bytes.extend(POLYGON.to_le_bytes());
    bytes.extend(bounds(points));
    bytes.extend([0; 32]);
    bytes
}

fn bounds(points: &[Point]) -> Vec<u8> {
    let low = |of: fn(&Point) -> f64| points.iter().map(of).fold(f64::INFINITY, f64::min);
    let high = |of: fn(&Point) -> f64| points.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    [low(|p| p.x), low(|p| p.y), high(|p| p.x), high(|p| p.y)].iter().flat_map(|v| v.to_le_bytes()).collect()
}

/// One polygon record: shells run clockwise here, holes anticlockwise.
fn record(shape: &MultiPolygon<f64>) -> Vec<u8> {
    let rings: Vec<Vec<Point>> = rings(shape).map(|(ring, _)| ring.iter().rev().copied().collect()).collect();
    let points: Vec<Point> = rings.concat();
    let mut bytes = POLYGON.to_le_bytes().to_vec();
    bytes.extend(bounds(&points));
    bytes.extend(small(rings.len()).to_le_bytes());
    bytes.extend(small(points.len()).to_le_bytes());
    let mut start = 0;
    for ring in &rings {
        bytes.extend(small(start).to_le_bytes());
        start += ring.len();
    }
    bytes.extend(points.iter().flat_map(|p| [p.x, p.y]).flat_map(f64::to_le_bytes));
    bytes
}

struct Field {
    name: [u8; 11],
    kind: u8,
    width: u8,
    decimals: u8,
}

fn table(layer: &Boundaries, utf8: bool) -> Vec<u8> {
    let encode = |text: &str| {
        if utf8 { text.as_bytes().to_vec() } else { encoding_rs::WINDOWS_1252.encode(text).0.into_owned() }
    };
    let fields: Vec<Field> = (0..layer.sheet.columns.len()).map(|i| field(layer, i, &encode)).collect();
    let width: usize = fields.iter().map(|field| usize::from(field.width)).sum::<usize>() + 1;
    let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX).to_le_bytes();
    // Version 3, last changed on 4 May 2023.
    let mut bytes = vec![3, 123, 5, 4];
    bytes.extend(small(layer.sheet.rows.len()).to_le_bytes());
    bytes.extend(short(32 * fields.len() + 33));
    bytes.extend(short(width));
    bytes.extend([0; 20]);
    for field in &fields {
        bytes.extend(field.name);
        bytes.extend([field.kind, 0, 0, 0, 0, field.width, field.decimals]);
        bytes.extend([0; 14]);
    }
    bytes.push(0x0D);
    for row in &layer.sheet.rows {
        bytes.push(b' ');
        for (field, value) in fields.iter().zip(row) {
            bytes.extend(cell(field, &encode(&value.written())));
        }
    }
    bytes.push(0x1A);
    bytes
}

/// dBASE cuts column names at ten characters.
fn field(layer: &Boundaries, column: usize, encode: &dyn Fn(&str) -> Vec<u8>) -> Field {
    let mut name = [0; 11];
    for (slot, byte) in name.iter_mut().zip(layer.sheet.columns[column].bytes().take(10)) {
        *slot = byte;
    }
    let values = || layer.sheet.rows.iter().map(|row| &row[column]);
    let longest = values().map(|value| encode(&value.written()).len()).max().unwrap_or(0);
    let decimals = values().filter_map(|value| match value {
        Value::Real(_, decimals) => u8::try_from(*decimals).ok(),
        _ => None,
    });
    let is_number = values().all(|value| !matches!(value, Value::Text(_)));
    Field {
        name,
        kind: if is_number { b'N' } else { b'C' },
        width: u8::try_from(longest.clamp(1, 254)).unwrap_or(254),
        decimals: decimals.max().unwrap_or(0),
    }
}

/// Numbers stand right in their field, text left.
fn cell(field: &Field, text: &[u8]) -> Vec<u8> {
    let width = usize::from(field.width);
    let blanks = vec![b' '; width.saturating_sub(text.len())];
    let text = &text[..text.len().min(width)];
    if field.kind == b'N' { [&blanks, text].concat() } else { [text, &blanks].concat() }
}
