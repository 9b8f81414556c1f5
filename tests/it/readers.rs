//! Readers of every format against files written by other tools.
//!
//! `tests/fixtures/formats` holds one small layer in every format; the folder
//! of real files holds layers whose counts and areas another tool (GDAL 3.6,
//! `ogrinfo` with its SQLite dialect) has summed up.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon};
use proptest::prelude::*;

use wardwise::check::{Fault, Rule};
use wardwise::draft::{Cell, DeclaredCrs, Draft};
use wardwise::geom::Crs;
use wardwise::ingest::read::{Limits, ReadOptions, SourceBytes, read, read_each, stream_flatgeobuf};

use super::support::data_dir;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats")
}

/// Reads a file with the companions that stand beside it.
fn read_path(path: &Path, options: &ReadOptions) -> Result<Draft, Vec<Fault>> {
    let bytes = std::fs::read(path).expect("the file");
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let mut source = SourceBytes::new(&name, &bytes);
    if path.extension().is_some_and(|extension| extension == "shp") {
        for extension in ["dbf", "shx", "prj", "cpg"] {
            source.companions.extend(
                std::fs::read(path.with_extension(extension)).ok().map(|bytes| (extension.to_owned(), bytes)),
            );
        }
    }
    read(&source, options, &Limits::default())
}

fn read_bytes(name: &str, bytes: &[u8]) -> Result<Draft, Vec<Fault>> {
    read(&SourceBytes::new(name, bytes), &ReadOptions::default(), &Limits::default())
}

/// A shape in a form that does not depend on where rings start, which way
/// they run, or whether one area is written as a list of one.
fn settled(geometry: &Geometry<f64>) -> Vec<Vec<Vec<(u64, u64)>>> {
    let polygons: Vec<Polygon<f64>> = match geometry {
        Geometry::Polygon(polygon) => vec![polygon.clone()],
        Geometry::MultiPolygon(polygons) => polygons.0.clone(),
        other => panic!("not an area: {other:?}"),
    };
    let mut settled: Vec<_> = polygons.iter().map(settled_polygon).collect();
    settled.sort();
    settled
}

fn settled_polygon(polygon: &Polygon<f64>) -> Vec<Vec<(u64, u64)>> {
    let mut holes: Vec<_> = polygon.interiors().iter().map(settled_ring).collect();
    holes.sort();
    holes.insert(0, settled_ring(polygon.exterior()));
    holes
}

fn settled_ring(ring: &LineString<f64>) -> Vec<(u64, u64)> {
    // Negative zero counts as zero.
    let bits = |at: &Coord<f64>| ((at.x + 0.0).to_bits(), (at.y + 0.0).to_bits());
    let mut points: Vec<_> = ring.0[..ring.0.len() - 1].iter().map(bits).collect();
    if points.is_empty() {
        return points;
    }
    let least = |points: &[(u64, u64)]| (0..points.len()).min_by_key(|at| points[*at]).unwrap_or(0);
    let start = least(&points);
    points.rotate_left(start);
    let mut back = points.clone();
    back.reverse();
    let start = least(&back);
    back.rotate_left(start);
    points.min(back)
}

fn column<'d>(draft: &'d Draft, name: &str) -> Vec<&'d Cell> {
    let position = draft.column(name).unwrap_or_else(|| panic!("no column {name} in {:?}", draft.columns));
    draft.rows.iter().map(|row| &row.cells[position]).collect()
}

