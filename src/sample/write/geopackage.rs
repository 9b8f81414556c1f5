//! OGC GeoPackage 1.3 with one layer in EPSG:27700.

use std::path::Path;

use geo_types::MultiPolygon;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, ToSql, params, params_from_iter};

use super::super::line::Point;
use super::super::rng::small;
use super::{Boundaries, Value, rings};
use crate::sample::SampleError;

const SCHEMA: &str = "
PRAGMA page_size = 4096;
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE,
  max_y DOUBLE, srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name));
INSERT INTO gpkg_spatial_ref_sys VALUES
 ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
 ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
 ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433],AUTHORITY[\"EPSG\",\"4326\"]]', NULL),
 ('OSGB36 / British National Grid', 27700, 'EPSG', 27700, 'PROJCS[\"OSGB36 / British National Grid\",GEOGCS[\"OSGB36\",DATUM[\"Ordnance_Survey_of_Great_Britain_1936\",SPHEROID[\"Airy 1830\",6377563.396,299.3249646]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",49],PARAMETER[\"central_meridian\",-2],PARAMETER[\"scale_factor\",0.9996012717],PARAMETER[\"false_easting\",400000],PARAMETER[\"false_northing\",-100000],UNIT[\"metre\",1],AUTHORITY[\"EPSG\",\"27700\"]]', NULL);
";

/// Where a `SQLite` file says which version of the library last wrote it.
const LIBRARY_VERSION: std::ops::Range<usize> = 96..100;

/// The bytes of a layer, built in `scratch`, a file that does not exist yet.
///
/// # Errors
/// [`SampleError::Sqlite`] or [`SampleError::Write`].
pub(crate) fn bytes(name: &str, layer: &Boundaries, scratch: &Path) -> Result<Vec<u8>, SampleError> {
    let fault = |source| SampleError::Write { path: scratch.to_owned(), source };
    let mut connection = Connection::open(scratch)?;
    connection.execute_batch(SCHEMA)?;
    fill(&mut connection, name, layer)?;
    connection.close().map_err(|(_, error)| SampleError::Sqlite(error))?;
    let mut bytes = std::fs::read(scratch).map_err(fault)?;
    std::fs::remove_file(scratch).map_err(fault)?;
    // The only bytes that change with the library and not with the rows.
    if let Some(version) = bytes.get_mut(LIBRARY_VERSION) {
        version.copy_from_slice(&3_045_000_u32.to_be_bytes());
    }
    Ok(bytes)
}

fn fill(connection: &mut Connection, name: &str, layer: &Boundaries) -> Result<(), SampleError> {
    let kind = |column: usize| match layer.sheet.rows.first().map(|row| &row[column]) {
        Some(Value::Int(_)) => "INTEGER",
        Some(Value::Real(..)) => "REAL",
        _ => "TEXT",
    };
    let columns: Vec<String> =
        layer.sheet.columns.iter().enumerate().map(|(i, c)| format!("\"{c}\" {}", kind(i))).collect();
    let marks: Vec<String> = (0..layer.sheet.columns.len()).map(|i| format!("?{}", i + 2)).collect();
    let transaction = connection.transaction()?;
    transaction.execute_batch(&format!(
        "CREATE TABLE \"{name}\" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom MULTIPOLYGON, {})",
        columns.join(", ")
    ))?;
    let [low, high] = extent(layer.shapes.iter());
    transaction.execute(
        "INSERT INTO gpkg_contents VALUES (?1, 'features', ?1, '', '2021-03-21T00:00:00.000Z', ?2, ?3, ?4, ?5, 27700)",
        params![name, low.x, low.y, high.x, high.y],
    )?;
    transaction.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', 'MULTIPOLYGON', 27700, 0, 0)",
        params![name],
    )?;
    let insert = format!("INSERT INTO \"{name}\" VALUES (NULL, ?1, {})", marks.join(", "));
    for (row, shape) in layer.sheet.rows.iter().zip(&layer.shapes) {
        let geometry = Cell(Value::Empty, Some(blob(shape)));
        let cells = row.iter().map(|value| Cell(value.clone(), None));
        transaction.execute(&insert, params_from_iter(std::iter::once(geometry).chain(cells)))?;
    }
    transaction.commit()?;
    Ok(())
}

struct Cell(Value, Option<Vec<u8>>);

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        if let Some(bytes) = &self.1 {
            return bytes.to_sql();
        }
        match &self.0 {
            Value::Empty => Ok(ToSqlOutput::from(rusqlite::types::Null)),
            Value::Text(text) => text.to_sql(),
            Value::Int(n) => n.to_sql(),
            Value::Real(number, _) => number.to_sql(),
        }
    }
}

fn extent<'a>(shapes: impl Iterator<Item = &'a MultiPolygon<f64>>) -> [Point; 2] {
    let (mut low, mut high) =
        (Point { x: f64::INFINITY, y: f64::INFINITY }, Point { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY });
    for p in shapes.flat_map(|shape| rings(shape).flat_map(|(ring, _)| ring)) {
        low = Point { x: low.x.min(p.x), y: low.y.min(p.y) };
        high = Point { x: high.x.max(p.x), y: high.y.max(p.y) };
    }
    [low, high]
}

/// A header with the extent, then well-known binary.
fn blob(shape: &MultiPolygon<f64>) -> Vec<u8> {
    let [low, high] = extent(std::iter::once(shape));
    let mut bytes = b"GP\0\x03".to_vec();
    bytes.extend(27_700_i32.to_le_bytes());
    bytes.extend([low.x, high.x, low.y, high.y].iter().flat_map(|v| v.to_le_bytes()));
    bytes.push(1);
    bytes.extend(6_u32.to_le_bytes());
    bytes.extend(small(shape.0.len()).to_le_bytes());
    for polygon in &shape.0 {
        bytes.push(1);
        bytes.extend(3_u32.to_le_bytes());
        bytes.extend(small(1 + polygon.interiors().len()).to_le_bytes());
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            bytes.extend(small(ring.0.len()).to_le_bytes());
            bytes.extend(ring.0.iter().flat_map(|p| [p.x, p.y]).flat_map(f64::to_le_bytes));
        }
    }
    bytes
}