#[test]
fn one_layer_is_the_same_in_every_format() {
    let original = read_path(&fixtures().join("areas.geojson"), &ReadOptions::default()).expect("a draft");
    let shapes = |draft: &Draft| -> Vec<_> {
        draft.rows.iter().map(|row| settled(row.geometry.as_ref().expect("a shape"))).collect()
    };
    let files = [
        "areas.topojson",
        "areas.gpkg",
        "areas.fgb",
        "areas.kml",
        "areas.kmz",
        "areas_shp.zip",
        "shp/areas.shp",
    ];
    for file in files {
        let mut draft = read_path(&fixtures().join(file), &ReadOptions::default())
            .unwrap_or_else(|faults| panic!("{file}: {faults:?}"));
        // FlatGeobuf keeps features in the order of its spatial index.
        let code = draft.column("code").expect("a code");
        draft.rows.sort_by(|a, b| a.cells[code].display().cmp(&b.cells[code].display()));
        assert_eq!(shapes(&draft), shapes(&original), "{file}");
        assert_eq!(column(&draft, "code"), column(&original, "code"), "{file}");
        assert_eq!(column(&draft, "name"), column(&original, "name"), "{file}");
        assert_eq!(column(&draft, "count"), column(&original, "count"), "{file}");
        let share = column(&draft, "share");
        assert_eq!(share, column(&original, "share"), "{file}");
        let since = column(&draft, "since")[1].display().replace('/', "-");
        assert_eq!(since, "2020-02-29", "{file}");
        if file != "areas.topojson" {
            assert_eq!(draft.crs, DeclaredCrs::Known(Crs::LonLat), "{file}");
        }
    }
}

#[test]
fn a_day_is_a_day_where_the_format_types_it() {
    for file in ["areas.gpkg", "shp/areas.shp"] {
        let draft = read_path(&fixtures().join(file), &ReadOptions::default()).expect("a draft");
        let expected = Cell::Day(jiff::civil::date(2018, 5, 3));
        assert_eq!(column(&draft, "since")[0], &expected, "{file}");
    }
}

#[test]
fn a_shapefile_without_cpg_is_read_by_what_its_bytes_can_be() {
    let shp = std::fs::read(fixtures().join("shp/areas.shp")).expect("a file");
    let run = |table: &str, cpg: Option<&str>| {
        let mut source = SourceBytes::new("areas.shp", &shp);
        let dbf = std::fs::read(fixtures().join("shp").join(table)).expect("a table");
        source.companions.push(("dbf".into(), dbf));
        source.companions.extend(cpg.map(|label| ("cpg".into(), label.as_bytes().to_vec())));
        read(&source, &ReadOptions::default(), &Limits::default()).expect("a draft")
    };
    let noted = |draft: &Draft| draft.noticed.iter().any(|fault| fault.rule == Rule::Encoding);
    for (table, cpg, note) in [
        ("areas.dbf", None, false),
        ("areas.dbf", Some("65001"), false),
        ("areas_cp1252.dbf", None, true),
        ("areas_cp1252.dbf", Some("ANSI 1252"), true),
        ("areas_cp1252.dbf", Some("WINDOWS-1252"), true),
        ("areas_cp1252.dbf", Some("UTF-8"), true),
    ] {
        let draft = run(table, cpg);
        assert_eq!(column(&draft, "name")[0], &Cell::text("Caffè & Söhne"), "{table} {cpg:?}");
        assert_eq!(noted(&draft), note, "{table} {cpg:?}");
    }
}

#[test]
fn an_old_geojson_in_grid_metres_is_known_by_its_crs_member() {
    let draft = read_path(&fixtures().join("areas_grid.geojson"), &ReadOptions::default()).expect("a draft");
    assert_eq!(draft.crs, DeclaredCrs::Known(Crs::BritishNationalGrid));
    assert!(draft.noticed.iter().any(|fault| fault.rule == Rule::LegacyCrs));
}

/// One real file: its records, the sum of its areas and its points, as `ogrinfo` counts them.
struct Real {
    file: &'static str,
    rows: usize,
    area: f64,
    points: usize,
    crs: Option<Crs>,
}

const fn real(file: &'static str, rows: usize, area: f64, points: usize, crs: Option<Crs>) -> Real {
    Real { file, rows, area, points, crs }
}

const GRID: Option<Crs> = Some(Crs::BritishNationalGrid);
const DEGREES: Option<Crs> = Some(Crs::LonLat);

const REAL: &[Real] = &[
    real("birmingham/boundaries/constituencies_2010.geojson", 10, 0.035_451_991_790_337_6, 1_301, DEGREES),
    real(
        "birmingham/boundaries/lsoa_2011_generalised.geojson",
        639,
        0.035_453_567_477_704_4,
        24_026,
        DEGREES,
    ),
    real(
        "birmingham/boundaries/msoa_2011_generalised.geojson",
        132,
        0.035_453_567_477_189_7,
        11_274,
        DEGREES,
    ),
    real("birmingham/boundaries/oa_2011.geojson", 3_223, 0.035_453_567_499_792_3, 50_109, DEGREES),
    real("birmingham/boundaries/wards_2013_old40.geojson", 40, 0.035_449_290_972_706_3, 2_289, DEGREES),
    real("birmingham/boundaries/wards_2018_new69.geojson", 69, 0.035_452_228_190_270_1, 3_400, DEGREES),
    real("birmingham/boundaries/wards_2013_old40.topojson", 40, 0.035_448_949_498_753_9, 2_289, DEGREES),
    real("rutland/lsoa_2011.geojson", 23, 0.052_319_784_940_328_9, 3_228, DEGREES),
    real("rutland/oa_2011.geojson", 116, 0.052_319_784_970_219, 6_214, DEGREES),
    real("rutland/wards_2013.geojson", 16, 0.052_322_296_741_084_8, 2_605, DEGREES),
    real("cheltenham/cheltenham_council_land_and_assets_2021.geojson", 497, 0.0, 497, DEGREES),
    real("cheltenham/wards_2013.geojson", 20, 0.006_085_249_834_437_12, 732, DEGREES),
    real("birmingham/boundaries/lsoa_2021_bng.gpkg", 793, 446_073_511.296_481, 30_686, GRID),
    real("birmingham/boundaries/msoa_2021_bng.gpkg", 161, 446_073_511.296_491, 14_006, GRID),
    real("birmingham/boundaries/wards_2022_bsol.gpkg", 86, 446_066_754.266_874, 4_742, GRID),
    real("birmingham/boundaries/constituencies_2024_bng.zip", 12, 446_075_885.776_816, 29_775, GRID),
    real("birmingham/boundaries/lsoa_2011_full_bng.zip", 773, 446_075_917.299_639, 551_019, GRID),
    real("birmingham/boundaries/nhs_localities_bng.zip", 6, 446_079_505.483_964, 13_857, GRID),
    real(
        "birmingham/boundaries/postal_districts_unnamed_datum.zip",
        116,
        3_586_088_035.501_64,
        128_500,
        None,
    ),
    real("birmingham/boundaries/wards_2018_new69_bng.zip", 69, 267_777_410.955_665, 3_400, GRID),
];

#[test]
fn real_boundary_files_have_the_records_points_and_areas_that_gdal_counts() {
    let Some(data) = data_dir() else {
        println!("skipped: {} real boundary files are not on this machine", REAL.len());
        return;
    };
    for expected in REAL {
        let file = expected.file;
        let draft = read_path(&data.join(file), &ReadOptions::default())
            .unwrap_or_else(|faults| panic!("{file}: {faults:?}"));
        assert_eq!(draft.rows.len(), expected.rows, "{file}");
        let shapes = || draft.rows.iter().filter_map(|row| row.geometry.as_ref());
        assert_eq!(shapes().map(geo::CoordsIter::coords_count).sum::<usize>(), expected.points, "{file}");
        // Summed from each shape's own corner, as degrees lose digits otherwise.
        let area: f64 = shapes().map(geo::Area::unsigned_area).sum();
        assert!((area - expected.area).abs() <= 1e-9 * expected.area.abs(), "{file}: {area}");
        match (&draft.crs, expected.crs) {
            (DeclaredCrs::Known(crs), Some(expected)) => assert_eq!(*crs, expected, "{file}"),
            (DeclaredCrs::Unknown(text), None) => assert!(text.contains("D_unknown"), "{text}"),
            (other, _) => panic!("{file}: {other:?}"),
        }
        assert!(draft.rows.iter().all(|row| row.cells.len() == draft.columns.len()), "{file}");
    }
    println!("read {} real boundary files", REAL.len());
}

#[test]
fn the_quirks_of_real_files_are_noted() {
    let Some(data) = data_dir() else {
        println!("skipped: real files are not on this machine");
        return;
    };
    let rules = |file: &str| -> Vec<(Rule, u64)> {
        let draft = read_path(&data.join(file), &ReadOptions::default()).expect("a draft");
        draft.noticed.iter().map(|fault| (fault.rule, fault.count)).collect()
    };
    let old = rules("birmingham/boundaries/wards_2013_old40.geojson");
    assert_eq!(old, [(Rule::LegacyCrs, 1), (Rule::RingDirection, 40)]);
    assert_eq!(rules("birmingham/boundaries/wards_2018_new69.geojson"), []);
    let cut = rules("birmingham/boundaries/constituencies_2024_bng.zip");
    assert_eq!(cut, [(Rule::CutNames, 2)]);
}

/// Areas whose corners are whole numbers, so that every format holds them exactly.
fn areas() -> impl Strategy<Value = Vec<MultiPolygon<f64>>> {
    let area =
        (-500_i32..500, -500_i32..500, 1_i32..40, 1_i32..40, any::<bool>()).prop_map(|(x, y, w, h, hole)| {
            let corner = |dx: i32, dy: i32| Coord { x: f64::from(x * 100 + dx), y: f64::from(y * 100 + dy) };
            // Shells run anticlockwise, holes clockwise.
            let shell =
                vec![corner(0, 0), corner(2 * w, 0), corner(2 * w, 2 * h), corner(0, 2 * h), corner(0, 0)];
            let inner = vec![corner(1, 1), corner(1, 2), corner(2, 1), corner(1, 1)];
            let holes = if hole && w > 1 && h > 1 { vec![LineString(inner)] } else { Vec::new() };
            Polygon::new(LineString(shell), holes)
        });
    // Areas of one shape lie apart: each takes a corner of its own.
    let shape = proptest::collection::btree_map(-500_i32..500, area, 1..4)
        .prop_map(|areas| MultiPolygon(areas.into_values().collect()));
    proptest::collection::vec(shape, 1..8).prop_filter("areas apart", |shapes| {
        shapes.iter().all(|shape| {
            let corners: std::collections::BTreeSet<_> =
                shape.0.iter().map(|area| settled_ring(area.exterior())[0]).collect();
            corners.len() == shape.0.len()
        })
    })
}

fn expect_same(draft: &Draft, shapes: &[MultiPolygon<f64>]) {
    let written: Vec<_> = shapes.iter().map(|shape| settled(&shape.clone().into())).collect();
    let got: Vec<_> = draft.rows.iter().map(|row| settled(row.geometry.as_ref().expect("a shape"))).collect();
    assert_eq!(got, written);
}

fn wkb_of(shape: &MultiPolygon<f64>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let options = wkb::writer::WriteOptions::default();
    wkb::writer::write_geometry(&mut bytes, &Geometry::from(shape.clone()), &options).expect("bytes");
    bytes
}

/// Each shape as a GeoJSON feature with a name.
pub fn geojson_of(shapes: &[MultiPolygon<f64>]) -> Vec<u8> {
    let features = shapes.iter().enumerate().map(|(index, shape)| {
        let mut feature =
            geojson::Feature { geometry: Some(geojson::Geometry::new(shape.into())), ..Default::default() };
        feature.set_property("name", format!("area {index}"));
        feature
    });
    geojson::FeatureCollection { features: features.collect(), bbox: None, foreign_members: None }
        .to_string()
        .into_bytes()
}

/// The shapes and the table of a shapefile.
pub fn shapefile_of(shapes: &[MultiPolygon<f64>]) -> (Vec<u8>, Vec<u8>) {
    use shapefile::dbase::{FieldName, FieldValue, Record, TableWriterBuilder};
    let (mut shp, mut dbf) = (std::io::Cursor::new(Vec::new()), std::io::Cursor::new(Vec::new()));
    {
        let name = FieldName::try_from("name").expect("a name");
        let table = TableWriterBuilder::new().add_character_field(name, 20).build_with_dest(&mut dbf);
        let mut writer = shapefile::Writer::new(shapefile::ShapeWriter::new(&mut shp), table);
        for (index, shape) in shapes.iter().enumerate() {
            let mut record = Record::default();
            record.insert("name".into(), FieldValue::Character(Some(format!("area {index}"))));
            writer
                .write_shape_and_record(&shapefile::Polygon::from(shape.clone()), &record)
                .expect("a record");
        }
    }
    (shp.into_inner(), dbf.into_inner())
}

/// A GeoPackage with one layer.
pub fn geopackage_of(shapes: &[MultiPolygon<f64>]) -> Vec<u8> {
    let connection = rusqlite::Connection::open_in_memory().expect("memory");
    connection
        .execute_batch(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name, srs_id INTEGER, organization, organization_coordsys_id, definition, description);
             INSERT INTO gpkg_spatial_ref_sys VALUES ('grid', 27700, 'EPSG', 27700, '', '');
             CREATE TABLE gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id);
             INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('areas', 'features', 27700);
             CREATE TABLE gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m);
             INSERT INTO gpkg_geometry_columns VALUES ('areas', 'geom', 'MULTIPOLYGON', 27700, 0, 0);
             CREATE TABLE areas (fid INTEGER PRIMARY KEY, geom MULTIPOLYGON, name TEXT);",
        )
        .expect("tables");
    for (index, shape) in shapes.iter().enumerate() {
        let mut blob = b"GP\x00\x01\x34\x6c\x00\x00".to_vec();
        blob.extend(wkb_of(shape));
        let name = format!("area {index}");
        connection.execute("INSERT INTO areas (geom, name) VALUES (?1, ?2)", (blob, name)).expect("a row");
    }
    connection.serialize("main").expect("bytes").to_vec()
}

/// A FlatGeobuf file without an index, so that features keep their order.
pub fn flatgeobuf_of(shapes: &[MultiPolygon<f64>]) -> Vec<u8> {
    use flatgeobuf::geozero::PropertyProcessor as _;
    use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
    let options = FgbWriterOptions {
        write_index: false,
        crs: FgbCrs { code: 27700, ..FgbCrs::default() },
        ..FgbWriterOptions::default()
    };
    let mut writer =
        FgbWriter::create_with_options("areas", GeometryType::MultiPolygon, options).expect("a writer");
    writer.add_column("name", ColumnType::String, |_, _| {});
    for (index, shape) in shapes.iter().enumerate() {
        let name = format!("area {index}");
        writer
            .add_feature_geom(Geometry::from(shape.clone()), |feature| {
                let value = flatgeobuf::geozero::ColumnValue::String(&name);
                feature.property(0, "name", &value).expect("a property");
            })
            .expect("a feature");
    }
    let mut bytes = Vec::new();
    writer.write(&mut bytes).expect("bytes");
    bytes
}

/// A GeoParquet file.
pub fn geoparquet_of(shapes: &[MultiPolygon<f64>]) -> Vec<u8> {
    use arrow::array::{ArrayRef, BinaryArray, RecordBatch, StringArray};
    let blobs: Vec<_> = shapes.iter().map(wkb_of).collect();
    let blobs = BinaryArray::from_iter_values(&blobs);
    let names = StringArray::from_iter_values((0..shapes.len()).map(|index| format!("area {index}")));
    let columns = [("name", Arc::new(names) as ArrayRef), ("geometry", Arc::new(blobs) as ArrayRef)];
    let batch = RecordBatch::try_from_iter(columns).expect("a batch");
    let mut writer =
        parquet::arrow::ArrowWriter::try_new(Vec::new(), batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("rows");
    let geo = r#"{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB",
        "geometry_types":[],"crs":{"id":{"authority":"EPSG","code":27700}}}}}"#;
    writer.append_key_value_metadata(parquet::file::metadata::KeyValue::new("geo".into(), geo.to_owned()));
    writer.into_inner().expect("bytes")
}

/// A KML document.
pub fn kml_of(shapes: &[MultiPolygon<f64>]) -> Vec<u8> {
    use std::fmt::Write as _;
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?><kml><Document>");
    for (index, shape) in shapes.iter().enumerate() {
        let _ = write!(text, "<Placemark><name>area {index}</name><MultiGeometry>");
        for area in &shape.0 {
            text.push_str("<Polygon>");
            for (at, ring) in std::iter::once(area.exterior()).chain(area.interiors()).enumerate() {
                let boundary = if at == 0 { "outerBoundaryIs" } else { "innerBoundaryIs" };
                let _ = write!(text, "<{boundary}><LinearRing><coordinates>");
                for point in &ring.0 {
                    let _ = write!(text, "{},{},0 ", point.x, point.y);
                }
                let _ = write!(text, "</coordinates></LinearRing></{boundary}>");
            }
            text.push_str("</Polygon>");
        }
        text.push_str("</MultiGeometry></Placemark>");
    }
    text.push_str("</Document></kml>");
    text.into_bytes()
}

/// A TopoJSON file with one arc for each ring.
pub fn topojson_of(shapes: &[MultiPolygon<f64>]) -> Vec<u8> {
    let mut arcs: Vec<serde_json::Value> = Vec::new();
    let mut ring = |ring: &LineString<f64>| {
        arcs.push(ring.0.iter().map(|at| serde_json::json!([at.x, at.y])).collect());
        serde_json::json!([arcs.len() - 1])
    };
    let mut geometries = Vec::new();
    for (index, shape) in shapes.iter().enumerate() {
        let areas: Vec<Vec<_>> = shape
            .0
            .iter()
            .map(|area| std::iter::once(area.exterior()).chain(area.interiors()).map(&mut ring).collect())
            .collect();
        let properties = serde_json::json!({ "name": format!("area {index}") });
        geometries
            .push(serde_json::json!({ "type": "MultiPolygon", "arcs": areas, "properties": properties }));
    }
    let objects = serde_json::json!({ "areas": { "type": "GeometryCollection", "geometries": geometries } });
    serde_json::json!({ "type": "Topology", "objects": objects, "arcs": arcs }).to_string().into_bytes()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_in_every_format(shapes in areas()) {
        let (shp, dbf) = shapefile_of(&shapes);
        let mut source = SourceBytes::new("a.shp", &shp);
        source.companions.push(("dbf".into(), dbf));
        let from_shp = read(&source, &ReadOptions::default(), &Limits::default()).expect("a shapefile");
        let mut drafts = vec![("shp", from_shp)];
        for (name, bytes) in [
            ("a.geojson", geojson_of(&shapes)),
            ("a.gpkg", geopackage_of(&shapes)),
            ("a.fgb", flatgeobuf_of(&shapes)),
            ("a.parquet", geoparquet_of(&shapes)),
            ("a.kml", kml_of(&shapes)),
            ("a.topojson", topojson_of(&shapes)),
        ] {
            let draft = read_bytes(name, &bytes).unwrap_or_else(|faults| panic!("{name}: {faults:?}"));
            drafts.push((name, draft));
        }
        for (_, draft) in &drafts {
            expect_same(draft, &shapes);
            let names: Vec<_> = column(draft, "name").into_iter().cloned().collect();
            let written: Vec<_> = (0..shapes.len()).map(|index| Cell::text(&format!("area {index}"))).collect();
            prop_assert_eq!(names, written);
        }
    }
}

#[test]
fn records_taken_one_by_one_are_those_of_the_whole_file() {
    let mut formats = 0;
    for entry in std::fs::read_dir(fixtures()).expect("the fixtures") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let bytes = if path.is_file() { std::fs::read(&path).expect("the file") } else { continue };
        let source = SourceBytes::new(&name, &bytes);
        let Ok(whole) = read(&source, &ReadOptions::default(), &Limits::default()) else { continue };
        let mut rows = Vec::new();
        let mut take = |_: &Draft, row| {
            rows.push(row);
            ControlFlow::Continue(())
        };
        let left =
            read_each(&source, &ReadOptions::default(), &Limits::default(), &mut take).expect("no fault");
        assert_eq!(
            (left.columns, left.crs, left.noticed.len()),
            (whole.columns, whole.crs, whole.noticed.len())
        );
        assert!(left.rows.is_empty());
        assert_eq!(rows.len(), whole.rows.len(), "{name}");
        for (row, of_whole) in rows.iter().zip(&whole.rows) {
            assert_eq!(row.number, of_whole.number);
            assert_eq!(row.geometry, of_whole.geometry, "{name}");
            assert_eq!(row.cells[..], of_whole.cells[..row.cells.len()], "{name}");
        }
        formats += 1;
    }
    assert!(formats >= 5, "{formats}");
}

#[test]
fn a_flatgeobuf_stream_gives_the_records_of_the_file_and_its_faults() {
    let bytes = std::fs::read(fixtures().join("areas.fgb")).expect("the file");
    let stream = |bytes: &[u8]| {
        let mut rows = Vec::new();
        let mut take = |_: &Draft, row| {
            rows.push(row);
            ControlFlow::Continue(())
        };
        let left = stream_flatgeobuf("areas.fgb", bytes, &Limits::default(), &mut take);
        left.map(|left| (left, rows))
    };
    let (left, rows) = stream(&bytes).expect("no fault");
    let whole = read_bytes("areas.fgb", &bytes).expect("no fault");
    assert_eq!((left.columns, left.crs), (whole.columns, whole.crs));
    assert_eq!(rows.len(), whole.rows.len());
    for (row, of_whole) in rows.iter().zip(&whole.rows) {
        assert_eq!(
            (row.number, &row.geometry, &row.cells),
            (of_whole.number, &of_whole.geometry, &of_whole.cells)
        );
    }
    for length in [0, 5, 12, 100, bytes.len() / 2, bytes.len() - 1] {
        let cut = &bytes[..length];
        let told = |faults: Vec<Fault>| faults.into_iter().map(|fault| fault.message).collect::<Vec<_>>();
        let of_stream = told(stream(cut).expect_err("it is cut"));
        if length > 5 {
            assert_eq!(of_stream, told(read_bytes("areas.fgb", cut).expect_err("it is cut")), "{length}");
        }
    }
}

#[test]
fn one_who_takes_records_may_end_the_reading() {
    for name in ["areas.geojson", "areas.fgb"] {
        let path = fixtures().join(name);
        let bytes = std::fs::read(&path).expect("the file");
        let mut taken = 0;
        let mut take = |_: &Draft, _| {
            taken += 1;
            ControlFlow::Break(())
        };
        let source = SourceBytes::new(name, &bytes);
        let ended = read_each(&source, &ReadOptions::default(), &Limits::default(), &mut take);
        assert_eq!(ended.expect_err("ended").len(), 1);
        assert_eq!(taken, 1);
    }
}
